"""The late fee by the day: exact, weighted by what was open, capped, paused, and never charged twice."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from counter.rules.late_fee import Paid, Pause, Stretch, Terms, late_fee, to_post, yearly_percent

DUE = date(2026, 9, 30)
HALF_PER_MILLE = Terms(500)  # 0.05 % a day
days = st.integers(0, 400).map(lambda n: DUE + timedelta(days=n))
terms = st.builds(Terms, st.integers(0, 3000), st.integers(0, 60), st.booleans(), st.integers(1, 200))
payments = st.lists(st.builds(Paid, days, st.integers(1, 5000)), max_size=4)
pauses = st.lists(
    st.tuples(days, st.none() | st.integers(0, 90)).map(
        lambda two: Pause(two[0], None if two[1] is None else two[0] + timedelta(days=two[1]))
    ),
    max_size=3,
)


def day_by_day(charge: int, paid: list[Paid], as_of: date, t: Terms, paused: list[Pause]) -> Fraction:
    """The same fee by walking over every single day."""
    exact = Fraction(0)
    if (as_of - DUE).days <= t.grace:
        return exact
    day = DUE + timedelta(days=1 if t.from_due else t.grace + 1)
    while day <= as_of:
        still = charge - sum(each.amount for each in paid if each.day < day)
        if still > 0 and not any(p.first <= day and (p.last is None or day <= p.last) for p in paused):
            exact += Fraction(still * t.rate, 1_000_000)
        day += timedelta(days=1)
    return min(exact, Fraction(charge * t.cap, 100))


def test_ten_days_late_cost_ten_days() -> None:
    # 250.60 × 0.05 % × 10 days = 1.253
    assert late_fee(25060, DUE, (), date(2026, 10, 10), HALF_PER_MILLE).amount == 125


def test_on_the_due_day_nothing_is_late() -> None:
    assert late_fee(25060, DUE, (), DUE, HALF_PER_MILLE) == (0, (), False)


def test_a_part_payment_lowers_the_sum_from_the_day_after_it() -> None:
    # 250.60 for 4 days, then 150.60 for 6: (1002.40 + 903.60) × 0.05 % = 0.953
    fee = late_fee(25060, DUE, [Paid(date(2026, 10, 4), 10000)], date(2026, 10, 10), HALF_PER_MILLE)
    assert fee.amount == 95
    assert fee.stretches == (
        Stretch(date(2026, 10, 1), date(2026, 10, 4), 25060),
        Stretch(date(2026, 10, 5), date(2026, 10, 10), 15060),
    )


def test_days_of_grace_cost_nothing() -> None:
    assert late_fee(100_000, DUE, (), date(2026, 10, 15), Terms(500, grace=15)).amount == 0
    assert late_fee(100_000, DUE, (), date(2026, 10, 16), Terms(500, grace=15)).amount == 50


def test_a_contract_may_count_from_the_due_day_once_grace_has_passed() -> None:
    assert late_fee(100_000, DUE, (), date(2026, 10, 15), Terms(500, grace=15, from_due=True)).amount == 0
    assert late_fee(100_000, DUE, (), date(2026, 10, 16), Terms(500, grace=15, from_due=True)).amount == 16 * 50


def test_a_dispute_stops_the_fee_and_its_end_lets_it_run_again() -> None:
    paused = [Pause(date(2026, 10, 6), date(2026, 10, 15))]
    assert late_fee(100_000, DUE, (), date(2026, 10, 20), HALF_PER_MILLE, paused).amount == 10 * 50
    assert late_fee(100_000, DUE, (), date(2026, 10, 20), HALF_PER_MILLE, [Pause(date(2026, 10, 6))]).amount == 5 * 50


def test_the_fee_never_grows_above_its_cap() -> None:
    fee = late_fee(100_000, DUE, (), DUE + timedelta(days=2500), HALF_PER_MILLE)
    assert (fee.amount, fee.capped) == (100_000, True)
    assert not late_fee(100_000, DUE, (), DUE + timedelta(days=2000), HALF_PER_MILLE).capped


def test_a_rate_is_told_by_the_year() -> None:
    assert yearly_percent(HALF_PER_MILLE) == 19
    assert yearly_percent(Terms(3000)) == 110


@given(st.integers(1, 100_000), payments, days, terms, pauses)
def test_the_fee_is_that_of_every_day_added_up(
    charge: int, paid: list[Paid], as_of: date, t: Terms, paused: list[Pause]
) -> None:
    exact = day_by_day(charge, paid, as_of, t, paused)
    assert abs(late_fee(charge, DUE, paid, as_of, t, paused).amount - exact) <= Fraction(1, 2)


@given(st.integers(1, 100_000), payments, st.lists(days, min_size=1, max_size=6).map(sorted), terms)
def test_posting_it_day_by_day_or_in_one_go_comes_to_the_same(
    charge: int, paid: list[Paid], asked: list[date], t: Terms
) -> None:
    posted = 0
    for day in asked:
        posted += to_post(late_fee(charge, DUE, paid, day, t), posted)
    assert posted == late_fee(charge, DUE, paid, asked[-1], t).amount


@given(st.integers(1, 100_000), st.lists(days, min_size=2, max_size=6).map(sorted), terms)
def test_waiting_never_makes_it_smaller(charge: int, asked: list[date], t: Terms) -> None:
    fees = [late_fee(charge, DUE, (), day, t).amount for day in asked]
    assert fees == sorted(fees)
