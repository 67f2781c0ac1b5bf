"""What the driver makes of a ZVT terminal: each act once, each ending for what it is, and nothing guessed."""

from datetime import timedelta

import pytest

from counter.devices.card_terminal import (
    CannotDo,
    IntentState,
    Outcome,
    Settled,
    TerminalOffline,
    TerminalReady,
)
from counter.devices.zvt.frame import encode_frame
from counter.devices.zvt.link import NetworkLink, SerialLink
from counter.devices.zvt.status import Identity, Status
from counter.devices.zvt.terminal import ZvtTerminal
from counter.devices.zvt.wish import Wish, judge
from counter.devices.zvt_simulator.faults import Fault, Personality
from tests.devices.virtual_line import START, VirtualLine


def ready(fault: Fault = Fault.NONE, personality: Personality = Personality.KEEPS) -> VirtualLine:
    line = VirtualLine(personality, fault)
    line.pump(3)
    assert line.driver.status() == TerminalReady()
    return line


def told(line: VirtualLine, seconds: float = 10) -> list[Outcome]:
    """Let time pass as at the window, whose books hold what is approved."""
    known: list[Outcome] = []

    def hear() -> None:
        for each in line.driver.events():
            known.append(each)
            if each.state is IntentState.APPROVED:
                line.driver.acknowledge(each.intent_id)

    line.pump(seconds, hear)
    return known


def pay(line: VirtualLine, amount: int = 75_180, intent: str = "i") -> Outcome:
    line.driver.begin(intent, amount, "CNY")
    return told(line)[-1]


def test_a_payment_is_told_with_its_slip_and_the_card_masked() -> None:
    paid = pay(ready())
    assert (paid.state, paid.amount) == (IntentState.APPROVED, 75_180)
    assert paid.slip["card"] == "622202******0123"
    assert paid.slip["voucher"] == "0001"
    assert paid.slip["terminal"] == "52500038"


def test_the_last_word_is_answered_only_once_the_books_hold_the_payment() -> None:
    line = ready()
    line.driver.begin("i", 100, "CNY")
    line.pump(3)
    (approved,) = line.driver.events()
    assert approved.state is IntentState.APPROVED
    line.said.clear()
    line.pump(0.5)
    assert encode_frame(b"\x80\x00\x00") not in b"".join(line.said)
    line.driver.acknowledge("i")
    line.pump(0.5)
    assert encode_frame(b"\x80\x00\x00") in b"".join(line.said)


def test_books_that_never_hold_it_leave_the_last_word_unanswered_and_the_terminal_is_asked() -> None:
    line = ready()
    line.driver.begin("i", 100, "CNY")
    line.pump(3)
    line.driver.events()
    line.pump(20)
    assert [each.state for each in line.driver.events()] == [IntentState.APPROVED]
    assert line.machine.payments == 1


def test_a_terminal_that_does_not_answer_was_never_asked_for_money() -> None:
    line = ready()
    line.machine.line.switch_off()
    line.driver.begin("i", 100, "CNY")
    assert [each.state for each in told(line, 30)] == [IntentState.DECLINED]
    assert line.driver.status() == TerminalOffline("timeout")
    line.machine.switch_on(line.now)
    line.pump(40)
    assert line.driver.status() == TerminalReady()
    assert line.machine.payments == 0


def test_a_terminal_that_is_switched_off_is_noticed_though_nobody_pays() -> None:
    line = ready()
    line.machine.line.switch_off()
    line.pump(60)
    assert line.driver.status() == TerminalOffline("timeout")
    assert line.driver.begin("i", 100, "CNY").state is IntentState.DECLINED


def test_a_line_that_is_pulled_while_a_card_is_read_leaves_an_outcome_nobody_knows() -> None:
    line = ready()
    line.driver.begin("i", 100, "CNY")
    line.pump(1)
    line.driver.line_down("broken_off", line.now)
    assert [each.state for each in line.driver.events()] == [IntentState.UNKNOWN]
    assert isinstance(line.driver.status(), TerminalOffline)
    line.pump(20)
    line.driver.line_up(line.now)
    assert [each.state for each in told(line, 30)][-1] is IntentState.APPROVED


def test_esc_stops_a_payment_before_the_card_and_it_took_nothing() -> None:
    line = ready()
    line.driver.begin("i", 100, "CNY")
    line.pump(0.5)
    line.driver.abort()
    assert [each.state for each in told(line)] == [IntentState.DECLINED]
    assert line.machine.ledger.bookings == []


def test_esc_before_anything_was_sent_sends_nothing() -> None:
    line = ready()
    line.driver.begin("i", 100, "CNY")
    line.driver.abort()
    assert [each.state for each in told(line)] == [IntentState.DECLINED]
    assert line.machine.payments == 0


def test_a_payment_is_taken_back_by_the_number_on_its_slip_and_twice_is_once() -> None:
    line = ready()
    voucher = pay(line).slip["voucher"]
    for _time in range(2):
        line.driver.reverse("i", voucher)
        assert told(line)[-1].state is IntentState.REVERSED
        line.pump(10)
    assert [each.reversed for each in line.machine.ledger.bookings] == [True]
    with pytest.raises(CannotDo):
        line.driver.reverse("i", "no number")


def test_money_goes_back_to_a_card_once() -> None:
    line = ready()
    line.driver.refund("r", 500)
    assert told(line)[-1].state is IntentState.APPROVED
    assert [each.amount for each in line.machine.ledger.bookings] == [-500]


