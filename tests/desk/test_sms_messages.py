"""Text messages in the books: queued, held back at sending time, never sent twice without a person's word."""

from datetime import time

import pytest

from counter.desk import standing as standing_of
from counter.desk.change_settings import OfficeSettingWrong, change_settings
from counter.desk.message_settings import COST, QUIET_FROM, QUIET_TO, RECEIPTS, load_message_settings
from counter.desk.message_wishes import wish_messages
from counter.desk.note_contact import mark_unit
from counter.desk.payment_order import Chosen
from counter.desk.promises import promise_to_pay
from counter.desk.queue_sms import queue_arrears, queue_receipts
from counter.desk.send_sms import decide_sms, found_asked, note_told
from counter.desk.sms_messages import MessageLog, UnknownMessage, messages_of
from counter.desk.void_receipt import void_receipt
from counter.desk.write_off import write_off
from counter.devices.sms import count_parts
from counter.rules.late_fee import Pause
from counter.rules.permissions import NotAllowed
from counter.rules.sms_queue import SmsDecided
from db.queries import dunning
from tests.desk.office import CASHIER, EVEN, MANAGER, ODD, SUPERVISOR, THIRD, Desk
from tests.desk.sms_office import NOON, every, next_of, owing, previewed, queued


def settings(desk: Desk, **values: object) -> None:
    change_settings(desk.books, values, desk.clock.today(), request_id=desk.request(), staff=MANAGER)


def wish(desk: Desk, unit: int, **wishes: bool) -> None:
    wish_messages(desk.books, unit, request_id=desk.request(), staff=CASHIER, **wishes)


def test_a_message_says_the_sum_of_the_ledger_and_no_name_and_no_number(desk: Desk) -> None:
    (message,) = queued(desk, EVEN)
    assert message.amount == desk.owed(EVEN) == 75_180
    assert "¥751.80 is open for 3-2-1201, the oldest due 2026-09-15" in message.text
    assert len(message.parts) == count_parts(message.text) == 2
    body = desk.connection.execute("SELECT body FROM event WHERE id = ?", (message.id,)).fetchone()[0]
    assert "张三" not in body
    assert "1380013800" not in body
    assert desk.findings() == []


def test_the_same_request_queues_once_and_only_who_sends_letters_may(desk: Desk) -> None:
    found = previewed(desk, EVEN, ODD).messages
    assert [queue_arrears(desk.books, found, request_id="q", staff=MANAGER) for _ in range(2)] == [2, 2]
    assert len(every(desk)) == 2
    with pytest.raises(NotAllowed):
        queue_arrears(desk.books, found, request_id="r", staff=CASHIER)


def test_who_gets_none_is_counted_by_the_reason(desk: Desk) -> None:
    wish(desk, EVEN, no_sms=True)
    mark_unit(desk.books, ODD, request_id=desk.request(), staff=CASHIER, heirs=True)
    promise_to_pay(desk.books, THIRD, 1000, desk.clock.today(), request_id=desk.request(), staff=CASHIER)
    found = previewed(desk)
    assert dict(found.left_out) == {"opted_out": 1, "heirs": 1, "promised": 1}
    assert [each.unit_code for each in found.messages] == ["3-2-1204"]


def test_what_is_handed_over_is_in_the_books_first_and_its_word_after(desk: Desk) -> None:
    (message,) = queued(desk, EVEN)
    part = next_of(desk)
    assert part is not None
    assert (part.key, part.phone, part.text) == (f"{message.id}-1-1", "13800138001", message.text)
    assert every(desk)[message.id].state == "sending"
    assert next_of(desk) is None, "the second part waits for the word about the first"
    note_told(desk.books, MessageLog(), part.key, "sent", 7)
    note_told(desk.books, MessageLog(), part.key, "sent", 7)
    second = next_of(desk)
    assert second is not None
    note_told(desk.books, MessageLog(), second.key, "sent", 8)
    found = every(desk)[message.id]
    assert (found.state, [each.reference for each in found.parts]) == ("sent", [7, 8])
    assert messages_of(desk.connection, EVEN) == every(desk)
    bodies = desk.connection.execute("SELECT body FROM event WHERE kind LIKE 'sms_%'").fetchall()
    assert [body for (body,) in bodies if part.phone in body] == [], "no number stands in an event"
    assert desk.findings() == []


