"""Printing the register of forms; it changes nothing in the books."""

from counter.desk.form_register import outside, register
from counter.desk.office import Office
from counter.desk.people import Person
from counter.papers.form_register import BookLine, RegisterFacts, register_paper
from counter.rules.forms import ranges
from counter.rules.permissions import Act
from counter.words import Words
from db import papers
from db.books import Books
from printing.blocks import dump


def print_forms(books: Books, *, request_id: str, person: Person, office: Office, words: Words) -> None:
    """Queue the register as it stands now. Raises NotAllowed."""
    person.require(Act.READ)
    with books.transaction(request_id, staff_id=person.staff_id) as tx:
        lines = tuple(
            BookLine(
                book.printed(book.first), book.printed(book.last), book.received_on,
                tuple(
                    (each.to, f"{book.printed(each.first)}–{book.printed(each.last)}", each.day) for each in book.issues
                ),
                book.used, book.spoiled, book.void, book.left,
                tuple(
                    book.printed(a) if a == b else f"{book.printed(a)}–{book.printed(b)}"
                    for a, b in ranges(book.skipped)
                ),
            )
            for book in register(tx.connection)
        )  # fmt: skip
        strange = tuple(each.printed_number for each in outside(tx.connection)) if lines else ()
        facts = RegisterFacts(office.estate(words.language), tx.at, person.name, lines, strange, office.books_kind)
        papers.enqueue(tx, "form_register", dump(register_paper(facts, words)), device="office")
