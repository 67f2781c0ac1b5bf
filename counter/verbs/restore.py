"""`restore`: bring a stick's newest whole copy into a new folder, and check it."""

import argparse
from pathlib import Path

from counter.platform.folders import Home
from counter.verbs.answer import Answer, Said, Verb
from counter.words import Words

FOUND = 1


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("stick", type=Path, help="the stick's folder")
    parser.add_argument("into", type=Path, help="a new, empty folder")


def run(home: Home, arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    """Restore and check. Raises RestoreTargetNotEmpty, NothingToRestore."""
    restored, findings = restore_and_check(arguments.stick, arguments.into, said)
    lines = [w("Restored to {folder}. Checked: {found} findings.", folder=arguments.into, found=findings)]
    if restored:
        lines.append(w("Passed over as damaged: {names}", names=w(", ").join(restored)))
    return Answer(tuple(lines), {"findings": findings, "passed_over": restored}, FOUND if findings else 0)


def restore_and_check(stick: Path, into: Path, said: Said) -> tuple[tuple[str, ...], int]:
    """Restore a stick into a new folder; returns (what was passed over as damaged, how many findings the check has)."""
    from backup.manifest import heads_on
    from backup.restore import restore
    from counter.desk.formulas import recompute
    from db.check.whole import check_books
    from db.store import open_reader

    restored = restore(stick, into, progress=said.progress)
    reader = open_reader(restored.books)
    try:
        # A fallback to an older copy lies before the newest head on the stick; only heads it can hold are asked for.
        heads = [(event, digest) for event, digest in heads_on(stick) if event <= restored.manifest.head_event]
        report = check_books(reader, anchors=heads, recompute=recompute, attachments=into / "attachments")
    finally:
        reader.close()
    return restored.passed_over, len(report.findings)


VERB = Verb("restore a stick into a new folder and check it", _arguments, run)
