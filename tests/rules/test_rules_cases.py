"""Cases: which step may follow which, by when, and who has to take it."""

from datetime import date

import pytest

from counter.rules.cases import (
    DAYS,
    ENDS,
    TOPICS,
    Actor,
    Deadlines,
    Kind,
    Step,
    StepNotAllowed,
    UnknownTopic,
    days_left,
    deadline,
    has_ended,
    moves,
    next_actor,
    require_move,
    require_topic,
    still_frozen_of,
)
from counter.rules.late_fee import Pause, Terms, late_fee
from counter.rules.limitation import RestYear

DAY = date(2026, 11, 23)


def reached(kind: Kind) -> set[Step]:
    found, waiting = {Step.RECEIVED}, [Step.RECEIVED]
    while waiting:
        for step in moves(kind, waiting.pop()):
            if step not in found:
                found.add(step)
                waiting.append(step)
    return found


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_can_be_settled_rejected_and_withdrawn_and_opened_again(kind: Kind) -> None:
    assert reached(kind) >= ENDS
    for end in ENDS:
        assert moves(kind, end)
        assert not ENDS & set(moves(kind, end))


def test_only_a_dispute_has_offers_mediation_and_courts() -> None:
    own = {Step.EXAMINED, Step.OFFER, Step.MEDIATION, Step.PASSED_ON}
    assert reached(Kind.DISPUTE) >= own
    assert not own & (reached(Kind.COMPLAINT) | reached(Kind.SUGGESTION) | reached(Kind.REPAIR))


def test_a_dispute_is_examined_before_anything_is_decided() -> None:
    assert moves(Kind.DISPUTE, Step.RECEIVED) == (Step.EXAMINED, Step.WITHDRAWN)
    with pytest.raises(StepNotAllowed) as refused:
        require_move(Kind.DISPUTE, Step.RECEIVED, Step.SETTLED)
    assert (refused.value.step_from, refused.value.step_to) == ("received", "settled")
    require_move(Kind.DISPUTE, Step.EXAMINED, Step.SETTLED)


def test_a_case_before_a_court_has_not_ended() -> None:
    assert not has_ended(Step.PASSED_ON)
    assert next_actor(Step.PASSED_ON) is Actor.COURT


@pytest.mark.parametrize("kind", Kind)
def test_every_step_that_is_no_end_has_a_deadline_and_somebody_who_acts(kind: Kind) -> None:
    for step in reached(kind):
        due = deadline(kind, step, DAY)
        assert (due is None) == (step in ENDS) == (next_actor(step) is Actor.NOBODY)
        assert due is None or due > DAY
        assert deadline(kind, step, DAY, urgent=True) == (None if step in ENDS else DAY)


def test_working_days_leave_out_holidays_and_weekends_but_not_weekend_days_that_are_worked() -> None:
    off = frozenset({date(2026, 10, 1), date(2026, 10, 2)})
    calendar = {2026: RestYear(off, frozenset({date(2026, 10, 10)}))}
    own = Deadlines({**DAYS, Kind.REPAIR: {Step.RECEIVED: 2, Step.IN_HAND: 0}}, True, calendar)
    assert deadline(Kind.REPAIR, Step.RECEIVED, date(2026, 9, 30), deadlines=own) == date(2026, 10, 6)
    assert deadline(Kind.REPAIR, Step.RECEIVED, date(2026, 10, 8), deadlines=own) == date(2026, 10, 10)
    assert deadline(Kind.REPAIR, Step.RECEIVED, date(2027, 1, 1), deadlines=own) == date(2027, 1, 5), "weekends alone"
    assert deadline(Kind.REPAIR, Step.IN_HAND, date(2026, 10, 3), deadlines=own) == date(2026, 10, 3)
    assert deadline(Kind.REPAIR, Step.RECEIVED, date(2026, 9, 30), urgent=True, deadlines=own) == date(2026, 9, 30)


def test_days_left_count_below_nothing_once_a_deadline_has_passed() -> None:
    assert (days_left(date(2026, 11, 28), DAY), days_left(date(2026, 11, 20), DAY), days_left(None, DAY)) == (
        5,
        -3,
        None,
    )


def test_a_topic_belongs_to_its_kind() -> None:
    require_topic(Kind.REPAIR, "lift")
    with pytest.raises(UnknownTopic):
        require_topic(Kind.DISPUTE, "lift")
    assert all("other" in topics for topics in TOPICS.values())


@pytest.mark.parametrize(("disputed", "upheld", "rest"), [(100, 0, 100), (100, 40, 60), (100, 100, 0), (100, 120, 0)])
def test_only_what_was_owed_all_the_same_stays_free_of_late_fee(disputed: int, upheld: int, rest: int) -> None:
    assert still_frozen_of(disputed, upheld) == rest


def test_a_fee_runs_on_what_nobody_disputes_and_payments_settle_that_first() -> None:
    terms, due = Terms(1000), date(2026, 11, 1)
    whole = late_fee(10_000, due, [], date(2026, 11, 11), terms, [Pause(date(2026, 11, 2))])
    part = late_fee(10_000, due, [], date(2026, 11, 11), terms, [Pause(date(2026, 11, 2), amount=4_000)])
    assert (whole.amount, part.amount) == (0, 60)
    assert part.stretches[0].open == 6_000
