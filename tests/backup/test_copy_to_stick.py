"""The copy on the stick is proved before anything older goes, whatever happens meanwhile."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from backup.copy_to_stick import copy_to_stick
from backup.disk import RealDisk, sha256_of
from backup.manifest import FOLDER, manifest_files, read_manifest
from backup.restore import restore
from backup.stick import SampleOnRealStick, StickWrong, adopt, room_for
from backup.stick_faults import (
    SourceUnreadable,
    StickFull,
    StickGone,
    StickLies,
    StickNotAdopted,
    StickReadOnly,
)
from backup.stick_plan import Source
from tests.backup.disks import CountingDisk, ForgetfulDisk, LyingDisk, PowerCut, full, gone, read_only
from tests.backup.little_estate import BOOKS_ID, Estate, open_estate
from tests.backup.sticks import NOON, adopted, copy, day_closed, resealed, small_stick


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return adopted(tmp_path / "stick")


def files(root: Path) -> set[str]:
    return {path.relative_to(root / FOLDER).as_posix() for path in (root / FOLDER).rglob("*") if path.is_file()}


def test_a_copy_holds_books_journals_and_attachments_and_nothing_half_made(estate: Estate, root: Path) -> None:
    source = day_closed(estate)
    copied = copy(root, source)
    assert copied.files_written == 3
    for entry in read_manifest(copied.manifest).files:
        assert sha256_of(root / FOLDER / entry.path) == entry.sha256
    assert not [name for name in files(root) if name.endswith(".part")]
    assert copied.head_hash == source.snapshot.head_hash


def test_what_is_there_already_is_not_written_again(estate: Estate, root: Path) -> None:
    copy(root, day_closed(estate))
    second = copy(root, day_closed(estate))
    assert second.files_written == 2, "the new journal and the new books"
    third = copy(root, Source(*day_closed(estate)[:1], estate.journals, estate.attachments))
    assert third.files_written == 2


def test_two_generations_stay(estate: Estate, root: Path) -> None:
    sources = [day_closed(estate) for _ in range(3)]
    for source in sources:
        copied = copy(root, source)
    assert [path.name for path in manifest_files(root)] == ["000003.json", "000002.json"]
    kept = {f"books/{source.snapshot.path.name}" for source in sources[1:]}
    assert {name for name in files(root) if name.startswith("books/")} == kept
    assert set(copied.removed) == {"copies/000001.json", f"books/{sources[0].snapshot.path.name}"}


def test_a_clock_set_back_does_not_make_the_new_copy_the_oldest(estate: Estate, root: Path) -> None:
    for days in (0, -100, -200):
        copied = copy(root, day_closed(estate), now=NOON + timedelta(days=days))
    assert manifest_files(root)[0] == copied.manifest
    assert read_manifest(copied.manifest).head_hash == copied.head_hash


def test_progress_runs_to_its_end_once_for_writing_and_once_for_reading(estate: Estate, root: Path) -> None:
    source = day_closed(estate)
    seen: list[tuple[int, int]] = []
    copied = copy_to_stick(
        root, source, books_id=BOOKS_ID, program="0.1.0", now=NOON, is_real_stick=True,
        progress=lambda done, total: seen.append((done, total)),
    )  # fmt: skip
    assert seen[0] == (0, 2 * copied.bytes_written)
    assert seen[-1] == (2 * copied.bytes_written, 2 * copied.bytes_written)
    assert seen == sorted(seen)


def test_a_stranger_is_not_written(estate: Estate, tmp_path: Path) -> None:
    source = day_closed(estate)
    with pytest.raises(StickNotAdopted):
        copy(tmp_path, source)
    assert not (tmp_path / FOLDER).exists()


def test_another_estates_stick_is_not_written(estate: Estate, tmp_path: Path) -> None:
    stick = tmp_path / "theirs"
    stick.mkdir()
    adopt(stick, "Theirs", "b-elsewhere", books_kind="real", is_real_stick=True)
    before = files(stick)
    with pytest.raises(StickWrong) as caught:
        copy(stick, day_closed(estate))
    assert caught.value.name == "Theirs"
    assert files(stick) == before


def test_a_stick_that_is_not_there_is_gone(estate: Estate, tmp_path: Path) -> None:
    with pytest.raises(StickGone):
        copy(tmp_path / "nothing", day_closed(estate))


def test_sample_books_refuse_a_real_stick(tmp_path: Path, root: Path) -> None:
    sample = open_estate(tmp_path / "sample", "sample")
    source = day_closed(sample)
    sample.books.close()
    before = files(root)
    with pytest.raises(SampleOnRealStick):
        copy(root, source)
    assert files(root) == before


@pytest.mark.parametrize("forgets", [False, True], ids=["loses all unsynced", "keeps half"])
def test_the_power_may_go_at_any_step_and_the_last_good_copy_is_restored(
    estate: Estate, root: Path, tmp_path: Path, forgets: bool
) -> None:
    first = copy(root, day_closed(estate))
    source = day_closed(estate)
    heads, cut = [], 0
    while True:
        stick = Path(shutil.copytree(root, tmp_path / "cut" / str(cut)))
        disk = ForgetfulDisk(cut + 1, keeps_half=forgets)
        try:
            copy(stick, source, disk)
        except PowerCut:
            assert disk.fired
            cut += 1
        else:
            break
        back = restore(stick, tmp_path / "back" / str(cut))
        assert back.missing == ()
        assert back.passed_over == ()
        heads.append(back.manifest.head_hash)
        again = copy(stick, source)
        assert again.head_hash == source.snapshot.head_hash
        assert not [name for name in files(stick) if name.endswith(".part")]
    assert cut > 12
    assert set(heads) == {first.head_hash, source.snapshot.head_hash}
    assert heads == sorted(heads, key=lambda head: head != first.head_hash), "old until proved, then new"


@pytest.mark.parametrize(
    ("fault", "told"), [(gone, StickGone), (read_only, StickReadOnly), (full, StickFull)], ids=["gone", "ro", "full"]
)
def test_a_fault_at_any_step_is_told_and_the_last_good_copy_stays(
    estate: Estate, root: Path, tmp_path: Path, fault: type, told: type[Exception]
) -> None:
    first = copy(root, day_closed(estate))
    source = day_closed(estate)
    step = 0
    while True:
        stick = Path(shutil.copytree(root, tmp_path / "cut" / str(step)))
        disk = CountingDisk(step + 1, fault())
        try:
            copy(stick, source, disk)
        except told:
            assert disk.fired
            step += 1
        else:
            break
        assert restore(stick, tmp_path / "back" / str(step)).manifest.head_event >= first.head_event
    assert step > 12


def test_a_stick_that_lies_is_found_out_and_keeps_its_old_copy(estate: Estate, root: Path) -> None:
    copy(root, day_closed(estate))
    before = {name for name in files(root) if not name.endswith(".part")}
    disk = LyingDisk()
    with pytest.raises(StickLies):
        copy(root, day_closed(estate), disk)
    assert disk.lied
    assert {name for name in files(root) if not name.endswith(".part")} == before


class WrappingDisk(RealDisk):
    """A stick smaller than it says: what is written last overwrites what was written first."""

    def __init__(self) -> None:
        self.wrapped = False

    def blocks(self, path: Path) -> Iterator[bytes]:
        parts = sorted(path.parents[2].rglob("*.part")) if path.suffix == ".part" else []
        if len(parts) > 1 and path == parts[0]:
            self.wrapped = True
            yield parts[-1].read_bytes()
        else:
            yield from super().blocks(path)


def test_a_stick_that_overwrites_its_own_beginning_is_found_out(estate: Estate, root: Path) -> None:
    disk = WrappingDisk()
    with pytest.raises(StickLies):
        copy(root, day_closed(estate), disk)
    assert disk.wrapped
    assert manifest_files(root) == []


class VanishingDisk(CountingDisk):
    """A stick that is pulled: in its place another folder lies on another device."""

    def __init__(self, fails_at: int, root: Path) -> None:
        super().__init__(fails_at)
        self._root = root

    def step(self) -> None:
        self.steps += 1
        if self.steps == self.fails_at:
            self.fired = True
            self._root.rename(self._root.with_name("pulled"))
            raise gone()


def test_a_stick_pulled_while_writing_is_gone(estate: Estate, root: Path) -> None:
    source = day_closed(estate)
    disk = VanishingDisk(4, root)
    with pytest.raises(StickGone):
        copy(root, source, disk)
    assert disk.fired


class UnmountingDisk(CountingDisk):
    """A stick that is taken away: where it was, a folder of this computer's own disk can be written."""

    def __init__(self, fails_at: int, root: Path) -> None:
        super().__init__(fails_at)
        self._root = root

    def step(self) -> None:
        self.steps += 1
        if self.steps == self.fails_at:
            subprocess.run(["umount", "-l", str(self._root)], check=True)
            self.fired = True