def test_a_part_without_a_word_is_unknown_at_the_next_start_and_stays_where_it_is(desk: Desk) -> None:
    (message,) = queued(desk, EVEN)
    part = next_of(desk)
    assert part is not None
    assert [found_asked(desk.books, desk.connection, MessageLog()) for _ in range(2)] == [1, 0]
    assert (every(desk)[message.id].state, every(desk)[message.id].reason) == ("unknown", "stopped")
    assert next_of(desk) is None
    decide_sms(desk.books, message.id, "again", request_id="d", staff=MANAGER)
    decide_sms(desk.books, message.id, "again", request_id="d", staff=MANAGER)
    again = next_of(desk)
    assert again is not None
    assert again.key == f"{message.id}-1-2"
    note_told(desk.books, MessageLog(), part.key, "sent", 9)
    assert every(desk)[message.id].state == "sending", "a word about the earlier attempt says nothing of this one"


def test_a_person_may_let_a_message_be_and_nobody_decides_about_what_is_sent(desk: Desk) -> None:
    first, second = queued(desk, EVEN, ODD)
    decide_sms(desk.books, second.id, "leave", request_id=desk.request(), staff=MANAGER)
    assert (every(desk)[second.id].state, every(desk)[second.id].why) == ("dropped", "let_be")
    with pytest.raises(SmsDecided):
        decide_sms(desk.books, second.id, "again", request_id=desk.request(), staff=MANAGER)
    with pytest.raises(SmsDecided):
        decide_sms(desk.books, first.id, "again", request_id=desk.request(), staff=MANAGER)
    with pytest.raises(UnknownMessage):
        decide_sms(desk.books, 9999, "again", request_id=desk.request(), staff=MANAGER)
    with pytest.raises(NotAllowed):
        decide_sms(desk.books, first.id, "leave", request_id=desk.request(), staff=CASHIER)


@pytest.mark.parametrize(("hour", "goes"), [(7, False), (8, True), (19, True), (20, False), (23, False)])
def test_nothing_goes_out_in_the_quiet_hours(desk: Desk, hour: int, goes: bool) -> None:
    queued(desk, EVEN)
    assert (next_of(desk, time(hour)) is not None) is goes


def test_the_office_moves_its_quiet_hours(desk: Desk) -> None:
    settings(desk, **{QUIET_FROM: "12:00", QUIET_TO: "14:00", COST: 8})
    queued(desk, EVEN)
    assert next_of(desk, NOON) is None
    assert load_message_settings(desk.connection, "2026-11-23").cost == 8
    for wrong in ({QUIET_FROM: "25:00"}, {COST: -1}, {RECEIPTS: 1}, {"office_email": "nobody"}):
        with pytest.raises(OfficeSettingWrong):
            settings(desk, **wrong)


def why(desk: Desk, message: int) -> str:
    assert next_of(desk) is None
    return every(desk)[message].why


def test_who_says_no_after_it_was_queued_gets_nothing(desk: Desk) -> None:
    (message,) = queued(desk, EVEN)
    wish(desk, EVEN, no_sms=True)
    assert why(desk, message.id) == "opted_out"


def test_who_pays_after_it_was_queued_gets_nothing_and_a_part_payment_makes_the_sum_wrong(desk: Desk) -> None:
    paid, part = queued(desk, EVEN, ODD)
    desk.pay(EVEN, rounding=0)
    desk.pay(ODD, chosen=desk.charges(ODD)[:1], rounding=0)
    assert next_of(desk) is None
    assert [every(desk)[each.id].why for each in (paid, part)] == ["paid", "changed"]


