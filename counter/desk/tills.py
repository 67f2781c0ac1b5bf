"""The till's state as every act at the window needs it."""

from typing import Any

from db.queries.tills import TillState, till_state


class TillNotOpen(Exception):
    """No money is taken while the till is closed."""

    code = "till_not_open"

    def __init__(self, till: int) -> None:
        super().__init__(till)
        self.till = till


class TillDayOver(Exception):
    """The till still stands on an earlier day, which must be closed first."""

    code = "till_day_over"

    def __init__(self, till: int, open_day: str) -> None:
        super().__init__(till, open_day)
        self.till = till
        self.open_day = open_day


def require_open_till(connection: Any, till: int, today: str) -> TillState:
    """Return the open till's state. Raises TillNotOpen, and TillDayOver where its day is before today (ISO date)."""
    state = till_state(connection, till)
    if state is None:
        raise TillNotOpen(till)
    if state.day < today:
        raise TillDayOver(till, state.day)
    return state
