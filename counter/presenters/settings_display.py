"""Settings, tab 1, the customer display: its family, where it is found, its speed, whether it shows Chinese."""

from collections.abc import Callable
from typing import Any

from counter.presenters.settings_knobs import Knob, choose, type_in
from counter.settings import DisplaySettings
from counter.words import Words
from counter.words.terms import DISPLAY_KINDS, term

Change = Callable[..., str]
KINDS = ("none", "cd5220", "escpos", "led8n", "screen")
SPEEDS = (2400, 4800, 9600, 19_200)
# What the maker sets: LED8N is slow, the others are not.
USUAL_BAUD = {"led8n": 2400}


def display_knobs(display: DisplaySettings, w: Words, change: Change) -> tuple[Knob, ...]:
    """Return the rows of the display; change takes fields of DisplaySettings and returns what is wrong, or ''."""
    kinds = tuple((each, term(each, DISPLAY_KINDS, w)) for each in KINDS)
    name = w("Customer display")
    help = w("It shows the payer the sum, what was handed over and the change. A sale never waits for it.")
    kind = Knob(
        "display_kind", name, dict(kinds)[display.kind], help,
        lambda: choose(name, help, kinds, lambda value: change(kind=value, baud=USUAL_BAUD.get(value, 9600))),
    )  # fmt: skip
    if display.kind in ("none", "screen"):
        return (kind,)
    speed = _chosen(
        display, "baud", w("Speed of the display's line, baud"), w("LED8N mostly 2400, the others 9600."),
        tuple((each, str(each)) for each in SPEEDS), change,
    )  # fmt: skip
    if display.kind == "led8n":
        return kind, _port(display, w, change), speed
    characters = _chosen(
        display, "characters", w("Words on the display"), w("Choose English where Chinese is shown as signs."),
        (("ascii", "English"), ("gb18030", "中文")), change,
    )  # fmt: skip
    return kind, _port(display, w, change), speed, characters


def _port(display: DisplaySettings, w: Words, change: Change) -> Knob:
    name = w("Customer display is found at")
    help = w("The device file or port, for example /dev/ttyUSB0 or COM3.")
    return Knob(
        "display_port", name, display.port, help,
        lambda: type_in(name, help, display.port, lambda text: change(port=text.strip()), w),
    )  # fmt: skip


def _chosen(
    display: DisplaySettings, key: str, name: str, help: str, options: tuple[tuple[Any, str], ...], change: Change
) -> Knob:
    shown = dict(options)[getattr(display, key)]
    return Knob(
        f"display_{key}", name, shown, help, lambda: choose(name, help, options, lambda value: change(**{key: value}))
    )
