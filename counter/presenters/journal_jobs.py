"""The copies made by themselves as the Journal screen lists them: what, when last, when next, what went wrong."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from counter.desk.timed_copies import COPY_OUT, READ_AGAIN, RESTORE_POINT, TRIAL_RESTORE, JobRecord, encrypted_trials
from counter.presenters.session import Session
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.rules.permissions import Act
from counter.words import N_, dates
from counter.words.errors import explain, explain_unknown

if TYPE_CHECKING:
    from counter.desk.close_steps import FindSticks

JOB_WORDS = {
    RESTORE_POINT: N_("Restore point on this computer, every hour"),
    COPY_OUT: N_("Copy on the sticks that are there, every night"),
    READ_AGAIN: N_("Older copies read again in turn, every night"),
    TRIAL_RESTORE: N_("Trial restore with totals compared, every week"),
}


class JobFacts(NamedTuple):
    """A job with its record and when it is due next, None before the timetable has begun."""

    record: JobRecord
    due: datetime | None


class TimedCopies(NamedTuple):
    """What the screen asks of the timetable: how the jobs stand, one of them done at once, and the trial restore with a
    passphrase (both beside the window).
    """

    facts: Callable[[], tuple[JobFacts, ...]]
    do_now: Callable[[str], Exception | None]
    try_with: Callable[[str], Exception | None] = lambda passphrase: None


NO_TIMETABLE = TimedCopies(tuple, lambda name: None)


class JobsPage:
    """The page of the jobs; the Journal screen turns to it and back."""

    def __init__(
        self, session: Session, view: PageView, copies: TimedCopies, facts: Callable[[], tuple[tuple[str, str], ...]],
        find_sticks: "FindSticks" = tuple,
    ) -> None:  # fmt: skip
        self._find_sticks = find_sticks
        self._session, self._view, self._copies, self._facts = session, view, copies, facts
        self._chosen = ""

    def show(self) -> None:
        """List the jobs."""
        w = self._session.words
        columns = (
            PageColumn("what", w("What is copied"), 180, 2), PageColumn("last", w("Last success"), 140, 0),
            PageColumn("next", w("Next"), 140, 0), PageColumn("error", w("Last error"), 120, 3),
        )  # fmt: skip
        rows = tuple(PageRow(each.record.name, self._cells(each)) for each in self._copies.facts())
        commands = (PageCommand("T", w("Back to the days"), True), PageCommand("N", w("Do it now")))
        text = w("Copies made automatically while the window is open; one that fell due before is made at once.")
        empty = (w("Nothing is copied automatically"), w("The timetable begins with the window."))
        self._view.show_page(Page(w("Timetable"), text, columns, rows, commands, empty, self._facts()))

    def selected(self, row_id: str) -> None:
        """Say in full what went wrong last."""
        self._chosen = row_id
        w, job = self._session.words, self._job()
        if job is not None:
            self._view.explain(w(JOB_WORDS[row_id]), self.failure(job) or self._well(job))

    def opened(self, row_id: str) -> None:
        """Nothing more is known of a job than what is said beneath the list."""
        self.selected(row_id)

    def pressed(self, key: str) -> None:
        """Do what a command's key does."""
        if key == "N":
            self.do_now()

    def do_now(self) -> None:
        """Do the selected job at once, beside the window."""
        w, job = self._session.words, self._job()
        if job is None:
            return
        if not self._session.allows(Act.BACK_UP):
            self._view.say("risk", w("Your role may not make copies."))
            return
        name = job.record.name
        if name == TRIAL_RESTORE and self._asked_for_passphrase():
            return
        self._view.work(w(JOB_WORDS[name]), lambda _progress, _cancel: self._copies.do_now(name), self._done,
                        self._failed)  # fmt: skip

    def _asked_for_passphrase(self) -> bool:
        """Ask for the passphrase where the newest copy is encrypted; returns whether it is."""
        # What proves copies is loaded when it is wanted: a window takes payments long before that.
        from counter.desk.proving_copies import newest_on_sticks
        from counter.presenters.copy_passphrase import with_passphrase

        copy = newest_on_sticks(self._session.books, self._find_sticks)
        if copy is None or not copy.encrypted:
            return False
        with_passphrase(self._session, self._view, copy.root, copy.manifest, self._try_with)
        return True

    def _try_with(self, passphrase: str) -> None:
        self._view.work(
            self._session.words(JOB_WORDS[TRIAL_RESTORE]), lambda _progress, _cancel: self._copies.try_with(passphrase),
            self._done, self._failed,
        )  # fmt: skip

    def _well(self, job: JobFacts) -> str:
        """What is said of a job that went well; an encrypted copy that could only be read is no trial restore."""
        w = self._session.words
        found = encrypted_trials(self._session.connection)
        if job.record.name != TRIAL_RESTORE or not found.untried:
            return w("The last time went well.")
        last = _moment(found.last_tried) if found.last_tried else w("never")
        return w(
            "The newest copy on stick “{stick}” is encrypted: every file was read again, but it was not brought back; "
            "a restore point was. N asks for the passphrase and tries it; last done: {last}.",
            stick=found.untried, last=last,
        )  # fmt: skip

    def last_restore_point(self) -> str:
        """Return when a restore point was last proved, in words."""
        found = [each.record.last_success for each in self._copies.facts() if each.record.name == RESTORE_POINT]
        if not found or found[0] is None:
            return self._session.words("none")
        local, today = found[0].astimezone(), self._session.today()
        time = dates.clock_time(found[0].isoformat())
        return time if local.date() == today else f"{dates.short_day(local.date(), today)} {time}"

    def failure(self, job: JobFacts) -> str:
        """Return what went wrong the last time in words, '' where it went well."""
        record, w = job.record, self._session.words
        if record.failed_at is None:
            return ""
        told = explain(record.failure, w) if record.failure else None
        return (told or explain_unknown(record.log_id, w)).sentence

    def _cells(self, job: JobFacts) -> tuple[str, ...]:
        w, record = self._session.words, job.record
        error = self.failure(job)
        if error and record.failed_at is not None:
            error = w("{time}: {error}", time=_moment(record.failed_at), error=error)
        last = _moment(record.last_success) if record.last_success else w("never")
        return w(JOB_WORDS[record.name]), last, _moment(job.due) if job.due else w("soon"), error or w("none")

    def _done(self, wrong: Exception | None) -> None:
        self.show()
        if wrong is not None:
            self._failed(wrong)
        else:
            self._view.say("saved", self._session.words("Copied and read back."))

    def _failed(self, error: Exception) -> None:
        told = self._session.told(error)
        self._view.say("risk", told.sentence, told.next_step)

    def _job(self) -> JobFacts | None:
        jobs = self._copies.facts()
        return next((each for each in jobs if each.record.name == self._chosen), jobs[0] if jobs else None)


def _moment(moment: datetime) -> str:
    return dates.moment(moment.isoformat())
