import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.devices.card_terminal import IntentState
from counter.rules.card_intent import PAID, UNPAID, UNSETTLED, CardSettled, CardState, CardStepWrong, step

ALLOWED = {
    ("created", "sent"),
    *(("sent", to) for to in ("approved", "declined", "reversed", "unknown")),
    *(("unknown", to) for to in ("approved", "manual", "declined", "not_found", "reversed")),
}


def test_the_states_are_those_of_the_terminals_interface() -> None:
    assert [state.value for state in CardState] == [state.value for state in IntentState]


@given(st.sampled_from(CardState), st.sampled_from(CardState))
def test_a_step_is_allowed_or_refused_with_its_reason(now: CardState, to: CardState) -> None:
    if (now, to) in ALLOWED:
        assert step(now, to) is to
    elif now in PAID | UNPAID:
        with pytest.raises(CardSettled):
            step(now, to)
    else:
        with pytest.raises(CardStepWrong):
            step(now, to)


@given(st.lists(st.sampled_from(CardState), max_size=12))
def test_whatever_is_tried_in_whatever_order_a_payment_is_settled_once_at_most(tries: list[CardState]) -> None:
    now, settled = CardState.CREATED, 0
    for to in tries:
        try:
            now = step(now, to)
        except (CardSettled, CardStepWrong):
            continue
        settled += now in PAID | UNPAID
    assert settled <= 1
    assert (now in PAID | UNPAID) == (settled == 1)


def test_every_state_but_the_first_is_settled_or_not() -> None:
    assert PAID | UNPAID | UNSETTLED | {CardState.CREATED} == set(CardState)
