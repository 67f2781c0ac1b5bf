"""The checks of the Journal screen as values: what was looked at, what was found, and how it is told."""

from dataclasses import dataclass
from pathlib import Path

from backup.check_journal import check_journals, journals_in
from backup.journal_findings import JournalFinding
from backup.restore import restore
from counter.desk.formulas import recompute
from counter.desk.long_work import Cancel, Progress, stop_if
from counter.words import Words, formats
from counter.words.errors import explain_finding
from db.check import Finding, Report, check_books
from db.store import open_reader

TOLD = 12


@dataclass(frozen=True, slots=True)
class Verdict:
    """The end of a check. events: of the books, 0 where they were not looked at; restored: the folder of a copy.

    missing: files of a copy that could not be brought; passed_over: newer copies that are damaged; erased: how many
    records of personal data were erased.
    """

    findings: tuple[Finding | JournalFinding, ...]
    events: int = 0
    files: int = 0
    restored: str = ""
    missing: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()
    erased: int = 0

    def told(self, w: Words) -> str:
        """Return the findings in words, a paragraph each, the first wrong place first."""
        lines = [worded(self, w)] if self.restored else []
        if self.restored and self.erased:
            lines.append(erased_in_words(self.erased, w))
        if self.passed_over:
            lines.append(w("Damaged newer copies that were passed over: {names}", names=", ".join(self.passed_over)))
        if self.missing:
            lines.append(w("Missing or damaged on the stick: {names}", names=", ".join(self.missing)))
        lines += [tell(finding, w) for finding in self.findings[:TOLD]]
        if len(self.findings) > TOLD:
            lines.append(w.n("and {n} more", "and {n} more", len(self.findings) - TOLD))
        return "\n\n".join(lines)


def check_file(path: Path) -> Verdict:
    """Check one journal file; one that is not there is a finding, never an error."""
    return Verdict(tuple(check_journals([path], recompute)), files=1)


def check_all(books: Path, journals: Path, attachments: Path, progress: Progress, cancel: Cancel) -> Verdict:
    """Check the books and every journal file. Raises Cancelled, BooksMissing."""
    report = _books(books, attachments, progress, cancel)
    stop_if(cancel)
    found = check_journals([journals], recompute) if journals.is_dir() else []
    files = len(journals_in([journals])) if journals.is_dir() else 0
    return Verdict((*report.findings, *found), report.events, files, erased=report.erased)


def restore_and_check(stick: Path, into: Path, progress: Progress, cancel: Cancel) -> Verdict:
    """Bring the newest whole copy of a stick into a new folder and check it there. Raises what backup.restore does."""
    done = restore(stick, into, progress=progress)
    report = _books(done.books, into / "attachments", progress, cancel)
    return Verdict(report.findings, report.events, done.files, str(into), done.missing, done.passed_over, report.erased)


def _books(path: Path, attachments: Path, progress: Progress, cancel: Cancel) -> Report:
    def go_on(done: int, total: int) -> None:
        stop_if(cancel)
        progress(done, total)

    reader = open_reader(path)
    try:
        return check_books(reader, recompute=recompute, attachments=attachments, progress=go_on)
    finally:
        reader.close()


def worded(verdict: Verdict, w: Words) -> str:
    """Return the result of a check in one sentence."""
    if verdict.findings:
        return w.n("{n} wrong place was found.", "{n} wrong places were found.", len(verdict.findings))
    if verdict.restored:
        return w("{files} files are in {folder}; all {events} events are whole.", files=formats.count(verdict.files),
                 folder=verdict.restored, events=formats.count(verdict.events))  # fmt: skip
    if not verdict.events:
        return w("The journal file is whole.")
    return w("Everything is whole: {events} events, {files} journal files.", events=formats.count(verdict.events),
             files=formats.count(verdict.files))  # fmt: skip


def erased_in_words(erased: int, w: Words) -> str:
    """Return what a check says of personal data that was erased, '' where none was."""
    if not erased:
        return ""
    return w.n("{n} record of personal data is erased; that is no damage.",
               "{n} records of personal data are erased; that is no damage.", erased)  # fmt: skip


def tell(finding: Finding | JournalFinding, w: Words) -> str:
    """Return one finding in words; a journal's names its file first."""
    if finding.code == "journal_unreadable":
        return w("{file} cannot be read: {reason}", file=_name(finding), reason=finding.found)
    told = explain_finding(finding, w)
    sentence = told.sentence if told else w("{code}: {row} is {found} in place of {expected}.", code=finding.code,
                                            row=finding.row or w("–"), found=finding.found or w("–"),
                                            expected=finding.expected or w("–"))  # fmt: skip
    return f"{finding.path.name}: {sentence}" if isinstance(finding, JournalFinding) else sentence


def _name(finding: Finding | JournalFinding) -> str:
    return finding.path.name if isinstance(finding, JournalFinding) else finding.row
