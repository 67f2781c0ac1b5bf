"""A folder instead of a printer: papers as numbered files, each written whole or not at all."""

import os
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from printing.profile import FontFiles
from printing.status import Offline, Online, Status
from printing.transport import PrinterUnreachable, why


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place, sync it and move it there; raises OSError."""
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)


@dataclass(frozen=True, slots=True)
class FileTransport:
    """Writes 000001.bin, 000002.bin … and beside each the picture of what a printer makes of it."""

    folder: Path
    columns: int
    fonts: FontFiles

    @property
    def device(self) -> str:
        """Return the folder."""
        return str(self.folder)

    def send(self, data: bytes, deadline_s: float) -> None:
        """Write the bytes and their picture; raises PrinterUnreachable."""
        from printing.simulator import run

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            path = self.folder / f"{self._next():06d}.bin"
            picture = BytesIO()
            run(data, self.columns, self.fonts).picture.save(picture, "PNG")
            write_whole(path.with_suffix(".png"), picture.getvalue())
            write_whole(path, data)
        except OSError as error:
            raise PrinterUnreachable(self.device, why(error)) from error

    def _next(self) -> int:
        taken = (int(path.stem) for path in self.folder.glob("*.bin") if path.stem.isdecimal())
        return max(taken, default=0) + 1

    def status(self, deadline_s: float) -> Status:
        """Return whether the folder can be written to, or made."""
        there = next((path for path in (self.folder, *self.folder.parents) if path.exists()), self.folder)
        return Online() if os.access(there, os.W_OK) else Offline("unreachable")

    def confirm(self, deadline_s: float) -> bool:
        """Return True: a file that was written is there."""
        return True
