"""Lists taken out as files: whole or not at all, and no cell of them is a formula."""

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from counter.files.lists import ListKindUnknown, write_list

HEADER = ("No.", "内容")
ROWS = (("1", "=1+1"), ("2", "@sum"), ("3", '张三, “引号” "x"\n第二行'))


def test_a_csv_opens_in_a_spreadsheet_with_chinese_right_and_without_formulas(tmp_path: Path) -> None:
    path = tmp_path / "new" / "list.csv"
    digest = write_list(path, HEADER, ROWS)
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert hashlib.sha256(content).hexdigest() == digest
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [tuple(row) for row in csv.reader(file)]
    assert rows == [HEADER, ("1", "'=1+1"), ("2", "'@sum"), ROWS[2]]


def test_a_workbook_keeps_every_cell_as_text(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    write_list(path, HEADER, ROWS)
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
    assert rows == [HEADER, *ROWS]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_a_list_that_breaks_off_leaves_the_file_before_as_it_was(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"before")

    def broken() -> Iterator[tuple[str, ...]]:
        yield "1", "x"
        raise OSError(28, "full")

    with pytest.raises(OSError, match="full"):
        write_list(path, HEADER, broken())
    assert path.read_bytes() == b"before"
    assert [each.name for each in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["list.pdf", "list", "list.xls"])
def test_another_kind_of_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ListKindUnknown) as refused:
        write_list(tmp_path / name, HEADER, ROWS)
    assert refused.value.name == name
