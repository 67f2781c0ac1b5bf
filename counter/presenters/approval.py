"""A second person agrees: who may, their PIN, the reason; the act itself is done by whoever asked."""

from collections.abc import Callable, Sequence
from dataclasses import replace
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


class AskApproval(Protocol):
    """How a screen asks a second person; nothing is called back where the person thinks better of it.

    on_granted gets the proven person and the reason; on_request gets the reason of an act that is left to be decided
    later, a key that is offered only where it is given; on_owed likewise for an act that is done now with its approval
    owed, its reason '' where none is asked for. requester: whose wish it is, the person logged in if left out. confirm:
    what has to be said to be so with a key of its own first; word: on the key that ends it, where that is no consent.
    """

    def __call__(
        self, act: Act, title: str, text: str, *, needs_reason: bool, on_granted: Callable[[Person, str], None],
        on_request: Callable[[str], None] | None = None, on_owed: Callable[[str], None] | None = None,
        requester: int | None = None, confirm: str = "", word: str = "",
    ) -> None:  # fmt: skip
        """Open the overlay."""


class _Wish(NamedTuple):
    """What is being asked for at the moment."""

    needs_reason: bool
    on_granted: Callable[[Person, str], None]
    on_request: Callable[[str], None] | None
    on_owed: Callable[[str], None] | None
    seen: str  # the title, which names the act and its sum; the text may name people and is not kept
    confirm: str


class ApprovalPresenter:
    """The one overlay of a window; it is used again for every act."""

    def __init__(self, session: Session, view: ApprovalView) -> None:
        self._session = session
        self._view = view
        self._wish: _Wish | None = None
        self._chosen = ""
        self._confirmed = False

    def ask(
        self, act: Act, title: str, text: str, *, needs_reason: bool, on_granted: Callable[[Person, str], None],
        on_request: Callable[[str], None] | None = None, on_owed: Callable[[str], None] | None = None,
        requester: int | None = None, confirm: str = "", word: str = "",
    ) -> None:  # fmt: skip
        """Ask a second person to agree to an act."""
        asker = self._session.person.staff_id if requester is None else requester
        able = self._able(act, asker)
        if not able:
            text = self._session.words("Nobody else who works here may approve this.")
        if on_owed is not None:
            alone = self._session.words("F10: do it now; the approval is owed until somebody decides.")
            text = f"{text}\n{alone}"
        seen = f"{title} · {confirm}" if confirm else title
        self._wish = _Wish(needs_reason, on_granted, on_request, on_owed, seen, confirm)
        self._chosen = able[0].id if able else ""
        self._confirmed = False
        can_wait, can_owe = on_request is not None, on_owed is not None
        self._view.open(ApprovalFacts(title, text, tuple(able), needs_reason, can_wait, can_owe, confirm, word))

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
        if wish is None or self._lacks_reason(wish, reason) or self._unconfirmed(wish) or not self._chosen:
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

    def _able(self, act: Act, asker: int) -> Sequence[Approver]:
        w, today = self._session.words, self._session.today().isoformat()
        table = table_on(self._session.connection, today)
        # Whoever is logged in and may decide stands first: a manager with the list of requests.
        mine = self._session.someone.staff_id if self._session.someone is not None else 0
        staff = sorted(people.all_staff(self._session.connection), key=lambda row: (row.id != mine, row.id))
        return [
            Approver(str(each.id), each.name, term(each.role, ROLES, w))
            for each in staff
            if not each.left(today) and each.id != asker and may(each.role, act, table)
        ]

    def _lacks_reason(self, wish: _Wish, reason: str) -> bool:
        if wish.needs_reason and not reason.strip():
            self._tell(ReasonMissing(), in_reason=True)
            return True
        return False

    def _unconfirmed(self, wish: _Wish) -> bool:
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
