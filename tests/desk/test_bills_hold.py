"""Whatever the registers say: no day is billed twice or left out, alone or in one run, taken back and billed again."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.desk.change_prices import Scope, save_item, set_price
from counter.desk.change_registers import save_unit
from counter.desk.formulas import recompute
from counter.desk.meters import install_meter
from counter.desk.preview_bills import preview
from counter.desk.readings import Read, enter_readings
from counter.desk.reductions import grant_reduction
from counter.desk.run_bills import run
from counter.desk.shared_bills import enter_shared_bill
from counter.desk.take_back_bills import take_back
from db.books import Books
from db.check import check_books
from db.queries import registers
from db.queries.registers import FeeItemRow, MeterRow, SharedCostRow
from db.rows import Charge
from db.store import open_books, open_reader
from tests.db.tampering import without_guards
from tests.desk.small_estate import MANAGER, SMALL, SetClock, believe, bring, founded

YEAR = [f"2026-{month:02d}" for month in range(1, 13)]
LAST_DAY = date(2026, 12, 31)
FLATS = (1, 2)
FEE, QUARTER, HEADS, WATER, LIGHT, ANNIVERSARY, OWN = 1, 3, 4, 5, 6, 7, 8
DAILY = (FEE, QUARTER, HEADS, OWN)
TIERS = [[0, 50_000], [180_000, 70_000], [260_000, 90_000]]
KINDS: dict[int, tuple[str, int, dict[str, Any]]] = {
    FEE: ("area", 28_000, {}), QUARTER: ("fixed", 333_333, {}), HEADS: ("each", 60_000, {"of": "person"}),
    WATER: ("tiered", 0, {"bands": TIERS, "span": "year"}), LIGHT: ("share", 0, {"by": "area"}),
    ANNIVERSARY: ("fixed", 100_000, {}), OWN: ("formula", 12_345, {"formula": "max(area × price, 40) + persons ÷ 3"}),
}  # fmt: skip

_folder = tempfile.TemporaryDirectory()


def template() -> Path:
    """An estate with a price of each kind, made once."""
    folder = Path(_folder.name)
    if not (folder / "books.sqlite").exists():
        with founded(folder, date(2026, 1, 1)) as books:
            bring(books, SMALL)
            for item in (QUARTER, HEADS, WATER, LIGHT, ANNIVERSARY, OWN):
                months, cycle = {QUARTER: 3, ANNIVERSARY: 6}.get(item, 1), "handover" if item == ANNIVERSARY else None
                after = -5 if item == ANNIVERSARY else 0
                row = FeeItemRow(0, f"项目{item}", f"Item {item}", "operating", item, months, 28, after, 0, cycle)
                assert save_item(books, row, request_id=f"item-{item}", staff=MANAGER) == item
                change_price(books, item, KINDS[item][1], date(2025, 1, 1), "first")
            for unit_id in FLATS:
                change_unit(books, unit_id, persons=unit_id + 1)
                meter = MeterRow(0, unit_id, WATER, f"M{unit_id}", 0, 1000, "2025-12-31", None)
                install_meter(books, meter, 0, period="2025-12", request_id=f"meter-{unit_id}", staff=MANAGER)
    return folder / "books.sqlite"


@contextmanager
def estate(*made: "Change") -> Iterator[Books]:
    """A copy of the estate, changed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "books.sqlite"
        shutil.copy(template(), path)
        books = open_books(path, SetClock(date(2027, 1, 1)), believe, "test")
        try:
            apply(books, made)
            yield books
        finally:
            books.close()


class Change(NamedTuple):
    """What changes in the registers on a day: a price, a reduction, persons, the day of handover."""

    kind: str
    day: date
    unit_id: int
    item_id: int
    value: int
    days: int


def changes(kinds: tuple[str, ...] = ("price", "own_price", "reduction", "persons", "handover")) -> Any:
    return st.lists(
        st.builds(
            Change, st.sampled_from(kinds), st.dates(date(2025, 12, 1), LAST_DAY), st.sampled_from(FLATS),
            st.sampled_from((*DAILY, ANNIVERSARY)), st.integers(1, 9_999), st.integers(0, 120),
        ),
        max_size=5,
    )  # fmt: skip


def change_price(books: Books, item: int, price: int, since: date, request: str, unit: int | None = None) -> None:
    method, _, terms = KINDS[item]
    scope = Scope(None, unit) if unit else Scope("flat")
    name = f"price-{item}-{request}"
    set_price(books, item, scope, method, price, since, terms=terms, request_id=name, staff=MANAGER)


