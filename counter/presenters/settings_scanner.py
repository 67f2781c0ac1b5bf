"""Settings, tab 1, the scanner: as a keyboard, or on a serial port."""

from collections.abc import Callable

from counter.presenters.settings_knobs import Knob, choose, type_in
from counter.settings import ScannerSettings
from counter.words import Words
from counter.words.terms import SCANNER_KINDS, term

Change = Callable[..., str]


def scanner_knobs(scanner: ScannerSettings, w: Words, change: Change) -> tuple[Knob, ...]:
    """Return the rows of the scanner; change takes fields of ScannerSettings and returns what is wrong, or ''."""
    name, port, speed = w("Scanner"), w("Scanner is found at"), w("Speed of the scanner's line, baud")
    kinds = tuple((each, term(each, SCANNER_KINDS, w)) for each in SCANNER_KINDS)
    help = w("Most scanners type like a keyboard and need nothing set. A code is looked up; it never takes money.")
    at = w("The device file or port, for example /dev/ttyUSB0 or COM3.")
    speeds = ((9600, "9600"), (115_200, "115200"))
    as_made = w("As the scanner's own settings say, mostly 9600 or 115200.")
    kind = Knob(
        "scanner_kind", name, dict(kinds)[scanner.kind], help,
        lambda: choose(name, help, kinds, lambda value: change(kind=value)),
    )  # fmt: skip
    if scanner.kind == "none":
        return (kind,)
    return (
        kind,
        Knob("scanner_port", port, scanner.port, at,
             lambda: type_in(port, at, scanner.port, lambda text: change(port=text.strip()), w)),
        Knob("scanner_baud", speed, str(scanner.baud), as_made,
             lambda: choose(speed, as_made, speeds, lambda value: change(baud=value))),
    )  # fmt: skip
