"""A stick goes wrong at any byte: that is told, the last good copy comes back, and a sound stick takes all."""

import fcntl
import os
import random
import shutil
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, NamedTuple

import pytest

from backup.disk import RealDisk, sha256_of
from backup.manifest import FOLDER
from backup.restore import NothingToRestore, restore
from backup.snapshot import look_inside, snapshots_in
from backup.stick_faults import StickFailing, StickFull, StickGone, StickLies, StickReadOnly
from backup.stick_plan import Source
from counter.platform.letting_go_linux import let_go
from tests.backup.little_estate import open_estate
from tests.backup.sticks import adopted, copy, day_closed
from tests.faults.byte_sticks import (
    ByteStick,
    DeafStick,
    EmptyStick,
    FailingStick,
    FlippingStick,
    FullStick,
    PulledStick,
    ShortStick,
)
from tests.faults.seeds import few_or_many, seed_of
from tests.faults.test_rot import harms

FAULTS: dict[str, tuple[type[ByteStick], type[Exception]]] = {
    "full": (FullStick, StickFull),
    "pulled": (PulledStick, StickGone),
    "failing": (FailingStick, StickFailing),
    "not to be read again": (DeafStick, StickFailing),
    "shorter than it says": (ShortStick, StickLies),
    "zeros beyond its size": (EmptyStick, StickLies),
    "a bit stored otherwise": (FlippingStick, StickLies),
}


class World(NamedTuple):
    """A stick with yesterday's copy, today's source, and yesterday's head."""

    stick: Path
    source: Source
    yesterday: str


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("world")
    estate = open_estate(folder / "home")
    root = adopted(folder / "stick")
    first = copy(root, day_closed(estate))
    source = day_closed(estate)
    estate.books.close()
    return World(root, source, first.head_hash)


class Uncounted(ByteStick):
    """A sound stick that counts."""

    def __init__(self) -> None:
        super().__init__(1 << 60)

    def write(self, file: BinaryIO, block: bytes) -> None:
        self._room(len(block))
        super().write(file, block)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_stick_that_goes_wrong_at_a_byte_is_told_and_keeps_its_last_good_copy(
    world: World, tmp_path: Path, request: pytest.FixtureRequest, fault: str
) -> None:
    made, told = FAULTS[fault]
    sound, refused = Uncounted(), 0
    copy(Path(shutil.copytree(world.stick, tmp_path / "counted")), world.source, sound)
    chance = random.Random(seed_of(f"bytes at which a stick is {fault}", 1))
    places = sorted({0, sound.written - 1, *chance.sample(range(sound.written), few_or_many(request, 8, 100))})
    for place in places:
        stick = Path(shutil.copytree(world.stick, tmp_path / "stick"))
        disk = made(place)
        try:
            copy(stick, world.source, disk)
        except told:
            refused += 1
            expected = {world.yesterday}
        else:
            expected = {world.source.snapshot.head_hash}  # what was lost were zeros, and zeros came back
        assert disk.fired
        back = restore(stick, tmp_path / "back")
        assert (back.manifest.head_hash in expected, back.missing, back.passed_over) == (True, (), ()), place
        assert sha256_of(back.books) == back.manifest.books_entry.sha256
        again = copy(stick, world.source)
        assert again.head_hash == world.source.snapshot.head_hash
        assert not list(stick.rglob("*.part"))
        shutil.rmtree(stick)
        shutil.rmtree(tmp_path / "back")
    print(f"{len(places)} bytes tried, {refused} refusals")
    assert refused > len(places) // 2


