"""Text messages over a modem that fails in every way: no part goes out twice without a person's word.

Driver and simulated modem meet only on the line, in virtual time, through the real sender and the books.
"""

import shutil
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from counter.desk.queue_sms import queue_arrears
from counter.desk.send_sms import decide_sms, note_told
from counter.desk.sms_messages import Message, MessageLog
from counter.devices.modem_simulator.faults import ModemFault, Personality
from counter.wiring.sms_sender import SmsSender
from db.books import Books
from db.faults import BooksFault, DiskFull
from tests.desk.office import EVEN, MANAGER, Desk, HandClock, desk_at, furnish, open_office_books
from tests.desk.sms_office import every, previewed
from tests.devices.modem_line import ModemLine
from tests.faults.seeds import few_or_many, seed_of

NOON = datetime(2026, 11, 23, 12, 0)
LONG = 300.0


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Closed books with one message of two parts waiting; copy them."""
    path = tmp_path_factory.mktemp("office") / "books.sqlite"
    books = open_office_books(path, HandClock())
    furnish(books)
    books.close()
    desk = desk_at(path)
    queue_arrears(desk.books, previewed(desk, EVEN).messages, request_id="q", staff=MANAGER)
    desk.books.close()
    return path


class Run:
    """One course of a message: the office, the line, and a sender that steps about every second."""

    def __init__(self, office: Path, folder: Path, line: ModemLine) -> None:
        folder.mkdir(exist_ok=True)
        path = folder / "books.sqlite"
        shutil.copy(office, path)
        self.line, self.desk = line, desk_at(path)
        self.sender = self._sender()
        self._next = 0.0

    def _sender(self) -> SmsSender:
        return SmsSender(self.desk.books, self.line, self.desk.words, lambda: NOON)

    def step(self) -> None:
        if self.line.now >= self._next:
            self._next = self.line.now + 1.5
            self.sender.step()

    def go_on(self, seconds: float = LONG) -> Message:
        """Let time pass until the message is settled, at most so long; then bring back whatever lost its power."""
        until = self.line.now + seconds
        while self.line.now < until and not self.line.is_cut and self.message.state in ("waiting", "sending"):
            self.line.pump(3.0, self.step)
        return self.message

    def start_again(self) -> None:
        """As after a power cut of the counter."""
        self.line.start_counter_again()
        self.sender = self._sender()

    @property
    def message(self) -> Message:
        (found,) = every(self.desk).values()
        return found

    def agree(self, where: str) -> None:
        """What went on the air went once, and what the books call sent did go."""
        aired = Counter(self.line.machine.aired)
        assert all(count == 1 for count in aired.values()), f"{where}: a part went out twice"
        sent = sum(part.state == "sent" for part in self.message.parts)
        unknown = sum(part.state == "unknown" for part in self.message.parts)
        assert sent <= len(aired) <= sent + unknown, where
        assert self.desk.findings() == []


class Ends(NamedTuple):
    """How a message ends that meets a fault, and with which reason."""

    state: str
    reason: str


ENDS = {
    ModemFault.NONE: Ends("sent", ""), ModemFault.REFUSED: Ends("failed", "network_out_of_order"),
    ModemFault.MAYBE: Ends("unknown", "unsaid"), ModemFault.MEMORY_FULL: Ends("failed", "memory_full"),
    ModemFault.NETWORK_LOST: Ends("sent", ""),
    ModemFault.NO_PROMPT: Ends("failed", "timeout"), ModemFault.LATE_PROMPT: Ends("sent", ""),
    ModemFault.SILENT: Ends("unknown", "timeout"), ModemFault.LATE_ANSWER: Ends("unknown", "timeout"),
    ModemFault.SLOW: Ends("sent", ""), ModemFault.UNPLUGGED: Ends("unknown", "broken_off"),
    ModemFault.GARBAGE: Ends("sent", ""), ModemFault.SPLIT_READS: Ends("sent", ""),
    ModemFault.PART_TWO_FAILS: Ends("failed", "network_out_of_order"), ModemFault.NO_SIM: Ends("waiting", ""),
    ModemFault.PIN_NEEDED: Ends("waiting", ""), ModemFault.NO_NETWORK: Ends("waiting", ""),
}  # fmt: skip


@pytest.mark.parametrize("fault", list(ENDS))
def test_whatever_fails_no_part_goes_out_twice_and_the_books_say_what_is_known(
    fault: ModemFault, office: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    usual = seed_of(f"{fault}", 5)
    for seed in range(usual, usual + few_or_many(request, 1, 40)):
        run = Run(office, tmp_path / str(seed), ModemLine(fault, list(Personality)[seed % 2], seed=seed))
        message = run.go_on()
        assert Ends(message.state, message.reason) == ENDS[fault], seed
        assert fault is ModemFault.NONE or run.line.machine.struck, f"{fault} did not come to pass, seed {seed}"
        run.line.plug_in()
        run.line.pump(60, run.step)
        run.agree(f"{fault}, seed {seed}")


def test_a_late_word_settles_what_was_unknown(office: Path, tmp_path: Path) -> None:
    run = Run(office, tmp_path, ModemLine(ModemFault.LATE_ANSWER))
    assert run.go_on().state == "unknown"
    run.line.pump(60, run.step)
    assert run.message.parts[0].state == "sent"


def test_only_a_persons_word_sends_again_what_may_have_left(office: Path, tmp_path: Path) -> None:
    run = Run(office, tmp_path, ModemLine(ModemFault.UNPLUGGED))
    assert run.go_on().state == "unknown"
    run.line.machine.fault = ModemFault.NONE
    run.line.plug_in()
    run.line.pump(60, run.step)
    assert (run.message.state, len(run.line.machine.aired)) == ("unknown", 1)
    decide_sms(run.desk.books, run.message.id, "again", request_id="d", staff=MANAGER)
    assert run.go_on().state == "sent"
    assert sorted(Counter(run.line.machine.aired).values()) == [1, 2]


@pytest.mark.parametrize("whose", ["modem", "counter"])
def test_wherever_the_power_goes_no_part_goes_out_twice(
    whose: str, office: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    whole = Run(office, tmp_path / "whole", ModemLine())
    assert whole.go_on().state == "sent"
    ends: Counter[str] = Counter()
    for at in range(1, whole.line.counted, few_or_many(request, 29, 1)):
        run = Run(office, tmp_path / str(at), ModemLine())
        if whose == "modem":
            run.line.machine.power_at = at
        else:
            run.line.cut_counter_after(at)
        run.go_on(150)
        assert run.line.is_cut or run.line.machine.struck, f"the power did not go at byte {at}"
        if whose == "counter":
            run.start_again()
        else:
            run.line.machine.switch_on()
        run.go_on(60)
        run.agree(f"power off at byte {at}")
        ends[run.message.state] += 1
        run.desk.books.close()
        shutil.rmtree(tmp_path / str(at))
    assert ends["sent"] > 0, ends
    assert ends["unknown"] > 0, ends


def test_without_the_guard_at_the_start_a_part_would_go_out_twice(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def believe_nothing_left(books: Books, _connection: object, log: MessageLog) -> int:
        (message,) = log.follow(books.database.connection(), books.clock.today()).found.values()
        for n, part in enumerate(message.parts, 1):
            note_told(books, log, f"{message.id}-{n}-{part.attempts}", "not_asked")
        return 0

    monkeypatch.setattr("counter.wiring.sms_sender.found_asked", believe_nothing_left)
    run = Run(office, tmp_path, ModemLine())
    while not run.line.machine.aired:
        run.line.pump(0.5, run.step)
    run.start_again()
    run.go_on()
    with pytest.raises(AssertionError, match="a part went out twice"):
        run.agree("no guard")


def test_a_word_that_the_disk_cannot_take_is_kept_and_nothing_else_goes_out(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Run(office, tmp_path, ModemLine())
    while not run.line.machine.aired:
        run.line.pump(0.5, run.step)
    full = BooksFaultNow(run.desk)
    monkeypatch.setattr(run.desk.books, "transaction", full.transaction)
    with pytest.raises(BooksFault):
        run.line.pump(30, run.step)
    aired = len(run.line.machine.aired)
    with pytest.raises(BooksFault):
        run.line.pump(30, run.step)
    assert (len(run.line.machine.aired), aired) == (1, 1)
    monkeypatch.undo()
    assert run.go_on().state == "sent"
    run.agree("a full disk")


class BooksFaultNow:
    """Books whose disk is full."""

    def __init__(self, desk: Desk) -> None:
        self._path = Path(desk.books.path)

    def transaction(self, *_arguments: object, **_more: object) -> object:
        raise DiskFull(str(self._path), "full")
