"""`bench`: measure the works that must be quick, each beside its bare floor in the same run."""

import argparse
from pathlib import Path

from counter.platform.folders import Home
from counter.verbs.answer import Answer, Said, Verb
from counter.words import Words

_WORKS = ("W1", "W2", "W2g", "W3", "W4", "W5", "W6", "W7", "W8", "W9")


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", nargs="+", choices=_WORKS, default=_WORKS, metavar="WORK", help=", ".join(_WORKS))
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="sizes so small that only the working is tried")
    size.add_argument("--full", action="store_true", help="a million payments of history (several GB, an hour)")
    parser.add_argument("--table", type=Path, help="also write the figures as a table into FILE", metavar="FILE")


def run(home: Home, arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    """Measure in a scratch folder on the disk of the home; the home's own books are not opened."""
    from tempfile import TemporaryDirectory

    from counter.bench import report
    from counter.bench.run import run_works
    from counter.bench.scale import FULL, QUICK, USUAL

    scale = QUICK if arguments.quick else FULL if arguments.full else USUAL
    home.make()
    said.line(report.machine())
    with TemporaryDirectory(prefix="bench-", dir=home.cache) as folder:
        figures = run_works(
            arguments.only, Path(folder), scale, say=said.line, found=lambda figure: said.line(report.line(figure))
        )
    if arguments.table:
        arguments.table.write_text("\n".join([report.machine(), "", *report.markdown(figures), ""]), encoding="utf-8")
    return Answer(facts={"machine": report.machine(), "figures": report.facts(figures)})


VERB = Verb("measure the program beside bare floors", _arguments, run)
