"""Which copies stay on a stick: older ones go only after a newer one was proved."""

from collections.abc import Sequence
from pathlib import Path

from backup.copy_key import plain_name
from backup.disk import PART, Disk, ReadBackDiffers, sha256_of
from backup.generations import Generations, staying
from backup.io_errors import kind_of
from backup.manifest import FOLDER, SETTINGS, Manifest, last_copy, manifest_files, readable_copies


def remove_older(folder: Path, keep: Generations, disk: Disk) -> list[str]:
    """Remove the copies that are not to stay, their manifests first; returns the paths removed.

    folder: the stick's COUNTERFOIL. A manifest that cannot be read counts for nothing and goes too.
    """
    readable = list(readable_copies(folder.parent))
    stay = staying([manifest for _path, manifest in readable], keep)
    kept = [(path, manifest) for path, manifest in readable if manifest.number in stay]
    names = {path for path, _manifest in kept}
    books = {manifest.books for _path, manifest in kept}
    old = [path for path in manifest_files(folder.parent) if path not in names]
    old += [path for path in _books_on(folder) if f"books/{path.name}" not in books]
    old += _settings_of_none(folder, [manifest for _path, manifest in kept])
    old += _plain_twins(folder, [manifest for _path, manifest in kept])
    for path in old:
        disk.remove(path)
    for parent in {path.parent for path in old}:
        disk.sync_folder(parent)
    return [path.relative_to(folder).as_posix() for path in old]


def make_room(folder: Path, disk: Disk) -> list[str]:
    """Remove the copies before the newest one, after reading that one again. Raises ReadBackDiffers."""
    for _path, newest in readable_copies(folder.parent):
        entry = newest.books_entry
        if sha256_of(folder / entry.path, disk) != entry.sha256:
            raise ReadBackDiffers(entry.path)
        return remove_older(folder, Generations(1), disk)
    return []


def reread_older(root: Path, disk: Disk, last: int = 0) -> tuple[int, str]:
    """Read the older copy again that comes next in turn; returns its number (0: there is none) and the first file of it
    that is damaged or gone ('' where it is whole).

    last: the number that was read the last time; the turn goes from newer copies to older ones, then begins anew.
    """
    older = [manifest for _path, manifest in readable_copies(root)][1:]
    if not older:
        return 0, ""
    copy = next((each for each in older if each.number < last), older[0])
    for entry in copy.files:
        path = root / FOLDER / entry.path
        try:
            if sha256_of(path, disk) != entry.sha256:
                return copy.number, entry.path
        except OSError as error:
            if not isinstance(error, FileNotFoundError) and kind_of(error) != "failing":
                raise
            return copy.number, entry.path
    return copy.number, ""


def would_free(root: Path) -> int:
    """Return the bytes of the books' files on a stick that are not the newest copy's."""
    newest = last_copy(root)
    kept = newest.books if newest else ""
    files = _books_on(root / FOLDER)
    return sum(path.stat().st_size for path in files if f"books/{path.name}" != kept)


def _books_on(folder: Path) -> list[Path]:
    files = folder.joinpath("books").glob("*")
    return sorted(path for path in files if path.suffix in (".sqlite", ".age"))


def _settings_of_none(folder: Path, kept: Sequence[Manifest]) -> list[Path]:
    needed = {entry.path for copy in kept for entry in copy.files}
    there = sorted(path for path in folder.joinpath(SETTINGS).glob("*") if path.suffix != PART)
    return [path for path in there if path.relative_to(folder).as_posix() not in needed]


def _plain_twins(folder: Path, kept: Sequence[Manifest]) -> list[Path]:
    """Return journals and scans that the newest copy holds encrypted and no copy needs in another form any more."""
    needed = {entry.path for copy in kept for entry in copy.files}
    sealed = {entry.home for entry in (kept[0].files if kept else ()) if entry.plain_sha256}
    there = (path for shared in ("journals", "attachments") for path in sorted(folder.joinpath(shared).rglob("*")))
    names = ((path, path.relative_to(folder).as_posix()) for path in there if path.is_file() and path.suffix != PART)
    return [path for path, name in names if name not in needed and plain_name(name) in sealed]
