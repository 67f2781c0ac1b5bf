"""Figures of cases: everything counted once, averages of what was answered, causes only where they came back."""

from hypothesis import given
from hypothesis import strategies as st

from counter.rules.case_figures import AGES, By, Counted, band, figure, figures, repeated

STEPS = ("received", "in_hand", "settled", "rejected", "withdrawn")


def counted(**more: object) -> Counted:
    values: dict[str, object] = {
        "kind": "dispute", "topic": "area", "items": (1,), "building": "3", "step": "received", "ended": False,
        "days": 4, **more,
    }  # fmt: skip
    return Counted(**values)  # type: ignore[arg-type]


CASES = st.builds(
    lambda kind, items, building, step, days, off, rating: counted(
        kind=kind, items=tuple(items), building=building, step=step, ended=step in STEPS[2:], days=days,
        let_off=off if step == "settled" else 0, rating=rating if step == "settled" else None,
    ),
    st.sampled_from(("dispute", "repair")), st.lists(st.integers(1, 3), max_size=3), st.sampled_from(("", "3", "5")),
    st.sampled_from(STEPS), st.integers(0, 400), st.integers(0, 9_999), st.sampled_from((None, 1, 2, 3)),
)  # fmt: skip


@given(st.lists(CASES, max_size=12))
def test_what_each_case_has_one_of_counts_every_case_once(cases: list[Counted]) -> None:
    for by in (By.KIND, By.TOPIC, By.BUILDING, By.RESULT):
        rows = figures(cases, by)
        assert sum(each.cases for each in rows) == len(cases)
        assert sum(each.let_off for each in rows) == sum(each.let_off for each in cases)
        assert [each.cases for each in rows] == sorted((each.cases for each in rows), reverse=True)
    ended = sum(each.ended for each in cases)
    assert sum(each.cases for each in figures(cases, By.ANSWER)) == ended
    assert sum(each.cases for each in figures(cases, By.AGE)) == len(cases) - ended
    for each in figures(cases, By.KIND):
        assert each.cases == each.open + each.resolved + each.rejected + each.withdrawn


def test_a_case_about_two_items_counts_for_both_and_one_about_none_for_neither() -> None:
    rows = figures([counted(items=(1, 2, 2)), counted(items=(2,)), counted(items=())], By.ITEM)
    assert [(each.key, each.cases) for each in rows] == [("2", 2), ("1", 1)]


def test_days_are_the_average_of_what_was_answered_and_content_of_those_who_were_asked() -> None:
    made = figure("", [
        counted(step="settled", ended=True, days=3, rating=3), counted(step="settled", ended=True, days=4, rating=1),
        counted(step="rejected", ended=True, days=4), counted(days=90, late=True),
    ])  # fmt: skip
    assert (made.days, made.content, made.late, made.open) == (4, 50, 1, 1)
    assert (figure("", [counted()]).days, figure("", [counted()]).content) == (None, None)


def test_bands_of_days_close_with_their_last_day() -> None:
    assert [band(day) for day in (0, AGES[0], AGES[0] + 1, AGES[1], AGES[2], AGES[2] + 1)] == [0, 0, 1, 1, 2, 3]
    old_first = [counted(days=200), counted(days=1)]
    assert [each.key for each in figures(old_first, By.AGE)] == ["0", "3"]


def test_a_cause_is_what_more_than_one_case_is_about() -> None:
    found = repeated({("price", 7, 1): [1, 2, 2], ("run", 9, 0): [1, 2, 3], ("meter", 4, 2): [5, 5]})
    assert [(each.what, each.which, each.cases) for each in found] == [("run", 9, (1, 2, 3)), ("price", 7, (1, 2))]
