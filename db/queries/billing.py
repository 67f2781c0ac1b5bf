"""What a bill run must know: what is billed, what was paid ahead, what earlier runs billed, what changed meanwhile."""

import json
from collections.abc import Collection
from typing import Any, NamedTuple

from db.rows import Charge

# Adjustments, which have revisions below zero, bill no period. CROSS: each unit is asked for these days alone, instead
# of going through the charges of all years.
_BILLED = (
    "SELECT c.unit_id, c.first, c.revision, c.last FROM unit u CROSS JOIN charge c ON c.unit_id = u.id"
    " AND c.item_id = ? AND c.first BETWEEN ? AND ? AND c.revision >= 0 WHERE u.until_event IS NULL"
    " ORDER BY u.id, c.first, c.revision"
)
# The list of accounts is the index's own condition word for word; without it the index is not used.
_AHEAD = (
    "SELECT unit_id, item_id, period, fund, -sum(iif(account = 'paid_ahead', amount, 0)),"
    " max(0, sum(iif(account = 'balance' AND charge_id IS NULL, amount, 0))) FROM posting"
    " WHERE account IN ('balance', 'paid_ahead', 'deposits_held') AND account IN ('balance', 'paid_ahead')"
    " AND period IN ({places})"
    " GROUP BY unit_id, item_id, period, fund HAVING sum(iif(account = 'paid_ahead', amount, 0)) < 0"
)
# Naming what the index of rare events leaves out lets it be used: no walk over the payments of all years.
_RUNS = "SELECT id, body FROM event WHERE kind = 'charges_billed' AND kind NOT IN ('payment') ORDER BY id DESC LIMIT ?"
_TAKEN_BACK = "SELECT body FROM event WHERE kind = 'charges_taken_back' AND kind NOT IN ('payment')"
_OF_RUN = "SELECT unit_id, item_id, sum(amount) FROM charge WHERE event_id = ? AND period = ? GROUP BY unit_id, item_id"
# What cannot change a bill run: everything else that was posted meanwhile makes it be computed again.
_HARMLESS = (
    "payment", "receipt_voided", "till_opened", "till_counted", "till_closed", "step_done", "logged_in",
    "log_in_failed", "receipt_copied", "form_spoiled", "drawer_opened", "code_checked", "transfer_received",
    "void_requested", "copy_requested", "move_requested", "request_refused", "clock_set_back", "date_confirmed",
    "price_requested", "act_refused", "phones_shown", "exported", "restore_approved", "access_recovered",
    "copy_key_changed",
    "drawer_left_open", "card_asked", "card_back_asked", "card_unknown", "card_settled", "form_set", "form_used",
    "form_corrected",
    "payment_refunded", "payment_reversed", "refund_requested", "refund_paid_out", "cheque_returned",
    "remittance_confirmed", "remittance_differs", "cash_bagged", "cash_banked", "cash_brought_in",
    "forms_received", "forms_issued", "form_voided", "invoice_marked", "deposit_kept",
    "certificate_issued", "fund_entered", "fund_notice_issued",
    "certificate_issued", "change_fund_entered", "till_taken_up",
)  # fmt: skip
_CHANGED = f"SELECT 1 FROM event WHERE id > ? AND kind NOT IN ({', '.join('?' * len(_HARMLESS))}) LIMIT 1"
_AHEAD_MOVED = "SELECT 1 FROM posting WHERE event_id > ? AND account = 'paid_ahead' LIMIT 1"
_OPENED = (
    "SELECT p.unit_id, p.account, p.item_id, p.period, -sum(p.amount) FROM event e JOIN posting p ON p.event_id = e.id"
    " WHERE e.kind = 'opening_balances' AND e.kind NOT IN ('payment') AND p.account IN ('balance', 'paid_ahead')"
    " GROUP BY p.unit_id, p.account, p.item_id, p.period"
)
# From the few events to their charges: the other way round every charge of all years is looked at.
_OPENING_OVERLAPS = (
    "SELECT c.unit_id FROM event e CROSS JOIN charge c ON c.event_id = e.id WHERE e.kind = 'opening_balances'"
    " AND e.kind NOT IN ('payment') AND c.item_id = ? AND c.first <= ? AND c.last >= ?"
)