def test_what_was_written_off_meanwhile_is_not_told_as_paid(desk: Desk) -> None:
    (message,) = queued(desk, ODD)
    every_charge = [Chosen(each.charge_id, each.open) for each in desk.charges(ODD)]
    write_off(desk.books, ODD, every_charge, "gone", request_id="lost", staff=SUPERVISOR, approver=MANAGER)
    assert next_of(desk) is None
    assert every(desk)[message.id].why == "written_off"


def test_a_dispute_opened_meanwhile_stops_the_message(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (message,) = queued(desk, EVEN)
    frozen = desk.charges(EVEN)[0].charge_id
    pauses = {frozen: (Pause(desk.clock.today()),)}
    monkeypatch.setattr(standing_of, "disputed_days", lambda _c, _charges: pauses)
    assert why(desk, message.id) == "disputed"


def test_a_message_that_waited_too_long_is_not_sent_any_more(desk: Desk) -> None:
    (message,) = queued(desk, EVEN)
    desk.clock.wait(days=2)
    wish(desk, ODD, no_email=True)
    desk.clock.wait(days=2)
    assert why(desk, message.id) == "expired"


def receipts_wished(desk: Desk, *units: int) -> None:
    settings(desk, **{RECEIPTS: True})
    for unit in units:
        wish(desk, unit, sms_receipt=True)


def queue_after_payments(desk: Desk) -> int:
    return queue_receipts(desk.books, desk.connection, 0, desk.office, desk.words, count_parts)


def test_a_payment_is_told_to_those_who_wish_it_and_once(desk: Desk) -> None:
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], rounding=0)
    receipts_wished(desk, EVEN)
    desk.pay(EVEN, rounding=0)
    desk.pay(ODD, rounding=0)
    for _ in range(2):
        queue_after_payments(desk)
    (message,) = every(desk).values()
    assert (message.purpose, message.unit_id, message.amount) == ("receipt", EVEN, 50_120)
    assert "¥501.20 received for 3-2-1201, receipt 2026-000002. Paid up to 2026-11-30." in message.text
    part = next_of(desk)
    assert part is not None


def test_a_payment_for_several_units_is_told_to_its_payer_alone(desk: Desk) -> None:
    receipts_wished(desk, EVEN, ODD)
    desk.pay(ODD, THIRD, rounding=0)
    desk.pay(THIRD, EVEN, rounding=0)
    queue_after_payments(desk)
    assert [(each.unit_id, each.amount) for each in every(desk).values()] == [(ODD, 75_204 + 100_800)]


def test_payments_are_told_to_nobody_unless_the_office_and_the_owner_wish_it(desk: Desk) -> None:
    wish(desk, EVEN, sms_receipt=True)
    desk.pay(EVEN, rounding=0)
    queue_after_payments(desk)
    assert every(desk) == {}


def test_a_receipt_that_was_voided_meanwhile_is_not_told(desk: Desk) -> None:
    receipts_wished(desk, EVEN)
    paid = desk.pay(EVEN, rounding=0)
    queue_after_payments(desk)
    (message,) = every(desk).values()
    void_receipt(
        desk.books, paid.receipts[0].id, "wrong unit", request_id=desk.request(), requester=CASHIER,
        approver=SUPERVISOR, till=1, words=desk.words, parts_in_hand=True,
    )  # fmt: skip
    assert why(desk, message.id) == "voided"


def test_wishes_about_messages_leave_the_other_marks_of_a_unit_alone(desk: Desk) -> None:
    mark_unit(desk.books, EVEN, request_id=desk.request(), staff=CASHIER, call_first=True, best_time="evening")
    wish(desk, EVEN, no_email=True, sms_receipt=True)
    mark_unit(desk.books, EVEN, request_id=desk.request(), staff=CASHIER, heirs=True)
    marks = dunning.marks(desk.connection)[EVEN]
    assert (marks.heirs, marks.no_email, marks.sms_receipt) == (1, 1, 1)
    assert owing(desk, EVEN)[0].marks == marks
    assert desk.findings() == []
