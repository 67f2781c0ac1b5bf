"""Voids and refunds that the card terminal carries out: whatever fails, books and terminal agree, or it is unknown.

Driver and simulated terminal meet only on the line, in virtual time, through the real sheet's presenter and desk.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import pytest

from counter.desk.card_intents import CardUnsettled, refuse_unsettled
from counter.desk.settle_card import found_sent
from counter.devices.zvt_simulator.faults import Fault, Personality
from counter.presenters.close_terminal import differing_slips, sums_of_day
from counter.presenters.receipt_sheet import ReceiptSheetPresenter
from counter.presenters.requests import Requests
from counter.rules.card_intent import CardState
from db.queries import receipts
from db.queries.intents import IntentRow, unsettled
from tests.desk.office import EVEN, SUPERVISOR, THIRD
from tests.devices.virtual_line import VirtualLine
from tests.faults.seeds import few_or_many
from tests.presenters.pay_window import FIVE, Window, pay_window
from tests.presenters.test_receipt_sheet_presenter import FakeView

DUE = 3 * FIVE
LONG = 420.0
Way = Literal["void", "refund"]
# What may go wrong while money goes back; the others belong to a payment alone.
FAULTS = (
    Fault.NONE, Fault.CRC_ERROR, Fault.NAK, Fault.DROPPED_ACK, Fault.REPEATED_FRAME, Fault.LATE_ACK, Fault.LATE_ANSWER,
    Fault.LOST_ANSWER, Fault.LOST_DONE, Fault.GARBAGE, Fault.SPLIT_READS, Fault.MERGED_READS, Fault.POWER_OFF,
    Fault.BUSY, Fault.DECLINED, Fault.ALREADY_REVERSED,
)  # fmt: skip


class Counter:
    """A window, the sheet of a receipt paid by card, and the line to its terminal."""

    def __init__(self, line: VirtualLine, window: Window) -> None:
        self.line, self.window = line, window
        self.view = FakeView()
        self.sheet = self._sheet()

    def _sheet(self) -> ReceiptSheetPresenter:
        return ReceiptSheetPresenter(
            self.window.session, self.view, self.window.second_person,
            backs=lambda: self.window.keys.cards.outcomes.backs,
        )  # fmt: skip

    def pump(self, seconds: float) -> None:
        self.line.pump(seconds, self.window.keys.cards.poll)

    def pay_by_card(self, unit: int = EVEN) -> int:
        self.window.open(unit)
        self.window.keys.slips.card()
        self.pump(10)
        (row,) = receipts.of_unit(self.window.session.connection, unit)
        return row.id

    def pay_by_card_slowly(self) -> int:
        self.window.open(EVEN)
        self.window.keys.slips.card()
        self.pump(80)
        (row,) = receipts.of_unit(self.window.session.connection, EVEN)
        return row.id

    def give_back(self, receipt_id: int, way: Way) -> None:
        """Press V or T, let a second person agree, and let the terminal do it."""
        self.sheet.open(receipt_id)
        if way == "void":
            self.sheet.void()
            self.grant()
            self.answer(choice="1")
        else:
            self.sheet.refund()
            self.answer(choice="1")
            self.answer(choice="1")
            self.answer(choice="1")
            self.answer(payee="张三")
            self.grant()

    def grant(self) -> None:
        self.window.second_person.asked[-1].granted(SUPERVISOR, "paid twice")

    def answer(self, **values: str) -> str:
        return self.view.questions[-1].answer(values)

    def start_again(self) -> None:
        """The counter starts anew: what was sent is unknown."""
        self.line.start_counter_again()
        found_sent(self.window.desk.books)
        again = Window(self.window.desk, self.window.session, self.line.driver)
        again.pay.start()
        self.window, self.sheet = again, self._sheet()

    def states(self) -> list[str]:
        rows = self.window.desk.connection.execute("SELECT state FROM card_intent ORDER BY event_id, line")
        return [row[0] for row in rows]

    @property
    def standing(self) -> int:
        """What the terminal holds of this office's money."""
        return sum(each.amount for each in self.line.machine.ledger.standing)

    @property
    def clearing(self) -> int:
        return self.window.desk.account("card_clearing")


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    with at_the_line(tmp_path, VirtualLine(Personality.KEEPS)) as made:
        yield made


class at_the_line:  # noqa: N801  reads as a sentence
    """A counter whose terminal is ready; at its end the books are proved."""

    def __init__(self, folder: Path, line: VirtualLine) -> None:
        self._line, self._office = line, pay_window(folder, line.driver)

    def __enter__(self) -> Counter:
        window = self._office.__enter__()
        self._line.pump(3)
        self._counter = Counter(self._line, window)
        return self._counter

    def __exit__(self, *error: object) -> None:
        try:
            if error[0] is None:
                assert self._counter.window.desk.findings() == []
        finally:
            self._office.__exit__(None, None, None)


