"""What became of a letter: how it was delivered, to whom, with which proof; some of it restarts the limitation.

A note that was a mistake is taken back by another one: both stand in the books, and the first proves nothing any more.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from counter.desk.keep_scan import keep_file, post_with_scan
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.rules.permissions import Act
from db.books import Books
from db.queries import dunning, people
from db.queries.dunning import Contact

KIND = "letter_delivered"
# By method the outcomes it can have.
OUTCOMES: dict[str, tuple[str, ...]] = {
    "by_hand": ("signed", "refused", "not_met"),
    "registered": ("posted", "signed", "returned"),
    "box": ("left",),
}
# What a person never notes by hand: read back from files (counter/desk/email_letters.py).
BY_FILE: dict[str, tuple[str, ...]] = {"email": ("written", "bounced", "delayed", "arrived", "opened", "answered")}
# A note that takes back the one before it.
TAKEN_BACK = ("mistake", "taken_back")
RECEIVERS = ("owner", "family", "occupier", "other")
# What proves that a demand arrived (Civil Code §195, read narrowly): a signature, by hand or on the post's slip, of the
# owner or of family who live with them. A tenant or a neighbour may never have passed it on.
PROVES = frozenset({("by_hand", "signed"), ("registered", "signed")})
FOR_THE_OWNER = RECEIVERS[:2]

# What brings a letter to where its owner reads it, with or without a proof; mail that is only posted may come back.
ARRIVED = PROVES | {("by_hand", "refused"), ("box", "left")} | {("email", each) for each in BY_FILE["email"][-3:]}


class Delivery(NamedTuple):
    """A delivery as it is to be noted. slip: the registered number; witness: a member of staff by number."""

    letter: int
    method: str
    outcome: str
    on: date
    slip: str = ""
    receiver: str = ""
    witness: int | None = None


class UnknownLetter(Exception):
    """No letter was sent under this."""

    code = "unknown_letter"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class DeliveryWrong(Exception):
    """What was said of a delivery cannot be: missing is what it lacks (day, slip, receiver, witness, outcome)."""

    code = "delivery_wrong"

    def __init__(self, number: str, missing: str) -> None:
        super().__init__(number, missing)
        self.number = number
        self.missing = missing


class NothingNoted(Exception):
    """Nothing that a person noted of this letter could be taken back."""

    code = "nothing_noted"

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


class MistakeUnexplained(Exception):
    """A note is taken back with a word on why."""

    code = "mistake_unexplained"


def deliver_letter(
    books: Books, delivery: Delivery, *, request_id: str, staff: Person, store: Path | None = None,
    scan: Path | None = None,
) -> int:  # fmt: skip
    """Note what became of a letter; returns the event. scan: the signed counterfoil or slip, kept in store.

    Idempotent by request. Raises NotAllowed, UnknownLetter, DeliveryWrong, AttachmentTooLarge, AttachmentKindUnknown,
    AttachmentUnreadable, BooksFault.
    """
    staff.require(Act.NOTE_CONTACT)
    kept = keep_file(store, scan) if store is not None and scan is not None else None
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return done[0]
        letter = dunning.letter(tx.connection, delivery.letter)
        if letter is None:
            raise UnknownLetter(str(delivery.letter))
        number = str(letter.facts["number"])
        _check(tx.connection, delivery, number, letter.day, tx.day)
        facts = {
            "unit": letter.facts["unit"], "letter": letter.event_id, "number": number, "method": delivery.method,
            "outcome": delivery.outcome, "on": delivery.on.isoformat(), "slip": delivery.slip.strip(),
            "receiver": delivery.receiver, "witness": delivery.witness, "scan": kept[0] if kept else "",
        }  # fmt: skip
        return post_with_scan(tx, "letter_delivered", facts, kept, "delivery", int(letter.facts["unit"]))


def take_back_delivery(books: Books, letter_id: int, why: str, *, request_id: str, staff: Person) -> int:
    """Take back what a person noted last of a letter (by its event); returns the event. Idempotent by request.

    Raises NotAllowed, UnknownLetter, MistakeUnexplained, NothingNoted.
    """
    staff.require(Act.NOTE_CONTACT)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return done[0]
        letter = dunning.letter(tx.connection, letter_id)
        if letter is None:
            raise UnknownLetter(str(letter_id))
        if not why.strip():
            raise MistakeUnexplained
        last = last_noted(dunning.contacts(tx.connection, int(letter.facts["unit"])), letter_id)
        if last is None:
            raise NothingNoted(str(letter.facts["number"]))
        method, outcome = TAKEN_BACK
        facts = {
            "unit": letter.facts["unit"], "letter": letter_id, "number": letter.facts["number"], "method": method,
            "outcome": outcome, "on": tx.day, "slip": "", "receiver": "", "witness": None, "scan": "",
            "takes_back": last.event_id, "why": why.strip(),
        }  # fmt: skip
        return tx.post("letter_delivered", facts).id


def last_noted(contacts: Iterable[Contact], letter_id: int) -> Contact | None:
    """Return what a person noted last of a letter and was not taken back, or None."""
    noted = [each for each in standing_deliveries(contacts) if each.facts["letter"] == letter_id]
    return next((each for each in reversed(noted) if each.facts["method"] in OUTCOMES), None)


def standing_deliveries(contacts: Iterable[Contact]) -> list[Contact]:
    """Return the deliveries among contacts that were not taken back, in their order."""
    noted = [each for each in contacts if each.kind == KIND]
    gone = {each.facts.get("takes_back") for each in noted}
    return [each for each in noted if each.event_id not in gone and each.facts["method"] != TAKEN_BACK[0]]


def proves(facts: dict[str, Any]) -> bool:
    """Whether a noted delivery proves that the demand arrived."""
    return (facts["method"], facts["outcome"]) in PROVES and facts["receiver"] in FOR_THE_OWNER


def arrives(facts: dict[str, Any]) -> bool:
    """Whether a noted delivery says that the letter arrived."""
    return (facts["method"], facts["outcome"]) in ARRIVED


def _check(connection: Any, delivery: Delivery, number: str, sent_on: str, today: str) -> None:
    """Raise DeliveryWrong for the first thing that is missing or cannot be."""
    if delivery.outcome not in OUTCOMES.get(delivery.method, ()):
        raise DeliveryWrong(number, "outcome")
    if not sent_on <= delivery.on.isoformat() <= today:
        raise DeliveryWrong(number, "day")
    if delivery.method == "registered" and not delivery.slip.strip():
        raise DeliveryWrong(number, "slip")
    if delivery.outcome == "signed" and delivery.receiver not in RECEIVERS:
        raise DeliveryWrong(number, "receiver")
    needs_witness = delivery.method == "box" or delivery.outcome == "refused"
    known = {each.id for each in people.all_staff(connection)}
    if needs_witness and delivery.witness not in known:
        raise DeliveryWrong(number, "witness")
