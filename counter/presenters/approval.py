"""A second person agrees: who may, their PIN, the reason; the act itself is done by whoever asked."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from typing import NamedTuple, Protocol

from counter.desk.approve import ReasonMissing
from counter.desk.people import Person, PinMustChange, prove, table_on
from counter.presenters.session import Session
from counter.rules.permissions import Act, may
from counter.words.terms import ROLES, term
from db.queries import people


class Approver(NamedTuple):
    """Somebody who may approve: the staff id as text, the name, the role in words."""

    id: str
    name: str
    role: str


class ApprovalFacts(NamedTuple):
    """What the overlay shows: the act with its sum, what to know, who may approve, and what is asked for.

    can_wait: it may be asked for and done later; can_owe: it may be done now, with its approval owed.
    """

    title: str
    text: str
    people: tuple[Approver, ...]
    needs_reason: bool
    can_wait: bool
    can_owe: bool = False
    confirm: str = ""  # what F8 says to be so before anything is agreed to; empty where nothing is asked
    word: str = ""


class ApprovalView(Protocol):
    """The overlay as its presenter knows it."""

    def open(self, facts: ApprovalFacts) -> None:
        """Show the overlay with empty fields, the first person selected."""

    def close(self) -> None:
        """Take it away; the focus goes back to where it was."""

    def clear_pin(self) -> None:
        """Empty the PIN and put the focus there."""

    def show_confirmed(self, *, so: bool) -> None:
        """Show whether what F8 asks about was said to be so."""

    def error(self, sentence: str, *, in_reason: bool = False) -> None:
        """Say what is wrong, with the focus in the field it is about; empty takes it away."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a second person is asked to agree to; nothing is called back where the person thinks better of it.

    title: the act with its sum; text: what to know. on_granted gets the proven person and the reason; on_request gets
    the reason of an act that is left to be decided later, a key that is offered only where it is given; on_owed
    likewise for an act that is done now with its approval owed, its reason '' where none is asked for. requester: whose
    wish it is, the person logged in if left out; had: who else cannot agree, having had to do with it. confirm: what
    has to be said to be so with a key of its own first; word: on the key that ends it, where that is no consent.
    only_asked: why it cannot be done at once, whoever agrees, and is only asked for; '' where it can.
    """

    act: Act
    title: str
    text: str
    _: KW_ONLY
    needs_reason: bool
    on_granted: Callable[[Person, str], None]
    on_request: Callable[[str], None] | None = None
    on_owed: Callable[[str], None] | None = None
    requester: int | None = None
    had: Collection[int] = ()
    confirm: str = ""
    word: str = ""
    only_asked: str = ""

    @property
    def seen(self) -> str:
        """Return what is kept of it: the title, which names the act and its sum; the text may name people."""
        return f"{self.title} · {self.confirm}" if self.confirm else self.title


AskApproval = Callable[[Wish], None]
"""How a screen asks a second person."""


class ApprovalPresenter:
    """The one overlay of a window; it is used again for every act."""

    def __init__(self, session: Session, view: ApprovalView) -> None:
        self._session = session
        self._view = view
        self._wish: Wish | None = None
        self._chosen = ""
        self._confirmed = False

    def ask(self, wish: Wish) -> None:
        """Ask a second person to agree to an act."""
        w, text = self._session.words, wish.text
        able = self._able(wish)
        if wish.only_asked:
            text = w("{why} You can ask for it; it is decided later.", why=wish.only_asked)
        elif not able:
            text = w("Nobody else who works here may approve this.")
        if wish.on_owed is not None:
            text = f"{text}\n{w('F10: do it now; the approval is owed until somebody decides.')}"
        self._wish = wish
        self._chosen = able[0].id if able else ""
        self._confirmed = False
        can_wait, can_owe = wish.on_request is not None, wish.on_owed is not None
        self._view.open(
            ApprovalFacts(
                wish.title, text, tuple(able), wish.needs_reason, can_wait, can_owe, wish.confirm, wish.word
            )
        )  # fmt: skip

    def confirm(self) -> None:
        """F8: say that what the act needs is so, or take that back."""
        if self._wish is not None and self._wish.confirm:
            self._confirmed = not self._confirmed
            self._view.show_confirmed(so=self._confirmed)
            self._view.error("")

    def choose(self, person_id: str) -> None:
        """Take another person; a PIN typed for the one before is gone."""
        if person_id != self._chosen:
            self._chosen = person_id
            self._view.error("")
            self._view.clear_pin()

    def grant(self, pin: str, reason: str) -> None:
        """Prove the PIN and hand the person over; what is wrong is said and the overlay stays."""
        wish = self._wish
        if wish is None or self._lacks_reason(wish, reason) or self._unconfirmed(wish):
            return
        if not self._chosen:
            self._view.error(wish.only_asked or self._session.words("Nobody else who works here may approve this."))
            return
        try:
            person = prove(self._session.books, int(self._chosen), pin, self._session.till)
            if person.must_change:
                raise PinMustChange(person.name)
        except Exception as error:
            self._view.clear_pin()
            self._tell(error)
            return
        self._end()
        wish.on_granted(replace(person, seen=wish.seen), reason.strip())

    def leave_for_later(self, reason: str) -> None:
        """Ask for the act instead, or do it with its approval owed: a second person decides later."""
        wish = self._wish
        go_on = (wish.on_request or wish.on_owed) if wish is not None else None
        if wish is None or go_on is None:
            return
        if not reason.strip() and (wish.needs_reason or wish.on_request is not None):
            self._tell(ReasonMissing(), in_reason=True)
            return
        if self._unconfirmed(wish):
            return
        self._end()
        go_on(reason.strip())

    def cancelled(self) -> None:
        """Esc: nothing was said, nothing happens."""
        self._wish = None

    def _able(self, wish: Wish) -> Sequence[Approver]:
        if wish.only_asked:
            return []  # no PIN is typed for nothing
        w, today = self._session.words, self._session.today().isoformat()
        table = table_on(self._session.connection, today)
        # Whoever is logged in and may decide stands first: a manager with the list of requests.
        mine = self._session.someone.staff_id if self._session.someone is not None else 0
        asker = self._session.person.staff_id if wish.requester is None else wish.requester
        staff = sorted(people.all_staff(self._session.connection), key=lambda row: (row.id != mine, row.id))
        return [
            Approver(str(each.id), each.name, term(each.role, ROLES, w))
            for each in staff
            if not each.left(today) and each.id not in {asker, *wish.had} and may(each.role, wish.act, table)
        ]

    def _lacks_reason(self, wish: Wish, reason: str) -> bool:
        if wish.needs_reason and not reason.strip():
            self._tell(ReasonMissing(), in_reason=True)
            return True
        return False

    def _unconfirmed(self, wish: Wish) -> bool:
        if wish.confirm and not self._confirmed:
            self._view.error(self._session.words("First make sure, and press F8: {confirm}", confirm=wish.confirm))
            return True
        return False

    def _tell(self, error: Exception, *, in_reason: bool = False) -> None:
        told = self._session.told(error)
        self._view.error(told.whole, in_reason=in_reason)

    def _end(self) -> None:
        self._wish = None
        self._view.close()
