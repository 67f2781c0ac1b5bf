"""Sticks are recognised from what each operating system says of its disks."""

import os
import plistlib
from pathlib import Path

import pytest

from counter.platform import sticks, sticks_linux, sticks_macos
from counter.platform.volumes import drive_letters, volume_serial

linux_only = pytest.mark.skipif(os.name != "posix", reason="links and mount tables as on Linux")


class Machine:
    """A make-believe /proc/mounts, /sys/class/block and /dev/disk around folders that really exist."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.mounts, self.blocks, self.by = root / "mounts", root / "block", root / "by"
        for folder in (self.blocks, self.by / "by-label", self.by / "by-uuid", root / "dev"):
            folder.mkdir(parents=True)
        self.lines: list[str] = ["proc /proc proc rw 0 0"]

    def disk(self, name: str, bus: str, removable: str, partition: str, mounted: str, options: str = "rw") -> Path:
        """Add a disk with one partition, mounted at a folder below the root."""
        device = self.root / "devices" / bus / "block" / name
        (device / partition).mkdir(parents=True)
        (device / "removable").write_text(removable + "\n", encoding="ascii")
        (device / partition / "partition").write_text("1\n", encoding="ascii")
        (self.blocks / partition).symlink_to(device / partition)
        (self.root / "dev" / partition).touch()
        place = self.root / mounted
        place.mkdir(parents=True)
        escaped = str(place).replace(" ", "\\040")
        self.lines.append(f"/dev/{partition} {escaped} vfat {options},relatime 0 0")
        self.mounts.write_text("\n".join(self.lines) + "\n", encoding="utf-8")
        return place

    def alias(self, kind: str, name: str, partition: str) -> None:
        """Name a partition by label or uuid."""
        (self.by / kind / name).symlink_to(f"/dev/{partition}")

    def sticks(self) -> list[sticks.Stick]:
        """List what is removable on this machine."""
        return sticks_linux.removable(self.mounts, self.blocks, self.by)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@linux_only
def test_a_stick_is_found_with_its_name_serial_and_room(machine: Machine) -> None:
    machine.disk("cfx", "pci0/ata1", "0", "cfx1", "inner")
    place = machine.disk("cfy", "pci0/usb2/2-1", "1", "cfy1", "media/Stick B")
    machine.alias("by-label", "Stick\\x20\\xe4\\xb9\\x99", "cfy1")
    machine.alias("by-uuid", "1A2B-3C4D", "cfy1")
    (stick,) = machine.sticks()
    assert (stick.path, stick.label, stick.serial) == (place, "Stick 乙", "1A2B-3C4D")
    assert 0 < stick.free_bytes <= stick.total_bytes
    assert (stick.read_only, stick.removable) == (False, True)


@linux_only
def test_a_usb_hard_disk_is_a_stick_although_the_kernel_calls_it_fixed(machine: Machine) -> None:
    machine.disk("cfz", "pci0/usb1/1-4", "0", "cfz1", "media/Disk")
    assert [stick.label for stick in machine.sticks()] == ["Disk"]


@linux_only
def test_a_write_protected_stick_says_so(machine: Machine) -> None:
    machine.disk("cfy", "pci0/usb2", "1", "cfy1", "media/Locked", "ro")
    assert [stick.read_only for stick in machine.sticks()] == [True]


@linux_only
def test_a_stick_pulled_while_looking_is_left_out(machine: Machine) -> None:
    machine.disk("cfy", "pci0/usb2", "1", "cfy1", "media/Gone").rmdir()
    assert machine.sticks() == []


@linux_only
def test_a_device_mounted_twice_is_one_stick(machine: Machine) -> None:
    table = "/dev/sdb1 /media/a vfat rw 0 0\n/dev/sdb1 /media/b vfat rw 0 0\ntmpfs /run tmpfs rw 0 0\nbroken\n"
    assert [(mount.device, mount.path) for mount in sticks_linux.parse_mounts(table)] == [
        ("/dev/sdb1", Path("/media/a"))
    ]


def test_a_machine_without_a_mount_table_has_no_sticks(tmp_path: Path) -> None:
    assert sticks_linux.removable(tmp_path / "none", tmp_path, tmp_path) == []


def test_this_machine_can_be_asked() -> None:
    assert all(stick.path.is_absolute() for stick in sticks.list_sticks())


def test_folders_of_the_settings_stand_in_for_sticks_and_absent_ones_do_not(tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    found = sticks.list_sticks([tmp_path / "share", str(tmp_path / "share"), tmp_path / "absent"])
    ours = [stick for stick in found if not stick.removable]
    assert [(stick.path, stick.label) for stick in ours] == [(tmp_path / "share", "share")]
    assert ours[0].total_bytes >= ours[0].free_bytes > 0


def _described(**facts: object) -> bytes:
    return plistlib.dumps({"VolumeName": "乙", "VolumeUUID": "AB-12", "TotalSize": 64_000_000_000, **facts})


def test_an_external_volume_of_a_mac_is_a_stick() -> None:
    described = _described(RemovableMediaOrExternalDevice=True, WritableVolume=False)
    stick = sticks_macos.stick_of(described, Path("/Volumes/B"), 5)
    assert stick == sticks.Stick(Path("/Volumes/B"), "乙", "AB-12", 64_000_000_000, 5, True, True)


def test_the_inner_disk_of_a_mac_and_an_unreadable_answer_are_none() -> None:
    assert sticks_macos.stick_of(_described(RemovableMediaOrExternalDevice=False), Path("/"), 5) is None
    assert sticks_macos.stick_of(b"no list", Path("/"), 5) is None


def test_a_machine_without_diskutil_lists_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Volume").mkdir()
    monkeypatch.setenv("PATH", "")
    assert sticks_macos.removable(tmp_path) == []
    assert sticks_macos.removable(tmp_path / "absent") == []


def test_the_numbers_of_windows_are_read() -> None:
    assert drive_letters(0b1_0000_0000_0000_0000_0000_1101) == ["A", "C", "D", "Y"]
    assert volume_serial(0x1A2B3C4D) == "1A2B-3C4D"
    assert volume_serial(-1) == "FFFF-FFFF"
