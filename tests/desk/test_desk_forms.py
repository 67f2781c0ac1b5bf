"""Numbered forms: proposed one after the other, noted once, put right by a person, and what is missing is seen."""

from collections.abc import Iterator

import pytest

from counter.desk.copies import reprint, spoil_form
from counter.desk.forms import (
    FormNumberUsed,
    missing_forms,
    next_form,
    note_form,
    register_printed,
    set_next_form,
)
from counter.desk.payment_order import LateEntry
from counter.desk.undo import UnknownReceipt
from counter.desk.x_report import print_x
from counter.rules.form_number import Gap, NotAFormNumber
from counter.rules.permissions import NotAllowed
from db.queries import forms
from tests.desk.office import AUDITOR, CASHIER, EVEN, ODD, THIRD, Desk


@pytest.fixture(autouse=True)
def whole(desk: Desk) -> Iterator[None]:
    yield
    assert desk.findings() == []


def first(desk: Desk, number: str = "A000017") -> Gap | None:
    return set_next_form(desk.books, number, request_id=desk.request(), person=CASHIER, till=1)


def printed(desk: Desk, unit: int) -> tuple[str, ...]:
    """Pay, and let the receipt go onto its form."""
    desk.pay(unit)
    return register_printed(desk.books, newest_job(desk), till=1)


def newest_job(desk: Desk) -> int:
    return int(desk.connection.execute("SELECT max(id) FROM print_job WHERE device = 'receipt'").fetchone()[0])


def noted(desk: Desk) -> list[tuple[object, ...]]:
    rows = desk.connection.execute("SELECT receipt_id, printed_number, outcome FROM form ORDER BY event_id, line")
    return [tuple(row) for row in rows]


def note(desk: Desk, receipt_id: int, number: str) -> str:
    return note_form(desk.books, receipt_id, number, request_id=desk.request(), person=CASHIER, till=1)


def spoil(desk: Desk, receipt_id: int, number: str) -> str:
    return spoil_form(desk.books, receipt_id, number, request_id=desk.request(), person=CASHIER, till=1)


def test_each_receipt_goes_onto_the_next_form(desk: Desk) -> None:
    assert next_form(desk.connection, 1) == ""
    assert first(desk) is None
    assert next_form(desk.connection, 1) == "A000017"
    assert printed(desk, EVEN) == ("A000017",)
    assert printed(desk, ODD) == ("A000018",)
    assert noted(desk) == [(1, "A000017", "used"), (2, "A000018", "used")]
    assert next_form(desk.connection, 1) == "A000019"
    assert next_form(desk.connection, 2) == ""


def test_a_paper_is_registered_once_however_often_it_is_told(desk: Desk) -> None:
    first(desk)
    printed(desk, EVEN)
    assert register_printed(desk.books, newest_job(desk), till=1) == ()
    assert len(noted(desk)) == 1


def test_nothing_is_noted_while_nobody_said_the_first_number(desk: Desk) -> None:
    assert printed(desk, EVEN) == ()
    assert noted(desk) == []
    assert note(desk, 1, "a000017") == "A000017"
    assert next_form(desk.connection, 1) == "A000018"


def test_a_copy_takes_a_form_of_its_own_and_another_paper_makes_one_void(desk: Desk) -> None:
    first(desk)
    printed(desk, EVEN)
    reprint(
        desk.books, 1, request_id="copy", person=CASHIER, till=1, office=desk.office, words=desk.words
    )  # fmt: skip
    assert register_printed(desk.books, newest_job(desk), till=1) == ("A000018",)
    print_x(desk.books, request_id="x", cashier=CASHIER, till=1, office=desk.office, words=desk.words)
    register_printed(desk.books, newest_job(desk), till=1)
    assert noted(desk)[1] == (1, "A000018", "used")
    assert {(receipt, outcome) for receipt, _number, outcome in noted(desk)[2:]} == {(None, "void")}


