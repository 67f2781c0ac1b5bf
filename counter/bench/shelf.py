"""The scratch books of a run, each made once and copied for every work that changes it."""

from collections.abc import Callable
from pathlib import Path

from counter.bench.history import Grown, bill, grow
from counter.bench.office import FIRST_DAY, furnish, opened
from counter.bench.papers import sample_receipt
from counter.bench.scale import Scale
from counter.rules.periods import month_of
from db.queries.sample import write_without_syncs
from printing.blocks import dump


class Shelf:
    """A folder on the disk that is measured, with the books that several works share."""

    def __init__(self, folder: Path, scale: Scale, say: Callable[[str], object]) -> None:
        self.folder = folder
        self.scale = scale
        self._say = say
        self._grown: dict[Path, Grown] = {}

    def estate(self, name: str, units: int, people: int, *, billed: bool) -> Path:
        """Return books with so many flats and people, with one month billed or none."""
        path = self.folder / f"{name}.sqlite"
        self._say(f"preparing {units:,} flats, {people:,} people")
        with opened(path) as desk:
            write_without_syncs(desk.connection)
            furnish(desk, units, people)
            if billed:
                bill(desk, month_of(FIRST_DAY))
        return path

    def history(self, payments: int) -> tuple[Path, Grown]:
        """Return books with so many payments behind them, and what was made; made once, not to be changed."""
        path = self.folder / f"history-{payments}.sqlite"
        if path not in self._grown:
            self._say(f"preparing {payments:,} payments of history")
            with opened(path) as desk:
                write_without_syncs(desk.connection)
                furnish(desk, self.scale.history_units, self.scale.history_units)
                self._grown[path] = grow(desk, payments, dump(sample_receipt()))
        return path, self._grown[path]
