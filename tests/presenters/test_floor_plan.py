"""The floor plan and the filters of the list: every unit in its place and its state, walked by arrow keys."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from counter.desk.reductions import grant_reduction
from counter.desk.standing import standing
from counter.desk.unit_states import State, months_owed, states_of_units
from counter.presenters.floor_plan import FloorPlanPresenter, Plan
from counter.presenters.session import Session
from counter.presenters.units_facts import fact_rows
from counter.presenters.units_filter import UnitFilter
from counter.presenters.units_lines import charge_of_row
from counter.rules.floors import Spot, spot_of
from counter.rules.gaps import Gap, gaps
from counter.settings import MachineSettings
from counter.words import Words
from db.books import Books
from db.queries import history
from tests.desk.charging_office import CODES, bill, charging_office, unit_id
from tests.desk.small_estate import MANAGER


class SeenPlan:
    """Remembers the plan and the cell at hand."""

    def __init__(self) -> None:
        self.plans: list[Plan] = []
        self.at = (0, "")
        self.hidden = False

    def show_plan(self, plan: Plan) -> None:
        self.plans.append(plan)

    def select_cell(self, unit_id: int, text: str) -> None:
        self.at = (unit_id, text)

    def hide_plan(self) -> None:
        self.hidden = True


class At:
    """The plan with hands on it; opened holds the units whose card was asked for."""

    def __init__(self, books: Books) -> None:
        words = Words.load("en")
        self.books = books
        self.session = Session(books, MachineSettings(), words, words)
        self.session.log_in(MANAGER)
        self.seen, self.opened = SeenPlan(), list[int]()
        self.page = FloorPlanPresenter(self.session, self.seen, self.opened.append)

    def rooms(self) -> dict[tuple[int, int], str]:
        return {(cell.row, cell.column): cell.room for cell in self.seen.plans[-1].cells}


@pytest.fixture
def at(tmp_path: Path) -> Iterator[At]:
    with charging_office(tmp_path) as books:
        bill(books, "2025-12")
        bill(books, "2026-01")
        grant_reduction(
            books, unit_id(books, CODES[2]), 3000, date(2026, 1, 1), reason="empty", paper="2026-1",
            request_id="vacant", staff=MANAGER,
        )  # fmt: skip
        made = At(books)
        yield made
        made.session.close()


SPOTS = [("1201", Spot(12, "01")), ("302", Spot(3, "02")), ("001", Spot(None, "001")), ("S-1", Spot(None, "S-1"))]


@pytest.mark.parametrize(("room", "spot"), SPOTS)
def test_a_room_number_says_floor_and_door(room: str, spot: Spot) -> None:
    assert spot_of(room) == spot


def test_floors_stand_above_each_other_with_the_top_one_first(at: At) -> None:
    at.page.show()
    plan = at.seen.plans[-1]
    assert plan.title == "Building 1 (1 of 3)"
    assert plan.floors == ("floor 3", "floor 2", "floor 1")
    assert plan.entrances == (("Entrance 1", 2),)
    assert at.rooms()[0, 0] == "301"
    assert at.rooms()[2, 1] == "102"
    assert plan.counts == "owes: 6"
    assert {cell.word for cell in plan.cells} == {"owes 2 months"}


def test_arrow_keys_walk_and_enter_opens_the_card(at: At) -> None:
    at.page.show(unit_id(at.books, CODES[0]))
    at.page.walk(-1, 0)
    at.page.walk(0, 1)
    at.page.walk(0, 1)
    assert at.seen.at == (unit_id(at.books, CODES[3]), "1-1-202, Flat: owes 2 months")
    at.page.walk(1, 0)
    at.page.walk(1, 0)
    assert at.seen.at[0] == unit_id(at.books, CODES[1])
    at.page.open()
    assert at.opened == [unit_id(at.books, CODES[1])]
    assert at.seen.hidden


def test_what_has_no_floor_stands_in_rows(at: At) -> None:
    at.page.show(unit_id(at.books, "B1-001"))
    assert at.seen.plans[-1].title.startswith("Building B1")
    assert at.rooms() == {(0, 0): "001"}
    at.page.turn(1)
    assert at.seen.plans[-1].title != "Building B1"


def test_every_unit_is_in_one_state_and_the_books_agree(at: At) -> None:
    found = {each.unit.code: each for each in states_of_units(at.session.connection, date(2026, 1, 31))}
    for code, each in found.items():
        row = at.session.connection.execute("SELECT sum(open) FROM open_item WHERE unit_id = ?", (each.unit.id,))
        assert each.owed == (row.fetchone()[0] or 0), code
        assert (each.state is State.OWES) == bool(each.owed)


def test_the_list_is_filtered_by_state_in_the_order_of_the_building(at: At) -> None:
    heard: list[bool] = []
    wanted = UnitFilter(at.session)
    question = wanted.question(heard.append)
    assert question.answer({"choice": "2"}) == ""
    assert [line.code for line in wanted.begin()] == [*CODES, "S-1", "B1-001"]
    assert wanted.told == "Listed: Owing, 8"
    assert question.answer({"choice": "3"}) == ""
    assert wanted.begin() == []
    assert question.answer({"choice": "7"}) == ""
    assert [line.code for line in wanted.begin()] == ["B1-001"]
    assert question.answer({"choice": "1"}) == ""
    assert heard == [True, True, True, False]


def test_days_between_billed_periods_are_a_gap() -> None:
    months = [(date(2026, 1, 1), date(2026, 1, 31)), (date(2026, 3, 1), date(2026, 3, 31))]
    assert gaps(months) == [Gap(date(2026, 2, 1), date(2026, 2, 28))]
    assert gaps([*months, (date(2026, 1, 15), date(2026, 2, 28))]) == []
    assert gaps([]) == []


def test_the_card_tells_gaps_plates_reductions_and_meters(at: At) -> None:
    bill(at.books, "2026-03")
    today = date(2026, 4, 1)
    rows = [row.cells for row in fact_rows(at.session.connection, unit_id(at.books, CODES[2]), today, at.session.words)]
    assert ("Gap", "物业费", "2026-02-01", "2026-02-28", "not billed") in rows
    assert ("Let off", "every item: empty", "2026-01-01", "", "30 %") in rows
    assert ("Meter", "Water W201", "2025-08-31", "", "") in rows
    assert ("", "read, 2025-12", "2025-12-28", "", "140") in rows
    place = [
        row.cells for row in fact_rows(at.session.connection, unit_id(at.books, "B1-001"), today, at.session.words)
    ]
    # It came in with the unit: since when it has been there, nobody said.
    assert ("Plate", "粤A12345", "", "", "not valid") in place


def test_a_charge_in_the_history_is_explained_like_an_open_one(at: At) -> None:
    flat = unit_id(at.books, CODES[0])
    found = standing(at.session.connection, flat)
    for line in history.history(at.session.connection, flat, history.FIRST_PAGE):
        charge = charge_of_row(at.session.connection, found, f"h{line.event_id}-{line.seq}")
        assert charge is not None
        assert (charge.amount, charge.period) == (line.charged, line.period)
    assert charge_of_row(at.session.connection, found, "h1-9") is None
    first = found.charges[0]
    assert charge_of_row(at.session.connection, found, f"c{first.charge_id}") == first


def test_a_yearly_bill_is_no_year_of_arrears(at: At) -> None:
    month = standing(at.session.connection, unit_id(at.books, CODES[0])).charges[0]
    yearly = month._replace(item_id=99, first="2025-07-01", last="2026-06-30")
    quarter = month._replace(item_id=98, first="2025-10-01", last="2025-12-31")
    assert months_owed([]) == 0
    assert months_owed([month, yearly]) == 1
    assert months_owed([month, quarter, yearly]) == 3
    assert months_owed([yearly]) == 12
