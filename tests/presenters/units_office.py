"""The furnished office of the desk's tests with a window's session, for units, receipts and papers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from counter.desk.people import Person
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


class SecondPerson:
    """Stands in for the overlay that proves a second person: writes down what is asked, and answers when told to."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []

    def __call__(
        self, act: Act, title: str, text: str, *, needs_reason: bool, on_granted: Callable[[Person, str], None],
        on_request: Callable[[str], None] | None = None, on_owed: Callable[[str], None] | None = None,
        requester: int | None = None, confirm: str = "", word: str = "",
    ) -> None:  # fmt: skip
        self.asked.append(Asked(act, title, text, on_granted, on_request, requester, on_owed, confirm))


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
