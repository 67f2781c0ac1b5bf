"""Cash that comes into the drawer or leaves it without a payment (备用金补入, 支出): reason, number, slip."""

from collections.abc import Mapping

from counter.desk import approve
from counter.desk.change_fund import require_safe
from counter.desk.drawer import drawer_of, require_cash
from counter.desk.office import Office
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.tills import require_open_till, require_own_till, take_slip
from counter.papers.till_slips import PaySlipFacts, SlipHead, pay_slip
from counter.rules.banking import refuse_spending
from counter.rules.permissions import Act
from counter.words import Words
from db import papers
from db.books import Books, Tx
from db.queries import tills
from db.queries.tills import TillState
from db.rows import Posting
from printing.blocks import dump

SOURCES: Mapping[str, str] = {"safe": "safe_cash", "bank": "bank", "petty_cash": "petty_cash"}
PURPOSES: Mapping[str, str] = {"petty_cash": "petty_cash", "expense": "pay_out"}


class NoCashSum(Exception):
    """Nothing, or less than nothing, cannot be paid in or out."""

    code = "no_cash_sum"

    def __init__(self, amount_minor: int) -> None:
        super().__init__(amount_minor)
        self.amount_minor = amount_minor


def pay_in(
    books: Books, source: str, amount: int, reason: str, *, request_id: str, cashier: Person, till: int,
    office: Office, words: Words,
) -> int:  # fmt: skip
    """Put cash (minor units) into the drawer from the safe, the bank or petty cash; returns the slip's number.

    Raises NotAllowed, NoCashSum, ReasonMissing, FullCardNumber, SafeHoldsLess and what require_open_till does.
    """
    return _move(
        books, "paid_in", source, SOURCES[source], amount, reason, request_id=request_id, cashier=cashier, till=till,
        office=office, words=words,
    )  # fmt: skip


def pay_out(
    books: Books, purpose: str, amount: int, reason: str, *, request_id: str, cashier: Person, till: int,
    office: Office, words: Words,
) -> int:  # fmt: skip
    """Take cash out of the drawer for petty cash or an expense; returns the slip's number.

    Raises SpendsTakings where it would be more than the float and what came from the bank and petty cash,
    NotEnoughCash, and what pay_in does.
    """
    return _move(
        books, "paid_out", purpose, PURPOSES[purpose], -amount, reason, request_id=request_id, cashier=cashier,
        till=till, office=office, words=words,
    )  # fmt: skip


def _move(
    books: Books, kind: str, place: str, account: str, amount: int, reason: str, *, request_id: str, cashier: Person,
    till: int, office: Office, words: Words,
) -> int:  # fmt: skip
    cashier.require(Act.PAY_IN_OUT)
    reason = approve.written_reason(reason)
    if (amount > 0) != (kind == "paid_in") or not amount:
        raise NoCashSum(amount if kind == "paid_in" else -amount)
    with books.transaction(request_id, staff_id=cashier.staff_id, till=till) as tx:
        done = earlier_facts(tx, kind)
        if done is not None:
            return int(done[1]["slip"])
        state = require_open_till(tx.connection, till, tx.day)
        require_own_till(tx.connection, state, cashier)
        tx.day = state.day
        if amount < 0:
            _may_leave(tx, state, -amount)
        elif account == "safe_cash":
            require_safe(tx.connection, amount)
        slip = take_slip(tx, till)
        where = "source" if kind == "paid_in" else "purpose"
        facts = {where: place, "amount": abs(amount), "reason": reason, "slip": slip}
        rows = [
            Posting("operating", "till_cash", amount, tender="cash"),
            Posting("operating", account, -amount, tender="cash"),
        ]
        event = tx.post("paid_in", facts, rows) if amount > 0 else tx.post("paid_out", facts, rows)
        head = SlipHead(
            estate=office.estate(words.language), books_kind=office.books_kind, number=slip, till=till, day=state.day,
            at=tx.at, cashier=cashier.name, symbol=office.currency_symbol, renminbi=office.currency == "CNY",
        )  # fmt: skip
        paper = pay_slip(PaySlipFacts(head, kind == "paid_in", place, abs(amount), reason), words)
        papers.enqueue(tx, "pay_slip", dump(paper), event_id=event.id, drawer=True)
        return slip


def _may_leave(tx: Tx, state: TillState, amount: int) -> None:
    """Refuse to spend takings, also those that went to the safe and came back, and what the drawer does not hold."""
    drawer = drawer_of(tx.connection, state)
    paid_in = tills.till_events_of(tx.connection, "paid_in", state.opened_event, tx.head_id, state.till)
    brought_in = sum(each.body["amount"] for each in paid_in if each.body["source"] != "safe")
    refuse_spending(drawer.opening_float, brought_in, drawer.pay_out.amount, amount)
    require_cash(tx.connection, state, amount, "operating")
