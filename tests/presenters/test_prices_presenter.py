"""Prices of every kind, set one question after the other; bands as rows; nothing reaches back into what is billed."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from counter.desk.estate_rows import EstateFile
from counter.presenters.session import Session
from counter.presenters.settings_prices import PricesPresenter
from counter.settings import MachineSettings
from counter.words import Words
from db.books import Books
from db.queries import registers
from db.queries.registers import TariffRow
from tests.desk.charging_office import CODES, WATER, bill, charging_office, item_id, unit_id
from tests.desk.small_estate import MANAGER, bring, price
from tests.presenters.page_view import SeenPage
from tests.presenters.units_office import SecondPerson


class At:
    """The page of prices with hands on it."""

    def __init__(self, books: Books) -> None:
        words = Words.load("en")
        self.books = books
        self.session = Session(books, MachineSettings(), words, words)
        self.session.log_in(MANAGER)
        self.seen = SeenPage()
        self.page = PricesPresenter(self.session, self.seen, SecondPerson())
        self.seen.select = self.page.selected
        self.page.show()

    def answer(self, **values: str) -> str:
        return self.seen.asked[-1].answer(values)

    def choose(self, *words: str) -> None:
        """Press the keys of the choices with these words, question after question."""
        for word in words:
            keys = {text: key for key, text in self.seen.asked[-1].choices}
            assert self.answer(choice=keys[word]) == ""

    def newest(self) -> TariffRow:
        return max(registers.tariffs(self.books.database.connection()), key=lambda row: row.id)

    def shown(self) -> dict[tuple[str, str], str]:
        return {(row.cells[0], row.cells[1]): row.cells[2] for row in self.seen.rows.values()}


@pytest.fixture
def at(tmp_path: Path) -> Iterator[At]:
    with charging_office(tmp_path) as books:
        made = At(books)
        yield made
        made.session.close()


def test_every_kind_of_price_says_what_it_is_per(at: At) -> None:
    assert at.shown() == {
        ("物业费", "Flat"): "2.80 / m²",
        ("物业费", "Shop"): "5.00 / m²",
        ("车位费", "Parking place"): "200.00",
        ("Water", "Flat"): "5.00 → 7.00 → 9.00",
        ("Shared energy", "Flat"): "shared by area",
        ("Rubbish", "Flat"): "3.00 per head",
    }


def test_the_bands_of_a_tiered_price_are_changed_as_rows(at: At) -> None:
    water = next(row for row in registers.tariffs(at.session.connection) if row.kind == "tiered")
    at.page.opened(str(water.id))
    assert at.seen.column(0) == ["0", "180", "260"]
    assert at.seen.column(1) == ["180", "260", "without end"]
    at.page.opened("180000")
    assert at.answer(**{"from": "260", "price": "7.50"}) == "A band begins there already."
    assert at.answer(**{"from": "200", "price": "7.50"}) == ""
    at.page.selected("0")
    at.page.pressed("D")
    assert at.seen.said[-1] == ("risk", "The first band begins at 0.")
    at.page.selected("260000")
    at.page.pressed("D")
    at.page.pressed("A")
    assert at.answer(**{"from": "300", "price": "9.90"}) == ""
    at.page.pressed("F9")
    assert at.answer(since="2026-02-01", number="2026-3", date="2025-12-20") == ""
    at.choose("government guide price")
    new = at.newest()
    assert json.loads(new.terms or "") == {
        "unit": "m3", "span": "year", "bands": [[0, 50_000], [200_000, 75_000], [300_000, 99_000]]
    }  # fmt: skip
    assert (new.since, new.basis_kind, new.basis_number) == ("2026-02-01", "guide_price", "2026-3")


def test_bands_given_up_change_nothing(at: At) -> None:
    before = registers.tariffs(at.session.connection)
    water = next(row for row in before if row.kind == "tiered")
    at.page.opened(str(water.id))
    at.page.pressed("A")
    at.answer(**{"from": "300", "price": "9.90"})
    at.page.pressed("X")
    assert at.seen.page.title == "Prices"
    assert registers.tariffs(at.session.connection) == before


def test_one_flat_gets_a_meter_price_of_its_own_by_questions(at: At) -> None:
    at.page.pressed("N")
    at.choose("Water", "By meter", "One unit alone")
    assert "whole number" in at.answer(unit="1-1")
    assert at.answer(unit=CODES[0]) == ""
    at.choose("m³")
    assert at.answer(loss="3") == ""
    assert at.answer(price="4.1", since="2026-02-01", number="", date="") == ""
    at.choose("none")
    new = at.newest()
    assert (new.item_id, new.unit_id) == (item_id(at.books, WATER), unit_id(at.books, CODES[0]))
    assert (new.kind, new.price, json.loads(new.terms or "")) == ("metered", 41_000, {"unit": "m3", "loss": 300})


def test_a_new_fee_item_is_made_and_priced_in_one_go(at: At) -> None:
    at.page.pressed("N")
    at.choose("A new fee item")
    assert "12 months" in at.answer(zh="电梯费", en="Lift", months="13", due="28", after="0")
    assert at.answer(zh="电梯费", en="Lift", months="3", due="15", after="-1") == ""
    at.choose("By count: persons, spaces, vehicles", "Flat", "head")
    assert at.answer(price="12", since="2026-02-01", number="", date="") == ""
    at.choose("none")
    made = registers.fee_items(at.session.connection)[-1]
    assert (made.name_zh, made.name_en, made.months, made.due_day, made.due_after) == ("电梯费", "Lift", 3, 15, -1)
    assert at.shown()["Lift", "Flat"] == "12.00 per head"


def test_a_new_kind_of_deposit_is_made_and_priced_and_a_workbook_leaves_it_what_it_is(at: At) -> None:
    at.page.pressed("N")
    at.choose("A new kind of deposit")
    assert at.answer(zh=" ", en="") == "Give it a name."
    assert at.answer(zh="装修押金", en="") == ""
    assert [word for _key, word in at.seen.asked[-1].choices] == [
        "Asked for once", "By area", "By count: persons, spaces, vehicles", "By a formula of the office",
    ]  # fmt: skip
    at.choose("Asked for once", "Flat", "The same for every unit")
    assert at.answer(price="2000", since="2026-02-01", number="", date="") == ""
    at.choose("none")
    made = registers.fee_items(at.session.connection)[-1]
    assert (made.name_en, made.fund, made.closed, made.cycle) == ("装修押金", "held", 1, "deposit")
    row = price("装修押金", 30_000_000, since="2026-03-01", method="once")
    bring(at.books, EstateFile(prices=(row,)), "again")
    assert [item for item in registers.fee_items(at.session.connection) if item.id == made.id] == [made]
    assert at.newest().price == 30_000_000
    at.page.pressed("N")
    at.choose("More", "装修押金")


def test_a_share_and_a_price_asked_once_need_what_they_need(at: At) -> None:
    at.page.pressed("N")
    at.choose("Shared energy", "A share of a bill", "Shop", "by share")
    assert at.answer(weight="x") == "A weight is a whole number."
    assert at.answer(weight="4") == ""
    assert "price" not in {field.name for field in at.seen.asked[-1].fields}
    assert at.answer(since="2026-02-01", number="", date="") == ""
    at.choose("none")
    assert json.loads(at.newest().terms or "") == {"by": "share", "weight": 4}


def test_a_price_of_a_meter_never_reaches_back_into_what_is_billed(at: At) -> None:
    bill(at.books, "2025-12")
    water = next(row for row in registers.tariffs(at.session.connection) if row.kind == "tiered")
    at.page.opened(str(water.id))
    at.page.pressed("F9")
    wrong = at.answer(since="2025-12-15", number="", date="")
    assert wrong == "Charges are billed up to 2025-12-31; a new price begins after that day."
    assert date.fromisoformat(at.newest().since) == date(2025, 1, 1)


def test_a_price_is_ended_on_a_day_by_a_key_and_never_before_what_is_billed(at: At) -> None:
    bill(at.books, "2025-12")
    row = next(row for row in registers.tariffs(at.books.database.connection()) if row.unit_kind == "flat")
    at.page.selected(str(row.id))
    at.page.pressed("E")
    assert at.answer(until="soon") == "Write the day as 2026-11-23."
    assert at.answer(until="2025-12-30").startswith("Charges are billed up to 2025-12-31")
    assert at.answer(until="2026-01-31") == ""
    shown = next(each for each in registers.tariffs(at.books.database.connection()) if each.id == row.id)
    assert shown == row._replace(until="2026-01-31")
    assert at.seen.said[-1][:2] == ("saved", "Saved; its last day is 2026-01-31.")
