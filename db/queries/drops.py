"""Cash that went into the safe while nobody else was there, until somebody signs for it."""

from typing import Any, NamedTuple

# The first condition is that of the index word for word.
_UNSIGNED = (
    "SELECT e.id, e.day, e.till, e.staff_id, json_extract(e.body, '$.slip'), json_extract(e.body, '$.total')"
    " FROM event e WHERE e.kind NOT IN ('payment') AND e.kind = 'cash_dropped'"
    " AND json_extract(e.body, '$.witness') IS NULL"
    " AND NOT EXISTS(SELECT 1 FROM event s WHERE s.kind NOT IN ('payment') AND s.kind = 'drop_signed'"
    " AND json_extract(s.body, '$.drop') = e.id) ORDER BY e.id"
)


class UnsignedDrop(NamedTuple):
    """A drop that was made alone and that nobody has signed since; amount in minor units."""

    event_id: int
    day: str
    till: int
    staff_id: int
    slip: int
    amount: int


def unsigned(connection: Any) -> list[UnsignedDrop]:
    """Return the drops that a second person has still to sign, the oldest first."""
    return [UnsignedDrop(*row) for row in connection.execute(_UNSIGNED)]
