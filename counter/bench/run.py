"""The works by name, in their order, and one run of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from counter.bench.bills import bill_runs
from counter.bench.closing import closing_a_day
from counter.bench.figures import Figure
from counter.bench.finding import finds
from counter.bench.letters import letters
from counter.bench.payments import payments, payments_on_history
from counter.bench.receipts import receipt
from counter.bench.scale import Scale
from counter.bench.shelf import Shelf
from counter.bench.start import cold_start, find_painted
from counter.bench.whole import check, snapshot

Work = Callable[[Shelf], Iterator[Figure]]

WORKS: Mapping[str, tuple[Work, ...]] = {
    "W1": (bill_runs,),
    "W2": (payments,),
    "W2g": (payments_on_history,),
    "W3": (finds, find_painted),
    "W4": (closing_a_day,),
    "W5": (letters,),
    "W6": (cold_start,),
    "W7": (check,),
    "W8": (snapshot,),
    "W9": (receipt,),
}


def run_works(
    names: Sequence[str], folder: Path, scale: Scale, *, say: Callable[[str], object] = lambda text: None,
    found: Callable[[Figure], object] = lambda figure: None,
) -> list[Figure]:  # fmt: skip
    """Do the works named, in the folder of the disk that is measured, and return their figures.

    say: told what is being prepared; found: told each figure when it is known.
    """
    shelf, figures = Shelf(folder, scale, say), []
    for name, works in WORKS.items():
        for work in works if name in names else ():
            for figure in work(shelf):
                found(figure)
                figures.append(figure)
    return figures
