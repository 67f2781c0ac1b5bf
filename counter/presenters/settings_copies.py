"""Settings, tab 1, E: copies encrypted with a passphrase from now on, with another one, or not any more."""

from functools import partial

from backup.sealing import refuse_weak
from counter.desk.copy_key import copy_key
from counter.desk.encrypt_copies import encrypt_copies, print_recovery_sheet, stop_encrypting
from counter.desk.people import Person
from counter.presenters.approval import AskApproval
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.settings_page import PageView
from counter.rules.permissions import Act


class CopyEncryption:
    """Asks for the passphrase twice, then a second person; the key pair is made beside the window."""

    def __init__(self, session: Session, view: PageView, approval: AskApproval) -> None:
        self._session, self._view, self._approval = session, view, approval

    def is_on(self) -> bool:
        """Return whether copies are encrypted now."""
        return copy_key(self._session.connection, self._session.today().isoformat()) is not None

    def ask(self) -> None:
        """Ask for a passphrase, or what is to become of the one there is."""
        w = self._session.words
        if not self._session.allows(Act.CHANGE_SETTINGS):
            self._view.say("risk", w("Your role may not change settings."))
        elif not self.is_on():
            self._ask_passphrase()
        else:
            choices = (
                ("1", w("Another passphrase for the copies to come")), ("2", w("Print the recovery sheet again")),
                ("3", w("Do not encrypt copies any more")),
            )  # fmt: skip
            text = w("Copies are encrypted. What lies on the sticks already keeps the passphrase it was made with.")
            self._view.ask(Form(w("Encrypted copies"), text, "", self._chosen, choices=choices))

    def _chosen(self, values: dict[str, str]) -> str:
        choice = values["choice"]
        if choice == "1":
            self._ask_passphrase()
        elif choice == "2":
            self._print()
        else:
            self._ask_to_stop()
        return ""

    def _ask_passphrase(self) -> None:
        w = self._session.words
        text = w(
            "A lost stick then tells nobody anything. Twelve signs at least, from an English keyboard. Without the "
            "passphrase nobody reads the copies again, neither we nor the maker of the program: write it down, seal it."
        )
        fields = (Asked("passphrase", w("Passphrase"), "", True), Asked("again", w("Once more"), "", True))
        self._view.ask_secret(Form(w("Encrypt the copies"), text, w("Encrypt"), self._take, fields))

    def _take(self, values: dict[str, str]) -> str:
        w, passphrase = self._session.words, values["passphrase"]
        if passphrase != values["again"]:
            return w("The two are not the same. Type both again.")
        try:
            refuse_weak(passphrase)
        except Exception as error:
            return self._session.told(error).whole
        text = w("From the next copy on everything on sticks and in folders is encrypted with a passphrase.")
        self._approval(
            Act.APPROVE_RESTORE, w("Encrypt the copies"), text, needs_reason=True,
            on_granted=partial(self._encrypt, passphrase, self._session.new_request()),
        )  # fmt: skip
        return ""

    def _encrypt(self, passphrase: str, request: str, approver: Person, reason: str) -> None:
        w, session = self._session.words, self._session
        person, till, office, paper_words = session.person, session.till, session.office, session.paper_words
        self._view.work(
            w("Make the key"),
            lambda _progress, _cancel: encrypt_copies(
                session.books, passphrase, reason, request_id=request, person=person, approver=approver, till=till,
                office=office, words=paper_words,
            ),
            lambda key: self._done(key.id), self._failed,
        )  # fmt: skip

    def _done(self, key_id: str) -> None:
        w = self._session.words
        self._session.on_commit()
        self._view.say("saved", w("Copies are encrypted from now on, with key {key}.", key=key_id))
        self._view.notice(
            w("The recovery sheet is being printed"),
            w("Keep the sheet and the passphrase in two different places, neither of them beside the computer. The "
              "next copy is encrypted; try it once with the passphrase: F7, R, then L."),
        )  # fmt: skip

    def _print(self) -> None:
        w, session = self._session.words, self._session
        try:
            print_recovery_sheet(
                session.books, request_id=session.new_request(), person=session.person, till=session.till,
                office=session.office, words=session.paper_words,
            )  # fmt: skip
        except Exception as error:
            self._failed(error)
            return
        session.on_commit()
        self._view.say("saved", w("The recovery sheet is being printed"))

    def _ask_to_stop(self) -> None:
        w = self._session.words
        text = w("Whoever finds a stick can then read the copies made from now on.")
        self._approval(
            Act.APPROVE_RESTORE, w("Do not encrypt copies any more"), text, needs_reason=True,
            on_granted=partial(self._stop, self._session.new_request()),
        )  # fmt: skip

    def _stop(self, request: str, approver: Person, reason: str) -> None:
        session = self._session
        try:
            stop_encrypting(
                session.books, reason, request_id=request, person=session.person, approver=approver, till=session.till
            )
        except Exception as error:
            self._failed(error)
            return
        self._view.say("saved", session.words("Copies are not encrypted from now on."))

    def _failed(self, error: Exception) -> None:
        told = self._session.told(error)
        self._view.say("risk", told.sentence, told.next_step)
