import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pytest

from printing.blocks import Mark, Paper, dump
from printing.files import FileTransport
from printing.form import A5
from printing.printers import PdfPrinter, ThermalPrinter
from printing.profile import ThermalProfile
from printing.spool import Pulse, Spool, State
from printing.status import Offline, Online, Status
from printing.transport import PrinterUnreachable, Why
from tests.printing.samples import CREATED, FONTS, receipt_zh


class FakeJob(NamedTuple):
    id: int
    content: str
    copy_number: int = 0
    drawer: int = 0


@dataclass
class FakeJobs:
    """The queue in memory; pulses: the jobs whose drawer was opened, or tried."""

    jobs: dict[int, FakeJob]
    states: dict[int, str] = field(default_factory=dict)
    history: list[tuple[int, str, str]] = field(default_factory=list)
    pulses: list[int] = field(default_factory=list)

    def next_pulse(self) -> Pulse | None:
        wanted = (job.id for job in self.jobs.values() if job.drawer and job.id not in self.pulses)
        job_id = next(wanted, None)
        if job_id is None:
            return None
        self.pulses.append(job_id)
        return Pulse(job_id)

    def next_queued(self) -> FakeJob | None:
        return next((job for job in self.jobs.values() if self.states.get(job.id, "queued") == "queued"), None)

    def mark(self, job_id: int, state: State, note: str = "") -> None:
        self.states[job_id] = state
        self.history.append((job_id, state, note))


@dataclass
class FakePrinter:
    """Prints into a list, or fails as told; shut: why the drawer does not open."""

    fails: list[tuple[Why, bool]] = field(default_factory=list)
    confirms: bool = True
    shut: Why | None = None
    printed: list[tuple[Paper, int]] = field(default_factory=list)
    kicks: int = 0

    def print(self, paper: Paper, job_id: int) -> None:
        if self.fails:
            reason, begun = self.fails.pop(0)
            raise PrinterUnreachable("fake", reason, begun=begun)
        self.printed.append((paper, job_id))

    def kick(self) -> None:
        if self.shut is not None:
            raise PrinterUnreachable("fake", self.shut)
        self.kicks += 1

    def confirm(self) -> bool:
        return self.confirms

    def status(self) -> Status:
        return Offline("error") if self.fails else Online()


def silent(job_id: int, state: str, note: str) -> None:
    """Listen to nothing."""


def copy_mark(number: int, language: str) -> str:
    return f"补打 第{number}次" if language == "zh_CN" else f"COPY no. {number}"


def queue(*jobs: FakeJob) -> FakeJobs:
    return FakeJobs({job.id: job for job in jobs})


def a_job(number: int = 1, copy_number: int = 0, drawer: int = 0) -> FakeJob:
    return FakeJob(number, dump(receipt_zh()), copy_number, drawer)


def test_a_paper_goes_from_queued_to_confirmed() -> None:
    jobs, printer = queue(a_job(drawer=1)), FakePrinter()
    assert Spool(jobs, printer, silent, copy_mark).step()
    assert [state for _, state, _ in jobs.history] == ["sending", "sent", "confirmed"]
    assert (printer.printed, printer.kicks) == ([(receipt_zh(), 1)], 1)


def test_the_drawer_of_the_next_sale_opens_while_a_paper_of_the_last_one_waits_for_a_roll() -> None:
    jobs, printer = queue(a_job(drawer=1), a_job(2, drawer=1)), FakePrinter([("paper_out", False)] * 3)
    spool = Spool(jobs, printer, silent, copy_mark)
    assert not spool.step()
    assert (printer.kicks, jobs.states) == (2, {1: "queued"})
    jobs.jobs[3] = a_job(3, drawer=1)
    assert [spool.step(), spool.step()] == [False, False]
    assert printer.kicks == 3, "once for each sale, not again with each try"


def test_a_drawer_that_does_not_open_is_told_and_not_tried_again() -> None:
    told: list[tuple[int, str, str]] = []
    jobs, printer = queue(a_job(drawer=1)), FakePrinter([("not_found", False)], shut="not_found")
    spool = Spool(jobs, printer, lambda *moved: told.append(moved), copy_mark)
    spool.step()
    printer.shut = None
    spool.step()
    assert [each for each in told if each[1] == "shut"] == [(1, "shut", "not_found")]
    assert (printer.kicks, jobs.states) == (0, {1: "confirmed"})


def test_without_an_answer_a_paper_stays_sent() -> None:
    jobs = queue(a_job())
    Spool(jobs, FakePrinter(confirms=False), silent, copy_mark).step()
    assert jobs.states == {1: "sent"}


