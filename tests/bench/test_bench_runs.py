"""Every work of the benchmark runs, in sizes so small that only its working is tried; times are never asserted."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from counter.bench.figures import Figure, Sample
from counter.bench.report import HEADINGS, cells, line, markdown
from counter.bench.run import WORKS, run_works
from counter.bench.scale import QUICK
from counter.bench.start import has_display
from counter.verbs import bench

ROOT = Path(__file__).parents[2]
TINY = replace(QUICK, payments=21, history=40, history_units=20, short_history=20, history_payments=3, day=10)


# W9 loads python-escpos, whose cache folder is settled once a process: the verb below runs it in one of its own.
@pytest.mark.parametrize("work", [name for name in WORKS if name not in ("W6", "W9")])
def test_a_work_yields_figures_with_both_sides(work: str, tmp_path: Path) -> None:
    figures = run_works([work], tmp_path, TINY)
    assert figures
    for figure in figures:
        assert figure.work == work
        assert figure.ours.median > 0
        assert figure.floor is not None


def test_a_window_is_measured_where_there_is_a_display(tmp_path: Path) -> None:
    if not has_display():
        pytest.skip("needs a display")
    assert [figure.ours.unit for figure in run_works(["W6"], tmp_path, TINY)] == ["s", "MB"]


def test_the_verb_answers_in_json_and_leaves_nothing_behind(tmp_path: Path) -> None:
    table = tmp_path / "table.md"
    command = [sys.executable, "main.py", "bench", "--quick", "--only", "W9", "--json", "--home", str(tmp_path)]
    ran = subprocess.run(
        [*command, "--table", str(table)], cwd=ROOT, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
    told = json.loads(ran.stdout)
    assert [figure["work"] for figure in told["figures"]] == ["W9", "W9"]
    assert list((tmp_path / "cache").iterdir()) == []
    assert not (tmp_path / "books.sqlite").exists()
    assert "a kept receipt to printer bytes" in table.read_text(encoding="utf-8")


def test_the_verb_offers_every_work_there_is() -> None:
    assert set(bench._WORKS) == WORKS.keys()


def test_the_ratio_is_that_of_the_medians() -> None:
    figure = Figure("W0", "what", "size", Sample((1.0, 3.0, 2.0)), Sample((1.0,)), 1.5)
    assert (figure.ratio, figure.met, figure.ours.p99) == (2.0, False, 3.0)
    assert replace_goal(figure, 2.0).met is True
    assert Figure("W0", "what", "size", Sample((1.0,))).met is None


def replace_goal(figure: Figure, goal: float) -> Figure:
    return figure._replace(goal=goal)


def test_ninety_nine_of_a_hundred_do_not_exceed_the_p99() -> None:
    assert Sample(tuple(float(n) for n in range(1, 201))).p99 == 198.0


def test_a_figure_is_told_with_its_floor_ratio_and_verdict() -> None:
    figure = Figure("W0", "a work", "3 rows", Sample((0.002,)), Sample((0.001,)), 1.5)
    assert line(figure) == "W0  a work, 3 rows: 2.00 ms (p99 2.00 ms); floor 1.00 ms (p99 1.00 ms); 2.00× ≤ 1.5 missed"
    assert [len(row.split(" | ")) for row in markdown([figure])] == [len(HEADINGS)] * 3
    assert cells(figure)[-1] == "missed"
