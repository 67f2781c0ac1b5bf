"""Which units owe something, and which have paid ahead: of all units at once."""

from typing import Any

_OWING = "SELECT DISTINCT unit_id FROM open_item"
# The list of accounts is the index's own condition word for word; without it the index is not used.
_AHEAD = (
    "SELECT unit_id FROM posting WHERE account IN ('balance', 'paid_ahead', 'deposits_held') AND account = 'paid_ahead'"
    " GROUP BY unit_id HAVING sum(amount) < 0"
)


def owing(connection: Any) -> set[int]:
    """Return the units of which something is open."""
    return {row[0] for row in connection.execute(_OWING)}


def ahead(connection: Any) -> set[int]:
    """Return the units that have paid for periods that are not billed yet."""
    return {row[0] for row in connection.execute(_AHEAD)}
