"""A person's own PIN: changed with the one before, reset by a manager, or chosen after a PIN for one use."""

from counter.desk.change_staff import KIND
from counter.desk.people import Person, UnknownStaff, hash_pin, one_time, prove
from counter.desk.requests import earlier_facts
from counter.rules.fold import to_ascii
from counter.rules.permissions import Act
from db.books import Books, Tx
from db.queries import people
from db.queries.people import Backoff


class SamePin(Exception):
    """The new PIN is the one before."""

    code = "same_pin"


def change_own_pin(books: Books, staff_id: int, old: str, new: str, *, request_id: str, till: int) -> Person:
    """Give a person a new PIN of their own choice, and return them; the old one, also one for one use, proves them.

    Raises UnknownStaff, WrongPin, PinLocked, PinTooShort, SamePin.
    """
    proved = prove(books, staff_id, old, till)
    if to_ascii(old) == to_ascii(new):
        raise SamePin
    hashed = hash_pin(new)
    with books.transaction(request_id, staff_id=staff_id, till=till) as tx:
        if earlier_facts(tx, KIND) is None:
            _set(tx, staff_id, hashed, "pin_chosen")
    return Person(proved.staff_id, proved.name, proved.role, proved.table)


def reset_pin(books: Books, staff_id: int, pin: str, *, request_id: str, staff: Person) -> None:
    """Give somebody else a PIN for one use, to be changed at the next log-in; a wait after wrong ones is over.

    Raises NotAllowed, UnknownStaff, PinTooShort.
    """
    staff.require(Act.CHANGE_STAFF)
    hashed = one_time(hash_pin(pin))
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        if earlier_facts(tx, KIND) is None:
            _set(tx, staff_id, hashed, "pin_reset")
            people.set_backoff(tx.connection, staff_id, Backoff(0, ""))


def _set(tx: Tx, staff_id: int, hashed: str, what: str) -> None:
    row = people.staff(tx.connection, staff_id)
    if row is None or row.left(tx.day):
        raise UnknownStaff(staff_id)
    facts = {"who": staff_id, "role": row.role, "what": [what]}
    tx.change(KIND, facts, {"staff": [tuple(row._replace(pin_hash=hashed))]})
