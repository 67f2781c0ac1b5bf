"""X, Z and remittance slip: one drawer, so that no sum of one paper contradicts another."""

import re
from collections.abc import Callable

import pytest

from counter.desk.void_receipt import void_receipt
from counter.desk.x_report import print_x
from counter.words import Words
from counter.words.words import Language
from db.queries.tills import close_of
from printing.blocks import Paper, Sign, load
from tests.desk.office import (
    CASHIER,
    EVEN,
    FUNDED,
    ODD,
    SUPERVISOR,
    THIRD,
    Desk,
    card,
    cash,
    from_balance,
)
from tests.papers.reading import cells, lines, value, values
from tests.papers.test_papers_receipt import english_left, fen, printed


def live(desk: Desk, *, short: int = 0) -> int:
    """A day with every tender, a void, a rounding, a balance and two funds; returns the event of its Z."""
    desk.pay(ODD, received_cash=80000)
    desk.pay(FUNDED, tenders=(card(50000), cash(40213)))
    desk.pay(EVEN, chosen=[], pay_now=0, to_balance=5000)
    wrong = desk.pay(EVEN, tenders=(from_balance(5000), cash(70180)))
    void_receipt(
        desk.books,
        wrong.receipts[0].id,
        "wrong",
        request_id="v",
        requester=CASHIER,
        till=1,
        approver=SUPERVISOR,
        words=desk.words,
    )
    print_x(desk.books, request_id="x", cashier=CASHIER, till=1, office=desk.office, words=desk.words)
    closed = desk.close(desk.account("till_cash") - short, reason="a note is missing", approver=SUPERVISOR)
    return closed.close_event


def test_the_z_carries_number_count_perpetual_total_and_chain_head(desk: Desk) -> None:
    event = live(desk, short=2000)
    paper, close = printed(desk, "z_report"), close_of(desk.connection, event)
    assert close is not None
    head = desk.connection.execute("SELECT hash FROM event WHERE id = ?", (event,)).fetchone()[0]
    assert head in list(lines(paper))
    assert value(paper, "Chain head") == f"event {event}"
    assert (value(paper, "Z no."), value(paper, "Business day")) == ("000001", "2026-11-23")
    assert fen(value(paper, "Perpetual total")) == close.perpetual
    assert fen(value(paper, "Cash expected")) == close.expected
    assert fen(value(paper, "Cash counted")) == close.counted
    assert value(paper, "Over/short") == "−20.00"
    assert (value(paper, "Reason"), value(paper, "Approved by")) == ("a note is missing", "李建国")


def test_a_difference_within_the_limit_names_nobody_else(desk: Desk) -> None:
    live(desk)
    assert values(printed(desk, "z_report"), "Approved by") == []


def test_the_x_stays_blind(desk: Desk) -> None:
    live(desk)
    paper = printed(desk, "x_report")
    expected = desk.connection.execute("SELECT expected FROM close").fetchone()[0]
    assert values(paper, "Cash expected") == values(paper, "Cash counted") == []
    assert expected not in [fen(line) for line in lines(paper) if re.fullmatch(r"¥?−?[\d,]+\.\d\d", line)]


def test_x_and_z_of_the_same_drawer_say_the_same(desk: Desk) -> None:
    live(desk)
    x, z = printed(desk, "x_report"), printed(desk, "z_report")
    assert [row if row[0] != "Cash" else [*row[:-1], "–"] for row in map(list, cells(z, 0))] == [
        list(row) for row in cells(x, 0)
    ]
    for label in ("Copies", "Receipts", "Void"):
        assert values(x, label) == values(z, label) != []


def test_an_x_does_not_let_the_cash_be_added_up_before_it_is_counted(desk: Desk) -> None:
    live(desk)
    x, z = printed(desk, "x_report"), printed(desk, "z_report")
    for label in ("Received", "Opening float"):
        assert values(x, label) == []
        assert values(z, label) != []
    assert "–" in {row[-1] for row in cells(x, 0)}


