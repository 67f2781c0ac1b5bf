"""A list of the screen as Excel and CSV: figures as numbers, telephone numbers masked, no text taken for a formula."""

import csv
from pathlib import Path
from time import perf_counter

import pytest
from openpyxl import load_workbook

from counter.files.list_out import ListOut, cell_of, write_list

LIST = ListOut(
    "阳光花园 · 欠费 · 2026-01-31 12:00", ("房屋", "业主", "电话", "欠费"), frozenset({3}),
    [("3-2-1201", "张三", "13800138000", "1,234.50"), ("S-1", "=1+1", "-", "–")],
)  # fmt: skip


def test_figures_are_numbers_and_everything_else_is_text(tmp_path: Path) -> None:
    write_list(tmp_path / "a.xlsx", LIST)
    sheet = load_workbook(tmp_path / "a.xlsx").worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "阳光花园 · 欠费 · 2026-01-31 12:00"
    assert rows[1:] == [
        ["房屋", "业主", "电话", "欠费"], ["3-2-1201", "张三", "138****8000", 1234.5], ["S-1", "=1+1", "-", "–"],
    ]  # fmt: skip
    assert (sheet["D3"].number_format, sheet["B4"].data_type) == ("#,##0.00", "s")


def test_the_csv_is_one_a_chinese_excel_opens(tmp_path: Path) -> None:
    write_list(tmp_path / "a.xlsx", LIST)
    content = (tmp_path / "a.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == 4
    rows = list(csv.reader(content.decode("utf-8-sig").splitlines()))
    assert rows[2:] == [["3-2-1201", "张三", "138****8000", "1234.50"], ["S-1", "'=1+1", "-", "–"]]
    assert b'"3-2-1201"' in content


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,234.50", "1234.50"), ("−4.00", "-4.00"), ("-4", "-4"), ("¥250.60", "250.60"), ("3-2-1201", None), ("", None)],
)
def test_sums_as_shown_become_exact_numbers(text: str, number: str | None) -> None:
    found = cell_of(text, figures=True)
    assert str(found) == (text if number is None else number)
    assert isinstance(found, str) is (number is None)


def test_ten_thousand_rows_stay_quick(tmp_path: Path) -> None:
    rows = [(f"1-{n}", "张三", "13800138000", "1,234.50") for n in range(10_000)]
    begun = perf_counter()
    write_list(tmp_path / "a.xlsx", LIST._replace(rows=rows))
    assert perf_counter() - begun < 20  # two seconds on a quiet machine
    assert (tmp_path / "a.csv").read_text("utf-8-sig").count("\n") == 10_002
