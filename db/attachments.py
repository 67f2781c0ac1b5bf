"""Attachments: scans and photos kept as files named by their SHA-256, on disk before the commit that names them."""

import hashlib
import os
from pathlib import Path

from db.durable import make_folder, sync_file, sync_folder

LIMIT_BYTES = 20 * 1024 * 1024


class AttachmentTooLarge(Exception):
    """An attachment exceeds the limit."""

    code = "attachment_too_large"

    def __init__(self, name: str, size_bytes: int, limit_bytes: int = LIMIT_BYTES) -> None:
        super().__init__(name, size_bytes, limit_bytes)
        self.name = name
        self.size_bytes = size_bytes
        self.limit_bytes = limit_bytes


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
