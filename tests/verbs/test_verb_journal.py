"""`journal` takes closed days out: as plain text for both programs, and as a sheet of receipts and fee items."""

import csv
import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from backup.journal import digest_of_file
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


def test_journal_files_that_are_gone_are_named_by_the_check_and_written_again_as_they_were(
    home: Home, capsys: Capsys
) -> None:
    newest = sorted(home.journals.iterdir())[-1]
    content = newest.read_bytes()
    newest.unlink()
    told = run(capsys, "check", "--home", home.root)
    assert (told.code, f"{newest.name}: The file of this closed day is not there." in told.text) == (1, True)
    shutil.rmtree(home.journals)
    facts = json.loads(run(capsys, "check", "--json", "--home", home.root).text)
    assert [each["code"] for each in facts["findings"]] == ["journal_gone", "journal_gone"]
    ran = run(capsys, "journal", "--json", "--home", home.root)
    assert json.loads(ran.text) == {"exit": 0, "written": 0, "again": 2}
    assert run(capsys, "check", "--home", home.root).code == 0
    assert newest.name in {path.name for path in home.journals.iterdir()}
    assert digest_of_file(newest) == digest_of_content(content, home.root)


def digest_of_content(content: bytes, folder: Path) -> str:
    kept = folder / "kept.sqlite"
    kept.write_bytes(content)
    return digest_of_file(kept)


def test_days_on_which_nothing_was_closed_are_told(home: Home, tmp_path: Path, capsys: Capsys) -> None:
    ran = run(capsys, "journal", "--sheet", tmp_path / "x.xlsx", "--from", "2001-01-01", "--to", "2001-01-31",
              "--home", home.root)  # fmt: skip
    assert (ran.code, "No day was closed from 2001-01-01" in ran.text) == (3, True)
    assert not (tmp_path / "x.xlsx").exists()
