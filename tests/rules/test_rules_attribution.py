"""Which letter brought a payment in, by examples and against a rule told the long way round."""

from hypothesis import given, settings
from hypothesis import strategies as st

from counter.rules.attribution import Arrival, Brought, Demand, Payment, brought_in

DAYS = 30
A, B = 1, 2


def letter(event: int, day: int | None, noted: int = 0, **charges: int) -> Demand:
    arrived = None if day is None else Arrival(day, noted or event + 1)
    return Demand(event, arrived, {A if name == "a" else B: amount for name, amount in charges.items()})


def test_a_payment_counts_for_the_letter_that_arrived_last() -> None:
    # The reminder was handed over after the demand had come with the post.
    reminder, demand = letter(10, 8, 12, a=100), letter(20, 5, 22, a=100)
    assert brought_in([reminder, demand], [Payment(30, 9, A, 60)], DAYS) == [Brought(10, A, 60, 1)]


def test_what_no_letter_asked_for_counts_for_none() -> None:
    assert brought_in([letter(10, 1, a=100)], [Payment(30, 2, B, 60)], DAYS) == []


def test_what_was_paid_before_a_letter_arrived_does_not_count() -> None:
    assert brought_in([letter(10, 5, a=100)], [Payment(30, 4, A, 60)], DAYS) == []
    assert brought_in([letter(10, None, a=100)], [Payment(30, 40, A, 60)], DAYS) == []


def test_on_the_day_of_arrival_only_what_was_paid_after_it_was_noted_counts() -> None:
    arrived = letter(10, 5, 20, a=100)
    assert brought_in([arrived], [Payment(19, 5, A, 30)], DAYS) == []
    assert brought_in([arrived], [Payment(21, 5, A, 30)], DAYS) == [Brought(10, A, 30, 0)]
    late = letter(10, 5, 90, a=100)
    assert brought_in([late], [Payment(21, 6, A, 30)], DAYS) == [Brought(10, A, 30, 1)], "noted days afterwards"


def test_what_comes_in_long_after_a_letter_counts_for_none() -> None:
    several = [letter(10, 1, a=100), letter(20, 4, a=100)]
    assert brought_in(several, [Payment(30, 34, A, 10), Payment(31, 35, A, 20)], DAYS) == [Brought(20, A, 10, 30)]


def test_no_more_of_a_charge_counts_than_was_demanded_of_it() -> None:
    asked = letter(10, 1, a=60)
    paid = [Payment(30, 2, A, 50), Payment(31, 3, A, 50)]
    assert brought_in([asked], paid, DAYS) == [Brought(10, A, 50, 1), Brought(10, A, 10, 2)]


LETTERS = st.lists(st.tuples(st.integers(1, 40), st.integers(0, 20), st.booleans(), st.integers(1, 90)), max_size=5)
PAID = st.lists(st.tuples(st.integers(1, 40), st.integers(0, 60), st.integers(1, 50)), max_size=6)


@given(LETTERS, PAID)
@settings(max_examples=25)
def test_every_fen_counts_at_most_once_and_only_after_its_letter(
    letters: list[tuple[int, int, bool, int]], paid: list[tuple[int, int, int]]
) -> None:
    demands = [
        Demand(2 * event, Arrival(day, 2 * event) if there else None, {A: amount})
        for event, day, there, amount in {each[0]: each for each in letters}.values()
    ]
    payments = [Payment(2 * event + 1, day, A, amount) for event, day, amount in {p[0]: p for p in paid}.values()]
    found = brought_in(demands, payments, DAYS)
    by_event = {each.event: each for each in demands}
    assert sum(each.amount for each in found) <= sum(each.amount for each in payments)
    for demand in demands:
        of_it = [each for each in found if each.demand == demand.event]
        assert sum(each.amount for each in of_it) <= demand.charges[A]
    for each in found:
        arrived = by_event[each.demand].arrived
        assert arrived is not None
        on = arrived.day + each.days
        assert 0 <= each.days <= DAYS
        assert any(p.day == on and p.event > each.demand and p.amount >= each.amount for p in payments)
