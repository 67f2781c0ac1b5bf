"""The office with messages: queued to those who owe, and one modem's words about them."""

from datetime import time

from counter.desk.letter_settings import LetterSettings
from counter.desk.owing import Owing, owing_units
from counter.desk.queue_sms import SmsPreview, preview_sms, queue_arrears
from counter.desk.send_sms import PartToSend, take_next
from counter.desk.sms_messages import Message, MessageLog, messages_now
from counter.devices.sms import count_parts
from tests.desk.office import MANAGER, Desk

NOON = time(12)


def owing(desk: Desk, *units: int) -> list[Owing]:
    found = owing_units(desk.connection, desk.clock.today(), LetterSettings())
    return [each for each in found if not units or each.unit.id in units]


def previewed(desk: Desk, *units: int) -> SmsPreview:
    return preview_sms(owing(desk, *units), desk.office, desk.words, count_parts)


def queued(desk: Desk, *units: int) -> list[Message]:
    """Queue a message to units that owe (every one unless told) and return what waits."""
    queue_arrears(desk.books, previewed(desk, *units).messages, request_id=desk.request(), staff=MANAGER)
    return list(every(desk).values())


def every(desk: Desk) -> dict[int, Message]:
    return messages_now(desk.connection, desk.clock.today())


def next_of(desk: Desk, now: time = NOON) -> PartToSend | None:
    return take_next(desk.books, desk.connection, MessageLog(), now)
