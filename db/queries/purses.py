"""Money held for units as balance, by purse: general, or earmarked for a fee item; and what it was used for.

A posting that takes money out of an item's purse, or puts it back, names what it pays: the charge, or the period that
is paid ahead. General money names neither.
"""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

# The list of accounts is the index's own condition word for word; without it the index is not used.
_INDEXED = "account IN ('balance', 'paid_ahead', 'deposits_held')"
_HELD = (
    f"SELECT item_id, -sum(amount) FROM posting WHERE unit_id = ? AND {_INDEXED} AND account = 'balance' AND fund = ?"
    " GROUP BY item_id HAVING sum(amount) <> 0 ORDER BY item_id"
)
# Until its period is billed, what was paid ahead for a charge stands for what is settled of it.
_STEPS = (
    "SELECT sum(settled), sum(drawn) FROM ("
    " SELECT event_id, amount AS settled, 0 AS drawn FROM allocation WHERE charge_id = ?1"
    " UNION ALL SELECT event_id, iif(account = 'paid_ahead', -amount, 0), iif(account = 'balance', amount, 0)"
    f" FROM posting WHERE unit_id = ?2 AND {_INDEXED} AND item_id = ?3 AND (account = 'paid_ahead' AND period = ?4"
    " OR account = 'balance' AND (charge_id = ?1 OR charge_id IS NULL AND period = ?4)))"
    " GROUP BY event_id ORDER BY event_id"
)
_AHEAD_RETURNED = (
    f"SELECT coalesce(-sum(amount), 0) FROM posting WHERE unit_id = ? AND {_INDEXED} AND account = 'balance'"
    " AND item_id = ? AND period = ? AND charge_id IS NULL AND tender IS NULL"
)
_MOVED_BY = (
    "SELECT item_id, -sum(amount) FROM posting WHERE event_id IN ({events}) AND unit_id = ? AND account = 'balance'"
    " GROUP BY item_id HAVING sum(amount) < 0"
)
# The first condition is that of the index word for word; payments, nearly all of the table, are never read.
_BY_RUN = (
    "SELECT p.charge_id, sum(p.amount) FROM event e JOIN posting p ON p.event_id = e.id"
    " WHERE e.kind NOT IN ('payment') AND e.kind IN ('balance_applied', 'balance_returned')"
    " AND json_extract(e.body, '$.run') = ? AND p.account = 'balance' AND p.charge_id IS NOT NULL"
    " GROUP BY p.charge_id HAVING sum(p.amount) > 0"
)


class OfCharge(NamedTuple):
    """What a charge is known by here: its number, whose it is, for what and for which period."""

    id: int
    unit_id: int
    item_id: int
    period: str


def held(connection: Any, unit_id: int, fund: str = "operating") -> dict[int | None, int]:
    """Return what a unit's purses hold in minor units, by fee item, general money under None, empty ones left out."""
    return {row[0]: row[1] for row in connection.execute(_HELD, (unit_id, fund))}


def steps_of(connection: Any, charge: OfCharge) -> list[tuple[int, int]]:
    """Return what each event settled of a charge and took out of its item's purse for it, in order, in minor units."""
    return [(row[0], row[1]) for row in connection.execute(_STEPS, charge)]


def ahead_returned(connection: Any, unit_id: int, item_id: int, period: str) -> int:
    """Return what went back to an item's purse because a period paid ahead from it came to less, in minor units."""
    found: int = connection.execute(_AHEAD_RETURNED, (unit_id, item_id, period)).fetchone()[0]
    return found


def moved_by(connection: Any, unit_id: int, events: Collection[int]) -> dict[int | None, int]:
    """Return what events put into a unit's purses and did not take out again, by fee item, in minor units."""
    rows = connection.execute(_MOVED_BY.format(events=", ".join(str(each) for each in events) or "NULL"), (unit_id,))
    return {row[0]: row[1] for row in rows}


def applied_by(connection: Any, run_event: int) -> Mapping[int, int]:
    """Return what a bill run took of items' purses and has not put back, by charge, in minor units."""
    return dict(connection.execute(_BY_RUN, (run_event,)).fetchall())
