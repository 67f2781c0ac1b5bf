"""Cash to the bank (现金送存银行): a bag against named Zs, then the bank's own slip."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from counter.desk import approve
from counter.desk.change_fund import require_safe
from counter.desk.office import Office
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.tenders import no_card_number
from counter.papers.banking import BankingFacts, BankingLine, banking_slip
from counter.rules.banking import spread
from counter.rules.permissions import Act
from counter.words import Words
from db import papers
from db.books import Books, Tx
from db.queries import safe
from db.queries.safe import Bag, ZCash
from db.rows import Approval, Posting
from printing.blocks import dump


class Bagged(NamedTuple):
    """A bag that left the safe, in minor units; left is what stayed of its Zs."""

    event_id: int
    bag: str
    amount: int
    left: int


class NothingToBank(Exception):
    """No cash of these days lies in the safe any more."""

    code = "nothing_to_bank"


class LessThanTakings(Exception):
    """Less than the takings is to be banked and nobody says why; takings are not spent or kept back."""

    code = "less_than_takings"

    def __init__(self, takings_minor: int, wanted_minor: int) -> None:
        super().__init__(takings_minor, wanted_minor)
        self.takings_minor = takings_minor
        self.wanted_minor = wanted_minor


class MoreThanTakings(Exception):
    """More is to be banked than lies in the safe of these days."""

    code = "more_than_takings"

    def __init__(self, takings_minor: int, wanted_minor: int) -> None:
        super().__init__(takings_minor, wanted_minor)
        self.takings_minor = takings_minor
        self.wanted_minor = wanted_minor


class BagUsed(Exception):
    """A bag of this number went to the bank before."""

    code = "bag_used"

    def __init__(self, bag: str, day: str) -> None:
        super().__init__(bag, day)
        self.bag = bag
        self.day = day


class BagMissing(Exception):
    """The number of the bag, or of the bank's slip, is missing."""

    code = "bag_missing"


class BankDiffers(Exception):
    """The bank counted another sum than the bag held, and nobody says why."""

    code = "bank_differs"

    def __init__(self, bagged_minor: int, banked_minor: int) -> None:
        super().__init__(bagged_minor, banked_minor)
        self.bagged_minor = bagged_minor
        self.banked_minor = banked_minor


class NoSuchBag(Exception):
    """The bank confirmed this bag before, or there was none."""

    code = "no_such_bag"


class BaggedIt(Exception):
    """Whoever closed a bag neither confirms it nor agrees to its difference, where somebody else could."""

    code = "bagged_it"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def bag_cash(
    books: Books, fund: str, closes: Sequence[int], amount: int, bag: str, reason: str = "", *, request_id: str,
    clerk: Person, office: Office, words: Words, approver: Person | None = None,
) -> Bagged:  # fmt: skip
    """Take the cash of Zs (their events) out of the safe in a bag; the whole of it, or less with a reason.

    approver: who agrees to what stays behind, above the office's limit for differences. Raises NotAllowed, BagMissing,
    BagUsed, NothingToBank, LessThanTakings, MoreThanTakings, SafeHoldsLess, SecondPersonNeeded, SelfApproval,
    FullCardNumber.
    """
    clerk.require(Act.BANK_CASH)
    bag, reason = bag.strip(), reason.strip()
    no_card_number(reason)
    if not bag:
        raise BagMissing
    with books.transaction(request_id, staff_id=clerk.staff_id) as tx:
        done = earlier_facts(tx, "cash_bagged")
        if done is not None:
            return Bagged(done[0], done[1]["bag"], done[1]["amount"], done[1]["left"])
        used = safe.bag_used(tx.connection, bag)
        if used is not None:
            raise BagUsed(bag, used)
        lines = [each for each in safe.in_safe(tx.connection) if each.fund == fund and each.close_event in closes]
        there = sum(each.left for each in lines)
        _refuse(there, amount, reason)
        require_safe(tx.connection, amount, fund)
        agreed = _agreed(there - amount, f"bag:{bag}", reason, clerk, approver, office)
        return _bag(tx, fund, lines, amount, bag, reason, agreed, clerk=clerk, office=office, words=words)


def _agreed(
    difference: int, subject: str, reason: str, clerk: Person, approver: Person | None, office: Office
) -> list[Approval]:
    if abs(difference) <= office.over_short_limit:
        return []
    if approver is None:
        raise approve.SecondPersonNeeded("over_short")
    return [approve.approval("over_short", subject, clerk.staff_id, approver, reason)]


