"""The folder of the open books is deleted, moved or replaced: no payment is told as saved that nobody will find."""

import os
import shutil
from pathlib import Path

import pytest

from db.faults import BooksGone
from db.whereabouts import Whereabouts
from tests.db.small_books import new_books, pay
from tests.faults.broken_books import count_requests, later_clock, make_books, must_be_whole


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_books(tmp_path_factory.mktemp("made"))


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made.parent, tmp_path / "home")) / made.name


def take_away(path: Path, how: str) -> None:
    """Do to the folder what a person, a tidying program or a pulled disk does."""
    home = path.parent
    if how == "deleted":
        shutil.rmtree(home)
    elif how == "moved":
        home.rename(home.with_name("elsewhere"))
    elif how == "replaced by an older file":
        shutil.copy2(path, path.with_suffix(".old"))
        os.replace(path.with_suffix(".old"), path)
    else:
        path.with_name(f"{path.name}-wal").unlink()


@pytest.mark.parametrize("how", ["deleted", "moved", "replaced by an older file", "its log deleted"])
def test_no_payment_is_saved_into_books_that_are_not_where_they_were(path: Path, how: str) -> None:
    books = new_books(path, later_clock())
    pay(books, "before", 1, 700)
    take_away(path, how)
    for _again in range(2):
        with pytest.raises(BooksGone):
            pay(books, "after", 2, 700)
        with pytest.raises(BooksGone), books.machine() as connection:
            connection.execute("DELETE FROM job_time")
    with pytest.raises(BooksGone):
        books.reader()
    assert path.parent.exists() == (how not in ("deleted", "moved")), "nothing is made anew in its place"
    books.close()


def test_a_folder_that_comes_back_is_gone_on_with_and_the_same_request_posts_once(path: Path) -> None:
    books = new_books(path, later_clock())
    pay(books, "before", 1, 700)
    elsewhere = path.parent.rename(path.parent.with_name("elsewhere"))
    with pytest.raises(BooksGone):
        pay(books, "after", 2, 700)
    elsewhere.rename(path.parent)
    pay(books, "after", 2, 700)
    pay(books, "after", 2, 700)
    books.close()
    assert [count_requests(path, request) for request in ("before", "after")] == [1, 1]
    must_be_whole(path)


def test_without_the_look_at_the_folder_a_payment_would_be_told_as_saved_and_lost(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books = new_books(path, later_clock())
    pay(books, "before", 1, 700)
    kept = Path(shutil.copytree(path.parent, tmp_path / "kept")) / path.name
    monkeypatch.setattr(Whereabouts, "must_stand", lambda self: None)
    shutil.rmtree(path.parent)
    pay(books, "after", 2, 700)
    books.close()
    assert not path.exists()
    assert count_requests(kept, "after") == 0
