"""Card and scan on the terminal: the books know of it before the terminal does, and hear what became of it once.

The terminal may answer at once, later through its events, or through the slip that a person types; nothing is ever
asked for again by itself.
"""

from typing import Protocol

from counter.desk.card_intents import AskedTerminal, ask_terminal
from counter.desk.payment_order import PaymentOrder
from counter.desk.settle_card import OnReceipt, settle_paid, settle_unpaid
from counter.desk.settlement import AccountChanged
from counter.desk.take_payment import Paid
from counter.desk.tenders import TenderIn
from counter.devices.card_terminal import CardTerminal, IntentState, ManualSlip, Outcome, TerminalOffline
from counter.presenters.approval import AskApproval
from counter.presenters.card_backs import TerminalNotReady
from counter.presenters.card_outcomes import CardOutcomes, fit_to_keep
from counter.presenters.last_slip import next_slip
from counter.presenters.pay_state import Asked, PayState
from counter.presenters.pay_view import PayView
from counter.presenters.questions import slip_form
from counter.presenters.session import Session
from counter.rules.card_intent import UNPAID, UNSETTLED, CardState
from counter.rules.tender import TenderKind
from counter.words import formats
from db.queries import intents

__all__ = ["CardTaking", "PayCards", "TerminalNotReady"]


class CardTaking(Protocol):
    """Where a card payment comes from and goes to; amounts in minor units."""

    def can_tender(self) -> bool:
        """Whether something may be asked for now; says why not."""

    def next_amount(self) -> int:
        """Return what the next tender carries."""

    def order_with(self, tender: TenderIn) -> PaymentOrder:
        """Return what would be posted if this tender were the last one."""

    def refuse(self, tender: TenderIn) -> None:
        """Raise what desk would refuse about a slip."""

    def take(self, tender: TenderIn, *, final: bool = False) -> None:
        """Note the tender, or commit where it covers the rest or is final; raises what desk refuses."""

    def done(self, paid: Paid) -> None:
        """Show a payment that was posted."""

    def failed(self, error: Exception) -> None:
        """Say what went wrong; what has no sentence is raised again."""


