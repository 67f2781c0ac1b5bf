"""Staff: PINs of one's own and for one use, waits that a clock cannot shorten, leaving, the way back, refusals."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.desk import approve
from counter.desk.change_pin import SamePin, change_own_pin, reset_pin
from counter.desk.change_staff import StaffHasOpenTill, StaffHasRequests, save_staff
from counter.desk.confirm_date import confirm_date
from counter.desk.people import (
    PinLocked,
    PinMustChange,
    PinTooShort,
    UnknownStaff,
    WrongPin,
    hash_pin,
    log_in,
    prove,
)
from counter.desk.recover_access import NotAKeeper, keepers, recover_access, untold
from counter.desk.refusals import note_refusal
from counter.desk.void_receipt import void_receipt
from counter.rules.permissions import Act, NotAllowed
from db.queries import people
from db.queries.people import StaffRow
from tests.db.tampering import without_guards
from tests.desk.office import (
    CASHIER,
    EVEN,
    MANAGER,
    OTHER_CASHIER,
    SUPERVISOR,
    Desk,
    HandClock,
    desk_at,
    furnish,
    open_office_books,
)


@pytest.fixture(scope="module")
def pin_hash() -> str:
    return hash_pin("2580")


@pytest.fixture
def office(tmp_path: Path, pin_hash: str) -> Iterator[Desk]:
    path = tmp_path / "books.sqlite"
    books = open_office_books(path, HandClock())
    furnish(books, {CASHIER.staff_id: pin_hash, MANAGER.staff_id: pin_hash})
    books.close()
    desk = desk_at(path)
    yield desk
    desk.books.close()


def row_of(desk: Desk, staff_id: int) -> StaffRow:
    found = people.staff(desk.connection, staff_id)
    assert found is not None
    return found


def last_body(desk: Desk) -> dict[str, object]:
    return desk.body(desk.count("event"))


def wrong(desk: Desk, times: int) -> int:
    wait = 0
    for _ in range(times):
        with pytest.raises(WrongPin) as refused:
            prove(desk.books, CASHIER.staff_id, "0000", 1)
        wait = refused.value.wait_seconds
    return wait


def test_a_person_chooses_another_pin_with_the_one_before(office: Desk) -> None:
    changed = change_own_pin(office.books, CASHIER.staff_id, "2580", "1470", request_id="c", till=1)
    assert changed == CASHIER == prove(office.books, CASHIER.staff_id, "1470")
    body = last_body(office)
    assert (body["kind"], body["what"], body["who"], body["staff"]) == ("staff_changed", ["pin_chosen"], 2, 2)
    with pytest.raises(WrongPin):
        prove(office.books, CASHIER.staff_id, "2580")
    assert office.findings() == []


def test_without_the_pin_before_nobody_changes_one(office: Desk) -> None:
    before = row_of(office, CASHIER.staff_id).pin_hash
    with pytest.raises(WrongPin):
        change_own_pin(office.books, CASHIER.staff_id, "0000", "1470", request_id="c", till=1)
    with pytest.raises(SamePin):
        change_own_pin(office.books, CASHIER.staff_id, "2580", "２５８０", request_id="c", till=1)
    with pytest.raises(PinTooShort):
        change_own_pin(office.books, CASHIER.staff_id, "2580", "147", request_id="c", till=1)
    assert row_of(office, CASHIER.staff_id).pin_hash == before
    assert office.connection.execute("SELECT till FROM event WHERE kind = 'log_in_failed'").fetchall() == [(1,)]


def test_a_pin_for_one_use_lets_a_person_choose_and_do_nothing_else(office: Desk) -> None:
    wrong(office, 3)
    reset_pin(office.books, CASHIER.staff_id, "9999", request_id="r", staff=MANAGER)
    once = prove(office.books, CASHIER.staff_id, "9999")
    assert once.must_change
    with pytest.raises(PinMustChange):
        log_in(office.books, "in", once, 1)
    with pytest.raises(PinMustChange):
        approve.approval("void", "receipt:1", SUPERVISOR.staff_id, once, "x")
    chosen = change_own_pin(office.books, CASHIER.staff_id, "9999", "1470", request_id="c", till=1)
    assert not chosen.must_change
    log_in(office.books, "in", prove(office.books, CASHIER.staff_id, "1470"), 1)


def test_only_who_may_change_staff_sets_a_pin_for_somebody(office: Desk) -> None:
    with pytest.raises(NotAllowed):
        reset_pin(office.books, MANAGER.staff_id, "9999", request_id="r", staff=SUPERVISOR)
    with pytest.raises(UnknownStaff):
        reset_pin(office.books, 99, "9999", request_id="r", staff=MANAGER)
    with pytest.raises(PinTooShort):
        reset_pin(office.books, CASHIER.staff_id, "99", request_id="r", staff=MANAGER)


def test_a_clock_set_back_does_not_shorten_the_wait_nor_lengthen_it_for_ever(office: Desk) -> None:
    assert wrong(office, 3) == 15
    office.clock.wait(days=-1)
    with pytest.raises(PinLocked) as refused:
        prove(office.books, CASHIER.staff_id, "2580")
    assert refused.value.wait_seconds == 15
    office.clock.wait(seconds=14)
    with pytest.raises(PinLocked):
        prove(office.books, CASHIER.staff_id, "2580")
    office.clock.wait(seconds=1)
    assert prove(office.books, CASHIER.staff_id, "2580") == CASHIER


def test_while_one_waits_another_comes_in(office: Desk) -> None:
    wrong(office, 3)
    assert prove(office.books, MANAGER.staff_id, "2580") == MANAGER


def test_whoever_has_a_till_open_or_something_asked_for_does_not_leave(office: Desk) -> None:
    office.open()
    row = row_of(office, CASHIER.staff_id)
    with pytest.raises(StaffHasOpenTill) as refused:
        save_staff(office.books, row._replace(until="2026-11-30"), request_id="1", staff=MANAGER)
    assert (refused.value.name, refused.value.till) == (CASHIER.name, 1)
    receipt = office.pay(EVEN).receipts[0].id
    void_receipt(office.books, receipt, "x", request_id="v", requester=OTHER_CASHIER, till=1, approver=None)
    other = row_of(office, OTHER_CASHIER.staff_id)
    with pytest.raises(StaffHasRequests) as waits:
        save_staff(office.books, other._replace(until="2026-11-30"), request_id="2", staff=MANAGER)
    assert waits.value.waiting_count == 1
    assert row_of(office, OTHER_CASHIER.staff_id).until is None


def test_whoever_leaves_is_closed_by_a_day_and_stays_in_the_register(office: Desk) -> None:
    row = row_of(office, CASHIER.staff_id)
    save_staff(office.books, row._replace(until="2026-11-24"), request_id="1", staff=MANAGER)
    assert last_body(office)["what"] == ["left"]
    assert prove(office.books, CASHIER.staff_id, "2580") == CASHIER
    office.clock.wait(days=1)
    with pytest.raises(UnknownStaff):
        prove(office.books, CASHIER.staff_id, "2580")
    with pytest.raises(UnknownStaff):
        change_own_pin(office.books, CASHIER.staff_id, "2580", "1470", request_id="c", till=1)
    assert row_of(office, CASHIER.staff_id).name == CASHIER.name
    save_staff(office.books, row_of(office, CASHIER.staff_id)._replace(until=None), request_id="2", staff=MANAGER)
    assert last_body(office)["what"] == ["returned"]


def test_a_change_says_what_it_changed_and_from_which_role(office: Desk) -> None:
    row = row_of(office, CASHIER.staff_id)
    save_staff(office.books, row._replace(role="supervisor", name="王小芳"), request_id="1", staff=MANAGER)
    body = last_body(office)
    assert (body["what"], body["role_before"], body["role"]) == (["name", "role"], "cashier", "supervisor")
    assert "王小芳" not in str(body)


def test_access_is_recovered_for_a_manager_and_everybody_is_told_once(office: Desk) -> None:
    log_in(office.books, "before", prove(office.books, CASHIER.staff_id, "2580"), 1)
    assert [row.id for row in keepers(office.connection, "2026-11-23")] == [MANAGER.staff_id]
    for _ in range(2):
        assert recover_access(office.books, MANAGER.staff_id, "135790", request_id="r").name == MANAGER.name
    body = last_body(office)
    assert (body["kind"], body["who"], body["staff"]) == ("access_recovered", MANAGER.staff_id, None)
    assert prove(office.books, MANAGER.staff_id, "135790").must_change
    assert [name for name, _at in untold(office.connection, CASHIER.staff_id)] == [MANAGER.name]
    log_in(office.books, "after", prove(office.books, CASHIER.staff_id, "2580"), 1)
    assert untold(office.connection, CASHIER.staff_id) == []
    assert len(untold(office.connection, SUPERVISOR.staff_id)) == 1
    assert office.findings() == []


def test_nobody_else_gets_in_by_recovering(office: Desk) -> None:
    with pytest.raises(NotAKeeper):
        recover_access(office.books, CASHIER.staff_id, "135790", request_id="1")
    with pytest.raises(UnknownStaff):
        recover_access(office.books, 99, "135790", request_id="2")
    assert office.connection.execute("SELECT count(*) FROM event WHERE kind = 'access_recovered'").fetchone() == (0,)


def test_what_was_refused_stands_in_the_books(office: Desk) -> None:
    note_refusal(office.books, NotAllowed("cashier", Act.CHANGE_STAFF), CASHIER, 1)
    body = last_body(office)
    assert (body["kind"], body["act"], body["why"], body["staff"], body["till"]) == (
        "act_refused", "change_staff", "not_allowed", CASHIER.staff_id, 1,
    )  # fmt: skip
    with pytest.raises(approve.SelfApproval) as own:
        confirm_date(office.books, request_id="d", requester=SUPERVISOR, approver=SUPERVISOR)
    note_refusal(office.books, own.value, SUPERVISOR, 1)
    assert (last_body(office)["act"], last_body(office)["why"]) == ("confirm_date", "self_approval")
    before = office.count("event")
    note_refusal(office.books, ValueError("x"), CASHIER, 1)
    assert office.count("event") == before


@pytest.mark.parametrize(
    "behind_our_back",
    [
        "UPDATE staff SET pin_hash = 'x' WHERE id = 2",
        "UPDATE staff SET role = 'manager' WHERE id = 2",
        "UPDATE staff SET until = NULL WHERE id = 2",
        "DELETE FROM event WHERE kind = 'log_in_failed'",
        "UPDATE event SET body = replace(body, '\"failures\":1', '\"failures\":0') WHERE kind = 'log_in_failed'",
    ],
)
def test_staff_changed_behind_our_back_is_found(office: Desk, behind_our_back: str) -> None:
    wrong(office, 1)
    row = row_of(office, CASHIER.staff_id)
    save_staff(office.books, row._replace(until="2026-11-30"), request_id="1", staff=MANAGER)
    assert office.findings() == []
    with without_guards(Path(office.books.path)) as connection:
        connection.execute(behind_our_back)
    assert office.findings() != []
