"""Steps and segments: the hand-worked examples of tests/data, and what holds for every debtor."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.rules.arrears import LADDER, Debtor, Hold, Segment, Step, Terms, judge

CASES = tomllib.loads(
    (Path(__file__).resolve().parents[1] / "data" / "worked_arrears.toml").read_text(encoding="utf-8")
)["case"]
TODAY = date(2026, 11, 26)
DAYS = ("last_sent", "last_call", "promise_until")


def debtor_of(case: dict[str, Any]) -> Debtor:
    known = {key: value for key, value in case.items() if key in Debtor._fields}
    known |= {key: date.fromisoformat(case[key]) for key in DAYS if key in case}
    known |= {
        "late_by": tuple(case.get("late_by", ())),
        "last_step": Step(case["last_step"]) if "last_step" in case else None,
    }
    return Debtor(**{"overdue": 0, "days": 0, "periods": 0, **known})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_debtor_gets_the_letter_worked_out_by_hand(case: dict[str, Any]) -> None:
    found = judge(debtor_of(case), Terms(), TODAY)
    assert found.segment == case["segment"]
    assert found.step == case.get("step")
    assert found.hold == case.get("hold")


def test_the_examples_show_every_segment_every_step_and_every_hold() -> None:
    assert {case["segment"] for case in CASES} == set(Segment)
    assert {case["step"] for case in CASES if "step" in case} == set(Step)
    assert {case["hold"] for case in CASES if "hold" in case} == set(Hold)


@settings(max_examples=25, deadline=None)
@given(
    overdue=st.integers(1, 10**7), days=st.integers(1, 2000), periods=st.integers(1, 60),
    sent=st.one_of(st.none(), st.tuples(st.sampled_from(LADDER), st.integers(0, 400))),
    broken=st.integers(0, 3), frozen=st.integers(0, 10**6),
)  # fmt: skip
def test_no_step_is_ever_skipped_and_every_verdict_is_explained(
    overdue: int, days: int, periods: int, sent: tuple[Step, int] | None, broken: int, frozen: int
) -> None:
    last, ago = sent or (None, 0)
    debtor = Debtor(
        overdue, days, periods, frozen=frozen, broken=broken, last_step=last,
        last_sent=TODAY - timedelta(days=ago) if last else None,
    )  # fmt: skip
    found = judge(debtor, Terms(), TODAY)
    assert found.step is not None
    reached = LADDER.index(last) if last else LADDER.index(Step.FRIENDLY)
    assert LADDER.index(found.step) <= max(reached + 1, LADDER.index(Step.REMINDER))
    assert [each for each in found.reasons if each.code == found.segment]
    assert (found.hold is None) or any(each.code == f"hold_{found.hold}" for each in found.reasons)