# Bill runs settle from the balance by an event of its own, and give it back by another.
_BY_BALANCE = "coalesce(x.kind, '') IN ('balance_applied', 'balance_returned')"


class Ahead(NamedTuple):
    """Money that was paid for a period before it was billed; earmarked: what of it the item's purse gave."""

    unit_id: int
    item_id: int
    period: str
    fund: str
    amount: int
    earmarked: int = 0


class Billed(NamedTuple):
    """What is billed of an item: the newest revision by (unit, first day), and the days that stand, by unit."""

    revisions: dict[tuple[int, str], int]
    standing: dict[int, list[tuple[str, str]]]


class BilledCharge(NamedTuple):
    """A charge of a run: what of it is settled without a receipt, and by receipts; superseded by a later revision.

    adjusted: whether anything of it was adjusted or waived. from_balance: what bill runs settled out of the balance,
    not part of settled. written_off: of settled, what is bad debt.
    """

    charge: Charge
    settled: int
    by_receipts: int
    superseded: bool
    adjusted: bool
    from_balance: int
    written_off: int


class Run(NamedTuple):
    """An earlier bill run and the facts of its event."""

    event_id: int
    facts: dict[str, Any]


def billed(connection: Any, item_id: int, first: str, last: str, since: str = "") -> Billed:
    """Return what is billed of an item on days between two days; since: where charges begun before may reach in."""
    newest: dict[tuple[int, str], tuple[int, str]] = {}
    for unit_id, begins, revision, ends in connection.execute(_BILLED, (item_id, since or first, last)):
        newest[unit_id, begins] = revision, ends
    standing: dict[int, list[tuple[str, str]]] = {}
    for (unit_id, begins), (revision, ends) in newest.items():
        if revision % 2 == 0 and ends >= first:
            standing.setdefault(unit_id, []).append((begins, ends))
    return Billed({key: revision for key, (revision, _) in newest.items()}, standing)


def periods_changed(connection: Any, item_id: int) -> bool:
    """Return whether an item was ever billed by other periods than now."""
    row = connection.execute(
        "SELECT count(DISTINCT months), count(DISTINCT coalesce(cycle, '')) FROM fee_item WHERE id = ?", (item_id,)
    ).fetchone()
    return bool(max(row) > 1)


def billed_to(connection: Any, item_id: int, unit_kind: str | None, unit_id: int | None, since: str) -> str | None:
    """Return the last day billed of an item for a unit or the units of a kind, by charges that begin since a day."""
    row = connection.execute(
        "SELECT max(c.last) FROM unit u JOIN charge c ON c.unit_id = u.id AND c.item_id = ? AND c.first >= ?"
        " WHERE u.until_event IS NULL AND c.revision >= 0 AND (u.id = ? OR u.kind = ?)",
        (item_id, since, unit_id, unit_kind),
    ).fetchone()
    found: str | None = row[0]
    return found


def is_billed(connection: Any, unit_id: int, item_id: int, day: str) -> bool:
    """Return whether a charge of a unit and item that stands covers a day (ISO date)."""
    rows = connection.execute(
        "SELECT max(revision) FROM charge WHERE unit_id = ? AND item_id = ? AND first <= ? AND last >= ?"
        " AND revision >= 0 GROUP BY first, last",
        (unit_id, item_id, day, day),
    )
    return any(revision % 2 == 0 for (revision,) in rows)


def paid_ahead(connection: Any, periods: Collection[str]) -> list[Ahead]:
    """Return what was paid for periods that are about to be billed."""
    wanted = sorted(periods)
    rows = connection.execute(_AHEAD.format(places=", ".join("?" * len(wanted))), wanted)
    return [Ahead(*row) for row in rows]


def earlier_runs(connection: Any, limit: int = 40) -> list[Run]:
    """Return the newest bill runs."""
    return [Run(row[0], json.loads(row[1])) for row in connection.execute(_RUNS, (limit,))]


def taken_back(connection: Any) -> dict[int, tuple[int, int]]:
    """Return how many charges of each run were taken back, and their sum in minor units."""
    found: dict[int, tuple[int, int]] = {}
    for (body,) in connection.execute(_TAKEN_BACK):
        facts = json.loads(body)
        count, total = found.get(facts["run"], (0, 0))
        found[facts["run"]] = (count + facts["count"], total + facts["total"])
    return found


