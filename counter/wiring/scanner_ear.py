"""What a serial scanner read goes where a person would type it: into Find, on the Pay screen."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from counter.settings import ScannerSettings

if TYPE_CHECKING:
    from counter.devices.scanner import SerialScanner

LISTEN_MS = 100


def scanner_of(settings: ScannerSettings) -> "SerialScanner | None":
    """Return the scanner the settings name; one that is a keyboard needs no settings."""
    if settings.kind == "none":
        return None
    from counter.devices.lines import serial_line
    from counter.devices.scanner import SerialScanner

    return SerialScanner(serial_line(settings.port, settings.baud, two_stop_bits=False))


class Scanner(Protocol):
    """What reads codes."""

    def codes(self) -> list[str]:
        """Return what was scanned since the last call."""


class ScannerEar:
    """Listens on the window's thread. found opens what a code names; may_hear: whether the window can take one now.

    What is scanned while it cannot (nobody is logged in) is dropped: it is scanned again.
    """

    def __init__(
        self, root: Any, scanner: Scanner | None, may_hear: Callable[[], bool], found: Callable[[str], object]
    ) -> None:
        self._root = root
        self._scanner = scanner
        self._may_hear = may_hear
        self._found = found
        if scanner is not None:
            self._root.after(LISTEN_MS, self._listen)

    def hear(self) -> None:
        """Take what was scanned; called at each tick too, for a clock that is set back stops the other way."""
        if self._scanner is None:
            return
        codes = self._scanner.codes()
        if codes and self._may_hear():
            self._found(codes[-1])

    def _listen(self) -> None:
        self.hear()
        self._root.after(LISTEN_MS, self._listen)
