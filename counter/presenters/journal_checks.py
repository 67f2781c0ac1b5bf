"""The checks of the books as words: what was looked at, what was found, and what became of a copy brought back."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from backup.check_journal import check_journals
from backup.journal_findings import JournalFinding
from counter.desk.formulas import recompute
from counter.desk.long_work import Cancel, Progress, stop_if
from counter.desk.prove_books import Alone, Around, Verdict, prove_all, restore_and_prove
from counter.words import Words, dates, formats
from counter.words.errors import explain_finding
from counter.words.terms import OWED_ACTS, term
from db.check import Finding
from db.queries.owed import OwedRow

TOLD = 12


def check_file(path: Path) -> Verdict:
    """Check one journal file; one that is not there is a finding, never an error."""
    return Verdict(tuple(check_journals([path], recompute)), files=1)


def check_all(books: Path, around: Around, progress: Progress, cancel: Cancel) -> Verdict:
    """Check the books with all that bears witness to them. Raises Cancelled, BooksMissing."""
    return prove_all(books, around, progress=partial(_go_on, progress, cancel))


def restore_and_check(
    stick: Path, into: Path, progress: Progress, cancel: Cancel, *, owed: Alone | None = None, passphrase: str = "",
) -> Verdict:  # fmt: skip
    """Bring the newest whole copy of a stick into a new folder and check it there. Raises what backup.restore does.

    owed: who restores it with nobody there to agree; the copy then begins with that approval owed.
    """
    return restore_and_prove(stick, into, progress=partial(_go_on, progress, cancel), owed=owed, passphrase=passphrase)


def go_on_or_stop(progress: Progress, cancel: Cancel) -> Progress:
    """Return a progress that also stops the work where somebody wants it stopped (raises Cancelled)."""
    return partial(_go_on, progress, cancel)


def _go_on(progress: Progress, cancel: Cancel, done: int, total: int) -> None:
    stop_if(cancel)
    progress(done, total)


def told(
    verdict: Verdict, w: Words, currency: formats.Currency = formats.RENMINBI, most: int = TOLD
) -> list[str]:  # fmt: skip
    """Return everything a check has to say, a paragraph each, the first wrong place first."""
    lines = [worded(verdict, w)] if verdict.restored else []
    if verdict.restored and verdict.erased:
        lines.append(erased_in_words(verdict.erased, w))
    if verdict.passed_over:
        lines.append(w("Damaged newer copies that were passed over: {names}", names=w(", ").join(verdict.passed_over)))
    if verdict.missing:
        lines.append(w("Missing or damaged on the stick: {names}", names=w(", ").join(verdict.missing)))
    lines += [tell(finding, w, currency) for finding in verdict.findings[:most]]
    if len(verdict.findings) > most:
        lines.append(w.n("and {n} more", "and {n} more", len(verdict.findings) - most))
    if verdict.findings and verdict.confirmed_to:
        number = formats.count(verdict.confirmed_to)
        lines.append(w("Up to event {number} the chain is as the newest anchor outside the books says.", number=number))
    return lines


def next_steps(verdict: Verdict, w: Words) -> list[str]:
    """Return what to do about the findings, each once."""
    explained = [explain_finding(finding, w) for finding in verdict.findings]
    return list(dict.fromkeys(each.next_step for each in explained if each is not None and each.next_step))


def worded(verdict: Verdict, w: Words) -> str:
    """Return the result of a check in one sentence."""
    if verdict.findings:
        return w.n("{n} wrong place was found.", "{n} wrong places were found.", len(verdict.findings))
    if verdict.restored:
        return w("{files} files are in {folder}; all {events} events are whole.", files=formats.count(verdict.files),
                 folder=verdict.restored, events=formats.count(verdict.events))  # fmt: skip
    if not verdict.events and verdict.files:
        return w("The journal file is whole.")
    return w("Everything is whole: {events} events, {files} journal files.", events=formats.count(verdict.events),
             files=formats.count(verdict.files))  # fmt: skip


def noted(verdict: Verdict, w: Words, currency: formats.Currency = formats.RENMINBI) -> str:
    """Return what a check notes beside its findings, '' where there is nothing."""
    lines = [erased_in_words(verdict.erased, w), owed_in_words(verdict.owed, w)]
    lines += [
        w("Copy {number} on stick “{stick}” of {moment} holds what was given up when the books went on from an older "
          "copy; that is no damage. The next copy onto this stick is of these books again.",
          number=copy.number, stick=copy.stick.name, moment=dates.moment(copy.created))
        for copy in verdict.given_up
    ]  # fmt: skip
    if verdict.safe_below:
        amount = formats.money(verdict.safe_below, currency)
        lines.append(
            w("By the books the safe holds {amount} less than nothing: enter the change fund (Finance, Safe, F10).",
              amount=amount)
        )  # fmt: skip
    return "\n".join(line for line in lines if line)


def erased_in_words(erased: int, w: Words) -> str:
    """Return what a check says of personal data that was erased, '' where none was."""
    if not erased:
        return ""
    return w.n("{n} record of personal data is erased; that is no damage.",
               "{n} records of personal data are erased; that is no damage.", erased)  # fmt: skip


def owed_in_words(owed: Sequence[OwedRow], w: Words) -> str:
    """Return what a check says of acts whose approval is owed, a line each, '' where none is."""
    return "\n".join(
        w("Approval owed since {day}: {what}, event {event}.", day=each.day, what=term(each.act, OWED_ACTS, w),
          event=formats.count(each.event_id))
        for each in owed
    )  # fmt: skip


def tell(finding: Finding | JournalFinding, w: Words, currency: formats.Currency = formats.RENMINBI) -> str:
    """Return one finding in words; a journal's names its file first."""
    if finding.code == "journal_unreadable":
        return w("{file} cannot be read: {reason}", file=_name(finding), reason=finding.found)
    explained = explain_finding(finding, w, currency)
    sentence = explained.sentence if explained else w("{code}: {row} is {found} in place of {expected}.",
                                            code=finding.code, row=finding.row or w("–"), found=finding.found or w("–"),
                                            expected=finding.expected or w("–"))  # fmt: skip
    return f"{finding.path.name}: {sentence}" if isinstance(finding, JournalFinding) else sentence


def _name(finding: Finding | JournalFinding) -> str:
    return finding.path.name if isinstance(finding, JournalFinding) else finding.row
