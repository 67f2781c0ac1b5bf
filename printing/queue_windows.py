"""Printers of the Windows spooler, through winspool; type-checked for Windows, not tried there."""

import sys
from dataclasses import dataclass

from printing.status import Offline, Online, Status, Unknown
from printing.transport import PrinterUnreachable

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _DocInfo(ctypes.Structure):
        """DOC_INFO_1W: the paper's name in the spooler and RAW as its type."""

        _fields_ = (
            ("pDocName", wintypes.LPWSTR),
            ("pOutputFile", wintypes.LPWSTR),
            ("pDatatype", wintypes.LPWSTR),
        )

    class _Info4(ctypes.Structure):
        """PRINTER_INFO_4: the name, the server it is on, its kind."""

        _fields_ = (
            ("pPrinterName", wintypes.LPWSTR),
            ("pServerName", wintypes.LPWSTR),
            ("Attributes", wintypes.DWORD),
        )

    class _Info6(ctypes.Structure):
        """PRINTER_INFO_6: the status bits alone."""

        _fields_ = (("dwStatus", wintypes.DWORD),)

    def _open(name: str) -> tuple[ctypes.WinDLL, wintypes.HANDLE]:
        spool = ctypes.WinDLL("winspool.drv", use_last_error=True)
        handle = wintypes.HANDLE()
        if not spool.OpenPrinterW(ctypes.c_wchar_p(name), ctypes.byref(handle), None):
            raise PrinterUnreachable(name, "no_permission" if ctypes.get_last_error() == 5 else "not_found")
        return spool, handle

    def send_raw(name: str, data: bytes) -> None:
        """Give the bytes to the spooler, which keeps them on disk; raises PrinterUnreachable."""
        spool, handle = _open(name)
        try:
            document = _DocInfo("Counterfoil", None, "RAW")
            if not spool.StartDocPrinterW(handle, 1, ctypes.byref(document)):
                raise PrinterUnreachable(name, "refused")
            written = wintypes.DWORD()
            spool.StartPagePrinter(handle)
            done = spool.WritePrinter(handle, data, len(data), ctypes.byref(written))
            spool.EndPagePrinter(handle)
            spool.EndDocPrinter(handle)
            if not done or written.value != len(data):
                raise PrinterUnreachable(name, "error", begun=True)
        finally:
            spool.ClosePrinter(handle)

    def status_bits(name: str) -> int:
        """Return the spooler's status bits of a printer; raises PrinterUnreachable."""
        spool, handle = _open(name)
        try:
            info, needed = _Info6(), wintypes.DWORD()
            if not spool.GetPrinterW(handle, 6, ctypes.byref(info), ctypes.sizeof(info), ctypes.byref(needed)):
                raise PrinterUnreachable(name, "error")
            return int(info.dwStatus)
        finally:
            spool.ClosePrinter(handle)

    def printer_names() -> list[str]:
        """Return the names of the printers this computer knows, those of other computers too."""
        spool = ctypes.WinDLL("winspool.drv", use_last_error=True)
        needed, count = wintypes.DWORD(), wintypes.DWORD()
        local_and_connected = 0x2 | 0x4
        spool.EnumPrintersW(local_and_connected, None, 4, None, 0, ctypes.byref(needed), ctypes.byref(count))
        room = ctypes.create_string_buffer(max(needed.value, 1))
        done = spool.EnumPrintersW(
            local_and_connected, None, 4, room, needed, ctypes.byref(needed), ctypes.byref(count)
        )
        if not done:
            return []
        listed = ctypes.cast(room, ctypes.POINTER(_Info4))
        return [str(listed[at].pPrinterName) for at in range(count.value)]

else:

    def printer_names() -> list[str]:
        """Return nothing: there is no such spooler here."""
        return []

    def send_raw(name: str, data: bytes) -> None:
        """Raise PrinterUnreachable: there is no such spooler here."""
        raise PrinterUnreachable(name, "not_found")

    def status_bits(name: str) -> int:
        """Raise PrinterUnreachable: there is no such spooler here."""
        raise PrinterUnreachable(name, "not_found")


_PAPER_OUT, _DOOR_OPEN, _OFFLINE_BITS, _TONER_OR_PAPER_LOW = 0x10, 0x400000, 0x80 | 0x1000, 0x20000
_ERROR_BITS = 0x2 | 0x8 | 0x100000 | 0x200000


def judge_bits(bits: int) -> Status:
    """Return what PRINTER_STATUS_* bits tell; no bit at all means only that the driver says nothing."""
    if bits & _PAPER_OUT:
        return Offline("paper_out")
    if bits & _DOOR_OPEN:
        return Offline("cover_open")
    if bits & _OFFLINE_BITS:
        return Offline("unreachable")
    if bits & _ERROR_BITS:
        return Offline("error")
    return Online("paper_low") if bits & _TONER_OR_PAPER_LOW else Unknown()


@dataclass(frozen=True, slots=True)
class SpoolerTransport:
    """A Windows printer by its name."""

    name: str

    @property
    def device(self) -> str:
        """Return the printer's name."""
        return self.name

    def send(self, data: bytes, deadline_s: float) -> None:
        """Give the bytes to the spooler, which answers at once; raises PrinterUnreachable."""
        send_raw(self.name, data)

    def status(self, deadline_s: float) -> Status:
        """Ask the spooler."""
        try:
            return judge_bits(status_bits(self.name))
        except PrinterUnreachable:
            return Offline("unreachable")

    def confirm(self, deadline_s: float) -> bool:
        """Return False: the spooler takes papers and does not say when they are out."""
        return False
