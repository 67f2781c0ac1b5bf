"""What carries bytes to a printer: the interface every kind of connection answers to, with deadlines everywhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, Protocol

from printing.status import Line, Offline, Status, Unknown, confirm_printed, read_status

Kind = Literal["usb", "serial", "network", "queue", "file", "none"]
Why = Literal[
    "no_printer", "not_found", "refused", "no_permission", "busy", "timeout", "broken_off", "error", "cover_open",
    "paper_out", "cutter",
]  # fmt: skip


class PrinterUnreachable(Exception):
    """The bytes did not all reach the printer.

    device: the setting that names it; reason: a Why; begun: whether some of the bytes may be on paper already.
    """

    code = "printer_unreachable"

    def __init__(self, device: str, reason: Why, *, begun: bool = False) -> None:
        super().__init__(device, reason, begun)
        self.device = device
        self.reason = reason
        self.begun = begun


class Transport(Protocol):
    """A way to one printer; every call opens and closes the connection, so that a printer may be switched off."""

    @property
    def device(self) -> str:
        """The setting that names the printer."""

    def send(self, data: bytes, deadline_s: float) -> None:
        """Hand over all bytes within the deadline; raises PrinterUnreachable."""

    def status(self, deadline_s: float) -> Status:
        """Ask how the printer is; never raises."""

    def confirm(self, deadline_s: float) -> bool:
        """Return whether the printer confirms that what was sent is on paper; never raises, silence is False."""


# ENOENT, ENXIO, EACCES, EBUSY, ENODEV, for libraries that keep the number but not the class.
_BY_NUMBER: dict[int | None, Why] = {2: "not_found", 6: "not_found", 13: "no_permission", 16: "busy", 19: "not_found"}


def why(error: BaseException) -> Why:
    """Return the reason an operating system's or library's error stands for."""
    if isinstance(error, TimeoutError) or "timeout" in type(error).__name__.lower():
        return "timeout"
    kinds: tuple[tuple[type[OSError] | tuple[type[OSError], ...], Why], ...] = (
        (FileNotFoundError, "not_found"),
        (PermissionError, "no_permission"),
        (ConnectionRefusedError, "refused"),
        ((BrokenPipeError, ConnectionError), "broken_off"),
    )
    for kind, reason in kinds:
        if isinstance(error, kind):
            return reason
    return _BY_NUMBER.get(getattr(error, "errno", None), "error")


def faults(*more: type[Exception]) -> tuple[type[Exception], ...]:
    """Return what the lines raise, and more classes to catch with it; termios.error is no OSError."""
    known: list[type[Exception]] = [OSError, *more]
    if sys.platform != "win32":
        import termios

        known.append(termios.error)
    return tuple(known)


class OpensLine(Protocol):
    """A transport over a line that can answer."""

    @property
    def device(self) -> str:
        """The setting that names the printer."""

    @contextmanager
    def line(self, deadline_s: float) -> Iterator[Line]:
        """Open the line and shut it; raises PrinterUnreachable or one of `faults`."""


def line_status(transport: OpensLine, deadline_s: float) -> Status:
    """Ask the printer at the end of a line; not reaching it is Offline, silence is Unknown."""
    try:
        with transport.line(deadline_s) as line:
            return read_status(line, deadline_s)
    except PrinterUnreachable as error:
        return Unknown() if error.reason == "busy" else Offline("unreachable")
    except faults():
        return Unknown()


def line_confirm(transport: OpensLine, deadline_s: float) -> bool:
    """Return whether the printer at the end of a line confirms what it was sent."""
    try:
        with transport.line(deadline_s) as line:
            return confirm_printed(line, deadline_s)
    except faults(PrinterUnreachable):
        return False


class NoPrinter:
    """The setting "none": papers wait in the queue until there is a printer."""

    device = "none"

    def send(self, data: bytes, deadline_s: float) -> None:
        """Raise PrinterUnreachable: there is nothing to send to."""
        raise PrinterUnreachable(self.device, "no_printer")

    def status(self, deadline_s: float) -> Status:
        """Return that there is no printer."""
        return Offline("no_printer")

    def confirm(self, deadline_s: float) -> bool:
        """Return False: nothing was printed."""
        return False
