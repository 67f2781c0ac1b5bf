"""What late fees are computed from: when a charge was settled, what was posted of its fee, the contract's terms."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from db.queries.registers import FeeItemRow, fee_items
from db.rows import Charge

# The cycle of the one fee item that is never billed by a run but posted when somebody pays late.
CYCLE = "late_fee"
KIND = "late_fee"
# The kind of event that gives money back: until then it had settled what it was paid for.
REFUND = "payment_refunded"
DEPOSIT_KEPT = "deposit_kept"
# What an adjustment or a sale lets off was never owed: it makes the charge smaller and settles nothing of it. What an
# adjustment adds may be settled by its own event, from money that an earlier one gave back.
_LET_OFF = "'charge_adjusted', 'charges_split'"
# What a bill run settles was received, unlike what is adjusted or taken back, on the day of the run.
BY_RUN = ("charges_billed", "balance_applied", "balance_returned")
# Bad debt bears no fee from the day it is written off until it is revived.
BAD_DEBT = ("debt_written_off", "debt_revived")
SETTINGS = ("late_fee_rate", "late_fee_grace", "late_fee_from_due", "late_fee_cap")

_COLUMNS = ", ".join(f"c.{name}" for name in Charge._fields)
# What a void turned round sums to nothing with what it turned; a refund, part of a deposit, and what has no receipt,
# stands by its event.
_SETTLED = (
    "SELECT a.receipt_id, min(a.event_id), sum(a.amount) FROM allocation a JOIN event e ON e.id = a.event_id"
    f" WHERE a.charge_id = ? AND (e.kind NOT IN ({_LET_OFF})"
    " OR EXISTS(SELECT 1 FROM charge c WHERE c.id = a.charge_id AND c.event_id = a.event_id AND c.amount > 0))"
    f" GROUP BY coalesce(a.receipt_id, -a.event_id), iif(e.kind IN ('{REFUND}', '{DEPOSIT_KEPT}'), e.id, 0)"
    " HAVING sum(a.amount) <> 0 ORDER BY min(a.event_id)"
)
_OF_ITEM = f"SELECT {_COLUMNS} FROM charge c WHERE c.unit_id = ? AND c.item_id = ? ORDER BY c.id"
_OF_EVENT = (
    f"SELECT {_COLUMNS} FROM charge c JOIN open_item o ON o.charge_id = c.id AND o.open = c.amount"
    " WHERE c.event_id = ? ORDER BY c.line"
)
# What is settled of each fee by receipts, and by bill runs from the balance.
_STATES = (
    f"SELECT {_COLUMNS}, coalesce((SELECT o.open FROM open_item o WHERE o.charge_id = c.id), 0),"
    " (SELECT coalesce(sum(a.amount), 0) FROM allocation a WHERE a.charge_id = c.id AND a.receipt_id IS NOT NULL),"
    " (SELECT coalesce(sum(a.amount), 0) FROM allocation a JOIN event e ON e.id = a.event_id WHERE a.charge_id = c.id"
    " AND e.kind IN ('balance_applied', 'balance_returned'))"
    " FROM charge c WHERE c.unit_id = ? AND c.item_id = ? AND c.amount > 0 ORDER BY c.id"
)
_VERSIONS = (
    f"SELECT key, since, value FROM setting WHERE key IN ({', '.join('?' * len(SETTINGS))}) AND until_event IS NULL"
    " ORDER BY since"
)


# What was waived of late fees, less what was posted back of that since; the events are found by their allocations.
_WAIVED = (
    "SELECT coalesce(sum(p.amount), 0) FROM posting p WHERE p.event_id IN"
    " (SELECT a.event_id FROM allocation a WHERE a.charge_id IN ({ids})) AND p.account = 'waivers'"
    " AND p.charge_id IN ({ids})"
)
_OPEN = "SELECT charge_id, open FROM open_item WHERE charge_id IN ({ids}) ORDER BY charge_id"


class Settled(NamedTuple):
    """What settled part of a charge: by which receipt (None: by none), of which event.

    Amount in minor units, below zero where it was refunded.
    """

    receipt_id: int | None
    kind: str
    day: str
    amount: int


class FeeState(NamedTuple):
    """A late fee of a charge (of) and what is open of it, paid by receipts, and taken from the balance by bill runs."""

    of: int
    charge: Charge
    open: int
    by_receipts: int
    from_balance: int


class Posted(NamedTuple):
    """A late fee that was posted, or taken back again (below zero), for one charge."""

    of: int
    charge: Charge


def late_fee_item(connection: Any) -> FeeItemRow | None:
    """Return the fee item of late fees, None before the first one was posted."""
    return next((item for item in fee_items(connection) if item.cycle == CYCLE), None)


def settled(connection: Any, charge_id: int) -> list[Settled]:
    """Return what settles a charge and what was refunded of it, both sides of a void left out."""
    found = []
    for receipt_id, event_id, amount in connection.execute(_SETTLED, (charge_id,)).fetchall():
        kind, day = connection.execute("SELECT kind, day FROM event WHERE id = ?", (event_id,)).fetchone()
        found.append(Settled(receipt_id, kind, day, amount))
    return found


def posted(connection: Any, unit_id: int, item_id: int) -> list[Posted]:
    """Return every late fee of a unit that was posted or taken back, in its order."""
    charges = [Charge(*row) for row in connection.execute(_OF_ITEM, (unit_id, item_id))]
    read = [(json.loads(charge.ingredients), charge) for charge in charges]
    return [Posted(int(made["of"]), charge) for made, charge in read if made.get("kind") == KIND]


def states(connection: Any, unit_id: int) -> list[FeeState]:
    """Return every late fee that was posted of a unit, with what became of it."""
    item, width = late_fee_item(connection), len(Charge._fields)
    rows = connection.execute(_STATES, (unit_id, item.id)).fetchall() if item else []
    read = [(Charge(*row[:width]), row[width:]) for row in rows]
    made = [(charge, json.loads(charge.ingredients), sums) for charge, sums in read]
    return [FeeState(int(of["of"]), charge, *sums) for charge, of, sums in made if of.get("kind") == KIND]


def untouched(connection: Any, event_id: int) -> list[Charge]:
    """Return the charges of an event of which nothing is settled."""
    return [Charge(*row) for row in connection.execute(_OF_EVENT, (event_id,))]


def waived(connection: Any, fees: Sequence[int]) -> int:
    """Return what was waived of some late fees, in minor units."""
    ids = ", ".join(str(each) for each in fees) or "NULL"
    found: int = connection.execute(_WAIVED.format(ids=ids)).fetchone()[0]
    return found


def still_open(connection: Any, fees: Sequence[int]) -> list[tuple[int, int]]:
    """Return (charge, minor units) of the late fees of which something is open, oldest first."""
    ids = ", ".join(str(each) for each in fees) or "NULL"
    return [tuple(row) for row in connection.execute(_OPEN.format(ids=ids))]


def terms_versions(connection: Any) -> list[tuple[str, str, Any]]:
    """Return (key, since, value) of the late fee's settings, older ones first."""
    return [(key, since, json.loads(value)) for key, since, value in connection.execute(_VERSIONS, SETTINGS)]


def lowest_revision(connection: Any, unit_id: int, item_id: int) -> int:
    """Return the lowest revision of a unit's charges of an item, 0 where there is none below."""
    row = connection.execute(
        "SELECT min(revision) FROM charge WHERE unit_id = ? AND item_id = ?", (unit_id, item_id)
    ).fetchone()
    return min(0, row[0] or 0)
