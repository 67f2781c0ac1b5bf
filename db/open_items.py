"""What is still open of each charge: a machine table kept in the same commit as the book rows it follows."""

from collections.abc import Sequence
from typing import Any

from db.rows import Allocation

_ADD = (
    "INSERT INTO open_item(charge_id, unit_id, item_id, due, open)"
    " SELECT id, unit_id, item_id, due, amount FROM charge WHERE event_id = ? AND amount <> 0 ORDER BY line"
)
_SETTLED = "DELETE FROM open_item WHERE charge_id = ? AND open = ?"
_PART = "UPDATE open_item SET open = open - ? WHERE charge_id = ? AND open > ?"
_BACK = (
    "INSERT INTO open_item(charge_id, unit_id, item_id, due, open) SELECT id, unit_id, item_id, due, ? FROM charge"
    " WHERE id = ? ON CONFLICT(charge_id) DO UPDATE SET open = open + excluded.open"
)
# A charge below zero is settled by an allocation below zero.
_NOTHING = "DELETE FROM open_item WHERE charge_id = ? AND open = 0"
REBUILD = (
    "SELECT c.id, c.unit_id, c.item_id, c.due, c.amount - coalesce(a.settled, 0) FROM charge c LEFT JOIN"
    " (SELECT charge_id, sum(amount) AS settled FROM allocation GROUP BY charge_id) a ON a.charge_id = c.id"
    " WHERE c.amount <> coalesce(a.settled, 0)"
)


class AlreadySettled(Exception):
    """Less is open of a charge than somebody wants to settle: it was paid from another place meanwhile."""

    code = "already_settled"

    def __init__(self, charge_id: int, amount_minor: int) -> None:
        super().__init__(charge_id, amount_minor)
        self.charge_id = charge_id
        self.amount_minor = amount_minor


def add_charges(connection: Any, event_id: int) -> None:
    """Open each charge of a new event for its whole amount; a charge of nothing is never open."""
    connection.execute(_ADD, (event_id,))


def allocate(connection: Any, allocations: Sequence[Allocation]) -> None:
    """Reduce what is open by each allocation; a negative one opens it again. Raises AlreadySettled."""
    for charge_id, amount, _receipt in allocations:
        if amount < 0:
            connection.execute(_BACK, (-amount, charge_id))
            connection.execute(_NOTHING, (charge_id,))
        elif not (
            connection.execute(_SETTLED, (charge_id, amount)).rowcount
            or connection.execute(_PART, (amount, charge_id, amount)).rowcount
        ):
            raise AlreadySettled(charge_id, amount)


def rebuild(connection: Any) -> None:
    """Compute the whole table anew from charges and allocations."""
    connection.execute("DELETE FROM open_item")
    connection.execute(f"INSERT INTO open_item(charge_id, unit_id, item_id, due, open) {REBUILD}")
