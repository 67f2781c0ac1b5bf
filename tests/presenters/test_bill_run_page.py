"""The page of the bill run: reasons in words, earlier runs, taking back whole or in part, billing again."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from counter.desk.bill_lines import Unpriced
from counter.desk.change_prices import Scope, set_price
from counter.desk.readings import Read, enter_readings
from counter.desk.shared_bills import enter_shared_bill
from counter.desk.use_balance import use_balance
from counter.presenters.bill_run import BillRunPresenter
from counter.presenters.bill_words import NOT_BILLED, not_billed
from counter.presenters.session import Session
from counter.presenters.units_lines import history_row
from counter.rules.formula import FormulaDividesByZero, FormulaOutOfBounds
from counter.rules.metering import ReadingBelowLast, ReadingBeyondCounter
from counter.rules.tariff import recompute
from counter.rules.tiers import BadBands
from counter.settings import MachineSettings
from counter.words import Words
from db.books import Books
from db.check import check_books
from db.queries import accounts, history, registers
from db.queries.registers import SharedCostRow
from db.rows import Posting
from tests.desk.charging_office import CODES, ENERGY, bill, charging_office, item_id, outlived_reduction, unit_id
from tests.desk.office import CASHIER
from tests.desk.small_estate import MANAGER
from tests.presenters.page_view import SeenPage

MONTH = "2025-12"


class At:
    """The page of the bill run with hands on it."""

    def __init__(self, books: Books) -> None:
        words = Words.load("en")
        self.books = books
        self.session = Session(books, MachineSettings(), words, words)
        self.session.log_in(MANAGER)
        self.seen = SeenPage()
        self.page = BillRunPresenter(self.session, self.seen)
        self.seen.select = self.page.selected
        self.page.show()

    def answer(self, **values: str) -> str:
        return self.seen.asked[-1].answer(values)

    def open_sum(self, code: str) -> int:
        row = self.session.connection.execute(
            "SELECT coalesce(sum(amount), 0) FROM charge WHERE unit_id = ?", (unit_id(self.books, code),)
        )
        return int(row.fetchone()[0])


@pytest.mark.parametrize(
    "fault", [ReadingBelowLast, ReadingBeyondCounter, BadBands, FormulaDividesByZero, FormulaOutOfBounds]
)
def test_whatever_stops_a_charge_is_told_in_words(fault: type[Exception]) -> None:
    code = str(getattr(fault, "code", ""))
    assert code in NOT_BILLED
    told = not_billed(Unpriced(1, "1-101", 1, code), Words.load("zh_CN"))
    assert not told.isascii()


@pytest.fixture
def at(tmp_path: Path) -> Iterator[At]:
    with charging_office(tmp_path) as books:
        made = At(books)
        yield made
        assert check_books(books.database, recompute=recompute).clean
        made.session.close()


def test_what_cannot_be_billed_says_why_for_each_item(at: At) -> None:
    at.page.look("2601")
    at.page.pressed("U")
    found = {(row.cells[0], row.cells[1]): row.cells[2] for row in at.seen.rows.values()}
    assert found[CODES[0], "Water"] == "the reading of the period is missing"
    assert found[CODES[0], "Shared energy"] == "the shared bill of the period is not entered"


def test_a_bill_that_nobody_can_share_stands_on_top_and_is_named_before_the_run(at: At) -> None:
    energy = item_id(at.books, ENERGY)
    bill_of_shop = SharedCostRow(0, energy, MONTH, "S", 12_345, "E-77")
    enter_shared_bill(at.books, bill_of_shop, request_id="shared", staff=MANAGER)
    at.page.look("2512")
    at.page.pressed("U")
    first = next(iter(at.seen.rows.values())).cells
    assert first == (
        "building S", "Shared energy", "bill E-77 of ¥123.45 for 2025-12: no unit has a price that is a share of it",
    )  # fmt: skip
    at.page.pressed("F9")
    assert "so they are billed later: E-77. U says why." in at.seen.asked[-1].text


def test_a_reduction_that_outlives_a_sale_stands_out_and_one_key_ends_it(at: At) -> None:
    outlived_reduction(at.books, CODES[0], date(2025, 12, 11))
    at.page.look("2512")
    before = at.page._preview
    at.page.pressed("O")
    row = next(iter(at.seen.rows))
    told = "every item, 30 % less since 2025-12-01: goes on though the flat was sold on 2025-12-11"
    assert (row, at.seen.rows[row].cells[4]) == ("r1", told)
    at.page.pressed("D")
    assert at.seen.said[-1][1] == "Saved; its last day is 2025-12-10."
    assert "r1" not in at.seen.rows
    at.page.pressed("D")
    assert at.seen.said[-1][1] == "Choose a reduction that outlives a sale or a move."
    assert before is not None
    assert at.page._preview is not None
    assert at.page._preview.total > before.total, "the buyer pays the whole price"


def test_three_times_the_last_bill_stands_out_in_words(at: At) -> None:
    bill(at.books, MONTH)
    meters = registers.meters(at.session.connection)
    reads = [Read(meter.id, 150_000 + (25_000 if place == 0 else 0)) for place, meter in enumerate(meters)]
    enter_readings(at.books, "2026-01", reads, read_on=date(2026, 1, 31), request_id="high", staff=MANAGER)
    at.page.look("2601")
    at.page.pressed("O")
    assert [(row.cells[0], row.cells[4]) for row in at.seen.rows.values()] == [(CODES[-1], "3.5 times the last bill")]


def test_an_unpaid_run_is_taken_back_and_billed_again(at: At) -> None:
    done = bill(at.books, MONTH)
    owed = at.open_sum(CODES[0])
    at.page.pressed("E")
    assert at.seen.column(1) == [MONTH]
    at.page.pressed("T")
    at.answer(choice="1")
    assert at.answer(reason=" ") == "Give the reason; it stands in the books."
    assert at.answer(reason="wrong price") == ""
    assert at.answer(reason="wrong price") == ""
    assert at.seen.said[-1][0] == "saved"
    assert at.open_sum(CODES[0]) == 0
    assert next(iter(at.seen.rows.values())).muted
    at.page.look("2512")
    assert at.seen.facts["Charges"] == str(done.count)
    at.page.pressed("F9")
    at.answer(choice="1")
    assert at.open_sum(CODES[0]) == owed


def told_of(at: At, unit: int) -> list[tuple[str, str]]:
    """The unit's history, the newest first: what happened, what was paid."""
    lines = history.history(at.session.connection, unit, history.FIRST_PAGE)
    names = accounts.item_names(at.session.connection)
    rows = [history_row(line, names, at.session.connection, at.session.words) for line in lines]
    return [(row.cells[1], row.cells[3]) for row in rows]


