"""What the payer wants on the receipt: who pays where it is not the owner (交来), and a note (备注)."""

from counter.desk.tenders import no_card_number
from counter.presenters.pay_state import PayState
from counter.presenters.pay_view import Asked, PayView
from counter.presenters.questions import Form
from counter.presenters.session import Session

LONGEST = 60


class PayNote:
    """M on the Pay screen; what was typed belongs to the payment in hand and goes with it."""

    def __init__(self, session: Session, view: PayView, state: PayState) -> None:
        self._session = session
        self._view = view
        self._state = state

    def ask(self) -> None:
        """M: ask who pays and what is to stand on the receipt."""
        state, w = self._state, self._session.words
        if not state.in_hand:
            self._view.say("plain", w("Find the unit first; then its sum stands here."))
            return
        _person, name = state.payer
        self._view.ask(
            Form(
                w("On the receipt"),
                w("Who hands the money over, and what is to be noted. Both are printed; the unit stays as it is."),
                w("Note it"),
                self._typed,
                (Asked("payer", w("Paid by"), name), Asked("note", w("Note"), state.note)),
            )
        )

    def _typed(self, typed: dict[str, str]) -> str:
        session, state, w = self._session, self._state, self._session.words
        payer, note = typed["payer"].strip(), typed["note"].strip()
        for text in (payer, note):
            if len(text) > LONGEST:
                return w("At most {count} characters fit on the receipt.", count=LONGEST)
            try:
                no_card_number(text)
            except Exception as error:
                return session.sentence(error)
        state.paid_by, state.note = payer, note
        name = state.payer[1]
        text = w("Received from {payer}; note: {note}", payer=name, note=note) if note else w(
            "Received from {payer}.", payer=name
        )  # fmt: skip
        self._view.say("plain", text)
        return ""
