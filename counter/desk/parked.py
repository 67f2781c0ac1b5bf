"""Parked payments: put together for one owner and set aside for the next; they hold no money and no charge."""

from typing import Any, NamedTuple

from counter.desk.people import Person
from counter.desk.tills import name_of, require_open_till, require_own_till
from counter.rules.permissions import Act
from db.books import Books
from db.chain import canonical
from db.queries import aside

ASIDE = "parked"


class Parked(NamedTuple):
    """A payment that lies aside; what: what its screen needs to take it up again."""

    id: int
    cashier: str
    what: dict[str, Any]


class ParkedPayments(Exception):
    """Payments that lie aside are taken up or dropped before the till is closed or handed over."""

    code = "parked_payments"

    def __init__(self, waiting_count: int) -> None:
        super().__init__(waiting_count)
        self.waiting_count = waiting_count


class NotParked(Exception):
    """The payment was taken up or dropped already."""

    code = "not_parked"


def park(books: Books, what: dict[str, Any], *, cashier: Person, till: int) -> int:
    """Set a payment aside; what: plain values, nothing of money handed over. Returns its id.

    Raises NotAllowed and what require_open_till does.
    """
    cashier.require(Act.TAKE_PAYMENT)
    with books.machine() as connection:
        state = require_open_till(connection, till, books.clock.today().isoformat())
        require_own_till(connection, state, cashier)
        return aside.put_aside(connection, till, ASIDE, cashier.staff_id, canonical(what))


def parked(connection: Any, till: int) -> list[Parked]:
    """Return the payments that lie aside at a till, oldest first."""
    lying = [each for each in aside.asides(connection, till) if each.kind == ASIDE]
    return [Parked(each.id, name_of(connection, each.staff_id), each.content) for each in lying]


def unpark(books: Books, parked_id: int, *, cashier: Person, till: int) -> Parked:
    """Take a payment off the list, to go on with it or to drop it. Raises NotAllowed, NotParked."""
    cashier.require(Act.TAKE_PAYMENT)
    with books.machine() as connection:
        found = next((each for each in parked(connection, till) if each.id == parked_id), None)
        if found is None:
            raise NotParked
        aside.take_back(connection, parked_id)
        return found


def refuse_parked(connection: Any, till: int) -> None:
    """Raise ParkedPayments while any lies aside at a till."""
    waiting = len(parked(connection, till))
    if waiting:
        raise ParkedPayments(waiting)