def test_what_balances_pay_is_seen_before_the_run_after_it_and_when_it_is_taken_back(at: At) -> None:
    flat = unit_id(at.books, CODES[0])
    with at.books.transaction("held", staff_id=1) as tx:
        tx.post("payment", {}, [Posting("operating", "bank", 12_345), Posting("operating", "balance", -12_345, flat)])
    use_balance(at.books, flat, date(2026, 1, 1), used=True, request_id="wish", staff=MANAGER)
    at.page.look("2512")
    assert at.seen.facts["From balances"] == "¥123.45"
    at.page.pressed("F9")
    assert "¥123.45 of it and of older debts is settled from the balance of 1 unit." in at.seen.asked[-1].text
    at.answer(choice="1")
    assert "¥123.45 was settled from balances" in at.seen.rests[-1]
    assert told_of(at, flat)[0] == ("Settled from the balance by the bill run", "123.45")
    at.page.pressed("E")
    at.page.pressed("T")
    at.answer(choice="1")
    assert "123.45 goes back to balances." in at.seen.asked[-1].text
    assert at.answer(reason="wrong price") == ""
    assert accounts.balance(at.session.connection, flat) == 12_345
    assert ("Bill run taken back, given back to the balance", "−123.45") in told_of(at, flat)


def test_one_unit_of_a_run_is_taken_back_by_its_number(at: At) -> None:
    bill(at.books, MONTH)
    others = at.open_sum(CODES[1])
    at.page.pressed("E")
    at.page.pressed("T")
    at.answer(choice="2")
    assert "1-9-999" in at.answer(units=f"{CODES[0]}, 1-9-999")
    assert at.answer(units=CODES[0]) == ""
    assert at.answer(reason="wrong area") == ""
    assert (at.open_sum(CODES[0]), at.open_sum(CODES[1])) == (0, others)
    assert not next(iter(at.seen.rows.values())).muted
    at.page.pressed("X")
    assert at.seen.page.title == "Bill run"


def test_a_cashier_sees_the_runs_but_takes_none_back(at: At) -> None:
    bill(at.books, MONTH)
    at.session.log_in(CASHIER)
    at.page.pressed("E")
    assert "T" not in {command.key for command in at.seen.page.commands}
    at.page.pressed("T")
    assert at.seen.said[-1][0] == "risk"
    assert at.seen.asked == []


def test_what_was_paid_ahead_of_a_price_that_ended_is_told(at: At) -> None:
    flat = unit_id(at.books, CODES[0])
    with at.books.transaction("ahead", staff_id=1) as tx:
        paid = Posting("operating", "paid_ahead", -25_060, flat, 1, MONTH)
        tx.post("payment", {"change": 0}, [Posting("operating", "bank", 25_060), paid])
    set_price(at.books, 1, Scope("flat"), "area", 28_000, date(2025, 1, 1), until=date(2025, 11, 30),
              request_id="end", staff=MANAGER)  # fmt: skip
    at.page.look("2512")
    at.page.pressed("U")
    told = {row.cells[0]: row.cells[2] for row in at.seen.rows.values() if row.cells[1] == "物业费"}
    assert told[CODES[0]].startswith("no price holds for it any more; ¥250.60 paid ahead for it waits")
    assert told[CODES[1]] == "its price has ended and no other follows"
