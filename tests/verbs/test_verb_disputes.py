"""`disputes`: what is open, and with --ended what is over; the steps and the frozen charges as JSON."""

import json
from pathlib import Path

import pytest

from counter.cli import main
from counter.desk.open_case import Disputed
from counter.rules.cases import Kind, Step
from tests.desk.case_office import bring, examined, move
from tests.desk.office import EVEN
from tests.presenters.units_office import open_office


def test_cases_are_listed_by_kind_with_steps_and_frozen_charges(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_office(tmp_path) as desk:
        charge = desk.charges(EVEN)[0].charge_id
        case = examined(desk, Disputed(charge, 100))
        bring(desk, kind=Kind.REPAIR, topic="lift", said="stuck")
        assert main(["--home", str(tmp_path), "disputes", "--json"]) == 0
        (found,) = json.loads(capsys.readouterr().out)["cases"]
        assert (found["number"], found["unit"], found["frozen"]) == ("Y2026-000001", "3-2-1201", 100)
        assert [each["step"] for each in found["steps"]] == ["received", "examined"]
        assert found["charges"] == [{"charge": charge, "amount": 100, "since": "2026-11-23", "until": None}]
        assert (found["urgent"], found["scans"], "days_left" in found) == (0, [], True)
        move(desk, case, Step.WITHDRAWN)
        assert main(["--home", str(tmp_path), "disputes"]) == 0
        assert "Y2026" not in capsys.readouterr().out
        assert main(["--home", str(tmp_path), "disputes", "--kind", "all", "--ended"]) == 0
        said = capsys.readouterr().out
        assert "B2026-000001" in said
        assert "Y2026-000001" in said


def test_the_figures_of_a_year_are_told_and_given_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_office(tmp_path) as desk:
        lines = desk.charges(EVEN)
        bring(desk, Disputed(lines[0].charge_id, 100), topic="area")
        bring(desk, Disputed(lines[1].charge_id, 100), topic="meter")
        assert main(["--home", str(tmp_path), "disputes", "--year", "2026", "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert (found["total"]["cases"], found["total"]["open"], found["households"]) == (2, 2, 3)
        assert [(each["key"], each["cases"]) for each in found["figures"]["topic"]] == [("area", 1), ("meter", 1)]
        assert [(each["what"], each["cases"]) for each in found["causes"]] == [
            ("price", ["Y2026-000001", "Y2026-000002"])
        ]  # fmt: skip
        assert main(["--home", str(tmp_path), "disputes", "--year", "2025", "--kind", "all"]) == 0
