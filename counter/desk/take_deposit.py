"""Taking a deposit (押金): from whoever hands it over, held for them, with a receipt and a series of its own."""

import json
from datetime import date
from typing import Any, NamedTuple

from counter.desk.approve import written_reason
from counter.desk.card_intents import refuse_reserved
from counter.desk.deposit_kinds import DepositKind, kind_of, proposed
from counter.desk.initials import initials
from counter.desk.office import Office
from counter.desk.payment_receipt import slip_text
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.standing import UnknownUnit
from counter.desk.tenders import TenderIn, checked, no_card_number, refuse_used
from counter.desk.tills import require_open_till, require_own_till
from counter.papers.receipt import ReceiptFacts, ReceiptLine, TenderLine, receipt_paper
from counter.rules import tender as tender_rules
from counter.rules.codes import receipt_code
from counter.rules.permissions import Act
from counter.rules.tender import TenderKind
from counter.words import Words
from db import papers
from db.accounts import TENDER_ACCOUNT
from db.books import Books, Event, Tx
from db.queries import accounts, registers
from db.queries.accounts import Unit
from db.queries.deposits import person_named
from db.queries.receipts import receipt_label
from db.rows import Posting, Receipt, Tender
from printing.blocks import dump

WAYS = (TenderKind.CASH, TenderKind.CARD, TenderKind.SCAN, TenderKind.QR_CODE)


class DepositOrder(NamedTuple):
    """A deposit: for which unit and what (a code of counter.desk.deposit_kinds), from whom, and how it is paid.

    tender carries the amount (minor units); received: the cash handed over, None where it is exact; reason: why the
    amount is not what the price proposes.
    """

    unit_id: int
    what: str
    payer: str
    tender: TenderIn
    received: int | None = None
    note: str = ""
    reason: str = ""


class DepositTaken(NamedTuple):
    """A deposit that is in the books; change in minor units."""

    receipt_id: int
    number: str
    change: int


class PayerMissing(Exception):
    """A deposit goes back to whoever paid it, so their name has to be known."""

    code = "payer_missing"


class UnknownDepositKind(Exception):
    """No kind of deposit has this code."""

    code = "unknown_deposit_kind"

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class DepositWay(Exception):
    """A deposit is not paid this way: what is the unit's own, or may come back, is not held for somebody else."""

    code = "deposit_way"

    def __init__(self, tender: str) -> None:
        super().__init__(tender)
        self.tender = tender


def take_deposit(
    books: Books, order: DepositOrder, *, request_id: str, cashier: Person, till: int, office: Office, words: Words
) -> DepositTaken:
    """Take a deposit and queue its receipt in one commit; a payer who is not known yet comes into the register.

    Idempotent by request. Raises NotAllowed, TillNotOpen, TillDayOver, NotYourTill, UnknownUnit, UnknownDepositKind,
    PayerMissing, ReasonMissing, SlipAlreadyUsed, DepositWay, CardUnsettled and what counter.rules.tender and
    counter.desk.tenders raise of the tender.
    """
    cashier.require(Act.TAKE_PAYMENT)
    payer = order.payer.strip()
    if not payer:
        raise PayerMissing
    if order.tender.kind not in WAYS:
        raise DepositWay(order.tender.kind.value)
    no_card_number(f"{payer} {order.note}")
    with books.transaction(request_id, staff_id=cashier.staff_id, till=till) as tx:
        done = earlier_facts(tx, "payment")
        if done is not None:
            row = done[1]["rows"]["receipt"][0]
            return DepositTaken(row[0], receipt_label(row[1], row[2]), done[1]["change"])
        state = require_open_till(tx.connection, till, tx.day)
        require_own_till(tx.connection, state, cashier)
        tx.day = state.day
        unit = accounts.unit(tx.connection, order.unit_id)
        if unit is None:
            raise UnknownUnit(str(order.unit_id))
        refuse_reserved(tx.connection, (unit.id,))
        kind, said = _said(tx, order)
        amount = order.tender.amount
        cover = tender_rules.tendered(amount, [tender_rules.Tender(order.tender.kind, amount)], order.received)
        tender = checked(order.tender, tx.day)
        refuse_used(tx.connection, [tender], tx.day)
        receipt, event = _post(tx, order, said, _payer_id(tx, payer), tender, cover.change, office)
        _queue(
            tx, receipt, event, unit, order, kind.name(words), tender, cover.change, cashier=cashier, office=office,
            words=words,
        )  # fmt: skip
        return DepositTaken(receipt.id, receipt_label(receipt.series, receipt.number), cover.change)


