"""Settings, tab 1, the card terminal: its kind, where it is found, its speed."""

from collections.abc import Callable
from typing import Any

from counter.presenters.settings_knobs import Knob, choose, type_in
from counter.settings import TerminalSettings
from counter.words import Words
from counter.words.terms import TERMINAL_KINDS, term

Change = Callable[..., str]
# Transbank's messages name no currency: its sums are pesos.
KINDS = {"manual": "", "zvt_serial": "", "zvt_network": "", "transbank": "CLP"}
SPEEDS = (9600, 115_200)


def terminal_knobs(terminal: TerminalSettings, currency: str, w: Words, change: Change) -> tuple[Knob, ...]:
    """Return the rows of the terminal; change takes fields of TerminalSettings and returns what is wrong, or ''."""
    kinds = [each for each, only in KINDS.items() if only in ("", currency) or each == terminal.kind]
    kind = _chosen(
        terminal, "kind", w("Card terminal"),
        w("Terminals of Chinese acquirers need their own kit: they are worked by hand, and their slips are typed."),
        tuple((each, term(each, TERMINAL_KINDS, w)) for each in kinds), change,
    )  # fmt: skip
    if terminal.kind == "manual":
        return (kind,)
    port = _port(terminal, w, change)
    if terminal.kind == "zvt_network":
        return kind, port
    speeds = tuple((each, str(each)) for each in SPEEDS)
    speed = _chosen(
        terminal, "baud", w("Speed of the terminal's line, baud"), w("9600, unless the terminal is set otherwise."),
        speeds, change,
    )  # fmt: skip
    return kind, port, speed


def _port(terminal: TerminalSettings, w: Words, change: Change) -> Knob:
    name = w("Terminal is found at")
    help = (
        w("Address and port, for example 192.168.1.60:20007.")
        if terminal.kind == "zvt_network"
        else w("The device file or port, for example /dev/ttyUSB0 or COM3.")
    )
    return Knob(
        "terminal_port", name, terminal.port, help,
        lambda: type_in(name, help, terminal.port, lambda text: change(port=text.strip()), w),
    )  # fmt: skip


def _chosen(
    terminal: TerminalSettings, key: str, name: str, help: str, options: tuple[tuple[Any, str], ...], change: Change
) -> Knob:
    shown = dict(options)[getattr(terminal, key)]
    return Knob(
        f"terminal_{key}", name, shown, help,
        lambda: choose(name, help, options, lambda value: change(**{key: value})),
    )  # fmt: skip
