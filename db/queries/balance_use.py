"""What the bill run may use balances for, and what it used."""

import json
from typing import Any, NamedTuple

# The first condition is that of the index word for word; payments, nearly all of the table, are never read.
_OF_RUNS = "e.kind NOT IN ('payment') AND e.kind IN ('balance_applied', 'balance_returned')"
_WISHES = (
    "SELECT id, unit_id, person_id, used, items, since FROM balance_use WHERE until_event IS NULL{of_unit}"
    " ORDER BY unit_id, since"
)
_APPLIED = (
    "SELECT a.charge_id, sum(a.amount) FROM event e JOIN allocation a ON a.event_id = e.id"
    f" WHERE {_OF_RUNS} AND json_extract(e.body, '$.run') = ? GROUP BY a.charge_id HAVING sum(a.amount) > 0"
)
_OF_UNIT = (
    "SELECT e.day, sum(p.amount) FROM posting p JOIN event e ON e.id = p.event_id WHERE p.unit_id = ? AND p.account IN"
    f" ('balance', 'paid_ahead', 'deposits_held') AND p.account = 'balance' AND {_OF_RUNS}"
    " GROUP BY e.id ORDER BY e.id DESC LIMIT ?"
)
_FEES_OF_RUN = (
    "SELECT c.id FROM event e JOIN event f ON f.request_id = e.request_id AND f.kind = 'late_fees_charged'"
    " AND f.request_line = e.request_line + 1 JOIN charge c ON c.event_id = f.id"
    " WHERE e.id = ? AND e.kind = 'charges_billed' AND c.unit_id = ?"
)


class WishRow(NamedTuple):
    """A dated wish: whether the bill run settles from the balance (1 or 0), for the fee items of a JSON list.

    items None: for every item. person_id: whose wish it is; it ends with their holding.
    """

    id: int
    unit_id: int
    person_id: int
    used: int
    items: str | None
    since: str

    @property
    def item_ids(self) -> tuple[int, ...] | None:
        """Return the fee items it is for, None for every one."""
        return tuple(json.loads(self.items)) if self.items else None


def wishes(connection: Any, unit_id: int | None = None) -> list[WishRow]:
    """Return every wish, or those of a unit, the older ones of a unit first."""
    sql = _WISHES.format(of_unit=" AND unit_id = ?" if unit_id is not None else "")
    return [WishRow(*row) for row in connection.execute(sql, () if unit_id is None else (unit_id,))]


def wish_on(connection: Any, unit_id: int, day: str) -> WishRow | None:
    """Return the wish of a unit in force on a day (ISO date), None where there is none or it says no."""
    begun = [row for row in wishes(connection, unit_id) if row.since <= day]
    return begun[-1] if begun and begun[-1].used else None


def applied_by(connection: Any, run_event: int) -> dict[int, int]:
    """Return what a bill run settled from balances and has not given back, by charge, in minor units."""
    return dict(connection.execute(_APPLIED, (run_event,)).fetchall())


def of_unit(connection: Any, unit_id: int, limit: int) -> list[tuple[str, int]]:
    """Return (day, minor units) of what bill runs took of a unit's balance, newest first; below zero: given back."""
    return [(row[0], row[1]) for row in connection.execute(_OF_UNIT, (unit_id, limit))]


def fees_of_run(connection: Any, run_event: int, unit_id: int) -> frozenset[int]:
    """Return the late fees of a unit that were posted with a bill run."""
    return frozenset(row[0] for row in connection.execute(_FEES_OF_RUN, (run_event, unit_id)))
