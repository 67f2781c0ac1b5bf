"""Erasing a person's data: name, telephone, initials and Find keys go; sums, numbers and kept receipts stay.

The chain stays whole, for it carries the person's number and salted digests only. Receipts are vouchers that the law
has kept for thirty years, so their papers keep the payer's name; every other paper that names the person goes.
"""

from typing import Any, NamedTuple

from counter.desk.approve import approval
from counter.desk.change_registers import UnknownPerson
from counter.desk.liable import answered_for
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.rules.permissions import Act
from db import papers
from db.books import Books
from db.queries import erasure, registers
from db.registers import erase_person as erase_versions

KIND = "person_erased"
ACT = "erase_person"


class PersonErasedAlready(Exception):
    """The person's data was erased before."""

    code = "person_erased_already"

    def __init__(self, person_id: int) -> None:
        super().__init__(person_id)
        self.person_id = person_id


class PersonHoldsUnit(Exception):
    """The person is tied to a unit today; unit_role is owner, co_owner, occupier, developer or steward."""

    code = "person_holds_unit"

    def __init__(self, unit_code: str, unit_role: str) -> None:
        super().__init__(unit_code, unit_role)
        self.unit_code = unit_code
        self.unit_role = unit_role


class PersonOwes(Exception):
    """A charge of this person is still open."""

    code = "person_owes"

    def __init__(self, unit_code: str, open_minor: int) -> None:
        super().__init__(unit_code, open_minor)
        self.unit_code = unit_code
        self.open_minor = open_minor


class PersonHasMoney(Exception):
    """A balance, a deposit or months paid ahead of this person are still held."""

    code = "person_has_money"

    def __init__(self, unit_code: str, account: str, amount_minor: int) -> None:
        super().__init__(unit_code, account, amount_minor)
        self.unit_code = unit_code
        self.account = account
        self.amount_minor = amount_minor


class PersonHasCase(Exception):
    """A case of this person has not ended."""

    code = "person_has_case"

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


class ReasonNamesPerson(Exception):
    """The reason would keep in the chain what is to be erased."""

    code = "reason_names_person"


class Erased(NamedTuple):
    """What went: how many papers beside the register."""

    papers: int


def erase_person(
    books: Books, person_id: int, reason: str, *, request_id: str, requester: Person, approver: Person
) -> Erased:
    """Erase a person's data with a second person's agreement.

    Raises NotAllowed, SelfApproval, ReasonMissing, FullCardNumber, ReasonNamesPerson, and what require_erasable does.
    """
    requester.require(Act.ERASE_PERSON)
    with books.transaction(request_id, staff_id=requester.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return Erased(int(done[1]["papers"]))
        require_erasable(tx.connection, person_id, tx.day)
        agreed = approval(ACT, f"person:{person_id}", requester.staff_id, approver, reason)
        traces = erasure.traces_of(tx.connection, person_id)
        if any(trace in agreed.reason for trace in traces):
            raise ReasonNamesPerson
        gone = papers.forget(tx.connection, traces)
        erase_versions(tx.connection, person_id)
        # What the second person saw names the person, and is not kept.
        tx.post(KIND, {"person": person_id, "reason": agreed.reason, "papers": gone}, [agreed])
        return Erased(gone)


def require_erasable(connection: Any, person_id: int, day: str) -> None:
    """Raise UnknownPerson, PersonErasedAlready, PersonOwes, PersonHasMoney, PersonHasCase or PersonHoldsUnit.

    day: ISO date; what somebody who left answers for is told by it.
    """
    row = registers.person(connection, person_id)
    if row is None:
        raise UnknownPerson(person_id)
    if row.name is None:
        raise PersonErasedAlready(person_id)
    for unit_code, amount in erasure.owed_by(connection, person_id):
        raise PersonOwes(unit_code, amount)
    for unit_id, unit_code in erasure.units_left(connection, person_id):
        # Who left answers for their days, also where the charge names a tenant of that time or nobody.
        owed = sum(each.open for each in answered_for(connection, unit_id, person_id, day))
        if owed:
            raise PersonOwes(unit_code, owed)
    for unit_code, account, amount in erasure.held_for(connection, person_id):
        raise PersonHasMoney(unit_code, account, amount)
    for number in erasure.open_cases_of(connection, person_id):
        raise PersonHasCase(number)
    for unit_code, role in erasure.ties_of(connection, person_id):
        raise PersonHoldsUnit(unit_code, role)
