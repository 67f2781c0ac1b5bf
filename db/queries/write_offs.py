"""What was written off as bad debt and not revived since: by the postings to its account, charge by charge."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from db.queries.accounts import OpenCharge

WRITTEN_OFF, REVIVED = "debt_written_off", "debt_revived"
KINDS = (WRITTEN_OFF, REVIVED)
# The condition on the account is that of the index word for word.
_OF_UNIT = (
    "SELECT c.id, c.unit_id, c.item_id, f.name_zh, f.name_en, f.rank, c.fund, c.first, c.last, c.period, c.due,"
    " c.amount, sum(p.amount), c.payer_id, c.tariff_id, c.ingredients"
    " FROM posting p JOIN charge c ON c.id = p.charge_id"
    " JOIN fee_item f ON f.id = c.item_id AND f.until_event IS NULL"
    " WHERE p.account = 'bad_debt' AND p.unit_id = ? GROUP BY c.id HAVING sum(p.amount) > 0"
    " ORDER BY c.due, f.rank, c.first, c.id"
)
_FIRST_DAYS = (
    "SELECT item_id, min(first) FROM (SELECT c.item_id AS item_id, c.first AS first FROM posting p JOIN charge c"
    " ON c.id = p.charge_id WHERE p.account = 'bad_debt' AND p.unit_id = ? GROUP BY c.id HAVING sum(p.amount) > 0)"
    " GROUP BY item_id"
)
_OF_CHARGE = "SELECT coalesce(sum(amount), 0) FROM posting WHERE account = 'bad_debt' AND unit_id = ? AND charge_id = ?"
_UNITS = (
    "SELECT unit_id, sum(amount) FROM posting WHERE account = 'bad_debt' GROUP BY unit_id HAVING sum(amount) > 0"
    " ORDER BY unit_id"
)
_EVENTS = (
    "SELECT e.id, e.kind, e.day, e.staff_id, e.body, p.amount, a.approver_id FROM event e"
    " JOIN (SELECT event_id, sum(amount) AS amount FROM posting WHERE account = 'bad_debt' {where} GROUP BY event_id) p"
    " ON p.event_id = e.id LEFT JOIN approval a ON a.event_id = e.id"
    " WHERE e.kind IN ('debt_written_off', 'debt_revived') ORDER BY e.id"
)


class WriteOffEvent(NamedTuple):
    """A write-off (amount above zero) or a revival (below), in minor units; approver: who agreed, None where nobody."""

    event_id: int
    kind: str
    day: str
    staff_id: int | None
    facts: dict[str, Any]
    amount: int
    approver_id: int | None


def written_off(connection: Any, unit_ids: Sequence[int]) -> list[OpenCharge]:
    """Return the charges of units of which something is written off, oldest due first; open is how much of each."""
    return [OpenCharge(*row) for unit_id in unit_ids for row in connection.execute(_OF_UNIT, (unit_id,))]


def first_days(connection: Any, unit_id: int) -> dict[int, str]:
    """Return by item the first day (ISO) of a unit that was written off instead of paid."""
    return dict(connection.execute(_FIRST_DAYS, (unit_id,)).fetchall())


def of_charge(connection: Any, unit_id: int, charge_id: int) -> int:
    """Return how much of a unit's charge is written off, in minor units."""
    found: int = connection.execute(_OF_CHARGE, (unit_id, charge_id)).fetchone()[0]
    return found


def units(connection: Any) -> list[tuple[int, int]]:
    """Return (unit, minor units) of everything that is written off today."""
    return [tuple(row) for row in connection.execute(_UNITS)]


def events(connection: Any, unit_id: int | None = None) -> list[WriteOffEvent]:
    """Return what was written off and revived, of one unit or of all, in its order."""
    where, values = ("AND unit_id = ?", (unit_id,)) if unit_id is not None else ("", ())
    rows = connection.execute(_EVENTS.format(where=where), values)
    return [WriteOffEvent._make((*row[:4], json.loads(row[4]), *row[5:])) for row in rows]
