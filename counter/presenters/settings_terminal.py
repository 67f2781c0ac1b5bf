"""Settings, tab 1, the card terminal: its kind, where it is found, its speed."""

from collections.abc import Callable, Mapping
from typing import Any

from counter.devices.lines import is_simulated
from counter.presenters.settings_knobs import Knob, choose, type_in
from counter.settings import SIMULATED, TerminalSettings
from counter.words import Words
from counter.words.terms import TERMINAL_KINDS, term

Change = Callable[..., str]
# Transbank's messages name no currency: its sums are pesos.
KINDS = {"manual": "", "zvt_serial": "", "zvt_network": "", "transbank": "CLP"}
SERIAL = ("zvt_serial", "transbank")
SPEEDS = (9600, 115_200)


def terminal_knobs(
    terminal: TerminalSettings, currency: str, books_kind: str, w: Words, change: Change
) -> tuple[Knob, ...]:
    """Return the rows of the terminal; change takes fields of TerminalSettings and returns what is wrong, or ''.

    Books for practice are offered simulated terminals, real books the real ones.
    """
    practice = books_kind != "real"
    kinds = [each for each, only in KINDS.items() if only in ("", currency) or each == terminal.kind]
    if practice:
        kinds = ["manual", *SIMULATED, *(each for each in kinds if each in SERIAL or each == terminal.kind)]
    elif terminal.kind in SIMULATED:
        kinds.append(terminal.kind)  # it stands there, and is refused at work
    kind = _chosen(
        terminal, "kind", w("Card terminal"),
        w("Terminals of Chinese acquirers need their own kit: they are worked by hand, and their slips are typed."),
        tuple((each, term(each, TERMINAL_KINDS, w)) for each in dict.fromkeys(kinds)),
        lambda **new: _refused(new, w, practice=practice) or change(**new),
    )  # fmt: skip
    if terminal.kind == "manual" or terminal.kind in SIMULATED:
        return (kind,)
    port = _port(terminal, w, change, practice=practice)
    if terminal.kind == "zvt_network":
        return kind, port
    speeds = tuple((each, str(each)) for each in SPEEDS)
    speed = _chosen(
        terminal, "baud", w("Speed of the terminal's line, baud"), w("9600, unless the terminal is set otherwise."),
        speeds, change,
    )  # fmt: skip
    return kind, port, speed


def _refused(new: Mapping[str, Any], w: Words, *, practice: bool) -> str:
    """Return why real books take no simulated terminal and books for practice no real one, '' where they may."""
    kind, port = new.get("kind", ""), new.get("port", "")
    if not practice and (kind in SIMULATED or is_simulated(port)):
        return w("A simulated terminal takes no money: real books take none. Choose a real one, or type the slips.")
    if practice and port and not is_simulated(port):
        return w("Books for practice reach simulated terminals only: type the port that the simulator names.")
    return ""


def _port(terminal: TerminalSettings, w: Words, change: Change, *, practice: bool) -> Knob:
    name = w("Terminal is found at")
    help = (
        w("Address and port, for example 192.168.1.60:20007.")
        if terminal.kind == "zvt_network"
        else w("The device file or port, for example /dev/ttyUSB0 or COM3.")
    )

    def take(text: str) -> str:
        return _refused({"port": text.strip()}, w, practice=practice) or change(port=text.strip())

    return Knob(
        "terminal_port", name, terminal.port, help,
        lambda: type_in(name, help, terminal.port, take, w),
    )  # fmt: skip


def _chosen(
    terminal: TerminalSettings, key: str, name: str, help: str, options: tuple[tuple[Any, str], ...], change: Change
) -> Knob:
    shown = dict(options)[getattr(terminal, key)]
    return Knob(
        f"terminal_{key}", name, shown, help,
        lambda: choose(name, help, options, lambda value: change(**{key: value})),
    )  # fmt: skip
