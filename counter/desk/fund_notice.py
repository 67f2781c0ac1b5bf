"""Payment notices of the maintenance fund: numbered without a gap, printed for the units that owe it something."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from counter.desk.charge_fund import fund_ingredients
from counter.desk.fund_register import FundLine, fund_lines
from counter.desk.fund_taken import COUNTER
from counter.desk.office import Office
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.papers.fund_notice import NoticeFacts, fund_notice_paper
from counter.rules.codes import receipt_code
from counter.rules.permissions import Act
from counter.words import Words
from counter.words.explain_charge import Basis, why
from db import papers
from db.books import Books, Tx
from db.queries import accounts, fund
from printing.blocks import dump

KIND = "fund_notice_issued"


class NoticesIssued(NamedTuple):
    """Notices that are in the register: how many, and the first and last of their numbers."""

    notices: int
    first: str
    last: str


class FundNoticeNothing(Exception):
    """The unit owes the fund nothing, or nothing says what it owes."""

    code = "fund_notice_nothing"

    def __init__(self, unit_code: str) -> None:
        super().__init__(unit_code)
        self.unit_code = unit_code


def issue_notices(
    books: Books, unit_ids: Sequence[int], *, request_id: str, staff: Person, till: int | None = None, office: Office,
    words: Words,
) -> NoticesIssued:  # fmt: skip
    """Issue a notice for each of the units and queue it for the office printer, all in one commit.

    Idempotent by request. Raises NotAllowed, FundNoticeNothing for the first unit that owes nothing.
    """
    staff.require(Act.CHARGE_ONCE)
    with books.transaction(request_id, staff_id=staff.staff_id, till=till) as tx:
        if earlier_facts(tx, KIND) is not None:
            numbers = [facts["number"] for facts in fund.notices_of(tx.connection, request_id)]
            return NoticesIssued(len(numbers), numbers[0], numbers[-1])
        register = {line.unit.id: line for line in fund_lines(tx.connection, office, tx.day)}
        numbers = []
        for unit_id in unit_ids:
            line = register.get(unit_id)
            if line is None or not line.owed.amount:
                raise FundNoticeNothing(line.unit.code if line else str(unit_id))
            numbers.append(_issue(tx, line, staff.name, office, words))
        return NoticesIssued(len(numbers), numbers[0], numbers[-1])


def _issue(tx: Tx, line: FundLine, clerk: str, office: Office, words: Words) -> str:
    series = "W" + tx.day[:4]
    taken = tx.take_number(series)
    number, account = f"{series}-{taken:06d}", line.account
    owner = next((each for each in accounts.holders(tx.connection, line.unit.id) if each.until is None), None)
    event = tx.post(
        KIND,
        {
            "unit": line.unit.id, "number": number, "person": owner.person_id if owner else None,
            "due": line.owed.due.value, "amount": line.owed.amount, "first": account.first, "balance": account.balance,
        },
    )  # fmt: skip
    told = why(
        line.owed.amount, fund_ingredients(line, office.fund_renewal_share, office.fund_renewal_to), _basis(line), words
    )
    basis, *_rest = told.remarks if _basis(line) else ("",)
    facts = NoticeFacts(
        number=number, at=tx.at, estate=office.estate(words.language), issuer=office.collected_by(words.language),
        unit_code=line.unit.code, owner=(owner.name or "") if owner else "", area=line.unit.area,
        due=line.owed.due.value, first=account.first or 0, paid_in=account.paid_in, interest=account.interest,
        drawn=account.drawn, balance=account.balance, amount=line.owed.amount, worked=told.calculation, basis=basis,
        share=office.fund_renewal_share, account=office.fund_account, collected=office.maintenance_fund == COUNTER,
        clerk=clerk, code=receipt_code(series, taken, event.hash), seal_line=office.seal(words.language),
        books_kind=office.books_kind, renminbi=office.currency == "CNY", symbol=office.currency_symbol,
    )  # fmt: skip
    paper = dump(fund_notice_paper(facts, words))
    papers.enqueue(tx, "fund_notice", paper, event_id=event.id, device="office")
    return number


def _basis(line: FundLine) -> Basis | None:
    price = line.price
    if price is None or not price.basis_kind:
        return None
    return Basis(price.basis_kind, price.basis_number or "", date.fromisoformat(price.since))
