"""The warning in the top bar that a copy is getting old; it grows with the age, and names it."""

from datetime import timedelta

from counter.desk.copy_ages import Ages
from counter.rules.copy_age import Age
from counter.screens.widgets.light import LightFacts, LightState
from counter.words import N_, Words, dates

_HERE = (
    N_("No restore point: {age}"),
    N_("What was booked since {moment} is in no restore point on this computer. F7, then T says what went wrong."),
)
_STICK = (
    N_("Stick copy old: {age}"),
    N_("What was booked since {moment} is on no stick. Put the stick in and finish the close (F4)."),
)


def copies_light(ages: Ages, w: Words) -> LightFacts | None:
    """Return the light of the copy that is the more urgent one to make, None where no copy is old."""
    here, stick = ages.restore_point, ages.stick
    found = [_light(here, _HERE, w)] if here is not None and here.alarm != "none" else []
    if stick is not None and stick.alarm != "none":
        found.append(_light(stick, _STICK, w))
    return next((light for light in found if light.state == "fault"), found[0] if found else None)


def _light(age: Age, told: tuple[str, str], w: Words) -> LightFacts:
    text, help_text = told
    since = dates.moment(age.since.isoformat())
    state: LightState = "fault" if age.alarm == "fault" else "attention"
    return LightFacts("stick", w(text, age=how_long(age.age, w)), state, w(help_text, moment=since))


def how_long(age: timedelta, w: Words) -> str:
    """Return an age in whole hours, from two days on in whole days."""
    if age < timedelta(days=2):
        return w.n("{n} hour", "{n} hours", age // timedelta(hours=1))
    return w.n("{n} day", "{n} days", age.days)