def test_the_end_of_day_tells_how_many_payments_and_how_much() -> None:
    line = ready()
    pay(line, 100, "a")
    pay(line, 250, "b")
    line.driver.settle()
    line.pump(10)
    assert line.driver.settled() == Settled(2, 350, 1, 2)
    assert line.driver.settled() is None
    assert line.machine.ledger.bookings == []


def test_a_payment_that_has_no_place_on_the_wire_took_nothing() -> None:
    line = ready()
    assert line.driver.begin("i", 100, "XXX").state is IntentState.DECLINED
    assert line.driver.begin("i", 10**12, "CNY").state is IntentState.DECLINED
    line.pump(2)
    assert line.machine.payments == 0


def test_a_second_payment_while_one_is_under_way_is_refused_and_not_sent() -> None:
    line = ready()
    line.driver.begin("i", 100, "CNY")
    line.pump(0.5)
    assert line.driver.begin("j", 100, "CNY").state is IntentState.DECLINED
    assert [each.intent_id for each in told(line)] == ["i"]
    assert line.machine.payments == 1


def test_after_an_unknown_outcome_nothing_is_asked_for_before_the_terminal_has_told() -> None:
    line = ready(Fault.LATE_ANSWER)
    line.driver.begin("i", 100, "CNY")
    line.pump(7)
    assert [each.state for each in line.driver.events()] == [IntentState.UNKNOWN]
    assert line.driver.begin("j", 100, "CNY").state is IntentState.DECLINED
    assert told(line, 60)[-1].state is IntentState.APPROVED
    assert line.driver.status() == TerminalReady()


def test_a_late_word_of_an_earlier_payment_is_no_word_of_the_next_one() -> None:
    driver = ZvtTerminal(NetworkLink(), "CNY", lambda: START)
    driver.line_up(0.0)
    driver.tick(0.0)
    for answer in (b"\x80\x00\x00", b"\x06\x0f\x00", b"\x84\x83\x00"):
        driver.heard(answer, 0.1)
        driver.tick(0.1)
    driver.begin("i", 75_180, "CNY")
    driver.tick(0.2)
    driver.heard(b"\x84\x83\x00", 0.2)
    driver.tick(0.2)
    assert driver.outgoing().endswith(bytes.fromhex("06010a04000000075180490156"))
    late = bytes.fromhex("040f0f2700040000000751800b000123870017") + b"\x06\x0f\x00"
    driver.heard(late, 0.3)
    driver.tick(0.3)
    assert driver.events() == ()
    driver.tick(6.0)
    assert [each.state for each in driver.events()] == [IntentState.UNKNOWN]


def test_silence_never_sends_a_payment_again_and_a_broken_frame_does() -> None:
    link = SerialLink()
    link.send(b"\x06\x01\x00", 0.0, may_repeat=False)
    first = link.outgoing()
    link.heard(b"\x15", 0.1)
    assert link.outgoing() == first
    link.tick(30.0)
    assert link.outgoing() == b""
    assert link.failed


BEFORE = Identity("52500038", "0016", "000122", "1123", f"{START - timedelta(minutes=1):%H%M%S}")
AFTER = Identity("52500038", "0018", "000124", "1123", f"{START + timedelta(seconds=30):%H%M%S}")
IDENTITY = Identity("52500038", "0017", "000123", "1123", f"{START:%H%M%S}")


def last(result: int = 0, amount: int = 100, identity: Identity = IDENTITY) -> Status:
    return Status(result, amount, "", identity, "", "", "", b"")


@pytest.mark.parametrize(
    ("wish", "status", "state"),
    [
        (Wish("i", 100, START), last(), IntentState.APPROVED),
        (Wish("i", 100, START), last(0xB4), IntentState.REVERSED),
        (Wish("i", 100, START), last(amount=101), IntentState.UNKNOWN),
        (Wish("i", 100, START), last(0x6C), IntentState.UNKNOWN),
        (Wish("i", 100, START, before=IDENTITY), last(), IntentState.UNKNOWN),
        (Wish("i", 100, START, before=BEFORE), last(), IntentState.APPROVED),
        (Wish("i", 100, START + timedelta(minutes=1), before=AFTER), last(), IntentState.UNKNOWN),
        (Wish("i", 100, START, terminal="52500038"), last(), IntentState.APPROVED),
        (Wish("i", 100, START, terminal="52500039"), last(), IntentState.UNKNOWN),
        (Wish("i", 100, START, restored=True), last(), IntentState.UNKNOWN),
        (Wish("i", 100, START + timedelta(minutes=3)), last(), IntentState.UNKNOWN),
        (Wish("i", 100, START - timedelta(minutes=6)), last(), IntentState.UNKNOWN),
        (Wish("i", 100, START, seen=last()), last(), IntentState.APPROVED),
        (Wish("i", 100, START, seen=last()), last(identity=IDENTITY._replace(receipt="0018")), IntentState.UNKNOWN),
        (Wish("i", 100, START), last(identity=IDENTITY._replace(time="")), IntentState.UNKNOWN),
    ],
)
def test_only_receipt_trace_amount_and_time_prove_an_outcome(wish: Wish, status: Status, state: IntentState) -> None:
    assert judge(wish, status, {}) is state


def test_a_payment_that_is_another_wishes_proves_nothing() -> None:
    assert judge(Wish("i", 100, START), last(), {IDENTITY: "another"}) is IntentState.UNKNOWN


def test_a_new_year_between_wish_and_payment_is_no_other_time() -> None:
    asked = START.replace(month=12, day=31, hour=23, minute=59, second=50)
    identity = IDENTITY._replace(date="0101", time="000010")
    assert judge(Wish("i", 100, asked), last(identity=identity), {}) is IntentState.APPROVED
