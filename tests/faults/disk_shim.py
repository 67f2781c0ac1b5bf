"""A layer between the product's own SQLite and the disk: sees every write, sync, cut and removal, and can refuse it.

No other library is needed: the SQLite that Python's sqlite3 is bound to is told of a file system (a "VFS", see "The
SQLite OS Interface" in SQLite's documentation) that is the usual one with a few of its calls looked at first.
"""

import ctypes
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, cast

import pytest

OK = 0
FULL = 13  # SQLITE_FULL
IO_ERROR = {"read": 266, "write": 778, "sync": 1034, "truncate": 1546, "delete": 2570}  # SQLITE_IOERR_…
_DATABASE, _JOURNAL, _LOG = 0x100, 0x800, 0x80000  # SQLITE_OPEN_MAIN_DB, _MAIN_JOURNAL, _WAL
_NAME = b"watched"

_pointer, _int, _i64 = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64


class Call(NamedTuple):
    """One call to the disk: what is asked of which file, where, and the bytes that are to be written there."""

    what: str
    path: str
    offset: int = 0
    data: bytes = b""


# Answers OK or the SQLite code that the call is refused with.
Watcher = Callable[[Call], int]


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("version", _int), ("file_size", _int), ("longest_path", _int), ("next", _pointer), ("name", ctypes.c_char_p),
        ("data", _pointer), ("open", _pointer), ("delete", _pointer), ("rest", _pointer * 16),
    )  # fmt: skip


class _Methods(ctypes.Structure):
    _fields_ = (
        ("version", _int), ("close", _pointer), ("read", _pointer), ("write", _pointer), ("truncate", _pointer),
        ("sync", _pointer), ("rest", _pointer * 13),
    )  # fmt: skip


_open_type = ctypes.CFUNCTYPE(_int, _pointer, _pointer, _pointer, _int, _pointer)
_delete_type = ctypes.CFUNCTYPE(_int, _pointer, ctypes.c_char_p, _int)
_move_type = ctypes.CFUNCTYPE(_int, _pointer, _pointer, _int, _i64)  # read, write
_cut_type = ctypes.CFUNCTYPE(_int, _pointer, _i64)
_sync_type = ctypes.CFUNCTYPE(_int, _pointer, _int)


class _Shim:
    """The watched file system; made once, as an open database keeps pointing into it."""

    def __init__(self, library: Any) -> None:
        self.watcher: Watcher = lambda call: OK
        self._names: dict[int, str] = {}
        self._methods: dict[int, Any] = {}
        self._kept: list[Any] = []
        library.sqlite3_vfs_find.restype = _pointer
        self.library, self.usual = library, library.sqlite3_vfs_find(None)
        real = _Vfs.from_address(self.usual)
        self.vfs = _Vfs.from_buffer_copy(real)
        self.vfs.name, self.vfs.next = _NAME, None
        self.vfs.open = self._callback(_open_type, self._opening(_open_type(real.open)))
        self.vfs.delete = self._callback(_delete_type, self._deleting(_delete_type(real.delete)))

    def _callback(self, kind: Any, function: Any) -> int | None:
        made = kind(function)
        self._kept.append(made)
        return ctypes.cast(made, _pointer).value

    def _opening(self, real: Any) -> Any:
        def opened(vfs: int, name: int, file: int, flags: int, out: int) -> int:
            code = int(real(self.usual, name, file, flags, out))
            if code == OK and flags & (_DATABASE | _JOURNAL | _LOG):
                self._names[file] = ctypes.string_at(name).decode()
                place = ctypes.c_void_p.from_address(file)  # a file begins with the pointer to its methods
                place.value = ctypes.addressof(self._watched(cast("int", place.value)))
            return code

        return opened

    def _deleting(self, real: Any) -> Any:
        def deleted(vfs: int, name: bytes, sync: int) -> int:
            return self.watcher(Call("delete", name.decode())) or int(real(self.usual, name, sync))

        return deleted

    def _watched(self, address: int) -> Any:
        if address not in self._methods:
            real = _Methods.from_address(address)
            made = _Methods.from_buffer_copy(real)
            read, write = _move_type(real.read), _move_type(real.write)
            cut, sync = _cut_type(real.truncate), _sync_type(real.sync)
            names = self._names

            def do_read(file: int, data: int, size: int, offset: int) -> int:
                return self.watcher(Call("read", names[file], offset)) or int(read(file, data, size, offset))

            def do_write(file: int, data: int, size: int, offset: int) -> int:
                call = Call("write", names[file], offset, ctypes.string_at(data, size))
                return self.watcher(call) or int(write(file, data, size, offset))

            def do_cut(file: int, size: int) -> int:
                return self.watcher(Call("truncate", names[file], size)) or int(cut(file, size))

            def do_sync(file: int, flags: int) -> int:
                return self.watcher(Call("sync", names[file])) or int(sync(file, flags))

            made.read, made.write = self._callback(_move_type, do_read), self._callback(_move_type, do_write)
            made.truncate, made.sync = self._callback(_cut_type, do_cut), self._callback(_sync_type, do_sync)
            self._methods[address] = made
        return self._methods[address]


_shims: list[_Shim] = []


def _shim() -> _Shim:
    """Return the one shim; skips the test where Python's SQLite cannot be reached."""
    if not _shims:
        if sys.platform != "linux":
            pytest.skip("the layer under SQLite is written for Linux")
        sqlite3.connect(":memory:").close()
        maps = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
        paths = [line.split()[-1] for line in maps if "libsqlite3" in line]
        if not paths:
            pytest.skip("this Python has its SQLite built in, where it cannot be reached")
        _shims.append(_Shim(ctypes.CDLL(paths[0])))
    return _shims[0]


@contextmanager
def watched_disk(watcher: Watcher) -> Iterator[None]:
    """Show the watcher every call that databases opened meanwhile make; they must be closed before the end."""
    shim = _shim()
    shim.watcher = watcher
    assert shim.library.sqlite3_vfs_register(ctypes.byref(shim.vfs), 1) == OK
    try:
        yield
    finally:
        shim.watcher = lambda call: OK
        assert shim.library.sqlite3_vfs_unregister(ctypes.byref(shim.vfs)) == OK