class PayCards:
    """One terminal at one Pay screen; call poll often, on the window's thread."""

    def __init__(
        self, session: Session, view: PayView, state: PayState, tenders: CardTaking, terminal: CardTerminal,
        approve: AskApproval,
    ) -> None:  # fmt: skip
        self._session = session
        self._view = view
        self._state = state
        self._tenders = tenders
        self._terminal = terminal
        # The money of a handwritten receipt was taken, and its slip is there: no terminal is asked for it again.
        self._by_slip = ManualSlip()
        self._driver: CardTerminal = terminal
        self.outcomes = CardOutcomes(session, view, terminal, approve, settled=tenders.done)

    @property
    def _by_hand(self) -> bool:
        return "slip_by_hand" in self._driver.capabilities

    def ask(self, kind: TenderKind) -> None:
        """F10, F11: keep the wish in the books, then ask the terminal for the next amount."""
        if not self._tenders.can_tender():
            return
        if self.outcomes.backs.is_asked:
            text = self._w("The terminal is giving money back.")
            self._view.say("plain", text, self._how_to_stop)
            return
        self._driver = self._by_slip if self._state.late else self._terminal
        session = self._session
        tender = TenderIn(kind, self._tenders.next_amount(), {}, session.new_request())
        try:
            self._must_be_ready()
            order = self._tenders.order_with(tender)
            self.outcomes.on_receipt[tender.intent] = OnReceipt(order.payer_name, order.note)
            ask_terminal(
                session.books, order, cashier=session.person, till=session.till,
                office=session.office, terminal=AskedTerminal(self._driver.number, self._driver.last, self._by_hand),
            )  # fmt: skip
        except Exception as error:
            self._tenders.failed(error)
            return
        self._state.asked = asked = Asked(tender.intent, kind, tender.amount)
        try:
            outcome = self._driver.begin(tender.intent, tender.amount, session.office.currency)
        except Exception:
            self._unknown(asked)  # whether the terminal heard of it nobody can tell
            raise
        if self._by_hand:
            self._ask_slip(asked)
        else:
            self._say_waiting(asked)
        self._heard(outcome)

    def _must_be_ready(self) -> None:
        status = self._driver.status()
        if isinstance(status, TerminalOffline):
            raise TerminalNotReady(status.reason)

    def _ask_slip(self, asked: Asked) -> None:
        session, noted = self._session, self._state.basket.noted
        before = next_slip(session, noted, late=self._state.late is not None)
        self._view.ask(
            slip_form(asked.kind, formats.money(asked.amount), before, session.words, self._typed, self.stop)
        )

    def _say_waiting(self, asked: Asked) -> None:
        amount = formats.money_in_sentence(asked.amount, self._session.words, self._session.currency)
        text = self._w("The terminal is asked for {amount}.", amount=amount)
        self._view.say("plain", text, self._how_to_stop)

    @property
    def _how_to_stop(self) -> str:
        if "abort" in self._driver.capabilities:
            return self._w("Wait for its answer, or stop it with Esc.")
        return self._w("Wait for its answer. It is stopped on the terminal itself.")

    @property
    def is_asked(self) -> bool:
        """Whether the terminal is being asked, for a payment or for money back."""
        return self._state.asked is not None or self.outcomes.backs.is_asked

    def waiting(self) -> bool:
        """Whether the terminal is being asked; says so."""
        if self._state.asked is not None:
            self._say_waiting(self._state.asked)
        return self._state.asked is not None

    def stop(self) -> None:
        """Esc: let the terminal stop; what came of it is heard from it."""
        (self._driver if self._state.asked is not None else self._terminal).abort()
        self.poll()

    def poll(self) -> None:
        """Hear what became known on the terminal since the last time."""
        self.outcomes.catch_up()
        self.outcomes.ask_terminal_first()
        for outcome in (*self._terminal.events(), *self._by_slip.events()):
            self._heard(outcome)

    def taken_out(self, tender: TenderIn) -> None:
        """Record that a slip that was typed is taken back before its payment. Raises what desk refuses."""
        session = self._session
        settle_unpaid(
            session.books, tender.intent, CardState.REVERSED, cashier=session.person, till=session.till,
            slip=tender.details,
        )  # fmt: skip

    # What the terminal says

    def _typed(self, slip: dict[str, str]) -> str:
        asked = self._state.asked
        if asked is None:
            return ""
        try:
            self._tenders.refuse(TenderIn(asked.kind, asked.amount, slip, asked.intent_id))
            outcome = self._driver.typed(asked.intent_id, slip)
        except Exception as error:
            return self._session.sentence(error)
        return self._approved(asked, outcome)

    def _heard(self, outcome: Outcome) -> None:
        outcome = fit_to_keep(outcome)
        asked = self._state.asked
        held = {tender.intent for tender in self._state.basket.noted}
        if asked is not None and asked.intent_id == outcome.intent_id:
            self._answered(asked, outcome)
        elif outcome.intent_id not in held and self._is_open(outcome.intent_id):
            self.outcomes.take(outcome)
        else:
            self.outcomes.hear_too_late(outcome)

    def _is_open(self, intent_id: str) -> bool:
        found = intents.intent(self._session.connection, intent_id) if intent_id else None
        return found is not None and found.state in UNSETTLED

    def _answered(self, asked: Asked, outcome: Outcome) -> None:
        if outcome.state in (IntentState.CREATED, IntentState.SENT):
            return
        if outcome.state is IntentState.APPROVED and outcome.amount == asked.amount:
            try:
                wrong = self._approved(asked, outcome)
            except Exception:
                self._unknown(asked)
                raise
            if wrong:
                self._unknown(asked)
                self._view.say("risk", wrong, self.outcomes.what_to_do())
        elif CardState(outcome.state.value) in UNPAID:
            self._unpaid(asked, outcome)
        else:
            self._unknown(asked)

    def _approved(self, asked: Asked, outcome: Outcome) -> str:
        """Post what was approved; returns what is wrong, or ''. A terminal waits for our answer, a slip does not."""
        tender = TenderIn(asked.kind, asked.amount, outcome.slip, asked.intent_id)
        self._state.asked = None
        try:
            self._tenders.take(tender, final=not self._by_hand)
        except AccountChanged:
            return self._to_balance(asked, outcome)
        except Exception as error:
            self._state.asked = asked
            return self._session.sentence(error)
        return ""

    def _to_balance(self, asked: Asked, outcome: Outcome) -> str:
        """The card has paid a bill that is not open like that any more: its money is the payer's balance."""
        session = self._session
        try:
            settled = settle_paid(
                session.books, asked.intent_id, outcome.slip, cashier=session.person, till=session.till,
                office=session.office, words=session.paper_words,
                on_receipt=self.outcomes.on_receipt.get(asked.intent_id),
            )  # fmt: skip
        except Exception as error:
            self._state.asked = asked
            return session.sentence(error)
        self._driver.acknowledge(asked.intent_id)
        self.outcomes.tell(settled)
        return ""

    def _unpaid(self, asked: Asked, outcome: Outcome) -> None:
        to = CardState.REVERSED if outcome.state is IntentState.REVERSED else CardState.DECLINED
        session = self._session
        self._state.asked = None
        try:
            settle_unpaid(session.books, asked.intent_id, to, cashier=session.person, till=session.till)
        except Exception as error:
            self.outcomes.unknowns.note(asked.intent_id)  # else nothing would ever ask about it again
            self._tenders.failed(error)
            return
        if not self._by_hand:  # whoever pressed Esc on the form knows
            self._view.say("risk", self._w("The terminal took nothing."), self._w("Ask the payer for another way."))

    def _unknown(self, asked: Asked) -> None:
        self._state.asked = None
        self.outcomes.note(asked.intent_id)

    def _w(self, sentence: str, **fields: object) -> str:
        return self._session.words(sentence, **fields)