def test_a_printer_that_is_off_leaves_the_paper_queued_with_the_reason() -> None:
    jobs, printer = queue(a_job()), FakePrinter([("refused", False)])
    spool = Spool(jobs, printer, silent, copy_mark)
    assert not spool.step()
    assert jobs.history[-1] == (1, "queued", "refused")
    assert spool.step()
    assert jobs.states == {1: "confirmed"}


def test_what_broke_off_on_the_way_is_unsure_and_not_sent_again() -> None:
    jobs, printer = queue(a_job()), FakePrinter([("timeout", True)])
    spool = Spool(jobs, printer, silent, copy_mark)
    assert not spool.step()
    assert not spool.step()
    assert jobs.history[-1] == (1, "unsure", "timeout")
    assert printer.printed == []


def test_the_pause_grows_with_each_failure_and_ends_with_success() -> None:
    jobs, printer = queue(a_job()), FakePrinter([("refused", False)] * 4)
    spool = Spool(jobs, printer, silent, copy_mark, pauses_s=(1.0, 2.0, 4.0))
    pauses = []
    while not spool.step():
        pauses.append(spool.pause_s())
    assert pauses == [1.0, 2.0, 4.0, 4.0]
    assert spool.pause_s() == 30.0


def test_a_copy_carries_its_mark_in_the_language_of_the_paper() -> None:
    jobs, printer = queue(a_job(copy_number=2)), FakePrinter()
    Spool(jobs, printer, silent, copy_mark).step()
    assert printer.printed[0][0].blocks[0] == Mark("补打 第2次")


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"kind":"x","blocks":[{"block":"Nonsense"}]}'])
def test_a_job_that_is_no_paper_is_dropped_and_holds_up_nobody(content: str) -> None:
    jobs, printer = queue(FakeJob(1, content), a_job(2)), FakePrinter()
    spool = Spool(jobs, printer, silent, copy_mark)
    assert [spool.step(), spool.step(), spool.step()] == [True, True, False]
    assert jobs.states == {1: "dropped", 2: "confirmed"}


def test_a_listener_that_fails_does_not_stop_the_printing() -> None:
    def broken(job_id: int, state: str, note: str) -> None:
        raise RuntimeError

    jobs = queue(a_job())
    Spool(jobs, FakePrinter(), broken, copy_mark).step()
    assert jobs.states == {1: "confirmed"}


def test_the_thread_prints_what_is_woken_for_and_stops() -> None:
    jobs, printer, done = queue(), FakePrinter(), threading.Event()

    def listen(job_id: int, state: str, note: str) -> None:
        if state == "confirmed":
            done.set()

    spool = Spool(jobs, printer, listen, copy_mark)
    spool.start()
    jobs.jobs[1] = a_job()
    spool.wake()
    assert done.wait(5)
    assert spool.stop(5)


def test_the_thread_recovers_by_itself_when_the_printer_is_back() -> None:
    jobs, printer = queue(a_job()), FakePrinter([("refused", False)] * 3)
    spool = Spool(jobs, printer, silent, copy_mark, pauses_s=(0.01,))
    spool.start()
    until = time.monotonic() + 5
    while jobs.states.get(1) != "confirmed" and time.monotonic() < until:
        time.sleep(0.01)
    assert spool.stop(5)
    assert jobs.states == {1: "confirmed"}


def test_a_receipt_printer_gets_the_pulse_of_the_drawer_on_its_own_before_the_receipt(tmp_path: Path) -> None:
    printer = ThermalPrinter(ThermalProfile(48), FileTransport(tmp_path / "out", 48, FONTS), FONTS, tmp_path / "c", 2)
    jobs = queue(a_job(drawer=1))
    assert Spool(jobs, printer, silent, copy_mark).step()
    pulse, paper = ((tmp_path / "out" / f"00000{n}.bin").read_bytes() for n in (1, 2))
    assert pulse == b"\x1bp\x00\x19\xfa"
    assert pulse not in paper
    assert jobs.states == {1: "confirmed"}


def test_an_office_printer_writes_its_papers_as_pdf(tmp_path: Path) -> None:
    printer = PdfPrinter(A5, FONTS, lambda: CREATED, folder=tmp_path / "out")
    Spool(queue(a_job(7)), printer, silent, copy_mark).step()
    assert (tmp_path / "out" / "000007-receipt.pdf").read_bytes().startswith(b"%PDF")
    assert printer.status() == Online()
