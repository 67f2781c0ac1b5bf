"""The hours in which nobody is written to; they may reach over midnight."""

from datetime import time


def is_quiet(now: time, begins: time, ends: time) -> bool:
    """Whether a local time lies in the quiet hours; equal ends mean that there are none."""
    if begins <= ends:
        return begins <= now < ends
    return now >= begins or now < ends


def hour_and_minute(text: str) -> time | None:
    """Return the time of "21:00" or "8:30" (full-width signs too), None where it is none."""
    hours, colon, minutes = text.strip().replace("：", ":").partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2 and len(hours) <= 2):
        return None
    return time(int(hours), int(minutes)) if int(hours) < 24 and int(minutes) < 60 else None
