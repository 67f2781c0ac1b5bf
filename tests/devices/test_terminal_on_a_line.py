"""Driver and simulated terminal over a real pseudo terminal: the thread, the port, the pulled plug."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest

from counter.devices.card_terminal import CardTerminal, IntentState, Outcome, TerminalOffline, TerminalReady
from counter.devices.line_terminal import LineTerminal
from counter.devices.lines import LineBroken, network_line, serial_line
from counter.devices.pseudo_line import PseudoLine
from counter.devices.zvt.link import SerialLink
from counter.devices.zvt.terminal import ZvtTerminal
from counter.devices.zvt_simulator.faults import Fault, Personality
from counter.devices.zvt_simulator.machine import Machine

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo terminals")


class Simulated:
    """A simulated terminal that is stepped on a thread until its plug is pulled."""

    def __init__(self, fault: Fault, personality: Personality) -> None:
        self.clock = pace_of(fault)
        self.machine = Machine(personality, fault, card_after_s=0.5)
        self._line = PseudoLine(self.machine, self.clock)
        self.port = self._line.port
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._line.step()

    def pull(self) -> None:
        self._stop.set()
        self._thread.join(5)
        self._line.close()


@contextmanager
def simulated(fault: Fault = Fault.NONE, personality: Personality = Personality.KEEPS) -> Iterator[Simulated]:
    made = Simulated(fault, personality)
    try:
        yield made
    finally:
        made.pull()


@contextmanager
def driver_on(port: str, clock: Callable[[], float]) -> Iterator[CardTerminal]:
    core = ZvtTerminal(SerialLink(), "CNY", datetime.now)
    terminal = LineTerminal(core, serial_line(port, 9600), fail_loudly, clock)
    terminal.open()
    try:
        yield terminal
    finally:
        terminal.close()


def fast() -> float:
    """A clock that goes ten times as fast: three minutes of silence are waited for in eighteen seconds."""
    return time.monotonic() * 10


def pace_of(fault: Fault) -> Callable[[], float]:
    """Bytes that come one by one come at the line's own pace, or each gap would be a broken frame."""
    return time.monotonic if fault is Fault.SPLIT_READS else fast


def fail_loudly(error: Exception) -> None:
    raise AssertionError("the driver met what it did not foresee") from error


def until(true: Callable[[], object], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to pass in time"
        threading.Event().wait(0.005)


def pay(terminal: CardTerminal, seconds: float) -> list[Outcome]:
    """Ask for a payment and hear everything up to its settled end."""
    until(lambda: terminal.status() == TerminalReady(), 5)
    known: list[Outcome] = []
    terminal.begin("i", 75_180, "CNY")

    def heard() -> bool:
        for each in terminal.events():
            known.append(each)
            if each.state is IntentState.APPROVED:
                terminal.acknowledge("i")
        return bool(known) and known[-1].state is not IntentState.UNKNOWN

    until(heard, seconds)
    return known


def test_a_payment_over_a_real_line_is_approved_once() -> None:
    with simulated() as runner, driver_on(runner.port, runner.clock) as terminal:
        assert [each.state for each in pay(terminal, 5)] == [IntentState.APPROVED]
        assert [each.amount for each in runner.machine.ledger.standing] == [75_180]


def given_back(terminal: CardTerminal, intent_id: str, ask: Callable[[], Outcome]) -> list[IntentState]:
    """Ask for money back and hear everything that is said of it."""
    known: list[Outcome] = []
    # What is held for our last answer takes nothing new.
    until(lambda: ask().state is IntentState.SENT, 5)

    def heard() -> bool:
        known.extend(each for each in terminal.events() if each.intent_id == intent_id)
        return bool(known)

    until(heard, 5)
    terminal.acknowledge(intent_id)
    return [each.state for each in known]


def test_a_slip_is_taken_back_and_a_refund_given_over_a_real_line() -> None:
    with simulated() as runner, driver_on(runner.port, runner.clock) as terminal:
        (paid,) = pay(terminal, 5)
        assert terminal.number == paid.slip["terminal"]
        back = given_back(terminal, "back", lambda: terminal.reverse("back", paid.slip["voucher"]))
        gift = given_back(terminal, "gift", lambda: terminal.refund("gift", 10_000))
        assert (back, gift) == ([IntentState.REVERSED], [IntentState.APPROVED])
        until(lambda: [each.amount for each in runner.machine.ledger.standing] == [-10_000], 5)


SETTLES = [
    each for each in Fault if each not in (Fault.POWER_OFF, Fault.PREVIOUS_TOLD, Fault.WRONG_AMOUNT, Fault.NEVER_DONE)
]


@pytest.mark.torture
@pytest.mark.parametrize("personality", list(Personality))
@pytest.mark.parametrize("fault", SETTLES)
def test_every_fault_over_a_real_line_ends_with_books_and_terminal_agreeing(
    fault: Fault, personality: Personality
) -> None:
    with simulated(fault, personality) as runner, driver_on(runner.port, runner.clock) as terminal:
        last = pay(terminal, 60)[-1]
        standing = [each.amount for each in runner.machine.ledger.standing]
        assert standing == ([75_180] if last.state is IntentState.APPROVED else [])
        assert runner.machine.payments == 1


def test_a_port_that_is_not_there_is_offline_with_its_reason() -> None:
    with driver_on("/dev/no-such-port", time.monotonic) as terminal:
        until(lambda: terminal.status() == TerminalOffline("not_found"), 5)


def test_a_pulled_plug_is_noticed_and_the_window_never_waits() -> None:
    with simulated() as runner, driver_on(runner.port, runner.clock) as terminal:
        until(lambda: terminal.status() == TerminalReady(), 5)
        runner.pull()
        until(lambda: isinstance(terminal.status(), TerminalOffline), 5)
        began = time.monotonic()
        assert terminal.begin("i", 100, "CNY").state is IntentState.DECLINED
        assert time.monotonic() - began < 1


def test_an_address_where_nobody_listens_is_told() -> None:
    with pytest.raises(LineBroken) as broken:
        network_line("127.0.0.1", 1)()
    assert broken.value.reason == "refused"
