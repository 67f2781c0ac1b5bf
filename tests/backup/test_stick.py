"""A stick is known by what it says of itself, and never a stranger's or another estate's."""

import json
import os
from pathlib import Path

import pytest

from backup.manifest import (
    FOLDER,
    ManifestDamaged,
    ManifestTooNew,
    StickId,
    heads_on,
    last_copy,
    manifest_files,
    next_number,
    read_manifest,
    read_stick,
)
from backup.stick import (
    Absent,
    Full,
    ReadOnly,
    Ready,
    SampleOnRealStick,
    StickWrong,
    Stranger,
    Unreadable,
    Wrong,
    adopt,
    look,
)
from backup.stick_faults import StickFailing, StickFull, StickGone, StickReadOnly
from db.chain import canonical
from tests.backup.disks import CountingDisk, failing, full, gone, read_only
from tests.backup.little_estate import BOOKS_ID, Estate
from tests.backup.sticks import adopted, copy, day_closed, resealed, small_stick


def test_a_place_where_nothing_is_plugged_in_is_absent(tmp_path: Path) -> None:
    assert look(tmp_path / "nothing", BOOKS_ID) == Absent()


def test_a_stick_that_was_never_adopted_is_a_strangers(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    state = look(tmp_path, BOOKS_ID)
    assert isinstance(state, Stranger)
    assert state.free_bytes > 0


def test_an_adopted_stick_is_ready_under_its_name(tmp_path: Path) -> None:
    stick = adopt(tmp_path, "Blue", BOOKS_ID, books_kind="real", is_real_stick=True)
    state = look(tmp_path, BOOKS_ID)
    assert isinstance(state, Ready)
    assert state.stick == stick == read_stick(tmp_path)
    assert (state.stick.name, state.last) == ("Blue", None)


def test_adopting_again_renames_and_keeps_the_id(tmp_path: Path) -> None:
    first = adopt(tmp_path, "Blue", BOOKS_ID, books_kind="real", is_real_stick=True)
    second = adopt(tmp_path, "蓝色", BOOKS_ID, books_kind="real", is_real_stick=True)
    assert second == StickId(first.stick_id, "蓝色", BOOKS_ID)
    assert read_stick(tmp_path) == second


def test_a_stick_of_another_estate_is_wrong_and_cannot_be_adopted(tmp_path: Path) -> None:
    adopted(tmp_path)
    assert look(tmp_path, "b-elsewhere") == Wrong("Blue")
    with pytest.raises(StickWrong):
        adopt(tmp_path, "Ours", "b-elsewhere", books_kind="real", is_real_stick=True)


@pytest.mark.parametrize("kind", ["sample", "training"])
def test_sample_and_training_books_refuse_real_sticks(tmp_path: Path, kind: str) -> None:
    with pytest.raises(SampleOnRealStick) as caught:
        adopt(tmp_path, "Blue", BOOKS_ID, books_kind=kind, is_real_stick=True)
    assert caught.value.books_kind == kind
    assert list(tmp_path.iterdir()) == []
    adopt(tmp_path, "Folder", BOOKS_ID, books_kind=kind, is_real_stick=False)
    assert isinstance(look(tmp_path, BOOKS_ID), Ready)


def test_a_stick_without_room_says_what_would_be_freed(tmp_path: Path, estate: Estate) -> None:
    root = adopted(tmp_path / "stick")
    copy(root, day_closed(estate))
    first = sum(path.stat().st_size for path in (root / FOLDER / "books").iterdir())
    copy(root, day_closed(estate))
    state = look(root, BOOKS_ID, needed_bytes=1 << 60)
    assert isinstance(state, Full)
    assert (state.needed_bytes, state.would_free_bytes) == (1 << 60, first)


def test_a_read_only_stick_is_told(tmp_path: Path) -> None:
    with small_stick(tmp_path / "stick", "1m") as root:
        adopted(root)
        assert os.system(f"mount -o remount,ro {root}") == 0
        assert look(root, BOOKS_ID) == ReadOnly("Blue")
        with pytest.raises(StickReadOnly):
            adopt(root, "Red", BOOKS_ID, books_kind="real", is_real_stick=True)


@pytest.mark.parametrize(
    ("fault", "told"),
    [(gone(), StickGone), (read_only(), StickReadOnly), (full(), StickFull), (failing(), StickFailing)],
)
def test_what_goes_wrong_while_adopting_is_told_apart(tmp_path: Path, fault: OSError, told: type[Exception]) -> None:
    disk = CountingDisk(1, fault)
    with pytest.raises(told):
        adopt(tmp_path, "Blue", BOOKS_ID, books_kind="real", is_real_stick=True, disk=disk)
    assert disk.fired
    assert isinstance(look(tmp_path, BOOKS_ID), Stranger)


def test_a_stick_file_that_was_edited_is_unreadable_not_ours(tmp_path: Path) -> None:
    path = adopted(tmp_path) / FOLDER / "stick.json"
    path.write_text(path.read_text(encoding="utf-8").replace("Blue", "Glue"), encoding="utf-8")
    assert look(tmp_path, BOOKS_ID) == Unreadable(str(path))
    with pytest.raises(ManifestDamaged):
        read_stick(tmp_path)


def test_a_manifest_says_what_the_copy_holds(tmp_path: Path, estate: Estate) -> None:
    root = adopted(tmp_path / "stick")
    source = day_closed(estate)
    copied = copy(root, source)
    manifest = read_manifest(copied.manifest)
    assert copied.manifest.name == "000001.json"
    assert (manifest.head_event, manifest.head_hash) == (source.snapshot.head_event, source.snapshot.head_hash)
    assert manifest.created == "2026-11-23T04:00:01Z"
    assert manifest.books_entry.sha256 == source.snapshot.sha256
    assert [entry.path.split("/")[0] for entry in manifest.files] == ["attachments", "books", "journals"]
    assert heads_on(root) == [(manifest.head_event, manifest.head_hash)]
    state = look(root, BOOKS_ID)
    assert isinstance(state, Ready)
    assert state.last == manifest


@pytest.mark.parametrize("edit", ["head_event", "sha256", "name", "path"])
def test_an_edited_manifest_is_named(tmp_path: Path, estate: Estate, edit: str) -> None:
    root = adopted(tmp_path / "stick")
    path = copy(root, day_closed(estate)).manifest
    said = json.loads(path.read_bytes())
    changes = {
        "head_event": lambda: said["said"].update(head_event=1),
        "sha256": lambda: said["said"]["files"][0].update(sha256="0" * 64),
        "name": lambda: said["said"]["stick"].update(name="Red"),
        "path": lambda: said["said"]["files"][0].update(path="../escape"),
    }
    changes[edit]()
    path.write_bytes(canonical(said).encode())
    with pytest.raises(ManifestDamaged):
        read_manifest(path)
    assert last_copy(root) is None
    assert heads_on(root) == []
    assert next_number(root) == 2


def test_a_manifest_cannot_lead_out_of_its_folder(tmp_path: Path, estate: Estate) -> None:
    root = adopted(tmp_path / "stick")
    path = copy(root, day_closed(estate)).manifest
    for escape in ("../books.sqlite", "/etc/books.sqlite", "a\\..\\b.sqlite", "C:/books.sqlite"):
        resealed(path, books=escape, files=[{"path": escape, "sha256": "0" * 64, "size": 1}])
        with pytest.raises(ManifestDamaged):
            read_manifest(path)


def test_a_manifest_of_a_newer_program_is_told(tmp_path: Path, estate: Estate) -> None:
    root = adopted(tmp_path / "stick")
    path = copy(root, day_closed(estate)).manifest
    resealed(path, version=3)
    with pytest.raises(ManifestTooNew) as caught:
        read_manifest(path)
    assert (caught.value.version, caught.value.known) == (3, 2)
    assert manifest_files(root) == [path]
