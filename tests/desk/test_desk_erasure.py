"""Erasing a person: the data goes, the sums and the chain stay, and nothing open is forgotten with it."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from backup.journal import write_journal
from counter.desk.approve import ReasonMissing, SelfApproval
from counter.desk.change_registers import UnknownPerson, add_holder, end_holding, save_person
from counter.desk.copies import reprint
from counter.desk.erase_person import (
    Erased,
    PersonErasedAlready,
    PersonHasCase,
    PersonHasMoney,
    PersonHoldsUnit,
    PersonOwes,
    ReasonNamesPerson,
    erase_person,
)
from counter.desk.payment_order import Chosen
from counter.desk.people import Person
from counter.desk.print_statement import print_statement
from counter.desk.write_off import write_off
from counter.rules.cases import Kind, Step
from counter.rules.permissions import NotAllowed
from db import find
from db.check import check_books
from db.queries import cases, registers, tills
from db.queries.registers import PersonRow
from db.rows import Posting
from tests.desk.case_office import bring, move
from tests.desk.office import AUDITOR, CASHIER, EVEN, FINANCE, MANAGER, ODD, OWNERS, SUPERVISOR, Desk
from tests.presenters.units_office import open_office

NAME, PHONE = OWNERS[EVEN], "13800138001"
REASON = "asked in writing on 2026-11-23"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Desk]:
    with open_office(tmp_path) as desk:
        yield desk


def move_out(office: Desk, unit: int = EVEN, follower: bool = True) -> None:
    """The owner of a unit leaves; somebody else follows unless told otherwise."""
    end_holding(office.books, unit, date(2026, 11, 22), request_id=office.request(), staff=MANAGER)
    if follower:
        row = PersonRow(0, "钱七", "13900139007", None, "person", None)
        person = save_person(office.books, row, request_id=office.request(), staff=MANAGER)
        add_holder(
            office.books, unit, person, "owner", request_id=office.request(), staff=MANAGER, since=date(2026, 11, 23)
        )


def erase(office: Desk, person: int = EVEN, reason: str = REASON, **more: object) -> Erased:
    who: dict[str, Person] = {"requester": MANAGER, "approver": SUPERVISOR, **more}  # type: ignore[dict-item]
    return erase_person(office.books, person, reason, request_id=office.request(), **who)


def hits(office: Desk, kind: str, text: str) -> list[int]:
    return [hit.unit_id for hit in find.search(office.books.database, kind, text)]


def holding_the_name(path: Path, name: str) -> set[str]:
    """The tables of a file in which a text stands anywhere."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            table
            for table in tables
            for row in connection.execute(f"SELECT * FROM {table}")
            if any(name in str(value) for value in row)
        }
    finally:
        connection.close()


def test_the_data_goes_and_the_chain_stays_whole(office: Desk) -> None:
    office.pay(EVEN)
    move_out(office)
    erase(office)
    row = registers.person(office.connection, EVEN)
    assert row == PersonRow(EVEN, None, None, None, "person", None)
    reader = office.books.reader()
    report = check_books(reader)
    reader.close()
    assert (report.findings, report.erased) == ((), 1)
    assert holding_the_name(Path(office.books.path), PHONE) == set()
    assert holding_the_name(Path(office.books.path), NAME) == {"paper"}, "receipts are vouchers and stay"


def test_find_does_not_find_the_name_any_more(office: Desk) -> None:
    row = PersonRow(0, "周星", "13911112222", None, "person", None)
    person = save_person(office.books, row, request_id=office.request(), staff=MANAGER)
    tie = add_holder(
        office.books, ODD, person, "co_owner", request_id=office.request(), staff=MANAGER, since=date(2026, 1, 1)
    )
    assert [hits(office, kind, text) for kind, text in (("name", "周星"), ("initials", "zx"), ("phone", "2222"))] == [
        [ODD]
    ] * 3
    end_holding(office.books, tie, date(2026, 11, 1), request_id=office.request(), staff=MANAGER)
    office.pay(ODD)
    erase(office, person)
    assert [hits(office, kind, text) for kind, text in (("name", "周星"), ("initials", "zx"), ("phone", "2222"))] == [
        []
    ] * 3
    assert office.findings() == []


def test_the_event_says_who_agreed_and_why_and_names_nobody(office: Desk) -> None:
    office.pay(EVEN)
    move_out(office)
    erase(office)
    body = office.body(tills.head(office.connection)[0])
    assert (body["kind"], body["person"], body["reason"]) == ("person_erased", EVEN, REASON)
    assert body["rows"]["approval"] == [["erase_person", f"person:{EVEN}", 1, 3, "granted", REASON]]
    bodies = office.connection.execute("SELECT body FROM event").fetchall()
    assert not any(name in text for (text,) in bodies for name in (NAME, PHONE))


def test_papers_that_name_the_person_go_and_receipts_stay(office: Desk) -> None:
    paid = office.pay(EVEN)
    receipt = paid.receipts[0].id
    print_statement(
        office.books, EVEN, request_id=office.request(), person=CASHIER, till=1, office=office.office,
        words=office.words,
    )  # fmt: skip
    reprint(
        office.books, receipt, request_id=office.request(), person=CASHIER, till=1, office=office.office,
        words=office.words,
    )  # fmt: skip
    move_out(office)
    assert erase(office).papers == 2
    kinds = office.connection.execute("SELECT kind FROM paper WHERE instr(content, ?)", (NAME,)).fetchall()
    assert kinds == [("receipt",)]
    assert office.findings() == []
    copy = reprint(
        office.books, receipt, request_id=office.request(), person=CASHIER, till=1, office=office.office,
        words=office.words,
    )  # fmt: skip
    assert copy == 2, "the voucher can still be copied"


