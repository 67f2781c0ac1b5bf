"""Handwritten receipts entered later (补录), and cash that somebody brings in for many units."""

import pytest

from counter.desk.bring_cash import (
    BringerMissing,
    Brought,
    ControlTotalDiffers,
    Share,
    ShareOfNothing,
    bring_cash,
)
from counter.desk.forms import FormNumberUsed
from counter.desk.late_entry import LateDayBeforeBooks, LateDayOld, LateDayWrong, WriterMissing
from counter.desk.payment_order import LateEntry
from counter.desk.people import Person
from counter.rules.form_number import NotAFormNumber
from counter.rules.permissions import NotAllowed
from db.queries.receipts import body
from printing.blocks import Mark, load
from tests.desk.office import AUDITOR, CASHIER, EVEN, FUNDED, ODD, THIRD, Desk

LATE = LateEntry("a 0012345", "2026-11-20", "王芳")


def bring(
    desk: Desk, *shares: Share, counts: dict[int, int] | None = None, bringer: str = "刘管家", request: str = "",
    cashier: Person = CASHIER,
) -> Brought:  # fmt: skip
    counts = {1: sum(share.amount for share in shares)} if counts is None else counts
    return bring_cash(
        desk.books, bringer, counts, shares, request_id=request or desk.request(), cashier=cashier, till=1,
        office=desk.office, words=desk.words,
    )  # fmt: skip


def test_a_late_entry_keeps_the_form_the_real_day_and_the_writer(desk: Desk) -> None:
    paid = desk.pay(EVEN, late=LATE)
    facts = body(desk.connection, paid.receipts[0].event_id)
    assert facts["late"] == {"form": "A0012345", "written_on": "2026-11-20", "writer": "王芳"}
    assert facts["day"] == "2026-11-23"
    assert facts["rows"]["form"] == [[1, "A0012345", "used"]]
    content = desk.connection.execute("SELECT content FROM paper WHERE receipt_id = 1").fetchone()[0]
    assert load(content).blocks[0] == Mark("ENTERED LATER")
    assert desk.findings() == []


def test_an_ordinary_payment_says_nothing_of_forms(desk: Desk) -> None:
    facts = body(desk.connection, desk.pay(EVEN).receipts[0].event_id)
    assert "late" not in facts
    assert "form" not in facts["rows"]


def test_a_form_entered_twice_is_refused_with_the_receipt_that_has_it(desk: Desk) -> None:
    desk.pay(EVEN, late=LATE)
    with pytest.raises(FormNumberUsed) as refused:
        desk.pay(ODD, late=LATE._replace(form="A0012345"))
    assert (refused.value.printed_number, refused.value.receipt_number) == ("A0012345", "2026-000001")
    assert desk.owed(ODD) == 75204


@pytest.mark.parametrize(
    ("late", "error"),
    [
        (LATE._replace(written_on="2026-11-24"), LateDayWrong),
        (LATE._replace(written_on="20.11."), LateDayWrong),
        (LATE._replace(written_on="2026-11-07"), LateDayOld),
        (LATE._replace(written_on="2026-11-02", sure=True), LateDayBeforeBooks),
        (LATE._replace(writer=" "), WriterMissing),
        (LATE._replace(form="none"), NotAFormNumber),
    ],
)
def test_what_is_wrong_with_a_late_entry_is_said(desk: Desk, late: LateEntry, error: type[Exception]) -> None:
    with pytest.raises(error):
        desk.pay(EVEN, late=late)
    assert desk.count("receipt") == 0


def test_a_day_long_back_is_taken_once_somebody_is_sure(desk: Desk) -> None:
    old = LATE._replace(written_on="2026-11-05")
    with pytest.raises(LateDayOld) as refused:
        desk.pay(EVEN, late=old)
    assert (refused.value.day, refused.value.days_count) == ("2026-11-05", 18)
    paid = desk.pay(EVEN, late=old._replace(sure=True))
    assert body(desk.connection, paid.receipts[0].event_id)["late"]["written_on"] == "2026-11-05"


