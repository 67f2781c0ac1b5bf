"""Settings, tab 1, the printer: its kind, where it is found, the paper in it, and how it is spoken to."""

from collections.abc import Callable
from functools import partial
from typing import Any

from counter.papers.test_page import millimetres
from counter.presenters.questions import Form
from counter.presenters.settings_knobs import Knob, choose, tenths, type_in, whole
from counter.settings import LIMITS, PrinterSettings
from counter.words import Words
from counter.words.terms import PRINTER_KINDS, term

Change = Callable[..., str]
KINDS = ("usb", "serial", "network", "queue", "file", "none")


def printer_name(printer: PrinterSettings, w: Words) -> str:
    """Return a printer in words: its kind and where it is found."""
    kind = term(printer.kind, PRINTER_KINDS, w)
    return f"{kind} · {printer.port}" if printer.port else kind


def kind_options(w: Words) -> tuple[tuple[str, str], ...]:
    """Return every kind of printer with its word."""
    return tuple((kind, term(kind, PRINTER_KINDS, w)) for kind in KINDS)


def port_help(kind: str, w: Words) -> str:
    """Return what the port of a kind of printer looks like."""
    return {
        "usb": w("The two ids as 04b8:0e15, or the device file; empty for the first printer found."),
        "serial": w("The device file or port, for example /dev/ttyUSB0 or COM3."),
        "network": w("Address and port, for example 192.168.1.50:9100."),
        "queue": w("The name of the queue, as the computer lists it."),
        "file": w("A folder; every paper becomes a file in it."),
    }.get(kind, w("Without a printer, leave this empty."))


def printer_knobs(printer: PrinterSettings, w: Words, change: Change) -> tuple[Knob, ...]:
    """Return the rows of the printer; change takes fields of PrinterSettings and returns what is wrong, or ''."""
    forms = (
        ("thermal", w("receipt roll")), ("a5", "A5"), ("a4", "A4"), ("continuous_thirds", w("continuous, a third")),
        ("continuous_halves", w("continuous, half")), ("preprinted", w("pre-printed stock")),
    )  # fmt: skip
    widths = ((32, w("58 mm, 32 columns")), (42, w("80 mm, 42 columns")), (48, w("80 mm, 48 columns")))
    codes = (("gb18030", "GB18030"), ("gbk", "GBK"), ("utf-8", "UTF-8"), ("bitmap", w("as pictures")))
    drawers = ((2, w("on pin 2")), (5, w("on pin 5")), (0, w("no drawer")))
    sensors = (("none", w("not reported")), ("high", w("open is high")), ("low", w("open is low")))
    qr = ((True, w("the printer draws it")), (False, w("as a picture")))
    port = w("Printer is found at")
    help = port_help(printer.kind, w)
    return (
        _chosen(printer, "kind", w("Printer"), w("How the printer is connected."), kind_options(w), change),
        Knob("port", port, printer.port, help,
             lambda: type_in(port, help, printer.port, lambda text: change(port=text), w)),
        _chosen(printer, "form", w.c("what lies in the printer", "Paper"), w("What lies in the printer."),
                forms, change),
        _chosen(printer, "columns", w("Width of the roll"), w("The test page shows a ruler of this width."),
                widths, change),
        _chosen(printer, "encoding", w("Characters"), w("Choose pictures if Chinese is printed as ????."),
                codes, change),
        _chosen(printer, "native_qr", w("QR code"), w("Choose the picture if the code stays empty."), qr, change),
        _chosen(printer, "drawer_pin", w("Cash drawer"), w("The pin of the printer that opens the drawer."),
                drawers, change),
        _chosen(printer, "drawer_sensor", w("Switch of the drawer"),
                w("Some printers report whether the drawer is open. Open it: Devices shows whether the choice is right."
                  ), sensors, change),
        _baud(printer, w, change),
        _offset(printer, "offset_x", w("Offset to the right, mm"), w, change),
        _offset(printer, "offset_y", w("Offset down, mm"), w, change),
    )  # fmt: skip


def _chosen(
    printer: PrinterSettings, key: str, name: str, help: str, options: tuple[tuple[Any, str], ...], change: Change
) -> Knob:
    shown = dict(options)[getattr(printer, key)]
    return Knob(key, name, shown, help, lambda: choose(name, help, options, lambda value: change(**{key: value})))


def _baud(printer: PrinterSettings, w: Words, change: Change) -> Knob:
    name, help = w("Speed of a serial line, baud"), w("As the printer's own settings say, mostly 9600 or 115200.")

    def take(text: str) -> str:
        number = whole(text, LIMITS["printer.baud"])
        return w("A speed such as 9600 or 115200.") if number is None else change(baud=number)

    return Knob("baud", name, str(printer.baud), help,
                lambda: type_in(name, help, str(printer.baud), take, w, number=True))  # fmt: skip


def _offset(printer: PrinterSettings, key: str, name: str, w: Words, change: Change) -> Knob:
    help = w("Moves what is printed on pre-printed stock; at most 50 mm, for example 1.5 or -0.3.")
    now = millimetres(getattr(printer, key))
    return Knob(key, name, now, help, partial(_ask_offset, key, name, help, now, w, change))


def _ask_offset(key: str, name: str, help: str, now: str, w: Words, change: Change) -> Form:
    def take(text: str) -> str:
        found = tenths(text)
        if found is None or found not in LIMITS[f"printer.{key}"]:
            return help
        return change(**{key: found})

    return type_in(name, help, now, take, w, number=True)
