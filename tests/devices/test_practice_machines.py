"""What a simulated terminal does when somebody chose it: once, told in words, and the driver comes to the right end."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from counter.devices.card_terminal import IntentState, Settled
from counter.devices.practice.machine import PracticeMachine
from counter.devices.transbank.message import encode
from counter.devices.transbank.terminal import TransbankTerminal
from counter.devices.transbank_simulator.machine import TransbankMachine
from counter.devices.transbank_simulator.wire import framed, texts_in
from counter.devices.zvt.link import SerialLink
from counter.devices.zvt.terminal import ZvtTerminal
from counter.devices.zvt_simulator.machine import Machine
from counter.devices.zvt_simulator.practice import ZvtPractice
from counter.words.practice_terms import LESSON_HELP, LESSONS, TAKEN

APPROVED, DECLINED, UNKNOWN = IntentState.APPROVED, IntentState.DECLINED, IntentState.UNKNOWN
REVERSED = IntentState.REVERSED


class Lesson:
    """A driver and a simulated terminal in virtual time; with its power its line is gone, as on USB."""

    def __init__(self, machine: PracticeMachine, driver: Any) -> None:
        self.machine, self.driver, self.now, self.up = machine, driver, 0.0, False
        self.known: list[tuple[str, IntentState]] = []
        self.pump(4)

    def pump(self, seconds: float, until: Callable[[], object] = lambda: False) -> None:
        end, off = self.now + seconds, 0.0
        while self.now < end and not until():
            self._line()
            if self.up:
                self.driver.tick(self.now)
                self.machine.heard(self.driver.outgoing(), self.now)
                self.driver.heard(self.machine.outgoing(self.now), self.now)
            self.machine.tick(self.now)
            off = off + 0.05 if not self.machine.power else 0.0
            if abs(off - 10) < 0.01:
                self.machine.switch_on(self.now)
            for each in self.driver.events():
                self.known.append((each.intent_id, each.state))
                if each.state is APPROVED:
                    self.driver.acknowledge(each.intent_id)
            self.now += 0.05

    def _line(self) -> None:
        if self.up is not self.machine.power:
            self.up = self.machine.power
            if self.up:
                self.driver.line_up(self.now)
            else:
                self.driver.line_down("broken_off", self.now)

    def pay(self, intent: str, seconds: float) -> list[IntentState]:
        self.driver.begin(intent, 75_180, "CNY")
        self.pump(seconds)
        return list(dict.fromkeys(state for of, state in self.known if of == intent))


def zvt() -> Lesson:
    def wall() -> datetime:
        return datetime(2026, 11, 23, 9, 30)

    return Lesson(ZvtPractice(Machine(wall=wall)), ZvtTerminal(SerialLink(), "CNY", wall))


def transbank() -> Lesson:
    return Lesson(TransbankMachine(first=41), TransbankTerminal())


@pytest.mark.parametrize(
    ("chosen", "ends"),
    [("none", [APPROVED]), ("declined", [DECLINED]), ("busy", [DECLINED]), ("veto", [DECLINED]),
     ("power_off", [UNKNOWN, APPROVED]), ("lost_answer", [UNKNOWN, APPROVED]), ("wrong_amount", [UNKNOWN]),
     ("paper_out", [APPROVED]), ("garbage", [APPROVED])],
)  # fmt: skip
def test_a_lesson_on_zvt_comes_to_its_end_and_the_next_payment_is_taken(chosen: str, ends: list[IntentState]) -> None:
    lesson = zvt()
    lesson.machine.choose(chosen)
    assert lesson.pay("i", 40) == ends
    if ends != [UNKNOWN]:
        assert lesson.pay("j", 6) == [APPROVED]
        assert lesson.machine.lesson == "none"


def test_what_a_payment_met_is_not_met_again_where_it_goes_back() -> None:
    lesson = zvt()
    lesson.pay("i", 6)
    lesson.machine.choose("declined")
    assert lesson.pay("j", 6) == [DECLINED]
    (standing,) = lesson.machine.taken()
    lesson.driver.reverse("v", standing.number)
    lesson.pump(6)
    assert lesson.known[-1] == ("v", REVERSED)
    lesson.machine.choose("busy")
    lesson.driver.refund("r", 500)
    lesson.pump(6)
    assert lesson.known[-1] == ("r", DECLINED), "money that goes back meets what was chosen too"
    assert lesson.machine.lesson == "none"


def test_one_that_takes_back_what_was_not_answered_leaves_the_bill_open() -> None:
    lesson = zvt()
    lesson.machine.turn()
    assert lesson.machine.takes_back
    lesson.machine.choose("power_off")
    assert lesson.pay("i", 40) == [UNKNOWN, REVERSED]
    assert [each.state for each in lesson.machine.taken()] == ["taken_back"]


@pytest.mark.parametrize(
    ("chosen", "ends"),
    [("none", [APPROVED]), ("declined", [DECLINED]), ("busy", [DECLINED]), ("power_off", [UNKNOWN, APPROVED]),
     ("lost_answer", [UNKNOWN, APPROVED]), ("wrong_amount", [UNKNOWN]), ("crc_error", [APPROVED])],
)  # fmt: skip
def test_a_lesson_on_transbank_comes_to_its_end_and_the_next_payment_is_taken(
    chosen: str, ends: list[IntentState]
) -> None:
    lesson = transbank()
    lesson.machine.choose(chosen)
    assert lesson.pay("i", 200) == ends
    if ends != [UNKNOWN]:
        assert lesson.pay("j", 12) == [APPROVED]
        assert lesson.machine.lesson == "none"


def test_a_day_on_transbank_is_taken_back_in_part_closed_and_known_again() -> None:
    lesson = transbank()
    lesson.pay("i", 6)
    lesson.pay("j", 6)
    assert [each.number for each in lesson.machine.taken()] == ["000042", "000041"]
    lesson.driver.reverse("v", "000042")
    lesson.pump(3)
    assert lesson.known[-1] == ("v", REVERSED)
    lesson.driver.settle()
    lesson.pump(3)
    assert lesson.driver.settled() == Settled(1, 75_180)
    again = TransbankMachine()
    again.remember(lesson.machine.remembered())
    assert again.taken() == lesson.machine.taken()
    with pytest.raises(ValueError, match="veto"):
        again.choose("veto")


def test_its_frames_are_those_of_the_published_vectors_and_pieces_wait_for_their_end() -> None:
    for text in ("0200|123|", "0250|", "0500||"):
        assert framed(text) == encode(text)
    whole = framed("0250|")
    assert texts_in(b"\x06" + whole + whole[:3]) == (["0250|"], whole[:3])
    assert texts_in(whole[:-1] + b"\x00") == ([], b"")


def test_every_lesson_and_end_has_words() -> None:
    lessons = {*ZvtPractice().lessons, *TransbankMachine().lessons}
    assert lessons == set(LESSONS) == set(LESSON_HELP)
    assert {each.state for each in zvt_with_all().taken()} == set(TAKEN)


def zvt_with_all() -> ZvtPractice:
    """One that was begun anew, with what another had taken and given back."""
    machine, again = Machine(), ZvtPractice()
    for amount, back in ((100, False), (-100, False), (200, True)):
        machine.ledger.book(amount, b"\x01\x56", machine.wall(), machine.card).reversed = back
    before = ZvtPractice(machine)
    again.remember(before.remembered())
    assert again.taken() == before.taken()
    return again
