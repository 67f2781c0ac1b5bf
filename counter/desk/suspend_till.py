"""A break: the till is locked with its money in it, and goes on only with its cashier or a supervisor."""

from counter.desk.people import Person
from counter.desk.tills import NotYourTill, opened, refuse_aside, require_day, require_own_till
from counter.rules.permissions import Act
from db.books import Books
from db.queries import aside

__all__ = ["NotSuspended", "NotYourTill", "resume_till", "suspend_till"]

ASIDE = "suspended"


class NotSuspended(Exception):
    """The till is at work already."""

    code = "not_suspended"

    def __init__(self, till: int) -> None:
        super().__init__(till)
        self.till = till


def suspend_till(books: Books, *, request_id: str, person: Person, till: int) -> None:
    """Set the till aside for a break; no money moves until it is resumed.

    Raises NotAllowed, TillNotOpen, TillDayOver, TillSuspended, HandoverHangs, NotYourTill.
    """
    person.require(Act.OPEN_TILL)
    with books.transaction(request_id, staff_id=person.staff_id, till=till) as tx:
        if tx.earlier:
            return
        state = require_day(tx.connection, till, tx.day)
        refuse_aside(tx.connection, state)
        require_own_till(tx.connection, state, person)
        tx.day = state.day
        event = tx.post("till_suspended", {})
        aside.put_aside(tx.connection, till, ASIDE, person.staff_id, "{}", event.id)


def resume_till(books: Books, *, request_id: str, person: Person, till: int) -> None:
    """Go on after the break. Raises NotAllowed, TillNotOpen, NotSuspended, NotYourTill."""
    person.require(Act.OPEN_TILL)
    with books.transaction(request_id, staff_id=person.staff_id, till=till) as tx:
        if tx.earlier:
            return
        state = opened(tx.connection, till)
        lying = aside.aside(tx.connection, till, ASIDE)
        if lying is None:
            raise NotSuspended(till)
        require_own_till(tx.connection, state, person)
        tx.day = state.day
        tx.post("till_resumed", {})
        aside.take_back(tx.connection, lying.id)