def agree(counter: Counter, way: Way) -> None:
    """Books and terminal agree, or it is unknown, in everybody's way, and settled by a person's key or the list."""
    desk = counter.window.desk
    assert counter.line.machine.payments == 1
    open_ones = unsettled(desk.connection)
    if open_ones:
        assert [each.state for each in open_ones] == [CardState.UNKNOWN]
        assert counter.clearing == DUE, "nothing is posted while it is unknown"
        with pytest.raises(CardUnsettled):
            refuse_unsettled(desk.connection, 1)
        before = counter.line.machine.returns
        counter.pump(LONG)
        assert counter.line.machine.returns == before, "money was asked back again by itself"
        settle_by_a_person(counter, way)
    assert unsettled(desk.connection) == []
    assert counter.clearing == counter.standing, "books and terminal differ"


def settle_by_a_person(counter: Counter, way: Way) -> None:
    """Shift+F10: a slip that is to be taken back is asked for again; of a refund the terminal's list is read."""
    outcomes, sheet = counter.window.keys.cards.outcomes, counter.window.sheet
    if way == "void":
        outcomes.ask()
        assert sheet.asked is not None
        if sheet.asked.choices[0][1] == "Ask the terminal":  # it is not offered before the terminal has told its number
            sheet.asked.answer({"choice": "1"})
            counter.pump(30)
    if unsettled(counter.window.desk.connection):
        went = counter.standing == 0
        outcomes.ask()
        assert sheet.asked is not None
        sheet.asked.answer({"choice": sheet.asked.choices[-2 if went else -1][0]})
        if went:
            sheet.asked.answer({"voucher": "0002"})
        counter.window.second_person.asked[-1].granted(SUPERVISOR, "in the terminal's list")


class Course(NamedTuple):
    """What came of it: the intents' states, how many bytes passed, and whether the fault came to pass."""

    states: list[str]
    bytes: int
    struck: bool


def run(
    folder: Path, way: Way, fault: Fault, seed: int, *, power_at: int | None = None, cut_at: int | None = None
) -> Course:
    """Give a card payment back over a line that fails."""
    folder.mkdir()
    line = VirtualLine(Personality.KEEPS, seed=seed)
    with at_the_line(folder, line) as counter:
        receipt_id = counter.pay_by_card()
        line.machine.fault = line.machine.line.fault = fault
        before = line.counted
        if power_at is not None:
            line.machine.switch_off_after(power_at)
        if cut_at is not None:
            line.cut_counter_after(cut_at)
        counter.give_back(receipt_id, way)
        counter.pump(60)
        passed = line.counted - before
        counter.pump(LONG)
        if line.is_cut:
            counter.start_again()
        if not line.machine.line.power:
            line.machine.switch_on(line.now)
        counter.pump(LONG)
        agree(counter, way)
        return Course(counter.states(), passed, line.machine.struck)


