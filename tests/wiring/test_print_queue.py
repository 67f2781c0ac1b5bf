"""The spool and the queue in the books together: what goes out onto numbered forms registers them, and only that."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.desk.copies import reprint
from counter.desk.forms import register_printed, set_next_form
from counter.wiring.print_queue import PrintQueue
from printing.spool import Spool
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


def kicks(desk: Desk, printer: FakePrinter, papers: int) -> list[bool]:
    spool, queue = spool_of(desk, printer)
    for _ in range(papers):
        spool.step()
    queue.close()
    return [drawer for _paper, _job, drawer in printer.printed]


def test_a_payment_in_cash_opens_the_drawer_with_its_receipt(desk: Desk) -> None:
    desk.pay(EVEN)
    assert kicks(desk, FakePrinter(), 1) == [True]


def test_a_printer_that_comes_back_prints_what_waited_and_leaves_the_drawer_shut(desk: Desk) -> None:
    desk.pay(EVEN)
    assert kicks(desk, FakePrinter(fails=[("timeout", False)]), 1) == []
    desk.pay(ODD)
    desk.clock.wait(minutes=5)
    desk.pay(THIRD)
    assert kicks(desk, FakePrinter(), 3) == [False, False, True]


def test_a_second_try_within_the_same_seconds_does_not_open_the_drawer_again(desk: Desk) -> None:
    desk.pay(EVEN)
    printer = FakePrinter(fails=[("timeout", False)])
    assert kicks(desk, printer, 2) == [False]


def test_a_copy_never_opens_the_drawer(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    reprint(
        desk.books, paid.receipts[0].id, request_id="copy", person=CASHIER, till=1, office=desk.office,
        words=desk.words,
    )  # fmt: skip
    assert kicks(desk, FakePrinter(), 2) == [True, False]
