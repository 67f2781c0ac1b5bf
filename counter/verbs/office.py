"""How a writing verb opens the books: as a member of staff whose PIN is read from the terminal, never from the line."""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from counter.desk.people import Person, PinMustChange, prove
from counter.desk.refusals import note_refusal
from counter.platform.folders import Home
from counter.rules.permissions import NotAllowed
from counter.words import Words
from db.books import Books
from db.faults import BooksMissing
from db.queries.people import staff


@contextmanager
def writing(home: Home) -> Iterator[Books]:
    """Open existing books for a verb that writes. Raises BooksMissing, BooksInUse and what open_books raises."""
    from counter.wiring.parts import open_books_of

    if not home.books.exists():
        raise BooksMissing(str(home.books))
    books = open_books_of(home)
    try:
        yield books
    except NotAllowed as error:
        if error.staff_id is not None:
            note_refusal(books, error, Person(error.staff_id, "", error.role), None)
        raise
    finally:
        books.close()


def who(books: Books, staff_id: int, w: Words) -> Person:
    """Ask for the PIN of a member of staff (read from standard input where there is no terminal)."""
    prompt = w("PIN: ")
    pin = getpass.getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().strip()
    person = prove(books, staff_id, pin)
    if person.must_change:
        raise PinMustChange(person.name)
    return person


def first_manager(books: Books) -> Person:
    """Return the manager the books were founded with, for what the sample does by itself."""
    found = staff(books.database.connection(), 1)
    assert found is not None, "books are founded with a manager"
    return Person(found.id, found.name, found.role)
