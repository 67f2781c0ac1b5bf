"""What lies in the safe and from which Z it comes, what is on its way to the bank, and which slips finance has seen."""

import json
from datetime import date
from typing import Any, NamedTuple

from db.queries import tills
from db.queries.tills import CloseRow

ZS = 62
# The first condition is that of the index word for word.
_RARE = "e.kind NOT IN ('payment')"
_TO_SAFE = (
    "SELECT p.fund, sum(p.amount) FROM event e JOIN posting p ON p.event_id = e.id"
    f" WHERE e.id BETWEEN ? AND ? AND e.till = ? AND {_RARE} AND p.account = 'safe_cash' GROUP BY p.fund"
)
_FACTS = f"SELECT e.id, e.day, e.body FROM event e WHERE {_RARE} AND e.kind = ? AND e.id > ? ORDER BY e.id"
_TOTALS = (
    "SELECT p.fund, p.account, sum(p.amount) FROM event e JOIN posting p ON p.event_id = e.id"
    f" WHERE {_RARE} AND e.kind NOT IN ('charges_billed', 'opening_balances')"
    " AND p.account IN ('safe_cash', 'cash_in_transit') GROUP BY p.fund, p.account"
)


class ZCash(NamedTuple):
    """Cash of one Z and fund that is still in the safe, in minor units; below nothing where a till gave out more."""

    close_event: int
    till: int
    z_number: int
    day: str
    fund: str
    left: int


class Bag(NamedTuple):
    """Cash on its way to the bank, in minor units; zs: how much of which Z."""

    event_id: int
    day: str
    fund: str
    bag: str
    amount: int
    zs: tuple[tuple[int, int], ...]


class Said(NamedTuple):
    """What finance said of a Z's slip: what it received in cash, the difference and its reason, in minor units."""

    close_event: int
    event_id: int
    day: str
    staff_id: int
    received: int
    difference: int
    reason: str


def in_safe(connection: Any, limit: int = ZS) -> list[ZCash]:
    """Return what lies in the safe of the newest Zs, the oldest first."""
    closes = sorted(tills.closes(connection, limit), key=lambda close: close.event_id)
    if not closes:
        return []
    oldest = closes[0].event_id
    bagged: dict[tuple[int, str], int] = {}
    for _id, _day, body in facts(connection, "cash_bagged", oldest):
        for close_event, amount in body["zs"]:
            bagged[close_event, body["fund"]] = bagged.get((close_event, body["fund"]), 0) + amount
    for said in remittances(connection, oldest):
        # What finance found beside the slip lies in the safe too, or is missing there.
        bagged[said.close_event, "operating"] = bagged.get((said.close_event, "operating"), 0) - said.difference
    lines = []
    for close in closes:
        for fund, amount in takings(connection, close).items():
            left = amount - bagged.get((close.event_id, fund), 0)
            if left:
                lines.append(ZCash(close.event_id, close.till, close.z_number, close.day, fund, left))
    return lines


def takings(connection: Any, close: CloseRow) -> dict[str, int]:
    """Return what a till's day brought into the safe, by fund, the float it took out already taken off."""
    found = dict(connection.execute(_TO_SAFE, (close.opened_event, close.event_id, close.till)).fetchall())
    return {"operating": found.get("operating", 0), **found}


def on_the_way(connection: Any) -> list[Bag]:
    """Return the bags that left the safe and that no bank slip has confirmed, the oldest first."""
    confirmed = {body["bagged"] for _id, _day, body in facts(connection, "cash_banked")}
    return [
        Bag(event_id, day, body["fund"], body["bag"], body["amount"], tuple((z, sum_) for z, sum_ in body["zs"]))
        for event_id, day, body in facts(connection, "cash_bagged")
        if event_id not in confirmed
    ]


def bag_used(connection: Any, bag: str) -> str | None:
    """Return the day on which a bag of this number left, or None."""
    return next((day for _id, day, body in facts(connection, "cash_bagged") if body["bag"] == bag), None)


def remittances(connection: Any, after_event: int = 0) -> list[Said]:
    """Return what finance said of the slips, the newest last; a later word about a Z adds to an earlier one."""
    found = []
    for kind in ("remittance_confirmed", "remittance_differs"):
        for event_id, day, body in facts(connection, kind, after_event):
            found.append(
                Said(body["close"], event_id, day, body["staff"], body["received"], body["difference"], body["reason"])
            )
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
