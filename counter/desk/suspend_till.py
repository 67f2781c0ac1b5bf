"""A break, and somebody else at the till: its money goes on only with its cashier or a supervisor who says so."""

from counter.desk.people import Person
from counter.desk.tills import NotYourTill, opened, refuse_aside, require_cashier_or_deputy, require_day, taken_up
from counter.rules.permissions import Act
from db.books import Books
from db.queries import aside

__all__ = ["NotSuspended", "NotYourTill", "resume_till", "suspend_till", "take_up_till"]

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
        require_cashier_or_deputy(tx.connection, state, person)
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
        require_cashier_or_deputy(tx.connection, state, person)
        tx.day = state.day
        tx.post("till_resumed", {})
        aside.take_back(tx.connection, lying.id)


def take_up_till(books: Books, *, request_id: str, person: Person, till: int) -> None:
    """Run somebody else's till for them from now on, until it is handed over or closed; the trail says who and when.

    Raises NotAllowed, TillNotOpen, NotYourTill.
    """
    person.require(Act.OPEN_TILL)
    with books.transaction(request_id, staff_id=person.staff_id, till=till) as tx:
        if tx.earlier:
            return
        state = opened(tx.connection, till)
        require_cashier_or_deputy(tx.connection, state, person)
        if person.staff_id == state.cashier_id or taken_up(tx.connection, state, person.staff_id):
            return
        tx.day = state.day
        tx.post("till_taken_up", {"cashier": state.cashier_id})
