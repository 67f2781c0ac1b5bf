"""What is looked at before a tender key acts: is a unit open, is the typed sum one, would desk refuse anyway."""

from collections.abc import Callable

from counter.desk.card_intents import own_intents
from counter.desk.take_payment import NothingToPay
from counter.desk.tenders import TenderIn, checked, refuse_used
from counter.desk.tills import require_open_till, require_own_till
from counter.presenters.pay_state import PayState
from counter.presenters.pay_view import PayView
from counter.presenters.session import Session
from counter.rules.money import parse_amount
from counter.rules.permissions import Act
from counter.rules.tender import TenderKind

_QUOTED = 24


class PayReady:
    """Says why a tender key does not act now; waiting: whether the card terminal is being asked (and says so)."""

    def __init__(self, session: Session, view: PayView, state: PayState, waiting: Callable[[], bool]) -> None:
        self._session = session
        self._view = view
        self._state = state
        self._waiting = waiting

    def left(self) -> int:
        """What is still to pay by anything but cash: only cash is rounded."""
        return self._state.basket.left(self._session.office.rounding, cash=False)

    def received(self) -> int | None:
        """The typed sum, 0 where nothing is typed, None where it is no sum (and said so)."""
        if not self._state.typed.strip():
            self._view.received_error("")
            return 0
        try:
            amount = parse_amount(self._state.typed, self._session.currency.digits)
        except Exception as error:
            self._view.received_error(self._session.sentence(error))
            return None
        self._view.received_error("")
        return amount

    def ready(self) -> bool:
        """Whether a tender key may act: a unit is open and not paid yet, no terminal asked, no other one half found."""
        state = self._state
        if self._waiting():
            return False
        if state.searching.strip():
            text = self._w("“{text}” is only typed: Enter opens the unit.", text=state.searching.strip()[:_QUOTED])
            self._view.say("risk", text)
            return False
        if not state.standings:
            self._view.say("plain", self._w("Find the unit first; then its sum stands here."))
        return state.in_hand

    def can_tender(self) -> bool:
        """Whether a slip may be asked for: what would refuse the payment anyway is said before it is typed."""
        if not self.ready() or self.received() is None:
            return False
        session = self._session
        try:
            session.person.require(Act.TAKE_PAYMENT)
            state = require_open_till(session.connection, session.till, session.today().isoformat())
            require_own_till(session.connection, state, session.person)
            if self.left() <= 0:
                raise NothingToPay
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return False
        return True

    def refuse(self, tender: TenderIn) -> None:
        """Refuse a slip that could not stand while it lies on the counter, not when the rest is paid."""
        day = self._session.today().isoformat()
        tenders = (*self._state.basket.noted, tender)
        rows = [checked(each, day) for each in tenders if each.kind is not TenderKind.CASH]
        refuse_used(self._session.connection, rows, day, own_intents(tenders))

    def _w(self, sentence: str, **fields: object) -> str:
        return self._session.words(sentence, **fields)
