"""`journal` takes closed days out: as plain text for both programs, and as a sheet of receipts and fee items."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from counter.platform.folders import Home
from tests.verbs.deeds import asked, closes, run

Capsys = pytest.CaptureFixture[str]


def days(home: Home) -> list[str]:
    return [str(row[0]) for row in asked(home, "SELECT day FROM close ORDER BY event_id")]


def test_one_day_goes_out_alone_and_both_days_together(home: Home, tmp_path: Path, capsys: Capsys) -> None:
    first, second = days(home)
    file = tmp_path / "day.journal"
    ran = run(capsys, "journal", "--text", file, "--from", second, "--to", second, "--json", "--home", home.root)
    assert json.loads(ran.text)["last_event"] == closes(home)[1]
    text = file.read_text(encoding="utf-8")
    assert f"{second} * opening balances" in text
    assert f"{first} *" not in text
    both = tmp_path / "both.beancount"
    assert run(capsys, "journal", "--text", both, "--from", first, "--home", home.root).code == 0
    assert f'{first} * "payment"' in both.read_text(encoding="utf-8")


def test_the_sheet_has_a_row_for_each_receipt_and_its_total(home: Home, tmp_path: Path, capsys: Capsys) -> None:
    file = tmp_path / "sheet.xlsx"
    assert run(capsys, "journal", "--sheet", file, "--home", home.root).code == 0
    rows = list(csv.reader(file.with_suffix(".csv").read_text(encoding="utf-8-sig").splitlines()))[2:]
    assert [row[2].split("-")[1] for row in rows[:-1]] == ["000001", "000002"]
    total = sum(int(row[-3].replace(".", "")) for row in rows[:-1])
    assert total == int(rows[-1][-3].replace(".", "")) == asked(home, "SELECT sum(total), 0 FROM receipt")[0][0]
    sheet = load_workbook(file).active
    assert sheet is not None
    assert Decimal(str(sheet.cell(len(rows) + 2, len(rows[-1]) - 2).value)) * 100 == total


def test_days_on_which_nothing_was_closed_are_told(home: Home, tmp_path: Path, capsys: Capsys) -> None:
    ran = run(capsys, "journal", "--sheet", tmp_path / "x.xlsx", "--from", "2001-01-01", "--to", "2001-01-31",
              "--home", home.root)  # fmt: skip
    assert (ran.code, "No day was closed from 2001-01-01" in ran.text) == (3, True)
    assert not (tmp_path / "x.xlsx").exists()
