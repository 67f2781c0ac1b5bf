"""Handwritten receipts entered later (补录): each form once, the real day kept beside the business day."""

from datetime import date
from typing import Any

from counter.desk.form_register import usable
from counter.desk.payment_order import LateEntry
from counter.desk.people import Person
from counter.desk.tenders import no_card_number
from counter.rules.form_number import check_form_number
from counter.rules.permissions import Act
from db.queries import forms
from db.queries.settings import founded_on
from db.rows import Form, Receipt

LONG_BACK = 15
"""Days after which the day on a handwritten receipt is more likely a slip of the hand than a power cut."""


class LateDayWrong(Exception):
    """The day on a handwritten receipt is no day, or still to come."""

    code = "late_day_wrong"

    def __init__(self, day: str) -> None:
        super().__init__(day)
        self.day = day


class LateDayOld(Exception):
    """The day on a handwritten receipt lies so long back that it is asked about once more."""

    code = "late_day_old"

    def __init__(self, day: str, days_count: int) -> None:
        super().__init__(day, days_count)
        self.day = day
        self.days_count = days_count


class LateDayBeforeBooks(Exception):
    """The day on a handwritten receipt lies before these books begin: what was taken then is in other books."""

    code = "late_day_before_books"

    def __init__(self, day: str, founded_day: str) -> None:
        super().__init__(day, founded_day)
        self.day = day
        self.founded_day = founded_day


class WriterMissing(Exception):
    """A handwritten receipt was written by somebody."""

    code = "writer_missing"


def check_late(connection: Any, late: LateEntry, today: str, cashier: Person) -> bool:
    """Return whether the form lies outside every book received; today is an ISO date.

    The payment itself belongs to the open till's day, so no closed day changes. Raises NotAllowed, LateDayWrong,
    LateDayBeforeBooks, LateDayOld (until it is sure), WriterMissing, NotAFormNumber, FormWidthWrong, FormNumberUsed,
    FullCardNumber.
    """
    cashier.require(Act.ENTER_LATE)
    no_card_number(late.writer)
    _check_day(connection, late, date.fromisoformat(today))
    if not late.writer.strip():
        raise WriterMissing
    return usable(connection, late.form)[1]


def _check_day(connection: Any, late: LateEntry, today: date) -> None:
    try:
        written = date.fromisoformat(late.written_on)
    except ValueError:
        raise LateDayWrong(late.written_on) from None
    if written > today:
        raise LateDayWrong(late.written_on)
    founded = founded_on(connection)
    if written.isoformat() < founded:
        raise LateDayBeforeBooks(written.isoformat(), founded)
    days = (today - written).days
    if days > LONG_BACK and not late.sure:
        raise LateDayOld(written.isoformat(), days)


def form_text(late: LateEntry) -> str:
    """Return the number of the handwritten form as it is kept."""
    return check_form_number(late.form)


def late_facts(late: LateEntry | None) -> dict[str, Any]:
    """Return what a payment's event says of its handwritten receipt; nothing for an ordinary one."""
    if late is None:
        return {}
    return {"late": {"form": form_text(late), "written_on": late.written_on, "writer": late.writer.strip()}}


def late_forms(connection: Any, late: LateEntry | None, receipt: Receipt) -> list[Form]:
    """Return the row of the form that was used; a payment over two funds uses it with its first receipt."""
    if late is None:
        return []
    number = form_text(late)
    there = forms.standing(connection, number)
    return [Form(receipt.id, number, "used")] if there is None or there.is_free else []
