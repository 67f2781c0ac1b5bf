"""What lies on a stick comes back whole, into a new folder, or is told to be damaged."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from backup.check_journal import check_journals
from backup.disk import RealDisk, sha256_of
from backup.manifest import FOLDER, SETTINGS, SETTINGS_HOME
from backup.restore import NothingToRestore, RestoreTargetNotEmpty, restore
from backup.stick_faults import StickFailing, StickGone
from db.attachments import where
from db.faults import DiskFull
from db.store import open_books
from tests.backup.disks import CountingDisk, failing, full, gone
from tests.backup.little_estate import Clock, Estate, judge, open_till, pay
from tests.backup.sticks import adopted, copy, day_closed, resealed


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return adopted(tmp_path / "stick")


def state(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): sha256_of(path) for path in folder.rglob("*") if path.is_file()}


def rot(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_the_books_come_back_with_their_companions_and_work(estate: Estate, root: Path, tmp_path: Path) -> None:
    source = day_closed(estate)
    copy(root, source)
    before = state(root)
    into = tmp_path / "new" / "home"
    back = restore(root, into)
    assert (back.files, back.missing, back.passed_over) == (3, (), ())
    assert back.books == into / "books.sqlite"
    assert (back.manifest.head_event, back.manifest.head_hash) == (
        source.snapshot.head_event,
        source.snapshot.head_hash,
    )
    assert sha256_of(back.books) == source.snapshot.sha256
    assert check_journals([into / "journals"]) == []
    scans = list((into / "attachments").glob("??/*"))
    assert [where(into / "attachments", scan.name) for scan in scans] == scans
    assert state(root) == before, "the stick stays as it was"


def test_a_restored_estate_goes_on(estate: Estate, root: Path, tmp_path: Path) -> None:
    copy(root, day_closed(estate))
    back = restore(root, tmp_path / "new")
    books = open_books(back.books, Clock(estate.clock.moment), judge, "0.1.0")
    again = Estate(books, Clock(estate.clock.moment), tmp_path / "new")
    open_till(again)
    assert pay(again, 1, 100) > 0
    books.close()


def test_a_damaged_newest_copy_gives_way_to_the_one_before_and_says_so(
    estate: Estate, root: Path, tmp_path: Path
) -> None:
    older, newer = day_closed(estate), day_closed(estate)
    copy(root, older)
    copy(root, newer)
    rot(root / FOLDER / "books" / newer.snapshot.path.name)
    back = restore(root, tmp_path / "new")
    assert back.manifest.head_hash == older.snapshot.head_hash
    assert back.passed_over == (f"books/{newer.snapshot.path.name}",)


@pytest.mark.parametrize("harm", ["edited", "cut", "gone"])
def test_a_manifest_that_is_damaged_gives_way_too(estate: Estate, root: Path, tmp_path: Path, harm: str) -> None:
    older, newer = day_closed(estate), day_closed(estate)
    copy(root, older)
    path = copy(root, newer).manifest
    if harm == "edited":
        path.write_text(path.read_text(encoding="utf-8").replace("0.1.0", "9.9.9"), encoding="utf-8")
    elif harm == "cut":
        path.write_bytes(path.read_bytes()[:100])
    else:
        path.unlink()
    back = restore(root, tmp_path / "new")
    assert back.manifest.head_hash == older.snapshot.head_hash
    assert back.passed_over == (() if harm == "gone" else ("copies/000002.json",))


def test_a_damaged_journal_does_not_keep_the_books_from_coming_back(estate: Estate, root: Path, tmp_path: Path) -> None:
    copy(root, day_closed(estate))
    journal = next((root / FOLDER / "journals").iterdir())
    rot(journal)
    back = restore(root, tmp_path / "new")
    assert back.missing == (f"journals/{journal.name}",)
    assert back.books.exists()
    assert not (tmp_path / "new" / "journals").exists()


def test_a_copy_whose_head_is_not_the_manifests_is_passed_over(estate: Estate, root: Path, tmp_path: Path) -> None:
    """An older copy of the books under the newer one's manifest, every digest made to fit."""
    older, newer = day_closed(estate), day_closed(estate)
    copy(root, older)
    path = copy(root, newer).manifest
    name = f"books/{older.snapshot.path.name}"
    resealed(
        path, books=name, files=[{"path": name, "sha256": older.snapshot.sha256, "size": older.snapshot.size_bytes}]
    )
    back = restore(root, tmp_path / "new")
    assert back.passed_over == (name,)
    assert back.manifest.number == 1


