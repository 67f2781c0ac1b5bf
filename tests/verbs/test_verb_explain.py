"""`explain`: a charge by its number, a receipt's charges, a unit's; in both languages, with readings and basis."""

import json
from pathlib import Path
from typing import Any

import pytest

from counter.cli import main
from counter.desk.readings import Read, enter_readings
from counter.rules.tariff import recompute
from db.queries import registers
from tests.desk.charging_office import CODES, bill, charging_office
from tests.desk.small_estate import MANAGER


def explained(home: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    code = main(["--home", str(home), "explain", *arguments, "--json"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert found["exit"] == code
    return found


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with charging_office(tmp_path) as books:
        bill(books, "2025-12")
        read = registers.meters(books.database.connection())[0]
        from datetime import date

        enter_readings(books, "2026-01", [Read(read.id, 190_000, estimated=True)], read_on=date(2026, 1, 31),
                       request_id="january", staff=MANAGER)  # fmt: skip
        bill(books, "2026-01")
    return tmp_path


def test_every_charge_of_a_unit_is_told_in_both_languages(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    charges = explained(home, capsys, CODES[-1])["charges"]
    assert {each["item"]["en"] for each in charges} == {"物业费", "Water", "Rubbish"}
    for each in charges:
        assert each["agrees"] is True
        assert recompute(each["ingredients"]) == each["amount"]
        assert each["words"]["en"]["calculation"] != each["words"]["zh_CN"]["calculation"]


def test_a_metered_charge_names_the_readings_it_goes_by(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    charges = explained(home, capsys, CODES[-1], "--period", "2026-01")["charges"]
    water = next(each for each in charges if each["item"]["en"] == "Water")
    assert [(each["kind"], each["value"]) for each in water["readings"]] == [("read", 140_000), ("estimated", 190_000)]
    told = water["words"]["en"]
    assert told["calculation"] == "50 m³ × ¥5.00 = ¥250.00"
    assert any("estimated on" in remark for remark in told["remarks"])


def test_one_charge_by_its_number_is_that_charge(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    charges = explained(home, capsys, "3")["charges"]
    assert [each["id"] for each in charges] == [3]


def test_what_goes_by_no_name_is_refused_in_a_sentence(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = explained(home, capsys, "9-9-999")
    assert (found["exit"], found["error"]) == (3, "unknown_charge")
    assert explained(home, capsys, "2026-000999")["error"] == "unknown_charge"


def test_lines_for_people_give_the_working(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(home), "explain", CODES[0]]) == 0
    said = capsys.readouterr().out
    assert "89.50" in said
    assert "250.60" in said
