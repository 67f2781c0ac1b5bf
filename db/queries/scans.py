"""Scans that are kept: by what they belong to, "tariff:7" or "unit:12", with who kept them and when."""

from typing import Any, NamedTuple

_SCANS = (
    "SELECT a.id, a.sha256, a.name, a.bytes, a.subject, e.day, e.staff_id FROM attachment a JOIN event e"
    " ON e.id = a.event_id WHERE a.until_event IS NULL AND a."
)


class ScanRow(NamedTuple):
    """A kept file: its SHA-256 names it in the store, name is what people call it; the day it was kept, and who did."""

    id: int
    sha256: str
    name: str
    bytes: int
    subject: str
    day: str
    staff_id: int | None


def scans_of(connection: Any, subject: str) -> list[ScanRow]:
    """Return what is kept with a subject, the newest first."""
    rows = connection.execute(f"{_SCANS}subject = ? ORDER BY a.id DESC", (subject,))
    return [ScanRow(*row) for row in rows]


def scan_by_digest(connection: Any, sha256: str) -> ScanRow | None:
    """Return the newest record of a kept file."""
    row = connection.execute(f"{_SCANS}sha256 = ? ORDER BY a.id DESC LIMIT 1", (sha256,)).fetchone()
    return ScanRow(*row) if row else None
