"""What a stick says of itself: to which books it belongs, and for each copy what it holds, under its own digest.

A stick has one folder:

    COUNTERFOIL/stick.json                            whose it is
    COUNTERFOIL/copies/000017.json                    one manifest for each copy, written last
    COUNTERFOIL/books/20261123T183000Z_e….sqlite      the books of each copy
    COUNTERFOIL/journals, COUNTERFOIL/attachments     what every copy shares, each file once
    COUNTERFOIL/settings/8c1d….toml                   the settings of the computer that made the copy
    COUNTERFOIL/keys/1f0c….age                        the sealed keys of encrypted copies
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from backup.copy_key import plain_name
from db.chain import canonical

FOLDER = "COUNTERFOIL"
# The settings of the computer that made a copy, and where they lie once it is brought back.
SETTINGS, SETTINGS_HOME = "settings/", "settings-of-the-copy.toml"
# Plain copies are still written as version 1: every program reads them.
PLAIN, VERSION = 1, 2


class ManifestDamaged(Exception):
    """A manifest cannot be read, or is not what was written."""

    code = "manifest_damaged"

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class ManifestTooNew(Exception):
    """A manifest was written by a newer version of the program."""

    code = "manifest_too_new"

    def __init__(self, path: str, version: int, known: int = VERSION) -> None:
        super().__init__(path, version, known)
        self.path = path
        self.version = version
        self.known = known


class Entry(NamedTuple):
    """A file of a copy: its path below COUNTERFOIL, SHA-256 and size in bytes as it lies there.

    plain_sha256, plain_size: what it is once it is decrypted; '' and 0 where it is not encrypted.
    """

    path: str
    sha256: str
    size: int
    plain_sha256: str = ""
    plain_size: int = 0

    @property
    def home(self) -> str:
        """Its path in a home: an encrypted file loses what its name carries on the stick, settings lie by the books."""
        path = plain_name(self.path) if self.plain_sha256 else self.path
        return SETTINGS_HOME if path.startswith(SETTINGS) else path

    @property
    def content(self) -> tuple[str, int]:
        """SHA-256 and size of what it holds, decrypted."""
        return (self.plain_sha256, self.plain_size) if self.plain_sha256 else (self.sha256, self.size)


@dataclass(frozen=True, slots=True)
class StickId:
    """Whose stick it is: its own id, the name it was given, the books it serves."""

    stick_id: str
    name: str
    books_id: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """One copy: its number on this stick, when it was made (UTC) and by which program, the newest link of its chain,
    the file of the books, and all files.

    The number orders the copies: clocks are set back, and restored books have fewer events than lost ones. recipient
    and key: the public key it is encrypted for and the path of its sealed private key, '' for a plain copy.
    """

    number: int
    stick: StickId
    books_kind: str
    program: str
    created: str
    head_event: int
    head_hash: str
    books: str
    files: tuple[Entry, ...]
    recipient: str = ""
    key: str = ""

    @property
    def books_entry(self) -> Entry:
        """The entry of the books themselves."""
        return next(entry for entry in self.files if entry.path == self.books)


def dump_stick(stick: StickId) -> bytes:
    """Return stick.json."""
    return _sealed({"kind": "counterfoil-stick", **asdict(stick)})


def read_stick(root: Path) -> StickId | None:
    """Return whose stick it is, None for one that was never adopted. Raises ManifestDamaged, ManifestTooNew."""
    path = root / FOLDER / "stick.json"
    if not path.is_file():
        return None
    found = _unsealed(path, "counterfoil-stick")
    try:
        return StickId(found["stick_id"], found["name"], found["books_id"])
    except KeyError:
        raise ManifestDamaged(str(path)) from None


def dump_manifest(manifest: Manifest) -> bytes:
    """Return the manifest of a copy."""
    said = asdict(manifest)
    said["files"] = [_said(entry) for entry in sorted(manifest.files)]
    if manifest.recipient:
        return _sealed({"kind": "counterfoil-copy", **said}, VERSION)
    del said["recipient"], said["key"]
    return _sealed({"kind": "counterfoil-copy", **said})


def _said(entry: Entry) -> dict[str, Any]:
    whole = entry._asdict()
    return whole if entry.plain_sha256 else {name: whole[name] for name in ("path", "sha256", "size")}


def read_manifest(path: Path) -> Manifest:
    """Return the manifest in a file. Raises ManifestDamaged, ManifestTooNew, OSError."""
    found = _unsealed(path, "counterfoil-copy")
    try:
        manifest = Manifest(
            found["number"],
            StickId(**found["stick"]),
            found["books_kind"],
            found["program"],
            found["created"],
            found["head_event"],
            found["head_hash"],
            found["books"],
            tuple(Entry(**each) for each in found["files"]),
            found.get("recipient", ""),
            found.get("key", ""),
        )
    except (KeyError, TypeError):
        raise ManifestDamaged(str(path)) from None
    known = {entry.path for entry in manifest.files}
    if manifest.books not in known or not all(map(_stays_below, known)) or manifest.key not in {"", *known}:
        raise ManifestDamaged(str(path))
    return manifest


def manifest_path(root: Path, number: int) -> Path:
    """Return where the manifest of a copy lies."""
    return root / FOLDER / "copies" / f"{number:06d}.json"


def next_number(root: Path) -> int:
    """Return the number of the next copy, above every one that was given, readable or not."""
    return max((int(path.stem) for path in manifest_files(root)), default=0) + 1


def manifest_files(root: Path) -> list[Path]:
    """Return the manifests on a stick, newest copy first."""
    files = (root / FOLDER / "copies").glob("*.json")
    return sorted((path for path in files if path.stem.isdecimal()), key=lambda path: int(path.stem), reverse=True)


def readable_copies(root: Path) -> Iterator[tuple[Path, Manifest]]:
    """Yield the manifests that can be read with their files, newest copy first."""
    for path in manifest_files(root):
        try:
            yield path, read_manifest(path)
        except (ManifestDamaged, ManifestTooNew, OSError):
            continue


def wrong_manifests(root: Path) -> list[str]:
    """Return the manifests on a stick that are damaged, or lie under another number or on another stick than they say.

    Each by its path below COUNTERFOIL; of a newer form nothing is said.
    """
    try:
        stick = read_stick(root)
    except (ManifestDamaged, ManifestTooNew, OSError):
        stick = None  # that is told of the stick itself
    return [f"copies/{path.name}" for path in manifest_files(root) if _is_wrong(path, stick)]


def _is_wrong(path: Path, stick: StickId | None) -> bool:
    try:
        said = read_manifest(path)
    except ManifestTooNew:
        return False
    except (ManifestDamaged, OSError):
        return True
    whose = (said.stick.stick_id, said.stick.books_id)
    elsewhere = stick is not None and whose != (stick.stick_id, stick.books_id)
    return elsewhere or said.number != int(path.stem)


def last_copy(root: Path) -> Manifest | None:
    """Return the newest manifest that can be read."""
    return next((manifest for _path, manifest in readable_copies(root)), None)


def heads_on(root: Path) -> list[tuple[int, str]]:
    """Return (event id, hash) of every copy on a stick whose manifest is whole: anchors for the check of the books."""
    return [(manifest.head_event, manifest.head_hash) for _path, manifest in readable_copies(root)]


def _stays_below(path: str) -> bool:
    """A manifest from somewhere must not lead out of its folder."""
    parts = PurePosixPath(path).parts
    return bool(parts) and ".." not in parts and not path.startswith("/") and "\\" not in path and ":" not in path


def _sealed(said: Mapping[str, Any], version: int = PLAIN) -> bytes:
    text = canonical({**said, "version": version})
    return canonical({"said": json.loads(text), "sha256": hashlib.sha256(text.encode()).hexdigest()}).encode()


def _unsealed(path: Path, kind: str) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
        said: dict[str, Any] = found["said"]
        version, digest = said["version"], hashlib.sha256(canonical(said).encode()).hexdigest()
    except (ValueError, KeyError, TypeError):
        raise ManifestDamaged(str(path)) from None
    if digest != found.get("sha256") or said.get("kind") != kind or type(version) is not int:
        raise ManifestDamaged(str(path))
    if version > VERSION:
        raise ManifestTooNew(str(path), version)
    return said
