"""How old the copies of these books have become: what was booked since, and stands in no copy of a kind."""

from datetime import datetime
from typing import Any, NamedTuple

from counter.rules.copy_age import ON_A_STICK, ON_THIS_COMPUTER, Age, copy_age
from db.queries import anchors, copies, tills


class Ages(NamedTuple):
    """The age of the restore points on this computer and of the copies on sticks; None where nothing is missing."""

    restore_point: Age | None
    stick: Age | None


def aged_copies(connection: Any, now: datetime, restore_point: int | None) -> Ages:
    """Return the ages. restore_point: the newest event that one holds, None where that is not known yet."""
    # A copy of the night belongs to no close, and is known by its anchor.
    on_stick = max(tills.done_up_to(connection, "stick"), anchors.newest_on_sticks(connection))
    here = _uncovered(connection, restore_point) if restore_point is not None else None
    return Ages(
        copy_age(here, now, ON_THIS_COMPUTER),
        copy_age(_uncovered(connection, on_stick), now, ON_A_STICK),
    )


def _uncovered(connection: Any, event_id: int) -> datetime | None:
    text = copies.first_money_after(connection, event_id)
    return datetime.fromisoformat(text) if text else None
