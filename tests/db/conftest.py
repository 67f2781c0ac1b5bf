"""Small books to look at, to write in, and to break."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.books import Books
from tests.db.small_books import SteppingClock, fill, new_books


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with closed small books (books.sqlite) and their attachments; copy it, do not write in it."""
    folder = tmp_path_factory.mktemp("filled")
    books = new_books(folder / "books.sqlite")
    fill(books, folder / "attachments")
    books.close()
    (folder / "books.sqlite.lock").unlink(missing_ok=True)
    return folder


@pytest.fixture
def folder(filled: Path, tmp_path: Path) -> Path:
    """A copy of the small books' folder that a test may do anything with."""
    return Path(shutil.copytree(filled, tmp_path / "estate"))


@pytest.fixture
def path(folder: Path) -> Path:
    """A copy of the small books that a test may do anything with."""
    return folder / "books.sqlite"


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture
def books(tmp_path: Path, clock: SteppingClock) -> Iterator[Books]:
    """Empty books that are open."""
    opened = new_books(tmp_path / "new" / "books.sqlite", clock)
    yield opened
    opened.close()
