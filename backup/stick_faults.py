"""What can go wrong with a stick while it is written, told apart so that a sentence can say what to do."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backup.disk import PART, ReadBackDiffers
from backup.io_errors import is_plugged_in, kind_of
from backup.manifest import FOLDER
from backup.stick_rota import would_free


class StickGone(Exception):
    """The stick was pulled, or does not answer any more."""

    code = "stick_gone"

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class StickNotAdopted(Exception):
    """The stick was never made ours: it may be somebody's own."""

    code = "stick_not_adopted"

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class SourceUnreadable(Exception):
    """A file of this computer cannot be read, or changed while it was copied."""

    code = "copy_source_unreadable"

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class StickFull(Exception):
    """The copy does not fit; would_free_bytes is what removing older copies would give back."""

    code = "stick_full"

    def __init__(self, needed_bytes: int, free_bytes: int, would_free_bytes: int) -> None:
        super().__init__(needed_bytes, free_bytes, would_free_bytes)
        self.needed_bytes = needed_bytes
        self.free_bytes = free_bytes
        self.would_free_bytes = would_free_bytes


class StickReadOnly(Exception):
    """The stick cannot be written."""

    code = "stick_read_only"

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class StickLies(Exception):
    """What was read back is not what was written: the stick is failing, or smaller than it says."""

    code = "stick_lies"

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class StickFailing(Exception):
    """The stick answers, but with an error where it should read or write; path: of the file at hand."""

    code = "stick_failing"

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def device_of(root: Path) -> int:
    """Return the device a folder lies on. Raises StickGone."""
    try:
        return os.stat(root).st_dev
    except OSError:
        raise StickGone(str(root)) from None


def must_be_same(root: Path, device: int) -> None:
    """Raise StickGone where the stick is not the same any more.

    A stick that was pulled leaves an empty folder of this computer's own disk behind, which can be written.
    """
    if device_of(root) != device or not (root / FOLDER).is_dir():
        raise StickGone(str(root))


@contextmanager
def in_our_words(root: Path, device: int, needed_bytes: int = 0) -> Iterator[None]:
    """Tell what the system says of a stick as one of our faults; needed_bytes: what is being written."""
    try:
        yield
    except ReadBackDiffers as error:
        raise StickLies(error.path) from error
    except OSError as error:
        raise fault_of(error, root, device, needed_bytes) from error


def fault_of(error: OSError, root: Path, device: int, needed_bytes: int = 0) -> Exception:
    """Return our own fault for what the system said of a stick, which was on a device when the work began."""
    kind = kind_of(error)
    if kind == "full":
        _clear_after(root)
        return StickFull(needed_bytes, free_bytes(root), would_free(root))
    if device_of(root) != device or not is_plugged_in(device) or kind == "gone":
        return StickGone(str(root))
    if kind == "read_only":
        return StickReadOnly(str(root))
    return StickFailing(str(error.filename or root))


def free_bytes(root: Path) -> int:
    """Return what is free on a stick. Raises StickGone."""
    try:
        return shutil.disk_usage(root).free
    except OSError:
        raise StickGone(str(root)) from None


def _clear_after(root: Path) -> None:
    """A half-written file must not keep a full stick full; that it cannot be removed is no new trouble."""
    for path in (root / FOLDER).rglob(f"*{PART}"):
        try:
            path.unlink()
        except OSError:
            return
