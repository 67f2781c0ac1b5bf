"""What lies in the safe and from which Z it comes, what is on its way to the bank, and which slips finance has seen."""

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from db.queries import tills
from db.queries.tills import CloseRow

# The first condition is that of the index word for word.
_RARE = "e.kind NOT IN ('payment')"
# The float is change wherever it comes from and wherever it stays: a day begins with it and gives it back at its end.
_MOVES = (
    "SELECT e.id, e.till, e.kind, p.fund, iif(p.account = 'till_cash', -p.amount, p.amount)"
    " FROM event e JOIN posting p ON p.event_id = e.id"
    f" WHERE {_RARE} AND e.kind IN ('till_opened', 'paid_in', 'cash_dropped', 'till_closed') AND e.id BETWEEN ? AND ?"
    " AND iif(e.kind = 'till_opened', p.account = 'till_cash', p.account IN ('safe_cash', 'float_left')) ORDER BY e.id"
)
_OPEN_DROPS = (
    "SELECT p.fund, sum(p.amount) FROM event e JOIN posting p ON p.event_id = e.id"
    ' LEFT JOIN (SELECT till, max(event_id) AS id FROM "close" GROUP BY till) c ON c.till = e.till'
    f" WHERE {_RARE} AND e.kind = 'cash_dropped' AND p.account = 'safe_cash' AND e.id > coalesce(c.id, 0)"
    " GROUP BY p.fund"
)
_FACTS = f"SELECT e.id, e.day, e.body FROM event e WHERE {_RARE} AND e.kind = ? AND e.id > ? ORDER BY e.id"
_TOTALS = (
    "SELECT p.fund, p.account, sum(p.amount) FROM event e CROSS JOIN posting p ON p.event_id = e.id"
    f" WHERE {_RARE} AND e.kind NOT IN ('charges_billed', 'opening_balances')"
    " AND p.account IN ('safe_cash', 'cash_in_transit') GROUP BY p.fund, p.account"
)


class SafeMove(NamedTuple):
    """Takings that came into the safe from a till by one event, in minor units; below nothing where they went out.

    Change is none: what the day began with and what it fetched later are taken off, what stays in the drawer is not.
    """

    event_kind: str
    fund: str
    amount: int


class ZCash(NamedTuple):
    """Takings of one Z and fund still in the safe, in minor units; below nothing where more went back than came."""

    close_event: int
    till: int
    z_number: int
    day: str
    fund: str
    left: int


class Bag(NamedTuple):
    """Cash on its way to the bank, in minor units; zs: how much of which Z; staff_id: who closed the bag."""

    event_id: int
    day: str
    fund: str
    bag: str
    amount: int
    zs: tuple[tuple[int, int], ...]
    staff_id: int | None = None


class Said(NamedTuple):
    """What finance said of a Z's slip: what it received in cash, the difference and its reason, in minor units.

    slips_differ: it counted other card slips, code payments or cheques than the slip says.
    """

    close_event: int
    event_id: int
    day: str
    staff_id: int
    received: int
    difference: int
    reason: str
    slips_differ: bool = False


def in_safe(connection: Any) -> list[ZCash]:
    """Return what lies in the safe, Z by Z, the oldest first; however old it is."""
    closes = sorted(tills.closes(connection, tills.ALL), key=lambda close: close.event_id)
    left: dict[int, dict[str, int]] = {close.event_id: {"operating": 0} for close in closes}
    for close_event, moves in moves_of(connection, closes).items():
        for move in moves:
            left[close_event][move.fund] = left[close_event].get(move.fund, 0) + move.amount
    for _id, _day, body in facts(connection, "cash_bagged"):
        for close_event, amount in body["zs"]:
            left[close_event][body["fund"]] = left[close_event].get(body["fund"], 0) - amount
    for said in remittances(connection):
        # What finance found beside the slip lies in the safe too, or is missing there.
        left[said.close_event]["operating"] += said.difference
    return [
        ZCash(close.event_id, close.till, close.z_number, close.day, fund, amount)
        for close in closes
        for fund, amount in left[close.event_id].items()
        if amount
    ]


def beside_the_zs(connection: Any, lines: Sequence[ZCash]) -> dict[str, int]:
    """Return the change in the safe by fund: the account less the list and less what open days dropped.

    Minor units; below nothing where tills took more change than was ever entered, so that takings are used as change.
    """
    rest = {fund: amount for (fund, account), amount in totals(connection).items() if account == "safe_cash"}
    for fund, amount in [*((line.fund, line.left) for line in lines), *open_drops(connection).items()]:
        rest[fund] = rest.get(fund, 0) - amount
    return {fund: amount for fund, amount in rest.items() if amount}


