"""A printer as the spool sees it: takes a worded paper, leaves it on paper or says why not."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from printing.blocks import Paper
from printing.drawer import kick_bytes, urgent_kick_bytes
from printing.files import write_whole
from printing.form import PdfForm
from printing.profile import FontFiles, ThermalProfile
from printing.status import Offline, Online, Reason, Status, Unknown
from printing.transport import PrinterUnreachable, Transport, Why, why

if TYPE_CHECKING:
    from printing.canvas import Painter

SEND_S = 20.0  # a long Z report on a slow serial line
STATUS_S = 1.5
CONFIRM_S = 5.0
# What a hand has to mend before anything comes out.
_STOPS: Mapping[Reason, Why] = {
    "cover_open": "cover_open", "paper_out": "paper_out", "cutter": "cutter", "error": "error",
}  # fmt: skip


class Printer(Protocol):
    """What the spool needs of a printer."""

    def print(self, paper: Paper, job_id: int) -> None:
        """Lay the paper out and send it; raises PrinterUnreachable, or whatever a broken paper raises."""

    def kick(self) -> None:
        """Open the drawer that hangs on it, where one does; raises PrinterUnreachable."""

    def confirm(self) -> bool:
        """Return whether the paper sent last is known to be out; raises PrinterUnreachable where it stopped since."""

    def status(self) -> Status:
        """Return how the printer is."""


@dataclass(slots=True)
class ThermalPrinter:
    """A receipt printer: ESC/POS bytes through a transport; drawer_pin 0 where no drawer hangs on it."""

    profile: ThermalProfile
    transport: Transport
    fonts: FontFiles
    cache: Path
    drawer_pin: int = 0
    _painter: "Painter | None" = field(default=None, repr=False)
    # One line at a time: a look at the printer must not keep a receipt, and its drawer, from going out.
    _line: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _known: Status | None = field(default=None, repr=False)  # what it said last, None where it was not asked yet
    _answers: bool = field(default=False, repr=False)  # it has told its state since the start
    _fell_silent: bool = field(default=False, repr=False)  # it tells its state else, and did not before what was sent

    def print(self, paper: Paper, job_id: int) -> None:
        """Send one receipt; raises PrinterUnreachable.

        A printer that tells its state is asked before: without paper nothing is sent, so that nothing is in doubt.
        """
        from printing.canvas import Painter
        from printing.escpos import receipt_bytes, use_cache

        use_cache(self.cache)
        self._painter = self._painter or Painter(self.fonts)
        data = receipt_bytes(paper, self.profile, self.fonts, self._painter)
        with self._line:
            stopped = self._stopped()
            if stopped is not None:
                raise PrinterUnreachable(self.transport.device, stopped)
            self.transport.send(data, SEND_S)

    def _stopped(self) -> Why | None:
        """Return what keeps a printer that tells its state from printing, None where nothing does or it is silent."""
        if isinstance(self._known, Unknown) and not self._answers:
            return None  # it never says anything: each receipt would wait for its silence
        known = self._ask()
        self._fell_silent = self._answers and isinstance(known, Unknown)
        return _STOPS.get(known.reason) if isinstance(known, Offline) else None

    def _ask(self) -> Status:
        self._known = known = self.transport.status(STATUS_S)
        told = isinstance(known, Online) or (isinstance(known, Offline) and known.reason in _STOPS)
        self._answers = self._answers or told
        return known

    def kick(self) -> None:
        """Open the drawer, also where the printer cannot print; raises PrinterUnreachable."""
        if not self.drawer_pin:
            return
        with self._line:
            pulse = urgent_kick_bytes if self._stopped() is not None else kick_bytes
            self.transport.send(pulse(self.drawer_pin), STATUS_S)
        if self._fell_silent:  # a serial line takes bytes also for a printer that is switched off
            raise PrinterUnreachable(self.transport.device, "timeout")

    def confirm(self) -> bool:
        """Ask the printer whether the last receipt is out; one that says nothing of its state is not waited for.

        Raises PrinterUnreachable where it gives no answer and has no paper now, an open cover, or is gone: what it took
        into its memory may never come out. So too where one that tells its state else was silent before it was sent.
        """
        if self._fell_silent:
            raise PrinterUnreachable(self.transport.device, "timeout", begun=True)
        if isinstance(self._known, Unknown):
            return False
        with self._line:
            if self.transport.confirm(CONFIRM_S):
                return True
            self._ask()
        if isinstance(self._known, Offline):
            raise PrinterUnreachable(self.transport.device, _STOPS.get(self._known.reason, "broken_off"), begun=True)
        return False

    def status(self) -> Status:
        """Ask the printer."""
        with self._line:
            return self._ask()


@dataclass(frozen=True, slots=True)
class PdfPrinter:
    """Papers as PDF: into a folder, or through a queue that prints PDF."""

    form: PdfForm
    fonts: FontFiles
    now: Callable[[], datetime]
    folder: Path | None = None
    transport: Transport | None = None

    def print(self, paper: Paper, job_id: int) -> None:
        """Write or send one document; raises PrinterUnreachable."""
        from printing.pdf import pdf_bytes

        data = pdf_bytes([paper], self.form, self.fonts, self.now())
        if self.folder is not None:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                write_whole(self.folder / f"{job_id:06d}-{paper.kind}.pdf", data)
            except OSError as error:
                raise PrinterUnreachable(str(self.folder), why(error)) from error
        if self.transport is not None:
            self.transport.send(data, SEND_S)

    def kick(self) -> None:
        """Do nothing: no drawer hangs on a page printer."""

    def confirm(self) -> bool:
        """Return whether nothing but a folder had to take the paper."""
        return self.transport is None or self.transport.confirm(CONFIRM_S)

    def status(self) -> Status:
        """Ask the queue; a folder is ready while it, or its parent, is there."""
        if self.transport is not None:
            return self.transport.status(STATUS_S)
        there = self.folder is not None and (self.folder.exists() or self.folder.parent.exists())
        return Online() if there else Offline("unreachable")
