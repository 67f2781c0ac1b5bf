"""The spool and the queue in the books together: what goes out onto numbered forms registers them, and only that."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.desk.forms import register_printed, set_next_form
from counter.wiring.print_queue import PrintQueue
from printing.spool import Spool
from tests.desk.office import CASHIER, EVEN, ODD, Desk
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
