"""Encrypted copies: made without the passphrase, opened with it alone, proved by reading back all the same."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from backup.copy_key import CopyKey
from backup.manifest import FOLDER, last_copy, read_manifest
from backup.restore import damaged_files, identity_of, restore
from backup.sealing import CopyKeyDamaged, PassphraseNeeded, PassphraseWeak, PassphraseWrong, new_key, unsealed_blocks
from backup.stick_faults import SourceUnreadable
from tests.backup.keys import PASSPHRASE, QUICK_KEY
from tests.backup.little_estate import Estate
from tests.backup.sticks import adopted, copy, day_closed


@pytest.fixture
def key() -> CopyKey:
    return QUICK_KEY


def test_a_new_key_opens_with_its_passphrase_and_is_another_one_each_time() -> None:
    made = new_key(PASSPHRASE)
    assert made.recipient != QUICK_KEY.recipient
    assert PASSPHRASE not in made.sealed
    assert made.sealed.startswith("-----BEGIN AGE ENCRYPTED FILE-----")


def test_an_encrypted_copy_comes_back_with_its_passphrase_alone(tmp_path: Path, estate: Estate, key: CopyKey) -> None:
    source = day_closed(estate)._replace(key=key)
    scan = source.attachments / "ab" / "scan"
    scan.parent.mkdir(parents=True, exist_ok=True)
    scan.write_bytes(b"a scan\n" * 40_000)
    root = adopted(tmp_path / "stick")
    copied = copy(root, source)
    manifest = read_manifest(copied.manifest)
    assert (manifest.recipient, json.loads(copied.manifest.read_bytes())["said"]["version"]) == (key.recipient, 2)
    assert damaged_files(root, manifest) == ()
    held = [path for path in (root / FOLDER).rglob("*") if path.is_file() and path.suffix != ".json"]
    assert not any(b"SQLite format 3" in path.read_bytes() or b"a scan" in path.read_bytes() for path in held)
    with pytest.raises(PassphraseNeeded):
        restore(root, tmp_path / "none")
    with pytest.raises(PassphraseWrong):
        restore(root, tmp_path / "none", passphrase=PASSPHRASE.upper())
    assert not (tmp_path / "none").exists()
    back = restore(root, tmp_path / "back", passphrase=PASSPHRASE)
    assert (back.missing, back.passed_over) == ((), ())
    assert back.books.read_bytes() == source.snapshot.path.read_bytes()
    assert (tmp_path / "back" / "attachments" / "ab" / "scan").read_bytes() == scan.read_bytes()
    journals = sorted(path.name for path in (tmp_path / "back" / "journals").iterdir())
    assert journals == sorted(path.name for path in source.journals.iterdir())
    unchanged = copy(root, source)
    assert (unchanged.files_written, last_copy(root)) == (0, read_manifest(unchanged.manifest))


def test_a_sealed_key_that_is_gone_is_taken_from_the_recovery_sheet(
    tmp_path: Path, estate: Estate, key: CopyKey
) -> None:
    root = adopted(tmp_path / "stick")
    manifest = read_manifest(copy(root, day_closed(estate)._replace(key=key)).manifest)
    (root / FOLDER / manifest.key).unlink()
    assert damaged_files(root, manifest) == (manifest.key,)
    with pytest.raises(CopyKeyDamaged):
        restore(root, tmp_path / "back", passphrase=PASSPHRASE)
    assert restore(root, tmp_path / "back", passphrase=PASSPHRASE, sealed_key=key.sealed).missing == ()


def test_plain_copies_of_before_stay_readable_and_what_is_encrypted_since_does_not_lie_there_in_plain(
    tmp_path: Path, estate: Estate, key: CopyKey
) -> None:
    root = adopted(tmp_path / "stick")
    source = day_closed(estate)
    first = read_manifest(copy(root, source).manifest)
    copy(root, day_closed(estate)._replace(key=key))
    assert damaged_files(root, first) == ()
    restore(root, tmp_path / "plain", number=1)
    copy(root, day_closed(estate)._replace(key=key))
    kept = [path.name for path in (root / FOLDER).rglob("*.sqlite")]
    assert kept == []


def test_a_flipped_bit_of_an_encrypted_copy_is_found_without_the_passphrase(
    tmp_path: Path, estate: Estate, key: CopyKey
) -> None:
    root = adopted(tmp_path / "stick")
    manifest = read_manifest(copy(root, day_closed(estate)._replace(key=key)).manifest)
    path = root / FOLDER / manifest.books
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert damaged_files(root, manifest) == (manifest.books,)
    with pytest.raises(CopyKeyDamaged):
        list(unsealed_blocks(path, identity_of(root, manifest, PASSPHRASE), tmp_path))


@pytest.mark.parametrize("passphrase", ["short", "aaaaaaaaaaaaaaaa", "密码密码密码密码密码密码", " four green kettles"])
def test_a_passphrase_that_is_guessed_or_cannot_be_typed_is_refused(passphrase: str) -> None:
    with pytest.raises(PassphraseWeak):
        new_key(passphrase)


def test_a_file_that_changed_while_it_was_encrypted_is_told(tmp_path: Path, estate: Estate, key: CopyKey) -> None:
    source = day_closed(estate)._replace(key=key)
    root = adopted(tmp_path / "stick")
    wrong = source._replace(snapshot=source.snapshot.__class__(
        source.snapshot.path, "0" * 64, *(getattr(source.snapshot, name) for name in source.snapshot.__slots__[2:])
    ))  # fmt: skip
    with pytest.raises(SourceUnreadable):
        copy(root, wrong)
    assert last_copy(root) is None


def test_the_standard_program_opens_a_copy_with_the_sealed_key(tmp_path: Path, estate: Estate, key: CopyKey) -> None:
    tool, terminal = shutil.which("age"), shutil.which("script")
    if tool is None or terminal is None:
        pytest.skip("the program age, and script to type for it, are not installed here")
    root = adopted(tmp_path / "stick")
    source = day_closed(estate)._replace(key=key)
    manifest = read_manifest(copy(root, source).manifest)
    folder, back = root / FOLDER, tmp_path / "books.sqlite"
    command = f"{tool} -d -i {folder / manifest.key} -o {back} {folder / manifest.books}"
    said = subprocess.run(
        [terminal, "-qec", command, "/dev/null"], input=f"{PASSPHRASE}\n".encode(), capture_output=True, check=False,
        timeout=60,
    )  # fmt: skip
    assert said.returncode == 0, said.stdout
    assert back.read_bytes() == source.snapshot.path.read_bytes()
