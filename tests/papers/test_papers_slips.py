"""The till's slips: what moved, how much in figures and words, why, and who signs."""

import pytest

from counter.desk.check_slips import SlipSum, record_slips
from counter.desk.handover import count_handover
from counter.desk.receive_remittance import receive_remittance
from counter.desk.x_report import print_x
from counter.words import Words
from counter.words.words import Language
from printing.blocks import Paper, Sign, Table
from tests.desk.office import CASHIER, EVEN, FINANCE, ODD, OTHER_CASHIER, SUPERVISOR, Desk, card
from tests.desk.shift import accepted, close_leaving, dropped, offered, paid_in, paid_out, rejected
from tests.papers.reading import cells, lines, value, values
from tests.papers.test_papers_receipt import english_left, fen, printed

KINDS = ("pay_slip", "drop_slip", "handover_slip")


def signers(desk: Desk, kind: str) -> tuple[str, ...]:
    (found,) = [block.labels for block in printed(desk, kind).blocks if isinstance(block, Sign)]
    return found


def taken_over(desk: Desk, short: int = 0) -> None:
    offered(desk)
    count_handover(
        desk.books, {10: (desk.account("till_cash") - short) // 10}, request_id=desk.request(), taker=OTHER_CASHIER,
        till=1, office=desk.office,
    )  # fmt: skip


def test_a_pay_in_says_where_from_and_why_and_both_sign(desk: Desk) -> None:
    paid_in(desk, 50_000, "bank", reason="small change")
    paper = printed(desk, "pay_slip")
    assert (value(paper, "Slip no."), value(paper, "Comes from")) == ("1-000001", "the bank")
    assert (value(paper, "Reason"), fen(value(paper, "Amount"))) == ("small change", 50_000)
    assert value(paper, "In capitals") == "人民币伍佰元整"
    assert signers(desk, "pay_slip") == ("Cashier", "Handed in by")


def test_a_pay_out_says_what_for_and_who_got_it_signs(desk: Desk) -> None:
    paid_out(desk, 3050, "expense", reason="light bulbs")
    assert value(printed(desk, "pay_slip"), "Used for") == "an expense"
    assert signers(desk, "pay_slip") == ("Cashier", "Received by")


def test_chinese_tells_who_is_paid_from_who_receives_the_cash_of_a_day(desk: Desk) -> None:
    desk.words = Words.load("zh_CN")
    paid_out(desk, 3050, "expense", reason="灯泡")
    assert signers(desk, "pay_slip") == ("收费员", "领款人")
    desk.pay(EVEN)
    receive_remittance(
        desk.books, desk.close().close_event, 75_180, "以实收为准", request_id="r", clerk=FINANCE, office=desk.office,
        words=desk.words,
    )  # fmt: skip
    assert value(printed(desk, "remittance"), "收款人") == FINANCE.name


def test_a_drop_lists_its_notes_and_its_witness(desk: Desk) -> None:
    dropped(desk, {10_000: 1, 1000: 2}, witness=SUPERVISOR)
    paper = printed(desk, "drop_slip")
    assert cells(paper) == [("100.00", "1", "100.00"), ("10.00", "2", "20.00")]
    assert (value(paper, "Witness"), fen(value(paper, "Into the safe"))) == (SUPERVISOR.name, 12_000)


def test_a_drop_made_alone_asks_for_a_countersignature(desk: Desk) -> None:
    dropped(desk, {10_000: 1}, witness=None)
    assert "countersign" in value(printed(desk, "drop_slip"), "Witness")
    assert signers(desk, "drop_slip") == ("Cashier", "Witness")


def test_a_handover_says_what_the_giver_took_and_what_was_counted(desk: Desk) -> None:
    desk.pay(EVEN)
    taken_over(desk, short=500)
    accepted(desk, reason="a coin")
    paper = printed(desk, "handover_slip")
    assert (value(paper, "Given by"), value(paper, "Taken over by")) == (CASHIER.name, OTHER_CASHIER.name)
    assert (value(paper, "Outcome"), value(paper, "Over/short")) == ("accepted", "−5.00")
    assert ("Cash", "1", "751.80") in cells(paper)
    assert value(paper, "Reason") == "a coin"


def test_a_rejected_handover_says_with_whom_the_till_stays(desk: Desk) -> None:
    taken_over(desk)
    rejected(desk)
    assert CASHIER.name in value(printed(desk, "handover_slip"), "Outcome")


def test_the_z_says_what_stays_what_goes_and_who_handed_over(desk: Desk) -> None:
    taken_over(desk)
    accepted(desk)
    close_leaving(desk, {10_000: 2, 1000: 10}, {10_000: 1}, OTHER_CASHIER)
    paper = printed(desk, "z_report")
    assert (value(paper, "Float left in the drawer"), value(paper, "Into the safe")) == ("100.00", "200.00")
    assert f"{CASHIER.name} to {OTHER_CASHIER.name}" in value(paper, "Hand-over")
    assert values(paper, "Closed late") == []


def test_a_terminal_slip_that_differs_stands_on_the_z_by_tender(desk: Desk) -> None:
    desk.pay(ODD, tenders=(card(desk.owed(ODD)),))
    slips = {"card": SlipSum(2, 80_000, 1, 75_204), "scan": SlipSum(0, 0, 0, 0)}
    record_slips(desk.books, slips, request_id="s", cashier=CASHIER, till=1)
    desk.close()
    paper = printed(desk, "z_report")
    assert value(paper, "Terminal slip, Card") == "differs: +1, +47.96"
    assert values(paper, "Terminal slip, Code on the terminal") == []


def test_each_cashiers_line_of_x_and_z_adds_up_and_the_x_stays_blind(desk: Desk) -> None:
    desk.pay(EVEN)
    taken_over(desk)
    accepted(desk)
    desk.take(desk.order(ODD, tenders=(card(desk.owed(ODD)),)), cashier=OTHER_CASHIER)
    print_x(desk.books, request_id="x", cashier=OTHER_CASHIER, till=1, office=desk.office, words=desk.words)
    desk.close(cashier=OTHER_CASHIER)
    first, second = (CASHIER.name, "1", "751.80", "0.00"), (OTHER_CASHIER.name, "1", "0.00", "752.04")
    assert {first, second} <= set(cells_of_all(printed(desk, "z_report")))
    blind = {(CASHIER.name, "1", "–", "0.00"), (OTHER_CASHIER.name, "1", "–", "752.04")}
    assert blind <= set(cells_of_all(printed(desk, "x_report")))


def test_who_took_the_till_up_stands_on_x_and_z(desk: Desk) -> None:
    desk.clock.wait(hours=2)
    desk.take_up(SUPERVISOR)
    print_x(desk.books, request_id="x", cashier=SUPERVISOR, till=1, office=desk.office, words=desk.words)
    desk.close(cashier=SUPERVISOR)
    told = f"02:30 {SUPERVISOR.name} for {CASHIER.name}"
    assert [value(printed(desk, kind), "Taken up") for kind in ("x_report", "z_report")] == [told, told]


def cells_of_all(paper: Paper) -> list[tuple[str, ...]]:
    return [row.cells for block in paper.blocks if isinstance(block, Table) for row in block.rows]


@pytest.mark.parametrize("kind", KINDS)
def test_no_english_is_left_on_a_chinese_slip(desk: Desk, kind: str) -> None:
    language: Language = "zh_CN"
    desk.words = Words.load(language)
    paid_in(desk, 50_000, reason="换零钱")
    dropped(desk, {10_000: 1})
    taken_over(desk)
    accepted(desk)
    assert english_left(printed(desk, kind)) == []
    assert list(lines(printed(desk, kind)))
