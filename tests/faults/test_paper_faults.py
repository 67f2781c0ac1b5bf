"""The receipt printer and the power of the computer, each failing at every place, over real books and a real queue.

Over all the paper each receipt comes out whole at least once and at most once without a mark; every repeat is a counted
copy in the books; the drawer opens at most once for each sale. The cut is a failure that nothing catches.
"""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.desk.retry_print import MAY_BE_OUT, is_on_paper, retry_print
from counter.wiring.print_queue import PrintQueue
from db import papers
from db.queries import history
from printing.blocks import dump
from printing.printers import ThermalPrinter
from printing.spool import Pulse, Spool, State
from tests.desk.office import CASHIER, EVEN, ODD, THIRD, Desk, cash
from tests.faults.seeds import few_or_many
from tests.presenters.units_office import open_office
from tests.printing.samples import receipt_zh
from tests.printing.test_printing_device import CUT, Device, printer_of
from tests.printing.test_printing_spool import FakeJob, FakeJobs, copy_mark, silent

COPY = "补打".encode("gb18030")


class PowerCut(BaseException):
    """The computer has no power any more."""


class Machine(Device):
    """A printer that also sees the computer's power go after some of the bytes; whole: what it took to the end."""

    def __init__(self) -> None:
        super().__init__()
        self.cut_after: int | None = None
        self.whole: list[bytes] = []

    def send(self, data: bytes, deadline_s: float) -> None:
        if self.cut_after is not None and self.cut_after < len(data):
            self.paper += data[: self.cut_after] + CUT  # torn off by whoever comes
            self.cut_after = None
            raise PowerCut
        if self.cut_after is not None:
            self.cut_after -= len(data)
        self.whole.append(data)
        super().send(data, deadline_s)


class CutQueue(PrintQueue):
    """A queue with whose n-th statement the power goes: before it is in the books, or just after."""

    left = -1
    after = False

    def _tick(self) -> bool:
        self.left -= 1
        if self.left == -1 and not self.after:
            raise PowerCut
        return self.left == -1

    def next_pulse(self) -> Pulse | None:
        if papers.next_pulse(self._reader, "receipt") is None:
            return None
        last = self._tick()
        found = super().next_pulse()
        if last:
            raise PowerCut
        return found

    def mark(self, job_id: int, state: State, note: str = "") -> None:
        last = self._tick()
        super().mark(job_id, state, note)
        if last:
            raise PowerCut


