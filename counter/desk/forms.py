"""Numbered forms (票据): which one lies next in the printer, and which receipt went onto which; no number twice."""

from typing import Any

from counter.desk.people import Person
from counter.desk.undo import UnknownReceipt
from counter.rules.form_number import Gap, check_form_number, following, gap, parts, spellings
from counter.rules.permissions import Act
from db.books import Books, Tx
from db.queries import forms, history, receipts
from db.queries.tills import till_state
from db.rows import Form

_LOOKED_BACK = 5  # leaps
_LISTED = 500  # numbers of one leap


class FormNumberUsed(Exception):
    """A form of this number is accounted for already."""

    code = "form_number_used"

    def __init__(self, printed_number: str, receipt_number: str, outcome: str) -> None:
        super().__init__(printed_number, receipt_number, outcome)
        self.printed_number = printed_number
        self.receipt_number = receipt_number
        self.outcome = outcome


def refuse_used(connection: Any, printed_number: str, spoils_receipt: int | None = None) -> None:
    """Raise FormNumberUsed where a form is accounted for; the form of a receipt may still be spoiled by a jam.

    However it was typed: A000017, A17 and A-000017 are one form.
    """
    for number in forms.noted_among(connection, spellings(printed_number)):
        found = forms.standing(connection, number)
        if found is None or found.is_free:
            continue
        if spoils_receipt is not None and (found.outcome, found.receipt_id) == ("used", spoils_receipt):
            continue
        raise FormNumberUsed(number, found.receipt_number or "–", found.outcome)


def next_form(connection: Any, till: int) -> str:
    """Return the number that lies next in a till's printer: one after the last, "" where nobody said the first."""
    said = next(iter(forms.sets(connection, till)), None)
    noted = forms.numbers_since(connection, till, said.event_id if said else 0)
    start = said.number if said else following(noted[0]) if noted else ""
    if not start:
        return ""
    head, running = parts(start)
    ahead = [parts(number)[1] + 1 for number in noted if parts(number)[0] == head]
    return following(start, max([running, *ahead]) - running)


def missing_forms(connection: Any, till: int) -> list[Gap]:
    """Return the numbers that were leapt over lately and are not accounted for, newest leap first."""
    found = []
    for said in forms.sets(connection, till, _LOOKED_BACK):
        leap = gap(said.expected, said.number) if said.expected else None
        if leap is not None:
            found += _holes(connection, leap)
    return found


def _holes(connection: Any, leap: Gap) -> list[Gap]:
    holes: list[Gap] = []
    for number in (following(leap.first, n) for n in range(min(leap.forms, _LISTED))):
        there = forms.standing(connection, number)
        if there is not None and not there.is_free:
            continue
        if holes and following(holes[-1].last) == number:
            holes[-1] = Gap(holes[-1].first, number, holes[-1].forms + 1)
        else:
            holes.append(Gap(number, number, 1))
    return holes


def set_next_form(books: Books, text: str, *, request_id: str, person: Person, till: int) -> Gap | None:
    """Record which number lies next; returns what was leapt over. Raises NotAllowed, NotAFormNumber, FormNumberUsed."""
    person.require(Act.REPRINT)
    number = check_form_number(text)
    with books.transaction(request_id, staff_id=person.staff_id, till=till) as tx:
        expected = next_form(tx.connection, till)
        if not tx.earlier and number != expected:
            refuse_used(tx.connection, number)
            _in_day(tx, till)
            tx.post("form_set", {"next": number, "expected": expected})
            return gap(expected, number) if expected else None
    return None


def note_form(books: Books, receipt_id: int, text: str, *, request_id: str, person: Person, till: int) -> str:
    """Record which form a receipt went onto, in place of what was noted before; returns its number.

    The number noted by mistake is free again. Raises NotAllowed, UnknownReceipt, NotAFormNumber, FormNumberUsed.
    """
    person.require(Act.REPRINT)
    number = check_form_number(text)
    with books.transaction(request_id, staff_id=person.staff_id, till=till) as tx:
        if receipts.receipt(tx.connection, receipt_id) is None:
            raise UnknownReceipt(str(receipt_id))
        noted = [each for each, outcome in forms.of_receipt(tx.connection, receipt_id).items() if outcome == "used"]
        if tx.earlier or number in noted:
            return number
        refuse_used(tx.connection, number)
        _in_day(tx, till)
        used = Form(receipt_id, number, "used")
        if noted:
            tx.post("form_corrected", {"was": noted[-1]}, [Form(receipt_id, noted[-1], "void"), used])
        else:
            tx.post("form_used", {}, [used])
    return number


def register_printed(books: Books, job_id: int, *, till: int) -> tuple[str, ...]:
    """Record the forms that a paper of the queue went onto, once; returns their numbers.

    A receipt's sheets are used, any other paper makes a form void. Nothing is recorded while nobody said which number
    lies next, or where it is accounted for already: the receipt's sheet shows that, and it is noted there.
    """
    # Only an office with pre-printed stock needs to know how papers lie on it.
    from printing.blocks import load
    from printing.pdf_stock import sheets_of
    from printing.stock import RECEIPT_STOCK

    with books.transaction(f"form-{till}-{job_id}", staff_id=None, till=till) as tx:
        job = history.paper_line(tx.connection, job_id)
        first = next_form(tx.connection, till)
        if tx.earlier or job is None or not first:
            return ()
        numbers = tuple(following(first, n) for n in range(sheets_of(load(job.content), RECEIPT_STOCK)))
        if any((there := forms.standing(tx.connection, each)) and not there.is_free for each in numbers):
            return ()
        _in_day(tx, till)
        outcome = "void" if job.receipt_id is None else "used"
        tx.post("form_used", {"job": job_id}, [Form(job.receipt_id, number, outcome) for number in numbers])
        return numbers


def _in_day(tx: Tx, till: int) -> None:
    state = till_state(tx.connection, till)
    tx.day = state.day if state else tx.day
