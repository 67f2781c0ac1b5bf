"""Who may do what, cell by cell: as shipped, as an office changed it, and that every act at the desk asks."""

from datetime import timedelta
from pathlib import Path

import pytest

from counter.desk.change_permissions import NobodyLeft, change_permissions
from counter.desk.change_staff import save_staff
from counter.desk.people import table_on
from counter.desk.x_report import print_x
from counter.rules.permissions import (
    PERMISSIONS,
    READING,
    Act,
    CellFixed,
    NotAllowed,
    Role,
    as_setting,
    fixed,
    from_setting,
    may,
    with_cell,
)
from db.queries import people
from tests.db.tampering import without_guards
from tests.desk.acts_at_desk import ASKER, DESK_ACTS, DeskAct, flip, now, of_role, stand_in
from tests.desk.office import CASHIER, EVEN, MANAGER, OTHER_CASHIER, SUPERVISOR, Desk
from tests.desk.trail_words import raw_words

# One column a role: cashier, supervisor, finance, manager, auditor.
TABLE = {
    Act.TAKE_PAYMENT: "x x . x .",
    Act.OPEN_TILL: "x x . x .",
    Act.CLOSE_TILL: "x x . x .",
    Act.REQUEST_VOID: "x x . x .",
    Act.APPROVE_VOID: ". x . x .",
    Act.MOVE_PAYMENT: "x x . x .",
    Act.APPROVE_MOVE: ". x . x .",
    Act.REPRINT: "x x x x .",
    Act.OPEN_DRAWER: "x x . x .",
    Act.PAY_IN_OUT: "x x . x .",
    Act.DROP_CASH: "x x . x .",
    Act.WITNESS_DROP: "x x x x .",
    Act.HAND_OVER: "x x . x .",
    Act.RESUME_TILL: ". x . x .",
    Act.APPROVE_LATE_CLOSE: ". x . x .",
    Act.APPROVE_OVER_SHORT: ". x . x .",
    Act.SETTLE_CARD: ". x . x .",
    Act.APPROVE_COPY: ". x . x .",
    Act.APPROVE_DRAWER: ". x . x .",
    Act.APPROVE_PRICES: ". . x x .",
    Act.APPROVE_RESTORE: ". x . x .",
    Act.WAIVE_LATE_FEE: ". x . x .",
    Act.CHECK_CODES: ". x x x .",
    Act.RECORD_TRANSFER: "x x x x .",
    Act.RUN_BILLS: ". . x x .",
    Act.CHANGE_PRICES: ". . x x .",
    Act.CHANGE_REGISTERS: ". x x x .",
    Act.IMPORT_ESTATE: ". . x x .",
    Act.CHANGE_SETTINGS: ". . . x .",
    Act.CHANGE_STAFF: ". . . x .",
    Act.CONFIRM_DATE: ". x . x .",
    Act.REQUEST_REFUND: "x x . x .",
    Act.APPROVE_REFUND: ". x . x .",
    Act.REVERSE_PAYMENT: "x x . x .",
    Act.APPROVE_REVERSAL: ". x . x .",
    Act.PAY_REFUNDS: ". . x x .",
    Act.RECEIVE_REMITTANCE: ". . x x .",
    Act.BANK_CASH: ". x x x .",
    Act.ENTER_LATE: "x x . x .",
    Act.KEEP_FORMS: ". x x x .",
    Act.MARK_INVOICE: "x x x x .",
    Act.ADJUST_CHARGES: ". x x x .",
    Act.APPROVE_ADJUSTMENT: ". . x x .",
    Act.CHARGE_ONCE: "x x x x .",
    Act.CERTIFY: ". x x x .",
    Act.RECORD_CASES: "x x x x .",
    Act.SETTLE_CASES: ". x x x .",
    Act.SEND_LETTERS: ". x x x .",
    Act.NOTE_CONTACT: "x x x x .",
    Act.BACK_UP: "x x x x .",
    Act.RESTORE: ". . . x .",
    Act.ERASE_PERSON: ". . . x .",
    Act.APPROVE_ERASURE: ". x . x .",
    Act.SHOW_PHONES: "x x x x .",
    Act.EXPORT: ". x x x x",
    Act.READ: "x x x x x",
}
ROLES = (Role.CASHIER, Role.SUPERVISOR, Role.FINANCE, Role.MANAGER, Role.AUDITOR)
CELLS = [(role, act, cell == "x") for act, row in TABLE.items() for role, cell in zip(ROLES, row.split(), strict=True)]


