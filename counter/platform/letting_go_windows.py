"""Letting go of a stick on Windows: its volume is flushed, locked, dismounted and given out, asked of kernel32."""

import ctypes
import sys
import time
from collections.abc import Callable
from ctypes import wintypes
from pathlib import Path

assert sys.platform == "win32"

GENERIC_READ, GENERIC_WRITE = 0x80000000, 0x40000000
FILE_SHARE_READ, FILE_SHARE_WRITE = 0x1, 0x2
OPEN_EXISTING = 3
FSCTL_LOCK_VOLUME, FSCTL_DISMOUNT_VOLUME = 0x00090018, 0x00090020
IOCTL_STORAGE_MEDIA_REMOVAL, IOCTL_STORAGE_EJECT_MEDIA = 0x002D4804, 0x002D4808
TRIES, PAUSE_S = 20, 0.5  # somebody else's look at the stick keeps it busy for a moment


def let_go(path: Path, pause: Callable[[float], object] = time.sleep) -> bool:
    """Dismount the drive at a path (E:\\); returns whether nobody holds it any more. May take ten seconds."""
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateFileW.restype = wintypes.HANDLE
    handle = kernel.CreateFileW(
        wintypes.LPCWSTR(f"\\\\.\\{path.drive}"), wintypes.DWORD(GENERIC_READ | GENERIC_WRITE),
        wintypes.DWORD(FILE_SHARE_READ | FILE_SHARE_WRITE), None, wintypes.DWORD(OPEN_EXISTING), wintypes.DWORD(0),
        None,
    )  # fmt: skip
    if handle in (None, wintypes.HANDLE(-1).value):
        return False
    try:
        volume = wintypes.HANDLE(handle)
        kernel.FlushFileBuffers(volume)
        if not _locked(kernel, volume, pause) or not _ask(kernel, volume, FSCTL_DISMOUNT_VOLUME):
            return False
        # The rest is comfort: what is dismounted may be pulled.
        _ask(kernel, volume, IOCTL_STORAGE_MEDIA_REMOVAL, b"\0")
        _ask(kernel, volume, IOCTL_STORAGE_EJECT_MEDIA)
        return True
    finally:
        kernel.CloseHandle(wintypes.HANDLE(handle))


def _locked(kernel: ctypes.WinDLL, volume: wintypes.HANDLE, pause: Callable[[float], object]) -> bool:
    for attempt in range(TRIES):
        if attempt:
            pause(PAUSE_S)
        if _ask(kernel, volume, FSCTL_LOCK_VOLUME):
            return True
    return False


def _ask(kernel: ctypes.WinDLL, volume: wintypes.HANDLE, control: int, given: bytes = b"") -> bool:
    taken = wintypes.DWORD()
    return bool(
        kernel.DeviceIoControl(
            volume, wintypes.DWORD(control), given or None, wintypes.DWORD(len(given)), None, wintypes.DWORD(0),
            ctypes.byref(taken), None,
        )
    )  # fmt: skip
