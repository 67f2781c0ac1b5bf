"""The end of a reduction (空置减免): from the day after it the unit owes the whole price again, to the day."""

from datetime import date
from typing import Any

from counter.desk.approve import written_reason
from counter.desk.people import Person
from counter.desk.reductions import ReductionEndsBeforeItBegins
from counter.desk.requests import earlier_facts
from counter.rules.permissions import Act
from db.books import Books
from db.queries import registers
from db.queries.registers import ReductionRow

KIND = "reduction_ended"


class UnknownReduction(Exception):
    """No reduction has this number."""

    code = "unknown_reduction"

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class ReductionNotExtended(ValueError):
    """A reduction cannot be made longer by its end: what was approved ends on a day."""

    code = "reduction_not_extended"

    def __init__(self, until: str) -> None:
        super().__init__(until)
        self.until = until


def end_reduction(
    books: Books, number: int, until: date, *, reason: str, request_id: str, staff: Person
) -> ReductionRow:  # fmt: skip
    """Let a reduction end with a day, its last; what is billed stays as it is.

    It needs nobody's approval, since the unit only owes what its price says. Raises NotAllowed, ReasonMissing,
    FullCardNumber, UnknownReduction, ReductionEndsBeforeItBegins, ReductionNotExtended.
    """
    staff.require(Act.CHANGE_PRICES)
    reason, last = written_reason(reason), until.isoformat()
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        row = _reduction(tx.connection, number)
        if earlier_facts(tx, KIND) is not None:
            return row
        if last < row.since:
            raise ReductionEndsBeforeItBegins(row.since, last)
        if row.until is not None and last > row.until:
            raise ReductionNotExtended(row.until)
        ended = row._replace(until=last)
        facts = {"reduction": number, "unit": row.unit_id, "until": last, "reason": reason}
        tx.change(KIND, facts, {"reduction": [tuple(ended)]})
        return ended


def _reduction(connection: Any, number: int) -> ReductionRow:
    found = next((row for row in registers.reductions(connection) if row.id == number), None)
    if found is None:
        raise UnknownReduction(number)
    return found