def test_whatever_rots_on_a_stick_comes_back_whole_or_is_named(
    world: World, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Each file of two copies: bits flipped, sectors lost or misplaced, its end gone; swapped with another; removed."""
    root = Path(shutil.copytree(world.stick, tmp_path / "whole"))
    copy(root, world.source)
    heads = {world.yesterday, world.source.snapshot.head_hash}
    whole = {path: path.read_bytes() for path in sorted((root / FOLDER).rglob("*")) if path.is_file()}
    chance = random.Random(seed_of("rotting sticks", 1))
    named, nothing = 0, 0
    for path, content in whole.items():
        other = chance.choice([each for each in whole if each != path])
        tries = [*harms(content, chance, few_or_many(request, 3, 40)), ("swapped", whole[other]), ("gone", b"")]
        for what, harmed in tries:
            if what == "gone":
                path.unlink()
            else:
                path.write_bytes(harmed)
            try:
                back = restore(root, tmp_path / "back")
            except NothingToRestore:
                nothing += 1
            else:
                assert back.manifest.head_hash in heads
                assert sha256_of(back.books) == back.manifest.books_entry.sha256, f"{path.name}: {what}"
                for entry in back.manifest.files:
                    if entry.path != back.manifest.books and entry.path not in back.missing:
                        assert sha256_of(tmp_path / "back" / entry.path) == entry.sha256, f"{path.name}: {what}"
                named += bool(back.missing or back.passed_over)
            shutil.rmtree(tmp_path / "back", ignore_errors=True)
            path.write_bytes(content)
    print(f"{named} times named what is damaged, {nothing} times nothing could be brought back")
    assert nothing == 0, "a copy of one day was always whole"
    assert named > len(whole)


MEGABYTE = 1 << 20
SYSTEMS = ("vfat", "ext4", "tmpfs")


@contextmanager
def real_stick(folder: Path, system: str, size: int) -> Iterator[Path]:
    """Mount a stick of a size in bytes, as an image where it is one; skips where this machine does not allow it."""
    place, image = folder / "mounted", folder / "image"
    place.mkdir(parents=True)
    if system == "tmpfs":
        mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    else:
        with image.open("wb") as file:
            file.truncate(size)
        run_or_skip(["mkfs.vfat", str(image)] if system == "vfat" else ["mkfs.ext4", "-q", "-m0", str(image)])
        mount = ["mount", "-t", system, "-o", "loop", str(image), str(place)]
        if system == "vfat" and "vfat" not in Path("/proc/filesystems").read_text() and shutil.which("fusefat"):
            mount = ["fusefat", "-o", "rw+", str(image), str(place)]  # the same form of disk, without the kernel's part
    run_or_skip(mount)
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def run_or_skip(command: list[str]) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"there is no {command[0]} here")
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    if told.returncode:
        pytest.skip(f"this machine does not allow it: {' '.join(command[:3])}: {told.stderr.strip()}")


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_real_small_stick_is_filled_made_read_only_and_freed_again(world: World, tmp_path: Path, system: str) -> None:
    with real_stick(tmp_path / "real", system, 6 * MEGABYTE) as place:
        adopted(place)
        copy(place, older(world))
        ballast, size = place / "holiday.mp4", world.source.snapshot.size_bytes
        refused = 0
        for left in (size // 4, size // 2, size - 5000):
            ballast.write_bytes(bytes(max(0, shutil.disk_usage(place).free - left)))
            with pytest.raises(StickFull):
                copy(place, world.source)
            refused += 1
            assert restore(place, tmp_path / f"back-{left}").manifest.head_hash == world.yesterday
            ballast.unlink()
        subprocess.run(["mount", "-i", "-o", "remount,ro", str(place)], check=True)
        try:
            with pytest.raises(StickReadOnly):
                copy(place, world.source)
        finally:
            subprocess.run(["mount", "-i", "-o", "remount,rw", str(place)], check=True)
        assert copy(place, world.source).head_hash == world.source.snapshot.head_hash
        assert restore(place, tmp_path / "back").manifest.head_hash == world.source.snapshot.head_hash
        assert refused == 3


EXT4_SHUTDOWN, WITHOUT_LOG = 0x8004587D, 2


def test_a_real_stick_whose_disk_stops_answering_is_told_as_failing_and_its_copies_come_back(
    world: World, tmp_path: Path
) -> None:
    """The file system is shut down under the copy, as the kernel does it after errors of the disk: EIO from then on."""
    with real_stick(tmp_path / "real", "ext4", 6 * MEGABYTE) as place:
        adopted(place)
        copy(place, older(world))
        fired = 0

        class Shut(RealDisk):
            def sync(self, file: BinaryIO) -> None:
                nonlocal fired
                handle = os.open(place, os.O_RDONLY)
                try:
                    fcntl.ioctl(handle, EXT4_SHUTDOWN, struct.pack("I", WITHOUT_LOG))
                finally:
                    os.close(handle)
                fired += 1
                super().sync(file)

        with pytest.raises(StickFailing) as caught:
            copy(place, world.source, Shut())
        assert fired == 1
        assert Path(caught.value.path).is_relative_to(place)
        with pytest.raises(StickFailing):
            copy(place, world.source)
        subprocess.run(["umount", str(place)], check=True)
        subprocess.run(["mount", "-t", "ext4", "-o", "loop", str(place.with_name("image")), str(place)], check=True)
        assert restore(place, tmp_path / "back").manifest.head_hash == world.yesterday
        assert copy(place, world.source).head_hash == world.source.snapshot.head_hash


def test_a_real_stick_is_let_go_of_once_nothing_holds_it_and_its_copy_is_whole_afterwards(
    world: World, tmp_path: Path
) -> None:
    with real_stick(tmp_path / "real", "ext4", 6 * MEGABYTE) as place:
        adopted(place)
        copied = copy(place, world.source)
        with copied.manifest.open("rb"):
            assert not let_go(place, pause=lambda seconds: None), "a file of it is open"
            assert place.is_mount()
        assert let_go(place, pause=lambda seconds: None)
        assert not place.is_mount()
        subprocess.run(["mount", "-t", "ext4", "-o", "loop", str(place.with_name("image")), str(place)], check=True)
        assert restore(place, tmp_path / "back").manifest.head_hash == world.source.snapshot.head_hash


def older(world: World) -> Source:
    """Yesterday's source: the restore point before today's."""
    points = snapshots_in(world.source.snapshot.path.parent)
    found = next(point for point in points if look_inside(point).head_hash == world.yesterday)
    holds = look_inside(found)
    snapshot = replace(
        world.source.snapshot, path=found, sha256=sha256_of(found), size_bytes=found.stat().st_size,
        head_event=holds.head_event, head_hash=holds.head_hash,
    )  # fmt: skip
    return world.source._replace(snapshot=snapshot)
