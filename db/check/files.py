"""Attachments: every file that the books name lies in its folder and is what it was."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from db.attachments import where
from db.check.findings import Finding


def check_files(connection: Any, folder: Path) -> Iterator[Finding]:
    """Read every attachment named by the register and compare its SHA-256."""
    rows = connection.execute(
        "SELECT row_id, event_id, coalesce(sha256, '') FROM attachment WHERE erased = 0 ORDER BY row_id"
    )
    read: dict[str, str | None] = {}
    for row_id, event_id, sha256 in rows:
        if sha256 not in read:
            read[sha256] = _digest(where(folder, sha256))
        found = read[sha256]
        if found is None:
            yield Finding("attachment_missing", event_id, f"attachment {row_id}", sha256, "")
        elif found != sha256:
            yield Finding("attachment_differs", event_id, f"attachment {row_id}", sha256, found)


def _digest(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
