"""What a bulk sender says of messages that were given to it in a file: each becomes the word about its parts."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol

from counter.desk.people import Person
from counter.desk.sms_messages import Message, messages_now
from counter.rules import sms_queue
from counter.rules.permissions import Act
from counter.rules.sms_queue import PartState, SmsStepWrong
from db.books import Books, Tx
from db.queries import registers

_NO_FIGURE = re.compile(r"\D")


class OfFile(Protocol):
    """One line of the sender's table (counter/files/sms_results.py)."""

    @property
    def message(self) -> int:
        """Return the message's number, 0 where none is told."""

    @property
    def phone(self) -> str:
        """Return the telephone number."""

    @property
    def result(self) -> str:
        """Return sent, delivered or failed."""


class NotedSms(NamedTuple):
    """How many results were noted, known before, and about no message of a file."""

    noted: int
    known: int
    strange: int


def note_sms_results(books: Books, results: Sequence[OfFile], *, request_id: str, staff: Person) -> NotedSms:
    """Record what became of messages of a file, each result once; idempotent by request. Raises NotAllowed."""
    staff.require(Act.NOTE_CONTACT)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        if tx.earlier:
            return NotedSms(0, len(results), 0)
        every = messages_now(tx.connection, date.fromisoformat(tx.day))
        of_file = {each.id: each for each in every.values() if each.by_file}
        phones = _phones(tx.connection, of_file)
        noted, strange, told = 0, 0, set[int]()
        for each in results:
            message = of_file.get(each.message or phones.get(_digits(each.phone), 0))
            if message is None:
                strange += 1
            elif message.id not in told and _note(tx, message, each.result):
                noted += 1
                told.add(message.id)  # a second line about it says nothing new
        return NotedSms(noted, len(results) - noted - strange, strange)


def _note(tx: Tx, message: Message, result: str) -> bool:
    """Post what is new about each part; returns whether anything was."""
    part = message.parts[0]
    ends = ("sent", result) if result == "delivered" and part.state is PartState.ASKED else (result,)
    try:
        for end in ends:
            part = sms_queue.told(part, end, None, "")
    except SmsStepWrong:
        return False
    for end in ends:
        for place, known in enumerate(message.parts, 1):
            facts = {
                "message": message.id, "unit": message.unit_id, "part": place, "attempt": known.attempts, "end": end,
                "reference": None, "why": "",
            }  # fmt: skip
            tx.post("sms_told", facts)
    return True


def _phones(connection: Any, of_file: Mapping[int, Message]) -> dict[str, int]:
    """The newest message of a file to each telephone number."""
    found: dict[str, int] = {}
    for message in of_file.values():
        row = registers.person(connection, message.person_id or 0)
        if row is not None and row.phone:
            found[_digits(row.phone)] = message.id
    return found


def _digits(phone: str) -> str:
    figures = _NO_FIGURE.sub("", phone)
    return figures[2:] if len(figures) == 13 and figures.startswith("86") else figures
