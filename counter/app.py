"""The one place where the window's parts are wired together, opened and shut in order."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from counter.platform.folders import Home
from counter.wiring.parts import OfficeParts, open_parts
from db.faults import BooksFault, BooksMissing, StorageError, books_fault

if TYPE_CHECKING:
    from counter.wiring.main_window import MainWindow

Ready = Callable[["MainWindow"], object]
Asking = Callable[[Any], object]
REFUSED = 3
# counter.desk.move_data and counter.desk.take_over read them; a start without them loads nothing of either.
MOVE_NOTE, TAKE_OVER_NOTE = "move-data.json", "take-over.json"


def run_window(home: Home, *, on_ready: Ready | None = None, on_asking: Asking | None = None) -> int:
    """Open the window on the books of a home and stay until it is closed; returns the exit code.

    on_ready: called once with the window when it can be used; on_asking: called with the first start's window, where
    there are no books yet, and with the one that says why the books cannot be opened. A change of language, scale or
    theme builds the window anew.
    """
    from counter.platform.fonts import load_bundled_fonts

    family = load_bundled_fonts()
    _take_over(home)
    while True:
        try:
            home = _moved(home, family, on_asking)
            if not _are_there(home) and not _first_start(home, family, on_asking):
                return 0
            again = _one_window(home, family, on_ready)
        except (BooksFault, BooksMissing, StorageError) as error:
            fault = books_fault(error, str(home.books)) if isinstance(error, StorageError) else error
            if not _rescued(home, family, fault, on_asking):
                return REFUSED
            continue
        _take_over(home)
        if not again:
            return 0
        on_ready = None


def _are_there(home: Home) -> bool:
    """Return whether there are books. Raises BooksMissing where only what belongs to them is there."""
    if home.books.exists():
        return True
    from counter.presenters.start_trouble import is_there_more_than_books

    if is_there_more_than_books(home):
        raise BooksMissing(str(home.books))
    return False


def _rescued(home: Home, family: str, error: Exception, on_asking: Asking | None) -> bool:
    from counter.wiring.first_window import run_rescue

    return run_rescue(home, family, error, on_asking)


def _take_over(home: Home) -> None:
    """Put a copy that was brought back in the place of the present books where that was asked for."""
    if home.data.joinpath(TAKE_OVER_NOTE).exists():
        from counter.desk.take_over import take_over

        take_over(home.data)


def _moved(home: Home, family: str, on_asking: Asking | None) -> Home:
    """Move the books into another folder where that was asked for; returns the home in force."""
    if not home.root.joinpath(MOVE_NOTE).exists():
        return home
    from counter.wiring.first_window import run_move

    return run_move(home, family, on_asking)


def _first_start(home: Home, family: str, on_asking: Asking | None) -> bool:
    """Ask the few things an office begins with; returns whether there are books now."""
    from counter.wiring.first_window import run_first_start

    return run_first_start(home, family, on_asking)


def _one_window(home: Home, family: str, on_ready: Ready | None) -> bool:
    from counter.wiring.main_window import MainWindow

    waiting: list[tuple[int, str, str]] = []
    parts: OfficeParts = open_parts(home, on_paper=lambda *moved: waiting.append(moved))
    try:
        window = MainWindow(parts, family, waiting)
        if on_ready is not None:
            window.root.after(50, lambda: on_ready(window))
        window.run()
        if (gone := parts.gone()) is not None:
            raise gone
        return window.wants_restart
    finally:
        parts.close()
