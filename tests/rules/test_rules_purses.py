"""Purses: what is earmarked pays its own item and nothing else, and no purse ever gives more than it holds."""

from hypothesis import given, settings
from hypothesis import strategies as st

from counter.rules.purses import Draw, Need, Purse, draw, reach, still_earmarked

UNIT, NEXT_DOOR = 1, 2
FEE, WATER = 7, 8
PURSES = st.dictionaries(
    st.builds(Purse, st.sampled_from([UNIT, NEXT_DOOR]), st.sampled_from([None, FEE, WATER])), st.integers(0, 500)
)
NEEDS = st.lists(
    st.builds(Need, st.sampled_from([UNIT, NEXT_DOOR]), st.sampled_from([None, FEE, WATER]), st.integers(0, 300)),
    max_size=6,
)


def test_an_item_is_paid_from_its_own_purse_first_and_then_from_general_money() -> None:
    purses = {Purse(UNIT): 100, Purse(UNIT, FEE): 60, Purse(UNIT, WATER): 500}
    assert draw(purses, [Need(UNIT, FEE, 90)]) == [Draw(0, Purse(UNIT, FEE), 60), Draw(0, Purse(UNIT), 30)]


def test_general_money_is_spared_for_what_has_no_purse_of_its_own() -> None:
    purses = {Purse(UNIT): 50, Purse(UNIT, WATER): 80}
    needs = [Need(UNIT, FEE, 50), Need(UNIT, WATER, 80)]
    assert reach(purses, needs) == 130
    assert draw(purses, needs, limit=80) == [Draw(1, Purse(UNIT, WATER), 80)]


def test_another_units_earmarked_money_pays_nothing_here_its_general_money_does() -> None:
    purses = {Purse(NEXT_DOOR): 10, Purse(NEXT_DOOR, FEE): 90}
    assert draw(purses, [Need(UNIT, FEE, 100)]) == [Draw(0, Purse(NEXT_DOOR), 10)]


def test_what_is_of_no_item_is_paid_from_general_money_only() -> None:
    assert reach({Purse(UNIT): 5, Purse(UNIT, FEE): 90}, [Need(UNIT, None, 40)]) == 5


@settings(max_examples=25, deadline=None)
@given(PURSES, NEEDS, st.one_of(st.none(), st.integers(0, 900)))
def test_parts_sum_to_what_was_asked_no_purse_goes_below_nothing_and_no_foreign_one_is_touched(
    purses: dict[Purse, int], needs: list[Need], limit: int | None
) -> None:
    given_out = draw(purses, needs, limit)
    possible = 0
    for item in {(need.unit_id, need.item_id) for need in needs}:
        asked = sum(need.amount for need in needs if (need.unit_id, need.item_id) == item)
        possible += min(asked, purses.get(Purse(*item), 0)) if item[1] is not None else 0
    general = sum(amount for purse, amount in purses.items() if purse.item_id is None)
    possible += min(general, sum(need.amount for need in needs) - possible)
    assert sum(each.amount for each in given_out) == (possible if limit is None else min(limit, possible))
    for purse, amount in purses.items():
        assert sum(each.amount for each in given_out if each.purse == purse) <= amount
    for place, need in enumerate(needs):
        parts = [each for each in given_out if each.need == place]
        assert sum(each.amount for each in parts) <= need.amount
        assert all(each.purse.item_id in (None, need.item_id) for each in parts)
        assert all(each.purse.unit_id == need.unit_id for each in parts if each.purse.item_id is not None)


def test_what_came_out_of_a_purse_goes_back_once_and_cash_given_back_is_not_the_purses() -> None:
    assert still_earmarked([(100, 60)]) == 60
    assert still_earmarked([(100, 60), (0, -30)]) == 30
    assert still_earmarked([(100, 100), (-100, 0), (100, 0)]) == 0
    assert still_earmarked([(100, 100), (-40, 0)]) == 60


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(-200, 200), st.integers(-200, 200)), max_size=8))
def test_what_is_the_purses_is_never_more_than_what_stands_settled(steps: list[tuple[int, int]]) -> None:
    settled = sum(more for more, _taken in steps)
    assert 0 <= still_earmarked(steps) <= max(0, settled)
