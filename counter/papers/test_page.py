"""The printer's test page: everything a receipt needs of a printer, each line saying what must be seen."""

from counter.words import Words
from printing.blocks import Block, Code, Column, Pair, Paper, Row, Rule, Sum, Table, Text, Title

CODE_TEXT = "CF1-TEST"
RARE = "㐀 𠮷 镕 喆 堃 昇 囍"
_RULER = "1234567890"


def ruler(columns: int) -> str:
    """Return a line of exactly so many cells, whose last figure stands at the right edge of the paper."""
    return (_RULER * (columns // len(_RULER) + 1))[:columns]


def printer_test_page(w: Words, *, printer: str, columns: int, offset_x: int = 0, offset_y: int = 0) -> Paper:
    """Return the test page of a printer.

    printer: its name in words; columns: cells of a line (32, 42, 48); offsets: tenths of a millimetre, to the right
    and down, as pre-printed stock uses them.
    """
    blocks: tuple[Block, ...] = (
        Title(w("Printer test"), printer),
        Text(w("The ruler fills one line from edge to edge:")),
        Text(ruler(columns)),
        Rule(),
        Pair(w("Chinese"), "今收到 张三 交来 物业费"),
        Pair(w("Rare characters"), RARE),
        Pair(w("In capitals"), "人民币壹仟贰佰叁拾肆元伍角陆分"),
        Pair(w("Offset right, down"), f"{millimetres(offset_x)} mm, {millimetres(offset_y)} mm"),
        Rule(),
        Table(
            (Column(w("Fee item"), "left", 5), Column(w("Period"), "left", 4), Column(w("Amount"), "right", 4)),
            (
                Row(("物业费", "2026-09", "250.60"), "89.50 m² × 2.80"),
                Row(("公共能耗", "2026-Q3", "46.12")),
                Row(("车位费", "2026-11", "12,345.67")),
            ),
        ),
        Sum(w("Total"), "¥12,642.39", large=True),
        Rule(),
        Code(CODE_TEXT, CODE_TEXT),
        Text(
            w("It is right when the ruler is one line, every character can be read and the amounts end in one line."),
            small=True,
        ),
        Text(w("A box with a number is a rare character no font here has, and no fault of the printer."), small=True),
        Text(w("A phone reads the code as {text}, and the paper is cut below this line.", text=CODE_TEXT), small=True),
    )
    return Paper("test_page", w("Printer test"), w.language, blocks)


def millimetres(tenths: int) -> str:
    """Return tenths of a millimetre as people write them: 1.5, −0.3."""
    sign = "−" if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10}.{abs(tenths) % 10}"
