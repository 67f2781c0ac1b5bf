"""A receipt printer that goes mute, offline, slow or out of paper in the middle: what comes out in the end.

Over all the paper each receipt appears at least once and at most once unmarked, every repeat is marked and counted, and
the drawer opens once for each sale.
"""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing.blocks import Pair, Paper, Title, dump
from printing.drawer import kick_bytes, urgent_kick_bytes
from printing.printers import ThermalPrinter
from printing.profile import ThermalProfile
from printing.spool import Spool
from printing.status import Offline, Online, Status, Unknown
from printing.transport import PrinterUnreachable
from tests.printing.samples import FONTS
from tests.printing.test_printing_spool import FakeJob, FakeJobs, copy_mark, silent

CUT = b"\x1dV"
PULSES = (kick_bytes(2), urgent_kick_bytes(2))


@dataclass
class Device:
    """A printer of memory: what it took is on paper, in its buffer until somebody puts paper in, or lost.

    tells: whether it answers questions; roll: bytes until the paper is out, None for plenty; buffers: whether what came
    after the end of the paper is printed from its memory once there is paper again.
    """

    tells: bool = True
    roll: int | None = None
    reachable: bool = True
    slow: bool = False
    buffers: bool = False
    device: str = "memory"
    paper: bytearray = field(default_factory=bytearray)
    pulses: int = 0
    questions: int = 0
    _held: bytearray = field(default_factory=bytearray)

    def send(self, data: bytes, deadline_s: float) -> None:
        if not self.reachable:
            raise PrinterUnreachable(self.device, "not_found")
        if self.roll == 0:
            if data == urgent_kick_bytes(2):
                self.pulses += 1
                return
            self._keep(data)
            raise PrinterUnreachable(self.device, "timeout", begun=True)
        fits = len(data) if self.roll is None else min(self.roll, len(data))
        self._print(data[:fits])
        if self.roll is not None:
            self.roll -= fits
        if fits < len(data):
            self._keep(data[fits:])
            raise PrinterUnreachable(self.device, "timeout", begun=True)
        if self.slow:
            raise PrinterUnreachable(self.device, "timeout", begun=True)  # it is on paper, and nobody knows

    def _print(self, data: bytes) -> None:
        self.paper += data
        self.pulses += sum(data.count(each) for each in PULSES)

    def _keep(self, data: bytes) -> None:
        if self.buffers:
            self._held += data

    def new_roll(self) -> None:
        """Somebody puts paper in; what the printer still held comes out first, or is torn off unread."""
        self.roll = None
        self.slow = False
        self._print(bytes(self._held) if self._held else CUT)
        self._held.clear()

    def status(self, deadline_s: float) -> Status:
        self.questions += 1
        if not self.reachable:
            return Offline("unreachable")
        if not self.tells:
            return Unknown()
        return Offline("paper_out") if self.roll == 0 else Online()

    def confirm(self, deadline_s: float) -> bool:
        return self.reachable and self.tells and self.roll != 0 and not self.slow


def receipt(number: int) -> Paper:
    return Paper("receipt", f"收据 {number}", "zh_CN", (Title("收据", ""), Pair("收据号", f"2026-{number:06d}")))


def printer_of(device: Device, folder: Path) -> ThermalPrinter:
    return ThermalPrinter(ThermalProfile(48), device, FONTS, folder / "cache", 2)


def at_the_counter(device: Device, folder: Path, troubles: list[tuple[str, int]]) -> tuple[FakeJobs, set[int]]:
    """Print a receipt after each trouble; then everything is mended, and what is in doubt is asked for as a copy.

    Returns the queue, and the sales whose drawer was told to be shut.
    """
    printer = printer_of(device, folder)
    jobs, shut = FakeJobs({}), set[int]()
    spool = Spool(jobs, printer, lambda job, state, _: shut.add(job) if state == "shut" else None, copy_mark)
    for number, (trouble, at) in enumerate(troubles, start=1):
        device.tells, device.reachable = trouble != "mute", trouble != "offline"
        device.slow = trouble == "slow"
        device.roll = at if trouble == "paper" else device.roll
        printer.status()  # as the lights do every few seconds
        jobs.jobs[number] = FakeJob(number, dump(receipt(number)), 0, 1)
        spool.step()
    device.reachable = True
    device.new_roll()
    for _round in range(3):
        while any(jobs.states.get(each, "queued") == "queued" for each in jobs.jobs):
            spool.step()
        for each, state in list(jobs.states.items()):
            if state == "unsure":  # the cashier looks, and asks for it again
                jobs.jobs[each] = jobs.jobs[each]._replace(copy_number=jobs.jobs[each].copy_number + 1)
                jobs.states[each] = "queued"
    return jobs, shut


TROUBLES = st.tuples(st.sampled_from(["none", "mute", "offline", "slow", "paper"]), st.integers(0, 400))


