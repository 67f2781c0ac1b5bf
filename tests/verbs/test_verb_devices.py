"""`devices simulate`: it names its port, counts what stands, and lists its faults where one is unknown."""

import argparse
import sys
from pathlib import Path

import pytest

from counter.platform.folders import Home
from counter.verbs.answer import Said
from counter.verbs.devices import UnknownFault, run
from counter.words import Words

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo terminals")


def arguments(**more: object) -> argparse.Namespace:
    usual = {
        "what": "simulate",
        "device": "terminal",
        "fault": "none",
        "personality": "keeps",
        "seed": 1,
        "power_off_at": None,
    }
    return argparse.Namespace(**{**usual, "seconds": 0.0, **more})


def test_a_simulated_terminal_names_its_port(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = run(Home(tmp_path, tmp_path), arguments(power_off_at=5), Words.load("en"), Said(as_json=False))
    assert answer.facts["standing"] == []
    assert str(answer.facts["port"]) in capsys.readouterr().out
    assert answer.lines == ("0 payments stand on the terminal.",)


def test_a_simulated_modem_names_its_port_and_counts_what_went_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = run(Home(tmp_path, tmp_path), arguments(device="modem"), Words.load("en"), Said(as_json=False))
    assert answer.facts["parts"] == 0
    assert str(answer.facts["port"]) in capsys.readouterr().out
    with pytest.raises(UnknownFault) as refused:
        run(Home(tmp_path, tmp_path), arguments(device="modem", fault="fire"), Words.load("en"), Said(as_json=True))
    assert "late_answer" in refused.value.faults


def test_a_fault_it_does_not_know_lists_those_it_knows(tmp_path: Path) -> None:
    with pytest.raises(UnknownFault) as refused:
        run(Home(tmp_path, tmp_path), arguments(fault="fire"), Words.load("en"), Said(as_json=True))
    assert "lost_done" in refused.value.faults
