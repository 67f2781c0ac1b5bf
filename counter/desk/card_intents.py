"""A payment the card terminal is asked for: committed before the terminal is, and what may not happen meanwhile."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from counter.desk.late_entry import check_late
from counter.desk.office import Office
from counter.desk.pay_from_purses import refuse_overdrawn
from counter.desk.payment_order import Chosen, LateEntry, PaymentOrder, ShownFee
from counter.desk.payment_postings import Ahead
from counter.desk.people import Person
from counter.desk.settlement import settlement
from counter.desk.tenders import TenderIn, checked, masked_slip, refuse_used
from counter.desk.tills import require_open_till, require_own_till
from counter.desk.withheld import Withheld
from counter.rules.card_intent import PAID, CardState, step
from counter.rules.permissions import Act
from counter.rules.tender import Tender as Tendered
from counter.rules.tender import TenderKind, tendered
from db.books import Books, Tx
from db.queries import accounts, intents
from db.queries.intents import IntentRow
from db.rows import Approval, CardIntent, Tender


class AskedTerminal(NamedTuple):
    """The terminal that is asked: its number, and what it told of its last payment; '' where it told nothing yet.

    by_hand: a person works it and types its slip.
    """

    number: str = ""
    last: str = ""
    by_hand: bool = False

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the event keeps of it, so that its enquiry is never answered by another terminal or payment."""
        known = {"terminal": self.number, "last_payment": self.last}
        told = masked_slip({name: value for name, value in known.items() if value})
        return {**told, **({"by_hand": True} if self.by_hand else {})}


UNNAMED = AskedTerminal()


class CardUnsettled(Exception):
    """What became of a card payment for this unit is not settled yet."""

    code = "card_unsettled"

    def __init__(self, unit_code: str, amount_minor: int) -> None:
        super().__init__(unit_code, amount_minor)
        self.unit_code = unit_code
        self.amount_minor = amount_minor


class UnknownIntent(Exception):
    """The terminal was never asked for this payment."""

    code = "unknown_intent"

    def __init__(self, intent_id: str) -> None:
        super().__init__(intent_id)
        self.intent_id = intent_id


def ask_terminal(
    books: Books, order: PaymentOrder, *, cashier: Person, till: int, office: Office, terminal: AskedTerminal = UNNAMED
) -> None:
    """Commit that the terminal is asked for the last tender of an order, and keep its units' bill for it.

    The tender carries the id of its intent; asked again under the same id nothing is posted. The driver is asked after
    this commit, never before. Raises NotAllowed, TillNotOpen, TillDayOver, NotYourTill, CardUnsettled,
    BalanceTooSmall, SlipAlreadyUsed, SlipNoted, SlipTypedTwice, TransferTooSmall and what settlement,
    counter.desk.late_entry and counter.rules.tender.tendered raise. terminal: as far as it told of itself.
    """
    cashier.require(Act.TAKE_PAYMENT)
    asked = order.tenders[-1]
    with books.transaction(asked.intent, staff_id=cashier.staff_id, till=till) as tx:
        if tx.earlier:
            return
        state = require_open_till(tx.connection, till, tx.day)
        require_own_till(tx.connection, state, cashier)
        if order.late is not None:
            check_late(tx.connection, order.late, tx.day, cashier)
        tx.day = state.day
        refuse_overdrawn(tx.connection, order, settlement(tx.connection, order, office, tx.day))
        refuse_reserved(tx.connection, order.unit_ids, own_intents(order.tenders))
        _refuse_unfit(tx.connection, order, tx.day)
        sent = step(CardState.CREATED, CardState.SENT)
        row = CardIntent(asked.intent, asked.kind.value, asked.amount, sent.value, None, "{}")
        tx.post("card_asked", {**_facts(order, tx.day), **terminal.facts}, [row])


def _refuse_unfit(connection: Any, order: PaymentOrder, day: str) -> None:
    """Refuse what could not be posted with the terminal's word: money would have moved that the books do not take."""
    due = order.pay_now + order.rounding + order.to_balance
    tendered(due, [Tendered(each.kind, each.amount) for each in order.tenders], order.received_cash)
    slips = [checked(each, day) for each in order.tenders if each.details]
    refuse_used(connection, slips, day, own_intents(order.tenders))


def own_intents(tenders: Sequence[TenderIn]) -> frozenset[str]:
    """Return the intents that tenders answer."""
    return frozenset(tender.intent for tender in tenders if tender.intent)


def refuse_reserved(connection: Any, unit_ids: Collection[int], own: Collection[str] = ()) -> None:
    """Raise CardUnsettled where another card payment for one of these units is not settled."""
    for each in intents.unsettled(connection):
        if each.intent_id not in own and set(each.units) & set(unit_ids):
            raise CardUnsettled(unit_code(connection, each), each.amount)


