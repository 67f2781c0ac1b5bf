"""What somebody tried and was refused stands in the books too: who tried what, at which till."""

import uuid
from contextlib import suppress

from counter.desk.approve import SelfApproval
from counter.desk.people import Person
from counter.rules.permissions import NotAllowed
from db.books import Books
from db.faults import BooksFault, ClockFarAhead

KIND = "act_refused"


def note_refusal(books: Books, error: Exception, person: Person, till: int | None) -> None:
    """Record that a person was refused an act; any other failure is none of this. Not where the clock
    is in doubt or the disk fails."""
    if isinstance(error, NotAllowed):
        facts = {"act": str(error.act), "role": str(error.role), "why": error.code}
        staff_id = person.staff_id if error.staff_id is None else error.staff_id
    elif isinstance(error, SelfApproval):
        facts, staff_id = {"act": error.act, "role": person.role, "why": error.code}, person.staff_id
    else:
        return
    with suppress(ClockFarAhead, BooksFault), books.transaction(uuid.uuid4().hex, staff_id=staff_id, till=till) as tx:
        tx.post(KIND, facts)