@given(st.lists(TROUBLES, min_size=1, max_size=5), st.booleans())
def test_each_receipt_comes_out_at_least_once_and_at_most_once_unmarked(
    tmp_path_factory: pytest.TempPathFactory, troubles: list[tuple[str, int]], buffers: bool
) -> None:
    device = Device(buffers=buffers)
    jobs, shut = at_the_counter(device, tmp_path_factory.getbasetemp(), troubles)
    sheets = bytes(device.paper).split(CUT)
    for number in jobs.jobs:
        own = [sheet for sheet in sheets if f"2026-{number:06d}".encode() in sheet]
        plain = [sheet for sheet in own if "补打".encode("gb18030") not in sheet]
        assert own, f"receipt {number} is lost: {troubles}"
        assert len(plain) <= 1, f"receipt {number} came out twice without a mark: {troubles}"
    assert device.pulses <= len(troubles), "the drawer opened more often than there were sales"
    assert device.pulses + len(shut) >= len(troubles), f"a drawer stayed shut and nobody was told: {troubles}"


def test_a_printer_that_says_it_has_no_paper_is_sent_nothing_and_the_drawer_opens_all_the_same(tmp_path: Path) -> None:
    device = Device(roll=0)
    printer = printer_of(device, tmp_path)
    assert printer.status() == Offline("paper_out")
    jobs = FakeJobs({1: FakeJob(1, dump(receipt(1)), 0, 1)})
    spool = Spool(jobs, printer, silent, copy_mark)
    assert not spool.step()
    assert jobs.history[-1] == (1, "queued", "paper_out")
    assert (device.pulses, bytes(device.paper)) == (1, b"")
    device.new_roll()
    assert spool.step()
    assert (jobs.states[1], device.pulses) == ("confirmed", 1)


def test_a_mute_printer_is_not_asked_before_each_receipt(tmp_path: Path) -> None:
    device = Device(tells=False)
    printer = printer_of(device, tmp_path)
    printer.status()
    before = device.questions
    printer.print(receipt(1), 1)
    assert device.questions == before


def test_a_printer_that_says_nothing_is_not_waited_for_after_each_receipt(tmp_path: Path) -> None:
    class Mute(Device):
        asked = 0

        def confirm(self, deadline_s: float) -> bool:
            self.asked += 1
            return False

    device = Mute(tells=False)
    printer = printer_of(device, tmp_path)
    printer.status()
    assert (printer.confirm(), device.asked) == (False, 0)


def test_a_printer_that_told_its_state_and_is_silent_now_leaves_its_paper_unsure_and_its_drawer_told(
    tmp_path: Path,
) -> None:
    device, told = Device(), list[tuple[int, str, str]]()
    printer = printer_of(device, tmp_path)
    jobs = FakeJobs({1: FakeJob(1, dump(receipt(1)), 0, 1)})
    spool = Spool(jobs, printer, lambda *moved: told.append(moved), copy_mark)
    spool.step()
    assert jobs.states[1] == "confirmed"
    device.tells = False  # its switch is off, and a serial line takes bytes all the same
    jobs.jobs[2] = FakeJob(2, dump(receipt(2)), 0, 1)
    spool.step()
    assert (2, "shut", "timeout") in told
    assert jobs.history[-1] == (2, "unsure", "timeout")
    device.tells = True
    jobs.jobs[3] = FakeJob(3, dump(receipt(3)), 0, 1)
    spool.step()
    assert jobs.states[3] == "confirmed"


@pytest.mark.parametrize(
    ("status", "state", "reason"),
    [
        (Offline("paper_out"), "unsure", "paper_out"), (Offline("unreachable"), "unsure", "broken_off"),
        (Online(), "sent", ""), (Unknown(), "sent", ""),
    ],
)  # fmt: skip
def test_a_printer_that_took_everything_and_stopped_before_it_was_out_leaves_the_paper_unsure(
    tmp_path: Path, status: Status, state: str, reason: str
) -> None:
    class Memory(Device):
        """Takes a whole paper into its memory, then says how it is."""

        said: Status = Online()

        def send(self, data: bytes, deadline_s: float) -> None:
            super().send(data, deadline_s)
            self.said = status

        def status(self, deadline_s: float) -> Status:
            return self.said

        def confirm(self, deadline_s: float) -> bool:
            return False

    jobs = FakeJobs({1: FakeJob(1, dump(receipt(1)), 0, 0)})
    Spool(jobs, printer_of(Memory(), tmp_path), silent, copy_mark).step()
    assert jobs.history[-1] == (1, state, reason)


def test_the_switch_of_the_drawer_is_told_beside_the_state() -> None:
    from printing.status import judge

    assert (judge(0x12, 0x12, 0x12, 0x12).signal, judge(0x16, 0x12, 0x12, 0x12).signal) == (False, True)
    assert judge(0x16, 0x12, 0x12, 0x12) == Online(), "a drawer is no reason not to print"
