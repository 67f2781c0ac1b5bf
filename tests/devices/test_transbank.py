"""A second kit behind the same interface: Transbank, its published vectors, a payment through the real Pay screen."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.desk.settle_card import found_sent
from counter.devices.card_terminal import CannotDo, Enquiry, IntentState, Settled, TerminalOffline, TerminalReady
from counter.devices.transbank.message import AmountTooLarge, MessageReader, encode, sale, ticket_of
from counter.devices.transbank.terminal import TransbankTerminal
from counter.presenters.receipt_sheet import ReceiptSheetPresenter
from db.queries import receipts
from tests.desk.office import EVEN, SUPERVISOR, THIRD
from tests.devices.transbank_machine import TransbankMachine, framed
from tests.presenters.pay_window import FIVE, Window, pay_window
from tests.presenters.test_receipt_sheet_presenter import FakeView

DUE = 3 * FIVE
AT = datetime(2026, 11, 23)
few = settings(max_examples=settings().max_examples // 4)


@pytest.mark.parametrize(
    ("text", "line"),
    [("0200|123|", "02 30 32 30 30 7C 31 32 33 7C 03 31"), ("0250|", "02 30 32 35 30 7C 03 78"),
     ("0500||", "02 30 35 30 30 7C 7C 03 06"), ("1200|10|", "02 31 32 30 30 7C 31 30 7C 03 01")],
)  # fmt: skip
def test_the_published_vectors_are_byte_for_byte(text: str, line: str) -> None:
    assert encode(text) == bytes.fromhex(line) == framed(text)


@few
@given(st.binary(max_size=80), st.text("0123456789|AB", min_size=1, max_size=40), st.integers(1, 20))
def test_messages_come_back_in_pieces_and_garbage_never_throws(garbage: bytes, text: str, cut: int) -> None:
    reader = MessageReader()
    list(reader.feed(garbage))
    fresh = MessageReader()
    line = encode(text)
    assert [*fresh.feed(line[:cut]), *fresh.feed(line[cut:])] == [text.split("|")]


class Line:
    """Driver and terminal in virtual time."""

    def __init__(self, machine: TransbankMachine) -> None:
        self.machine, self.now = machine, 0.0
        self.driver = TransbankTerminal()
        self.driver.line_up(0.0)
        self.pump(1)

    def pump(self, seconds: float, each: Callable[[], object] = lambda: None) -> None:
        until = self.now + seconds
        while self.now < until:
            self.driver.tick(self.now)
            self.machine.heard(self.driver.outgoing())
            self.driver.heard(self.machine.outgoing(), self.now)
            each()
            self.now += 0.2

    def states(self) -> list[IntentState]:
        return [each.state for each in self.driver.events()]


def test_a_payment_through_the_pay_screen_is_posted_then_acknowledged(tmp_path: Path) -> None:
    line = Line(TransbankMachine())
    with pay_window(tmp_path, line.driver) as window:
        window.open(EVEN)
        window.keys.slips.card()
        line.pump(1)
        before = line.machine.acked
        line.pump(1)
        assert line.machine.acked == before, "no acknowledgement before the books hold it"
        line.pump(1, window.keys.cards.poll)
        assert window.totals() == [DUE]
        assert line.machine.acked == before + 1
        details = window.desk.connection.execute("SELECT details FROM tender").fetchone()[0]
        assert "************0123" in details
        assert "6222021234560123" not in details, "the account's number is never read"
        assert window.desk.findings() == []


def test_whole_card_numbers_in_fields_of_text_are_masked_and_hold_no_payment_up(tmp_path: Path) -> None:
    whole = "4111111111111111"
    line = Line(TransbankMachine(number=whole, authorisation=whole))
    with pay_window(tmp_path, line.driver) as window:
        for unit in (EVEN, THIRD):
            window.open(unit)
            window.keys.slips.card()
            line.pump(5, window.keys.cards.poll)
        details = window.desk.connection.execute("SELECT details FROM tender").fetchall()
        assert [each[0].count("411111******1111") for each in details] == [2, 2]
        assert whole not in f"{window.sheet.said} {window.sheet.head}"
    left = [path for path in tmp_path.iterdir() if path.is_file()]
    assert left
    assert all(whole.encode() not in path.read_bytes() for path in left)


def test_an_answer_that_is_lost_is_unknown_and_the_last_sale_settles_it_once(tmp_path: Path) -> None:
    line = Line(TransbankMachine(lose={"0210"}))
    with pay_window(tmp_path, line.driver) as window:
        window.open(EVEN)
        window.keys.slips.card()
        line.pump(200, window.keys.cards.poll)
        assert window.totals() == [DUE]
        assert line.machine.asked.count("0200") == 1


def test_a_counter_that_starts_anew_asks_for_the_sale_by_its_ticket(tmp_path: Path) -> None:
    line = Line(TransbankMachine(lose={"0210"}))
    with pay_window(tmp_path, line.driver) as window:
        window.open(EVEN)
        window.keys.slips.card()
        line.pump(2)
        found_sent(window.desk.books)
        again = Line(line.machine)
        restarted = Window(window.desk, window.session, again.driver)
        restarted.pay.start()
        again.pump(3, restarted.keys.cards.poll)
        assert restarted.totals() == [DUE]
        assert again.machine.asked.count("0200") == 1


def test_a_last_sale_with_another_ticket_proves_nothing() -> None:
    line = Line(TransbankMachine(sales=[[ticket_of("another"), "100", "000001"]]))
    line.driver.last_transaction(Enquiry("i", 100, AT))
    line.pump(2)
    assert line.states() == [IntentState.UNKNOWN]


def test_a_terminal_that_is_mute_was_never_asked_for_money() -> None:
    line = Line(TransbankMachine())
    assert line.driver.status() == TerminalReady()
    line.machine.mute = True
    line.driver.begin("i", 100, "CLP")
    line.pump(20)
    assert line.states() == [IntentState.DECLINED]
    assert line.driver.status() == TerminalOffline("timeout")


def test_a_sale_is_never_sent_twice_for_silence() -> None:
    line = Line(TransbankMachine())
    line.driver.begin("i", 100, "CLP")
    line.driver.tick(line.now)
    line.driver.outgoing()
    line.driver.heard(b"\x06", line.now)
    line.driver.tick(line.now)
    assert b"0200|" in line.driver.outgoing()
    for _second in range(10):
        line.now += 1
        line.driver.tick(line.now)
        assert b"0200|" not in line.driver.outgoing()
    assert line.states() == [IntentState.UNKNOWN]


@pytest.mark.parametrize(("response", "state"), [("01", IntentState.DECLINED), ("07", IntentState.DECLINED),
                                                 ("02", IntentState.UNKNOWN)])  # fmt: skip
def test_a_clear_no_is_declined_and_a_silent_bank_is_not_clear(response: str, state: IntentState) -> None:
    line = Line(TransbankMachine(response=response))
    line.driver.begin("i", 100, "CLP")
    line.pump(3)
    assert line.states() == [state]


def test_a_sale_is_taken_back_and_the_day_is_closed_with_its_sums() -> None:
    line = Line(TransbankMachine())
    line.driver.begin("i", 100, "CLP")
    line.pump(3, lambda: line.driver.acknowledge("i"))
    (paid,) = line.driver.events()
    line.driver.reverse("i", paid.slip["voucher"])
    line.pump(2)
    assert line.states() == [IntentState.REVERSED]
    line.driver.settle()
    line.pump(2)
    assert line.driver.settled() == Settled(1, 100)
    assert line.driver.settled() is None


def test_what_the_kit_cannot_do_is_refused() -> None:
    driver = TransbankTerminal()
    with pytest.raises(CannotDo):
        driver.refund("i", 1)
    with pytest.raises(CannotDo):
        driver.typed("i", {})
    with pytest.raises(CannotDo):
        driver.reverse("i", "no number")
    with pytest.raises(AmountTooLarge):
        sale("i", 10**9)
    line = Line(TransbankMachine())
    assert line.driver.begin("i", 10**9, "CLP").state is IntentState.DECLINED


@pytest.mark.parametrize("lost", [False, True])
def test_a_void_takes_the_sale_back_once_and_a_lost_answer_is_asked_for_by_a_person(tmp_path: Path, lost: bool) -> None:
    line = Line(TransbankMachine())
    with pay_window(tmp_path, line.driver) as window:
        cards = window.keys.cards
        window.open(EVEN)
        window.keys.slips.card()
        line.pump(2, cards.poll)
        assert window.totals() == [DUE]
        view = FakeView()
        sheet = ReceiptSheetPresenter(window.session, view, window.second_person, backs=lambda: cards.outcomes.backs)
        sheet.open(receipts.of_unit(window.session.connection, EVEN)[0].id)
        line.machine.lose = {"1210"} if lost else set()
        sheet.void()
        window.second_person.asked[-1].granted(SUPERVISOR, "paid twice")
        view.questions[-1].answer({"choice": "1"})
        line.pump(200, cards.poll)
        if lost:
            assert window.desk.owed(EVEN) == 0
            assert line.machine.asked.count("1200") == 1, "it was asked again by itself"
            line.machine.lose = set()
            cards.outcomes.ask()
            window.answer(choice="1")
            line.pump(10, cards.poll)
        assert (window.desk.owed(EVEN), window.desk.account("card_clearing")) == (DUE, 0)
        assert window.desk.findings() == []