def refuse_unsettled(connection: Any, till: int) -> None:
    """Raise CardUnsettled where a card payment of a till is not settled."""
    for each in intents.unsettled(connection):
        if each.till == till:
            raise CardUnsettled(unit_code(connection, each), each.amount)


def refuse_unsettled_on(connection: Any, terminal: str, till: int) -> None:
    """Raise CardUnsettled where something of a terminal (its number) or of a till is not settled."""
    for each in intents.unsettled(connection):
        if each.till == till or (each.terminal and each.terminal == terminal):
            raise CardUnsettled(unit_code(connection, each), each.amount)


def unit_code(connection: Any, intent: IntentRow) -> str:
    """Return the codes of the units an intent pays for."""
    return ", ".join(unit.code for each in intent.units if (unit := accounts.unit(connection, each)))


def known(connection: Any, intent_id: str) -> IntentRow:
    """Return a card payment. Raises UnknownIntent."""
    found = intents.intent(connection, intent_id)
    if found is None:
        raise UnknownIntent(intent_id)
    return found


def settle(
    tx: Tx, intent: IntentRow, to: CardState, slip: Tender | None = None, agreed: Sequence[Approval] = (),
    **facts: Any,
) -> None:  # fmt: skip
    """Post the state an intent comes to. Raises CardSettled, CardStepWrong."""
    state = step(intent.state, to)
    evidence, details = (slip.evidence, slip.details) if slip else (None, "{}")
    row = CardIntent(intent.intent_id, intent.kind, intent.amount, state.value, evidence, details)
    back = {"back": intent.back} if intent.back else {}
    facts = {"units": list(intent.units), "paid": state in PAID, **back, **facts}
    if state is CardState.UNKNOWN:
        tx.post("card_unknown", facts, [row])
    else:
        tx.post("card_settled", facts, [row, *agreed])


def approve_own(tx: Tx, order: PaymentOrder) -> None:
    """Inside the commit of a payment: the terminal's payments among its tenders are approved with it."""
    refuse_reserved(tx.connection, order.unit_ids, own_intents(order.tenders))
    for tender in order.tenders:
        if tender.intent:
            intent = known(tx.connection, tender.intent)
            settle(tx, intent, CardState.APPROVED, checked(tender, tx.day))


def _facts(order: PaymentOrder, day: str) -> dict[str, Any]:
    """What was agreed, so that it can be posted also by a program that was started anew; no names."""
    return {
        "units": list(order.unit_ids),
        "chosen": [list(each) for each in order.chosen],
        "ahead": [list(each) for each in order.ahead],
        "pay_now": order.pay_now,
        "rounding": order.rounding,
        "to_balance": order.to_balance,
        "received": order.received_cash,
        "payer": order.payer_id,
        **({"late": list(order.late)} if order.late else {}),
        **({"late_fees": [list(each) for each in order.late_fees]} if order.late_fees else {}),
        **({"principal_only": True} if order.principal_only else {}),
        **({"kept_for": order.kept_for} if order.kept_for else {}),
        **({"withheld": [list(each) for each in order.withheld]} if order.withheld else {}),
        **({"written_off": [list(each) for each in order.written_off]} if order.written_off else {}),
        "tenders": [
            [tender.kind.value, tender.amount, tender.intent, _details(tender, day)] for tender in order.tenders
        ],
    }


def _details(tender: TenderIn, day: str) -> dict[str, str]:
    """Return a slip's labels as they may be stored; of the payment that is asked for there are none yet."""
    if not tender.details:
        return {}
    checked(tender, day)  # a whole card number never reaches the body
    return dict(tender.details)


def order_asked(connection: Any, intent: IntentRow) -> PaymentOrder:
    """Return the order an intent was asked for, read back from its event."""
    body = intent.body
    holders = [each for unit in intent.units[:1] for each in accounts.holders(connection, unit)]
    payer = next((each.name for each in holders if each.person_id == body["payer"]), None)
    return PaymentOrder(
        unit_ids=intent.units,
        chosen=tuple(Chosen(*each) for each in body["chosen"]),
        pay_now=body["pay_now"],
        tenders=tuple(
            TenderIn(TenderKind(kind), amount, details, own) for kind, amount, own, details in body["tenders"]
        ),
        ahead=tuple(Ahead(*each) for each in body["ahead"]),
        rounding=body["rounding"],
        to_balance=body["to_balance"],
        received_cash=body["received"],
        payer_id=body["payer"],
        payer_name=payer or "",
        late=LateEntry(*body["late"]) if "late" in body else None,
        late_fees=tuple(ShownFee(*each) for each in body.get("late_fees", ())),
        principal_only=body.get("principal_only", False),
        kept_for=body.get("kept_for"),
        withheld=tuple(Withheld(*each) for each in body.get("withheld", ())),
        written_off=tuple(Chosen(*each) for each in body.get("written_off", ())),
    )
