"""Who is at the window: a name and a PIN, at the start, after F12 and after idle minutes."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from counter.desk.change_pin import change_own_pin
from counter.desk.confirm_date import confirm_date
from counter.desk.people import Person, hash_pin, log_in, prove
from counter.desk.recover_access import untold
from counter.presenters.session import Session
from counter.words import dates
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

    def prompt(self, text: str) -> None:
        """Say above the PIN what is to be typed there now, and empty it."""

    def error(self, sentence: str) -> None:
        """Say what is wrong beneath the PIN; empty takes it away."""


class _NewPin(NamedTuple):
    """Somebody whose PIN was for one use: it, and the new one once it was typed the first time."""

    staff_id: str
    old: str
    new: str = ""


class LogInPresenter:
    """The lock of one window; what is half-typed behind it is not touched."""

    def __init__(self, session: Session, view: LogInView, on_in: Callable[[Person], object]) -> None:
        self._session = session
        self._view = view
        self._on_in = on_in
        self._chosen = ""
        self._unconfirmed: Person | None = None
        self._new_pin: _NewPin | None = None
        self._text = ""
        self.told: tuple[str, ...] = ()
        self.locked = False

    def lock(self) -> None:
        """Cover the window until a PIN is proved; locking a locked window changes nothing."""
        if self.locked:
            return
        someone = self._session.someone
        self._session.lock()
        self._unconfirmed = self._new_pin = None
        self.locked = True
        w = self._session.words
        here = self._members()
        known = {each.id for each in here}
        last = str(someone.staff_id) if someone is not None else ""
        self._chosen = last if last in known else here[0].id if len(here) == 1 else ""
        estate = self._session.office.estate(w.language)
        if someone is not None:
            self._text = w("The window is locked. What was typed is still there.")
        elif self._chosen:
            self._text = w("Type your PIN.")
        else:
            self._text = w("Choose your name by its number, then type your PIN.")
        self._view.open(LogInFacts(estate, self._text, tuple(here), self._chosen))

    def choose(self, person_id: str) -> None:
        """Take a name; the PIN typed for another one is gone."""
        if person_id != self._chosen:
            self._chosen = person_id
            if self._new_pin is not None:
                self._new_pin = None
                self._view.prompt(self._text)
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
        told = self._recoveries()
        try:
            proved = self._proved(pin)
            person = self._let_in(proved) if proved is not None else None
        except Exception as error:
            sentence = session.sentence(error)
            self._view.clear_pin()
            self._view.error(sentence)
            return
        if person is None:
            return
        self.told = told
        session.log_in(person)
        self.locked = False
        self._view.close()
        self._on_in(person)

    def _proved(self, pin: str) -> Person | None:
        """Prove the PIN; one for one use is followed by typing a new one twice, which then is the PIN."""
        session, w, waiting = self._session, self._session.words, self._new_pin
        if waiting is None:
            proved = prove(session.books, int(self._chosen), pin, session.till)
            if not proved.must_change:
                return proved
            self._new_pin = _NewPin(self._chosen, pin)
            self._view.prompt(w("That PIN was for one use. Type a new PIN that nobody else knows."))
            self._view.error("")
            return None
        if not waiting.new:
            hash_pin(pin)  # said at once where it is too short
            self._new_pin = waiting._replace(new=pin)
            self._view.prompt(w("Type the new PIN once more."))
            self._view.error("")
            return None
        if pin != waiting.new:
            self._new_pin = waiting._replace(new="")
            self._view.prompt(w("Type a new PIN that nobody else knows."))
            self._view.error(w("The two PINs differ; type them again."))
            return None
        self._new_pin = waiting._replace(new="")
        self._view.prompt(w("Type a new PIN that nobody else knows."))
        request = session.new_request()
        person = change_own_pin(
            session.books, int(waiting.staff_id), waiting.old, pin, request_id=request, till=session.till
        )
        self._new_pin = None
        return person

    def _recoveries(self) -> tuple[str, ...]:
        """What the person has to be told of PINs set from outside the window since they were here last."""
        w, connection = self._session.words, self._session.connection
        who = self._unconfirmed.staff_id if self._unconfirmed is not None else int(self._chosen)
        return tuple(
            w("On {moment} the PIN of {name} was reset on this computer, without anybody's PIN.",
              moment=dates.moment(at), name=name)
            for name, at in untold(connection, who)
        )  # fmt: skip

    def _let_in(self, proved: Person) -> Person | None:
        """Record the log-in; where the clock is far ahead, a second person's PIN confirms the date first."""
        session = self._session
        person = self._unconfirmed or proved
        try:
            if self._unconfirmed is not None:
                alone = proved.staff_id == self._unconfirmed.staff_id  # typed once more by whoever is here alone
                confirm_date(
                    session.books, request_id=session.new_request(), requester=self._unconfirmed,
                    approver=None if alone else proved,
                )  # fmt: skip
                self._unconfirmed = None
            log_in(session.books, session.new_request(), person, session.till)
        except ClockFarAhead as error:
            self._unconfirmed = person
            sentence = session.told(error).sentence
            self._view.clear_pin()
            self._view.error(
                session.words(
                    "{sentence} If today is {day}, a second person confirms it by name and PIN. Nobody else here: your "
                    "own PIN once more, and the approval is owed.",
                    sentence=sentence,
                    day=session.today(),
                )
            )
            return None
        return person

    def _members(self) -> list[Member]:
        w = self._session.words
        today = self._session.today().isoformat()
        staff = [each for each in people.all_staff(self._session.connection) if not each.left(today)]
        return [
            Member(str(each.id), str(place) if place <= NUMBERED else "", each.name, term(each.role, ROLES, w))
            for place, each in enumerate(staff, start=1)
        ]
