"""A call about arrears and what came of it, and how a unit is to be dunned from now on."""

from collections.abc import Sequence
from datetime import date, timedelta

from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.standing import UnknownUnit
from counter.rules.permissions import Act
from db.books import Books
from db.queries import accounts, dunning
from db.queries.dunning import Contact, Marks

KIND = "contact_noted"
MARKED = "dunning_changed"
# One key for each on the phone list; the first three mean that somebody was spoken to.
CALLS = ("will_pay", "refuses", "asks_back", "no_answer", "wrong_number")
SPOKEN = frozenset(CALLS[:3])
# In how many days somebody is called again after an outcome; who has a wrong number is not, until it is another one.
AGAIN_DAYS = {"will_pay": 14, "refuses": 30, "asks_back": 3, "no_answer": 1, "wrong_number": 0}
PUT_OFF = "put_off"  # no call: the next one was fixed for another day
MISTAKE = "mistake"  # no call: another note is taken back (counter/desk/take_back_contact.py)
TIMES = ("", "morning", "afternoon", "evening", "weekend")


class CallWrong(Exception):
    """A call has one of the known outcomes, and the next one is still to come."""

    code = "call_wrong"

    def __init__(self, outcome_text: str, next_day: str) -> None:
        super().__init__(outcome_text, next_day)
        self.outcome_text = outcome_text
        self.next_day = next_day


def note_call(
    books: Books,
    unit_id: int,
    outcome: str,
    *,
    request_id: str,
    staff: Person,
    next_call: date | None = None,
    person_id: int | None = None,
) -> int:
    """Note a call and its outcome, one of CALLS; returns its event. next_call: None where nobody is to be called again.

    PUT_OFF notes only the day of the next call. person_id: of one who left the unit and owes. Idempotent by request.
    Raises NotAllowed, UnknownUnit, CallWrong.
    """
    staff.require(Act.NOTE_CONTACT)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return done[0]
        if accounts.unit(tx.connection, unit_id) is None:
            raise UnknownUnit(str(unit_id))
        day = next_call.isoformat() if next_call else ""
        known = outcome in CALLS or (outcome == PUT_OFF and day)
        if not known or (day and day < tx.day):
            raise CallWrong(outcome, day)
        called = {} if person_id is None else {"person": person_id}
        return tx.post("contact_noted", {"unit": unit_id, "outcome": outcome, "next": day, **called}).id


def still_noted(contacts: Sequence[Contact]) -> list[Contact]:
    """Return contacts without the calls, promises and suits that were taken back."""
    gone = {each.facts["takes_back"] for each in contacts if each.kind == KIND and each.facts["outcome"] == MISTAKE}
    return [each for each in contacts if each.event_id not in gone]


def called_again(outcome: str, today: date) -> date | None:
    """Return the day of the next call that is proposed after an outcome, None where there is none."""
    days = AGAIN_DAYS.get(outcome, 0)
    return today + timedelta(days=days) if days else None


def mark_unit(
    books: Books, unit_id: int, *, request_id: str, staff: Person, heirs: bool = False, call_first: bool = False,
    best_time: str = "", no_sms: bool = False,
) -> None:  # fmt: skip
    """Say how a unit is dunned: heirs to be confirmed first, called before a letter, when best, no SMS.

    Raises NotAllowed, UnknownUnit, CallWrong.
    """
    staff.require(Act.NOTE_CONTACT)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        if earlier_facts(tx, MARKED) is not None:
            return
        if accounts.unit(tx.connection, unit_id) is None:
            raise UnknownUnit(str(unit_id))
        if best_time not in TIMES:
            raise CallWrong(best_time, "")
        known = dunning.marks(tx.connection).get(unit_id)
        last = dunning.last_noted(tx.connection, unit_id)
        number = last.id if last else tx.next_id("dunning")
        kept = (known.no_email, known.sms_receipt) if known else (None, None)
        row = Marks(number, unit_id, int(heirs), int(call_first), best_time, int(no_sms), *kept)
        facts = {
            "unit": unit_id, "heirs": heirs, "call_first": call_first, "best_time": best_time, "no_sms": no_sms,
        }  # fmt: skip
        tx.change("dunning_changed", facts, {"dunning": [tuple(row)]})
