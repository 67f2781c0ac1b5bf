"""Printing a list of the maintenance fund as it is shown; it changes nothing in the books."""

from counter.desk.people import Person
from counter.papers.fund_report import FundReport, fund_report_paper
from counter.rules.permissions import Act
from counter.words import Words
from db import papers
from db.books import Books
from printing.blocks import dump


def print_fund_report(
    books: Books, report: FundReport, *, request_id: str, person: Person, till: int, words: Words
) -> str:
    """Queue the report for the office printer and return its title; at is set here. Raises NotAllowed."""
    person.require(Act.READ)
    with books.transaction(request_id, staff_id=person.staff_id, till=till) as tx:
        paper = fund_report_paper(report._replace(at=tx.at, clerk=person.name), words)
        papers.enqueue(tx, paper.kind, dump(paper), device="office")
        return paper.title
