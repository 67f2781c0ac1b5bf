"""What a unit is let off of its prices by the month (空置减免): dated, with its reason and what approved it."""

from datetime import date
from typing import Any, NamedTuple

from counter.desk.approve import approval, ask, seen_by, written_reason
from counter.desk.change_prices import UnknownItem
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.standing import UnknownUnit
from counter.rules.permissions import Act
from counter.rules.tariff import REDUCTION_SCALE
from counter.words import Words
from db.books import Books, Tx
from db.queries import registers
from db.queries.people import PendingAct
from db.queries.receipts import body
from db.queries.registers import ReductionRow
from db.rows import Approval

KIND = "reduction_granted"
ACT = "reduction"


class ReductionOutOfBounds(ValueError):
    """A reduction lets off more than nothing and at most everything."""

    code = "reduction_out_of_bounds"

    def __init__(self, reduction: int) -> None:
        super().__init__(reduction)
        self.reduction = reduction


class ReductionEndsBeforeItBegins(ValueError):
    """The last day of a reduction lies before its first."""

    code = "reduction_ends_before_it_begins"

    def __init__(self, since: str, until: str) -> None:
        super().__init__(since, until)
        self.since = since
        self.until = until


class ApprovalMissing(Exception):
    """The act needs a second person at the window, or the number of the paper that approves it."""

    code = "approval_missing"


class WishedReduction(NamedTuple):
    """A reduction as it is asked for: ten-thousandths of one item or (None) of all, days as ISO dates."""

    unit_id: int
    item_id: int | None
    reduction: int
    since: str
    until: str | None


def grant_reduction(
    books: Books, unit_id: int, reduction: int, since: date, *, reason: str, request_id: str, staff: Person,
    item_id: int | None = None, until: date | None = None, paper: str = "", approver: Person | None = None,
) -> int:  # fmt: skip
    """Let a unit off so many ten-thousandths of one item or (None) all, on these days; returns the reduction's id.

    What is billed stays. paper: number of the approval on paper; else approver is a second person. Raises NotAllowed,
    UnknownUnit, UnknownItem, ReductionOutOfBounds, ReductionEndsBeforeItBegins, ApprovalMissing, SelfApproval,
    ReasonMissing, FullCardNumber.
    """
    staff.require(Act.CHANGE_PRICES)
    reason, paper = written_reason(reason), paper.strip()
    wish = wished(unit_id, reduction, since, item_id, until)
    if not paper and approver is None:
        raise ApprovalMissing
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return int(done[1]["reduction"])
        _known(tx, wish)
        number = tx.next_id("reduction")
        subject = f"reduction:{number}"
        agreed = [approval(ACT, subject, staff.staff_id, approver, reason)] if approver else []
        return _grant(tx, wish, reason, paper or subject, agreed, approver)


def ask_for_reduction(books: Books, wish: WishedReduction, reason: str, *, request_id: str, staff: Person) -> None:
    """Ask for a reduction, to be decided later. Raises what grant_reduction does."""
    staff.require(Act.CHANGE_PRICES)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        if not tx.earlier:
            _known(tx, wish)
            # Named by the request itself: a unit may be let off of several things, or twice.
            ask(tx, ACT, f"reduction:asked:{tx.head_id + 1}", staff.staff_id, reason, wish._asdict())


def carry_out(tx: Tx, asked: PendingAct, approver: Person, reason: str, _words: Words) -> int:
    """Let the unit off as it was asked for. Raises what grant_reduction does."""
    wish = wished_reduction(tx.connection, asked)
    _known(tx, wish)
    agreed = [approval(ACT, asked.subject, asked.requester_id, approver, reason)]
    return _grant(tx, wish, asked.reason, asked.subject, agreed, approver)


def wished_reduction(connection: Any, asked: PendingAct) -> WishedReduction:
    """Return which reduction was asked for, from the event that asked."""
    return WishedReduction(**body(connection, asked.event_id)["wish"])


def wished(unit_id: int, reduction: int, since: date, item_id: int | None, until: date | None) -> WishedReduction:
    """Return a wish that makes sense. Raises ReductionOutOfBounds, ReductionEndsBeforeItBegins."""
    if not 0 < reduction <= REDUCTION_SCALE:
        raise ReductionOutOfBounds(reduction)
    if until is not None and until < since:
        raise ReductionEndsBeforeItBegins(since.isoformat(), until.isoformat())
    return WishedReduction(unit_id, item_id, reduction, since.isoformat(), until.isoformat() if until else None)


def _known(tx: Tx, wish: WishedReduction) -> None:
    if registers.unit(tx.connection, wish.unit_id) is None:
        raise UnknownUnit(str(wish.unit_id))
    if wish.item_id is not None and all(item.id != wish.item_id for item in registers.fee_items(tx.connection)):
        raise UnknownItem(wish.item_id)


def _grant(
    tx: Tx, wish: WishedReduction, reason: str, approved: str, agreed: list[Approval], approver: Person | None
) -> int:  # fmt: skip
    number = tx.next_id("reduction")
    row = ReductionRow(
        number, wish.unit_id, wish.item_id, wish.reduction, wish.since, wish.until, reason, approved
    )  # fmt: skip
    facts = {"reduction": number, "unit": wish.unit_id, **seen_by(approver)}
    tx.change(KIND, facts, {"reduction": [tuple(row)]}, agreed)
    return number
