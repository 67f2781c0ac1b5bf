"""Telephone numbers are masked; seeing them in full leaves a trace of who saw whose."""

from counter.desk.people import Person
from counter.desk.standing import UnknownUnit
from counter.rules.permissions import Act
from db.books import Books
from db.queries import accounts

KIND = "phones_shown"


def show_phones(books: Books, unit_id: int, *, request_id: str, person: Person, till: int) -> None:
    """Record, before it happens, that somebody sees the telephone numbers of a unit's people in full.

    Nothing is posted where nobody of the unit has a number. Raises NotAllowed, UnknownUnit.
    """
    person.require(Act.SHOW_PHONES)
    with books.transaction(request_id, staff_id=person.staff_id, till=till) as tx:
        if accounts.unit(tx.connection, unit_id) is None:
            raise UnknownUnit(str(unit_id))
        holders = accounts.holders(tx.connection, unit_id)
        seen = sorted({each.person_id for each in holders if each.phone})
        if seen and not tx.earlier:
            tx.post(KIND, {"unit": unit_id, "persons": seen})
