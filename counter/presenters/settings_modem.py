"""Settings, tab 1, the SMS modem: where it is found, its speed, whether deliveries are told."""

from collections.abc import Callable

from counter.presenters.settings_knobs import Knob, choose, type_in
from counter.settings import ModemSettings
from counter.words import Words
from counter.words.message_terms import MODEM_KINDS
from counter.words.terms import term

Change = Callable[..., str]
SPEEDS = (9600, 19_200, 115_200)


def modem_knobs(modem: ModemSettings, w: Words, change: Change) -> tuple[Knob, ...]:
    """Return the rows of the modem; change takes fields of ModemSettings and returns what is wrong, or ''."""
    name, port, speed = w("SMS modem"), w("Modem is found at"), w("Speed of the modem's line, baud")
    reports = w("Delivery reports")
    kinds = tuple((each, term(each, MODEM_KINDS, w)) for each in MODEM_KINDS)
    help = w("A modem with a telephone card of its own. Take the card's PIN off in a telephone first.")
    kind = Knob(
        "modem_kind", name, dict(kinds)[modem.kind], help,
        lambda: choose(name, help, kinds, lambda value: change(kind=value)),
    )  # fmt: skip
    if modem.kind == "none":
        return (kind,)
    at = w("The device file or port, for example /dev/ttyUSB0 or COM3.")
    as_made = w("9600 fits most modems; those on USB take any.")
    told = w("The network tells whether each message arrived. Some networks charge for it.")
    asked = ((False, w("not asked for")), (True, w("asked for")))
    return (
        kind,
        Knob("modem_port", port, modem.port, at,
             lambda: type_in(port, at, modem.port, lambda text: change(port=text.strip()), w)),
        Knob("modem_baud", speed, str(modem.baud), as_made,
             lambda: choose(speed, as_made, tuple((each, str(each)) for each in SPEEDS),
                            lambda value: change(baud=value))),
        Knob("modem_reports", reports, dict(asked)[modem.reports], told,
             lambda: choose(reports, told, asked, lambda value: change(reports=value))),
    )  # fmt: skip
