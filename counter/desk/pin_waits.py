"""How long a wrong PIN still waits by the time that really passed: setting the clock forward ends no wait.

The books keep the wait across restarts by the wall clock; this stands beside it while the program runs.
"""

from datetime import timedelta
from weakref import WeakKeyDictionary

from db.books import Books

_ENDS: WeakKeyDictionary[Books, dict[int, int]] = WeakKeyDictionary()
_SECOND = 1_000_000_000


def begin(books: Books, staff_id: int, pause: timedelta) -> None:
    """Let a person wait from now on; a pause of nothing ends it."""
    _ENDS.setdefault(books, {})[staff_id] = books.ticks() + pause // timedelta(seconds=1) * _SECOND


def left(books: Books, staff_id: int) -> int:
    """Return the whole seconds a person still waits; 0 where nothing is known or it is over."""
    ends = _ENDS.get(books, {}).get(staff_id)
    # Begun seconds count whole: the floor of the negative is the ceiling.
    return 0 if ends is None else max(0, -((books.ticks() - ends) // _SECOND))
