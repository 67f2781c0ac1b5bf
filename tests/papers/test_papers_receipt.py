"""The receipt says everything a receipt must, in both languages, with sums that add up."""

import re
from dataclasses import replace

import pytest

from counter.desk.payment_receipt import payer_of
from counter.papers.receipt import PaidTo, ReceiptFacts, ReceiptLine, TenderLine, receipt_paper
from counter.rules.codes import parse_code
from counter.words import Words
from counter.words.words import Language
from db.queries.receipts import receipt
from printing.blocks import Code, Paper, Sign, Text, dump, load
from tests.desk.office import EVEN, FUNDED, ODD, THIRD, Desk, card, cash, code
from tests.papers.reading import cells, lines, marks, rows, value, values

EN, ZH = Words.load("en"), Words.load("zh_CN")
NOT_AN_INVOICE = "This receipt is not a tax invoice; if you need one, it is exchanged against this receipt."
FACTS = ReceiptFacts(
    number="2026-000123",
    at="2026-11-23T00:31:00.000Z",
    estate="Sunshine Garden",
    collector="Sunshine Service",
    seal_line="",
    unit_codes=("3-2-1201",),
    payer="张三",
    lines=(ReceiptLine("Property fee", "2026-09", "3-2-1201", "89.50 m² × 2.80", 25060, 25060),),
    kept=(),
    rounding=0,
    total=25060,
    tenders=(TenderLine("cash", 25060, ""),),
    received=25060,
    change=0,
    paid_to=(PaidTo("Property fee", "3-2-1201", "2026-09-30"),),
    cashier="王芳",
    till=1,
    code="CF1-R2026-000123-7F3A09C1-K4",
)


def printed(desk: Desk, kind: str = "receipt", place: int = -1) -> Paper:
    found = desk.connection.execute("SELECT content FROM paper WHERE kind = ? ORDER BY id", (kind,)).fetchall()
    return load(found[place][0])


def speak(desk: Desk, language: Language) -> None:
    desk.words = Words.load(language)


def fen(text: str) -> int:
    """A sum as printed, back in fen; a true minus sign stands before negatives."""
    return int(re.sub(r"[¥,.]", "", text).replace("−", "-"))


def test_a_receipt_says_who_paid_for_what_and_when(desk: Desk) -> None:
    desk.pay(EVEN)
    paper = printed(desk)
    assert value(paper, "Receipt no.") == "2026-000001"
    assert value(paper, "Date").startswith("2026-11-23 ")
    assert value(paper, "Unit") == "3-2-1201"
    assert "张三" in "".join(lines(paper))
    assert value(paper, "Cashier") == "王芳, till 1"
    assert NOT_AN_INVOICE in [block.text for block in paper.blocks if isinstance(block, Text)]
    assert paper.parts == ("① Stub", "② Payer", "③ Bookkeeping")


def test_each_line_has_period_amount_and_composition(desk: Desk) -> None:
    desk.pay(EVEN)
    assert [(row.cells, row.detail) for row in rows(printed(desk))] == [
        (("Property fee", period, "250.60"), "89.50 m² × 2.80") for period in ("2026-09", "2026-10", "2026-11")
    ]


def test_a_part_payment_names_the_whole_it_is_part_of(desk: Desk) -> None:
    desk.pay(EVEN, pay_now=30000)
    assert [(row.cells[2], row.detail) for row in rows(printed(desk))] == [
        ("250.60", "89.50 m² × 2.80"),
        ("49.40", "89.50 m² × 2.80, part of 250.60"),
    ]
    assert value(printed(desk), "Paid up to") == "Property fee 2026-09-30"


def test_rounding_is_a_line_of_its_own(desk: Desk) -> None:
    desk.pay(ODD)
    paper = printed(desk)
    assert cells(paper)[-1] == ("Rounding", "", "−0.04")
    assert value(paper, "Total received") == "¥752.00"
    assert value(paper, "In capitals") == "人民币柒佰伍拾贰元整"


def test_tenders_stand_with_the_figures_that_find_their_slip(desk: Desk) -> None:
    card_slip = card(30000, card="622202****0123")
    desk.pay(EVEN, tenders=(card_slip, code(20000), cash(25180)), received_cash=30000)
    paper = printed(desk)
    assert value(paper, "Card (622202******0123, 000123)") == "300.00"
    assert value(paper, "Payment code (WeChat, 123456)") == "200.00"
    assert value(paper, "Cash") == "251.80"
    assert (value(paper, "Cash handed over"), value(paper, "Change")) == ("300.00", "48.20")


def test_exact_cash_has_no_line_for_change(desk: Desk) -> None:
    desk.pay(EVEN)
    assert values(printed(desk), "Change") == []


def test_months_ahead_are_one_line_and_move_the_day_paid_up_to(desk: Desk) -> None:
    desk.pay(EVEN, ahead=desk.ahead(EVEN, "2027-03"))
    paper = printed(desk)
    assert cells(paper)[-1] == ("Property fee", "2026-12 to 2027-03", "1,002.40")
    assert rows(paper)[-1].detail == "paid ahead, 4 periods"
    assert value(paper, "Paid up to") == "Property fee 2027-03-31"


def test_balance_kept_is_a_line(desk: Desk) -> None:
    desk.pay(EVEN, to_balance=5000)
    assert cells(printed(desk))[-1] == ("Kept as balance", "", "50.00")


