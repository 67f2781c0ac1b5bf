"""W7 and W8: the check of the books of many years, and a restore point of them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

from backup.snapshot import take_snapshot
from counter.bench.figures import Figure, side_by_side
from counter.bench.floors import queries
from counter.bench.shelf import Shelf
from counter.desk.formulas import recompute
from db.check import check_books
from db.store import open_reader

CHECK_GOAL, SNAPSHOT_GOAL = 2.0, 1.6


def check(shelf: Shelf) -> Iterator[Figure]:
    """Check the whole books; the floor reads every row once and hashes every body."""
    path, grown = shelf.history(shelf.scale.history)

    def ours() -> None:
        reader = open_reader(path)
        try:
            report = check_books(reader, recompute=recompute)
        finally:
            reader.close()
        if report.findings:
            raise AssertionError(report.findings[0])

    sides = side_by_side(ours, lambda: queries.read_all(path), shelf.scale.repeats)
    yield Figure("W7", "check of the whole books", f"{grown.payments:,} payments", *sides, CHECK_GOAL)


def snapshot(shelf: Shelf) -> Iterator[Figure]:
    """Take a restore point; the floor is a plain copy, synced, read back and hashed."""
    path, _grown = shelf.history(shelf.scale.history)
    folder, moments = shelf.folder / "snapshots", count()

    def ours() -> None:
        moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=next(moments))
        take_snapshot(path, folder, moment).path.unlink()

    sides = side_by_side(ours, lambda: queries.copy_and_hash(path, shelf.folder / "floor.copy"), shelf.scale.repeats)
    size = f"{path.stat().st_size / 1e6:,.0f} MB"
    yield Figure("W8", "a restore point", size, *sides, SNAPSHOT_GOAL)
