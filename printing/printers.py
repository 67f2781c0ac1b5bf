"""A printer as the spool sees it: takes a worded paper, leaves it on paper or says why not."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from printing.blocks import Paper
from printing.drawer import kick_bytes
from printing.files import write_whole
from printing.form import PdfForm
from printing.profile import FontFiles, ThermalProfile
from printing.status import Offline, Online, Status
from printing.transport import PrinterUnreachable, Transport, why

if TYPE_CHECKING:
    from printing.canvas import Painter

SEND_S = 20.0  # a long Z report on a slow serial line
STATUS_S = 1.5
CONFIRM_S = 5.0


class Printer(Protocol):
    """What the spool needs of a printer."""

    def print(self, paper: Paper, job_id: int, *, drawer: bool) -> None:
        """Lay the paper out and send it; raises PrinterUnreachable, or whatever a broken paper raises."""

    def confirm(self) -> bool:
        """Return whether the paper sent last is known to be out."""

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

    def print(self, paper: Paper, job_id: int, *, drawer: bool) -> None:
        """Send one receipt, the drawer opening first; raises PrinterUnreachable."""
        from printing.canvas import Painter
        from printing.escpos import receipt_bytes, use_cache

        use_cache(self.cache)
        self._painter = self._painter or Painter(self.fonts)
        kick = kick_bytes(self.drawer_pin) if drawer and self.drawer_pin else b""
        self.transport.send(receipt_bytes(paper, self.profile, self.fonts, self._painter, kick=kick), SEND_S)

    def kick(self) -> None:
        """Open the drawer alone; raises PrinterUnreachable."""
        if self.drawer_pin:
            self.transport.send(kick_bytes(self.drawer_pin), STATUS_S)

    def confirm(self) -> bool:
        """Ask the printer whether the last receipt is out."""
        return self.transport.confirm(CONFIRM_S)

    def status(self) -> Status:
        """Ask the printer."""
        return self.transport.status(STATUS_S)


@dataclass(frozen=True, slots=True)
class PdfPrinter:
    """Papers as PDF: into a folder, or through a queue that prints PDF."""

    form: PdfForm
    fonts: FontFiles
    now: Callable[[], datetime]
    folder: Path | None = None
    transport: Transport | None = None

    def print(self, paper: Paper, job_id: int, *, drawer: bool) -> None:
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

    def confirm(self) -> bool:
        """Return whether nothing but a folder had to take the paper."""
        return self.transport is None or self.transport.confirm(CONFIRM_S)

    def status(self) -> Status:
        """Ask the queue; a folder is ready while it, or its parent, is there."""
        if self.transport is not None:
            return self.transport.status(STATUS_S)
        there = self.folder is not None and (self.folder.exists() or self.folder.parent.exists())
        return Online() if there else Offline("unreachable")