def test_the_journal_written_afterwards_carries_no_name(office: Desk, tmp_path: Path) -> None:
    office.pay(EVEN)
    move_out(office)
    erase(office)
    office.close()
    written = write_journal(
        Path(office.books.path), tills.last_anchor(office.connection), tmp_path / "journals", program="test"
    )
    assert holding_the_name(written.path, NAME) == set()
    assert holding_the_name(written.path, PHONE) == set()


def owes(office: Desk) -> None:
    move_out(office)


def has_a_balance(office: Desk) -> None:
    office.pay(EVEN, to_balance=5000)
    move_out(office, follower=False)


def has_paid_ahead(office: Desk) -> None:
    office.pay(EVEN, ahead=office.ahead(EVEN, "2026-12"))
    move_out(office, follower=False)


def left_a_deposit(office: Desk) -> None:
    office.pay(EVEN)
    with office.books.transaction("deposit", staff_id=2) as tx:
        rows = [Posting("held", "till_cash", 90_000), Posting("held", "deposits_held", -90_000, EVEN)]
        tx.post("deposit_taken", {}, rows)
    move_out(office, follower=False)


def still_holds(office: Desk) -> None:
    office.pay(EVEN)


@pytest.mark.parametrize(
    ("before", "error"),
    [
        (owes, PersonOwes),
        (has_a_balance, PersonHasMoney),
        (has_paid_ahead, PersonHasMoney),
        (left_a_deposit, PersonHasMoney),
        (still_holds, PersonHoldsUnit),
    ],
)
def test_while_something_is_open_nothing_is_erased(
    office: Desk, before: Callable[[Desk], None], error: type[Exception]
) -> None:
    before(office)
    head = tills.head(office.connection)
    with pytest.raises(error):
        erase(office)
    assert tills.head(office.connection) == head
    row = registers.person(office.connection, EVEN)
    assert row is not None
    assert row.name == NAME


def test_what_is_owed_is_named_with_unit_and_sum(office: Desk) -> None:
    move_out(office)
    with pytest.raises(PersonOwes) as caught:
        erase(office)
    assert (caught.value.unit_code, caught.value.open_minor) == ("3-2-1201", 75_180)
    every = [Chosen(each.charge_id, each.open) for each in office.charges(EVEN)]
    write_off(office.books, EVEN, every, "gone", request_id="lost", staff=SUPERVISOR, approver=MANAGER)
    with pytest.raises(PersonOwes) as caught:
        erase(office)
    assert caught.value.open_minor == 75_180, "bad debt is owed all the same"


def test_money_of_whoever_holds_the_unit_now_is_not_the_former_owners(office: Desk) -> None:
    office.pay(EVEN, to_balance=5000)
    move_out(office)
    erase(office)
    assert office.account("balance", unit=EVEN) == -5000


def test_only_a_manager_asks_and_a_second_person_agrees_with_a_reason(office: Desk) -> None:
    office.pay(EVEN)
    move_out(office)
    for requester in (CASHIER, SUPERVISOR, FINANCE, AUDITOR):
        with pytest.raises(NotAllowed):
            erase(office, requester=requester, approver=MANAGER)
    with pytest.raises(SelfApproval):
        erase(office, approver=MANAGER)
    for approver in (CASHIER, FINANCE, AUDITOR):
        with pytest.raises(NotAllowed):
            erase(office, approver=approver)
    with pytest.raises(ReasonMissing):
        erase(office, reason="  ")
    for reason in (f"{NAME}本人申请", f"called from {PHONE}"):
        with pytest.raises(ReasonNamesPerson):
            erase(office, reason=reason)
    with pytest.raises(UnknownPerson):
        erase(office, 99)
    erase(office)
    with pytest.raises(PersonErasedAlready):
        erase(office)


def test_the_same_wish_erases_once(office: Desk) -> None:
    office.pay(EVEN)
    move_out(office)
    who = {"requester": MANAGER, "approver": SUPERVISOR}
    first = erase_person(office.books, EVEN, REASON, request_id="once", **who)
    head = tills.head(office.connection)
    assert erase_person(office.books, EVEN, REASON, request_id="once", **who) == first
    assert tills.head(office.connection) == head


def test_what_a_person_said_in_a_case_goes_with_them_once_the_case_has_ended(office: Desk) -> None:
    office.pay(EVEN)
    said = "the neighbour of 13800138001 shouts"
    case = bring(office, kind=Kind.COMPLAINT, topic="noise", said=said).case_id
    move_out(office)
    with pytest.raises(PersonHasCase):
        erase(office)
    move(office, case, Step.IN_HAND, "spoken to 13800138001")
    move(office, case, Step.WITHDRAWN, "settled at home")
    erase(office)
    assert holding_the_name(Path(office.books.path), "13800138001") == set()
    row = cases.case(office.connection, case)
    assert row is not None
    assert (row.number, row.step, row.said) == ("U2026-000001", "withdrawn", None)
    assert [each.step.told for each in cases.steps(office.connection, case)] == [None] * 3
    assert office.findings() == []