def test_a_form_is_the_same_however_its_number_is_typed(desk: Desk) -> None:
    desk.pay(EVEN, late=LATE._replace(form="A000017"))
    for typed in ("A17", "a-000017", "A 0000017", "A-17"):
        with pytest.raises(FormNumberUsed) as refused:
            desk.pay(ODD, late=LATE._replace(form=typed))
        assert (refused.value.printed_number, refused.value.receipt_number) == ("A000017", "2026-000001")
    desk.pay(ODD, late=LATE._replace(form="B17"))


def test_a_late_entry_over_two_funds_uses_its_form_once(desk: Desk) -> None:
    paid = desk.pay(FUNDED, late=LATE, rounding=0)
    assert len(paid.receipts) == 2
    assert desk.count("form") == 1


def test_a_batch_is_counted_once_and_each_unit_gets_its_receipt(desk: Desk) -> None:
    done = bring(desk, Share(EVEN, 75180), Share(ODD, 80000), Share(THIRD, 10000), counts={10000: 16, 1000: 5, 10: 18})
    assert [(each.number, each.total) for each in done.receipts] == [
        ("2026-000001", 75180), ("2026-000002", 80000), ("2026-000003", 10000),
    ]  # fmt: skip
    assert (desk.owed(EVEN), desk.owed(ODD), desk.account("balance", unit=ODD)) == (0, 0, -(80000 - 75204))
    assert desk.owed(THIRD) == 100800 - 10000
    assert desk.account("till_cash") == 30000 + done.total
    assert sum(each.total for each in done.receipts) == done.total
    assert desk.findings() == []


def test_a_batch_opens_the_drawer_once_with_the_bringers_slip(desk: Desk) -> None:
    bring(desk, Share(EVEN, 100), Share(ODD, 100))
    rows = "SELECT p.kind FROM print_job j JOIN paper p ON p.id = j.paper_id WHERE j.drawer = 1"
    assert desk.connection.execute(rows).fetchall() == [("batch",)]


def test_list_and_count_must_agree_before_anything_is_posted(desk: Desk) -> None:
    with pytest.raises(ControlTotalDiffers) as refused:
        bring(desk, Share(EVEN, 75180), Share(ODD, 100), counts={100: 752})
    assert (refused.value.counted_minor, refused.value.listed_minor) == (75200, 75280)
    with pytest.raises(ShareOfNothing):
        bring(desk, Share(EVEN, 0), Share(ODD, 100))
    with pytest.raises(BringerMissing):
        bring(desk, Share(EVEN, 100), bringer=" ")
    with pytest.raises(ControlTotalDiffers):
        bring(desk)
    assert (desk.count("receipt"), desk.account("till_cash")) == (0, 30000)


def test_one_bad_line_leaves_nothing_of_the_batch(desk: Desk) -> None:
    desk.pay(THIRD, late=LATE)
    before = desk.count("event")
    with pytest.raises(FormNumberUsed):
        bring(desk, Share(EVEN, 100), Share(ODD, 100, LATE))
    assert desk.count("event") == before


def test_the_same_request_takes_the_batch_once(desk: Desk) -> None:
    first = bring(desk, Share(EVEN, 100), Share(ODD, 100), request="same")
    assert bring(desk, Share(EVEN, 100), Share(ODD, 100), request="same") == first
    assert desk.account("till_cash") == 30200


def test_who_may_take_no_payment_brings_none_in(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        bring(desk, Share(EVEN, 100), cashier=AUDITOR)


def test_cash_that_is_brought_in_never_pays_the_maintenance_fund(desk: Desk) -> None:
    bring(desk, Share(FUNDED, 80_000))
    assert [each.fund for each in desk.charges(FUNDED)] == ["maintenance"] * 3
    assert (desk.account("balance", "operating"), desk.account("till_cash", "maintenance")) == (75_204 - 80_000, 0)
