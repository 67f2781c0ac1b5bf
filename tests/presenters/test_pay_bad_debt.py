"""Bad debt on the Pay screen, the unit's card and the statement: shown apart, never asked for, paid where ticked."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.desk.payment_order import Chosen
from counter.desk.print_statement import print_statement
from counter.desk.standing import standing
from counter.desk.write_off import write_off
from counter.presenters.units_card import CardWords, card_of
from counter.presenters.units_lines import open_rows
from db.queries import write_offs
from printing.blocks import Sum, Table, load
from tests.desk.office import CASHIER, EVEN, MANAGER, SUPERVISOR
from tests.presenters.pay_window import Window, pay_window

LOST = 25_060  # one month of the first flat, in fen


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    with pay_window(tmp_path) as window:
        first = window.desk.charges(EVEN)[0]
        write_off(
            window.desk.books, EVEN, [Chosen(first.charge_id, first.open)], "gone", request_id="lost",
            staff=SUPERVISOR, approver=MANAGER,
        )  # fmt: skip
        yield window


def lost(window: Window) -> int:
    return sum(each.open for each in write_offs.written_off(window.desk.connection, (EVEN,)))


def test_it_stands_last_unticked_and_no_part_of_the_sum(window: Window) -> None:
    window.open()
    line = window.sheet.lines[-1]
    assert (line.tick, line.composition, line.amount, line.muted) == (
        False, "written off · owed all the same", "250.60", True,
    )  # fmt: skip
    assert window.sheet.head is not None
    assert "written off 250.60" in window.sheet.head.pills
    assert window.sheet.sums.to_pay == "501.20"
    window.keys.cash()
    assert (window.totals(), lost(window)) == ([50_120], LOST)


def test_ticked_it_is_paid_with_the_rest_and_revived_by_it(window: Window) -> None:
    window.open()
    window.pay.choice.toggle(window.sheet.lines[-1].id)
    assert window.sheet.sums.to_pay == "751.80"
    window.keys.cash()
    assert (window.totals(), lost(window)) == ([75_180], 0)
    content = window.desk.connection.execute("SELECT content FROM paper WHERE kind = 'receipt'").fetchone()[0]
    assert "250.60 had been written off" in content
    assert window.desk.findings() == []


def test_part_of_it_is_paid_and_the_rest_stays_lost(window: Window) -> None:
    window.open()
    for line in window.sheet.lines:
        window.pay.choice.toggle(line.id)
    window.type("100")
    window.keys.cash()
    window.keys.cash()
    assert (window.totals(), lost(window)) == ([10_000], LOST - 10_000)


def test_put_aside_and_taken_up_again_it_is_still_ticked(window: Window) -> None:
    window.open()
    window.pay.choice.toggle(window.sheet.lines[-1].id)
    window.pay.parking.press()
    window.pay.parking.press()
    assert window.sheet.sums.to_pay == "751.80"


def test_revived_by_somebody_else_meanwhile_nothing_is_taken_and_the_line_is_an_open_one(window: Window) -> None:
    window.open()
    window.pay.choice.toggle(window.sheet.lines[-1].id)
    window.desk.pay(EVEN, chosen=[], written_off=(Chosen(*_shown(window)),), rounding=0, pay_now=100)
    window.keys.cash()
    assert window.sheet.said[0] == "risk"
    assert lost(window) == LOST - 100


def _shown(window: Window) -> tuple[int, int]:
    (line,) = write_offs.written_off(window.desk.connection, (EVEN,))
    return line.charge_id, line.open


def test_the_unit_and_its_statement_show_it_apart(window: Window) -> None:
    session, found = window.session, standing(window.desk.connection, EVEN)
    say = CardWords(session.words, session.currency, session.office, session.today())
    assert "written off 250.60" in card_of(window.desk.connection, found, say).pills
    row = open_rows(found, session.today(), session.words)[-1]
    assert (row.cells[2], row.cells[4], row.muted) == ("written off · owed all the same", "250.60", True)
    print_statement(
        window.desk.books, EVEN, request_id="s", person=CASHIER, till=1, office=window.desk.office,
        words=window.desk.words,
    )  # fmt: skip
    content = window.desk.connection.execute("SELECT content FROM paper WHERE kind = 'statement'").fetchone()[0]
    blocks = load(content).blocks
    tables = [block for block in blocks if isinstance(block, Table)]
    assert [len(each.rows) for each in tables[:2]] == [2, 1]
    sums = {block.label: block.amount for block in blocks if isinstance(block, Sum)}
    assert sums["Open in all"] == "¥501.20"
    assert sums["Written off in all, not part of the sum above"] == "250.60"
