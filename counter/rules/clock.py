"""Whether the computer's clock can be believed, and which day a till opens on."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

LIMIT = timedelta(days=2)
"""A clock further ahead of the last known time posts nothing until a second person confirms the date."""


@dataclass(frozen=True, slots=True)
class ClockOk:
    """The clock agrees with the books."""


@dataclass(frozen=True, slots=True)
class SetBack:
    """The clock stands before the last known time: noticed and said, but work goes on."""

    by: timedelta


@dataclass(frozen=True, slots=True)
class FarAhead:
    """The clock is further ahead than a closed office explains: nothing is posted until confirmed."""

    by: timedelta


ClockVerdict = ClockOk | SetBack | FarAhead


def judge(last_known_utc: datetime | str | None, now_utc: datetime | str, limit: timedelta = LIMIT) -> ClockVerdict:
    """Compares the clock with the last time the books know; new books (None) believe it.

    Times are UTC, as aware datetimes or ISO text with an offset or Z; raises ValueError for anything else.
    """
    now = _instant(now_utc)
    if last_known_utc is None:
        return ClockOk()
    passed = now - _instant(last_known_utc)
    if passed < timedelta(0):
        return SetBack(-passed)
    return FarAhead(passed) if passed > limit else ClockOk()


def verdict(last_known_utc: datetime, now_utc: datetime) -> Literal["ok", "set_back", "far_ahead"]:
    """The same judgement as one word, as the books ask for it."""
    match judge(last_known_utc, now_utc):
        case SetBack():
            return "set_back"
        case FarAhead():
            return "far_ahead"
    return "ok"


def till_day(local_date: date, last_closed: date | None) -> date:
    """The day a till opens on: the local date, but never before the last closed day."""
    return local_date if last_closed is None else max(local_date, last_closed)


def _instant(time: datetime | str) -> datetime:
    """An aware datetime; a time without an offset could be anybody's and is refused."""
    moment = datetime.fromisoformat(time) if isinstance(time, str) else time
    if moment.tzinfo is None:
        raise ValueError(f"no UTC offset: {moment.isoformat()}")
    return moment
