"""Who works in the sample, with PINs that the manual prints: they guard nothing."""

from random import Random
from typing import Literal, NamedTuple

from counter.desk.change_fund import enter_change_fund
from counter.desk.change_staff import save_staff
from counter.desk.found_books import found_books
from counter.desk.people import Person
from db.books import Books
from db.queries.people import StaffRow

ESTATE_ZH, ESTATE_EN = "阳光花园", "Sunny Garden"
# What lies in the safe for change when the books begin, in minor units.
CHANGE_FUND = 100_000
SETTINGS = {
    "collector": "阳光物业服务有限公司",
    "collector_en": "Sunny Property Services Ltd.",
    # A bank and numbers that nobody has.
    "bank_account": "示例银行阳光支行 0000 1234 5678 0000 000",
    "bank_account_en": "Sample Bank, Sunny Branch 0000 1234 5678 0000 000",
    "letter_contact": "服务中心：1号楼一层，8:30–17:30（周日休息），电话 0000-1234567",
    "letter_contact_en": "Service centre: building 1, ground floor, 8:30–17:30 (closed on Sundays), phone 0000-1234567",
}


PracticeKind = Literal["sample", "training"]


class Member(NamedTuple):
    """Somebody who works in the sample."""

    name: str
    role: str
    pin: str


MANAGER = Member("陈静", "manager", "3333")
CASHIER = Member("王芳", "cashier", "1111")
SUPERVISOR = Member("李建国", "supervisor", "2222")
FINANCE = Member("赵会计", "finance", "4444")
AUDITOR = Member("钱审计", "auditor", "5555")


class Team(NamedTuple):
    """The people of the sample as desk knows them."""

    manager: Person
    cashier: Person
    supervisor: Person
    finance: Person
    auditor: Person


def found_sample(books: Books, books_id: str, seed: int, kind: PracticeKind = "sample") -> Team:
    """Found the sample's books, or training books with the same people, and let everybody begin to work there."""
    salts = Random(f"pins-{seed}")
    founded = found_books(
        books, request_id="sample-found", kind=kind, estate_zh=ESTATE_ZH, estate_en=ESTATE_EN,
        manager_name=MANAGER.name, pin_hash=_pin_hash(MANAGER.pin, salts), books_id=books_id, settings=SETTINGS,
    )  # fmt: skip
    manager = Person(founded.manager_id, MANAGER.name, MANAGER.role)
    team = Team(manager, *(_join(books, manager, each, salts) for each in (CASHIER, SUPERVISOR, FINANCE, AUDITOR)))
    enter_change_fund(
        books, CHANGE_FUND, "开账清点", request_id="sample-change-fund", clerk=team.finance, second=team.supervisor
    )
    return team


def _join(books: Books, manager: Person, member: Member, salts: Random) -> Person:
    since = books.clock.today().isoformat()
    row = StaffRow(0, member.name, member.role, _pin_hash(member.pin, salts), since, None)
    return Person(save_staff(books, row, request_id=f"sample-{member.role}", staff=manager), member.name, member.role)


def _pin_hash(pin: str, salts: Random) -> str:
    """The hash of a PIN as counter.desk.people makes it, but under a salt that comes from the seed."""
    from argon2 import PasswordHasher

    hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
    return hasher.hash(pin, salt=salts.randbytes(16))
