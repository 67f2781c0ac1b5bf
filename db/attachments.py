"""Attachments: scans and photos kept as files named by their SHA-256, on disk before the commit that names them."""

import hashlib
import os
from pathlib import Path

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
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_suffix(".part")
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, place)
        _sync_folder(place.parent)
    return name, size


def where(folder: Path, sha256: str) -> Path:
    """Return where an attachment lies within its folder."""
    return folder / sha256[:2] / sha256


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot sync a folder
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
