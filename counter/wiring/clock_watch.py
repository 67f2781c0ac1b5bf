"""Notices where the computer's clock was set back, so that somebody is told: the books note it and go on."""

from datetime import UTC, datetime
from typing import NamedTuple

from counter.rules.clock import verdict
from counter.words import Words, dates


class SetBack(NamedTuple):
    """The clock stands before a time that is known; both in UTC."""

    known: datetime
    now: datetime


def set_back_words(found: SetBack, w: Words) -> str:
    """Return what is said of it."""
    now, known = (dates.moment(each.isoformat()) for each in (found.now, found.known))
    return w(
        "The clock was set back: it says {now}, and {known} is known already. What is taken now stands on the day of "
        "the open till. Set the computer's clock right.",
        now=now, known=known,
    )  # fmt: skip


class ClockWatch:
    """Looks at the clock beside the newest event of the books."""

    def __init__(self) -> None:
        self._newest: datetime | None = None
        self._told = False

    def look(self, last_event: str, now: datetime) -> SetBack | None:
        """Return that the clock was set back, once until it is right again; last_event: UTC, as the books have it."""
        if last_event:
            event = datetime.fromisoformat(last_event).astimezone(UTC)
            # A payment at the wrong time is the newest event by now; the time before it is still known.
            self._newest = event if self._newest is None else max(self._newest, event)
        if self._newest is None or verdict(self._newest, now) != "set_back":
            self._told = False
            return None
        if self._told:
            return None
        self._told = True
        return SetBack(self._newest, now)