def test_the_table_knows_every_act_and_every_role() -> None:
    assert set(TABLE) == set(Act)
    assert set(ROLES) == set(Role)


def test_every_act_of_the_table_is_an_act_at_the_desk() -> None:
    assert {each.act for each in DESK_ACTS} == set(Act)


@pytest.mark.parametrize(("role", "act", "allowed"), CELLS, ids=[f"{role}-{act}" for role, act, _ in CELLS])
def test_each_cell_of_the_table(role: Role, act: Act, allowed: bool) -> None:
    assert may(role, act) is allowed


def _try(desk: Desk, case: DeskAct, role: Role, allowed: bool) -> None:
    person = now(desk, of_role(role))
    # Whoever ran the till does not agree to what was found in it.
    stand_in(desk, *((ASKER,) if case.act.startswith("approve_") else (ASKER, person)))
    before = desk.count("event")
    if allowed:
        case.do(desk, person)
        return
    with pytest.raises(NotAllowed) as refused:
        case.do(desk, person)
    assert (refused.value.role, refused.value.act, refused.value.staff_id) == (role, case.act, person.staff_id)
    assert desk.count("event") <= before + case.events_before, "what came before the refused act, and nothing of it"


@pytest.mark.parametrize("role", ROLES, ids=str)
@pytest.mark.parametrize("case", DESK_ACTS, ids=lambda case: case.name)
def test_each_act_asks_the_table_as_shipped_and_is_told_in_words(desk: Desk, case: DeskAct, role: Role) -> None:
    desk.pay(EVEN, pay_now=10000)
    _try(desk, case, role, case.act in PERMISSIONS[role])
    if role is Role.MANAGER:
        assert raw_words(desk) == []


@pytest.mark.parametrize("role", ROLES, ids=str)
@pytest.mark.parametrize("case", DESK_ACTS, ids=lambda case: case.name)
def test_each_act_asks_the_table_as_the_office_changed_it(desk: Desk, case: DeskAct, role: Role) -> None:
    desk.pay(EVEN, pay_now=10000)
    if fixed(role, case.act) is not None:
        with pytest.raises(CellFixed):
            flip(desk, role, case.act)
        _try(desk, case, role, case.act in PERMISSIONS[role])
    else:
        _try(desk, case, role, flip(desk, role, case.act))
        assert desk.findings() == []


def test_the_auditor_can_be_given_nothing_that_writes() -> None:
    for act in set(Act) - READING:
        with pytest.raises(CellFixed):
            with_cell(PERMISSIONS, Role.AUDITOR, act, True)
    assert from_setting({act.value: ["auditor"] for act in Act})[Role.AUDITOR] == READING


def test_a_table_is_read_as_it_was_kept_and_a_new_act_is_as_shipped() -> None:
    table = with_cell(PERMISSIONS, Role.CASHIER, Act.OPEN_DRAWER, False)
    kept = as_setting(table)
    assert from_setting(kept) == table
    del kept[Act.RUN_BILLS.value]
    assert from_setting(kept) == table
    assert from_setting(None) == PERMISSIONS


def test_a_table_holds_from_its_day_on_and_says_what_was_given_and_taken(desk: Desk) -> None:
    today = desk.clock.today()
    table = with_cell(PERMISSIONS, Role.CASHIER, Act.CLOSE_TILL, False)
    table = with_cell(table, Role.FINANCE, Act.OPEN_DRAWER, True)
    for _ in range(2):
        change_permissions(desk.books, table, today + timedelta(days=1), request_id="t", staff=now(desk, MANAGER))
    print_x(desk.books, request_id="x", cashier=now(desk, CASHIER), till=1, office=desk.office, words=desk.words)
    body = desk.body(desk.count("event") - 1)
    assert (body["kind"], body["since"]) == ("permissions_changed", "2026-11-24")
    assert (body["granted"], body["taken"]) == ({"finance": ["open_drawer"]}, {"cashier": ["close_till"]})
    desk.clock.wait(days=1)
    assert not now(desk, CASHIER).may(Act.CLOSE_TILL)
    assert table_on(desk.connection, "2026-11-23") == PERMISSIONS
    assert desk.findings() == []


