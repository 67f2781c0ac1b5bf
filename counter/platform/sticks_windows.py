"""Removable volumes on Windows, asked of kernel32.

Drives that Windows itself calls removable are listed. A USB hard disk is a fixed drive to Windows: name its folder in
the settings.
"""

import ctypes
import sys
from ctypes import wintypes
from pathlib import Path

from counter.platform.volumes import Stick, drive_letters, volume_serial

assert sys.platform == "win32"

DRIVE_REMOVABLE = 2
FILE_READ_ONLY_VOLUME = 0x00080000
# An empty card reader must answer with an error, not with a box on the screen.
SEM_FAILCRITICALERRORS = 0x0001
NAME_LENGTH = 261


def removable() -> list[Stick]:
    """Return the removable drives that hold a readable volume."""
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    before = kernel.SetErrorMode(SEM_FAILCRITICALERRORS)
    try:
        found = (_stick(kernel, f"{letter}:\\") for letter in drive_letters(kernel.GetLogicalDrives()))
        return [stick for stick in found if stick is not None]
    finally:
        kernel.SetErrorMode(before)


def _stick(kernel: ctypes.WinDLL, root: str) -> Stick | None:
    if kernel.GetDriveTypeW(wintypes.LPCWSTR(root)) != DRIVE_REMOVABLE:
        return None
    label = ctypes.create_unicode_buffer(NAME_LENGTH)
    serial, longest, flags = wintypes.DWORD(), wintypes.DWORD(), wintypes.DWORD()
    if not kernel.GetVolumeInformationW(
        wintypes.LPCWSTR(root),
        label,
        wintypes.DWORD(NAME_LENGTH),
        ctypes.byref(serial),
        ctypes.byref(longest),
        ctypes.byref(flags),
        None,
        wintypes.DWORD(0),
    ):
        return None
    free, total, all_free = ctypes.c_ulonglong(), ctypes.c_ulonglong(), ctypes.c_ulonglong()
    kernel.GetDiskFreeSpaceExW(wintypes.LPCWSTR(root), ctypes.byref(free), ctypes.byref(total), ctypes.byref(all_free))
    read_only = bool(flags.value & FILE_READ_ONLY_VOLUME)
    shown = label.value or root[:2]
    return Stick(Path(root), shown, volume_serial(serial.value), total.value, free.value, read_only, True)
