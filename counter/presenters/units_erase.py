"""Erasing a person's data from the unit's card: said plainly what goes and what stays, agreed by a second person."""

from collections.abc import Callable
from functools import partial

from counter.desk.erase_person import Erased, erase_person, require_erasable
from counter.desk.people import Person
from counter.presenters.approval import AskApproval, Wish
from counter.presenters.scans import ScanView
from counter.presenters.session import Session
from counter.rules.permissions import Act
from db.queries.accounts import Holder


class PersonErasure:
    """The act for one person; done is told after it."""

    def __init__(self, session: Session, view: ScanView, ask: AskApproval, done: Callable[[], None]) -> None:
        self._session, self._view, self._ask, self._done = session, view, ask, done

    def begin(self, holder: Holder) -> None:
        """Say what would go and what stays, and ask a second person; a refusal is said with what to do first."""
        session = self._session
        w = session.words
        if not session.allows(Act.ERASE_PERSON):
            self._view.say("risk", w("Only a manager may erase a person's data."))
            return
        try:
            require_erasable(session.connection, holder.person_id, session.today().isoformat())
        except Exception as error:
            self._refused(error)
            return
        # One wish, one id: a second Enter erases nothing twice.
        act = partial(self._erase, holder.person_id, session.new_request())
        title = w("Erase the data of {name}", name=holder.name or "")
        self._ask(Wish(Act.APPROVE_ERASURE, title, self._plainly(), needs_reason=True, on_granted=act))

    def _plainly(self) -> str:
        w = self._session.words
        return "\n".join(
            (
                w(
                    "Goes for good: name, telephone, e-mail and postal address, initials, note, what Find knows, "
                    "statements and copies kept here."
                ),
                w("Stays: sums and numbers; scans of the unit; receipts with the payer's name, thirty years by law."),
                w("Older copies of the books keep the name until they are replaced. Give the reason without the name."),
            )
        )

    def _erase(self, person_id: int, request_id: str, approver: Person, reason: str) -> None:
        session = self._session
        try:
            done = erase_person(
                session.books, person_id, reason, request_id=request_id, requester=session.person, approver=approver
            )
        except Exception as error:
            self._refused(error)
            return
        self._done()
        self._view.say("saved", session.words("The person's data is erased."), self._papers(done))

    def _papers(self, done: Erased) -> str:
        w = self._session.words
        return w.n("{n} paper with the name went too.", "{n} papers with the name went too.", done.papers)

    def _refused(self, error: Exception) -> None:
        told = self._session.told(error)
        self._view.say("risk", told.sentence, told.next_step)
