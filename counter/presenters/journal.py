"""The Journal screen: every closed day, how far it has come out of the computer, checks, and the way back."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from counter.desk.close_steps import FindSticks
from counter.desk.finish_close import Step, finish_close
from counter.desk.journal_files import gone_journals
from counter.desk.let_go import LetGo
from counter.desk.long_work import Cancel, Progress, stop_if
from counter.desk.prove_books import Around, Verdict
from counter.presenters.approval import AskApproval
from counter.presenters.journal_bridges import BridgesPage
from counter.presenters.journal_checks import check_all, check_file, noted, told, worded
from counter.presenters.journal_copies import CopiesPage
from counter.presenters.journal_days import DayFacts, day_facts
from counter.presenters.journal_export import RangeExport
from counter.presenters.journal_jobs import NO_TIMETABLE, JobsPage, TimedCopies
from counter.presenters.journal_look import LookAtCopy
from counter.presenters.let_go_words import let_go_words
from counter.presenters.pay_view import SayKind
from counter.presenters.request_owed import decisions
from counter.presenters.session import Session
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.words import N_, formats

STEP_WORDS = {
    "journal": N_("journal file"),
    "snapshot": N_("restore point"),
    "stick": N_("copy on the stick"),
    "check": N_("check of the books"),
}

SubPage = JobsPage | CopiesPage | BridgesPage


class JournalPlaces(NamedTuple):
    """Where the files of these books lie, and how copies come out: by the steps of a close, sticks, the timetable."""

    journals: Path
    attachments: Path
    restore_into: Path
    steps: Callable[[], Sequence[Step]]
    find_sticks: FindSticks
    timed: TimedCopies = NO_TIMETABLE
    restart: Callable[[], object] = lambda: None
    let_go: Callable[[], LetGo] = LetGo
    write_again: Callable[[Progress], int] = lambda progress: 0


class JournalPresenter:
    """The closed days with what can be done about them; checks and copies run beside the window."""

    def __init__(self, session: Session, view: PageView, places: JournalPlaces, approval: AskApproval) -> None:
        self._session, self._view, self._places, self._approval = session, view, places, approval
        self._jobs = JobsPage(session, view, places.timed, self._facts, places.find_sticks)
        self._look = LookAtCopy(session, view, places.find_sticks, places.restore_into, approval)
        self._copies = CopiesPage(session, view, places.find_sticks, approval, self._look.ask, places.restart)
        self._bridges = BridgesPage(session, view, approval)
        self._export = RangeExport(session, view, places.journals.parent / "exports")
        # The pages that the screen turns to, by the key that turns there and back.
        self._under: dict[str, SubPage] = {"T": self._jobs, "R": self._copies, "B": self._bridges}
        self._at = ""
        self._days: tuple[DayFacts, ...] = ()
        self._chosen = ""

    @property
    def turned_to(self) -> str:
        """Return the key of the page the screen has turned to, '' at the days."""
        return self._at

    def show(self) -> None:
        """List the closed days, the newest first, or the copies made by themselves."""
        w = self._session.words
        self._days = day_facts(self._session.connection)
        if self._at == "B" and not self._bridges.needed():
            self._at = ""
        if self._at:
            self._under[self._at].show()
            return
        columns = (
            PageColumn("day", w("Day"), 108), PageColumn("till", w("Till"), 56), PageColumn("z", w("Z no."), 84),
            PageColumn("receipts", w("Receipts"), 84, 0, "right"),
            PageColumn("received", w("Received"), 120, 1, "right"),
            PageColumn("over", w("Over/short"), 96, 0, "right"), PageColumn("steps", w("Journal and copies"), 180, 3),
        )  # fmt: skip
        rows = tuple(PageRow(each.id, self._cells(each)) for each in self._days)
        lost = (PageCommand("B", w("Lost numbers"), True),) if self._bridges.needed() else ()
        commands = (
            *lost, PageCommand("C", w("Check this day")), PageCommand("A", w("Check everything")),
            PageCommand("S", w("Finish owed copies"), self._owed_days() + self._gone() > 0),
            PageCommand("R", w("Restore a copy")), PageCommand("T", w("Timetable")), PageCommand("X", w("Export days")),
            PageCommand("U", w("Remove the stick")),
        )  # fmt: skip
        text = w("Each closed day is a file of its own, tied to the day before.")
        empty = (w("No day is closed yet"), w("Count and close the till on F4; its journal file then stands here."))
        self._view.show_page(Page(w("Journal"), text, columns, rows, commands, empty, self._facts()))

    def selected(self, row_id: str) -> None:
        """Say where the files of a day are, or how a job went."""
        if self._at:
            self._under[self._at].selected(row_id)
            return
        self._chosen = row_id
        day = self._day()
        if day is not None:
            self._view.explain(self._title(day), self._whereabouts(day))

    def opened(self, row_id: str) -> None:
        """Open everything known of a day."""
        if self._at:
            self._under[self._at].opened(row_id)
            return
        self._chosen = row_id
        day = self._day()
        if day is not None:
            w, money = self._session.words, partial(formats.money, currency=self._session.currency)
            lines = [
                w("{receipts} receipts, {voids} void, {copies} copies, drawer opened {openings} times",
                  receipts=day.receipts, voids=day.voids, copies=day.copies, openings=day.openings),
                w("Cash expected {expected}, counted {counted}, difference {difference}", expected=money(day.expected),
                  counted=money(day.counted), difference=formats.signed_money(day.difference)),
                w("Received {received}; of all days of this till {perpetual}", received=money(day.received),
                  perpetual=money(day.perpetual)),
                w("Events {first} to {last} of the chain", first=day.first_event, last=day.event_id),
                self._whereabouts(day),
                *decisions(self._session, day.event_id),
            ]  # fmt: skip
            self._view.notice(self._title(day), "\n\n".join(lines))

    def pressed(self, key: str) -> None:
        """Do what a command's key does."""
        w = self._session.words
        if key in self._under and self._at in ("", key):
            self._at = "" if self._at else key
            self.show()
        elif self._at:
            self._under[self._at].pressed(key)
        elif key == "C" and (day := self._day()) is not None:
            if "journal" not in day.places:
                self._view.say("plain", w("The journal file is still owed; S writes it."))
                return
            path = self._places.journals / day.file_name
            self._view.work(w("Check {file}", file=day.file_name), lambda _progress, _cancel: check_file(path),
                            self._checked, self._failed)  # fmt: skip
        elif key == "A":
            books = self._session.books
            self._view.work(
                w("Check everything"),
                lambda progress, cancel: check_all(Path(books.path), self._around(), progress, cancel),
                self._checked, self._failed,
            )  # fmt: skip
        elif key == "S":
            self._finish()
        elif key == "U":
            self._view.work(w("Remove the stick"), lambda _progress, _cancel: self._places.let_go(),
                            self._let_go, self._failed)  # fmt: skip
        elif key == "X" and (day := self._day()) is not None:
            self._export.ask(day.day)

    # Checks

    def _around(self) -> Around:
        """Everything that bears witness to the books, the sticks that are there now included."""
        sticks = tuple(place.path for place in self._places.find_sticks())
        return Around(self._places.journals, self._places.attachments, sticks)

    def _checked(self, verdict: Verdict) -> None:
        w = self._session.words
        if not verdict.findings:
            self._view.say("saved", worded(verdict, w), noted(verdict, w))
            return
        self._view.say("risk", worded(verdict, w))
        self._view.notice(
            w("What the check found, the first wrong place first"),
            "\n\n".join(told(verdict, w, self._session.currency)),
        )

    def _failed(self, error: Exception) -> None:
        told = self._session.told(error)
        self._view.say("risk", told.sentence, told.next_step)

    # Copies that are owed

    def _finish(self) -> None:
        w, session = self._session.words, self._session
        owed = [day.event_id for day in reversed(self._days) if day.owed]
        if not owed and not self._gone():
            self._view.say("plain", w("No copy is owed."))
            return
        staff_id, steps = session.person.staff_id, self._places.steps()

        def work(progress: Progress, cancel: Cancel) -> Exception | None:
            wrong = self._written_again(progress)
            for place, close_event in enumerate(owed):
                stop_if(cancel)
                progress(place, len(owed))
                # One that cannot be done now must not keep the others back.
                for step in steps:
                    try:
                        finish_close(session.books, close_event, [step], staff_id=staff_id)
                    except Exception as error:
                        wrong = wrong or error
            progress(len(owed), len(owed))
            return wrong

        self._view.work(w("Owed copies"), work, self._finished, self._failed)

    def _written_again(self, progress: Progress) -> Exception | None:
        """Write journal files that are gone again; one that cannot be must not keep the copies back."""
        try:
            self._places.write_again(progress)
        except Exception as error:
            return error
        return None

    def _gone(self) -> int:
        """How many journal files were written and are not there any more."""
        return len(gone_journals(self._session.connection, self._places.journals))

    def _let_go(self, done: LetGo) -> None:
        kind: SayKind = "risk" if done.held else "saved" if done.freed else "plain"
        self._view.say(kind, *let_go_words(done, self._session.words))

    def _finished(self, wrong: Exception | None) -> None:
        self.show()
        if wrong is not None:
            self._failed(wrong)
        else:
            self._view.say("saved", self._session.words("Written and read back. Press U before you pull the stick."))

    # Words

    def _cells(self, day: DayFacts) -> tuple[str, ...]:
        money = partial(formats.money, currency=self._session.currency)
        difference = formats.signed_money(day.difference) if day.difference else money(0)
        return (
            day.day, str(day.till), f"{day.z_number:06d}", formats.count(day.receipts), money(day.received), difference,
            self._steps(day),
        )  # fmt: skip

    def _steps(self, day: DayFacts) -> str:
        w = self._session.words
        if day.owed:
            return w("OWED: {steps}", steps=w(", ").join(w(STEP_WORDS[step]) for step in day.owed))
        stick = day.places.get("stick", "")
        # The copy of a later day holds this one too.
        return w("all done, stick “{stick}”", stick=stick) if stick else w("all done")

    def _whereabouts(self, day: DayFacts) -> str:
        w = self._session.words
        if "journal" not in day.places:
            return w("The journal file is still owed; S writes it.")
        return w("Journal file: {path}", path=str(self._places.journals / day.places["journal"]))

    def _title(self, day: DayFacts) -> str:
        return self._session.words("{day} · till {till} · Z {number}", day=day.day, till=day.till,
                                   number=f"{day.z_number:06d}")  # fmt: skip

    def _facts(self) -> tuple[tuple[str, str], ...]:
        w, owed, gone = self._session.words, self._owed_days(), self._gone()
        last = (w("Last restore point"), self._jobs.last_restore_point())
        if gone:  # says more than when the last restore point was taken
            last = (w("Journal files missing"), formats.count(gone))
        if not self._days:
            return (last,)
        return (
            (w("Days closed"), formats.count(self._days[0].z_number if self._one_till() else len(self._days))),
            (w("Last day"), self._days[0].day),
            (w("Last stick"), next((each.places["stick"] for each in self._days if "stick" in each.places), w("none"))),
            (w("Copies owed"), w.n("{n} day", "{n} days", owed) if owed else w("none")),
            last,
        )  # fmt: skip

    def _one_till(self) -> bool:
        return len({day.till for day in self._days}) == 1

    def _owed_days(self) -> int:
        return sum(bool(day.owed) for day in self._days)

    def _day(self) -> DayFacts | None:
        return next((day for day in self._days if day.id == self._chosen), self._days[0] if self._days else None)
