"""W1: bill runs, month by month, computed and posted."""

from collections.abc import Iterator
from contextlib import closing
from functools import partial

from counter.bench.figures import Figure, Sample, clock, seconds
from counter.bench.floors.books import bare, copy_books, leave, rows_of_run, same_rows
from counter.bench.history import bill
from counter.bench.office import FIRST_DAY, opened
from counter.bench.shelf import Shelf
from counter.rules.periods import month_of
from db.queries.tills import head

GOAL = 1.5


def bill_runs(shelf: Shelf) -> Iterator[Figure]:
    """Bill every month in turn; after each, the floor leaves the same rows with executemany."""
    scale = shelf.scale
    path = shelf.estate("bills", scale.bill_units, scale.bill_units, billed=False)
    ours: list[float] = []
    floors: list[float] = []
    charges, month = 0, month_of(FIRST_DAY)
    with bare(copy_books(path, shelf.folder / "bills-floor.sqlite")) as floor, opened(path) as desk:
        for _ in range(scale.bill_months):
            begun = clock()
            charges += len(bill(desk, month))
            ours.append(clock() - begun)
            desk.books.tidy(after=1)
            reader = desk.books.reader()
            with closing(reader):
                left = rows_of_run(reader.connection(), head(reader.connection())[0])
            floors.append(seconds(partial(leave, floor, left)))
            month = month.next()
        if not same_rows(desk.connection, floor):
            raise AssertionError("both sides must leave the same rows")
    size = f"{charges:,} charges in {scale.bill_months} months"
    yield Figure(
        "W1", "a month's bill run, computed and posted", size, Sample(tuple(ours)), Sample(tuple(floors)), GOAL
    )