def amounts_of_run(connection: Any, event_id: int, period: str) -> dict[tuple[int, int], int]:
    """Return what a run billed for a period, by (unit, item), in minor units."""
    return {(row[0], row[1]): row[2] for row in connection.execute(_OF_RUN, (event_id, period))}


def charges_of_run(connection: Any, event_id: int) -> list[BilledCharge]:
    """Return the charges of a bill run, in the order of its lines."""
    columns = ", ".join(f"c.{name}" for name in Charge._fields)
    rows = connection.execute(
        f"SELECT {columns}, coalesce(sum(CASE WHEN a.receipt_id IS NULL AND NOT {_BY_BALANCE} THEN a.amount END), 0),"
        " coalesce(sum(CASE WHEN a.receipt_id IS NOT NULL THEN a.amount END), 0),"
        " EXISTS(SELECT 1 FROM charge n WHERE n.unit_id = c.unit_id AND n.item_id = c.item_id AND n.first = c.first"
        " AND n.revision > c.revision),"
        " EXISTS(SELECT 1 FROM charge n WHERE n.unit_id = c.unit_id AND n.item_id = c.item_id AND n.first = c.first"
        " AND n.revision < 0 AND json_extract(n.ingredients, '$.of') = c.id),"
        f" coalesce(sum(CASE WHEN {_BY_BALANCE} THEN a.amount END), 0),"
        " (SELECT coalesce(sum(p.amount), 0) FROM posting p WHERE p.account = 'bad_debt' AND p.unit_id = c.unit_id"
        " AND p.charge_id = c.id)"
        " FROM event e JOIN charge c ON c.event_id = e.id LEFT JOIN allocation a ON a.charge_id = c.id"
        " LEFT JOIN event x ON x.id = a.event_id AND a.receipt_id IS NULL"
        " WHERE e.id = ? AND e.kind = 'charges_billed' GROUP BY c.id ORDER BY c.line",
        (event_id,),
    )
    width = len(Charge._fields)
    return [
        BilledCharge(
            Charge(*row[:width]),
            row[width],
            row[width + 1],
            bool(row[width + 2]),
            bool(row[width + 3]),
            row[width + 4],
            row[width + 5],
        )
        for row in rows
    ]


def changed_since(connection: Any, event_id: int) -> bool:
    """Return whether anything a bill run depends on was posted after an event."""
    return bool(
        connection.execute(_CHANGED, (event_id, *_HARMLESS)).fetchone()
        or connection.execute(_AHEAD_MOVED, (event_id,)).fetchone()
    )


def charge_amount(connection: Any, unit_id: int, item_id: int, first: str) -> int | None:
    """Return the sum of the charges of an item that begin on a day, or None where there is none.

    What was adjusted, waived or split off later is left out: a file knows nothing of it.
    """
    row = connection.execute(
        "SELECT sum(amount) FROM charge WHERE unit_id = ? AND item_id = ? AND first = ? AND revision >= 0",
        (unit_id, item_id, first),
    ).fetchone()
    found: int | None = row[0]
    return found


def holds_days(connection: Any, unit_id: int, item_id: int, first: str, last: str) -> bool:
    """Return whether any charge of a unit and item covers a day between two days."""
    row = connection.execute(
        "SELECT 1 FROM charge WHERE unit_id = ? AND item_id = ? AND first <= ? AND last >= ? LIMIT 1",
        (unit_id, item_id, last, first),
    ).fetchone()
    return row is not None


def opened(connection: Any) -> dict[tuple[int, str, int | None, str | None], int]:
    """Return the opening balances and payments ahead that are booked, by (unit, account, item, period)."""
    return {(row[0], row[1], row[2], row[3]): row[4] for row in connection.execute(_OPENED)}


def opening_overlaps(connection: Any, item_id: int, first: str, last: str) -> set[int]:
    """Return the units whose opening balances already hold a charge of an item for days between two days."""
    return {row[0] for row in connection.execute(_OPENING_OVERLAPS, (item_id, last, first))}