def test_no_number_is_noted_twice(desk: Desk) -> None:
    first(desk)
    printed(desk, EVEN)
    printed(desk, ODD)
    for again in (lambda: note(desk, 2, "A000017"), lambda: first(desk, "A000017"), lambda: spoil(desk, 2, "A000017")):
        with pytest.raises(FormNumberUsed) as refused:
            again()
        assert refused.value.receipt_number == "2026-000001"
    assert len(noted(desk)) == 2


def test_a_form_that_was_used_may_still_be_spoiled_by_a_jam_but_once(desk: Desk) -> None:
    first(desk)
    printed(desk, EVEN)
    assert spoil(desk, 1, " a000017") == "A000017"
    assert forms.of_receipt(desk.connection, 1) == {"A000017": "spoiled"}
    with pytest.raises(FormNumberUsed):
        spoil(desk, 1, "A000017")
    assert next_form(desk.connection, 1) == "A000018"


def test_a_wrong_number_is_put_right_and_free_again(desk: Desk) -> None:
    first(desk)
    printed(desk, EVEN)
    assert note(desk, 1, "A000020") == "A000020"
    assert note(desk, 1, "A000020") == "A000020"
    assert forms.of_receipt(desk.connection, 1) == {"A000017": "void", "A000020": "used"}
    assert next_form(desk.connection, 1) == "A000021"
    desk.pay(ODD)
    assert note(desk, 2, "A000017") == "A000017"
    assert next_form(desk.connection, 1) == "A000021"


def test_an_old_form_registered_late_does_not_turn_the_count_back(desk: Desk) -> None:
    first(desk)
    printed(desk, EVEN)
    printed(desk, ODD)
    spoil(desk, 1, "A000009")
    assert next_form(desk.connection, 1) == "A000019"


def test_a_handwritten_form_says_nothing_of_what_lies_in_the_printer(desk: Desk) -> None:
    desk.pay(EVEN, late=LateEntry("A000100", "2026-11-20", "王芳"))
    assert next_form(desk.connection, 1) == ""
    first(desk)
    desk.pay(ODD, late=LateEntry("A000101", "2026-11-20", "王芳"))
    assert next_form(desk.connection, 1) == "A000017"
    with pytest.raises(FormNumberUsed):
        note(desk, 1, "A000101")


def test_a_leap_ahead_is_seen_until_its_forms_are_accounted_for(desk: Desk) -> None:
    first(desk)
    printed(desk, EVEN)
    assert first(desk, "A000021") == Gap("A000018", "A000020", 3)
    assert missing_forms(desk.connection, 1) == [Gap("A000018", "A000020", 3)]
    spoil(desk, 1, "A000019")
    assert missing_forms(desk.connection, 1) == [Gap("A000018", "A000018", 1), Gap("A000020", "A000020", 1)]
    assert printed(desk, ODD) == ("A000021",)
    spoil(desk, 1, "A000018")
    spoil(desk, 1, "A000020")
    assert missing_forms(desk.connection, 1) == []


def test_a_new_book_of_forms_begins_with_any_number(desk: Desk) -> None:
    first(desk)
    printed(desk, EVEN)
    assert first(desk, "B000001") is None
    assert printed(desk, ODD) == ("B000001",)
    assert first(desk, "A000003") is None
    assert printed(desk, THIRD) == ("A000003",)
    assert next_form(desk.connection, 1) == "A000004"
    assert missing_forms(desk.connection, 1) == []


def test_the_proposal_confirmed_posts_nothing(desk: Desk) -> None:
    first(desk)
    before = desk.count("event")
    assert first(desk) is None
    assert desk.count("event") == before


def test_what_is_no_number_or_no_receipt_is_refused(desk: Desk) -> None:
    desk.pay(EVEN)
    with pytest.raises(NotAFormNumber):
        first(desk, "seventeen")
    with pytest.raises(NotAFormNumber):
        note(desk, 1, "")
    with pytest.raises(UnknownReceipt):
        note(desk, 99, "A1")
    with pytest.raises(NotAllowed):
        set_next_form(desk.books, "A1", request_id="r", person=AUDITOR, till=1)
