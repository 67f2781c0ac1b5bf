"""How far a text message has come: what may have left is never sent again without a person's word."""

from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.rules.quiet_hours import hour_and_minute, is_quiet
from counter.rules.sms_queue import Part, PartState, SmsDecided, SmsState, SmsStepWrong, again, asked, state_of, told

WORDS = ("not_asked", "sent", "failed", "unknown", "delivered", "undelivered")


def test_a_part_goes_from_waiting_over_asked_to_what_the_modem_tells() -> None:
    part = told(asked(Part()), "sent", 17, "")
    assert (part.state, part.reference, part.attempts) == (PartState.SENT, 17, 1)
    assert told(part, "delivered", 17, "").state is PartState.DELIVERED


def test_a_part_that_surely_never_left_waits_again_three_times() -> None:
    part = Part()
    for _ in range(3):
        assert part.state is PartState.WAITING
        part = told(asked(part), "not_asked", None, "no_network")
    assert (part.state, part.reason) == (PartState.FAILED, "no_network")
    (decided,) = again((part,))
    assert told(asked(decided), "not_asked", None, "no_network").state is PartState.WAITING


def test_a_late_word_of_the_modem_settles_what_was_unknown() -> None:
    unknown = told(asked(Part()), "unknown", None, "timeout")
    assert told(unknown, "sent", 3, "").state is PartState.SENT


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(("asked", *WORDS)), max_size=12))
def test_without_a_decision_no_part_is_handed_over_after_it_may_have_left(course: list[str]) -> None:
    part, left = Part(), False
    for word in course:
        try:
            part = asked(part) if word == "asked" else told(part, word, None, "")
        except SmsStepWrong:
            continue
        assert not (word == "asked" and left)
        left = left or word in ("sent", "unknown")
        assert not (left and part.state is PartState.WAITING)


def test_only_what_failed_or_is_unknown_is_sent_again() -> None:
    sent, failed = told(asked(Part()), "sent", 1, ""), told(asked(Part()), "failed", None, "barred")
    assert [part.state for part in again((sent, failed))] == [PartState.SENT, PartState.WAITING]
    for parts in ((sent,), (Part(),), (asked(Part()),)):
        with pytest.raises(SmsDecided):
            again(parts)


def test_a_message_shows_first_what_needs_a_person() -> None:
    sent, unknown = told(asked(Part()), "sent", 1, ""), told(asked(Part()), "unknown", None, "")
    failed = told(asked(Part()), "failed", None, "barred")
    assert state_of((failed, unknown)) is SmsState.UNKNOWN
    assert state_of((sent, failed)) is SmsState.FAILED
    assert state_of((sent, Part())) is SmsState.SENDING
    assert state_of((Part(), Part())) is SmsState.WAITING
    assert state_of((sent, sent)) is SmsState.SENT
    assert state_of((told(sent, "delivered", 1, ""), sent)) is SmsState.SENT
    assert state_of((told(sent, "undelivered", 1, ""), sent)) is SmsState.UNDELIVERED
    assert state_of((unknown,), dropped=True) is SmsState.DROPPED


@pytest.mark.parametrize(
    ("now", "quiet"), [("19:59", False), ("20:00", True), ("23:59", True), ("00:00", True), ("07:59", True),
                       ("08:00", False)]
)  # fmt: skip
def test_quiet_hours_reach_over_midnight(now: str, quiet: bool) -> None:
    assert is_quiet(time.fromisoformat(now), time(20), time(8)) is quiet


def test_quiet_hours_within_a_day_and_none_at_all() -> None:
    assert is_quiet(time(13), time(12), time(14))
    assert not is_quiet(time(14), time(12), time(14))
    assert not is_quiet(time(9), time(9), time(9))
    assert hour_and_minute("8：30") == time(8, 30)
    assert [hour_and_minute(each) for each in ("8", "24:00", "8:60", "8:5", "x:00", "")] == [None] * 6
