"""In which order people are called: whose best time it is, then what came of the last call, then how long they owe."""

from datetime import datetime, time

_SATURDAY = 5
_NOON, _EVENING = time(12), time(18)
# Who waits for an answer first; nobody was reached comes after nobody was called.
_AFTER = ("asks_back", "will_pay", "", "no_answer", "refuses")


def is_time(best_time: str, moment: datetime) -> bool:
    """Whether a local moment lies in the time at which somebody is called best."""
    now = moment.time()
    return {
        "morning": now < _NOON, "afternoon": _NOON <= now < _EVENING, "evening": now >= _EVENING,
        "weekend": moment.weekday() >= _SATURDAY,
    }.get(best_time, False)  # fmt: skip


def rank(best_time: str, last_outcome: str, days: int, moment: datetime) -> tuple[int, int, int]:
    """Return by what the list is sorted; whoever has another best time comes after those of whom none is known."""
    when = 0 if is_time(best_time, moment) else 2 if best_time else 1
    after = _AFTER.index(last_outcome) if last_outcome in _AFTER else _AFTER.index("")
    return when, after, -days