class Counter:
    """A window whose computer may lose its power; starting it again is opening the queue anew."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.machine = desk, Machine()
        self._printer: ThermalPrinter = printer_of(self.machine, folder)

    def print_all(self, statement: int = -1, *, after: bool = False) -> bool:
        """Start, and print what waits; returns whether the power went on the way."""
        queue = CutQueue(self.desk.books, "receipt")
        queue.left, queue.after = statement, after
        spool = Spool(queue, self._printer, silent, copy_mark)
        try:
            while spool.step():
                pass
        except PowerCut:
            return True
        finally:
            queue.close()
        return False

    def look(self, *, sees_it: bool) -> None:
        """The cashier goes through what may be on paper: notes what lies there, has the rest printed again."""
        desk = self.desk
        waiting = [*history.waiting_papers(desk.connection), *history.unconfirmed_papers(desk.connection)]
        for each in waiting:
            if each.state not in MAY_BE_OUT:
                continue
            if sees_it and any(self._number(each.receipt_id) in data for data in self.machine.whole):
                assert is_on_paper(desk.books, each.job_id, person=CASHIER)
                continue
            retry_print(
                desk.books, each.job_id, request_id=desk.request(), person=CASHIER, till=1, office=desk.office,
                words=desk.words,
            )  # fmt: skip

    def _number(self, receipt_id: int | None) -> bytes:
        return f"2026-{receipt_id:06d}".encode()

    def must_be_right(self, sales: int) -> None:
        sheets = bytes(self.machine.paper).split(CUT)
        for receipt_id in range(1, sales + 1):
            number = self._number(receipt_id)
            assert any(number in data for data in self.machine.whole), f"receipt {receipt_id} is lost"
            unmarked = [sheet for sheet in sheets if number in sheet and COPY not in sheet]
            assert len(unmarked) <= 1, f"receipt {receipt_id} came out twice without a mark"
        marked = [data for data in self.machine.whole if COPY in data]
        assert len(marked) <= self.desk.count("copy"), "a copy that nobody counted"
        assert self.machine.pulses <= sales, "the drawer opened more often than there were sales"
        assert self.desk.findings() == []


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_office(tmp_path) as made:
        yield made


def chinese(desk: Desk) -> Desk:
    from counter.words import Words

    desk.words = Words.load("zh_CN")
    return desk


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("statement", range(8))
def test_the_power_goes_at_each_statement_of_two_papers(
    desk: Desk, tmp_path: Path, statement: int, after: bool
) -> None:
    """The statements: both drawers are taken, then sending, sent, confirmed of each."""
    sees_it = bool(statement % 2)  # whoever comes back looks at the paper first, or has it printed again
    counter = Counter(chinese(desk), tmp_path)
    desk.pay(EVEN, tenders=(cash(desk.owed(EVEN)),))
    desk.pay(ODD, tenders=(cash(desk.owed(ODD)),))
    assert counter.print_all(statement, after=after), "the power did not go: the test tries nothing"
    for _round in range(3):
        counter.print_all()
        counter.look(sees_it=sees_it)
    counter.must_be_right(2)


CUTS = st.lists(st.tuples(st.integers(0, 9), st.booleans(), st.none() | st.integers(0, 2_000)), max_size=4)


@settings(max_examples=settings().max_examples // 25)
@given(CUTS, st.booleans())
def test_the_power_goes_again_and_again_also_in_the_middle_of_the_bytes(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[tuple[int, bool, int | None]], sees_it: bool
) -> None:
    folder = tmp_path_factory.mktemp("cuts")
    with open_office(folder) as desk:
        counter = Counter(chinese(desk), folder)
        for unit in (EVEN, ODD, THIRD):
            desk.pay(unit, tenders=(cash(desk.owed(unit)),))
        for statement, after, byte in cuts:
            counter.machine.cut_after = byte
            counter.print_all(statement, after=after)
            counter.machine.cut_after = None
            counter.look(sees_it=sees_it)
        for _round in range(2 + len(cuts)):
            counter.print_all()
            counter.look(sees_it=sees_it)
        counter.must_be_right(3)


@pytest.mark.parametrize("buffers", [False, True], ids=["forgets", "remembers"])
def test_the_paper_ends_at_every_byte_of_a_receipt(
    tmp_path: Path, request: pytest.FixtureRequest, buffers: bool
) -> None:
    paper, tried = dump(receipt_zh()), 0
    whole = Device()
    printer_of(whole, tmp_path).print(receipt_zh(), 1)
    step = max(1, len(whole.paper) // few_or_many(request, 12, len(whole.paper)))
    for byte in range(0, len(whole.paper), step):
        device = Device(roll=byte, buffers=buffers)
        printer, jobs = printer_of(device, tmp_path), FakeJobs({1: FakeJob(1, paper, 0, 1)})
        spool = Spool(jobs, printer, silent, copy_mark)
        spool.step()
        assert jobs.states[1] in ("unsure", "queued")
        device.new_roll()
        if jobs.states[1] == "unsure":
            jobs.jobs[1] = jobs.jobs[1]._replace(copy_number=1)
            jobs.states[1] = "queued"
        spool.step()
        assert jobs.states[1] == "confirmed"
        plain = [sheet for sheet in bytes(device.paper).split(CUT) if COPY not in sheet and b"2026-000123" in sheet]
        assert len(plain) <= 1
        assert device.pulses <= 1
        tried += 1
    assert tried >= 12


def test_a_printer_that_is_changed_while_papers_wait_gets_what_waits_and_not_what_may_be_out(
    desk: Desk, tmp_path: Path
) -> None:
    old, new = Device(reachable=False), Device()
    for unit in (EVEN, ODD):
        desk.pay(unit, tenders=(cash(desk.owed(unit)),))
    first = PrintQueue(desk.books, "receipt")
    old.reachable, old.slow = True, True  # it takes the first one and never says whether it is out
    Spool(first, printer_of(old, tmp_path), silent, copy_mark).step()
    first.close()
    second = PrintQueue(desk.books, "receipt")
    spool = Spool(second, printer_of(new, tmp_path), silent, copy_mark)
    while spool.step():
        pass
    second.close()
    assert (b"2026-000001" in old.paper, b"2026-000001" in new.paper, b"2026-000002" in new.paper) == (
        True,
        False,
        True,
    )
    assert old.pulses + new.pulses == 2
    assert [each.state for each in history.waiting_papers(desk.connection)] == ["unsure"]


def test_two_printers_do_not_wait_for_each_other(desk: Desk, tmp_path: Path) -> None:
    desk.pay(EVEN, tenders=(cash(desk.owed(EVEN)),))
    with desk.books.transaction("a paper for the office", staff_id=CASHIER.staff_id, till=1) as tx:
        papers.enqueue(tx, "note", dump(receipt_zh()), device="office")
    stuck, office = Device(reachable=False), Device()
    for name, device in (("receipt", stuck), ("office", office)):
        queue = PrintQueue(desk.books, name)
        Spool(queue, printer_of(device, tmp_path), silent, copy_mark).step()
        queue.close()
    assert b"2026-000123" in office.paper
    assert office.pulses == 0, "only the receipt printer has a drawer"
    assert [(each.device, each.state) for each in history.waiting_papers(desk.connection)] == [("receipt", "queued")]


def test_a_payment_does_not_wait_for_a_slow_printer(desk: Desk, tmp_path: Path) -> None:
    printing, go_on = threading.Event(), threading.Event()

    class Slow(Device):
        def send(self, data: bytes, deadline_s: float) -> None:
            if CUT in data:
                printing.set()
                assert go_on.wait(10)
            super().send(data, deadline_s)

    machine = Slow()
    queue = PrintQueue(desk.books, "receipt")
    done: list[Any] = []
    spool = Spool(queue, printer_of(machine, tmp_path), lambda *moved: done.append(moved), copy_mark)
    desk.pay(EVEN, tenders=(cash(desk.owed(EVEN)),))
    spool.start()
    assert printing.wait(10)
    paid = desk.pay(ODD, tenders=(cash(desk.owed(ODD)),))
    assert paid.receipts[0].number == "2026-000002"
    assert not go_on.is_set(), "it was saved while the first receipt was still printing"
    assert (1, "sent", "") not in done
    go_on.set()
    spool.wake()
    assert spool.stop(10)
    queue.close()
