"""The odd amount at the window."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.rules.rounding import Rounded, Rounding, round_at_window


@pytest.mark.parametrize(
    ("mode", "rounded"),
    [
        (Rounding.NONE, Rounded(54844, 0)),
        (Rounding.JIAO, Rounded(54840, -4)),
        (Rounding.YUAN, Rounded(54800, -44)),
        (Rounding.KEEP, Rounded(54850, 0, 6)),
    ],
)
def test_the_setting_decides_what_happens_to_four_fen(mode: Rounding, rounded: Rounded) -> None:
    assert round_at_window(54844, mode) == rounded


@pytest.mark.parametrize("mode", list(Rounding))
def test_only_cash_that_pays_everything_is_rounded(mode: Rounding) -> None:
    assert round_at_window(54844, mode, cash=False) == Rounded(54844, 0)
    assert round_at_window(54844, mode, in_full=False) == Rounded(54844, 0)


@given(st.integers(0, 10**9), st.sampled_from(Rounding))
def test_rounding_never_takes_more_than_is_due_nor_loses_a_fen(due: int, mode: Rounding) -> None:
    to_pay, rounding, to_balance = round_at_window(due, mode)
    assert to_pay == due + rounding + to_balance
    assert -100 < rounding <= 0 <= to_balance < 10
    assert mode is Rounding.NONE or to_pay % 10 == 0
    assert round_at_window(to_pay, mode) == Rounded(to_pay, 0)
