"""Attachments: scans and photos kept as files named by their SHA-256, on disk before the commit that names them."""

import hashlib
import os
from pathlib import Path

from db.durable import make_folder, sync_file, sync_folder

LIMIT_BYTES = 20_000_000
# What a scanner or a telephone makes, told by how the file begins: a wrong name deceives nobody's viewer.
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", ".pdf"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"II*\x00", ".tif"),
    (b"MM\x00*", ".tif"),
)


class AttachmentTooLarge(Exception):
    """An attachment exceeds the limit."""

    code = "attachment_too_large"

    def __init__(self, name: str, size_bytes: int, limit_bytes: int = LIMIT_BYTES) -> None:
        super().__init__(name, size_bytes, limit_bytes)
        self.name = name
        self.size_bytes = size_bytes
        self.limit_bytes = limit_bytes


class AttachmentKindUnknown(Exception):
    """The file is no PDF and no picture."""

    code = "attachment_kind_unknown"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class AttachmentUnreadable(Exception):
    """The file cannot be read, or is not there."""

    code = "attachment_unreadable"

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


class AttachmentDamaged(Exception):
    """A kept file is gone, or is not what it was."""

    code = "attachment_damaged"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def keep_scan(folder: Path, source: Path) -> tuple[str, int, str]:
    """Keep a scan or a photograph; returns (SHA-256, bytes, ending of its kind, such as ".pdf").

    Raises AttachmentTooLarge, AttachmentKindUnknown, AttachmentUnreadable, OSError where the store cannot be written.
    """
    try:
        with source.open("rb") as file:
            begins = file.read(16)
    except OSError as error:
        raise AttachmentUnreadable(str(source), error.strerror or str(error)) from error
    ending = next((ending for begin, ending in _BEGINNINGS if begins.startswith(begin)), None)
    if ending is None:
        raise AttachmentKindUnknown(source.name)
    return *keep(folder, source), ending


def lend(folder: Path, sha256: str, name: str, into: Path) -> Path:
    """Copy a kept file under its own name into a folder for looking at; the kept one is never handed out.

    Raises AttachmentDamaged, OSError.
    """
    try:
        content = where(folder, sha256).read_bytes()
    except OSError as error:
        raise AttachmentDamaged(name) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise AttachmentDamaged(name)
    place = into / sha256[:12] / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return place


def keep(folder: Path, source: Path) -> tuple[str, int]:
    """Copy a file into the store, written and synced; returns (SHA-256, bytes). Raises AttachmentTooLarge, OSError."""
    size = source.stat().st_size
    if size > LIMIT_BYTES:
        raise AttachmentTooLarge(source.name, size)
    content = source.read_bytes()
    name = hashlib.sha256(content).hexdigest()
    place = where(folder, name)
    if not place.exists():
        make_folder(place.parent)
        part = place.with_suffix(".part")
        with part.open("wb") as file:
            file.write(content)
            sync_file(file)
        os.replace(part, place)
        sync_folder(place.parent)
    return name, size


def where(folder: Path, sha256: str) -> Path:
    """Return where an attachment lies within its folder."""
    return folder / sha256[:2] / sha256
