"""`check`: prove the books (or journal files) whole, and name the first wrong place."""

import argparse
from pathlib import Path

from counter.platform.folders import Home
from counter.verbs.answer import Answer, Said, Verb
from counter.words import Words

FOUND = 1


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", type=Path, help="journal files, or folders of them; none: the books")
    parser.add_argument("--since", type=int, default=0, help="walk only later events")


def run(home: Home, arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    """Check the books of the home, or the given journal files without any books."""
    return _files(arguments.files, w) if arguments.files else _books(home, arguments.since, w, said)


def _books(home: Home, since: int, w: Words, said: Said) -> Answer:
    from counter.desk.formulas import recompute
    from counter.presenters.journal_checks import erased_in_words
    from counter.words.errors import explain_finding
    from db.check.whole import check_books
    from db.store import open_reader

    reader = open_reader(home.books)
    try:
        report = check_books(reader, since, recompute=recompute, attachments=home.attachments, progress=said.progress)
    finally:
        reader.close()
    facts = {
        "events": report.events,
        "erased": report.erased,
        "findings": [
            {"code": f.code, "event": f.event_id, "row": f.row, "expected": f.expected, "found": f.found}
            for f in report.findings
        ],
    }
    if not report.findings:
        whole = w("All {events} events are whole.", events=f"{report.events:,}")
        erased = erased_in_words(report.erased, w)
        return Answer((whole, *([erased] if erased else [])), facts)
    told = [(finding, explain_finding(finding, w)) for finding in report.findings]
    lines = [f"{each.sentence} {each.next_step}" if each else finding.code for finding, each in told]
    return Answer(tuple(lines), facts, FOUND)


def _files(files: list[Path], w: Words) -> Answer:
    from backup.check_journal import check_journals
    from counter.desk.formulas import recompute
    from counter.words.errors import explain_finding

    findings = check_journals(files, recompute)
    facts = {
        "findings": [
            {"code": f.code, "file": str(f.path), "event": f.event_id, "row": f.row, "expected": f.expected,
             "found": f.found}
            for f in findings
        ]
    }  # fmt: skip
    if not findings:
        return Answer((w("The journal files are whole and follow each other."),), facts)
    told = [(finding, explain_finding(finding, w)) for finding in findings]
    lines = [
        f"{f.path.name}: {each.sentence if each else f'{f.code} {f.row} {f.expected} {f.found}'}" for f, each in told
    ]
    return Answer(tuple(lines), facts, FOUND)


VERB = Verb("check the books, or journal files", _arguments, run)
