"""Printers of the system's queue on Linux and macOS, by the commands of CUPS (`lp`) or of BSD (`lpr`)."""

import shutil
import subprocess
from dataclasses import dataclass

from printing.status import Offline, Status, Unknown
from printing.transport import PrinterUnreachable, why


@dataclass(frozen=True, slots=True)
class QueueTransport:
    """A queue by its name; printer bytes go through untouched, a PDF is left to the queue's own filters."""

    name: str

    @property
    def device(self) -> str:
        """Return the queue's name."""
        return self.name

    def command(self, raw: bool) -> list[str]:
        """Return the command line that reads the paper from its standard input; raises PrinterUnreachable."""
        if lp := shutil.which("lp"):
            return [lp, "-s", "-d", self.name, *(["-o", "raw"] if raw else []), "-"]
        if lpr := shutil.which("lpr"):
            return [lpr, "-P", self.name, *(["-l"] if raw else [])]
        raise PrinterUnreachable(self.device, "not_found")

    def send(self, data: bytes, deadline_s: float) -> None:
        """Hand the bytes to the queue within the deadline; raises PrinterUnreachable.

        A refused job was not begun; after a time-out nobody knows.
        """
        command = self.command(raw=not data.startswith(b"%PDF"))
        try:
            done = subprocess.run(command, input=data, capture_output=True, timeout=deadline_s, check=False)
        except subprocess.TimeoutExpired as error:
            raise PrinterUnreachable(self.device, "timeout", begun=True) from error
        except OSError as error:
            raise PrinterUnreachable(self.device, why(error)) from error
        if done.returncode:
            raise PrinterUnreachable(self.device, "refused")

    def status(self, deadline_s: float) -> Status:
        """Ask the queue: one that is disabled is offline; what an enabled one's printer does is not known."""
        tool = shutil.which("lpstat")
        if tool is None:
            return Unknown()
        try:
            said = subprocess.run(
                [tool, "-p", self.name], capture_output=True, timeout=deadline_s, check=False, env={"LC_ALL": "C"}
            )
        except (OSError, subprocess.TimeoutExpired):
            return Unknown()
        if said.returncode:
            return Offline("unreachable")
        return Offline("error") if b"disabled" in said.stdout else Unknown()

    def confirm(self, deadline_s: float) -> bool:
        """Return False: a queue takes papers and does not say when they are out."""
        return False
