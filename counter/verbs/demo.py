"""`demo`: make a sample estate with years of history, posted through the same desk as real work."""

import argparse
from typing import TYPE_CHECKING

from counter.platform.folders import Home
from counter.verbs.answer import Answer, Said, Verb
from counter.words import Words

if TYPE_CHECKING:
    from counter.demo.team import PracticeKind


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--units", type=int, default=1200, help="number of flats (1200)")
    parser.add_argument("--years", type=int, default=3, help="years of history (3)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same estate (1)")
    parser.add_argument("--training", action="store_true", help="books for training: their papers say so")
    parser.add_argument("--if-missing", action="store_true", help="do nothing where there are books already")


def run(home: Home, arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    """Make the sample estate in an empty home. Raises SampleExists."""
    from counter.demo.sample import make_sample
    from counter.wiring.sample_home import copy_out, furnish

    if arguments.if_missing and home.books.exists():
        return Answer((w("There are books in {home} already.", home=home.data),), {"made": False})
    home.make()
    units, years = arguments.units, arguments.years
    kind: PracticeKind = "training" if arguments.training else "sample"
    said.line(w("Making a sample estate of {units} flats with {years} years of history…", units=units, years=years))
    made = make_sample(home, units, years, arguments.seed, progress=said.progress, kind=kind)
    copy_out(
        home, furnish(home), w, days=lambda days: said.line(w("Writing the journals of {days} days…", days=days)),
        progress=said.progress,
    )  # fmt: skip
    facts = {"made": True, "first_day": made.first_day, "last_day": made.last_day, **made.size._asdict()}
    return Answer((w("The sample estate is ready in {home}.", home=home.data),), facts)


VERB = Verb("make a sample estate", _arguments, run)
