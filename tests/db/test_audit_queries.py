"""The trail is found by what is looked for, page by page, through its indexes; nothing is skipped or doubled."""

from pathlib import Path
from typing import Any

import pytest

from counter.desk.copies import reprint
from counter.desk.show_phones import show_phones
from counter.desk.void_receipt import void_receipt
from db.queries import audit
from db.queries.audit import AuditFilter
from tests.desk.office import CASHIER, EVEN, ODD, SUPERVISOR, Desk, desk_at, furnish, open_office_books
from tests.desk.office import HandClock as Clock


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    path = tmp_path / "books.sqlite"
    books = open_office_books(path, Clock())
    furnish(books)
    books.close()
    made = desk_at(path)
    made.open()
    yield made
    made.books.close()


def kinds(desk: Desk, **wanted: Any) -> list[str]:
    return [row.kind for row in audit.page(desk.connection, AuditFilter(**wanted))]


def plan(desk: Desk, wanted: AuditFilter) -> str:
    """How SQLite finds a page."""
    sql, values = audit._numbers(desk.connection, wanted)
    rows = desk.connection.execute(f"EXPLAIN QUERY PLAN {sql}", (*values, audit.FIRST, audit.PAGE))
    return " | ".join(row[-1] for row in rows)


def test_pages_follow_each_other_without_a_gap(desk: Desk) -> None:
    everything = [row.id for row in audit.page(desk.connection, AuditFilter())]
    assert everything == list(range(desk.count("event"), 0, -1))
    found, before = list[int](), audit.FIRST
    while page := audit.page(desk.connection, AuditFilter(), before, 2):
        found += [row.id for row in page]
        before = page[-1].id
    assert found == everything


def test_a_receipt_brings_everything_that_happened_to_it(desk: Desk) -> None:
    receipt = desk.pay(EVEN).receipts[0].id
    desk.pay(ODD)
    reprint(desk.books, receipt, request_id="c", person=CASHIER, till=1, office=desk.office, words=desk.words)
    void_receipt(desk.books, receipt, "x", request_id="v", requester=CASHIER, till=1, approver=None)
    void_receipt(desk.books, receipt, "x", request_id="w", requester=CASHIER, till=1, approver=SUPERVISOR)
    assert kinds(desk, receipt_id=receipt) == ["receipt_voided", "void_requested", "receipt_copied", "payment"]


def test_a_unit_brings_its_charges_payments_and_who_saw_its_telephone(desk: Desk) -> None:
    desk.pay(EVEN)
    desk.pay(ODD)
    show_phones(desk.books, EVEN, request_id="h", person=CASHIER, till=1)
    found = kinds(desk, unit_id=EVEN)
    assert found == ["phones_shown", "payment", "charges_billed", "charges_billed", "charges_billed", "estate_imported"]
    assert kinds(desk, unit_id=EVEN, receipt_id=2) == []


def test_person_kind_and_days_narrow_it(desk: Desk) -> None:
    desk.pay(EVEN)
    assert set(kinds(desk, staff_id=CASHIER.staff_id)) == {"payment", "till_opened"}
    assert kinds(desk, kinds=("payment",)) == ["payment"]
    assert kinds(desk, kinds=("payment", "till_opened")) == ["payment", "till_opened"]
    assert kinds(desk, staff_id=CASHIER.staff_id, kinds=("till_opened",)) == ["till_opened"]
    assert kinds(desk, first="2026-11-24") == []
    assert len(kinds(desk, first="2026-11-03", last="2026-11-23")) == desk.count("event")
    assert kinds(desk, last="2026-11-22") == ["settings_changed", "staff_changed", "books_founded"]


def test_text_is_found_in_what_was_written_and_signs_are_taken_as_they_are(desk: Desk) -> None:
    receipt = desk.pay(EVEN).receipts[0].id
    reason = '写错 100%_"x"'
    void_receipt(desk.books, receipt, reason, request_id="v", requester=CASHIER, till=1, approver=None)
    assert kinds(desk, text="写错") == ["void_requested"]
    assert kinds(desk, text='100%_"x"') == ["void_requested"]
    assert kinds(desk, text="100%x") == []
    assert kinds(desk, text="no such thing", text_kinds=("payment",)) == ["payment"]
    assert set(kinds(desk, text="no such thing", text_staff=(CASHIER.staff_id,))) >= {"payment", "till_opened"}


def test_a_search_for_text_goes_in_windows_tells_how_far_and_stops(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "WINDOW", 2)
    told = list[tuple[int, int]]()
    found = audit.page(desk.connection, AuditFilter(text="float"), progress=lambda *how_far: told.append(how_far))
    assert [row.kind for row in found] == ["till_opened"]
    assert told[-1] == (desk.count("event"), desk.count("event"))
    assert len(told) == (desk.count("event") + 1) // 2
    stopped = audit.page(desk.connection, AuditFilter(text="books_id"), cancel=lambda: True)
    assert stopped == []


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (AuditFilter(staff_id=2), "event_staff"),
        (AuditFilter(kinds=("receipt_voided",)), "event_rare"),
        (AuditFilter(first="2026-11-01", last="2026-11-30"), "event_day"),
        (AuditFilter(receipt_id=1), "PRIMARY KEY"),
        (AuditFilter(), "PRIMARY KEY"),
    ],
    ids=["person", "kind", "days", "receipt", "everything"],
)
def test_a_page_is_found_through_an_index(desk: Desk, wanted: AuditFilter, index: str) -> None:
    found = plan(desk, wanted)
    assert index in found
    assert "SCAN e" not in found


def test_what_an_event_wrote_into_a_register_is_told_before_and_after(desk: Desk) -> None:
    with desk.books.transaction("phone", staff_id=1) as tx:
        tx.change(
            "registers_changed", {"person": EVEN}, {"person": [(EVEN, "张三", "13900139000", "zs", "person", None)]}
        )
    (version,) = audit.versions(desk.connection, desk.count("event"))
    assert version.before is not None
    assert (version.table, version.before["phone"], version.after["phone"]) == ("person", "13800138001", "13900139000")


def test_the_kinds_of_these_books_are_known(desk: Desk) -> None:
    assert "payment" not in audit.kinds_present(desk.connection)
    desk.pay(EVEN)
    assert {"payment", "books_founded", "till_opened"} <= set(audit.kinds_present(desk.connection))
