"""Making a case urgent, or not urgent any more, with the day by which the next step is then due."""

from datetime import date

from counter.desk.case_deadlines import load_deadlines
from counter.desk.move_case import UnknownCase
from counter.desk.open_case import RaisedWrong
from counter.desk.people import Person
from counter.rules.cases import Kind, Step, StepNotAllowed, deadline, has_ended
from counter.rules.permissions import Act
from db.books import Books
from db.queries import cases

KIND = "case_urgency"


def change_urgency(
    books: Books, case_id: int, due: str = "", *, urgent: bool, request_id: str, staff: Person, till: int | None = None
) -> str:
    """Say whether a case is urgent; due: by when (ISO), as proposed if empty. Return by when. Idempotent by request.

    Raises NotAllowed, UnknownCase, StepNotAllowed where it has ended, RaisedWrong where due has passed.
    """
    staff.require(Act.RECORD_CASES)
    with books.transaction(request_id, staff_id=staff.staff_id, till=till) as tx:
        row = cases.case(tx.connection, case_id)
        if row is None:
            raise UnknownCase(case_id)
        if tx.earlier:
            return row.due or ""
        step, today = Step(row.step), date.fromisoformat(tx.day)
        if has_ended(step):
            raise StepNotAllowed(row.step, row.step)
        if due and due < tx.day:
            raise RaisedWrong(due)
        deadlines = load_deadlines(tx.connection, tx.day)
        proposed = deadline(Kind(row.kind), step, today, urgent=urgent, deadlines=deadlines)
        changed = row._replace(urgent=int(urgent), due=due or (proposed.isoformat() if proposed else None))
        said = {"case": row.id, "number": row.number, "unit": row.unit_id, "urgent": urgent, "due": changed.due or ""}
        tx.change(KIND, said, {"case_file": [tuple(changed)]})
        return changed.due or ""
