"""What becomes of the paper of the payment just saved, and of the drawer that was to open for it."""

from collections.abc import Callable

from counter.desk.take_payment import Paid
from counter.presenters.paper_queue_words import state_words
from counter.presenters.pay_state import PayState
from counter.presenters.pay_view import PayView
from counter.presenters.session import Session
from counter.words.terms import PRINTER_REASONS, term
from db.queries import history

_STUCK = ("queued", "failed", "unsure")


class PayPapers:
    """Tells it beside the payment, while that is still spoken of; saved_text: the sentence that names its receipts."""

    def __init__(self, session: Session, view: PayView, state: PayState, saved_text: Callable[[Paid], str]) -> None:
        self._session, self._view, self._state = session, view, state
        self._saved_text = saved_text
        self._shut: tuple[int, str] | None = None  # the job whose drawer did not open, and why

    def moved(self, job_id: int, state: str) -> None:
        """Say how far the paper of the payment just saved has come."""
        paid = self._state.paid
        if paid is None or state == "sending":
            return
        connection, own = self._session.connection, {each.id for each in paid.receipts}
        paper = history.paper_line(connection, job_id)
        if paper is not None and paper.receipt_id not in own and paper.state in _STUCK:
            # What stands before it in the queue holds it up for the same reason.
            behind = (each for each in history.waiting_papers(connection) if each.receipt_id in own)
            paper = next((each._replace(note=paper.note) for each in behind if each.state == "queued"), None)
        if paper is None or paper.copy_number or paper.receipt_id not in own:
            return
        self._say(paid, paper.job_id, state_words(paper, self._session.words))

    def stayed_shut(self, job_id: int, reason: str) -> bool:
        """Say that the drawer did not open for the payment just saved; returns whether it was for a payment at all.

        Of one that is not spoken of any more nothing is said: it would stand in the place of what the window answered.
        """
        paid = self._state.paid
        paper = history.paper_line(self._session.connection, job_id)
        if paper is None or paper.kind != "receipt":
            return False
        if paid is None or paper.receipt_id not in {each.id for each in paid.receipts}:
            return True
        self._shut = (job_id, term(reason, PRINTER_REASONS, self._session.words))
        self._say(paid, job_id, state_words(paper, self._session.words))
        return True

    def _say(self, paid: Paid, job_id: int, state: str) -> None:
        if self._shut is not None and self._shut[0] == job_id:
            state = self._session.words(
                "open the drawer with its key ({reason}); receipt: {state}", reason=self._shut[1], state=state
            )
        self._view.say_how_far(self._saved_text(paid), state)
