"""The sheet of a letter: the address in the window, fold marks, counterfoil at the foot, pages numbered; notices."""

from dataclasses import replace

import pytest
from fpdf import FPDF

from counter.papers.letter import BasisLine, LetterFacts, LetterLine, letter_paper
from counter.papers.notices import board_notice, door_notice
from counter.platform.fonts import FONT_BOLD, FONT_REGULAR
from counter.rules.letter_cost import sheets
from counter.words import LANGUAGES, Language, Words
from printing.blocks import Paper, dump, load
from printing.form import LETTER, NOTICE
from printing.ops import CodeOp, LineOp, Op, TextOp
from printing.pdf import Faces
from printing.pdf_ink import Ink
from printing.pdf_layout import Tightness, lay_out_pages
from printing.pdf_letter import FOLDS, WINDOW_HEIGHT, WINDOW_LEFT, WINDOW_TOP, WINDOW_WIDTH
from printing.profile import FontFiles
from tests.printing.test_printing_pdf import EvenMetrics

NAME = "阿不都热合曼·买买提吐尔逊有限责任公司第二分公司"
FACTS = LetterFacts(
    step="demand", number="L2026-000123", code="CF1-L2026-000123-7F3A09C1-K4", reference="U000123-K4",
    day="2026-11-26", deadline="2026-12-11", times=2, estate="阳光花园", collector="阳光物业服务有限公司",
    contact="1号楼底商，8:30–17:30，电话 8888 8888", unit_code="3-2-1201", owner="张三", area=8950,
    lines=(LetterLine("物业费", "2026-09", "2026-09-15", "89.50 m² × 2.80", 25060, 25060),), late_fee=1000,
    fee_demanded=True, opening="x", closing="y", bank_account="中国工商银行 6222 0000 0000 0000",
)  # fmt: skip


def pages(
    lines: int | tuple[LetterLine, ...] = 1, language: Language = "zh_CN", **more: object
) -> list[tuple[Op, ...]]:
    several = FACTS.lines * lines if isinstance(lines, int) else lines
    facts = replace(FACTS, lines=several, **more)  # type: ignore[arg-type]
    return lay_out_pages(load(dump(letter_paper(facts, Words.load(language)))), LETTER, EvenMetrics())


def said(page: tuple[Op, ...]) -> list[str]:
    return [op.text for op in page if isinstance(op, TextOp)]


@pytest.mark.parametrize("owner", ["张三", NAME])
def test_the_address_lies_whole_in_the_window_and_nothing_else_does(owner: str) -> None:
    (page,) = pages(owner=owner)
    right, low = WINDOW_LEFT + WINDOW_WIDTH, WINDOW_TOP + WINDOW_HEIGHT
    inside = [op for op in page if isinstance(op, TextOp) and WINDOW_LEFT < op.x < right and WINDOW_TOP < op.y < low]
    assert "".join(op.text for op in inside) == f"{owner}阳光花园3-2-1201"
    assert all(op.x + EvenMetrics().width(op.text, op.size) <= right for op in inside)


def test_the_sheet_has_fold_marks_a_code_and_a_line_to_cut_along() -> None:
    (page,) = pages()
    folds = [op.y1 for op in page if isinstance(op, LineOp) and op.x2 < 10]
    assert tuple(folds) == FOLDS
    assert [op.content for op in page if isinstance(op, CodeOp)] == [FACTS.code]
    told = said(page)
    assert told.index("送达回执（存根，由服务中心留存）") < told.index("送达人")
    assert "1/1" in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lines", [1, 14, 17, 40, 90])
def test_however_long_the_table_nothing_leaves_the_sheet_and_the_counterfoil_is_on_the_last_page(
    lines: int, language: Language
) -> None:
    made = pages(lines, language)
    bottom = LETTER.height - LETTER.margin_bottom + 0.1
    for number, page in enumerate(made, 1):
        body = [op for op in page if isinstance(op, TextOp) and op.text != f"{number}/{len(made)}"]
        assert all(LETTER.margin_x - 0.1 <= op.x for op in body)
        assert max(op.y for op in body) <= bottom
        assert f"{number}/{len(made)}" in said(page)
    cut = Words.load(language)("Counterfoil, stays with the service centre: received by hand")
    assert [cut in said(page) for page in made] == [False] * (len(made) - 1) + [True]


@pytest.mark.parametrize(("language", "counts"), [("zh_CN", range(1, 41)), ("en", range(11, 20))])
def test_no_page_of_a_letter_holds_one_row_alone_or_a_foot_without_its_sums(language: Language, counts: range) -> None:
    total = Words.load(language)("Total to pay")
    for count in counts:
        made = pages(count, language)
        rows = [sum(text == FACTS.lines[0].due for text in said(page)) for page in made]
        assert sum(rows) == count
        assert min(rows) >= min(2, count)
        assert total in said(made[-1])


def test_a_table_never_grows_by_a_page_for_what_belongs_together() -> None:
    counts = (1, 15, 30, 45, 87)
    assert [len(pages(count)) for count in counts] == [1, 1, 2, 2, 3]
    assert [sheets(count) for count in counts] == [1, 1, 2, 2, 3], "what a batch is said to cost in paper"