def _refuse(there: int, amount: int, reason: str) -> None:
    if there <= 0 or amount <= 0:
        raise NothingToBank
    if amount > there:
        raise MoreThanTakings(there, amount)
    if amount < there and not reason:
        raise LessThanTakings(there, amount)


def _bag(
    tx: Tx, fund: str, lines: Sequence[ZCash], amount: int, bag: str, reason: str, agreed: list[Approval], *,
    clerk: Person, office: Office, words: Words,
) -> Bagged:  # fmt: skip
    shares = spread(amount, [each.left for each in lines])
    left = sum(each.left for each in lines) - amount
    zs = [[line.close_event, share] for line, share in zip(lines, shares, strict=True) if share]
    event = tx.post(
        "cash_bagged",
        {"fund": fund, "bag": bag, "amount": amount, "zs": zs, "left": left, "reason": reason},
        [
            *agreed,
            Posting(fund, "cash_in_transit", amount, tender="cash"),
            Posting(fund, "safe_cash", -amount, tender="cash"),
        ],
    )
    shown = [BankingLine(line.day, line.till, line.z_number, share) for line, share in zip(lines, shares, strict=True)]
    facts = BankingFacts(
        bag, fund, tx.at, office.estate(words.language), office.bank(words.language), tuple(shown), amount, left,
        reason, clerk.name, office.books_kind, office.currency == "CNY", office.currency_symbol,
    )  # fmt: skip
    papers.enqueue(tx, "banking", dump(banking_slip(facts, words)), event_id=event.id, device="office")
    return Bagged(event.id, bag, amount, left)


def confirm_banking(
    books: Books, bag_event: int, slip: str, banked_on: date, amount: int, reason: str = "", *, request_id: str,
    clerk: Person, office: Office, approver: Person | None = None,
) -> int:  # fmt: skip
    """Record the bank's slip for a bag: what the bank counted is on the account, a difference is over/short.

    A bag above the office's limit for differences is confirmed by another person than the one who closed it, where
    anybody else may; a difference above it needs an approver who is neither. Returns the difference in minor units.
    Raises NotAllowed, BagMissing, NoSuchBag, BankDiffers, BaggedIt, SecondPersonNeeded, SelfApproval, FullCardNumber.
    """
    clerk.require(Act.BANK_CASH)
    slip, reason = slip.strip(), reason.strip()
    for text in (slip, reason):
        no_card_number(text)
    if not slip:
        raise BagMissing
    with books.transaction(request_id, staff_id=clerk.staff_id) as tx:
        done = earlier_facts(tx, "cash_banked")
        if done is not None:
            return int(done[1]["difference"])
        bag = _bag_of(tx.connection, bag_event)
        difference = amount - bag.amount
        if difference and not reason:
            raise BankDiffers(bag.amount, amount)
        alone = _not_by_the_bagger(tx, bag, clerk) if bag.amount > office.over_short_limit else {}
        agreed = _agreed(difference, f"bag:{bag.bag}", reason, clerk, approver, office)
        if agreed and agreed[0].approver_id == bag.staff_id:
            raise BaggedIt(approver.name if approver else "")
        facts = {
            "bagged": bag_event, "bag": bag.bag, "slip": slip, "banked_on": banked_on.isoformat(), "amount": amount,
            "difference": difference, "reason": reason, **alone,
        }  # fmt: skip
        postings = [
            Posting(bag.fund, "bank", amount, tender="cash"),
            Posting(bag.fund, "cash_in_transit", -bag.amount, tender="cash"),
            Posting(bag.fund, "over_short", -difference, tender="cash"),
        ]
        tx.post("cash_banked", facts, [*agreed, *(posting for posting in postings if posting.amount)])
        return difference


def _not_by_the_bagger(tx: Tx, bag: Bag, clerk: Person) -> dict[str, Any]:
    try:
        return approve.refuse_taker(tx, Act.BANK_CASH, "over_short", clerk, (bag.staff_id,))
    except approve.TookTheMoney as error:
        raise BaggedIt(clerk.name) from error


def _bag_of(connection: Any, bag_event: int) -> Bag:
    found = next((each for each in safe.on_the_way(connection) if each.event_id == bag_event), None)
    if found is None:
        raise NoSuchBag
    return found
