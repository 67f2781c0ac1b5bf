"""A note that is not taken, or change that is not there: counted, with nothing of the person."""

from typing import Literal

from counter.desk.people import Person
from counter.desk.tills import require_open_till, require_own_till
from counter.rules.permissions import Act
from db.books import Books

Why = Literal["suspicious", "torn", "no_change"]


def refuse_note(books: Books, why: Why, *, request_id: str, cashier: Person, till: int) -> None:
    """Record that cash was not taken and why; no unit and no payer stands in it.

    Raises NotAllowed and what require_open_till does.
    """
    cashier.require(Act.TAKE_PAYMENT)
    with books.transaction(request_id, staff_id=cashier.staff_id, till=till) as tx:
        if not tx.earlier:
            state = require_open_till(tx.connection, till, tx.day)
            require_own_till(tx.connection, state, cashier)
            tx.day = state.day
            tx.post("note_refused", {"why": why})
