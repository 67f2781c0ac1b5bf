"""Printing the register of cases; it changes nothing in the books."""

from counter.desk.office import Office
from counter.desk.people import Person
from counter.papers.case_register import RegisterFacts, RegisterLine, register_paper
from counter.rules.cases import Step
from counter.rules.permissions import Act
from counter.words import Words
from db import papers
from db.books import Books
from db.queries import cases
from printing.blocks import dump


def print_cases(
    books: Books, *, ended: bool, kind: str, request_id: str, person: Person, till: int, office: Office, words: Words
) -> str:
    """Queue the register of open or ended cases, of one kind or ('') all, and return its title. Raises NotAllowed."""
    person.require(Act.READ)
    with books.transaction(request_id, staff_id=person.staff_id, till=till) as tx:
        lines = tuple(
            RegisterLine(
                each.case.number, each.unit_code, each.case.kind, each.case.topic, each.case.raised_on, each.case.step,
                each.case.actor, each.case.due or "", each.frozen,
                each.named if each.case.step in (Step.IN_HAND, Step.MEDIATION) else "",
                bool(each.case.urgent),
            )
            for each in cases.cases(tx.connection, ended=ended, kind=kind, today=tx.day)
        )  # fmt: skip
        facts = RegisterFacts(
            office.estate(words.language), tx.at, kind, ended, lines, person.name, office.seal(words.language),
            office.books_kind,
        )  # fmt: skip
        paper = register_paper(facts, words)
        papers.enqueue(tx, paper.kind, dump(paper), device="office")
        return paper.title