@pytest.mark.parametrize("way", ["void", "refund"])
@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_fails_money_goes_back_once_in_both_or_is_visibly_unknown(
    fault: Fault, way: Way, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    struck = False
    for seed in range(1, 1 + few_or_many(request, 1, 30)):
        course = run(tmp_path / str(seed), way, fault, seed)
        struck = struck or course.struck  # so few words pass that a seed may let every chance for it go by
        if fault is Fault.NONE:
            assert course.states == ["sent", "approved", "sent", "approved"]
    never = (Fault.NONE, Fault.POWER_OFF, *((Fault.ALREADY_REVERSED,) if way == "refund" else ()))
    assert struck or fault in never, f"{fault} did not come to pass"


@pytest.mark.parametrize("way", ["void", "refund"])
@pytest.mark.parametrize("whose", ["power_at", "cut_at"])
def test_wherever_the_power_goes_money_goes_back_once(
    whose: str, way: Way, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    whole = run(tmp_path / "whole", way, Fault.NONE, 1).bytes
    seen = set()
    for at in range(1, whole + 1, few_or_many(request, 31, 1)):
        course = run(tmp_path / str(at), way, Fault.POWER_OFF, at, **{whose: at})
        seen.add("unknown" in course.states)
    assert seen == {True, False} or whose == "power_at", "the counter's power went both in time and too late"


def test_what_went_back_is_in_the_sums_that_both_sides_compare_at_the_close(counter: Counter) -> None:
    voided, refunded = counter.pay_by_card(), counter.pay_by_card(THIRD)
    counter.give_back(voided, "void")
    counter.pump(20)
    counter.give_back(refunded, "refund")
    counter.pump(20)
    driver, session = counter.line.driver, counter.window.session
    driver.settle()
    counter.pump(10)
    settled = sums_of_day(driver, 0.5)
    assert (settled.amount, settled.first, settled.last) == (0, 1, 3)
    assert counter.clearing == 0
    assert differing_slips(session, settled, driver.number) == ()


def test_esc_stops_a_refund_that_waits_for_its_card_and_meanwhile_no_payment_is_asked_for(counter: Counter) -> None:
    counter.line.machine.card_after_s = 60.0
    counter.give_back(counter.pay_by_card_slowly(), "refund")
    counter.pump(3)
    counter.window.open(THIRD)
    counter.window.keys.slips.card()
    assert counter.window.sheet.said[1] == "The terminal is giving money back."
    counter.window.pay.back()
    counter.pump(10)
    assert counter.states() == ["sent", "approved", "sent", "declined"]
    assert (counter.clearing, counter.standing) == (DUE, DUE)
    assert counter.view.said[-1][1].startswith("The terminal gave nothing back")
    counter.window.keys.slips.card()
    counter.pump(80)
    assert counter.states()[-1] == "approved"


@pytest.mark.parametrize("where", ["sheet", "list"])
def test_a_void_that_waited_is_done_by_the_terminal_once_somebody_agrees(counter: Counter, where: str) -> None:
    receipt_id = counter.pay_by_card()
    counter.sheet.open(receipt_id)
    counter.sheet.void()
    asked = counter.window.second_person.asked
    assert asked[-1].requested is not None
    asked[-1].requested("wrong unit")
    listed = Requests(
        counter.window.session, counter.view, counter.window.second_person, lambda: None,  # type: ignore[arg-type]
        backs=lambda: counter.window.keys.cards.outcomes.backs,
    )  # fmt: skip
    if where == "sheet":
        counter.sheet.void()
    else:
        listed.decide(listed.rows()[0].id, grant=True)
    asked[-1].granted(SUPERVISOR, "")
    counter.answer(choice="1")
    assert (counter.clearing, len(listed.rows())) == (DUE, 1), "nothing is posted before the terminal says so"
    counter.pump(20)
    assert counter.states() == ["sent", "approved", "sent", "approved"]
    assert (counter.clearing, counter.standing, len(listed.rows())) == (0, 0, 0)


def test_the_cash_beside_a_slip_is_handed_back_once_the_terminal_has_answered(counter: Counter) -> None:
    window = counter.window
    window.open(EVEN)
    window.type("100")
    window.keys.split()
    window.keys.slips.card()
    counter.pump(10)
    (row,) = receipts.of_unit(window.session.connection, EVEN)
    counter.sheet.open(row.id)
    counter.sheet.void()
    counter.grant()
    assert "Hand the other ¥100.00 back after that, not before." in counter.view.questions[-1].text
    counter.answer(choice="1")
    assert window.desk.account("till_cash") == 30_000 + 10_000
    counter.pump(20)
    assert (window.desk.account("till_cash"), counter.clearing, counter.standing) == (30_000, 0, 0)
    said = counter.view.said[-1][1]
    assert "Hand back ¥100.00 in cash from the drawer." in said
    assert "¥651.80 went back through the terminal" in said


@pytest.mark.parametrize("why", ["replaced", "restored"])
def test_a_void_that_is_unknown_is_never_asked_for_again_where_its_slips_number_may_be_another_ones(
    tmp_path: Path, why: str
) -> None:
    """The terminal was replaced, or began its numbers anew while a copy was brought back: that slip is not this one."""
    line = VirtualLine(Personality.KEEPS)
    with at_the_line(tmp_path, line) as counter:
        receipt_id = counter.pay_by_card()
        counter.give_back(receipt_id, "void")
        counter.start_again()
        if why == "replaced":
            counter.line.driver.number = "11111111"
        else:
            counter.pump(5)
            with counter.window.desk.books.transaction("restored", staff_id=None) as tx:
                tx.post("copy_restored", {"given_up": []})
        outcomes, sheet, returns = counter.window.keys.cards.outcomes, counter.window.sheet, line.machine.returns
        outcomes.ask()
        assert sheet.asked is not None
        assert [word for _key, word in sheet.asked.choices] == [
            "It went back: the slip is there", "It did not go back",
        ]  # fmt: skip
        sheet.asked.answer({"choice": "2"})
        counter.window.second_person.asked[-1].granted(SUPERVISOR, "it stands in the terminal's list")
        assert (counter.states()[-1], line.machine.returns) == ("not_found", returns)


def test_a_slip_of_another_terminal_is_never_offered_to_this_one(counter: Counter) -> None:
    receipt_id = counter.pay_by_card()
    counter.line.driver.number = "11111111"
    counter.sheet.open(receipt_id)
    counter.sheet.void()
    counter.grant()
    assert counter.line.machine.returns == 0
    assert "void it on the terminal" in counter.view.said[-1][1]


def test_a_refund_that_believed_any_slip_of_the_sum_would_be_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a start the terminal tells the payment itself as its last one: the same sum, minutes ago."""
    monkeypatch.setattr("counter.desk.settle_back.refuse_used", lambda *_any: None)
    monkeypatch.setattr(IntentRow, "last", "")  # as of books in which it was not kept yet
    with pytest.raises(AssertionError, match="books and terminal differ"):
        run(tmp_path / "cut", "refund", Fault.POWER_OFF, 1, cut_at=1)
