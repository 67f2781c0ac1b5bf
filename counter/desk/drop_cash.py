"""A safe drop (现金入柜): counted notes leave the drawer for the safe, with a numbered slip and a witness."""

from collections.abc import Mapping

from counter.desk import approve
from counter.desk.drawer import cash_by_fund
from counter.desk.office import Office
from counter.desk.pay_in_out import NoCashSum
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.tills import require_open_till, require_own_till, take_slip
from counter.papers.till_slips import DropFacts, SlipHead, drop_slip
from counter.rules.cash import count_total
from counter.rules.permissions import Act
from counter.words import Words
from db import papers
from db.books import Books
from db.rows import Posting
from printing.blocks import dump


class DropsTooMuch(Exception):
    """More is to go into the safe than the drawer should hold; how much that is stays unsaid before the count."""

    code = "drops_too_much"

    def __init__(self, dropped_minor: int) -> None:
        super().__init__(dropped_minor)
        self.dropped_minor = dropped_minor


def drop_cash(
    books: Books, counts: Mapping[int, int], *, request_id: str, cashier: Person, till: int, office: Office,
    words: Words, witness: Person | None,
) -> int:  # fmt: skip
    """Move counted notes (denominations in minor units to pieces) into the safe; returns the slip's number.

    witness: who counted along and proved it with their PIN, None where nobody else was there (the slip says so).
    Raises NotAllowed, BadCount, NoCashSum, DropsTooMuch, SelfApproval and what require_open_till does.
    """
    cashier.require(Act.DROP_CASH)
    total = count_total(counts)
    if not total:
        raise NoCashSum(0)
    with books.transaction(request_id, staff_id=cashier.staff_id, till=till) as tx:
        done = earlier_facts(tx, "cash_dropped")
        if done is not None:
            return int(done[1]["slip"])
        state = require_open_till(tx.connection, till, tx.day)
        require_own_till(tx.connection, state, cashier)
        tx.day = state.day
        cash = cash_by_fund(tx.connection, state)
        if total > sum(cash.values()):
            raise DropsTooMuch(total)
        subject = f"till:{till}"
        seen = [approve.approval("drop", subject, cashier.staff_id, witness, "witness")] if witness is not None else []
        slip = take_slip(tx, till)
        pieces = {str(face): number for face, number in sorted(counts.items()) if number}
        facts = {
            "counts": pieces, "total": total, "slip": slip, "witness": witness.staff_id if witness else None,
        }  # fmt: skip
        event = tx.post("cash_dropped", facts, [*seen, *_postings(cash, total)])
        head = SlipHead(
            estate=office.estate(words.language), books_kind=office.books_kind, number=slip, till=till, day=state.day,
            at=tx.at, cashier=cashier.name, symbol=office.currency_symbol, renminbi=office.currency == "CNY",
        )  # fmt: skip
        paper = drop_slip(DropFacts(head, dict(counts), total, witness.name if witness else ""), words)
        papers.enqueue(tx, "drop_slip", dump(paper), event_id=event.id, drawer=True)
        return slip


def _postings(cash: Mapping[str, int], total: int) -> list[Posting]:
    """Take the office's own money first and another fund's only where that is not enough; funds never mix."""
    rest, parts = total, dict[str, int]()
    for fund in sorted(cash, key=lambda name: (name != "operating", name)):
        parts[fund] = min(rest, max(0, cash[fund]))
        rest -= parts[fund]
    return [
        Posting(fund, account, sign * part, tender="cash")
        for fund, part in parts.items()
        for account, sign in (("safe_cash", 1), ("till_cash", -1))
        if part
    ]
