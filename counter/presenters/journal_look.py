"""A stick's copy brought into a folder of its own, only to look at it: the present books stay in use."""

from functools import partial
from pathlib import Path

from backup.manifest import last_copy
from counter.desk.close_steps import FindSticks
from counter.desk.people import Person
from counter.desk.prove_books import Alone, Verdict
from counter.desk.restore_copy import approve_restore
from counter.presenters.approval import AskApproval
from counter.presenters.copy_passphrase import with_passphrase
from counter.presenters.journal_checks import restore_and_check, told, worded
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.settings_page import PageView
from counter.rules.permissions import Act


class LookAtCopy:
    """Asks for a stick and a new folder, and who agrees; into: the folder that is offered."""

    def __init__(
        self, session: Session, view: PageView, find_sticks: FindSticks, into: Path, approval: AskApproval
    ) -> None:  # fmt: skip
        self._session, self._view, self._find, self._into = session, view, find_sticks, into
        self._approval = approval

    def ask(self) -> None:
        """Ask where the copy is and where it goes."""
        w = self._session.words
        if not self._session.allows(Act.RESTORE):
            self._view.say("risk", w("Your role may not restore a copy."))
            return
        stick = next((str(place.path) for place in self._find()), "")
        fields = (Asked("stick", w("Stick"), stick), Asked("into", w("New folder"), str(self._into)))
        text = w("The newest whole copy is brought into a new folder and checked there. These books stay as they are.")
        self._view.ask(Form(w("Restore a copy"), text, w("Restore"), self._restore, fields))

    def _restore(self, values: dict[str, str]) -> str:
        w = self._session.words
        if not values["stick"] or not values["into"]:
            return w("Name the stick and a new folder.")
        stick, into = Path(values["stick"]).expanduser(), Path(values["into"]).expanduser()
        newest = last_copy(stick)
        if newest is None:
            self._to_approve(stick, into, "")
        else:
            with_passphrase(self._session, self._view, stick, newest, partial(self._to_approve, stick, into))
        return ""

    def _to_approve(self, stick: Path, into: Path, passphrase: str) -> None:
        w = self._session.words
        text = w("The newest whole copy of {stick} goes into a new folder.", stick=stick.name)
        self._approval(
            Act.APPROVE_RESTORE, w("Restore a copy"), text, needs_reason=True,
            on_granted=partial(self._agreed, self._session.new_request(), stick, into, passphrase),
            on_owed=partial(self._agreed, self._session.new_request(), stick, into, passphrase, None),
        )  # fmt: skip

    def _agreed(
        self, request: str, stick: Path, into: Path, passphrase: str, approver: Person | None, reason: str
    ) -> None:  # fmt: skip
        w, session = self._session.words, self._session
        try:
            approve_restore(
                session.books, stick.name, reason, request_id=request, person=session.person, approver=approver
            )
        except Exception as error:
            self._failed(error)
            return
        owed = None if approver else Alone(session.person, request, reason)
        self._view.work(
            w("Restore"),
            partial(restore_and_check, stick, into, owed=owed, passphrase=passphrase),
            self._restored, self._failed,
        )  # fmt: skip

    def _restored(self, verdict: Verdict) -> None:
        w = self._session.words
        self._view.say("saved" if verdict.clean else "risk", worded(verdict, w))
        self._view.notice(w("The copy is restored"), "\n\n".join(told(verdict, w, self._session.currency)))

    def _failed(self, error: Exception) -> None:
        told_of = self._session.told(error)
        self._view.say("risk", told_of.sentence, told_of.next_step)
