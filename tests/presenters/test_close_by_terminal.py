"""Step 2 of the close with a terminal that tells its sums: filled in, compared, the slips that differ named."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.desk.card_intents import ask_terminal
from counter.desk.tenders import TenderIn
from counter.desk.void_receipt import void_receipt
from counter.devices.card_terminal import ManualSlip, Settled
from counter.presenters.close_slips import TypedSlips
from counter.presenters.close_terminal import NoSums, TerminalSums, sums_of_day
from counter.presenters.till_view import DifferenceFacts, SlipFacts
from counter.rules.tender import TenderKind
from counter.words.formats import RENMINBI
from tests.desk.office import CASHIER, EVEN, ODD, SUPERVISOR, THIRD, Desk, card
from tests.presenters.asked_terminal import AskedTerminal
from tests.presenters.till_window import Till, at_once, through_slips, till_office


class SettledTerminal(AskedTerminal):
    """A terminal that tells the sums of its day as often as it is asked, and counts that."""

    def __init__(self, told: Settled | None) -> None:
        super().__init__("settle")
        self.told, self.days, self.number = told, 0, "0010023457"  # as card() has it

    def settle(self) -> None:
        self.days += 1

    def settled(self) -> Settled | None:
        return self.told


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with till_office(tmp_path / "office") as made:
        made.open()
        made.pay(ODD, tenders=(card(made.owed(ODD), "000001"),))
        made.pay(EVEN, tenders=(card(made.owed(EVEN), "000002"),))
        yield made


def till_with(desk: Desk, terminal: AskedTerminal | ManualSlip) -> Till:
    made = Till(desk)
    made.presenter.close.terminal = TerminalSums(made.session, terminal, at_once)
    made.begin_close()
    made.count(made.cash_there())
    assert isinstance(made.shown, SlipFacts)
    return made


def test_the_terminal_is_asked_once_and_its_sums_are_filled_in_and_agree(desk: Desk) -> None:
    terminal = SettledTerminal(Settled(2, 75_204 + 75_180, 1, 2))
    till = till_with(desk, terminal)
    assert till.shown.can_ask
    till.presenter.close.ask_terminal()
    till.presenter.close.ask_terminal()
    assert terminal.days == 1, "the end of the terminal's day comes once"
    (row,) = till.shown.rows
    assert (row.count_text, row.sum_text) == ("2", "1,503.84")
    till.presenter.confirm()
    assert isinstance(till.shown, DifferenceFacts)


def test_what_differs_is_listed_line_by_line_once_it_was_compared(desk: Desk) -> None:
    till = till_with(desk, SettledTerminal(Settled(3, 95_204, 3, 4)))
    till.presenter.close.ask_terminal()
    assert till.shown.lines == ()
    till.presenter.confirm()
    assert [each.cells for each in till.shown.lines] == [
        ("", "0003: only on the terminal", ""),
        ("", "0004: only on the terminal", ""),
        ("2026-000001", "000001: only in the books", "752.04"),
        ("2026-000002", "000002: only in the books", "751.80"),
    ]
    assert till.view.verdicts["card"].state == "different"
    till.presenter.confirm()
    assert isinstance(till.shown, DifferenceFacts)


def test_slips_of_a_terminal_that_was_replaced_hide_none_of_the_new_ones(desk: Desk) -> None:
    terminal = SettledTerminal(Settled(2, 95_204, 1, 2))
    terminal.number = "30009999"
    till = till_with(desk, terminal)
    till.presenter.close.ask_terminal()
    till.presenter.confirm()
    assert [each.cells for each in till.shown.lines] == [
        ("", "0001: only on the terminal", ""),
        ("", "0002: only on the terminal", ""),
        ("2026-000001", "000001: terminal 10023457", "752.04"),
        ("2026-000002", "000002: terminal 10023457", "751.80"),
    ]


def scanned(desk: Desk) -> int:
    """Take the third flat's bill by a code on the terminal; returns its sum."""
    amount = desk.owed(THIRD)
    desk.pay(THIRD, tenders=(TenderIn(TenderKind.SCAN, amount, card(amount, "000003").details),))
    return amount


def test_what_the_terminal_adds_together_agrees_where_cards_and_codes_were_taken_on_it(desk: Desk) -> None:
    amount = scanned(desk)
    till = till_with(desk, SettledTerminal(Settled(3, 75_204 + 75_180 + amount, 1, 3)))
    till.presenter.close.ask_terminal()
    assert [(each.count_text, each.sum_text) for each in till.shown.rows] == [("2", "1,503.84"), ("1", "1,008.00")]
    assert till.shown.text == "The terminal adds cards and codes together; a difference stands in the first row."
    till.presenter.confirm()
    assert isinstance(till.shown, DifferenceFacts)


