"""How old the last good copy may become before it is said, and before it is said loudly."""

from datetime import datetime, timedelta
from typing import Literal, NamedTuple

Alarm = Literal["none", "attention", "fault"]


class Limits(NamedTuple):
    """From which age a copy is mentioned, and from which it is a fault."""

    attention: timedelta
    fault: timedelta


ON_THIS_COMPUTER = Limits(timedelta(hours=3), timedelta(hours=24))
ON_A_STICK = Limits(timedelta(days=2), timedelta(days=7))


class Age(NamedTuple):
    """How long money has been in no copy of a kind, and how loudly that is said."""

    since: datetime
    age: timedelta
    alarm: Alarm


def copy_age(uncovered: datetime | None, now: datetime, limits: Limits) -> Age | None:
    """Return the age of a copy, counted from the first money it does not hold; None where it holds everything.

    A clock set back gives no age below nothing.
    """
    if uncovered is None:
        return None
    age = max(now - uncovered, timedelta(0))
    alarm: Alarm = "fault" if age >= limits.fault else "attention" if age >= limits.attention else "none"
    return Age(uncovered, age, alarm)
