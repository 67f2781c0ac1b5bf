"""Text messages as the books know them: what was to be said to whom, and how far each part has come."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from counter.rules import sms_queue
from counter.rules.sms_queue import Part, PartState, SmsState
from db.queries import messages
from db.queries.messages import MessageEvent

Purpose = Literal["arrears", "receipt"]
# What is older is no work of the queue any more; it stays on the unit's card.
DAYS = 90


class UnknownMessage(Exception):
    """No text message has this number."""

    code = "unknown_message"

    def __init__(self, message_id: int) -> None:
        super().__init__(message_id)
        self.message_id = message_id


class Message(NamedTuple):
    """One message; id: the event that queued it; amount in minor units, what it speaks of; until: the last day on
    which it is sent by itself; charges: (charge, open) it rests on; receipt: of whose payment it tells; by_file: given
    to a bulk sender in a file, so that no modem sends it; why: the code of what dropped it, '' where nothing did."""

    id: int
    day: str
    at: str
    unit_id: int
    person_id: int | None
    purpose: Purpose
    text: str
    amount: int
    until: str
    charges: tuple[tuple[int, int], ...]
    receipt_id: int | None
    parts: tuple[Part, ...]
    by_file: bool = False
    why: str = ""

    @property
    def state(self) -> SmsState:
        """Return how far it has come."""
        return sms_queue.state_of(self.parts, dropped=bool(self.why))

    @property
    def reason(self) -> str:
        """Return why it did not go, or not yet, as a code; '' where nothing is in its way."""
        return self.why or next((part.reason for part in self.parts if part.reason), "")


@dataclass(slots=True)
class MessageLog:
    """The messages of the last months; follow reads on from where it stood."""

    found: dict[int, Message] = field(default_factory=dict)
    _read_to: int = -1

    def follow(self, connection: Any, today: date) -> "MessageLog":
        """Take in what was written since the last call."""
        if self._read_to < 0:
            self._read_to = messages.before_day(connection, (today - timedelta(days=DAYS)).isoformat())
        for event in messages.since(connection, self._read_to):
            take(self.found, event)
            self._read_to = event.event_id
        return self


def messages_now(connection: Any, today: date) -> dict[int, Message]:
    """Return the messages of the last months by their number, the oldest first."""
    return MessageLog().follow(connection, today).found


def messages_of(connection: Any, unit_id: int) -> dict[int, Message]:
    """Return every text message to a unit by its number, the oldest first."""
    found: dict[int, Message] = {}
    for event in messages.of_unit(connection, unit_id):
        take(found, event)
    return found


def take(found: dict[int, Message], event: MessageEvent) -> None:
    """Bring messages on by one event; what belongs to a message that is not there is passed over.

    Books that go on from a copy do not know what became of what waited in it.
    """
    facts = event.facts
    if event.kind == "copy_restored":
        found.update({
            each.id: each._replace(parts=sms_queue.lost_sight_of(each.parts)) for each in found.values() if not each.why
        })  # fmt: skip
        return
    if event.kind == "sms_queued":
        by_file = facts.get("by_file", False)
        found[event.event_id] = Message(
            event.event_id, event.day, event.at, facts["unit"], facts["person"], facts["purpose"], facts["text"],
            facts["amount"], facts["until"], tuple((each[0], each[1]) for each in facts["charges"]), facts["receipt"],
            (sms_queue.asked(Part()) if by_file else Part(),) * facts["parts"], by_file,
        )  # fmt: skip
        return
    message = found.get(facts.get("message", 0))
    if message is None:
        return
    if event.kind == "sms_dropped":
        found[message.id] = message._replace(why=facts["why"])
    elif event.kind == "sms_decided":
        found[message.id] = message._replace(parts=sms_queue.again(message.parts))
    elif event.kind == "sms_asked":
        found[message.id] = _moved(message, facts["part"], sms_queue.asked(message.parts[facts["part"] - 1]))
    elif event.kind == "sms_told":
        part = told(message, facts["part"], facts["end"], facts["reference"], facts["why"])
        found[message.id] = _moved(message, facts["part"], part)


def told(message: Message, part: int, end: str, reference: int | None, reason: str) -> Part:
    """Return a part after a word about it. Raises SmsStepWrong."""
    return sms_queue.told(message.parts[part - 1], end, reference, reason)


def _moved(message: Message, part: int, to: Part) -> Message:
    parts = (*message.parts[: part - 1], to, *message.parts[part:])
    return message._replace(parts=parts)


def next_part(message: Message) -> int | None:
    """Return the number of the part that is sent next; None where none is, or a person has to decide first."""
    if message.state not in (SmsState.WAITING, SmsState.SENDING):
        return None
    if any(part.state is PartState.ASKED for part in message.parts):
        return None
    return next((n for n, part in enumerate(message.parts, 1) if part.state is PartState.WAITING), None)
