"""The spool and the queue in the books together: what goes out onto numbered forms registers them, and only that."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.desk.copies import reprint
from counter.desk.forms import register_printed, set_next_form
from counter.wiring.print_queue import PrintQueue
from printing.spool import Pulse, Spool
from tests.desk.office import CASHIER, EVEN, ODD, THIRD, Desk
from tests.presenters.units_office import open_office
from tests.printing.test_printing_spool import FakePrinter, copy_mark, silent


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_office(tmp_path) as made:
        yield made
        assert made.findings() == []


def forms(desk: Desk) -> list[tuple[int, str, str]]:
    rows = desk.connection.execute("SELECT receipt_id, printed_number, outcome FROM form ORDER BY event_id, line")
    return [tuple(row) for row in rows]


def spool_of(desk: Desk, printer: FakePrinter) -> tuple[Spool, PrintQueue]:
    queue = PrintQueue(desk.books, "receipt", lambda job: register_printed(desk.books, job, till=1))
    return Spool(queue, printer, silent, copy_mark), queue


def test_what_went_out_takes_the_next_form_and_what_did_not_takes_none(desk: Desk) -> None:
    set_next_form(desk.books, "A000017", request_id="first", person=CASHIER, till=1)
    desk.pay(EVEN)
    desk.pay(ODD)
    spool, queue = spool_of(desk, FakePrinter(fails=[("timeout", False)]))
    spool.step()
    assert forms(desk) == []
    spool.step()
    spool.step()
    assert forms(desk) == [(1, "A000017", "used"), (2, "A000018", "used")]
    queue.close()


def test_a_paper_that_broke_off_takes_no_form_until_a_person_saw_it(desk: Desk) -> None:
    set_next_form(desk.books, "A000017", request_id="first", person=CASHIER, till=1)
    desk.pay(EVEN)
    spool, queue = spool_of(desk, FakePrinter(fails=[("broken_off", True)]))
    spool.step()
    spool.step()
    assert forms(desk) == []
    queue.close()


def test_a_roll_registers_nothing(desk: Desk) -> None:
    set_next_form(desk.books, "A000017", request_id="first", person=CASHIER, till=1)
    desk.pay(EVEN)
    queue = PrintQueue(desk.books, "receipt")
    assert Spool(queue, FakePrinter(), silent, copy_mark).step()
    assert forms(desk) == []
    queue.close()


def kicks(desk: Desk, printer: FakePrinter, papers: int) -> int:
    spool, queue = spool_of(desk, printer)
    for _ in range(papers):
        spool.step()
    queue.close()
    return printer.kicks


def test_a_payment_in_cash_opens_the_drawer_with_its_receipt(desk: Desk) -> None:
    desk.pay(EVEN)
    assert kicks(desk, FakePrinter(), 1) == 1


def test_a_window_that_starts_late_prints_what_waited_and_leaves_the_drawer_shut(desk: Desk) -> None:
    desk.pay(EVEN)
    desk.pay(ODD)
    desk.clock.wait(minutes=5)
    desk.pay(THIRD)
    printer = FakePrinter()
    assert (kicks(desk, printer, 3), len(printer.printed)) == (1, 3)


def test_a_second_try_within_the_same_seconds_does_not_open_the_drawer_again(desk: Desk) -> None:
    desk.pay(EVEN)
    printer = FakePrinter(fails=[("timeout", False)])
    assert (kicks(desk, printer, 2), len(printer.printed)) == (1, 1)


def test_without_paper_the_drawer_opens_for_every_sale_all_the_same(desk: Desk) -> None:
    printer = FakePrinter(fails=[("paper_out", False)] * 3)
    spool, queue = spool_of(desk, printer)
    for times, unit in enumerate((EVEN, ODD, THIRD), start=1):
        desk.pay(unit)
        spool.step()
        desk.clock.wait(minutes=1)
        assert printer.kicks == times
    queue.close()


def test_a_drawer_whose_moment_passed_while_the_printer_was_busy_stays_shut_and_is_told(desk: Desk) -> None:
    told: list[tuple[int, str, str]] = []
    printer, queue = FakePrinter(), PrintQueue(desk.books, "receipt")
    desk.pay(EVEN)
    desk.clock.wait(seconds=30)
    Spool(queue, printer, lambda *moved: told.append(moved), copy_mark).step()
    assert (printer.kicks, told[0]) == (0, (1, "shut", "late"))
    queue.close()


def test_a_power_cut_with_the_pulse_on_its_way_never_opens_the_drawer_twice(desk: Desk) -> None:
    desk.pay(EVEN)
    queue = PrintQueue(desk.books, "receipt")
    assert queue.next_pulse() == Pulse(1)
    queue.close()  # the power goes; nobody knows whether it opened
    assert kicks(desk, FakePrinter(), 2) == 0


def test_a_copy_never_opens_the_drawer(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    reprint(
        desk.books, paid.receipts[0].id, request_id="copy", person=CASHIER, till=1, office=desk.office,
        words=desk.words,
    )  # fmt: skip
    printer = FakePrinter()
    assert (kicks(desk, printer, 2), len(printer.printed)) == (1, 2)