def _said(tx: Tx, order: DepositOrder) -> tuple[DepositKind, dict[str, Any]]:
    """Return the kind, and what the event says of it: what it is for, and what its price proposed with its working."""
    kind = kind_of(tx.connection, order.what)
    if kind is None:
        raise UnknownDepositKind(order.what)
    row = registers.unit(tx.connection, order.unit_id)
    if kind.item is None or row is None:
        return kind, {"what": order.what}
    said: dict[str, Any] = {"what": order.what, "item": kind.item.id}
    price = proposed(tx.connection, row, kind.item, date.fromisoformat(tx.day))
    if price is not None:
        said |= {"proposed": price.amount, "ingredients": price.ingredients}
        if price.amount != order.tender.amount:
            said["reason"] = written_reason(order.reason)
    return kind, said


def _payer_id(tx: Tx, name: str) -> int:
    """Return the person of this name, entered now where nobody has it: a fit-out firm is no owner and no occupier."""
    known = person_named(tx.connection, name)
    if known is not None:
        return known
    new = tx.next_id("person")
    row: tuple[Any, ...] = (new, name, None, initials(name), "company", None)
    tx.change("registers_changed", {"person": new}, {"person": [row]})
    return new


def _post(
    tx: Tx, order: DepositOrder, said: dict[str, Any], payer_id: int, tender: Tender, change: int, office: Office
) -> tuple[Receipt, Event]:  # fmt: skip
    series, amount = office.series("held", tx.day), tender.amount
    receipt = Receipt(
        tx.next_id("receipt"), series, tx.take_number(series), "held", order.unit_id, payer_id, amount
    )  # fmt: skip
    facts = {
        "units": [order.unit_id],
        "received": amount + change if tender.kind == "cash" else 0,
        "change": change,
        "to_balance": 0,
        "rounding": 0,
        "ahead": [],
        "deposit": said,
    }
    postings = [
        Posting("held", TENDER_ACCOUNT[tender.kind], amount, tender=tender.kind),
        Posting("held", "deposits_held", -amount, order.unit_id),
    ]
    return receipt, tx.post("payment", facts, [receipt, tender, *postings])


def _queue(
    tx: Tx, receipt: Receipt, event: Event, unit: Unit, order: DepositOrder, what: str, tender: Tender,
    change: int, *,
    cashier: Person, office: Office, words: Words,
) -> None:  # fmt: skip
    w, amount = words, receipt.total
    back = w("It is given back to the payer against this receipt once the inspection has found no damage.")
    slip = slip_text(json.loads(tender.details), w)
    facts = ReceiptFacts(
        number=receipt_label(receipt.series, receipt.number),
        at=tx.at,
        estate=office.estate(w.language),
        collector=office.collector or office.estate(w.language),
        seal_line=office.seal_line,
        unit_codes=(unit.code,),
        payer=order.payer.strip(),
        lines=(ReceiptLine(what, "", unit.code, w("held, not the estate's"), amount, amount),),
        kept=(),
        rounding=0,
        total=amount,
        tenders=(TenderLine(tender.kind, amount, slip),),
        received=amount + change if change else 0,
        change=change,
        paid_to=(),
        cashier=cashier.name,
        till=tx.till or 0,
        code=receipt_code(receipt.series, receipt.number, event.hash),
        books_kind=office.books_kind,
        renminbi=office.currency == "CNY",
        symbol=office.currency_symbol,
        note=f"{back} {order.note}".strip(),
        title=w("Deposit receipt"),
    )
    content, cash = dump(receipt_paper(facts, w)), tender.kind == "cash"
    papers.enqueue(tx, "receipt", content, receipt_id=receipt.id, event_id=event.id, drawer=cash)
