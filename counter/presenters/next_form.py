"""Which numbered form lies next in the printer: proposed by counting on, shown, and put right by the cashier."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from counter.desk.forms import missing_forms, next_form, register_printed, set_next_form
from counter.presenters.pay_view import Asked, Question, SayKind
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.rules.form_number import Gap
from counter.words import Words
from db.queries.history import PaperLine


class FormView(Protocol):
    """What is needed of a sheet that asks for a form's number."""

    def say(self, kind: SayKind, text: str, rest: str = "") -> None:
        """Speak on the sheet."""

    def ask(self, what: Question) -> None:
        """Open the small form of a question above the sheet."""


class NextForm:
    """The next form of this window's receipt printer."""

    def __init__(self, session: Session, view: FormView) -> None:
        self._session = session
        self._view = view

    @property
    def in_use(self) -> bool:
        """Whether receipts are printed on numbered forms here."""
        return self._session.settings.printer.form == "preprinted"

    def text(self) -> str:
        """Return which form lies next, and which ones are not accounted for."""
        w, connection, till = self._session.words, self._session.connection, self._session.till
        number = next_form(connection, till)
        if not number:
            return w("Nobody has said yet which form is next in the printer.")
        missing = missing_forms(connection, till)
        if not missing:
            return w("Next form: {number}.", number=number)
        return w("Next form: {number}. Not accounted for: {missing}.", number=number, missing=listed(missing, w))

    def ask(self, changed: Callable[[], None]) -> None:
        """Ask for the number that lies next; changed is told once it is noted."""
        if not self.in_use:
            return
        session, w = self._session, self._session.words
        self._view.ask(
            Form(
                w("Which form is next?"),
                w("Type the number printed on the form that the printer takes next."),
                w("Note it"),
                partial(self._typed, session.new_request(), changed),
                (Asked("number", w("Number printed on the form"), next_form(session.connection, session.till)),),
            )
        )

    def printed(self, paper: PaperLine) -> None:
        """Note the form of a paper that a person saw to be out."""
        if self.in_use and paper.device == "receipt":
            register_printed(self._session.books, paper.job_id, till=self._session.till)

    def _typed(self, request: str, changed: Callable[[], None], values: dict[str, str]) -> str:
        session, w = self._session, self._session.words
        try:
            leapt = set_next_form(
                session.books, values["number"], request_id=request, person=session.person, till=session.till
            )
        except Exception as error:
            return session.sentence(error)
        changed()
        if leapt is None:
            self._view.say("saved", w("Noted."))
        else:
            text = w("Not accounted for: {missing}.", missing=listed([leapt], w))
            self._view.say("risk", text, w("Register spoiled forms at their receipt with S."))
        return ""


def listed(gaps: list[Gap], w: Words) -> str:
    """Return missing numbers in words."""
    return w(", ").join(
        each.first if each.forms == 1 else w("{first} to {last}", first=each.first, last=each.last) for each in gaps
    )
