"""Entering what moved on the units' accounts with the fund's own bank: paid in, interest, what repairs took."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from counter.desk.approve import written_reason
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.standing import UnknownUnit
from counter.desk.tenders import no_card_number
from counter.rules.maintenance_fund import EntryKind
from counter.rules.permissions import Act
from db.books import Books
from db.queries import fund, registers
from db.queries.fund import FundEntry

KIND = "fund_entered"


class FundEntryWrong(Exception):
    """An entry has no sum, or takes back more than was entered; or its day is still to come."""

    code = "fund_entry_wrong"

    def __init__(self, kind: str, entered_minor: int, wanted_minor: int) -> None:
        super().__init__(kind, entered_minor, wanted_minor)
        self.fund_entry = kind
        self.entered_minor = entered_minor
        self.wanted_minor = wanted_minor


class FundSlipEntered(Exception):
    """This slip of the fund's bank is in the register already."""

    code = "fund_slip_entered"

    def __init__(self, slip: str) -> None:
        super().__init__(slip)
        self.slip = slip


def enter_fund(
    books: Books, unit_id: int, kind: EntryKind, day: date, amount: int, slip: str, *, request_id: str, staff: Person,
    reason: str = "",
) -> None:  # fmt: skip
    """Enter one movement (minor units) with the number of the bank's slip; below nothing it takes an entry back.

    It is no money of the counter: nothing is posted. Idempotent by request. Raises NotAllowed, UnknownUnit,
    FundEntryWrong, FundSlipEntered, ReasonMissing (where it takes back), FullCardNumber.
    """
    staff.require(Act.CHANGE_REGISTERS)
    if amount < 0:
        reason = written_reason(reason)
    no_card_number(slip)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        if earlier_facts(tx, KIND) is not None:
            return
        if registers.unit(tx.connection, unit_id) is None:
            raise UnknownUnit(str(unit_id))
        entry = FundEntry(unit_id, kind.value, day.isoformat(), amount, slip.strip())
        known = [each for each in fund.entries(tx.connection) if each.unit_id == unit_id and each.kind == kind]
        there = sum(each.amount for each in known)
        if not amount or there + amount < 0 or entry.day > tx.day:
            raise FundEntryWrong(kind.value, there, amount)
        if amount > 0 and entry.slip and _stands(known, entry):
            raise FundSlipEntered(entry.slip)
        tx.post(KIND, facts_of([entry], reason.strip()))


def facts_of(entries: Sequence[FundEntry], reason: str = "") -> dict[str, Any]:
    """Return what the event says of entries."""
    facts: dict[str, Any] = {
        "entries": [list(each) for each in entries],
        "count": len(entries),
        "total": sum(each.amount for each in entries if each.kind == EntryKind.PAID_IN),
    }
    return facts | ({"reason": reason} if reason else {})


def _stands(known: Sequence[FundEntry], entry: FundEntry) -> bool:
    """Whether a slip of the same number still counts: entered more than it was taken back."""
    return sum(each.amount for each in known if each.slip == entry.slip) > 0