def open_drops(connection: Any) -> dict[str, int]:
    """Return what days that are still open dropped into the safe, by fund, in minor units: their Z will list it."""
    return dict(connection.execute(_OPEN_DROPS).fetchall())


def below_nothing(connection: Any) -> int:
    """Return by how much the safe holds less than nothing by the books, all funds together, in minor units."""
    return sum(
        -amount for (_fund, account), amount in totals(connection).items() if account == "safe_cash" and amount < 0
    )


def moves_of(connection: Any, closes: Sequence[CloseRow]) -> dict[int, list[SafeMove]]:
    """Return what each closed day's takings are made of, by the event of its Z."""
    if not closes:
        return {}
    days: defaultdict[int, list[CloseRow]] = defaultdict(list)
    for close in sorted(closes, key=lambda close: close.event_id):
        days[close.till].append(close)
    ends = {till: [close.event_id for close in mine] for till, mine in days.items()}
    found: dict[int, list[SafeMove]] = {close.event_id: [] for close in closes}
    first, last = min(close.opened_event for close in closes), max(close.event_id for close in closes)
    for event_id, till, kind, fund, amount in connection.execute(_MOVES, (first, last)):
        at = bisect_left(ends.get(till, ()), event_id)
        if at < len(days[till]) and days[till][at].opened_event <= event_id:
            found[days[till][at].event_id].append(SafeMove(kind, fund, amount))
    return found


def on_the_way(connection: Any) -> list[Bag]:
    """Return the bags that left the safe and that no bank slip has confirmed, the oldest first."""
    confirmed = {body["bagged"] for _id, _day, body in facts(connection, "cash_banked")}
    waiting = [each for each in facts(connection, "cash_bagged") if each[0] not in confirmed]
    return [
        Bag(event_id, day, body["fund"], body["bag"], body["amount"], tuple((z, share) for z, share in body["zs"]),
            body["staff"])
        for event_id, day, body in waiting
    ]  # fmt: skip


def kept_back(connection: Any, lines: Sequence[ZCash]) -> dict[ZCash, str]:
    """Return which cash of the safe stayed behind when a bag went with less than the whole, and the reason then."""
    less = [(event, body) for event, _day, body in facts(connection, "cash_bagged") if body["left"]]
    return {
        line: str(body["reason"])
        for line in lines
        for event, body in less
        if line.left > 0 and line.fund == body["fund"] and line.close_event < event
    }


def bag_used(connection: Any, bag: str) -> str | None:
    """Return the day on which a bag of this number left, or None."""
    return next((day for _id, day, body in facts(connection, "cash_bagged") if body["bag"] == bag), None)


def remittances(connection: Any, after_event: int = 0) -> list[Said]:
    """Return what finance said of the slips, the newest last; a later word about a Z adds to an earlier one."""
    found = []
    for kind in ("remittance_confirmed", "remittance_differs"):
        for event_id, day, body in facts(connection, kind, after_event):
            differ = any(
                (each["slip_count"], each["slip_amount"]) != (each["counted"], each["counted_amount"])
                for each in body.get("slips", {}).values()
            )
            found.append(
                Said(
                    body["close"], event_id, day, body["staff"], body["received"], body["difference"], body["reason"],
                    differ,
                )
            )  # fmt: skip
    return sorted(found, key=lambda said: said.event_id)


def totals(connection: Any) -> dict[tuple[str, str], int]:
    """Return the sums of the safe and of what is on its way to the bank, by fund and account."""
    return {(fund, account): amount for fund, account, amount in connection.execute(_TOTALS)}


def facts(connection: Any, kind: str, after_event: int = 0) -> list[tuple[int, str, dict[str, Any]]]:
    """Return (event, day, body) of every event of a rare kind, in order."""
    rows = connection.execute(_FACTS, (kind, after_event))
    return [(row[0], row[1], json.loads(row[2])) for row in rows]


def lain_since(lines: list[ZCash]) -> date | None:
    """Return the day of the oldest cash that still lies in the safe."""
    days = [date.fromisoformat(line.day) for line in lines if line.left > 0]
    return min(days) if days else None
