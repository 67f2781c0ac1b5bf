"""How days, times and periods are written for people.

Days are `datetime.date`, moments are UTC ISO texts as the books keep them, periods are the labels of the rules
(2026-09, 2026-Q3, 2026). A zone is the computer's own unless one is given.
"""

from datetime import UTC, date, datetime, tzinfo

from counter.words.words import Words


def day(value: date) -> str:
    """Return a day as 2026-11-23."""
    return value.isoformat()


def day_with_weekday(value: date, w: Words) -> str:
    """Return a day with its weekday: Mon 2026-11-23, in Chinese 2026-11-23 周一."""
    text = day(value)
    return (
        w("Mon {day}", day=text),
        w("Tue {day}", day=text),
        w("Wed {day}", day=text),
        w("Thu {day}", day=text),
        w("Fri {day}", day=text),
        w("Sat {day}", day=text),
        w("Sun {day}", day=text),
    )[value.weekday()]


def short_day(value: date, today: date) -> str:
    """Return a day without its year where that is this year's: 11-23, otherwise 2025-11-23."""
    return value.strftime("%m-%d") if value.year == today.year else day(value)


def clock_time(utc: str, zone: tzinfo | None = None) -> str:
    """Return a UTC ISO moment as local HH:MM; raises ValueError where it is no moment."""
    return _local(utc, zone).strftime("%H:%M")


def moment(utc: str, zone: tzinfo | None = None) -> str:
    """Return a UTC ISO moment as local 2026-11-23 08:31; raises ValueError where it is no moment."""
    return _local(utc, zone).isoformat(" ", "minutes")[:16]


def moment_exact(utc: str, zone: tzinfo | None = None) -> str:
    """Return a UTC ISO moment to the second, as papers carry it: 2026-11-23 08:31:07."""
    return _local(utc, zone).strftime("%Y-%m-%d %H:%M:%S")


def span(first: str, last: str) -> str:
    """Return a run of labels from first to last, one label where they are the same: 2026-01 – 2026-03."""
    return first if first == last else f"{first} – {last}"


def time_left(seconds: int, w: Words) -> str:
    """Return how long something will still take, in the coarsest unit that helps."""
    if seconds < 60:
        return w.n("about {n} second left", "about {n} seconds left", max(1, seconds))
    return w.n("about {n} minute left", "about {n} minutes left", (seconds + 30) // 60)


def duration(seconds: int, w: Words) -> str:
    """Return a length of time in whole seconds below two minutes, otherwise in minutes begun."""
    if seconds <= 0:
        return w("none")
    if seconds < 120:
        return w.n("{n} second", "{n} seconds", seconds)
    return w.n("{n} minute", "{n} minutes", -(-seconds // 60))


def _local(utc: str, zone: tzinfo | None) -> datetime:
    read = datetime.fromisoformat(utc)
    aware = read if read.tzinfo else read.replace(tzinfo=UTC)
    return aware.astimezone(zone)
