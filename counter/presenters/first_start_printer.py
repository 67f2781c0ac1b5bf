"""The first start's printer: what was found by itself, the kind and port that are typed, and the test page."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from counter.papers.test_page import printer_test_page
from counter.presenters.settings_knobs import tenths
from counter.presenters.settings_printer import KINDS, printer_name
from counter.settings import MachineSettings, PrinterSettings
from counter.words import Language, Words
from printing.blocks import Paper
from printing.find import Candidate

OFFSETS = range(-500, 501)
SHOWN = 5  # with the way back below them no more fit
OTHER = str(SHOWN + 1)

Look = Callable[[], Sequence[Candidate]]


def worth_showing(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return what is offered by itself: nothing where there are bare ports alone, at which anything may be."""
    return tuple(found[:SHOWN]) if any(each.kind != "serial" for each in found) else ()


def picked(printer: PrinterSettings, found: Sequence[Candidate], key: str) -> PrinterSettings | None:
    """Return the printer that a key of the list stands for, None where it stands for none."""
    place = int(key) - 1 if key.isdecimal() else -1
    if not 0 <= place < len(found):
        return None
    return replace(printer, kind=found[place].kind, port=found[place].port)


def of_kind(printer: PrinterSettings, key: str) -> PrinterSettings | None:
    """Return the printer with the kind that a key stands for, None where it stands for none."""
    kinds: tuple[Any, ...] = KINDS
    place = int(key) - 1 if key.isdecimal() else -1
    return replace(printer, kind=kinds[place]) if 0 <= place < len(kinds) else None


def typed_printer(printer: PrinterSettings, values: dict[str, str]) -> PrinterSettings:
    """Return the printer with its port and offsets as typed; what cannot be read counts as 0."""
    right, down = tenths(values["right"] or "0") or 0, tenths(values["down"] or "0") or 0
    return replace(printer, port=values["port"].strip(), offset_x=right, offset_y=down)


def wrong_port(printer: PrinterSettings, values: dict[str, str], w: Words) -> str:
    """Return what is wrong with a port and offsets as typed, or ''."""
    for name in ("right", "down"):
        found = tenths(values[name] or "0")
        if found is None or found not in OFFSETS:
            return w("Millimetres with at most one decimal, for example 1.5 or -0.3.")
    if printer.kind not in ("usb", "none") and not values["port"].strip():
        return w("Type where the printer is found.")
    return ""


def test_page(printer: PrinterSettings, language: Language, w: Words) -> tuple[MachineSettings, Paper]:
    """Return a test page and the settings it is printed with."""
    paper = printer_test_page(
        w, printer=printer_name(printer, w), columns=printer.columns, offset_x=printer.offset_x,
        offset_y=printer.offset_y,
    )  # fmt: skip
    return MachineSettings(language=language, printer=printer), paper
