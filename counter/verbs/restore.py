"""`restore`: bring a stick's newest whole copy into a new folder, and check it."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from counter.platform.folders import Home
from counter.verbs.answer import Answer, Said, Verb
from counter.words import Words

if TYPE_CHECKING:
    from counter.desk.prove_books import Verdict

FOUND = 1


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("stick", type=Path, help="the stick's folder")
    parser.add_argument("into", type=Path, help="a new, empty folder")


def run(home: Home, arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    """Restore and check. Raises RestoreTargetNotEmpty, NothingToRestore."""
    from counter.presenters.journal_checks import told

    verdict = restore_and_check(arguments.stick, arguments.into, said)
    facts = {
        "findings": len(verdict.findings),
        "files": verdict.files,
        "missing": verdict.missing,
        "passed_over": verdict.passed_over,
    }
    found = len(verdict.findings)
    lines = (
        w("Restored to {folder}. Checked: {found} findings.", folder=arguments.into, found=found),
        *told(verdict, w),
    )
    return Answer(lines, facts, 0 if verdict.clean else FOUND)


def restore_and_check(stick: Path, into: Path, said: Said) -> "Verdict":
    """Restore a stick into a new folder and check it there with the stick's own anchors."""
    from counter.desk.prove_books import restore_and_prove

    return restore_and_prove(stick, into, progress=said.progress)


VERB = Verb("restore a stick into a new folder and check it", _arguments, run)