def test_nothing_is_restored_over_anything(estate: Estate, root: Path, tmp_path: Path) -> None:
    copy(root, day_closed(estate))
    into = tmp_path / "old"
    into.mkdir()
    (into / "books.sqlite").write_bytes(b"the present books")
    with pytest.raises(RestoreTargetNotEmpty):
        restore(root, into)
    assert (into / "books.sqlite").read_bytes() == b"the present books"
    with pytest.raises(RestoreTargetNotEmpty):
        restore(root, into / "books.sqlite")


def test_an_empty_folder_may_be_restored_into(estate: Estate, root: Path, tmp_path: Path) -> None:
    copy(root, day_closed(estate))
    (tmp_path / "empty").mkdir()
    assert restore(root, tmp_path / "empty").books.exists()


def test_a_stick_without_a_whole_copy_restores_nothing(estate: Estate, root: Path, tmp_path: Path) -> None:
    with pytest.raises(NothingToRestore):
        restore(root, tmp_path / "new")
    source = day_closed(estate)
    copy(root, source)
    rot(root / FOLDER / "books" / source.snapshot.path.name)
    with pytest.raises(NothingToRestore) as caught:
        restore(root, tmp_path / "new")
    assert caught.value.damaged == (f"books/{source.snapshot.path.name}",)
    assert not (tmp_path / "new").exists()


def test_a_restore_that_fails_leaves_the_folder_to_be_tried_again(estate: Estate, root: Path, tmp_path: Path) -> None:
    copy(root, day_closed(estate))
    step = 0
    while True:
        disk = CountingDisk(step + 1, full())
        into = tmp_path / "new"
        try:
            restore(root, into, disk=disk)
        except (DiskFull, NothingToRestore):
            assert disk.fired
            assert not (into / "books.sqlite").exists()
            step += 1
        else:
            if not disk.fired:
                break
            shutil.rmtree(into)
            step += 1
    assert step > 10
    assert (tmp_path / "new" / "books.sqlite").exists()


class GoesWhileRead(RealDisk):
    """A stick that answers with a fault from the so many-th file on that is read."""

    def __init__(self, at: int, fault: OSError) -> None:
        self.read, self.fired, self._at, self._fault = 0, False, at, fault

    def blocks(self, path: Path) -> Iterator[bytes]:
        self.read += FOLDER in path.parts
        if FOLDER in path.parts and self.read >= self._at:
            self.fired = True
            raise self._fault
        yield from super().blocks(path)


@pytest.mark.parametrize(("fault", "told"), [(gone(), StickGone), (failing(), StickFailing)])
def test_a_stick_that_goes_while_it_is_read_is_told_and_leaves_the_folder_to_be_tried_again(
    estate: Estate, root: Path, tmp_path: Path, fault: OSError, told: type[Exception]
) -> None:
    copy(root, day_closed(estate))
    into, tried = tmp_path / "new", 0
    for at in range(1, 40):
        disk = GoesWhileRead(at, fault)
        try:
            restore(root, into, disk=disk)
        except (told, NothingToRestore) as error:
            assert disk.fired
            tried += isinstance(error, told)
            assert not into.exists() or not list(into.iterdir())
        else:
            if not disk.fired:
                break
            shutil.rmtree(into)  # a file beside the books is named as missing
    assert tried > 1


def test_the_settings_of_the_computer_travel_with_each_copy(estate: Estate, root: Path, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    for till in (1, 2, 3):
        file.write_text(f"till = {till}\n", encoding="utf-8")
        copy(root, day_closed(estate)._replace(settings=file))
    assert len(list((root / FOLDER / SETTINGS).iterdir())) == 2, "those of copies that went are gone too"
    for number in (2, 3):
        back = restore(root, tmp_path / f"back{number}", number=number)
        assert back.books.with_name(SETTINGS_HOME).read_text(encoding="utf-8") == f"till = {number}\n"
