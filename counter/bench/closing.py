"""W4: the end of a busy day in the books of many years: its totals, and its journal file."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from backup.journal import write_journal
from counter.bench.figures import Figure, side_by_side
from counter.bench.floors import queries
from counter.bench.floors.books import copy_books
from counter.bench.history import Grown, end_day, pay_fast
from counter.bench.office import FLOAT, MANAGER, TILL, Desk, open_day, opened
from counter.bench.papers import sample_receipt
from counter.bench.shelf import Shelf
from counter.desk.close_steps import Folders, close_steps
from counter.desk.drawer import drawer_of
from counter.desk.finish_close import finish_close
from counter.rules.cash import count_total
from db.queries import tills
from printing.blocks import dump

TOTALS_GOAL, JOURNAL_GOAL = 1.5, 1.5
_NAME = "bench-w4"


def closing_a_day(shelf: Shelf) -> Iterator[Figure]:
    """Add up a busy day at the end of years, close it, and write its journal file beside the one before it."""
    scale = shelf.scale
    source, grown = shelf.history(scale.history)
    path, journals = copy_books(source, shelf.folder / "closing.sqlite"), shelf.folder / "journals"
    size = f"{scale.day:,} payments after {scale.history:,}"
    with opened(path, grown.open_month.first) as desk:
        _journal_of_yesterday(desk, journals)
        cash = _busy_day(desk, grown, scale.day)
        yield _totals(desk, path, size, scale.repeats)
        close_event = end_day(desk, _NAME, cash).close_event
        close = tills.close_of(desk.connection, close_event)
    first = close.first_event if close else 0
    ours, floor = side_by_side(
        lambda: _journal(path, close_event, journals),
        lambda: queries.journal(path, first, close_event, shelf.folder / "floor.sqlite"),
        scale.repeats,
    )
    yield Figure("W4", "the journal file of a day", size, ours, floor, JOURNAL_GOAL)


def _totals(desk: Desk, path: Path, size: str, repeats: int) -> Figure:
    state, (last, _hash) = tills.till_state(desk.connection, TILL), tills.head(desk.connection)
    if state is None:
        raise AssertionError("the till was opened")
    reader = desk.books.reader()
    try:
        with closing(queries.reading(path)) as floor:
            ours, bare = side_by_side(
                lambda: drawer_of(reader.connection(), state),
                lambda: queries.totals(floor, state.opened_event, last),
                3 * repeats,
            )
    finally:
        reader.close()
    return Figure("W4", "the totals of a day", size, ours, bare, TOTALS_GOAL)


def _journal_of_yesterday(desk: Desk, journals: Path) -> None:
    before = tills.last_close(desk.connection, TILL)
    if before is not None:
        folders = Folders(journals, journals, journals)
        journal = close_steps(desk.books, folders, lambda: (), "bench")[:1]
        finish_close(desk.books, before.event_id, journal, staff_id=MANAGER.staff_id)


def _journal(path: Path, close_event: int, journals: Path) -> None:
    """Write a journal and take it away again: one that is there already would only be compared the next time."""
    write_journal(path, close_event, journals, program="bench").path.unlink()


def _busy_day(desk: Desk, grown: Grown, payments: int) -> int:
    """Let so many flats pay on one day; returns what then lies in the till, in minor units."""
    open_day(desk, grown.open_month.first, _NAME)
    cash, paper = count_total(FLOAT), dump(sample_receipt())
    with desk.books.transaction(f"{_NAME}-queue", staff_id=MANAGER.staff_id, till=TILL) as tx:
        for charges in list(grown.owed.values())[:payments]:
            cash += pay_fast(tx, charges, paper)
    return cash
