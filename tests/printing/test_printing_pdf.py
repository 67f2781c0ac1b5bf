import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from printing.blocks import Bar, Bars, Column, Pair, Paper, Row, Sign, Table, Text, Title, dump, load
from printing.form import A4, A5, CONTINUOUS_HALVES, CONTINUOUS_THIRDS, PdfForm, RowSpots, Spot, Stock, preprinted
from printing.ops import BoxOp, CodeOp, LineOp, Op, TextOp
from printing.pdf import pdf_bytes
from printing.pdf_layout import lay_out_pages
from printing.thermal import Line, lay_out
from printing.width import NOT_FIRST
from tests.printing.samples import CREATED, FONTS, PARTS_EN, PARTS_ZH, QR, receipt_en, receipt_zh, z_report_zh

STOCK = Stock(
    (
        Spot("number", 120, 20),
        Spot("form_number", 120, 26),
        Spot("payer", 30, 40, width=30),
        Spot("capital", 30, 120),
        Spot("实收合计", 130, 120, align="right"),
        Spot("code", 110, 160, 24),
    ),
    RowSpots((20, 70, 130), (False, False, True), 60, 8, 3, width=40, detail_x=140),
)


class EvenMetrics:
    """Every ASCII character half a square, every other a whole one: enough to lay out without a font."""

    def width(self, text: str, size: float, bold: bool = False) -> float:
        return sum(0.5 if char.isascii() else 1.0 for char in text) * size * 25.4 / 72


def tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def written(tmp_path: Path, papers: Sequence[Paper], form: PdfForm) -> Path:
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf_bytes(papers, form, FONTS, CREATED))
    return path


