"""`check`: prove the books (or journal files) whole, name the first wrong place, and make derived tables anew."""

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counter.platform.folders import Home
from counter.verbs.answer import Answer, Said, Verb
from counter.words import Words

if TYPE_CHECKING:
    from backup.journal_findings import JournalFinding
    from counter.desk.prove_books import Verdict
    from db.check import Finding

FOUND = 1
MOST = 10_000


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", type=Path, help="journal files, or folders of them; none: the books")
    parser.add_argument("--since", type=int, default=0, metavar="EVENT", help="walk only later events")
    parser.add_argument(
        "--repair",
        action="store_true",
        help="make tables anew that follow from the books; not while the window is open",
    )


def run(home: Home, arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    """Check the books of the home, or the given journal files without any books. Raises EventNotReached, BooksInUse."""
    from counter.desk.prove_books import Verdict

    if arguments.files:
        from backup.check_journal import check_journals

        verdict = Verdict(tuple(check_journals(arguments.files)))
        whole = w("The journal files are whole and follow each other.")
        return _answer(verdict, whole, {}, w)
    if arguments.repair:
        return _repair(home, w, said)
    return _books(home, arguments.since, w, said)


def _books(home: Home, since: int, w: Words, said: Said) -> Answer:
    from counter.presenters.journal_checks import noted, worded

    verdict = _prove(home, since, said, w)
    facts = {
        "events": verdict.events, "files": verdict.files, "confirmed_to": verdict.confirmed_to,
        "erased": verdict.erased, "safe_below": verdict.safe_below,
        "owed": [{"event": each.event_id, "act": each.act, "day": each.day} for each in verdict.owed],
    }  # fmt: skip
    whole = "\n".join(text for text in (worded(verdict, w), noted(verdict, w)) if text)
    return _answer(verdict, whole, facts, w)


def _prove(home: Home, since: int, said: Said, w: Words) -> "Verdict":
    """Check the books of a home with its journals and the sticks that are there now."""
    from counter.desk.prove_books import Around, prove_all
    from counter.platform.sticks import list_sticks
    from counter.verbs.computer import settings_of

    sticks = list_sticks(settings_of(home, w).extra_sticks)
    around = Around(home.journals, home.attachments, tuple(stick.path for stick in sticks))
    return prove_all(home.books, around, since_event=since, progress=said.progress)


def _repair(home: Home, w: Words, said: Said) -> Answer:
    """Make the machine tables anew where they alone are wrong; what is evidence is never touched."""
    from counter.verbs.office import writing
    from db.check import DERIVED, rebuild_machine

    with writing(home) as books:
        before = _prove(home, 0, said, w)
        evidence = [each for each in before.findings if each.code not in DERIVED]
        if evidence:
            text = w("Nothing was repaired: what the books say of themselves is wrong, and has to be cleared up first.")
            return _answer(before, "", {"repaired": []}, w, text)
        rebuild_machine(books)
        after = _prove(home, 0, said, w)
    rows = [each.row for each in before.findings]
    if not rows:
        return _answer(after, w("Nothing had to be repaired."), {"repaired": []}, w)
    made = [w("Rebuilt from the books: {row}", row=row) for row in rows]
    return _answer(after, "\n".join(made), {"repaired": rows}, w)


def _answer(verdict: "Verdict", whole: str, facts: dict[str, Any], w: Words, *first: str) -> Answer:
    from counter.presenters.journal_checks import next_steps, told

    facts = {**facts, "findings": list(_facts(verdict.findings))}
    if verdict.clean:
        return Answer((whole,), facts)
    return Answer((*first, *told(verdict, w, most=MOST), *next_steps(verdict, w)), facts, FOUND)


def _facts(findings: "Iterable[Finding | JournalFinding]") -> Iterable[dict[str, Any]]:
    for each in findings:
        path = getattr(each, "path", None)
        yield {
            "code": each.code, "event": each.event_id, "row": each.row, "expected": each.expected, "found": each.found,
            **({"file": str(path)} if path is not None else {}),
        }  # fmt: skip


VERB = Verb("check the books, or journal files", _arguments, run)
