"""The late fee among the office's settings: its terms by contract, and a warning where a court would lower it."""

from collections.abc import Callable
from typing import Any, Protocol

from counter.desk.change_settings import NUMBERS
from counter.desk.office import Office
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.settings_knobs import Knob
from counter.rules.late_fee import Terms, yearly_percent
from counter.words import Words
from counter.words.explain_late_fee import rate_a_day

_DECIMALS = 4  # millionths as per cent


class Chosen(Protocol):
    """Makes the row of a setting that is chosen from a few."""

    def __call__(self, key: str, name: str, now: object, options: tuple[tuple[Any, str], ...], help: str) -> Knob:
        """Return the row."""


Count = Callable[[str, str, int, str], Knob]
Change = Callable[[str, Any, str], str]


def late_fee_knobs(session: Session, chosen: Chosen, count: Count, change: Change) -> tuple[Knob, ...]:
    """Return the rows of the late fee; chosen and count make rows, change puts a value into force from a day."""
    w, office = session.words, session.office
    due = w("Holds for what falls due from its day on; what was due before keeps its terms.")
    return (
        chosen("late_fee_mode", w("Late fees"), office.late_fee_mode, _modes(w),
               w("Whether a late fee is asked for at the window, only told in letters, or not taken at all.")),
        Knob("late_fee_rate", w("Late fee a day"), _rate(office, w),
             w("The rate of the contract. {due}", due=due), lambda: _rate_form(session, due, change)),
        count("late_fee_grace", w("Grace days before a late fee"), office.late_fee_grace,
              w("Days after the due day that cost nothing. {due}", due=due)),
        chosen("late_fee_from_due", w("Grace days count once they have passed"), office.late_fee_from_due, _counts(w),
               w("What becomes of the grace days for whoever pays after them. {due}", due=due)),
        count("late_fee_cap", w("Late fee at most, percent of the charge"), office.late_fee_cap,
              w("100 keeps a late fee from ever passing the charge itself. {due}", due=due)),
        count("late_fee_warn_percent", w("Late fee a year that warns"), office.late_fee_warn_percent,
              w("Courts may lower a late fee that is much more than the loss (Civil Code, art. 585).")),
    )  # fmt: skip


def late_fee_warning(office: Office, key: str, value: Any, w: Words) -> str:
    """Return what to say of a rate or a limit just set: '' unless it comes to more in a year than the limit."""
    if key not in ("late_fee_rate", "late_fee_warn_percent"):
        return ""
    rate = value if key == "late_fee_rate" else office.late_fee_rate
    limit = value if key == "late_fee_warn_percent" else office.late_fee_warn_percent
    percent = yearly_percent(Terms(rate))
    if percent <= limit:
        return ""
    return w("{rate} is {percent} % a year, more than {limit} %: a court may lower it.",
             rate=rate_a_day(rate, w), percent=percent, limit=limit)  # fmt: skip


def millionths(text: str) -> int | None:
    """Return a typed rate in per cent a day ("0.05") as millionths, None where it is none, too fine or too high."""
    whole, _point, decimals = text.strip().rstrip("%").strip().partition(".")
    figures = (whole or "0") + decimals.ljust(_DECIMALS, "0")
    if not text.strip() or len(decimals) > _DECIMALS or len(whole) > 3 or not (figures.isascii() and figures.isdigit()):
        return None
    return int(figures) if int(figures) in NUMBERS["late_fee_rate"] else None


def _rate(office: Office, w: Words) -> str:
    if not office.late_fee_rate:
        return w("none")
    percent = yearly_percent(Terms(office.late_fee_rate))
    told = w("{rate}, {percent} % a year", rate=rate_a_day(office.late_fee_rate, w), percent=percent)
    if percent <= office.late_fee_warn_percent:
        return told
    return w("{rate}: above {limit} %", rate=told, limit=office.late_fee_warn_percent)


def _rate_form(session: Session, due: str, change: Change) -> Form:
    w, now = session.words, session.office.late_fee_rate

    def take(values: dict[str, str]) -> str:
        rate = millionths(values["value"])
        if rate is None:
            return w("Write the rate in percent a day, for example 0.05; 1 at most, with four decimals at most.")
        return change("late_fee_rate", rate, values["since"])

    shown = rate_a_day(now, w).partition(" ")[0] if now else "0"
    fields = (
        Asked("value", w("Percent a day"), shown, True),
        Asked("since", w("From day"), session.today().isoformat()),
    )
    return Form(w("Late fee a day"), due, w("Save"), take, fields)


def _modes(w: Words) -> tuple[tuple[str, str], ...]:
    return (
        ("off", w("not taken")),
        ("letters", w("only shown in letters")),
        ("charged", w("charged at the window")),
    )


def _counts(w: Words) -> tuple[tuple[bool, str], ...]:
    return (
        (False, w("no, they stay free")),
        (True, w("yes, from the due day on")),
    )
