"""A call, a promise or a suit noted by mistake is taken back: both notes stay, and the first counts no more."""

from typing import Any

from counter.desk.deliver_letter import MistakeUnexplained
from counter.desk.note_contact import KIND, MISTAKE, still_noted
from counter.desk.note_suit import SUIT
from counter.desk.people import Person
from counter.desk.promises import KIND as PROMISE
from counter.desk.requests import earlier_facts
from counter.rules.permissions import Act
from db.books import Books
from db.queries import dunning
from db.queries.dunning import Contact


class NothingToTakeBack(Exception):
    """This is no call, promise or suit of the unit, or it was taken back already."""

    code = "nothing_to_take_back"


def take_back_contact(books: Books, unit_id: int, event_id: int, why: str, *, request_id: str, staff: Person) -> int:
    """Take back a call, a promise or a suit of a unit (by its event); returns the event. Idempotent by request.

    Whoever may note a suit may take it back. Raises NotAllowed, MistakeUnexplained, NothingToTakeBack.
    """
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return done[0]
        noted = can_be_taken_back(dunning.contacts(tx.connection, unit_id), event_id)
        what = what_of(noted) if noted is not None else ""
        staff.require(Act.SEND_LETTERS if what == SUIT else Act.NOTE_CONTACT)
        if noted is None:
            raise NothingToTakeBack
        if not why.strip():
            raise MistakeUnexplained
        facts: dict[str, Any] = {
            "unit": unit_id, "outcome": MISTAKE, "next": "", "on": noted.day, "noted": what, "takes_back": event_id,
            "why": why.strip(), **({"person": noted.facts["person"]} if "person" in noted.facts else {}),
        }  # fmt: skip
        return tx.post("contact_noted", facts).id


def can_be_taken_back(contacts: list[Contact], event_id: int) -> Contact | None:
    """Return the call, promise or suit with this event, None where it is none or counts no more."""
    noted = next((each for each in still_noted(contacts) if each.event_id == event_id), None)
    if noted is None or noted.kind not in (KIND, PROMISE) or noted.facts.get("outcome") == MISTAKE:
        return None
    return noted


def what_of(noted: Contact) -> str:
    """Return what was noted, as a code: promise, suit, or the outcome of a call."""
    return "promise" if noted.kind == PROMISE else str(noted.facts["outcome"])
