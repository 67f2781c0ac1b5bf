"""The furnished office of the desk's tests with a window's session, for units, receipts and papers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from counter.desk.people import Person
from counter.presenters.approval import Wish
from counter.presenters.session import Session
from counter.rules.permissions import Act
from counter.settings import MachineSettings
from counter.words import Language, Words
from tests.desk.office import CASHIER, Desk, HandClock, desk_at, furnish, open_office_books


class Asked(NamedTuple):
    """What a second person was asked to agree to."""

    act: Act
    title: str
    text: str
    granted: Callable[[Person, str], None]
    requested: Callable[[str], None] | None
    requester: int | None
    owed: Callable[[str], None] | None
    confirm: str = ""
    only_asked: str = ""


class SecondPerson:
    """Stands in for the overlay that proves a second person: writes down what is asked, and answers when told to."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []

    def __call__(self, wish: Wish) -> None:
        self.asked.append(
            Asked(
                wish.act, wish.title, wish.text, wish.on_granted, wish.on_request, wish.requester, wish.on_owed,
                wish.confirm, wish.only_asked,
            )
        )  # fmt: skip


@cache
def furnished() -> bytes:
    """The books of the office as a file, made once."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "books.sqlite"
        books = open_office_books(path, HandClock())
        furnish(books)
        books.close()
        return path.read_bytes()


@contextmanager
def open_office(folder: Path) -> Iterator[Desk]:
    """The office with its till open, in books of its own."""
    path = folder / "books.sqlite"
    path.write_bytes(furnished())
    desk = desk_at(path)
    desk.open()
    try:
        yield desk
    finally:
        desk.books.close()


@contextmanager
def session_of(desk: Desk, person: Person = CASHIER, language: Language = "en") -> Iterator[Session]:
    words = Words.load(language)
    session = Session(desk.books, MachineSettings(), words, words)
    session.log_in(person)
    try:
        yield session
    finally:
        session.close()
