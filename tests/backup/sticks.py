"""Copies of the little estate on make-believe sticks."""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backup.copy_to_stick import Copied, copy_to_stick
from backup.disk import REAL_DISK, Disk
from backup.generations import Generations
from backup.journal import write_journal
from backup.snapshot import take_snapshot
from backup.stick import adopt
from backup.stick_plan import Source
from db.chain import canonical
from tests.backup.little_estate import BOOKS_ID, Estate, next_day, step_done, work_a_day

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def adopted(root: Path) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    adopt(root, "Blue", BOOKS_ID, books_kind="real", is_real_stick=True)
    return root


def day_closed(estate: Estate) -> Source:
    """Work a day, write its journal, take a restore point: what a close brings to the stick."""
    written = write_journal(estate.path, work_a_day(estate).id, estate.journals, program="0.1.0")
    step_done(estate, written.last_event, written.path.name, written.content_digest)
    moment = estate.clock.moment
    next_day(estate)
    return Source(take_snapshot(estate.path, estate.snapshots, moment), estate.journals, estate.attachments)


def copy(
    root: Path, source: Source, disk: Disk = REAL_DISK, now: datetime = NOON, *, free_older: bool = False, keep: int = 2
) -> Copied:
    return copy_to_stick(
        root, source, books_id=BOOKS_ID, program="0.1.0", now=now + timedelta(seconds=1), is_real_stick=True,
        free_older=free_older, keep=Generations(keep), disk=disk,
    )  # fmt: skip


def resealed(path: Path, **changes: object) -> None:
    """Change what a manifest says and give it the digest that fits."""
    said = json.loads(path.read_bytes())["said"] | changes
    digest = hashlib.sha256(canonical(said).encode()).hexdigest()
    path.write_bytes(canonical({"said": said, "sha256": digest}).encode())


@contextmanager
def small_stick(folder: Path, size: str, options: str = "") -> Iterator[Path]:
    """Mount a stick of a size; skips the test with the reason where mounting is not allowed."""
    folder.mkdir(parents=True)
    if shutil.which("mount") is None:
        pytest.skip("there is no mount command here")
    told = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}{options}", "tmpfs", str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if told.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {told.stderr.strip()}")
    try:
        yield folder
    finally:
        if folder.is_mount():
            subprocess.run(["umount", str(folder)], check=True)
