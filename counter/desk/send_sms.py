"""Sending text messages: what goes out next is committed before the modem gets its first byte, the result after.

Whatever stops the program between the two leaves a part that nobody knows of; it is never sent again by itself.
"""

from contextlib import suppress
from datetime import date, time
from typing import Any, Literal, NamedTuple

from counter.desk import sms_messages
from counter.desk.letter_settings import load_letter_settings
from counter.desk.message_settings import load_message_settings
from counter.desk.owing import owing_unit
from counter.desk.people import Person
from counter.desk.queue_sms import obstacle
from counter.desk.sms_messages import Message, MessageLog, UnknownMessage, messages_now, next_part
from counter.rules import sms_queue
from counter.rules.permissions import Act
from counter.rules.sms_queue import PartState, SmsDecided, SmsState, SmsStepWrong
from db.books import Books
from db.queries import accounts, dunning, receipts
from db.queries.write_offs import written_off

Decision = Literal["again", "leave"]
_OPEN = frozenset({SmsState.UNKNOWN, SmsState.FAILED, SmsState.WAITING, SmsState.SENDING})


class PartToSend(NamedTuple):
    """A part that the books hold as handed to the modem; attempt: how often it was, this time included."""

    message_id: int
    part: int
    attempt: int
    phone: str
    text: str

    @property
    def key(self) -> str:
        """Return what names this attempt."""
        return f"{self.message_id}-{self.part}-{self.attempt}"


def take_next(books: Books, connection: Any, log: MessageLog, now: time) -> PartToSend | None:
    """Commit that the next part is handed to the modem, and return it; None where nothing waits or it is too late.

    now: local time. Whoever is not written to any more (opted out, paid, disputed, voided, another number) is dropped
    with the reason, in the same look.
    """
    today = books.clock.today()
    if load_message_settings(connection, today.isoformat()).is_quiet(now):
        return None
    waiting = [each.id for each in log.follow(connection, today).found.values() if next_part(each) is not None]
    for message_id in waiting:
        found = _take(books, log, message_id, today)
        if found is not None:
            return found
    return None


def _take(books: Books, log: MessageLog, message_id: int, today: date) -> PartToSend | None:
    message = log.found[message_id]
    attempt = sum(part.attempts for part in message.parts)
    with books.transaction(f"sms-{message_id}-{attempt}-next", staff_id=None) as tx:
        # Somebody may have decided about it between the look and the lock.
        message = log.follow(tx.connection, today).found[message_id]
        part = next_part(message)
        if part is None:
            return None
        why = refusal(tx.connection, message, today)
        if why:
            tx.post("sms_dropped", {"message": message_id, "unit": message.unit_id, "why": why})
            return None
        attempt = message.parts[part - 1].attempts + 1
        tx.post("sms_asked", {"message": message_id, "unit": message.unit_id, "part": part, "attempt": attempt})
        phone = _phone(tx.connection, message)
    return PartToSend(message_id, part, attempt, phone or "", message.text)


def refusal(connection: Any, message: Message, today: date) -> str:
    """Return why a message is not sent any more, as a code; '' where nothing is in the way."""
    if today.isoformat() > message.until:
        return "expired"
    marks = dunning.marks(connection).get(message.unit_id)
    if marks is not None and marks.no_sms:
        return "opted_out"
    if _phone(connection, message) is None:
        return "no_number"
    if any(part.state in (PartState.SENT, PartState.DELIVERED) for part in message.parts):
        return ""  # half of it was read already: the rest follows
    if message.purpose == "receipt":
        wished = load_message_settings(connection, today.isoformat()).receipts and marks and marks.sms_receipt
        receipt = receipts.receipt(connection, message.receipt_id or 0)
        return "opted_out" if not wished else "voided" if receipt is None or receipt.voided_by is not None else ""
    found = owing_unit(connection, message.unit_id, today, load_letter_settings(connection, today.isoformat()))
    if found is None or obstacle(found) == "paid":
        lost = {each.charge_id for each in written_off(connection, (message.unit_id,))}
        return "written_off" if any(charge in lost for charge, _open in message.charges) else "paid"
    lines = tuple((line.charge_id, line.open) for line in found.asked())
    frozen = {charge.charge_id for charge in found.frozen} - found.withheld.keys()
    disputed = frozen & {charge for charge, _open in message.charges}
    return obstacle(found) or ("disputed" if disputed else "" if lines == message.charges else "changed")


def _phone(connection: Any, message: Message) -> str | None:
    """The number of the person the message was meant for, while that person still holds the unit."""
    holders = accounts.holders(connection, message.unit_id)
    return next((h.phone for h in holders if h.person_id == message.person_id and h.until is None and h.phone), None)


def note_told(
    books: Books, log: MessageLog, key: str, end: str, reference: int | None = None, reason: str = ""
) -> None:
    """Record what the modem told of an attempt; what was told before, or fits no more, is passed over."""
    message_id, part, attempt = (int(each) for each in key.split("-"))
    with books.transaction(f"sms-{key}-{end}", staff_id=None) as tx:
        message = log.follow(tx.connection, books.clock.today()).found.get(message_id)
        if tx.earlier or message is None or message.parts[part - 1].attempts != attempt:
            return
        with suppress(SmsStepWrong):
            sms_messages.told(message, part, end, reference, reason)
            facts = {
                "message": message_id, "unit": message.unit_id, "part": part, "attempt": attempt, "end": end,
                "reference": reference, "why": reason,
            }  # fmt: skip
            tx.post("sms_told", facts)


def found_asked(books: Books, connection: Any, log: MessageLog) -> int:
    """At start: what was handed to a modem and never answered is unknown now; returns how many parts there were."""
    asked = [
        f"{message.id}-{n}-{part.attempts}"
        for message in log.follow(connection, books.clock.today()).found.values()
        for n, part in enumerate(message.parts, 1) if part.state is PartState.ASKED and not message.by_file
    ]  # fmt: skip
    for key in asked:
        note_told(books, log, key, "unknown", None, "stopped")
    return len(asked)


def decide_sms(books: Books, message_id: int, decision: Decision, *, request_id: str, staff: Person) -> None:
    """Send again what failed or is unknown of a message, or let the message be.

    What only waits can be let be too, but not while a part of it is with the modem. Idempotent by request. Raises
    NotAllowed, UnknownMessage, SmsDecided.
    """
    staff.require(Act.SEND_LETTERS)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        if tx.earlier:
            return
        message = messages_now(tx.connection, books.clock.today()).get(message_id)
        if message is None:
            raise UnknownMessage(message_id)
        with_modem = not message.by_file and any(part.state is PartState.ASKED for part in message.parts)
        if with_modem or message.state not in _OPEN:
            raise SmsDecided(message.state)
        facts = {"message": message_id, "unit": message.unit_id}
        if decision == "leave":
            tx.post("sms_dropped", {**facts, "why": "let_be"})
            return
        sms_queue.again(message.parts)
        tx.post("sms_decided", {**facts, "decision": decision})