def test_what_changes_nothing_is_no_event(desk: Desk) -> None:
    before = desk.count("event")
    change_permissions(desk.books, PERMISSIONS, desk.clock.today(), request_id="t", staff=now(desk, MANAGER))
    assert desk.count("event") == before


def test_nobody_can_lock_everybody_out(desk: Desk) -> None:
    table = with_cell(PERMISSIONS, Role.MANAGER, Act.CHANGE_STAFF, False)
    with pytest.raises(NobodyLeft):
        change_permissions(desk.books, table, desk.clock.today(), request_id="1", staff=now(desk, MANAGER))
    handed = with_cell(table, Role.SUPERVISOR, Act.CHANGE_STAFF, True)
    change_permissions(desk.books, handed, desk.clock.today(), request_id="2", staff=now(desk, MANAGER))
    assert not now(desk, MANAGER).may(Act.CHANGE_STAFF)
    rows = {row.id: row for row in people.all_staff(desk.connection)}
    chief = now(desk, SUPERVISOR)
    save_staff(desk.books, rows[7]._replace(role="cashier"), request_id="3", staff=chief)
    for changed in (rows[3]._replace(role="cashier"), rows[3]._replace(until="2026-12-31")):
        with pytest.raises(NobodyLeft):
            save_staff(desk.books, changed, request_id="4", staff=chief)


def test_somebody_can_always_confirm_the_date(desk: Desk) -> None:
    table = PERMISSIONS
    for role in Role:
        if Act.CONFIRM_DATE in table[role]:
            table = with_cell(table, role, Act.CONFIRM_DATE, False)
    with pytest.raises(NobodyLeft) as refused:
        change_permissions(desk.books, table, desk.clock.today(), request_id="1", staff=now(desk, MANAGER))
    assert refused.value.act is Act.CONFIRM_DATE


def test_a_later_table_counts_before_somebody_leaves(desk: Desk) -> None:
    table = with_cell(PERMISSIONS, Role.MANAGER, Act.CHANGE_STAFF, False)
    table = with_cell(table, Role.FINANCE, Act.CHANGE_STAFF, True)
    later = desk.clock.today() + timedelta(days=9)
    change_permissions(desk.books, table, later, request_id="1", staff=now(desk, MANAGER))
    finance = next(row for row in people.all_staff(desk.connection) if row.role == "finance")
    with pytest.raises(NobodyLeft):
        save_staff(desk.books, finance._replace(until="2026-11-23"), request_id="2", staff=now(desk, MANAGER))


def test_whoever_has_left_may_do_nothing(desk: Desk) -> None:
    row = next(each for each in people.all_staff(desk.connection) if each.id == OTHER_CASHIER.staff_id)
    save_staff(desk.books, row._replace(until="2026-11-23"), request_id="1", staff=now(desk, MANAGER))
    assert now(desk, CASHIER).may(Act.READ)
    assert not any(now(desk, OTHER_CASHIER).may(act) for act in Act)


@pytest.mark.parametrize(
    "behind_our_back",
    [
        "UPDATE setting SET value = replace(value, '[\"manager\"]', '[\"cashier\"]') WHERE key = 'permissions'",
        "UPDATE setting SET since = '2026-11-01' WHERE key = 'permissions'",
        "DELETE FROM setting WHERE key = 'permissions'",
        "UPDATE event SET body = replace(body, 'open_drawer', 'run_bills') WHERE kind = 'permissions_changed'",
    ],
)
def test_a_table_changed_behind_our_back_is_found(desk: Desk, behind_our_back: str) -> None:
    table = with_cell(PERMISSIONS, Role.FINANCE, Act.OPEN_DRAWER, True)
    change_permissions(desk.books, table, desk.clock.today(), request_id="t", staff=now(desk, MANAGER))
    assert desk.findings() == []
    with without_guards(Path(desk.books.path)) as connection:
        assert connection.execute(behind_our_back).rowcount == 1
    assert desk.findings() != []