@pytest.mark.parametrize(("count", "amount", "lines"), [
    (2, 75_204 + 75_180, ["000003: only in the books"]),
    (4, 75_204 + 75_180 + 110_800, ["0004: only on the terminal"]),
    (1, 20_000, ["000002: only in the books", "000003: only in the books"]),
])  # fmt: skip
def test_a_code_on_the_terminal_is_listed_as_a_card_is(desk: Desk, count: int, amount: int, lines: list[str]) -> None:
    scanned(desk)
    till = till_with(desk, SettledTerminal(Settled(count, amount, 1, count)))
    till.presenter.close.ask_terminal()
    till.presenter.confirm()
    assert [each.cells[1] for each in till.shown.lines] == lines
    told = till.presenter.close._slips.sums()
    assert sum(each.slip_amount for each in told.values()) == amount
    assert sum(each.slip_count for each in told.values()) == count


def test_a_day_of_codes_alone_takes_the_terminals_sums_too() -> None:
    slips = TypedSlips(RENMINBI, {"scan": (1, 100_800)})
    slips.fill(1, 100_800)
    assert [each.agrees for each in slips.sums().values()] == [True]


def test_a_slip_that_was_voided_on_its_day_is_not_waited_for_on_the_terminal(desk: Desk) -> None:
    """The terminal counts what stands on it: else every void would be told as a difference, also on the Z."""
    void_receipt(
        desk.books, 2, "wrong card", request_id="void", requester=CASHIER, approver=SUPERVISOR, till=1,
        words=desk.words,
    )  # fmt: skip
    till = till_with(desk, SettledTerminal(Settled(1, 75_204, 1, 1)))
    till.presenter.close.ask_terminal()
    till.presenter.confirm()
    assert isinstance(till.shown, DifferenceFacts)


def test_after_a_copy_was_brought_back_slips_of_the_lost_time_are_named(desk: Desk) -> None:
    with desk.books.transaction("restored", staff_id=None) as tx:
        tx.post("copy_restored", {"given_up": []})
    till = till_with(desk, SettledTerminal(Settled(4, 225_000, 1, 4)))
    till.presenter.close.ask_terminal()
    till.presenter.confirm()
    assert [each.cells[1] for each in till.shown.lines] == [
        "0003: taken after the copy?",
        "0004: taken after the copy?",
    ]


def test_a_terminal_worked_by_hand_is_not_asked(desk: Desk) -> None:
    till = till_with(desk, ManualSlip())
    assert not till.shown.can_ask
    till.presenter.close.ask_terminal()
    through_slips(till)
    assert isinstance(till.shown, DifferenceFacts)


def by_hand(desk: Desk, count: str, amount: str) -> list[tuple[str, ...]]:
    """Type what the settlement slip says, confirm it, and return the lines to compare."""
    till = till_with(desk, ManualSlip())
    till.presenter.close.slip_typed("card", "count", count)
    till.presenter.close.slip_typed("card", "sum", amount)
    assert till.shown.lines == ()
    till.presenter.confirm()
    found = [each.cells for each in till.shown.lines] if isinstance(till.shown, SlipFacts) else []
    till.leave()
    return found


def test_by_hand_the_slip_of_just_the_difference_stands_first(desk: Desk) -> None:
    assert by_hand(desk, "1", "752.04") == [
        ("2026-000002", "Slip 000002: just the difference", "751.80"),
        ("2026-000001", "Slip 000001 in the books", "752.04"),
    ]


def test_by_hand_a_number_that_nobody_typed_is_named_and_one_that_was_taken_back_is_not(desk: Desk) -> None:
    paid = desk.pay(THIRD, tenders=(card(desk.owed(THIRD), "000005"),))
    void_receipt(
        desk.books, paid.receipts[0].id, "wrong card", request_id="void", requester=CASHIER, till=1,
        approver=SUPERVISOR,
    )  # fmt: skip
    lines = by_hand(desk, "3", "2,256.00")
    assert [text for _receipt, text, _amount in lines] == [
        "Slip 000003 was left out",
        "Slip 000004 was left out",
        "Slip 000001 in the books",
        "Slip 000002 in the books",
    ]


def test_by_hand_nothing_is_listed_where_the_sums_agree(desk: Desk) -> None:
    assert by_hand(desk, "2", "1,503.84") == []


def test_a_terminal_that_tells_nothing_is_said_and_may_be_asked_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("counter.presenters.close_terminal.PATIENCE_S", 0.0)
    terminal = SettledTerminal(None)
    till = till_with(desk, terminal)
    till.presenter.close.ask_terminal()
    assert till.said == "The terminal did not tell the sums of its day."
    terminal.told = Settled(None, 150_384)
    with pytest.raises(NoSums):
        sums_of_day(terminal, 0.0)
    monkeypatch.setattr("counter.presenters.close_terminal.PATIENCE_S", 1.0)
    till.presenter.close.ask_terminal()
    assert till.shown.rows[0].count_text == ""
    assert till.shown.rows[0].sum_text == "1,503.84"


def test_a_terminal_that_still_owes_an_outcome_is_not_asked_to_end_its_day(desk: Desk) -> None:
    tender = TenderIn(TenderKind.CARD, desk.owed(THIRD), {}, "intent-1")
    ask_terminal(desk.books, desk.order(THIRD, tenders=(tender,)), cashier=CASHIER, till=1, office=desk.office)
    terminal = SettledTerminal(Settled(2, 150_384))
    till = till_with(desk, terminal)
    till.presenter.close.ask_terminal()
    assert terminal.days == 0
    assert "is not settled yet" in till.said