def test_the_empty_folder_a_stick_leaves_behind_is_not_taken_for_the_stick(estate: Estate, tmp_path: Path) -> None:
    source = day_closed(estate)
    for step in range(1, 12):
        with small_stick(tmp_path / f"small{step}", "8m") as stick:
            adopted(stick)
            disk = UnmountingDisk(step, stick)
            with pytest.raises(StickGone):
                copy(stick, source, disk)
            assert disk.fired
            assert manifest_files(stick) == []


def room_for_two(estate: Estate, sources: list[Source]) -> str:
    """The size of a stick that takes the companions, two copies of the books, and half of a third."""
    companions = [
        path for folder in (sources[0].journals, sources[0].attachments) for path in folder.rglob("*") if path.is_file()
    ]
    books = [source.snapshot.path for source in sources]
    sizes = [path.stat().st_size for path in (*companions, *books[:2])]
    return str(room_for(sizes) + books[2].stat().st_size // 2)


def test_a_real_small_stick_that_is_full_keeps_its_copy_and_is_written_once_room_is_made(
    estate: Estate, tmp_path: Path
) -> None:
    sources = [day_closed(estate) for _ in range(3)]
    with small_stick(tmp_path / "small", room_for_two(estate, sources)) as stick:
        adopted(stick)
        copy(stick, sources[0])
        copy(stick, sources[1])
        with pytest.raises(StickFull) as caught:
            copy(stick, sources[2])
        assert caught.value.needed_bytes > caught.value.free_bytes
        assert caught.value.would_free_bytes == sources[0].snapshot.size_bytes
        assert len(manifest_files(stick)) == 2
        copied = copy(stick, sources[2], free_older=True)
        assert copied.head_hash == sources[2].snapshot.head_hash
        assert restore(stick, tmp_path / "back").manifest.head_hash == copied.head_hash


def test_no_room_is_made_when_the_newest_copy_is_not_whole(estate: Estate, tmp_path: Path) -> None:
    sources = [day_closed(estate) for _ in range(3)]
    with small_stick(tmp_path / "small", room_for_two(estate, sources)) as stick:
        adopted(stick)
        copy(stick, sources[0])
        copy(stick, sources[1])
        newest = stick / FOLDER / "books" / sources[1].snapshot.path.name
        with newest.open("r+b") as file:
            file.seek(5000)
            file.write(b"rot")
        with pytest.raises(StickLies):
            copy(stick, sources[2], free_older=True)
        assert restore(stick, tmp_path / "back").manifest.head_hash == sources[0].snapshot.head_hash


def test_a_disk_that_fills_up_while_writing_is_cleared_of_the_half_file(
    estate: Estate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = day_closed(estate)
    with small_stick(tmp_path / "small", str(source.snapshot.size_bytes // 2)) as stick:
        adopted(stick)
        monkeypatch.setattr("backup.copy_to_stick.room_for", lambda sizes: 0)
        with pytest.raises(StickFull):
            copy(stick, source)
        assert not [name for name in files(stick) if name.endswith(".part")]


def test_a_file_of_this_computer_that_changes_meanwhile_is_told_as_such(estate: Estate, root: Path) -> None:
    source = day_closed(estate)
    with source.snapshot.path.open("r+b") as file:
        file.seek(5000)
        file.write(b"rot")
    with pytest.raises(SourceUnreadable) as caught:
        copy(root, source)
    assert caught.value.path == str(source.snapshot.path)
    assert manifest_files(root) == []


def test_a_damaged_journal_on_the_stick_is_written_again(estate: Estate, root: Path) -> None:
    copy(root, day_closed(estate))
    journal = next((root / FOLDER / "journals").iterdir())
    journal.write_bytes(journal.read_bytes()[:-1])
    assert copy(root, day_closed(estate)).files_written == 3


def test_every_stick_says_in_both_languages_how_the_books_come_back(estate: Estate, root: Path) -> None:
    copy(root, day_closed(estate))
    note = root / FOLDER / "READ-ME.txt"
    text = note.read_text(encoding="utf-8-sig")
    assert "电脑坏了" in text
    assert "If the computer broke" in text
    note.unlink()
    copy(root, day_closed(estate))
    assert note.exists()


def test_a_journal_of_the_same_name_that_books_given_up_left_there_is_not_taken_for_ours(
    estate: Estate, tmp_path: Path
) -> None:
    root = adopted(tmp_path / "stick")
    source = day_closed(estate)
    given_up = copy(root, source)
    ours = next(source.journals.iterdir())
    theirs = root / FOLDER / "journals" / ours.name
    theirs.write_bytes(b"?" * ours.stat().st_size)
    resealed(given_up.manifest, head_hash="0" * 64)
    copy(root, source)
    assert theirs.read_bytes() == ours.read_bytes()
