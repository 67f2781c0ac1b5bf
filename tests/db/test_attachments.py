"""Attachments: files named by what they hold."""

import hashlib
from pathlib import Path

import pytest

from db import attachments, durable


def test_a_scan_is_kept_under_its_own_digest(tmp_path: Path) -> None:
    source = tmp_path / "合同.pdf"
    source.write_bytes(b"contract")
    name, size = attachments.keep(tmp_path / "store", source)
    assert (name, size) == (hashlib.sha256(b"contract").hexdigest(), 8)
    assert attachments.where(tmp_path / "store", name).read_bytes() == b"contract"
    assert source.exists()


def test_the_same_scan_is_kept_once_and_no_part_is_left(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(b"contract")
        attachments.keep(tmp_path / "store", tmp_path / name)
    files = [file for file in (tmp_path / "store").rglob("*") if file.is_file()]
    assert len(files) == 1


def test_a_scan_of_more_than_twenty_megabytes_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "film.mp4"
    with source.open("wb") as file:
        file.truncate(attachments.LIMIT_BYTES + 1)
    with pytest.raises(attachments.AttachmentTooLarge) as caught:
        attachments.keep(tmp_path / "store", source)
    assert (caught.value.name, caught.value.size_bytes) == ("film.mp4", attachments.LIMIT_BYTES + 1)
    assert not (tmp_path / "store").exists()


def test_a_scan_of_exactly_twenty_megabytes_is_kept(tmp_path: Path) -> None:
    source = tmp_path / "scan.tiff"
    with source.open("wb") as file:
        file.truncate(attachments.LIMIT_BYTES)
    assert attachments.keep(tmp_path / "store", source)[1] == attachments.LIMIT_BYTES


def test_the_names_of_new_folders_are_synced_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A two-letter folder that a power cut takes away takes the scan along, though a commit names it."""
    synced: list[Path] = []

    def note(folder: Path) -> None:
        synced.append(folder)

    monkeypatch.setattr(durable, "sync_folder", note)
    monkeypatch.setattr(attachments, "sync_folder", note)
    source = tmp_path / "a.pdf"
    source.write_bytes(b"contract")
    name, _size = attachments.keep(tmp_path / "store", source)
    place = attachments.where(tmp_path / "store", name)
    assert synced == [tmp_path, tmp_path / "store", place.parent]
