"""Cases: what somebody brings to the window and the office has to answer, by kind, with the steps each kind may take.

One mechanism carries disputes (费用异议), complaints (投诉), suggestions (建议) and repair requests (报修). A kind is a
table of allowed moves and of days to take the next one; a dispute freezes charges besides.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from counter.rules.limitation import Calendar, RestYear, is_rest_day


class Kind(StrEnum):
    """What a case is."""

    DISPUTE = "dispute"
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    REPAIR = "repair"


class Step(StrEnum):
    """How far a case has come."""

    RECEIVED = "received"
    EXAMINED = "examined"
    OFFER = "offer"
    MEDIATION = "mediation"
    PASSED_ON = "passed_on"
    IN_HAND = "in_hand"
    SETTLED = "settled"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Actor(StrEnum):
    """Who has to take the next step."""

    OFFICE = "office"
    OWNER = "owner"
    PANEL = "panel"
    COURT = "court"
    NOBODY = "nobody"


class StepNotAllowed(Exception):
    """A case cannot go from one step to the other."""

    code = "step_not_allowed"

    def __init__(self, step_from: str, step_to: str) -> None:
        super().__init__(step_from, step_to)
        self.step_from = step_from
        self.step_to = step_to


class UnknownTopic(Exception):
    """No case of this kind is about that."""

    code = "unknown_topic"

    def __init__(self, topic: str) -> None:
        super().__init__(topic)
        self.topic = topic


# How content somebody is with the answer: not at all, half, content.
RATINGS = (1, 2, 3)
ENDS = frozenset({Step.SETTLED, Step.REJECTED, Step.WITHDRAWN})
CHANNELS = ("window", "phone", "letter", "mailbox")
TOPICS: Mapping[Kind, tuple[str, ...]] = {
    Kind.DISPUTE: (
        "amount", "area", "meter", "charged_twice", "not_living", "not_rendered", "paid_already", "other",
    ),
    Kind.COMPLAINT: ("service", "cleaning", "security", "noise", "parking", "equipment", "other"),
    Kind.SUGGESTION: ("service", "cleaning", "security", "fees", "parking", "equipment", "other"),
    Kind.REPAIR: ("water", "power", "lift", "door", "leak", "common_parts", "other"),
}  # fmt: skip
# Of a number: Y2026-000001. One series for each kind, so that none has a gap where another was counted.
LETTERS: Mapping[Kind, str] = {Kind.DISPUTE: "Y", Kind.COMPLAINT: "U", Kind.SUGGESTION: "J", Kind.REPAIR: "B"}

_LIGHT: Mapping[Step, tuple[Step, ...]] = {
    Step.RECEIVED: (Step.IN_HAND, Step.SETTLED, Step.REJECTED, Step.WITHDRAWN),
    Step.IN_HAND: (Step.SETTLED, Step.REJECTED, Step.WITHDRAWN),
    **dict.fromkeys(sorted(ENDS), (Step.IN_HAND,)),
}
# What is disputed stays frozen while a court has it: passing a case on is no end of it.
_DISPUTE: Mapping[Step, tuple[Step, ...]] = {
    Step.RECEIVED: (Step.EXAMINED, Step.WITHDRAWN),
    Step.EXAMINED: (Step.OFFER, Step.MEDIATION, Step.SETTLED, Step.REJECTED, Step.WITHDRAWN, Step.PASSED_ON),
    Step.OFFER: (Step.OFFER, Step.MEDIATION, Step.SETTLED, Step.REJECTED, Step.WITHDRAWN, Step.PASSED_ON),
    Step.MEDIATION: (Step.MEDIATION, Step.OFFER, Step.SETTLED, Step.REJECTED, Step.WITHDRAWN, Step.PASSED_ON),
    Step.PASSED_ON: (Step.SETTLED, Step.REJECTED, Step.WITHDRAWN),
    **dict.fromkeys(sorted(ENDS), (Step.EXAMINED,)),
}
_MOVES: Mapping[Kind, Mapping[Step, tuple[Step, ...]]] = {
    Kind.DISPUTE: _DISPUTE, Kind.COMPLAINT: _LIGHT, Kind.SUGGESTION: _LIGHT, Kind.REPAIR: _LIGHT,
}  # fmt: skip
_ACTORS: Mapping[Step, Actor] = {
    Step.OFFER: Actor.OWNER, Step.MEDIATION: Actor.PANEL, Step.PASSED_ON: Actor.COURT,
    **dict.fromkeys(ENDS, Actor.NOBODY),
}  # fmt: skip
# No rule sets these days for the fees of an estate: they are what is proposed, and every step may name another day.
DAYS: Mapping[Kind, Mapping[Step, int]] = {
    Kind.DISPUTE: {
        Step.RECEIVED: 5, Step.EXAMINED: 10, Step.OFFER: 15, Step.MEDIATION: 30, Step.PASSED_ON: 180,
    },
    Kind.COMPLAINT: {Step.RECEIVED: 2, Step.IN_HAND: 7},
    Kind.SUGGESTION: {Step.RECEIVED: 7, Step.IN_HAND: 30},
    Kind.REPAIR: {Step.RECEIVED: 1, Step.IN_HAND: 3},
}  # fmt: skip


class Deadlines(NamedTuple):
    """How long each step of a kind is proposed to take, and whether rest days are left out in counting.

    Of a year that the calendar does not hold, weekends are the rest days.
    """

    days: Mapping[Kind, Mapping[Step, int]] = DAYS
    working: bool = False
    calendar: Calendar = MappingProxyType({})


PROPOSED = Deadlines()


def moves(kind: Kind, step: Step) -> tuple[Step, ...]:
    """The steps a case of a kind may go to from one it has reached; from an end it is opened again."""
    return _MOVES[kind].get(step, ())


def require_move(kind: Kind, step: Step, to: Step) -> None:
    """Raise StepNotAllowed where a case of a kind cannot go from a step to another."""
    if to not in moves(kind, step):
        raise StepNotAllowed(step, to)


def require_topic(kind: Kind, topic: str) -> None:
    """Raise UnknownTopic where no case of a kind is about that."""
    if topic not in TOPICS[kind]:
        raise UnknownTopic(topic)


def has_ended(step: Step) -> bool:
    """Whether nobody has to do anything any more, and nothing is frozen."""
    return step in ENDS


def next_actor(step: Step) -> Actor:
    """Who has to act on a case that has come to a step."""
    return _ACTORS.get(step, Actor.OFFICE)


def deadline(
    kind: Kind, step: Step, day: date, *, urgent: bool = False, deadlines: Deadlines = PROPOSED
) -> date | None:
    """By which day the next step is proposed for a case that comes to a step on a day; None once it has ended.

    What is urgent is proposed for the same day.
    """
    if has_ended(step):
        return None
    length = deadlines.days[kind][step]
    if urgent or not deadlines.working:
        return day if urgent else day + timedelta(days=length)
    while length:
        day += timedelta(days=1)
        length -= not is_rest_day(day, deadlines.calendar.get(day.year, RestYear()))
    return day


def days_left(due: date | None, today: date) -> int | None:
    """How many days are left of a deadline, below zero where it has passed; None where there is none."""
    return None if due is None else (due - today).days


def still_frozen_of(disputed: int, upheld: int) -> int:
    """What of a disputed sum was rightly charged (minor units): that alone stays free of late fee for the days it
    was disputed; what was never owed bears none anyway."""
    return max(0, disputed - upheld)
