"""What every unit owes for one fee item up to a day and how far it is billed, to be laid beside a list."""

from typing import Any, NamedTuple

_DEBTS = (
    "SELECT c.unit_id, sum(o.open), min(c.first) FROM open_item o CROSS JOIN charge c ON c.id = o.charge_id"
    " WHERE c.item_id = ? AND c.last <= ? AND o.open > 0 GROUP BY c.unit_id"
)
_BILLED = (
    "SELECT unit_id, max(last) FROM charge WHERE item_id = ? AND revision >= 0 AND revision % 2 = 0 GROUP BY unit_id"
)
_AHEAD = (
    "SELECT unit_id, max(period) FROM (SELECT unit_id, period, sum(amount) AS left_over FROM posting"
    " WHERE account IN ('balance', 'paid_ahead', 'deposits_held') AND account = 'paid_ahead' AND item_id = ?"
    " GROUP BY unit_id, period) WHERE left_over < 0 GROUP BY unit_id"
)


class UnitStanding(NamedTuple):
    """A unit's debt in minor units, the first day still owed, the last day billed, and the last period paid ahead."""

    debt: int = 0
    open_from: str | None = None
    billed_to: str | None = None
    ahead_to: str | None = None


def standings(connection: Any, item_id: int, until: str) -> dict[int, UnitStanding]:
    """Return the standing of every unit that has one, charges that end after a day (ISO) left out of the debts."""
    found: dict[int, UnitStanding] = {}
    for unit_id, billed_to in connection.execute(_BILLED, (item_id,)):
        found[unit_id] = UnitStanding(billed_to=billed_to)
    for unit_id, debt, open_from in connection.execute(_DEBTS, (item_id, until)):
        found[unit_id] = found.get(unit_id, UnitStanding())._replace(debt=debt, open_from=open_from)
    for unit_id, period in connection.execute(_AHEAD, (item_id,)):
        found[unit_id] = found.get(unit_id, UnitStanding())._replace(ahead_to=period)
    return found
