"""Each answer of the system to a failed call leads to its own words."""

import errno
import os
import sys
from pathlib import Path

import pytest

from backup.io_errors import Kind, is_plugged_in, kind_of
from backup.stick_faults import StickFailing, StickFull, StickGone, StickReadOnly, device_of, fault_of
from tests.backup.sticks import adopted

ANSWERS: list[tuple[int, Kind, type[Exception]]] = [
    (errno.ENOSPC, "full", StickFull),
    (errno.EDQUOT, "full", StickFull),
    (errno.EROFS, "read_only", StickReadOnly),
    (errno.EACCES, "read_only", StickReadOnly),
    (errno.EPERM, "read_only", StickReadOnly),
    (errno.ENODEV, "gone", StickGone),
    (errno.ENXIO, "gone", StickGone),
    (errno.ENOENT, "gone", StickGone),
    (errno.EIO, "failing", StickFailing),
    (errno.ETIMEDOUT, "failing", StickFailing),
    (errno.EBADMSG, "failing", StickFailing),
]


@pytest.mark.parametrize(("number", "kind", "fault"), ANSWERS)
def test_every_number_of_a_failed_call_is_told_as_what_it_means(
    tmp_path: Path, number: int, kind: Kind, fault: type[Exception]
) -> None:
    root = adopted(tmp_path / "stick")
    error = OSError(number, os.strerror(number), str(root / "x"))
    assert kind_of(error) == kind
    assert type(fault_of(error, root, device_of(root))) is fault


@pytest.mark.parametrize(
    ("number", "kind"),
    [(19, "read_only"), (21, "gone"), (1167, "gone"), (23, "failing"), (1117, "failing"), (112, "full")],
)
def test_windows_says_it_more_exactly_than_errno(number: int, kind: Kind) -> None:
    error = OSError(errno.EACCES, "access is denied")
    error.winerror = number  # type: ignore[attr-defined, unused-ignore]
    assert kind_of(error) == kind


def test_an_error_of_a_stick_that_was_pulled_is_told_as_pulled_whatever_its_number(tmp_path: Path) -> None:
    root = adopted(tmp_path / "stick")
    error = OSError(errno.EIO, os.strerror(errno.EIO))
    assert type(fault_of(error, root, device_of(root) + 1)) is StickGone


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists its disks so")
def test_linux_is_asked_whether_the_disk_is_still_there(tmp_path: Path) -> None:
    here = os.makedev(8, 17)
    (tmp_path / "8:17").mkdir()
    assert is_plugged_in(here, tmp_path)
    assert not is_plugged_in(os.makedev(8, 33), tmp_path)
    assert is_plugged_in(os.makedev(0, 45), tmp_path), "memory and network disks have no disk beneath"
    assert is_plugged_in(here, tmp_path / "no such list")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_real_full_device_is_told_as_full() -> None:
    with pytest.raises(OSError, match="28") as caught, Path("/dev/full").open("wb", buffering=0) as file:
        file.write(b"x")
    assert kind_of(caught.value) == "full"
