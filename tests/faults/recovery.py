"""Books after a cut, opened as the program opens them: what they hold, and whether they are whole."""

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from counter.desk.formulas import recompute
from db.check import check_books
from db.store import open_reader
from tests.faults.power import Cut, Link


class Recovery:
    """Opens what cuts left; every content that comes out is checked whole, equal ones once.

    cuts: how many were opened; contents: how many different ones came out of them.
    """

    def __init__(self, folder: Path) -> None:
        self.cuts = 0
        self._folder = folder
        self._heads: dict[bytes, Link] = {}
        self._laid: dict[str, bytes] = {}
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def contents(self) -> int:
        return len(self._heads)

    def open(self, cut: Cut) -> Link:
        """Return the newest link of the chain after a cut; the check has to pass."""
        self.cuts += 1
        path = lay_out(self._folder, cut.files, self._laid)
        self._laid = cut.files  # a reader changes neither of them
        database = open_reader(path)
        try:
            # What a reader sees, the log's pages among it: the check is a function of exactly this.
            content = hashlib.sha256(database.connection().serialize()).digest()
            if content not in self._heads:
                findings = check_books(database, recompute=recompute).findings
                assert findings == (), f"{cut.kind} cut after step {cut.after}: {findings}"
                self._heads[content] = (
                    database.connection().execute("SELECT id, hash FROM event ORDER BY id DESC LIMIT 1").fetchone()
                )
        finally:
            database.close()
        return self._heads[content]


def content_of(path: Path) -> bytes:
    """Return a digest of what books hold, their log's pages among it, wherever in the files it lies."""
    database = open_reader(path)
    try:
        return hashlib.sha256(database.connection().serialize()).digest()
    finally:
        database.close()


_proved: set[tuple[bytes, ...]] = set()


def once(path: Path, prove: Callable[[], object], *around: Path) -> None:
    """Prove books whole, unless books of the very same content, with the same files around them, were proved before.

    A kill before the commit leaves what was there: proving it again for each statement would only take time.
    """
    files = sorted(file for folder in around for file in folder.rglob("*") if file.is_file())
    seen = (content_of(path), *(hashlib.sha256(file.read_bytes()).digest() for file in files))
    if seen not in _proved:
        prove()
        _proved.add(seen)


def lay_out(folder: Path, files: dict[str, bytes], there: dict[str, bytes]) -> Path:
    """Write the files of a cut, and nothing else, into a folder; return where the books lie.

    there: what certainly lies there already.
    """
    for path in folder.iterdir():
        if path.name not in files:
            path.unlink()
    for name, content in files.items():
        if there.get(name) == content:
            continue
        # In place: a file that is emptied first is flushed by some file systems when it is closed.
        with os.fdopen(os.open(folder / name, os.O_RDWR | os.O_CREAT), "r+b") as file:
            file.write(content)
            file.truncate()
    (books,) = (name for name in files if name.endswith(".sqlite"))
    return folder / books


def keep(cut: Cut, folder: Path) -> Path:
    """Lay a cut out in a home of its own, to be opened by the program; returns the home."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    lay_out(folder, cut.files, {})
    return folder
