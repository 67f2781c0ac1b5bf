"""What a unit is let off of its prices by the month (空置减免): dated, with its reason and what approved it."""

from datetime import date

from counter.desk.approve import approval, seen_by, written_reason
from counter.desk.change_prices import UnknownItem
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.standing import UnknownUnit
from counter.rules.permissions import Act
from counter.rules.tariff import REDUCTION_SCALE
from db.books import Books
from db.queries import registers
from db.queries.registers import ReductionRow

KIND = "reduction_granted"


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
    if not 0 < reduction <= REDUCTION_SCALE:
        raise ReductionOutOfBounds(reduction)
    if until is not None and until < since:
        raise ReductionEndsBeforeItBegins(since.isoformat(), until.isoformat())
    if not paper and approver is None:
        raise ApprovalMissing
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return int(done[1]["reduction"])
        if registers.unit(tx.connection, unit_id) is None:
            raise UnknownUnit(str(unit_id))
        if item_id is not None and all(item.id != item_id for item in registers.fee_items(tx.connection)):
            raise UnknownItem(item_id)
        number = tx.next_id("reduction")
        subject = f"reduction:{number}"
        agreed = [approval("reduction", subject, staff.staff_id, approver, reason)] if approver else []
        row = ReductionRow(
            number, unit_id, item_id, reduction, since.isoformat(), until.isoformat() if until else None, reason,
            paper or subject,
        )  # fmt: skip
        facts = {"reduction": number, "unit": unit_id, **seen_by(approver)}
        tx.change(KIND, facts, {"reduction": [tuple(row)]}, agreed)
        return number
