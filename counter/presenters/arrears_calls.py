"""Arrears, page 4: whom to call, when best, what came of the last call; one key for each outcome."""

from datetime import date, timedelta

from counter.desk.note_contact import note_call
from counter.desk.owing import Owing, owing_units
from counter.desk.show_phones import show_phones
from counter.presenters.arrears_page import ArrearsPage, ArrearsPlaces
from counter.presenters.arrears_sms import ask_sms_results, quiet_note, write_sms_list
from counter.presenters.session import Session
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.rules.permissions import Act
from counter.words import formats
from counter.words.arrears_terms import CALLS, TIMES
from counter.words.errors import together
from counter.words.masks import mask_phone
from counter.words.terms import term
from db.queries.dunning import Contact

KEYS = {"W": "will_pay", "R": "refuses", "Q": "asks_back", "N": "no_answer", "U": "wrong_number"}
# In how many days somebody is called again after an outcome; who has a wrong number is not called.
AGAIN_DAYS = {"will_pay": 14, "refuses": 30, "asks_back": 3, "no_answer": 1, "wrong_number": 0}


class CallsPage(ArrearsPage):
    """Those whose next call is due or who were never called, the most overdue first."""

    def __init__(self, session: Session, view: PageView, places: ArrearsPlaces) -> None:
        super().__init__(session, view, places)
        self._units: dict[str, Owing] = {}
        self._whole: list[Owing] = []
        self._chosen = ""

    def show(self) -> None:
        """List whom to call today."""
        today = self.today.isoformat()
        every = owing_units(self.session.connection, self.today, self.settings)
        self._whole = [each for each in every if each.debtor.overdue]
        owing = [debtor for each in self._whole for debtor in each.by_debtor() if debtor.debtor.overdue]
        due = sorted((each for each in owing if _next(each) <= today), key=lambda each: -each.debtor.days)
        self._units = {each.id: each for each in due}
        columns = (
            PageColumn("unit", self.w("Unit"), 90, 1), PageColumn("owner", self.w("Owner"), 90, 1),
            PageColumn("phone", self.w("Telephone"), 124), PageColumn("best", self.w("Best time"), 116, 1),
            PageColumn("last", self.w("Last call"), 170, 2), PageColumn("days", self.w("Days"), 60, 0, "right"),
            PageColumn("sum", self.w("Open"), 100, 0, "right"),
        )  # fmt: skip
        words = self.session.words
        rows = tuple(PageRow(key, self._cells(each)) for key, each in self._units.items())
        noted = (PageCommand(key, term(outcome, CALLS, words)) for key, outcome in KEYS.items())
        file = (PageCommand("E", self.w("File for SMS")), PageCommand("B", self.w("Results of the file")))
        commands = (PageCommand("S", self.w("Show the number")), *noted, *file)
        empty = (self.w("Nobody has to be called today"), self.w("Whoever owes and was not called lately stands here."))
        facts = (
            (self.w("To call today"), formats.count(len(due))),
            (self.w("Units that owe"), formats.count(len(self._whole))),
        )  # fmt: skip
        text = self.w("One key notes what came of the call; the next one is proposed by it.")
        self.view.show_page(Page(self.w("Calls"), text, columns, rows, commands, empty, facts))

    def selected(self, row_id: str) -> None:
        """Say what was promised and where the debt stands."""
        self._chosen = row_id
        found = self._units.get(row_id)
        if found is None:
            self.view.explain("", "")
            return
        text = self.w("{amount} open, oldest for {days} days.", amount=self.money(found.debtor.overdue),
                      days=formats.count(found.debtor.days))  # fmt: skip
        if found.debtor.broken:
            words = self.session.words
            told = words.n("{n} promise was broken.", "{n} promises were broken.", found.debtor.broken)
            text = together(text, told)
        self.view.explain(found.unit.code, text)

    def pressed(self, key: str) -> None:
        """Show the number of the selected unit, or note the outcome of a key."""
        if key == "E":
            self._write_sms()
            return
        if key == "B":
            if self.may(Act.NOTE_CONTACT):
                ask_sms_results(self)
            return
        found = self._units.get(self._chosen)
        if found is not None and key == "S":
            self._show_number(found)
            return
        if found is None or not self.may(Act.NOTE_CONTACT):
            return
        outcome = KEYS[key]
        days = AGAIN_DAYS[outcome]
        following = self.today + timedelta(days=days) if days else None
        try:
            note_call(self.session.books, found.unit.id, outcome, request_id=self.session.new_request(),
                      staff=self.session.person, next_call=following,
                      person_id=found.left.person_id if found.left else None)  # fmt: skip
        except Exception as error:
            self.failed(error)
            return
        told = self.w("{unit}: {outcome}", unit=found.unit.code, outcome=term(outcome, CALLS, self.session.words))
        self.saved(told, self.w("next call {day}", day=following.isoformat()) if following else "")

    def _write_sms(self) -> None:
        """Write today's list as a file for a bulk sender of SMS."""
        path = self.places.folder / f"sms-{self.today.isoformat()}.csv"
        try:
            # Nobody who left is written to in a message: a number may belong to somebody else by now.
            count = write_sms_list(self.session, [each for each in self._units.values() if each.left is None], path)
        except OSError as error:
            reason = error.strerror or str(error)
            self.view.say("risk", self.w("{file} cannot be written: {reason}", file=path, reason=reason))
        except Exception as error:
            self.failed(error)
        else:
            told = self.session.words.n("{n} message is in {file}.", "{n} messages are in {file}.", count, file=path)
            self.view.say("saved", told, quiet_note(self.session))

    def _show_number(self, found: Owing) -> None:
        """Say the telephone numbers of a unit in full, which is recorded first."""
        session = self.session
        try:
            show_phones(session.books, found.unit.id, request_id=session.new_request(), person=session.person,
                        till=session.till)  # fmt: skip
        except Exception as error:
            self.failed(error)
            return
        asked = (found.left,) if found.left else tuple(each for each in found.holders if each.until is None)
        holders = [each for each in asked if each.phone]
        told = "\n".join(f"{each.name or '–'}  {each.phone}" for each in holders)
        self.view.notice(found.unit.code, told or self.w("No number is known."))

    def _cells(self, found: Owing) -> tuple[str, ...]:
        last = _last(found)
        words = self.session.words
        told = f"{last.day} {term(last.facts['outcome'], CALLS, words)}" if last else self.w("never")
        owner = found.owner
        name = owner.name or "–" if owner else "–"
        best = found.marks.best_time if found.marks else ""
        return (
            found.unit.code, self.w("{name}, left", name=name) if found.left else name,
            mask_phone(owner.phone) if owner and owner.phone else "–", term(best, TIMES, words), told,
            formats.count(found.debtor.days), self.money(found.debtor.overdue),
        )  # fmt: skip


def _last(found: Owing) -> Contact | None:
    calls = [each for each in found.own_contacts if each.kind == "contact_noted"]
    return calls[-1] if calls else None


def _next(found: Owing) -> str:
    """The day of the next call: the one agreed on, the day after a promise's, never after a wrong number."""
    last = _last(found)
    day = str(last.facts["next"]) if last else ""
    if last is not None and not day:
        return "9999-12-31"
    until = found.debtor.promise_until
    return max(day, _day_after(until)) if until else day


def _day_after(day: date) -> str:
    return (day + timedelta(days=1)).isoformat()
