"""Settings, tab 2, messages: quiet hours, what a part costs, messages after payments, the office's own address."""

from collections.abc import Callable
from functools import partial
from typing import Any

from counter.desk.message_settings import ADDRESS, COST, COSTS, QUIET_FROM, QUIET_TO, RECEIPTS, load_message_settings
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.settings_knobs import Knob
from counter.rules.money import parse_amount
from counter.rules.quiet_hours import hour_and_minute
from counter.words import formats

Chosen = Callable[[str, str, object, tuple[tuple[Any, str], ...], str], Knob]
Typed = Callable[[str, str, str, str], Knob]
Change = Callable[[str, Any, str], str]


def message_knobs(session: Session, chosen: Chosen, typed: Typed, change: Change) -> tuple[Knob, ...]:
    """Return the rows of messages; change puts a value into force from a day and returns what is wrong, or ''."""
    w, today = session.words, session.today().isoformat()
    now = load_message_settings(session.connection, today)
    since = Asked("since", w("From day"), today)

    def hour(key: str, name: str, value: str, help: str) -> Knob:
        def take(values: dict[str, str]) -> str:
            typed_hour = hour_and_minute(values["value"])
            if typed_hour is None:
                return w("Write the time as 20:00.")
            return change(key, f"{typed_hour:%H:%M}", values["since"])

        return Knob(key, name, value, help,
                    lambda: Form(name, help, w("Save"), take, (Asked("value", name, value), since)))  # fmt: skip

    def take_cost(values: dict[str, str]) -> str:
        try:
            cost = parse_amount(values["value"], digits=session.currency.digits)
        except ValueError as error:
            return session.sentence(error)
        if cost not in COSTS:
            return w("A part costs {most} at most.", most=formats.money(COSTS[-1], session.currency))
        return change(COST, cost, values["since"])

    price = formats.money(now.cost, session.currency)
    name, help = w("Cost of an SMS part"), w("What the network takes for each part; the Messages page adds it up.")
    quiet = w("Nobody is written to in these hours; what waits goes out after them.")
    after = ((False, w("none is sent")), (True, w("to those who wish it")))
    return (
        hour(QUIET_FROM, w("No SMS from"), f"{now.quiet_from:%H:%M}", quiet),
        hour(QUIET_TO, w("No SMS until"), f"{now.quiet_to:%H:%M}", quiet),
        Knob(COST, name, price, help, partial(
            Form, name, help, w("Save"), take_cost, (Asked("value", name, price, True), since)
        )),
        chosen(RECEIPTS, w("SMS after a payment"), now.receipts, after,
               w("Sum, receipt and paid up to, after the payment is saved. The arrears card says who wishes it.")),
        typed(ADDRESS, w("E-mail address of the office"), now.address, w("Letters by e-mail are sent from it.")),
    )  # fmt: skip