def test_tenders_items_and_funds_of_a_z_each_add_up_to_what_was_received(desk: Desk) -> None:
    live(desk)
    paper = printed(desk, "z_report")
    received = fen(value(paper, "Received"))
    assert sum(fen(row[-1]) for row in cells(paper, 0)) == received
    assert sum(fen(row[-1]) for row in cells(paper, 1)) == received
    assert fen(value(paper, "Operating account")) + fen(value(paper, "Maintenance fund")) == received


def test_the_z_lists_what_is_void(desk: Desk) -> None:
    live(desk)
    assert values(printed(desk, "z_report"), "Void") == ["2026-000004: 751.80"]


def test_the_remittance_slip_is_the_z_in_other_words(desk: Desk) -> None:
    live(desk, short=2000)
    z, slip = printed(desk, "z_report"), printed(desk, "remittance")
    assert value(slip, "Z no.") == value(z, "Z no.")
    assert sum(fen(row[3]) for row in cells(slip, 1)) == fen(value(z, "Received"))
    assert {row[0]: row[3] for row in cells(slip, 1)} == {row[0]: row[2] for row in cells(z, 0)}
    assert all(fen(row[1]) - fen(row[2]) == fen(row[3]) for row in cells(slip, 1))
    handed = fen(value(z, "Cash counted")) - fen(value(z, "Opening float"))
    assert fen(value(slip, "Cash handed to finance")) == handed
    assert value(slip, "Over/short") == value(z, "Over/short")
    assert cells(slip, 0) == [("M2026", "000001", "000001", "1"), ("R2026", "000001", "000004", "4")]
    assert value(slip, "Void receipts") == "1 receipt (000004), 751.80"


def test_a_day_without_money_still_has_its_papers(desk: Desk) -> None:
    desk.close()
    z, slip = printed(desk, "z_report"), printed(desk, "remittance")
    assert (fen(value(z, "Received")), fen(value(slip, "Cash handed to finance"))) == (0, 0)
    assert value(slip, "Void receipts") == "none"
    assert value(slip, "In capitals") == "人民币零元整"


def test_a_short_drawer_without_receipts_is_a_negative_sum_in_capitals_too(desk: Desk) -> None:
    desk.close(29_000)
    assert value(printed(desk, "remittance"), "In capitals") == "人民币负壹拾元整"


def test_the_next_z_goes_on_from_the_perpetual_total(desk: Desk) -> None:
    live(desk)
    desk.open()
    desk.pay(THIRD)
    desk.close()
    first, second = (fen(value(printed(desk, "z_report", n), "Perpetual total")) for n in (0, 1))
    assert second == first + 100_800


@pytest.mark.parametrize("kind", ["x_report", "z_report", "remittance"])
def test_each_till_paper_is_signed_or_short_and_has_no_english_left(desk: Desk, kind: str) -> None:
    desk.words = Words.load("zh_CN")
    live(desk, short=2000)
    paper = printed(desk, kind)
    head = re.compile(r"[0-9a-f]{64}")
    spoken = [word for word in english_left(without(paper, head.fullmatch)) if word not in REASON]
    assert spoken == []
    assert kind == "x_report" or any(isinstance(block, Sign) for block in paper.blocks)


REASON = frozenset({"a", "note", "is", "missing"})


def without(paper: Paper, unwanted: Callable[[str], object]) -> Paper:
    """The paper less the blocks whose text is something that no language has a word for."""
    kept = tuple(block for block in paper.blocks if not unwanted(getattr(block, "text", "")))
    return Paper(paper.kind, paper.title, paper.language, kept, paper.parts)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_till_paper_is_kept_and_comes_back_as_it_was(desk: Desk, language: Language) -> None:
    desk.words = Words.load(language)
    live(desk)
    for (content,) in desk.connection.execute("SELECT content FROM paper").fetchall():
        assert load(content).language == language
