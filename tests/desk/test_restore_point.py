"""Which restore points stay on this computer, and that a disk without room keeps fewer of them."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from backup.snapshot import snapshots_in
from counter.desk.restore_point import KEPT_NEWEST, ROOMY, take_restore_point
from tests.desk.office import Desk

TODAY = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


class Usage(NamedTuple):
    """What a disk says of its room."""

    total: int
    used: int
    free: int


def years_of_points(folder: Path) -> None:
    """A restore point of every day of two years, as far as their names tell."""
    folder.mkdir()
    for ago in range(1, 731):
        day = TODAY - timedelta(days=ago)
        (folder / f"{day:%Y%m%d}T120000Z_e000000001.sqlite").write_bytes(b"")


@pytest.mark.parametrize(("roomy", "kept"), [(True, 20), (False, KEPT_NEWEST)])
def test_the_last_of_each_week_and_month_stays_where_the_disk_has_room_for_it(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, roomy: bool, kept: int
) -> None:
    folder = tmp_path / "snapshots"
    years_of_points(folder)
    size = Path(desk.books.path).stat().st_size
    free = size * ROOMY * 2 if roomy else size * 2
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(free * 2, free, free))
    taken = take_restore_point(Path(desk.books.path), folder, TODAY)
    left = snapshots_in(folder)
    months = {path.name[:6] for path in left}
    assert len(left) == kept, [path.name for path in left]
    assert len(months) == (12 if roomy else 1)
    assert left[0] == taken.path
