"""The statement of account: what it says, in both languages, and that its sums are those of the books."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from counter.desk.office import load_office
from counter.desk.print_statement import PAYMENTS, statement_facts
from counter.desk.split_at_sale import split_at_sale
from counter.desk.void_receipt import void_receipt
from counter.papers.statement import BalanceLine, Reason, statement_paper
from counter.words import LANGUAGES, Language, Words
from printing.blocks import Mark, Pair, Paper, Row, Sum, Table, Text, dump, load
from tests.desk.acts_at_desk import sell
from tests.desk.late_fee_office import with_late_fee
from tests.desk.office import CASHIER, EVEN, FINANCE, SUPERVISOR, Desk
from tests.presenters.units_office import open_office

AT = "2026-11-23T00:30:00.000Z"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_office(tmp_path) as desk:
        yield desk


def statement(desk: Desk, language: Language = "en") -> Paper:
    words = Words.load(language)
    facts = statement_facts(desk.connection, EVEN, at=AT, clerk="王芳", office=desk.office, words=words)
    return statement_paper(facts, words)


def pairs(paper: Paper) -> dict[str, str]:
    return {block.label: block.value for block in paper.blocks if isinstance(block, Pair)}


def sums(paper: Paper) -> dict[str, str]:
    return {block.label: block.amount for block in paper.blocks if isinstance(block, Sum)}


def tables(paper: Paper) -> list[Table]:
    return [block for block in paper.blocks if isinstance(block, Table)]


def test_it_lists_what_is_open_with_its_composition_and_the_total_in_capitals(desk: Desk) -> None:
    first = desk.charges(EVEN)[0]
    desk.pay(EVEN, chosen=[first], pay_now=10_000)
    paper = statement(desk)
    assert tables(paper)[0].rows == (
        Row(("Property fee", "2026-09", "150.60"), "89.50 m² × 2.80, due 2026-09-15; 100.00 of 250.60 is paid"),
        Row(("Property fee", "2026-10", "250.60"), "89.50 m² × 2.80, due 2026-10-15"),
        Row(("Property fee", "2026-11", "250.60"), "89.50 m² × 2.80, due 2026-11-15"),
    )
    assert sums(paper)["Open in all"] == "¥651.80"
    assert sums(paper)["In capitals"] == "人民币陆佰伍拾壹元捌角整"
    assert (pairs(paper)["Unit"], pairs(paper)["Owner"], pairs(paper)["Built area"]) == (
        "3-2-1201", "张三", "89.50 m²",
    )  # fmt: skip


def test_its_total_is_the_sum_of_its_lines_and_of_the_books(desk: Desk) -> None:
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], pay_now=12_345, rounding=0)
    facts = statement_facts(desk.connection, EVEN, at=AT, clerk="", office=desk.office, words=desk.words)
    assert facts.total == sum(line.open for line in facts.lines) == desk.owed(EVEN)


def test_it_says_in_words_how_each_sum_is_made_and_what_is_made_alike_once(desk: Desk) -> None:
    with_late_fee(desk, "letters")
    desk.office = load_office(desk.connection, desk.clock.today().isoformat())
    paper = statement(desk)
    reasons = next(each for each in tables(paper) if each.columns[0].title == "How the sums are made").rows
    assert [row.cells[0] for row in reasons] == [
        "Property fee 2026-09, 2026-10, 2026-11", "Late fee 2026-09", "Late fee 2026-10", "Late fee 2026-11",
    ]  # fmt: skip
    told = "built area 89.50 m² × ¥2.80 per m² and month = ¥250.60; one full month, no reduction"
    assert reasons[0].detail == told
    assert (reasons[1].detail or "").startswith("250.60 × 69 days × 0.05 %/day = ¥8.65; ")
    chinese = next(each for each in tables(statement(desk, "zh_CN")) if each.columns[0].title == "金额怎么来的")
    assert "建筑面积" in (chinese.rows[0].detail or "")


def test_what_another_owes_of_a_charge_or_was_let_off_is_not_called_paid(desk: Desk) -> None:
    sell(desk, EVEN, "2026-11-11")
    split_at_sale(desk.books, EVEN, request_id="s", staff=FINANCE)
    desk.pay(EVEN, chosen=desk.charges(EVEN)[2:3], pay_now=1000)
    rows = tables(statement(desk))[0].rows
    mine = "张三: 89.50 m² × 2.80; of 250.60 167.07 is let off, written off or owed by another, due 2026-11-15"
    assert [(row.cells[2], row.detail) for row in rows[2:]] == [
        ("73.53", f"{mine}; 10.00 of 83.53 is paid"),
        ("167.07", "2026-11-11 to 2026-11-30 of 250.60, due 2026-11-23"),
    ]  # fmt: skip


def test_many_reasons_and_periods_are_counted_rather_than_left_out(desk: Desk) -> None:
    facts = statement_facts(desk.connection, EVEN, at=AT, clerk="", office=desk.office, words=desk.words)
    months = tuple(f"2026-{month:02d}" for month in range(1, 8))
    many = tuple(Reason("Water", months, f"{n} m³", ()) for n in range(15))
    paper = statement_paper(replace(facts, reasons=many), desk.words)
    rows = next(each for each in tables(paper) if each.columns[0].title == "How the sums are made").rows
    assert rows[0].cells == ("Water 2026-01 to 2026-07, 7 periods",)
    assert (len(rows), rows[-1].cells) == (13, ("3 more sums are explained at the window.",))


def test_what_is_held_for_the_unit_stands_on_it(desk: Desk) -> None:
    desk.pay(EVEN, ahead=desk.ahead(EVEN, "2027-01"), to_balance=5000)
    paper = statement(desk)
    assert sums(paper)["Balance held for the unit"] == "50.00"
    assert sums(paper)["Paid ahead, not billed yet"] == "501.20"
    assert "Nothing is open: every charge billed so far is paid." in [
        block.text for block in paper.blocks if isinstance(block, Text)
    ]
    assert pairs(paper)["Paid up to"] == "Property fee 2027-01-31"


def test_void_receipts_are_no_payments_of_late(desk: Desk) -> None:
    void = desk.pay(EVEN, chosen=desk.charges(EVEN)[:1]).receipts[0]
    void_receipt(desk.books, void.id, "wrong", request_id="v", requester=CASHIER, till=1, approver=SUPERVISOR)
    kept = desk.pay(EVEN, chosen=desk.charges(EVEN)[:1]).receipts[0]
    assert [row.cells for row in tables(statement(desk))[-1].rows] == [("2026-11-23", kept.number, "250.60")]


def test_only_the_newest_payments_are_named(desk: Desk) -> None:
    for _ in range(PAYMENTS + 2):
        desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], pay_now=1000, rounding=0)
    numbers = [row.cells[1] for row in tables(statement(desk))[-1].rows]
    assert numbers == [f"2026-{n:06d}" for n in range(PAYMENTS + 2, 2, -1)]


def test_capitals_are_for_renminbi_alone(desk: Desk) -> None:
    desk.office = replace(desk.office, currency="HKD", currency_symbol="HK$")
    paper = statement(desk)
    assert "In capitals" not in sums(paper)
    assert sums(paper)["Open in all"] == "HK$751.80"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_kept_and_read_back_the_same_in_both_languages(desk: Desk, language: Language) -> None:
    paper = statement(desk, language)
    assert paper.language == language
    assert load(dump(paper)) == paper


def test_training_books_mark_it(desk: Desk) -> None:
    desk.office = replace(desk.office, books_kind="training")
    assert statement(desk).blocks[0] == Mark("TRAINING")


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Settled from the balance by bill runs"), ("zh_CN", "生成应收时预存抵扣")]
)
def test_it_says_what_bill_runs_took_of_the_balance_and_gave_back(desk: Desk, language: Language, title: str) -> None:
    words = Words.load(language)
    facts = statement_facts(desk.connection, EVEN, at=AT, clerk="王芳", office=desk.office, words=words)
    assert facts.from_balance == ()
    paper = statement_paper(
        replace(facts, from_balance=(BalanceLine("2026-11-02", -500), BalanceLine("2026-11-01", 500))), words
    )
    shown = tables(paper)[-1]
    assert (shown.columns[0].title, [row.cells for row in shown.rows]) == (
        title, [("2026-11-02", "−5.00"), ("2026-11-01", "5.00")],
    )  # fmt: skip
