"""The furnished office is made once and copied, so that every test starts with books of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.office import Desk, HandClock, desk_at, furnish, open_office_books


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Closed books of the office; copy them, do not write in them."""
    path = tmp_path_factory.mktemp("office") / "books.sqlite"
    books = open_office_books(path, HandClock())
    furnish(books)
    books.close()
    return path


@pytest.fixture
def closed_desk(furnished: Path, tmp_path: Path) -> Iterator[Desk]:
    """The office in the morning, its till still closed."""
    path = tmp_path / "books.sqlite"
    shutil.copy(furnished, path)
    desk = desk_at(path)
    yield desk
    desk.books.close()


@pytest.fixture
def desk(closed_desk: Desk) -> Desk:
    """The office with its till open."""
    closed_desk.open()
    return closed_desk