@pytest.mark.parametrize("language", LANGUAGES)
def test_type_that_saves_a_page_stays_large_enough_for_old_eyes(language: Language) -> None:
    """Only codes' captions and small print are set smaller than nine points."""
    (page,) = pages(13, language)
    rows = [op for op in page if isinstance(op, TextOp) and op.text in (FACTS.lines[0].due, FACTS.lines[0].item)]
    assert min(op.size for op in rows) >= 0.9 * LETTER.size


def test_a_composition_is_broken_between_its_products_and_never_in_one() -> None:
    share = "22.5 m³ × 3.80"
    line = LetterLine(
        "水费", "2024-06-30/2025-06-29", "2025-07-15", f"120 m³ × 2.88 + {share} + 5 m³ × 5.80 + {share}", 1, 1
    )
    told = [text for page in pages(lines=(line, line)) for text in said(page)]
    assert sum(share in text for text in told) >= 2
    assert not [text for text in told if text.endswith("×") or text.startswith(("×", "m³"))]


def test_the_late_fee_ends_below_the_column_to_which_it_adds() -> None:
    """In the real face: the figure of the late fee ends where those that are open do."""
    metrics = Faces(FPDF(unit="mm"), FontFiles(FONT_REGULAR, FONT_BOLD))
    page = lay_out_pages(letter_paper(FACTS, Words.load("zh_CN")), LETTER, metrics)[0]
    ends = {op.text: op.x + metrics.width(op.text, op.size, op.bold) for op in page if isinstance(op, TextOp)}
    assert abs(ends["10.00"] - ends["未缴"]) < 0.5


def test_what_several_items_rest_on_is_told_once() -> None:
    bases = (
        BasisLine("物业费", "service_contract", "2025-03", "2025-03-01"),
        BasisLine("水费", "guide_price", "2021-118", "2021-12-20"),
        BasisLine("车位费", "service_contract", "2025-03", "2025-03-01"),
    )
    told = [text for page in pages(bases=bases) for text in said(page)]
    assert told[told.index("收费依据") + 1] == "物业费、车位费：物业服务合同 2025-03；水费：政府指导价 2021-118"


def test_a_long_period_breaks_no_day_of_the_other_lines() -> None:
    year = LetterLine("电梯年检费", "2024-06-30/2025-06-29", "2025-07-15", "2.00 × 12 个月", 2400, 2400)
    share = LetterLine("公共能耗", "2025-Q1", "2025-04-15", "10,574.00 分摊 0.44 %，另加 5 m³ × 3.80", 4650, 4650)
    (page,) = pages(lines=(*FACTS.lines, year, share), language="en")
    for day in ("2026-09-15", "2025-07-15", "2025-04-15", "2025-Q1", "2024-06-30/2025-06-29"):
        assert day in said(page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("amount", [18_900, 25_060, 120_000])
def test_no_day_is_broken_where_everything_has_room(language: Language, amount: int) -> None:
    """In the real face: a column that is as wide as its text holds it, however the width was summed up."""
    metrics = Faces(FPDF(unit="mm"), FontFiles(FONT_REGULAR, FONT_BOLD))
    item = "Property fee" if language == "en" else "物业费"
    for count in range(1, 10):
        lines = tuple(
            LetterLine(item, f"2026-{month:02}", f"2026-{month:02}-15", "37.80 m² × 5.00", amount, amount)
            for month in range(1, count + 1)
        )
        paper = letter_paper(replace(FACTS, step="reminder", lines=lines), Words.load(language))
        seen = {text for page in lay_out_pages(paper, LETTER, metrics) for text in said(page)}
        assert {line.due for line in lines} <= seen


@pytest.mark.parametrize("language", LANGUAGES)
def test_notices_name_nobody_and_no_sum(language: Language) -> None:
    w = Words.load(language)
    papers: tuple[Paper, ...] = (
        door_notice("3-2-1201", "2026-11-26", "阳光花园", "电话 8888 8888", "", "real", w),
        board_notice(("2026-09", "2026-11"), "2026-11-26", "阳光花园", "电话 8888 8888", "", "real", w),
    )
    for paper in papers:
        kept = dump(paper)
        assert "张三" not in kept
        assert "¥" not in kept
        (page,) = lay_out_pages(paper, NOTICE, EvenMetrics())
        assert min(op.size for op in page if isinstance(op, TextOp) and "8888" in op.text) >= 18, (
            "read from a step away"
        )
    assert "2026-11" in dump(papers[1])


def test_a_long_batch_keeps_no_page_that_is_drawn_but_a_bounded_stock_of_what_repeats() -> None:
    alive = 0

    class Counted(LineOp):
        def __del__(self) -> None:
            nonlocal alive
            alive -= 1

    document = FPDF(unit="mm")
    ink, each = Ink(document, Faces(document, FontFiles(FONT_REGULAR, FONT_BOLD))), 500
    for number in range(20):
        page = [Counted(number, place, 1, 2) for place in range(each)]
        alive += each
        ink.page(page)
    del page
    assert alive == 4096


def test_a_batch_comes_out_as_its_letters_do_alone() -> None:
    several = [letter_paper(replace(FACTS, lines=FACTS.lines * n), Words.load("en")) for n in (1, 14, 3, 17, 40, 14)]
    last = Tightness()
    for paper in several:
        assert lay_out_pages(paper, LETTER, EvenMetrics(), last) == lay_out_pages(paper, LETTER, EvenMetrics())
