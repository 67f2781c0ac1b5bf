"""A stick is called safe to remove only where the system has let go of it."""

import os
import sys
from pathlib import Path

import pytest

from counter.platform import letting_go_linux, letting_go_macos

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="stands in for the system's commands by scripts")
TABLE = "/dev/sdb1 {stick} vfat rw 0 0\n/dev/sda1 / ext4 rw 0 0\n"


class System:
    """A machine whose commands are scripts in a folder; they note how they were called."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.stick, self.mounts, self.called, self._bin = (
            folder / "media" / "A", folder / "mounts", folder / "called", folder / "bin",
        )  # fmt: skip
        self.stick.mkdir(parents=True)
        self._bin.mkdir()
        self.mounts.write_text(TABLE.format(stick=self.stick))
        self.called.write_text("")
        monkeypatch.setenv("PATH", f"{self._bin}:/usr/bin:/bin")
        self.pauses: list[float] = []

    def command(self, name: str, does: str = "") -> None:
        path = self._bin / name
        path.write_text(f'#!/bin/sh\necho "{name} $*" >> "{self.called}"\n{does}\n')
        path.chmod(0o755)

    def unmounts(self) -> str:
        return f"sed -i '/sdb1/d' '{self.mounts}'"

    def let_go(self) -> bool:
        return letting_go_linux.let_go(self.stick, self.mounts, self.pauses.append)

    @property
    def words(self) -> list[str]:
        return self.called.read_text().splitlines()


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> System:
    made = System(tmp_path, monkeypatch)
    for name in ("udisksctl", "umount"):  # never the machine's own
        made.command(name, "exit 1")
    return made


@posix_only
def test_udisks_unmounts_the_device_and_switches_it_off(system: System) -> None:
    system.command("udisksctl", system.unmounts())
    assert system.let_go()
    assert system.words == [
        "udisksctl unmount --no-user-interaction -b /dev/sdb1",
        "udisksctl power-off --no-user-interaction -b /dev/sdb1",
    ]


@posix_only
def test_without_udisks_umount_does_it(system: System) -> None:
    system.command("umount", system.unmounts())
    assert system.let_go()
    assert system.words[-1] == f"umount {system.stick}"


@posix_only
def test_a_stick_that_stays_busy_is_not_called_free(system: System) -> None:
    assert not system.let_go()
    assert len(system.words) == 2 * letting_go_linux.TRIES
    assert len(system.pauses) == letting_go_linux.TRIES - 1


@posix_only
def test_a_command_that_says_it_went_well_is_not_believed_while_the_device_is_mounted(system: System) -> None:
    system.command("udisksctl")
    assert not system.let_go()


@posix_only
def test_a_stick_that_was_busy_for_a_moment_is_let_go_at_the_next_try(system: System) -> None:
    system.command("umount", f'[ "$(grep -c umount "{system.called}")" -gt 1 ] && {system.unmounts()}')
    assert system.let_go()
    assert len(system.pauses) == 1


@posix_only
def test_what_is_not_mounted_there_is_left_alone(system: System) -> None:
    system.mounts.write_text("/dev/sda1 / ext4 rw 0 0\n")
    assert not system.let_go()
    assert system.words == []


@posix_only
def test_a_mac_ejects_and_is_believed_only_where_nothing_is_mounted_any_more(system: System) -> None:
    system.command("diskutil", "exit 1")
    assert not letting_go_macos.let_go(system.stick)
    system.command("diskutil")
    assert letting_go_macos.let_go(system.stick)
    assert not letting_go_macos.let_go(Path(os.sep)), "still mounted"
    assert system.words[-1] == "diskutil eject /"