def change_unit(books: Books, unit_id: int, **values: Any) -> None:
    unit = registers.unit(books.database.connection(), unit_id)
    assert unit is not None
    save_unit(books, unit._replace(**values), request_id=f"unit-{unit_id}-{values}", staff=MANAGER)


def apply(books: Books, made: tuple[Change, ...]) -> None:
    for place, each in enumerate(made):
        request = f"{place}-{each}"
        if each.kind.endswith("price"):
            unit = each.unit_id if each.kind == "own_price" else None
            change_price(books, each.item_id, each.value * 10, each.day, request, unit)
        elif each.kind == "reduction":
            grant_reduction(
                books, each.unit_id, each.value, each.day, until=each.day + timedelta(each.days), item_id=each.item_id,
                reason="空置", paper="1", request_id=request, staff=MANAGER,
            )  # fmt: skip
        elif each.kind == "persons":
            change_unit(books, each.unit_id, persons=each.value % 9)
        else:
            change_unit(books, each.unit_id, handed_over=(each.day - timedelta(400)).isoformat())


def read_meters(books: Books, used: list[int]) -> None:
    """Enter a year of readings of both flats: what was used each month, in whole units."""
    shown = 0
    for label, usage in zip(YEAR, used, strict=True):
        shown += usage * 1000
        reads = [Read(1, shown), Read(2, shown * 2)]
        enter_readings(books, label, reads, read_on=LAST_DAY, request_id=f"read-{label}", staff=MANAGER)


def share(books: Books, totals: list[int]) -> None:
    for label, total in zip(YEAR, totals, strict=True):
        bill = SharedCostRow(0, LIGHT, label, None, total, f"B-{label}")
        enter_shared_bill(books, bill, request_id=f"share-{label}", staff=MANAGER)


def bill(books: Books, months: list[str], request: str = "run") -> int:
    shown = preview(books.database.connection(), months)
    return run(books, shown, request_id=f"{request}-{months[0]}-{len(months)}", staff=MANAGER).count


def standing(books: Books) -> list[Charge]:
    """Every charge that was not taken back, by unit, item and day."""
    rows = books.database.connection().execute(
        f"SELECT {', '.join(Charge._fields)} FROM charge c WHERE revision % 2 = 0 AND NOT EXISTS"
        " (SELECT 1 FROM charge n"
        " WHERE n.unit_id = c.unit_id AND n.item_id = c.item_id AND n.first = c.first AND n.revision > c.revision)"
        " ORDER BY unit_id, item_id, first"
    )
    return [Charge(*row) for row in rows]


def said(charges: list[Charge]) -> list[tuple[Any, ...]]:
    """What a charge says but for its number and how often it was billed."""
    return [(*each[1:9], *each[10:]) for each in charges]


def sums(books: Books) -> dict[tuple[Any, ...], int]:
    """Every account of every unit that is not at nothing."""
    rows = books.database.connection().execute(
        "SELECT fund, account, unit_id, item_id, period, sum(amount) FROM posting GROUP BY 1, 2, 3, 4, 5"
        " HAVING sum(amount) <> 0"
    )
    return {row[:5]: row[5] for row in rows}


def assert_no_day_twice_or_left_out(charges: list[Charge], items: tuple[int, ...] = DAILY) -> None:
    for unit_id in FLATS:
        for item in items:
            of = [each for each in charges if (each.unit_id, each.item_id) == (unit_id, item)]
            assert (of[0].first, of[-1].last) == ("2026-01-01", "2026-12-31"), (unit_id, item)
            assert_days_follow(of)


def assert_days_follow(of: list[Charge]) -> None:
    for one, next_one in pairwise(of):
        assert date.fromisoformat(one.last) + timedelta(1) == date.fromisoformat(next_one.first), (one, next_one)


def assert_no_day_twice(of: list[Charge]) -> None:
    for one, next_one in pairwise(of):
        assert one.last < next_one.first, (one, next_one)


USED = st.lists(st.integers(0, 60), min_size=12, max_size=12)
TOTALS = st.lists(st.integers(0, 999_999), min_size=12, max_size=12)


@settings(max_examples=25, deadline=None)
@given(made=changes(), used=USED, totals=TOTALS)
def test_months_alone_or_a_year_in_one_run_bill_the_same_and_leave_no_day_out(
    made: list[Change], used: list[int], totals: list[int]
) -> None:
    with estate(*made) as together, estate(*made) as alone:
        for books in (together, alone):
            read_meters(books, used)
            share(books, totals)
        bill(together, YEAR)
        for label in YEAR:
            bill(alone, [label])
        charges = standing(together)
        assert said(charges) == said(standing(alone))
        assert sums(together) == sums(alone)
        assert_no_day_twice_or_left_out(charges)
        for label, total in zip(YEAR, totals, strict=True):
            assert sum(c.amount for c in charges if (c.item_id, c.period) == (LIGHT, label)) == total
        for books in (together, alone):
            assert check_books(books.database, recompute=recompute).clean