def test_several_units_are_told_apart_line_by_line(desk: Desk) -> None:
    desk.pay(EVEN, THIRD)
    paper = printed(desk)
    assert value(paper, "Unit") == "3-2-1201, 3-2-1203"
    assert [row.detail.split(":")[0] for row in rows(paper)] == ["3-2-1201"] * 3 + ["3-2-1203"] * 3
    assert values(paper, "Paid up to") == ["3-2-1201 Property fee 2026-11-30", "3-2-1203 Property fee 2026-11-30"]


@pytest.mark.parametrize("received", [None, 100_000])
def test_the_lines_and_the_tenders_of_each_paper_add_up_to_its_total(desk: Desk, received: int | None) -> None:
    desk.pay(FUNDED, to_balance=777, received_cash=received)
    for place in (0, 1):
        paper = printed(desk, place=place)
        total = fen(value(paper, "Total received"))
        assert sum(fen(amount) for *_, amount in cells(paper)) == total
        assert fen(value(paper, "Cash")) == total
        handed = values(paper, "Cash handed over")
        assert not handed or fen(handed[0]) - fen(value(paper, "Change")) == total


def test_the_code_on_the_paper_is_read_back_to_this_receipt(desk: Desk) -> None:
    paid = desk.pay(FUNDED)
    for place, series in ((0, "R2026"), (1, "M2026")):
        (qr,) = [block for block in printed(desk, place=place).blocks if isinstance(block, Code)]
        found = parse_code(qr.content)
        event = desk.connection.execute("SELECT hash FROM event WHERE id = ?", (paid.receipts[place].event_id,))
        assert (found.series, found.number) == (series, 1)
        assert event.fetchone()[0].upper().startswith(found.hash_prefix)


def test_the_paper_is_kept_exactly_and_comes_back_as_it_was() -> None:
    paper = receipt_paper(FACTS, ZH)
    assert load(dump(paper)) == paper


@pytest.mark.parametrize(("kind", "mark"), [("real", []), ("training", ["TRAINING"]), ("sample", ["SAMPLE"])])
def test_training_and_sample_books_mark_every_receipt(kind: str, mark: list[str]) -> None:
    assert marks(receipt_paper(replace(FACTS, books_kind=kind), EN)) == mark


def test_capitals_are_for_renminbi_only() -> None:
    assert values(receipt_paper(replace(FACTS, renminbi=False, symbol="€"), EN), "In capitals") == []


def test_a_note_and_the_offices_seal_line_are_printed() -> None:
    paper = receipt_paper(replace(FACTS, note="paid by the tenant", seal_line="阳光物业"), EN)
    assert "Note: paid by the tenant" in list(lines(paper))
    (sign,) = [block for block in paper.blocks if isinstance(block, Sign)]
    assert sign.labels[0] == "阳光物业"


LATIN = re.compile(r"[A-Za-z]+")
ALLOWED = re.compile(r"m²|CF1-[A-Z0-9-]+|[MHR]\d{4}(-\d+)?")


def english_left(paper: Paper) -> list[str]:
    return [word for line in (*lines(paper), paper.title) for word in LATIN.findall(ALLOWED.sub("", line))]


def test_a_chinese_receipt_has_no_english_left(desk: Desk) -> None:
    speak(desk, "zh_CN")
    desk.pay(EVEN, THIRD, ahead=desk.ahead(EVEN, "2027-01"), pay_now=120_000)
    desk.pay(FUNDED, tenders=(card(10000, card="622202****0123"), code(20000), cash(60213)), received_cash=70000)
    for place in range(desk.count("paper")):
        assert english_left(printed(desk, place=place)) == []


def test_a_chinese_receipt_says_what_the_law_and_the_idiom_want(desk: Desk) -> None:
    speak(desk, "zh_CN")
    desk.pay(ODD)
    paper = printed(desk)
    text = "\n".join(lines(paper))
    for phrase in ("收据", "物业费", "抹零", "人民币柒佰伍拾贰元整", "已缴至", "本收据不作为发票使用", "盖章", "现金"):
        assert phrase in text
    assert paper.parts == ("①存根", "②交款人", "③记账")
    assert paper.language == "zh_CN"


def test_an_english_receipt_has_chinese_only_in_names_and_capitals() -> None:
    paper = receipt_paper(FACTS, EN)
    chinese = [line for line in lines(paper) if re.search(r"[\u4e00-\u9fff]", line)]
    assert [line for line in chinese if "张三" not in line and "王芳" not in line] == ["人民币贰佰伍拾元陆角整"]


def test_a_note_and_another_payer_stand_on_the_receipt(desk: Desk) -> None:
    paid = desk.pay(EVEN, payer_id=None, payer_name="李四", note="代张三缴")
    row = receipt(desk.connection, paid.receipts[0].id)
    assert row is not None
    found = payer_of(desk.connection, row)
    content = desk.connection.execute("SELECT content FROM paper").fetchone()[0]
    assert found == "李四"
    assert "Received from 李四 the following:" in content
    assert "Note: 代张三缴" in content


def test_the_seal_line_is_the_papers_own_language(desk: Desk) -> None:
    desk.set_office(seal_line="收款单位(盖章)", seal_line_en="Sealed by the office")
    desk.pay(EVEN)
    desk.words = Words.load("zh_CN")
    desk.pay(FUNDED, chosen=desk.charges(FUNDED)[:1])
    seals = [
        block.labels[0] for (content,) in desk.connection.execute("SELECT content FROM paper ORDER BY id")
        for block in load(content).blocks if isinstance(block, Sign)
    ]  # fmt: skip
    assert seals == ["Sealed by the office", "收款单位(盖章)"]
