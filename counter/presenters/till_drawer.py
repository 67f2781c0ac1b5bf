"""The X report, and the drawer opened without a payment: with a reason, and if the office wants it a second person."""

from collections.abc import Callable

from counter.desk.approve import SecondPersonNeeded
from counter.desk.copies import open_drawer
from counter.desk.people import Person
from counter.desk.x_report import print_x
from counter.presenters.approval import AskApproval, Wish
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.till_view import Run, TillView
from counter.rules.permissions import Act
from counter.words.device_help import shut_words
from printing.transport import PrinterUnreachable


class TillDrawer:
    """What a cashier does to the open drawer itself; kick opens it, run works beside the window, refresh shows it."""

    def __init__(
        self, session: Session, view: TillView, approval: AskApproval, run: Run, kick: Callable[[], None],
        refresh: Callable[[], None],
    ) -> None:  # fmt: skip
        self._session, self._view, self._approval = session, view, approval
        self._run, self._kick, self._refresh = run, kick, refresh

    def x_report(self) -> None:
        """Print an X report; the count stays blind."""
        session = self._session
        try:
            print_x(
                session.books, request_id=session.new_request(), cashier=session.person, till=session.till,
                office=session.office, words=session.paper_words,
            )  # fmt: skip
        except Exception as error:
            self._failed(error)
            return
        session.on_commit()
        self._view.say("saved", session.words("X report noted."), session.words("printing…"))

    def ask(self) -> None:
        """Ask why the drawer is opened without a payment."""
        w = self._session.words
        text = w("Opening it without a payment is counted on the Z report. Why is it opened?")
        asked = (Asked("reason", w("Reason")),)
        self._view.ask(Form(w("Open the drawer"), text, w("Open it"), self._reason_given, asked))

    def _reason_given(self, values: dict[str, str]) -> str:
        w, reason, request = self._session.words, values["reason"], self._session.new_request()
        try:
            return self._open(request, reason)
        except SecondPersonNeeded:
            self._approval(Wish(
                Act.APPROVE_DRAWER, w("Open the drawer"), w("Why: {reason}", reason=reason), needs_reason=False,
                on_granted=lambda approver, _reason: self._agreed(request, reason, approver),
                on_owed=lambda _reason: self._agreed(request, reason, None),
            ))  # fmt: skip
            return ""
        except Exception as error:
            told = self._session.told(error)
            return told.whole

    def _agreed(self, request: str, reason: str, approver: Person | None) -> None:
        try:
            self._open(request, reason, approver, alone=approver is None)
        except Exception as error:
            self._failed(error)

    def _open(
        self, request: str, reason: str, approver: Person | None = None, *, alone: bool = False
    ) -> str:  # fmt: skip
        session = self._session
        open_drawer(
            session.books, reason, request_id=request, person=session.person, till=session.till, approver=approver,
            alone=alone,
        )  # fmt: skip
        if session.settings.printer.has_drawer:
            self._run(self._kick, lambda _done: None, self._stayed_shut)
            self._view.say("saved", session.words("Noted. The drawer opens."))
        else:
            self._view.say("saved", session.words("Noted."), session.words("Open the drawer with its key."))
        self._refresh()
        return ""

    def _stayed_shut(self, error: Exception) -> None:
        if isinstance(error, PrinterUnreachable):
            self._view.say("risk", *shut_words(error.reason, self._session.words))
        else:
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        self._view.say("risk", *self._session.told(error))
