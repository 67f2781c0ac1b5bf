from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printing import thermal_table
from printing.blocks import Column, Mark, Pair, Paper, Row, Rule, Sign, Sum, Table, Text, Title, dump, load
from printing.thermal import Line, QrLine, lay_out
from printing.width import normalise
from tests.printing.samples import receipt_en, receipt_zh, z_report_zh

GOLDEN = Path(__file__).parent / "golden"
WORDS = st.text("物业费公摊（）、，。水电 abcXYZ0123456789.-×", max_size=40)
AMOUNTS = st.integers(-(10**11), 10**11).map(
    lambda fen: f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"
)


def shown(paper: Paper, width: int) -> str:
    """The lines as text; a scale of two is marked, a code stands in brackets."""
    lines = []
    for line in lay_out(paper, width):
        if isinstance(line, QrLine):
            lines.append(f"[{line.content}]")
        else:
            lines.append("".join(f"«{span.text}»" if span.scale == 2 else span.text for span in line.spans))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("width", [32, 42, 48])
@pytest.mark.parametrize("paper", [receipt_zh(), receipt_en(), z_report_zh(3)], ids=["receipt_zh", "receipt_en", "z"])
def test_papers_look_as_they_were_approved(paper: Paper, width: int) -> None:
    name = f"{paper.kind}_{paper.language}_{width}.txt"
    assert shown(paper, width) == (GOLDEN / name).read_text(encoding="utf-8")


@st.composite
def papers(draw: st.DrawFn) -> tuple[Paper, list[str]]:
    texts, figures = draw(st.integers(0, 3)), draw(st.integers(1, 5))
    rows = draw(
        st.lists(st.tuples(*[WORDS] * texts, *[AMOUNTS] * figures, WORDS), min_size=1, max_size=4)
    )  # the last word is the detail
    columns = [Column(draw(WORDS), "left", 2)] * texts + [Column(draw(WORDS), "right", 1)] * figures
    table = Table(tuple(columns), tuple(Row(row[:-1], row[-1]) for row in rows))
    total, label = draw(AMOUNTS), draw(WORDS)
    paper = Paper(
        "receipt", "r", "zh_CN",
        (Mark(draw(WORDS)), Title(draw(WORDS), draw(WORDS)), Pair(draw(WORDS), draw(WORDS)), table,
         Sum(label, total, draw(st.booleans())), Text(draw(WORDS), "center"), Sign((draw(WORDS),))),
    )  # fmt: skip
    return paper, [*(cell for row in rows for cell in row[texts:-1]), total]


@settings(max_examples=60, deadline=None)
@given(papers(), st.sampled_from([32, 42, 48]))
def test_every_line_fits_and_every_amount_is_whole(drawn: tuple[Paper, list[str]], width: int) -> None:
    paper, amounts = drawn
    lines = [line for line in lay_out(paper, width) if isinstance(line, Line)]
    assert all(line.width <= width for line in lines)
    words = [word for line in lines for word in line.text.split()]
    for amount in amounts:
        assert any(word.endswith(amount) for word in words)


@settings(max_examples=25, deadline=None)
@given(papers(), st.sampled_from([48, 64, 96]))
def test_a_table_that_stands_whole_is_the_one_that_wrapping_would_give(
    drawn: tuple[Paper, list[str]], width: int
) -> None:
    table = next(block for block in drawn[0].blocks if isinstance(block, Table))
    slots = [thermal_table._slot(table, index) for index in range(len(table.columns))]
    if (whole := thermal_table._whole(slots, width)) is None:
        return
    wrapped = [slot._replace(least=thermal_table._least(slot)) for slot in slots]
    assert thermal_table._widths(wrapped, width) == whole
    grid = thermal_table._grid(wrapped, whole, ["detail"] * len(table.rows), width)
    assert list(thermal_table._unwrapped(slots, whole, ["detail"] * len(table.rows), width)) == list(grid)


@pytest.mark.parametrize("width", [32, 42, 48])
def test_amounts_of_a_table_end_at_the_right_edge(width: int) -> None:
    lines = [line for line in lay_out(receipt_zh(), width) if isinstance(line, Line)]
    for amount in ("1,036.20", "240.00", "3.21"):
        assert any(line.text.endswith(amount) and line.width == width for line in lines)


def test_the_sum_the_eye_must_meet_is_big() -> None:
    spans = [span for line in lay_out(receipt_zh(), 48) if isinstance(line, Line) for span in line.spans]
    assert any(span.text == "￥1,816.40" and span.scale == 2 and span.bold for span in spans)


def test_a_mark_stands_above_everything() -> None:
    first = lay_out(receipt_zh().with_mark("补打 第1次"), 32)[:3]
    assert "补打 第1次" in "".join(line.text for line in first if isinstance(line, Line))


def test_too_many_amounts_for_the_paper_stand_one_a_line_with_their_heading() -> None:
    columns = (Column("项目"), *(Column(f"金额{n}", "right") for n in range(5)))
    table = Table(columns, (Row(("物业费", *(f"1,234,567.{n}0" for n in range(5)))),))
    texts = [line.text for line in lay_out(Paper("x", "x", "zh_CN", (table,)), 32) if isinstance(line, Line)]
    assert [text for text in texts if text.startswith("金额3")] == ["金额3" + "1,234,567.30".rjust(27)]


def test_a_table_without_rows_is_its_heading() -> None:
    table = Table((Column("项目"), Column("金额", "right")), ())
    laid = lay_out(Paper("x", "x", "zh_CN", (table,)), 32)
    assert [line.text for line in laid if isinstance(line, Line)] == ["项目" + " " * 24 + "金额"]


def test_a_paper_kept_as_json_is_laid_out_the_same() -> None:
    assert lay_out(load(dump(receipt_zh())), 42) == lay_out(receipt_zh(), 42)


def test_a_paper_kept_before_names_existed_is_still_read() -> None:
    old = '{"kind":"x","title":"t","language":"en","parts":[],"blocks":[{"block":"Pair","label":"a","value":"b"}]}'
    assert load(old).blocks == (Pair("a", "b"),)


def test_a_paper_kept_with_the_name_of_each_field_is_still_read() -> None:
    old = (
        '{"kind":"x","title":"t","language":"en","parts":["one"],"blocks":[{"block":"Rule"},'
        '{"block":"Sign","labels":["a","b"]},{"block":"Table","columns":[{"title":"c","align":"right","share":2}],'
        '"rows":[{"cells":["1.00"],"detail":"d"}]}]}'
    )
    table = Table((Column("c", "right", 2),), (Row(("1.00",), "d"),))
    assert load(old) == Paper("x", "t", "en", (Rule(), Sign(("a", "b")), table), ("one",))


def test_a_paper_is_kept_as_lists_of_its_values() -> None:
    paper = Paper("x", "t", "en", (Rule(), Sign(("a",)), Table((Column("c"),), (Row(("1.00",)),))), ("one",))
    assert dump(paper) == '["x","t","en",[["Rule"],["Sign",["a"]],["Table",[["c","left",1]],[[["1.00"],""]]]],["one"]]'


def test_text_is_normalised_before_it_is_laid_out() -> None:
    laid = lay_out(Paper("x", "x", "en", (Sum("总计", "¥5.00"),)), 32)
    assert [line.text for line in laid if isinstance(line, Line)] == ["总计" + " " * 22 + normalise("¥5.00")]
