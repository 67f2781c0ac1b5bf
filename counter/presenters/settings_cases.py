"""The office's own deadlines among its settings: days for each step of a kind of case, and which days count."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from counter.desk.case_deadlines import CASE_DAYS, LONGEST, WORKING, kept_days, load_deadlines
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.settings_knobs import Knob, whole
from counter.presenters.settings_late_fee import Chosen
from counter.rules.cases import DAYS, Deadlines, Kind, Step
from counter.words import N_, Words
from counter.words.case_words import STEPS, case_word

Change = Callable[[str, Any, str], str]
_NAMES: Mapping[Kind, str] = {
    Kind.DISPUTE: N_("Deadlines of disputes"), Kind.COMPLAINT: N_("Deadlines of complaints"),
    Kind.SUGGESTION: N_("Deadlines of suggestions"), Kind.REPAIR: N_("Deadlines of repair requests"),
}  # fmt: skip


def case_knobs(session: Session, chosen: Chosen, change: Change) -> tuple[Knob, ...]:
    """Return the rows of deadlines; chosen makes a row, change puts a value into force from a day."""
    w = session.words
    deadlines = load_deadlines(session.connection, session.today().isoformat())
    help = w("Days that are proposed for each step of a case. Any step may name another day.")
    kinds = tuple(
        Knob(
            f"{CASE_DAYS}.{kind}", w(_NAMES[kind]), _shown(deadlines.days[kind], w), help,
            partial(_form, session, deadlines, kind, help, change),
        )
        for kind in DAYS
    )  # fmt: skip
    days = chosen(
        WORKING, w("Days of deadlines"), deadlines.working,
        ((False, w("every day counts")), (True, w("working days only"))),
        w("Which days count in a deadline. Rest days are entered at Arrears, page 5; of a year that is not, "
          "weekends are left out."),
    )  # fmt: skip
    return *kinds, days


def _shown(days: Mapping[Step, int], w: Words) -> str:
    return w(", ").join(w("{step}: {n}", step=case_word(STEPS, step, w), n=length) for step, length in days.items())


def _form(session: Session, deadlines: Deadlines, kind: Kind, help: str, change: Change) -> Form:
    w, now = session.words, deadlines.days[kind]

    def take(values: dict[str, str]) -> str:
        typed = {step: whole(values[step], LONGEST) for step in now}
        days = {step: length for step, length in typed.items() if length is not None}
        if len(days) < len(typed):
            return w("A whole number from {least} to {most}.", least=LONGEST[0], most=LONGEST[-1])
        return change(CASE_DAYS, kept_days(deadlines, kind, days), values["since"])

    fields = [Asked(step, case_word(STEPS, step, w), str(length), True) for step, length in now.items()]
    since = Asked("since", w("From day"), session.today().isoformat())
    return Form(w(_NAMES[kind]), help, w("Save"), take, (*fields, since))
