"""Who is at the window: a name and a PIN, at the start, after F12 and after idle minutes."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from counter.desk.confirm_date import confirm_date
from counter.desk.people import Person, log_in, prove
from counter.presenters.session import Session
from counter.words.terms import ROLES, term
from db.faults import ClockFarAhead
from db.queries import people

NUMBERED = 9


class Member(NamedTuple):
    """Somebody who may log in: the staff id as text, the digit that chooses them ('' past nine), name, role."""

    id: str
    digit: str
    name: str
    role: str


class LogInFacts(NamedTuple):
    """What the lock shows; chosen is the person who was at the window last, '' at the first start."""

    title: str
    text: str
    people: tuple[Member, ...]
    chosen: str


class LogInView(Protocol):
    """The lock as its presenter knows it."""

    def open(self, facts: LogInFacts) -> None:
        """Cover the window; with somebody chosen the PIN has the focus, otherwise the list."""

    def close(self) -> None:
        """Uncover the window, with the focus where it was."""

    def clear_pin(self) -> None:
        """Empty the PIN and put the focus there."""

    def error(self, sentence: str) -> None:
        """Say what is wrong beneath the PIN; empty takes it away."""


class LogInPresenter:
    """The lock of one window; what is half-typed behind it is not touched."""

    def __init__(self, session: Session, view: LogInView, on_in: Callable[[Person], object]) -> None:
        self._session = session
        self._view = view
        self._on_in = on_in
        self._chosen = ""
        self._unconfirmed: Person | None = None
        self.locked = False

    def lock(self) -> None:
        """Cover the window until a PIN is proved; locking a locked window changes nothing."""
        if self.locked:
            return
        someone = self._session.someone
        self._session.lock()
        self._unconfirmed = None
        self.locked = True
        w = self._session.words
        here = self._members()
        known = {each.id for each in here}
        last = str(someone.staff_id) if someone is not None else ""
        self._chosen = last if last in known else here[0].id if len(here) == 1 else ""
        estate = self._session.office.estate(w.language)
        if someone is not None:
            text = w("The window is locked. What was typed is still there.")
        elif self._chosen:
            text = w("Type your PIN.")
        else:
            text = w("Choose your name by its number, then type your PIN.")
        self._view.open(LogInFacts(estate, text, tuple(here), self._chosen))

    def choose(self, person_id: str) -> None:
        """Take a name; the PIN typed for another one is gone."""
        if person_id != self._chosen:
            self._chosen = person_id
            self._view.error("")
            self._view.clear_pin()

    def enter(self, pin: str) -> None:
        """Prove the PIN and let the person in, or say what is wrong."""
        if not self.locked:
            return
        session = self._session
        if not self._chosen:
            self._view.error(session.words("Choose your name first."))
            return
        try:
            proved = prove(session.books, int(self._chosen), pin)
            person = self._let_in(proved)
        except Exception as error:
            told = session.told(error)
            self._view.clear_pin()
            self._view.error(f"{told.sentence} {told.next_step}".strip())
            return
        if person is None:
            return
        session.log_in(person)
        self.locked = False
        self._view.close()
        self._on_in(person)

    def _let_in(self, proved: Person) -> Person | None:
        """Record the log-in; where the clock is far ahead, a second person's PIN confirms the date first."""
        session = self._session
        person = self._unconfirmed or proved
        try:
            if self._unconfirmed is not None:
                confirm_date(
                    session.books, request_id=session.new_request(), requester=self._unconfirmed, approver=proved
                )
                self._unconfirmed = None
            log_in(session.books, session.new_request(), person, session.till)
        except ClockFarAhead as error:
            self._unconfirmed = person
            sentence = session.told(error).sentence
            self._view.clear_pin()
            self._view.error(
                session.words("{sentence} A second person confirms the date by name and PIN.", sentence=sentence)
            )
            return None
        return person

    def _members(self) -> list[Member]:
        w = self._session.words
        staff = [each for each in people.all_staff(self._session.connection) if each.until is None]
        return [
            Member(str(each.id), str(place) if place <= NUMBERED else "", each.name, term(each.role, ROLES, w))
            for place, each in enumerate(staff, start=1)
        ]
