"""Finance receives a slip: the cash, what lies beside it, and a slip that hands less than nothing in."""

from collections.abc import Mapping

import pytest

from counter.desk.receipt_lines import standing_lines
from counter.desk.receive_remittance import (
    CountBelowNothing,
    Counted,
    RemittanceDiffers,
    SlipsDiffer,
    receive_remittance,
    slips,
)
from counter.desk.refund_payment import RefundOrder, refund_payment
from db.queries.receipts import receipt
from printing.blocks import Table, load
from tests.desk.office import CASHIER, EVEN, FINANCE, ODD, SUPERVISOR, Desk, card, cash, code
from tests.desk.shift import paid_out
from tests.papers.reading import value


def receive(desk: Desk, close: int, counted: int, reason: str = "", others: Mapping[str, Counted] | None = None) -> int:
    return receive_remittance(
        desk.books, close, counted, reason, request_id=desk.request(), clerk=FINANCE, office=desk.office,
        words=desk.words, others=others,
    )  # fmt: skip


def test_finance_counts_slips_and_cheques_beside_the_cash(desk: Desk) -> None:
    desk.pay(EVEN, tenders=[card(75180)])
    desk.pay(ODD, tenders=[code(50000), cash(25204)], rounding=0)
    close = desk.close().close_event
    (slip,) = slips(desk.connection)
    assert slip.slips == {"card": Counted(1, 75180), "qr_code": Counted(1, 50000)}
    wrong = {"card": Counted(1, 75180), "qr_code": Counted(2, 50000)}
    with pytest.raises(SlipsDiffer) as refused:
        receive(desk, close, slip.cash, others=wrong)
    assert (refused.value.tender, refused.value.slip_count, refused.value.counted_count) == ("qr_code", 1, 2)
    assert receive(desk, close, slip.cash, "one slip was printed twice", others=wrong) == 0
    body = desk.body(desk.count("event"))
    assert (body["kind"], body["rows"]) == ("remittance_differs", {})
    assert body["slips"]["qr_code"] == {
        "slip_count": 1, "slip_amount": 50000, "counted": 2, "counted_amount": 50000,
    }  # fmt: skip
    assert [each.said[0].slips_differ for each in slips(desk.connection)] == [True]
    assert desk.findings() == []


def test_slips_that_agree_confirm_the_slip_and_stand_on_its_paper(desk: Desk) -> None:
    first = desk.pay(EVEN, tenders=[card(75180)])
    desk.pay(ODD, pay_now=100)
    found = receipt(desk.connection, 2)
    assert found is not None
    (line,) = standing_lines(desk.connection, found)
    order = RefundOrder(2, ((line.key, 100),), (cash(100),), "x")
    refund_payment(
        desk.books, order, "x", request_id="r", requester=CASHIER, till=1, approver=SUPERVISOR, office=desk.office,
        words=desk.words,
    )  # fmt: skip
    close = desk.close().close_event
    receive(desk, close, 0, others=slips(desk.connection)[0].slips)
    event, content = desk.connection.execute("SELECT event_id, content FROM paper ORDER BY id DESC LIMIT 1").fetchone()
    assert (desk.body(event)["kind"], first.receipts[0].number) == ("remittance_confirmed", "2026-000001")
    tables = [block for block in load(content).blocks if isinstance(block, Table)]
    assert [column.title for column in tables[0].columns] == ["Receipt series", "From", "To", "Receipts in all"]
    assert [row.cells for row in tables[0].rows] == [("R2026", "000001", "000002", "2")]
    assert [row.cells for row in tables[2].rows] == [("Card", "751.80 (1)", "751.80 (1)")]


def test_a_slip_below_nothing_is_received_as_what_it_is(desk: Desk) -> None:
    paid_out(desk, 20000, "expense")
    close = desk.close().close_event
    assert slips(desk.connection)[0].cash == -20000
    with pytest.raises(RemittanceDiffers):
        receive(desk, close, 0)
    assert receive(desk, close, -20000) == 0
    assert desk.account("over_short") == 0
    content = desk.connection.execute("SELECT content FROM paper ORDER BY id DESC LIMIT 1").fetchone()[0]
    assert value(load(content), "Handed in less taken from the safe") == "¥−200.00"


def test_less_than_nothing_is_not_counted_where_cash_is_handed_in(desk: Desk) -> None:
    desk.pay(EVEN)
    close = desk.close().close_event
    with pytest.raises(CountBelowNothing):
        receive(desk, close, -5, "x")


def test_more_may_be_missing_than_a_slip_below_nothing_says(desk: Desk) -> None:
    paid_out(desk, 20000, "expense")
    close = desk.close().close_event
    assert receive(desk, close, -20500, "five notes too many were taken") == -500
    assert desk.account("over_short") == 500
    assert desk.findings() == []
