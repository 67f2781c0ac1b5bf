"""What the office decided about its own deadlines: days for each step of a kind of case, and which days count."""

from collections.abc import Mapping
from typing import Any

from counter.desk.letter_settings import REST_DAYS, calendar_of
from counter.rules.cases import DAYS, Deadlines, Kind, Step
from db.queries.settings import in_force

CASE_DAYS, WORKING = "case_days", "case_working_days"
KEYS = frozenset({CASE_DAYS, WORKING})
LONGEST = range(0, 731)


def load_deadlines(connection: Any, day: str) -> Deadlines:
    """Return the deadlines in force on a day (ISO date); what the office did not set is as proposed."""
    kept = in_force(connection, day)
    own: Mapping[str, Mapping[str, int]] = kept.get(CASE_DAYS, {})
    days = {
        kind: {step: own.get(kind, {}).get(step, proposed) for step, proposed in steps.items()}
        for kind, steps in DAYS.items()
    }
    return Deadlines(days, bool(kept.get(WORKING, False)), calendar_of(kept.get(REST_DAYS, {})))


def kept_days(deadlines: Deadlines, kind: Kind, days: Mapping[Step, int]) -> dict[str, dict[str, int]]:
    """Return the setting in which a kind of case has other days, and the other kinds those they have."""
    return {
        str(each): {str(step): length for step, length in (days if each is kind else steps).items()}
        for each, steps in deadlines.days.items()
    }


def fits(key: str, value: Any) -> bool:
    """Whether a setting of deadlines can have a value."""
    if key == WORKING:
        return type(value) is bool
    if not isinstance(value, dict) or not value.keys() <= {str(kind) for kind in DAYS}:
        return False
    return all(
        isinstance(steps, dict)
        and steps.keys() <= {str(step) for step in DAYS[Kind(kind)]}
        and all(type(length) is int and length in LONGEST for length in steps.values())
        for kind, steps in value.items()
    )
