"""Money back to a card through the terminal: the books know of it first, and its word posts the void or the refund.

Nothing that moves money is asked again by itself. A slip that is to be taken back may be asked for again by a person:
the terminal takes it back once and says then that it did.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from counter.desk.card_intents import AskedTerminal
from counter.desk.people import Person
from counter.desk.settle_card import settle_unpaid
from counter.devices.card_terminal import CardTerminal, IntentState, Outcome, TerminalOffline
from counter.presenters.card_unknown import Unknowns
from counter.presenters.session import Session
from counter.rules.card_intent import UNPAID, UNSETTLED, CardState
from counter.words import formats
from counter.words.money_back import voided_text
from db.queries import intents
from db.queries.intents import IntentRow

# Pay hears the terminal from the start, but money goes back seldom: what that takes is loaded when it does.
if TYPE_CHECKING:
    from counter.desk.ask_back import SlipBack
    from counter.desk.refund_order import RefundOrder

Told = Callable[[str, str], None]
"""Hears how a wish goes: saved, plain or risk, and the words."""
Backs = Callable[[], "CardBacks | None"]
"""What the terminal of the window can be asked to give back, None where there is no such terminal yet."""
_WENT = (IntentState.APPROVED, IntentState.REVERSED)


class TerminalNotReady(Exception):
    """The terminal says that it cannot take a payment now."""

    code = "terminal_not_ready"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class CardBacks:
    """One terminal; say hears everything that is told, also where the sheet it is told on is closed by then."""

    def __init__(self, session: Session, terminal: CardTerminal, say: Told, unknowns: Unknowns) -> None:
        self._session, self._terminal, self._say, self._unknowns = session, terminal, say, unknowns
        self._asked: dict[str, Told] = {}

    @property
    def is_asked(self) -> bool:
        """Whether the terminal is being asked to give something back."""
        return bool(self._asked)

    def slip_of(self, receipt_id: int) -> "SlipBack | None":
        """Return the slip that this terminal can take back for a receipt; None where it is done by hand."""
        from counter.desk.ask_back import slip_back
        from counter.desk.undo import standing_receipt

        if "reverse" not in self._terminal.capabilities:
            return None
        slip = slip_back(self._session.connection, standing_receipt(self._session.connection, receipt_id))
        if slip is None or not slip.voucher.isdecimal() or not self._terminal.number:
            return None
        return slip if slip.terminal == self._terminal.number else None  # a slip of another terminal is not its own

    @property
    def can_refund(self) -> bool:
        """Whether this terminal can be asked to give money to a card."""
        return "refund" in self._terminal.capabilities

    def void(
        self, receipt_id: int, reason: str, approver: Person, intent_id: str, told: Told, asked_event: int = 0
    ) -> None:
        """Ask the terminal to take a receipt's payment back; its word posts the void. Raises what desk refuses.

        asked_event: the request for it that waited, 0 where none did.
        """
        from counter.desk.ask_back import ask_void_back, ask_waiting_void_back

        session = self._session
        self._must_be_ready()
        if asked_event:
            slip = ask_waiting_void_back(
                session.books, asked_event, reason, intent_id=intent_id, approver=approver, till=session.till,
                terminal=self._asked_terminal(),
            )  # fmt: skip
        else:
            slip = ask_void_back(
                session.books, receipt_id, reason, intent_id=intent_id, requester=session.person, approver=approver,
                till=session.till, parts_in_hand=True, terminal=self._asked_terminal(),
            )  # fmt: skip
        self._begin(intent_id, slip.amount, told, lambda: self._terminal.reverse(intent_id, slip.voucher))

    def refund(self, order: "RefundOrder", reason: str, approver: Person, told: Told) -> None:
        """Ask the terminal to give a refund to a card; it is posted by its word. Raises what desk refuses."""
        from counter.desk.ask_back import ask_refund_back

        session = self._session
        self._must_be_ready()
        way = ask_refund_back(
            session.books,
            order,
            reason,
            requester=session.person,
            approver=approver,
            till=session.till,
            terminal=self._asked_terminal(),
        )
        self._begin(way.intent, way.amount, told, lambda: self._terminal.refund(way.intent, way.amount))

    def can_ask_again(self, intent: IntentRow) -> bool:
        """Whether a void whose outcome is unknown may be asked for again: the number of its slip means something only
        on the terminal that made it, and after a copy was brought back that may count anew."""
        number = self._terminal.number
        return "reverse" in self._terminal.capabilities and intent.terminal == number != "" and not intent.restored

    def again(self, intent: IntentRow, told: Told) -> None:
        """Ask once more for a slip to be taken back whose outcome is unknown; a person wants it."""
        self._must_be_ready()
        voucher = str(intent.body["voucher"])
        self._begin(intent.intent_id, intent.amount, told, lambda: self._terminal.reverse(intent.intent_id, voucher))

    def wait_for(self, intent_id: str, told: Told) -> None:
        """Let the next word about an intent be told, whatever it is."""
        self._asked[intent_id] = told

    def hear(self, outcome: Outcome) -> bool:
        """Take what the terminal says; returns whether it is about money that goes back."""
        found = intents.intent(self._session.connection, outcome.intent_id) if outcome.intent_id else None
        if found is None or not found.back:
            return False
        if found.state in UNSETTLED and outcome.state not in (IntentState.CREATED, IntentState.SENT):
            wanted = outcome.intent_id in self._asked
            self._came_of(found, outcome, self._asked.pop(outcome.intent_id, self._say), wanted=wanted)
        return True

    def went(
        self, intent: IntentRow, slip: dict[str, str], told: Told, approver: Person | None = None, reason: str = "", *,
        alone: bool = False,
    ) -> str:  # fmt: skip
        """Post that the money went back; returns what keeps that from being done, or ''."""
        from counter.desk.settle_back import settle_back
        from counter.desk.void_receipt import VoidOutcome

        session = self._session
        try:
            done = settle_back(
                session.books, intent.intent_id, slip, cashier=session.person, till=session.till,
                words=session.paper_words, approver=approver, reason=reason, alone=alone,
            )  # fmt: skip
        except Exception as error:
            return session.sentence(error)
        if isinstance(done, VoidOutcome):
            told("saved", voided_text(done.ways, session.words, session.currency))
        else:
            amount = formats.money_with_symbol(done.total, session.currency)
            text = self._w("Refund {number}, {amount}. The note is being printed.", number=done.number, amount=amount)
            told("saved", text)
        return ""

    # What comes of it

    def _asked_terminal(self) -> AskedTerminal:
        return AskedTerminal(self._terminal.number, self._terminal.last)

    def _must_be_ready(self) -> None:
        status = self._terminal.status()
        if isinstance(status, TerminalOffline):
            raise TerminalNotReady(status.reason)

    def _begin(self, intent_id: str, minor: int, told: Told, ask: Callable[[], Outcome]) -> None:
        told = self._asked[intent_id] = self._both(told)
        amount = formats.money_in_sentence(minor, self._session.words, self._session.currency)
        told("plain", self._w("The terminal is asked to give {amount} back. Wait for its answer.", amount=amount))
        try:
            outcome = ask()
        except Exception:
            self._unknown(intent_id, self._asked.pop(intent_id))  # whether it heard of it nobody can tell
            raise
        self.hear(outcome)

    def _came_of(self, intent: IntentRow, outcome: Outcome, told: Told, *, wanted: bool) -> None:
        first_time = intent.state == CardState.SENT
        if outcome.state in _WENT and outcome.amount in (0, intent.amount):
            wrong = self.went(intent, dict(outcome.slip), told)
            if wrong:
                self._unknown(intent.intent_id, told)
                told("risk", wrong)
            else:
                self._terminal.acknowledge(intent.intent_id)
        elif first_time and CardState(outcome.state.value) in UNPAID:
            self._did_not(intent, told)
        elif first_time or wanted:
            self._unknown(intent.intent_id, told)

    def _both(self, told: Told) -> Told:
        if told == self._say:
            return told

        def both(kind: str, text: str) -> None:
            self._say(kind, text)
            told(kind, text)

        return both

    def _did_not(self, intent: IntentRow, told: Told) -> None:
        session = self._session
        try:
            settle_unpaid(
                session.books, intent.intent_id, CardState.DECLINED, cashier=session.person, till=session.till
            )
        except Exception as error:
            self._unknowns.note(intent.intent_id)  # else nothing would ever ask about it again
            told("risk", session.sentence(error))
            return
        told("risk", self._w("The terminal gave nothing back, so nothing was posted. The receipt stands."))

    def _unknown(self, intent_id: str, told: Told) -> None:
        kept_from = self._unknowns.note(intent_id)
        if kept_from is not None:
            told("risk", self._session.sentence(kept_from))
        told("risk", self._w("It is unknown whether the money went back. On the Pay screen Shift+F10 settles it."))

    def _w(self, sentence: str, **fields: object) -> str:
        return self._session.words(sentence, **fields)
