"""Printing what the letters brought in, of all or of one day's; it changes nothing in the books."""

from typing import Any

from counter.desk.letter_results import DAYS, Group, Result, Results, by_days, grouped, of_day, results
from counter.desk.letter_settings import load_letter_settings
from counter.desk.message_settings import load_message_settings
from counter.desk.office import Office
from counter.desk.people import Person
from counter.papers.letter_results import Line, Part, ResultFacts, SpanLine, results_paper
from counter.rules.permissions import Act
from counter.words import Words
from counter.words.arrears_results import TITLES, group_name, span_name
from db import papers
from db.books import Books
from printing.blocks import dump

PARTS: tuple[Group, ...] = ("step", "segment", "method", "day")
MOST = 12  # days of sending on paper, the newest


def results_on(connection: Any, day: str, only: str = "") -> Results:
    """Return what letters brought in at the office's costs of a day (ISO), of those sent on one day or ('') of all."""
    costs, message = load_letter_settings(connection, day).costs, load_message_settings(connection, day).cost
    found = results(connection, costs, message)
    return of_day(found, only) if only else found


def lines(found: Results, group: Group, words: Words) -> tuple[Line, ...]:
    """Return the letters by one thing, worded."""
    return tuple(_line(each, group_name(group, each.name, words)) for each in grouped(found, group))


def spans(found: Results, words: Words) -> tuple[SpanLine, ...]:
    """Return what came in by days after arrival, worded."""
    return tuple(
        SpanLine(span_name(each.first, each.last, words), each.letters, each.received, each.by_then)
        for each in by_days(found)
    )


def total_line(found: Results) -> Line:
    """Return all letters as one line without a name."""
    return Line("", *(sum(column) for column in zip(*(each[1:] for each in _lines_of(found)), strict=True)))


def result_facts(
    connection: Any, day: str, only: str, *, at: str, clerk: str, office: Office, words: Words
) -> ResultFacts:
    """Return what the report says on a day (ISO); at in UTC."""
    found = results_on(connection, day, only)
    parts = tuple(Part(words(TITLES[group]), lines(found, group, words)[:MOST]) for group in PARTS)
    return ResultFacts(
        office.estate(words.language), at, only, total_line(found), DAYS, parts, spans(found, words),
        None if only else found.otherwise, clerk, office.seal(words.language), office.books_kind,
    )  # fmt: skip


def print_letter_results(
    books: Books, only: str, *, request_id: str, person: Person, till: int, office: Office, words: Words
) -> str:
    """Queue the report for the office printer and return its title. Raises NotAllowed."""
    person.require(Act.READ)
    with books.transaction(request_id, staff_id=person.staff_id, till=till) as tx:
        facts = result_facts(
            tx.connection, tx.day, only, at=tx.at, clerk=person.name, office=office, words=words
        )  # fmt: skip
        paper = results_paper(facts, words)
        papers.enqueue(tx, paper.kind, dump(paper), device="office")
        return paper.title


def _line(each: Result, name: str) -> Line:
    return Line(name, each.letters, each.arrived, each.demanded, each.received, each.cost)


def _lines_of(found: Results) -> list[Line]:
    return [Line("", 0, 0, 0, 0, 0), *(_line(each, "") for each in grouped(found, "step"))]
