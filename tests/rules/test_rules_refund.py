"""What of a paid period is given back when the service ends early."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from counter.rules.periods import PartMethod
from counter.rules.refund import same_way, unused

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def test_a_month_not_begun_goes_back_whole() -> None:
    assert unused(25060, date(2026, 12, 1), date(2026, 12, 31), date(2026, 11, 30)) == (25060, 0, 0, 31)


def test_a_month_over_is_kept_whole() -> None:
    assert unused(25060, date(2026, 9, 1), date(2026, 9, 30), date(2026, 11, 30)) == (0, 25060, 30, 30)


def test_a_begun_month_is_kept_for_its_days() -> None:
    # 25060 × 15 ÷ 30 = 12530
    assert unused(25060, date(2026, 11, 1), date(2026, 11, 30), date(2026, 11, 15)) == (12530, 12530, 15, 30)


def test_a_quarter_counts_its_months() -> None:
    # Two months and 10 of 31 days of three months: 3000 × (2 + 10/31) ÷ 3 = 2322.58
    assert unused(3000, date(2026, 10, 1), date(2026, 12, 31), date(2026, 12, 10)).kept == 2323


def test_thirtieths_and_whole_months_are_the_offices_choice() -> None:
    first, last, end = date(2026, 10, 1), date(2026, 10, 31), date(2026, 10, 15)
    assert unused(3000, first, last, end, PartMethod.THIRTY).kept == 1500
    assert unused(3000, first, last, end, PartMethod.WHOLE).refund == 0


@given(st.integers(0, 10_000_000), DAYS, st.integers(0, 800), DAYS, st.sampled_from(list(PartMethod)))
def test_what_is_kept_and_what_goes_back_are_the_whole(
    amount: int, first: date, length: int, used_to: date, method: PartMethod
) -> None:
    found = unused(amount, first, first + timedelta(days=length), used_to, method)
    assert (found.refund + found.kept, found.refund >= 0, found.kept >= 0) == (amount, True, True)


@given(st.integers(0, 5000), st.dictionaries(st.sampled_from(["cash", "card", "balance"]), st.integers(1, 3000)))
def test_the_way_back_is_the_whole_and_never_more_by_a_tender_than_came_by_it(
    amount: int, paid: dict[str, int]
) -> None:
    back = same_way(amount, paid)
    assert sum(back.values()) == amount
    assert all(back[tender] <= paid[tender] for tender in back if tender != "transfer")
