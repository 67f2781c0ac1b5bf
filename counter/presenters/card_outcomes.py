"""Card payments whose outcome is unknown: said until they are settled, by the terminal or by a second person."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from counter.desk.people import Person
from counter.desk.settle_card import OnReceipt, SettledCard, settle_paid, settle_unpaid
from counter.desk.take_payment import Paid
from counter.desk.tenders import TenderIn, checked, masked_slip, refuse_used
from counter.devices.card_terminal import CardTerminal, Enquiry, IntentState, Outcome, TerminalReady
from counter.presenters.approval import AskApproval, Wish
from counter.presenters.card_backs import CardBacks
from counter.presenters.card_unknown import Unknowns, sum_and_unit, unknown_text, unknown_title
from counter.presenters.last_slip import shared_labels
from counter.presenters.pay_view import PayView
from counter.presenters.questions import Form, slip_form
from counter.presenters.session import Session
from counter.rules.card_intent import UNPAID, CardState
from counter.rules.permissions import Act
from counter.rules.tender import TenderKind
from counter.words import formats
from db.queries import intents
from db.queries.intents import IntentRow


def fit_to_keep(outcome: Outcome) -> Outcome:
    """Return what a terminal told without what may be a whole card number."""
    return outcome._replace(slip=masked_slip(outcome.slip)) if outcome.slip else outcome


class CardOutcomes:
    """What Shift+F10 does; settled is told of every payment that is posted."""

    def __init__(
        self, session: Session, view: PayView, terminal: CardTerminal, approve: AskApproval, *,
        settled: Callable[[Paid], None],
    ) -> None:  # fmt: skip
        self._session = session
        self._view = view
        self._terminal = terminal
        self._approve = approve
        self._settled = settled
        self.unknowns = Unknowns(session)
        self.backs = CardBacks(session, terminal, self._say_back, self.unknowns)
        self._found: list[str] = []  # unknown since before this start, and not asked for yet
        self.on_receipt: dict[str, OnReceipt] = {}  # by intent, of what was asked for since the start
        self._wanted = ""  # the one that a person asked the terminal for

    def start(self) -> None:
        """Say that an outcome is unknown from before; the terminal is asked for it as soon as it is ready."""
        self._found = [each.intent_id for each in self.open_ones() if each.back != "void"]
        self.tell_open()

    def ask_terminal_first(self) -> None:
        """Ask the terminal once for what was unknown at the start: only its own newest can be its last payment."""
        if not self._found or "enquire" not in self._terminal.capabilities:
            return
        if isinstance(self._terminal.status(), TerminalReady):
            found, self._found = self._found, []
            intent = next((each for each in self.open_ones() if self._was_asked(each)), None)
            outcome = self._last_transaction(intent) if intent and intent.intent_id in found else None
            if outcome is not None and outcome.intent_id:
                self.take(outcome)

    def _was_asked(self, intent: IntentRow) -> bool:
        """Whether it was the terminal of this window: what another one took last proves nothing."""
        if intent.by_hand:
            return False  # a person worked it, and reads its list
        known = intent.terminal and self._terminal.number
        return intent.terminal == self._terminal.number if known else intent.till == self._session.till

    def _was_here(self, intent: IntentRow) -> bool:
        """Whether the terminal that was asked stands at this window, also where a person works it."""
        return intent.till == self._session.till if intent.by_hand else self._was_asked(intent)

    def open_ones(self) -> list[IntentRow]:
        """Return the card payments whose outcome is unknown, newest first."""
        return [each for each in intents.unsettled(self._session.connection) if each.state == CardState.UNKNOWN]

    def what_to_do(self) -> str:
        """Return what a person does about an unknown outcome."""
        return self._w("Do not take it again: Shift+F10 settles it.")

    def note(self, intent_id: str) -> None:
        """Let an outcome be unknown, and say so, or what keeps the books from noting it for now."""
        kept_from = self.unknowns.note(intent_id)
        if kept_from is None:
            self.tell_open()
        else:
            self._view.say("risk", self._session.told(kept_from).sentence, self.what_to_do())

    def catch_up(self) -> None:
        """Note what the books did not take before, and say it then."""
        if self.unknowns.waiting and self.unknowns.catch_up() is None:
            self.tell_open()

    def tell_open(self) -> bool:
        """Say that an outcome is unknown; returns whether one is."""
        found = self.open_ones()
        if found:
            self._view.say("risk", unknown_title(self._session, found[0]), self.what_to_do())
        return bool(found)

    def ask(self) -> None:
        """Shift+F10: settle the newest unknown outcome, first of this window's terminal, then of others."""
        kept_from = self.unknowns.catch_up()
        if kept_from is not None:
            self._view.say("risk", *self._session.told(kept_from))
            return
        found = sorted(self.open_ones(), key=lambda each: not self._was_asked(each))
        if not found:
            under_way = self._w("A card payment is still under way. Finish it, or take its slip out with Esc.")
            settled = self._w("Every card payment is settled.")
            self._view.say("plain", under_way if intents.unsettled(self._session.connection) else settled)
            return
        intent = found[0]
        went = self._w("It went back: the slip is there"), self._w("It did not go back")
        paid = self._w("It was paid: the slip is there"), self._w("It was not paid")
        yes, no = went if intent.back else paid
        ways = [(yes, self._ask_slip), (no, self._ask_unpaid)]
        asks = self.backs.can_ask_again(intent) if intent.back == "void" else self._was_asked(intent)
        if asks and (intent.back == "void" or "enquire" in self._terminal.capabilities):
            ways.insert(0, (self._w("Ask the terminal"), self._enquire))
        self._view.ask(
            Form(
                unknown_title(self._session, intent),
                unknown_text(self._session, intent, asked_here=self._was_here(intent)),
                "",
                lambda values: ways[int(values["choice"]) - 1][1](intent),
                choices=tuple((str(n), word) for n, (word, _way) in enumerate(ways, 1)),
            )
        )

    def take(self, outcome: Outcome) -> None:
        """Hear what the terminal says of an intent that is not the one at hand."""
        if self.backs.hear(outcome):
            return
        intent = intents.intent(self._session.connection, outcome.intent_id)
        if intent is None or outcome.state in (IntentState.CREATED, IntentState.SENT):
            return
        wanted, self._wanted = self._wanted == outcome.intent_id, ""
        if outcome.state is IntentState.UNKNOWN and not wanted:
            return  # what is said of it already still holds
        told = self._settle(intent, outcome)
        if told:
            self._view.say("risk", told, self.what_to_do())

    def hear_too_late(self, outcome: Outcome) -> None:
        """Say what the terminal made of a payment that was posted after it had ceased to wait for our answer."""
        intent = intents.intent(self._session.connection, outcome.intent_id) if outcome.intent_id else None
        if intent is None or intent.back or intent.state != CardState.APPROVED:
            return
        text = {
            IntentState.REVERSED: self._w("The terminal took back {amount} for {unit} after it was posted.",
                                          **sum_and_unit(self._session, intent)),
            IntentState.UNKNOWN: self._w("Whether the terminal kept {amount} for {unit} is unknown; it was posted.",
                                         **sum_and_unit(self._session, intent)),
        }.get(outcome.state)  # fmt: skip
        if text is not None:
            self._view.say(
                "risk", text,
                self._w("Look at the terminal's own list. If it is not there, void the receipt and take it anew."),
            )  # fmt: skip

    def tell(self, settled: SettledCard) -> None:
        """Show a payment that was settled; where its bill had changed, that its money is balance now."""
        self._settled(settled.paid)
        if settled.to_balance:
            number = self._w(", ").join(receipt.number for receipt in settled.paid.receipts)
            text = self._w("The bill was settled meanwhile: this money is balance now. Receipt {number}", number=number)
            self._view.say("risk", text)

    # By the terminal

    def _say_back(self, kind: str, text: str) -> None:
        self._view.say("saved" if kind == "saved" else "risk" if kind == "risk" else "plain", text)
        self._session.on_commit()

    def _enquire(self, intent: IntentRow) -> str:
        if intent.back == "void":
            try:
                self.backs.again(intent, self._say_back)
            except Exception as error:
                return self._session.sentence(error)
            return ""
        outcome = self._last_transaction(intent)
        if outcome is not None and outcome.state is IntentState.SENT:
            self._wanted = intent.intent_id
            if intent.back:
                self.backs.wait_for(intent.intent_id, self._say_back)
            self._view.say("plain", self._w("Asking the terminal for the outcome."))
            return ""
        if outcome is None or outcome.intent_id != intent.intent_id:
            return self._w("The terminal has no record of it. Look at its list of payments, then choose what it says.")
        return self._settle(intent, outcome)

    def _last_transaction(self, intent: IntentRow) -> Outcome | None:
        asked_at = datetime.fromisoformat(intent.at).astimezone()
        return self._terminal.last_transaction(Enquiry(
            intent.intent_id, intent.amount, asked_at.replace(tzinfo=None), intent.terminal, intent.last,
            intent.restored,
        ))  # fmt: skip

    def _settle(self, intent: IntentRow, outcome: Outcome) -> str:
        """Settle by the terminal's word; returns what keeps that from being done, or ''."""
        if outcome.state is IntentState.APPROVED and outcome.amount == intent.amount:
            wrong = self._paid(intent, dict(fit_to_keep(outcome).slip))
            if not wrong:
                self._terminal.acknowledge(intent.intent_id)
            return wrong
        to = CardState(outcome.state.value)
        if to in UNPAID:
            return self._unpaid(intent, to)
        return self._w("The terminal does not know either, or names another amount.")

    # By a second person

    def _ask_slip(self, intent: IntentRow) -> str:
        words, kind, amount = self._session.words, TenderKind(intent.kind), formats.money(intent.amount)
        labels = shared_labels(self._session, intent.till, intent.terminal)
        self._view.ask(slip_form(kind, amount, labels, words, partial(self._slip_typed, intent)))
        return ""

    def _slip_typed(self, intent: IntentRow, slip: dict[str, str]) -> str:
        session = self._session
        try:
            row = checked(TenderIn(TenderKind(intent.kind), intent.amount, slip), intent.body["day"])
            if not intent.back:
                refuse_used(session.connection, [row], intent.body["day"])
        except Exception as error:
            return session.sentence(error)
        self._ask_second_person(
            intent,
            self._w("It is posted as given back, by its slip.")
            if intent.back
            else self._w("It is posted as paid, by its slip."),
            lambda who, why: self._paid(intent, slip, who, why, alone=who is None),
        )  # fmt: skip
        return ""

    def _ask_unpaid(self, intent: IntentRow) -> str:
        self._ask_second_person(
            intent,
            self._w("Nothing is posted, and the receipt stands.")
            if intent.back
            else self._w("Nothing is posted, and the bill may be paid anew."),
            lambda who, why: self._unpaid(intent, CardState.NOT_FOUND, who, why, alone=who is None),
        )
        return ""

    def _ask_second_person(self, intent: IntentRow, text: str, act: Callable[[Person | None, str], str]) -> None:
        def granted(person: Person | None, reason: str) -> None:
            wrong = act(person, reason)
            if wrong:
                self._view.say("risk", wrong)

        self._approve(Wish(
            Act.SETTLE_CARD, unknown_title(self._session, intent), text, needs_reason=True, on_granted=granted,
            on_owed=lambda reason: granted(None, reason),
        ))  # fmt: skip

    def _paid(
        self, intent: IntentRow, slip: dict[str, str], approver: Person | None = None, reason: str = "", *,
        alone: bool = False,
    ) -> str:  # fmt: skip
        if intent.back:
            return self.backs.went(intent, slip, self._say_back, approver, reason, alone=alone)
        session = self._session
        try:
            settled = settle_paid(
                session.books, intent.intent_id, slip, cashier=session.person, till=session.till,
                office=session.office, words=session.paper_words, approver=approver, reason=reason,
                alone=alone, on_receipt=self.on_receipt.get(intent.intent_id),
            )  # fmt: skip
        except Exception as error:
            return session.sentence(error)
        self.tell(settled)
        return ""

    def _unpaid(
        self, intent: IntentRow, to: CardState, approver: Person | None = None, reason: str = "", *,
        alone: bool = False,
    ) -> str:  # fmt: skip
        session = self._session
        try:
            settle_unpaid(
                session.books, intent.intent_id, to, cashier=session.person, till=session.till, approver=approver,
                reason=reason, alone=alone,
            )  # fmt: skip
        except Exception as error:
            return session.sentence(error)
        if not self.tell_open():
            stands = self._w("Settled: nothing went back, the receipt stands.")
            open_as_before = self._w("Settled: nothing was paid, the bill is open as before.")
            self._view.say("saved", stands if intent.back else open_as_before)
        return ""

    def _w(self, sentence: str, **fields: object) -> str:
        return self._session.words(sentence, **fields)