def text_of(path: Path) -> str:
    done = subprocess.run([tool("pdftotext"), "-layout", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def texts(page: Sequence[Op]) -> list[TextOp]:
    return [op for op in page if isinstance(op, TextOp)]


def test_an_outsider_reads_the_chinese_text(tmp_path: Path) -> None:
    read = text_of(written(tmp_path, [receipt_zh()], A5))
    for wanted in (
        "收款收据",
        "2026-000123",
        "欧阳文静",
        "¥1,816.40",
        "人民币壹仟捌佰壹拾陆元肆角整",
        "本收据不作为发票使用",
    ):
        assert wanted in read


def test_an_outsider_finds_no_fault_in_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, [receipt_zh(), receipt_en(), z_report_zh(40)], A4)
    done = subprocess.run([tool("qpdf"), "--check", str(path)], capture_output=True, check=False)
    assert (done.returncode, b"WARNING" in done.stdout + done.stderr) == (0, False)


@pytest.mark.parametrize("form", [A5, A4, CONTINUOUS_HALVES, CONTINUOUS_THIRDS], ids=lambda form: form.name)
def test_an_outsider_reads_the_code_from_the_rendered_page(tmp_path: Path, form: PdfForm) -> None:
    path = written(tmp_path, [receipt_zh()], form)
    subprocess.run([tool("pdftoppm"), "-r", "150", "-png", "-singlefile", str(path), str(tmp_path / "p")], check=True)
    with Image.open(tmp_path / "p.png") as picture:
        assert [found.text for found in zxingcpp.read_barcodes(picture)] == [QR]


def test_the_same_paper_is_the_same_bytes() -> None:
    assert pdf_bytes([receipt_zh()], A5, FONTS, CREATED) == pdf_bytes([receipt_zh()], A5, FONTS, CREATED)


def test_a_missing_font_is_told_as_such(tmp_path: Path) -> None:
    from printing.profile import FontFiles

    with pytest.raises(FileNotFoundError):
        pdf_bytes([receipt_zh()], A5, FontFiles(tmp_path / "a.ttf", FONTS.bold), CREATED)


@pytest.mark.parametrize("form", [CONTINUOUS_HALVES, CONTINUOUS_THIRDS], ids=lambda form: form.name)
@pytest.mark.parametrize(("paper", "parts"), [(receipt_zh(PARTS_ZH), PARTS_ZH), (receipt_en(PARTS_EN), PARTS_EN)])
def test_each_part_is_a_page_marked_with_its_name(paper: Paper, parts: tuple[str, ...], form: PdfForm) -> None:
    pages = lay_out_pages(paper, form, EvenMetrics())
    assert len(pages) == len(parts)
    for page, part in zip(pages, parts, strict=True):
        strip = "".join(op.text for op in texts(page) if op.x > form.width - form.margin_x)
        assert strip == part


@pytest.mark.parametrize("form", [A5, A4, CONTINUOUS_HALVES, CONTINUOUS_THIRDS], ids=lambda form: form.name)
@pytest.mark.parametrize("paper", [receipt_zh(), receipt_en(), z_report_zh(60)], ids=["zh", "en", "z"])
def test_nothing_lies_outside_the_margins_and_no_text_on_another(paper: Paper, form: PdfForm) -> None:
    metrics = EvenMetrics()
    for page in lay_out_pages(paper, form, metrics):
        boxes = []
        for op in page:
            match op:
                case TextOp(x, y, text, size, bold):
                    wide = metrics.width(text, size, bold)
                    assert form.margin_x - 0.1 <= x <= x + wide <= form.width - form.margin_x + 0.1
                    assert 0 < y <= form.height
                    boxes.append((x, y - size * 0.25, x + wide, y))
                case LineOp(x1, y1, x2, y2):
                    assert max(x1, x2) <= form.width - form.margin_x + 0.1
                    assert max(y1, y2) <= form.height
                case BoxOp(x, y, width, height):
                    assert x + width <= form.width - form.margin_x + 0.1
                    assert y + height <= form.height
                case CodeOp(x, y, side):
                    boxes.append((x, y, x + side, y + side))
        for at, (left, top, right, bottom) in enumerate(boxes):
            for other in boxes[at + 1 :]:
                assert right <= other[0] + 0.1 or other[2] <= left + 0.1 or bottom <= other[1] or other[3] <= top


def test_amounts_of_a_column_end_at_one_edge() -> None:
    metrics = EvenMetrics()
    (page,) = lay_out_pages(z_report_zh(), A4, metrics)
    ends = {
        round(op.x + metrics.width(op.text, op.size), 3) for op in texts(page) if op.text in ("1,277.50", "14,708.50")
    }
    assert len(ends) == 1


def test_a_long_table_repeats_its_heading_and_counts_its_pages() -> None:
    pages = lay_out_pages(z_report_zh(120), A4, EvenMetrics())
    shown = [[op.text for op in texts(page)] for page in pages]
    assert len(pages) > 2
    assert all("减免" in page for page in shown[:2])
    assert [f"{n}/{len(pages)}" in page for n, page in enumerate(shown, 1)] == [True] * len(pages)
    rows = [text for page in shown for text in page if text.startswith("收费项目 ")]
    assert rows == [f"收费项目 {n:02d}" for n in range(1, 121)]


def test_a_single_page_has_no_page_number() -> None:
    (page,) = lay_out_pages(receipt_zh(), A5, EvenMetrics())
    assert "1/1" not in [op.text for op in texts(page)]


def test_places_to_sign_in_the_middle_of_a_paper_do_not_end_its_page() -> None:
    blocks = (Title("交款单"), Sign(("交款人", "财务")), Pair("备注", "无"), Text("尾"))
    (page,) = lay_out_pages(Paper("x", "x", "zh_CN", blocks), A4, EvenMetrics())
    assert [op.text for op in texts(page)] == ["交款单", "交款人", "财务", "备注", "无", "尾"]


@pytest.mark.parametrize("form", [A5, CONTINUOUS_THIRDS], ids=lambda form: form.name)
def test_a_table_without_rows_is_its_heading(form: PdfForm) -> None:
    table = Table((Column("收费项目"), Column("金额", "right")), ())
    (page,) = lay_out_pages(Paper("x", "x", "zh_CN", (table,)), form, EvenMetrics())
    assert [op.text for op in texts(page)] == ["收费项目", "金额"]


def test_the_receipt_number_stands_at_the_top_right() -> None:
    (page,) = lay_out_pages(receipt_zh(), A5, EvenMetrics())
    (number,) = [op for op in texts(page) if op.text == "2026-000123"]
    assert number.x > A5.width / 2
    assert number.y < 25


def test_a_number_without_a_name_is_found_by_the_papers_title() -> None:
    blocks = (Title("收据"), Pair("收据号", "2026-000123"), Pair("房屋", "3-2-1201"))
    (page,) = lay_out_pages(Paper("receipt", "收据 2026-000123", "zh_CN", blocks), A5, EvenMetrics())
    (number,) = [op for op in texts(page) if op.text == "2026-000123"]
    assert number.x > A5.width / 2


def test_no_line_on_a_sheet_begins_with_a_closing_mark() -> None:
    paper = Paper("x", "x", "zh_CN", (Text("物业服务费、车位费，（公摊）。" * 20),))
    for page in lay_out_pages(paper, A5, EvenMetrics()):
        assert not [op.text for op in texts(page) if op.text[0] in NOT_FIRST]


def test_a_long_text_goes_on_over_several_pages_and_loses_nothing() -> None:
    long = "阳光花园物业服务中心欠费催缴通知单" * 150
    pages = lay_out_pages(Paper("x", "t", "zh_CN", (Text(long),)), A5, EvenMetrics())
    body = [op for page in pages for op in texts(page) if "/" not in op.text and op.text != "t"]
    assert len(pages) > 1
    assert "".join(op.text for op in body) == long


def test_more_figures_than_fit_are_set_smaller_and_never_broken() -> None:
    columns = (Column("项目"), *(Column(f"第{n}季度金额", "right") for n in range(7)))
    table = Table(columns, (Row(("物业费", *(f"{n},234,567.00" for n in range(1, 8)))),))
    (page,) = lay_out_pages(Paper("x", "x", "zh_CN", (table,)), A5, EvenMetrics())
    shown = {op.text: op.size for op in texts(page)}
    assert all(f"{n},234,567.00" in shown for n in range(1, 8))
    assert shown["1,234,567.00"] < A5.size


def test_on_preprinted_stock_only_values_are_printed_each_at_its_place() -> None:
    pages = lay_out_pages(receipt_zh(PARTS_ZH), preprinted(A5, STOCK), EvenMetrics())
    first = {op.text: op for op in texts(pages[0])}
    assert (first["2026-000123"].x, first["2026-000123"].y) == (120, 20)
    assert (first["0034567"].x, first["0034567"].y) == (120, 26)
    assert not {"收据号", "收费项目", "收款收据"} & set(first)
    assert not [op for page in pages for op in page if isinstance(op, LineOp | BoxOp)]


def test_preprinted_lines_that_are_too_many_go_on_a_further_sheet() -> None:
    pages = lay_out_pages(receipt_zh(), preprinted(A5, STOCK), EvenMetrics())
    amounts = [[op.text for op in texts(page) if op.text in ("268.50", "1,036.20", "240.00", "3.21")] for page in pages]
    assert amounts == [["268.50", "268.50", "1,036.20"], ["240.00", "3.21"]]
    assert all("2026-000123" in [op.text for op in texts(page)] for page in pages)


def test_the_offsets_of_stock_move_everything_alike() -> None:
    plain = lay_out_pages(receipt_zh(), preprinted(A5, STOCK), EvenMetrics())
    moved = lay_out_pages(receipt_zh(), preprinted(A5, STOCK.moved(1.5, -0.7)), EvenMetrics())
    for before, after in zip(plain[0], moved[0], strict=True):
        assert isinstance(before, TextOp | CodeOp)
        assert isinstance(after, TextOp | CodeOp)
        assert (round(after.x - before.x, 6), round(after.y - before.y, 6)) == (1.5, -0.7)


def test_preprinted_values_are_read_by_an_outsider(tmp_path: Path) -> None:
    read = text_of(written(tmp_path, [receipt_zh()], preprinted(A5, STOCK)))
    assert "人民币壹仟捌佰壹拾陆元肆角整" in read
    assert "收费项目" not in read


def bars_paper(lengths: Sequence[int]) -> Paper:
    bars = tuple(Bar(f"Label {length}", length, length // 2, str(length)) for length in lengths)
    return Paper("case_year", "t", "en", (Title("Figures"), Bars("By topic", bars, "dark: still open")))


def test_bars_stand_on_one_scale_between_label_and_figure() -> None:
    (page,) = lay_out_pages(bars_paper([40, 10, 0]), A4, EvenMetrics())
    boxes = [op for op in page if isinstance(op, BoxOp)]
    light = [op.width for op in boxes if op.grey > 150]
    assert light[0] == pytest.approx(4 * light[1])
    assert [op.width for op in boxes if op.grey < 150] == pytest.approx([width / 2 for width in light])
    assert all(A4.margin_x <= op.x and op.x + op.width < A4.width - A4.margin_x for op in boxes)
    shown = {op.text for op in texts(page)}
    assert {"By topic", "Label 40", "40", "Label 0", "0", "dark: still open"} <= shown


def test_bars_go_on_over_the_page_and_survive_being_kept() -> None:
    paper = bars_paper(list(range(120, 0, -1)))
    assert load(dump(paper)) == paper
    pages = lay_out_pages(paper, A4, EvenMetrics())
    assert len(pages) > 1
    assert sum(op.text.startswith("Label ") for page in pages for op in texts(page)) == 120


def test_bars_fit_a_receipt_printer_too() -> None:
    lines = [line for line in lay_out(bars_paper([40, 10]), 32) if isinstance(line, Line)]
    assert all(line.width <= 32 for line in lines)
    assert [each.text for each in lines if each.text.startswith("#")] == ["#" * 16 + "-" * 16, "#" * 4 + "-" * 4]
