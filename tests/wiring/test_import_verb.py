"""`main.py import`: told in words and whole as JSON; nothing is dropped in silence, nothing half imported."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from counter.cli import main
from counter.desk.found_books import found_books
from counter.desk.people import hash_pin
from counter.platform.folders import find_home
from counter.rules.clock import verdict
from db.store import SystemClock, open_books
from tests.files.test_estate_workbooks import OWNERS, UNITS, Rows, book, whole

DATA = Path(__file__).resolve().parents[1] / "data"


class Office:
    """Founded books in a home of their own, and what the verb answers there."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder, self._patch, self._capsys = folder, patch, capsys
        home = find_home({}, folder, folder)
        home.make()
        books = open_books(home.books, SystemClock(), verdict, "test")
        found_books(
            books, request_id="f", kind="training", estate_zh="阳光花园", estate_en="Sunny Garden",
            manager_name="陈静", pin_hash=hash_pin("3333"),
        )  # fmt: skip
        books.close()

    def run(self, *arguments: object) -> tuple[int, str]:
        self._patch.setattr("sys.stdin", io.StringIO("3333\n"))
        code = main(["import", "--home", str(self._folder), *map(str, arguments)])
        return code, self._capsys.readouterr().out

    def facts(self, *arguments: object) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run("--json", *arguments)[1])
        return found


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(tmp_path / "home", monkeypatch, capsys)


def test_an_import_is_told_in_words_and_the_second_changes_nothing(office: Office, tmp_path: Path) -> None:
    code, said = office.run(whole(tmp_path))
    assert code == 0
    assert "已导入：4 套房屋、2 人、2 条人房关系、2 个车牌、2 个收费项目、2 条收费标准。" in said
    assert "期初欠费 1 笔，合计 250.60 元。" in said
    assert "身份证" in said
    assert "Imported(" not in said
    code, said = office.run(whole(tmp_path))
    assert (code, "账簿中已有这些内容，未作任何更改。" in said) == (0, True)


def test_json_has_everything_that_was_written(office: Office, tmp_path: Path) -> None:
    facts = office.facts(whole(tmp_path))
    assert (facts["exit"], facts["imported"], facts["written"]["unit"]) == (0, True, 4)
    assert (facts["opening_charges"], facts["opening_total"]) == (1, 25_060)
    assert [note["code"] for note in facts["notes"]] == ["import_identity_left_out"]


def test_columns_that_are_not_understood_must_be_named(office: Office, tmp_path: Path) -> None:
    rows: Rows = [["房号", "业主", "面积", "停车卡号"], ["1-101", "张三", 80, "K-1"]]
    code, said = office.run(book(tmp_path, Sheet1=rows))
    assert code == 3
    assert "看不懂“停车卡号”列（例如“K-1”）" in said
    assert office.facts("--check", book(tmp_path, Sheet1=rows))["unread"][0]["column"] == "停车卡号"
    code, said = office.run(book(tmp_path, Sheet1=rows), "--ignore-columns", "停车卡号")
    assert (code, "1 套房屋" in said) == (0, True)


def test_errors_are_told_by_place_and_marked_in_a_copy(office: Office, tmp_path: Path) -> None:
    wrong = whole(tmp_path, 业主=[*OWNERS, ["9-9", "王五", "12", None, None, None]])
    facts = office.facts(wrong, "--corrected", tmp_path / "copy.xlsx")
    assert facts["exit"] == 3
    assert [(e["sheet"], e["row"], e["column"]) for e in facts["errors"]] == [
        ("业主", 4, "手机号"), ("业主", 4, "房屋编号"),
    ]  # fmt: skip
    assert (tmp_path / "copy.xlsx").exists()
    assert office.facts("--check", whole(tmp_path))["exit"] == 0


def test_what_the_books_contradict_is_told_before_anything_is_written(office: Office, tmp_path: Path) -> None:
    office.run(whole(tmp_path))
    changed: Rows = [["房屋编号", "收费项目", "所属期", "金额"], ["3-2-1201", "物业费", "2024-12", 1]]
    facts = office.facts(book(tmp_path, 房屋=[*UNITS, ["5-5-505", "住宅", 50, None, None]], 期初欠费=changed))
    assert [error["code"] for error in facts["errors"]] == ["import_opening_differs"]
    assert str(office.facts("--check", whole(tmp_path))["exit"]) == "0"


def test_a_sheet_of_months_is_told_first_taken_second_and_compared_third(office: Office) -> None:
    file = DATA / "wide_2025.xlsx"
    code, said = office.run(file)
    assert code == 3
    assert "月份：E–P (2025-01 – 2025-12)" in said
    assert "工作表“台账”第 10 行“12月”（总计）：表中为 484.60，单元格之和为 474.60。" in said
    assert office.facts(file, "--wide")["imported"] is False
    facts = office.facts(file, "--wide", "--accept-totals", "--as-of", "2025-12")
    assert (facts["imported"], facts["opening_total"], facts["written"]["unit"]) == (True, 112_000, 3)
    assert [each["row"] for each in facts["differing_totals"]] == [10]
    code, said = office.run(file, "--compare", "--as-of", "2025-12")
    assert (code, said.strip()) == (0, "每套房屋在表与账簿中都一致。")