@settings(max_examples=25, deadline=None)
@given(made=changes(), used=USED)
def test_billed_twice_is_billed_once_and_taken_back_brings_every_balance_back(
    made: list[Change], used: list[int]
) -> None:
    with estate(*made) as books:
        read_meters(books, used)
        before = sums(books)
        bill(books, YEAR)
        first, owed = said(standing(books)), sums(books)
        assert bill(books, YEAR, "again") == 0
        assert (said(standing(books)), sums(books)) == (first, owed)
        [event] = [row[0] for row in books.database.connection().execute("SELECT DISTINCT event_id FROM charge")]
        for place in range(2):
            take_back(books, event, reason="录入错误", request_id=f"back-{place}", staff=MANAGER)
            assert sums(books) == before
            assert standing(books) == []
        assert bill(books, YEAR, "anew") == len(first)
        assert (said(standing(books)), sums(books)) == (first, owed)
        assert check_books(books.database, recompute=recompute).clean


@settings(max_examples=40, deadline=None)
@given(before=changes(), later=changes(), half=st.integers(1, 11))
def test_whatever_changes_later_touches_no_day_that_is_billed(
    before: list[Change], later: list[Change], half: int
) -> None:
    with estate(*before) as books:
        bill(books, YEAR[:half])
        billed = standing(books)
        apply(books, tuple(each._replace(days=each.days + 1000) for each in later))
        bill(books, YEAR[:half], "again")
        again = standing(books)
        assert set(billed) <= set(again)
        # A day of handover that becomes known brings its own periods; nothing else was left to bill.
        assert {each.item_id for each in set(again) - set(billed)} <= {ANNIVERSARY}
        bill(books, YEAR[half:], "rest")
        assert_no_day_twice_or_left_out(standing(books))
        for unit_id in FLATS:
            days = sorted(standing(books), key=lambda each: each.first)
            of = [each for each in days if (each.unit_id, each.item_id) == (unit_id, ANNIVERSARY)]
            assert_no_day_twice(of)


TAMPERED = (
    "meter.multiplier", "meter.starts_over_at", "meter.unit_id", "meter.until", "reading.value", "reading.period",
    "reading.kind", "shared_cost.total", "shared_cost.building", "reduction.reduction", "reduction.until",
    "reduction.unit_id", "reduction.approval", "tariff.terms", "tariff.price", "unit.persons", "unit.inner_area",
    "fee_item.cycle", "fee_item.months",
)  # fmt: skip


@pytest.mark.parametrize("place", TAMPERED)
def test_what_bills_are_made_from_cannot_be_changed_quietly(place: str, tmp_path: Path) -> None:
    table, column = place.split(".")
    with estate(Change("reduction", date(2026, 3, 1), 1, FEE, 3000, 30)) as books:
        read_meters(books, [7] * 12)
        share(books, [9_999] * 12)
        bill(books, YEAR[:2])
        assert check_books(books.database, recompute=recompute).clean
        books.database.connection().execute("VACUUM INTO ?", (str(tmp_path / "whole.sqlite"),))
    path = tmp_path / "whole.sqlite"
    with without_guards(path) as raw:
        value = "'x'" if column in ("until", "period", "kind", "building", "approval", "terms", "cycle") else "77"
        last = f"(SELECT max(row_id) FROM {table} WHERE until_event IS NULL)"
        assert raw.execute(f"UPDATE {table} SET {column} = {value} WHERE row_id = {last}").rowcount == 1
    reader = open_reader(path)
    try:
        found = check_books(reader, recompute=recompute).findings
    finally:
        reader.close()
    assert [(each.code, each.row.split()[0]) for each in found] == [("version_differs", table)]


@pytest.mark.parametrize("months", [1, 3, 12])
def test_an_item_that_is_billed_by_other_periods_from_now_on_bills_no_day_twice(months: int) -> None:
    with estate() as books:
        bill(books, YEAR[:3])
        row = next(each for each in registers.fee_items(books.database.connection()) if each.id == QUARTER)
        save_item(books, row._replace(months=months), request_id="longer", staff=MANAGER)
        bill(books, YEAR, "rest")
        for unit_id in FLATS:
            of = [each for each in standing(books) if (each.unit_id, each.item_id) == (unit_id, QUARTER)]
            assert of[-1].last == "2026-12-31"
            assert_days_follow(of)
