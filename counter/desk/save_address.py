"""The postal address of somebody whom letters do not reach at the unit: who sold it, who moved out, a developer."""

from counter.desk.change_registers import KIND, UnknownPerson
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.tenders import no_card_number
from counter.rules.permissions import Act
from db.books import Books
from db.queries import registers

MOST = 80  # signs: three lines in the window of an envelope


class AddressTooLong(ValueError):
    """An address does not fit into the window of an envelope."""

    code = "address_too_long"

    def __init__(self, length: int, most: int) -> None:
        super().__init__(length, most)
        self.length = length
        self.most = most


def save_address(books: Books, person_id: int, address: str, *, request_id: str, staff: Person) -> None:
    """Enter where letters reach a person, '' for nowhere but the unit they hold; idempotent by request.

    Raises NotAllowed, UnknownPerson, AddressTooLong, FullCardNumber.
    """
    staff.require(Act.CHANGE_REGISTERS)
    text = " ".join(address.split())
    if len(text) > MOST:
        raise AddressTooLong(len(text), MOST)
    no_card_number(text)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        if earlier_facts(tx, KIND) is not None:
            return
        row = registers.person(tx.connection, person_id)
        if row is None or row.name is None:
            raise UnknownPerson(person_id)
        tx.change(KIND, {"person": person_id}, {"person": [tuple(row._replace(address=text or None))]})
