"""Arrears, page 4: whom to call, when best, what came of the last call; one key for each outcome."""

from datetime import date, datetime, timedelta

from counter.desk.note_contact import MISTAKE, PUT_OFF, called_again, note_call
from counter.desk.note_suit import SUIT
from counter.desk.owing import Owing
from counter.desk.show_phones import show_phones
from counter.presenters.arrears_page import ArrearsPage, ArrearsPlaces
from counter.presenters.arrears_sms import ask_sms_results, quiet_note, write_sms_list
from counter.presenters.pay_view import Asked
from counter.presenters.session import Session
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow, PageView
from counter.rules.call_order import rank
from counter.rules.permissions import Act
from counter.words import formats
from counter.words.arrears_terms import CALLS, TIMES
from counter.words.errors import together
from counter.words.masks import mask_phone
from counter.words.terms import term
from db.queries import registers
from db.queries.dunning import Contact

KEYS = {"W": "will_pay", "R": "refuses", "Q": "asks_back", "N": "no_answer", "U": "wrong_number"}


class CallsPage(ArrearsPage):
    """Those whose next call is due or who were never called; first whose best time it is (counter.rules.call_order)."""

    def __init__(self, session: Session, view: PageView, places: ArrearsPlaces) -> None:
        super().__init__(session, view, places)
        self._units: dict[str, Owing] = {}
        self._whole: list[Owing] = []
        self._chosen = ""

    def show(self) -> None:
        """List whom to call today."""
        today = self.today.isoformat()
        self._whole = [each for each in self.owing if each.debtor.overdue]
        owing = [debtor for each in self._whole for debtor in each.by_debtor() if debtor.debtor.overdue]
        moment = self.session.books.clock.now().astimezone()
        due = sorted((each for each in owing if self._next(each) <= today), key=lambda each: _rank(each, moment))
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
        put_off = PageCommand("D", self.w("Call on another day"))
        commands = (PageCommand("S", self.w("Show the number")), *noted, put_off, *file)
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
        if found is not None and key == "D":
            self._ask_day(found)
            return
        if found is None or not self.may(Act.NOTE_CONTACT):
            return
        outcome = KEYS[key]
        following = called_again(outcome, self.today)
        try:
            note_call(self.session.books, found.unit.id, outcome, request_id=self.session.new_request(),
                      staff=self.session.person, next_call=following,
                      person_id=found.left.person_id if found.left else None)  # fmt: skip
        except Exception as error:
            self.failed(error)
            return
        told = self.w("{unit}: {outcome}", unit=found.unit.code, outcome=term(outcome, CALLS, self.session.words))
        self.saved(told, self.w("next call {day}", day=following.isoformat()) if following else "")

    def _ask_day(self, found: Owing) -> None:
        """Ask for the day of the next call."""
        if not self.may(Act.NOTE_CONTACT):
            return
        tomorrow = (self.today + timedelta(days=1)).isoformat()
        title = self.w("When is {unit} to be called?", unit=found.unit.code)
        field = Asked("day", self.w("Next call"), tomorrow)
        request_id = self.session.new_request()
        self.ask(title, "", self.w("Note it"), (field,), lambda values: self._put_off(found, values, request_id))

    def _put_off(self, found: Owing, values: dict[str, str], request_id: str) -> str:
        day = self.day_of(values["day"])
        if day is None:
            return self.w("Write the day as 2026-11-23.")
        try:
            note_call(self.session.books, found.unit.id, PUT_OFF, request_id=request_id, staff=self.session.person,
                      next_call=day, person_id=found.left.person_id if found.left else None)  # fmt: skip
        except Exception as error:
            return self.session.sentence(error)
        self.saved(self.w("{unit}: next call {day}", unit=found.unit.code, day=day.isoformat()))
        return ""

    def _next(self, found: Owing) -> str:
        """The day of the next call: the one agreed on, the day after a promise's.

        After a wrong number nobody is called until the unit's people or their numbers are others.
        """
        noted = [each for each in found.own_contacts
                 if each.kind == "contact_noted" and each.facts["outcome"] not in (SUIT, MISTAKE)]  # fmt: skip
        day = ""
        if noted:
            last = noted[-1]
            proposed = called_again(str(last.facts["outcome"]), date.fromisoformat(last.day))
            day = str(last.facts["next"]) or (proposed.isoformat() if proposed else "")
            changed = last.event_id < registers.people_changed(self.session.connection, found.unit.id)
            if not day and not changed:
                return "9999-12-31"
        until = found.debtor.promise_until
        return max(day, (until + timedelta(days=1)).isoformat()) if until else day

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
            warned = self.w("It holds telephone numbers in full: pass it to nobody but the sender, then delete it.")
            self.view.say("saved", told, together(warned, quiet_note(self.session)))

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
    """The last call; one that was only put off is none, and a suit neither."""
    calls = [each for each in found.own_contacts if each.kind == "contact_noted"]
    calls = [each for each in calls if each.facts["outcome"] not in (PUT_OFF, SUIT, MISTAKE)]
    return calls[-1] if calls else None


def _rank(found: Owing, moment: datetime) -> tuple[int, int, int]:
    last = _last(found)
    best = found.marks.best_time if found.marks else ""
    return rank(best, str(last.facts["outcome"]) if last else "", found.debtor.days, moment)
