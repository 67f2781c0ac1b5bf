"""Printing the year's figures of cases for the owners' assembly; it changes nothing in the books."""

from datetime import date
from typing import Any

from counter.desk.case_year import case_year, cause_name
from counter.desk.office import Office
from counter.desk.people import Person
from counter.papers.case_year import CauseLine, Named, Part, YearFacts, year_paper
from counter.rules.case_figures import By, figure, figures
from counter.rules.permissions import Act
from counter.words import Words
from counter.words.case_figures import BY, cause_word, key_words
from counter.words.case_words import KINDS, case_word
from db import papers
from db.books import Books
from db.queries import accounts
from printing.blocks import dump

PARTS = (By.KIND, By.TOPIC, By.ITEM, By.BUILDING, By.ANSWER, By.AGE)
PICTURED = frozenset({By.KIND, By.TOPIC})


def year_facts(
    connection: Any, year: int, today: date, *, kind: str, at: str, clerk: str, office: Office, words: Words
) -> YearFacts:
    """Return what the report of a year says, of one kind or ('') all, as things stand today; at in UTC."""
    found = case_year(connection, year, today, kind)
    items, numbers = accounts.item_names(connection), {each.id: each.number for each in found.raised}
    parts = tuple(
        Part(
            words(BY[by]),
            tuple(Named(key_words(by, each.key, items, words), each) for each in figures(found.counted, by)),
            by in PICTURED,
        )
        for by in PARTS
        if not (by is By.KIND and kind)
    )
    causes = tuple(
        CauseLine(
            cause_word(each, words), cause_name(connection, each, words), tuple(numbers[case] for case in each.cases)
        )
        for each in found.causes
    )
    return YearFacts(
        office.estate(words.language), at, year, case_word(KINDS, kind, words), figure("", found.counted),
        found.households, found.per_hundred, parts, causes, clerk, office.seal(words.language), office.books_kind,
    )  # fmt: skip


def print_case_year(
    books: Books, year: int, *, kind: str, request_id: str, person: Person, till: int, office: Office, words: Words
) -> str:
    """Queue the report for the office printer and return its title. Raises NotAllowed."""
    person.require(Act.READ)
    with books.transaction(request_id, staff_id=person.staff_id, till=till) as tx:
        facts = year_facts(
            tx.connection, year, date.fromisoformat(tx.day), kind=kind, at=tx.at, clerk=person.name, office=office,
            words=words,
        )  # fmt: skip
        paper = year_paper(facts, words)
        papers.enqueue(tx, paper.kind, dump(paper), device="office")
        return paper.title
