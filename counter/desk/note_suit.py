"""A suit filed with the court over what a unit owes: it begins the limitation of every open charge anew (§195)."""

from datetime import date
from pathlib import Path
from typing import Any

from counter.desk.keep_scan import keep_file, post_with_scan
from counter.desk.liable import answered_for
from counter.desk.note_contact import KIND
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.standing import UnknownUnit
from counter.rules.permissions import Act
from db.books import Books
from db.queries import accounts

SUIT = "suit"
LONGEST_NUMBER = 60


class SuitWrong(Exception):
    """A suit has a case number, was filed today or before, and something is open; missing: day, number or open."""

    code = "suit_wrong"

    def __init__(self, missing: str) -> None:
        super().__init__(missing)
        self.missing = missing


def note_suit(
    books: Books, unit_id: int, on: date, number: str, *, request_id: str, staff: Person, store: Path | None = None,
    scan: Path | None = None, person_id: int | None = None,
) -> int:  # fmt: skip
    """Note a suit by the day it was filed and the court's number; returns the event. scan: the court's paper, in store.

    person_id: of one who left the unit, who is sued for what they answer for. Idempotent by request. Raises NotAllowed,
    UnknownUnit, SuitWrong, AttachmentTooLarge, AttachmentKindUnknown, AttachmentUnreadable, BooksFault.
    """
    staff.require(Act.SEND_LETTERS)
    kept = keep_file(store, scan) if store is not None and scan is not None else None
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return done[0]
        if accounts.unit(tx.connection, unit_id) is None:
            raise UnknownUnit(str(unit_id))
        charges = answered_for(tx.connection, unit_id, person_id, tx.day)
        _check(tx.day, on, number.strip(), len(charges))
        facts: dict[str, Any] = {
            "unit": unit_id, "outcome": SUIT, "next": "", "on": on.isoformat(), "slip": number.strip(),
            "charges": [each.charge_id for each in charges], **({} if person_id is None else {"person": person_id}),
        }  # fmt: skip
        return post_with_scan(tx, "contact_noted", facts, kept, "suit", unit_id)


def _check(today: str, on: date, number: str, open_count: int) -> None:
    if on.isoformat() > today:
        raise SuitWrong("day")
    if not 0 < len(number) <= LONGEST_NUMBER:
        raise SuitWrong("number")
    if not open_count:
        raise SuitWrong("open")
