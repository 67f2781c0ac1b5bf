"""The register of pre-printed forms (票据领用簿): books received and issued, each number used once."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from counter.desk.approve import written_reason
from counter.desk.forms import refuse_used
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.rules.form_number import check_form_number, same_head
from counter.rules.forms import FormNumber, book_of, gaps, parse_form_number
from counter.rules.permissions import Act
from db.books import Books
from db.queries import forms, safe
from db.queries.forms import FormRow
from db.rows import Form


class Issue(NamedTuple):
    """Numbers of a book that were handed to somebody or to a till."""

    first: int
    last: int
    to: str
    day: str


class Book(NamedTuple):
    """A book of forms and what became of its numbers; skipped are those nobody accounts for."""

    event_id: int
    prefix: str
    width: int
    first: int
    last: int
    received_on: str
    issues: tuple[Issue, ...]
    used: int
    spoiled: int
    void: int
    skipped: tuple[int, ...]
    left: int

    def printed(self, number: int) -> str:
        """Return a number as the stock carries it."""
        return FormNumber(self.prefix, number, self.width).text


class FormsOverlap(Exception):
    """A book with some of these numbers was received before."""

    code = "forms_overlap"

    def __init__(self, first: str, last: str) -> None:
        super().__init__(first, last)
        self.first = first
        self.last = last


class FormsNotThere(Exception):
    """These forms are not all in a book that was received, or some of them were issued before."""

    code = "forms_not_there"

    def __init__(self, first: str, last: str) -> None:
        super().__init__(first, last)
        self.first = first
        self.last = last


class ReceiverMissing(Exception):
    """Forms are issued to somebody, or to a till."""

    code = "receiver_missing"


class FormWidthWrong(Exception):
    """The form lies in a book of the register, and its number was typed otherwise than the book has it printed."""

    code = "form_width_wrong"

    def __init__(self, typed: str, printed_number: str) -> None:
        super().__init__(typed, printed_number)
        self.typed = typed
        self.printed_number = printed_number


def usable(connection: Any, text: str) -> tuple[str, bool]:
    """Return a form's number as it is kept, and whether it lies outside every book that was received.

    Without any book in the register nothing lies outside. Raises NotAFormNumber, FormNumberUsed, FormWidthWrong.
    """
    number = check_form_number(text)
    refuse_used(connection, number)
    books, parsed = _received(connection), parse_form_number(number)
    for _id, _day, body in books:
        if same_head(body["prefix"], parsed.prefix) and body["first"] <= parsed.number <= body["last"]:
            printed = FormNumber(body["prefix"], parsed.number, body["width"]).text
            if printed != number:
                raise FormWidthWrong(number, printed)
    return number, bool(books) and not any(_holds(body, parsed) for _id, _day, body in books)


def receive_forms(books: Books, first: str, last: str, supplier: str, *, request_id: str, clerk: Person) -> int:
    """Record a book of forms; returns its event. Raises NotAllowed, NotAFormNumber, NotABook, FormsOverlap."""
    clerk.require(Act.KEEP_FORMS)
    start, end = book_of(first, last)
    with books.transaction(request_id, staff_id=clerk.staff_id) as tx:
        done = earlier_facts(tx, "forms_received")
        if done is not None:
            return done[0]
        for _id, _day, body in _received(tx.connection):
            if same_head(body["prefix"], start.prefix) and body["first"] <= end.number and start.number <= body["last"]:
                raise FormsOverlap(start.text, end.text)
        facts = {"prefix": start.prefix, "width": start.width, "first": start.number, "last": end.number}
        return tx.post("forms_received", {**facts, "supplier": supplier.strip()}).id


def issue_forms(books: Books, first: str, last: str, to: str, *, request_id: str, clerk: Person) -> None:
    """Hand forms of a book to somebody. Raises NotAllowed, NotAFormNumber, NotABook, FormsNotThere, ReceiverMissing."""
    clerk.require(Act.KEEP_FORMS)
    start, end = book_of(first, last)
    if not to.strip():
        raise ReceiverMissing
    with books.transaction(request_id, staff_id=clerk.staff_id) as tx:
        if tx.earlier:
            return
        book = next(
            (each for each in _received(tx.connection) if _holds(each[2], start) and _holds(each[2], end)), None
        )
        issued = [
            body for _id, _day, body in safe.facts(tx.connection, "forms_issued") if book and body["book"] == book[0]
        ]
        if book is None or any(body["first"] <= end.number and start.number <= body["last"] for body in issued):
            raise FormsNotThere(start.text, end.text)
        tx.post("forms_issued", {"book": book[0], "first": start.number, "last": end.number, "to": to.strip()})


def void_form(books: Books, text: str, reason: str, *, request_id: str, clerk: Person) -> str:
    """Declare a form void that no receipt was written on; returns its number.

    Raises NotAllowed, NotAFormNumber, FormNumberUsed, FormWidthWrong, ReasonMissing, FullCardNumber.
    """
    clerk.require(Act.KEEP_FORMS)
    reason = written_reason(reason)
    with books.transaction(request_id, staff_id=clerk.staff_id) as tx:
        done = earlier_facts(tx, "form_voided")
        if done is not None:
            return str(done[1]["rows"]["form"][0][1])
        number, _outside = usable(tx.connection, text)
        tx.post("form_voided", {"reason": reason}, [Form(None, number, "void")])
        return number


def register(connection: Any) -> list[Book]:
    """Return every book with what became of its numbers, the newest last."""
    rows = [(each, parsed) for each in forms.forms(connection) if (parsed := _parsed(each)) is not None]
    issued = safe.facts(connection, "forms_issued")
    return [
        _book(book, [body | {"day": day} for _id, day, body in issued if body["book"] == book[0]], rows)
        for book in _received(connection)
    ]


def outside(connection: Any) -> list[FormRow]:
    """Return the forms that were used although no book received holds them."""
    books = _received(connection)
    return [
        each
        for each in forms.forms(connection)
        if (parsed := _parsed(each)) is None or not any(_holds(body, parsed) for _id, _day, body in books)
    ]


def _received(connection: Any) -> list[tuple[int, str, dict[str, Any]]]:
    return safe.facts(connection, "forms_received")


def _holds(body: dict[str, Any], number: FormNumber) -> bool:
    same = (body["prefix"], body["width"]) == (number.prefix, number.width)
    return same and body["first"] <= number.number <= body["last"]


def _parsed(row: FormRow) -> FormNumber | None:
    try:
        return parse_form_number(row.printed_number)
    except ValueError:
        return None


def _book(
    received: tuple[int, str, dict[str, Any]],
    issued: Iterable[dict[str, Any]],
    rows: Sequence[tuple[FormRow, FormNumber]],
) -> Book:
    event_id, day, body = received
    mine = [(row, number.number) for row, number in rows if _holds(body, number)]
    outcomes = {number: row.outcome for row, number in mine}
    issues = tuple(Issue(each["first"], each["last"], each["to"], each["day"]) for each in issued)
    parts = [(each.first, each.last) for each in issues] or [(body["first"], body["last"])]
    skipped = tuple(number for first, last in parts for number in gaps(outcomes, first, last))
    kinds = list(outcomes.values())
    return Book(
        event_id, body["prefix"], body["width"], body["first"], body["last"], day, issues, kinds.count("used"),
        kinds.count("spoiled"), kinds.count("void"), skipped, body["last"] - body["first"] + 1 - len(outcomes),
    )  # fmt: skip
