"""Quarters, years and anniversaries from end to end: read, billed, explained, taken back, no day twice or left out."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from counter.desk.change_prices import save_item
from counter.desk.change_registers import save_unit
from counter.desk.explain_charges import charge_facts
from counter.desk.formulas import recompute
from counter.desk.preview_bills import Preview, preview
from counter.desk.reading_list import closes, reading_list
from counter.desk.readings import Read, ReadingBilled
from counter.desk.run_bills import run
from counter.desk.take_back_bills import take_back
from counter.rules.gaps import gaps
from counter.rules.plausible import Doubt, judged
from db.books import Books
from db.check import check_books
from db.queries import charges, registers
from db.queries.registers import FeeItemRow
from tests.desk.small_estate import MANAGER, SMALL, bring, founded
from tests.desk.test_charge_kinds import item, meter, priced, read

FLAT, TIERS = 1, [[0, 50_000], [30_000, 70_000]]


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    with founded(tmp_path, date(2026, 1, 5)) as opened:
        bring(opened, SMALL)
        yield opened


def look(books: Books, month: str, item_id: int) -> Preview:
    return preview(books.database.connection(), [month], [item_id])


def bill(books: Books, month: str, item_id: int, request: str = "") -> int:
    done = run(books, look(books, month, item_id), request_id=request or f"{month}-{item_id}", staff=MANAGER)
    return done.event_id or 0


def lacking(shown: Preview) -> list[str]:
    return [each.reason for each in shown.unpriced if each.unit_id == FLAT]


def test_water_read_every_quarter_is_missed_only_where_the_quarter_ends(books: Books) -> None:
    water = item(books, "水费", months=3)
    priced(books, water, "metered", 41_000)
    number = meter(books, FLAT, water, 100_000)
    for month in ("2026-01", "2026-02"):
        assert (look(books, month, water).count, lacking(look(books, month, water))) == (0, [])
    assert lacking(look(books, "2026-03", water)) == ["no_reading"]
    read(books, "2026-03", Read(number, 130_000))
    shown = look(books, "2026-03", water)
    assert [(each.period, each.amount) for each in shown.charges] == [("2026-Q1", 12_300)]  # 30 m³ × 4.10
    event = bill(books, "2026-03", water)
    with pytest.raises(ReadingBilled):
        read(books, "2026-03", Read(number, 131_000), request="late")
    facts = charge_facts(books.database.connection(), charges.of_unit(books.database.connection(), FLAT, None)[-1])
    assert [each.reading.period for each in facts.readings] == ["2025-12", "2026-03"]
    take_back(books, event, reason="读错", request_id="back", staff=MANAGER)
    read(books, "2026-03", Read(number, 131_000), request="right")
    assert look(books, "2026-03", water).total == 12_710
    assert check_books(books.database, recompute=recompute).clean


def test_a_reading_in_the_middle_of_a_quarter_does_not_stand_for_its_end(books: Books) -> None:
    water = item(books, "水费", months=3)
    priced(books, water, "metered", 41_000)
    number = meter(books, FLAT, water, 100_000)
    read(books, "2026-02", Read(number, 110_000))
    assert lacking(look(books, "2026-03", water)) == ["no_reading"]
    read(books, "2026-03", Read(number, 130_000))
    assert look(books, "2026-03", water).total == 12_300


def test_yearly_bands_count_what_earlier_quarters_used(books: Books) -> None:
    water = item(books, "水费", months=3)
    priced(books, water, "tiered", 0, bands=TIERS, span="year")
    number = meter(books, FLAT, water, 0)
    for month, value in (("2026-03", 20_000), ("2026-06", 50_000)):
        read(books, month, Read(number, value))
        bill(books, month, water)
    amounts = [each.charge.amount for each in charges.of_unit(books.database.connection(), FLAT, None)]
    assert sorted(amounts) == [10_000, 10 * 500 + 20 * 700]  # 20 × 5.00; then 10 × 5.00 and 20 × 7.00


def test_the_usual_use_goes_by_the_months_since_the_last_reading(books: Books) -> None:
    water = item(books, "水费", months=3)
    priced(books, water, "metered", 41_000)
    number = meter(books, FLAT, water, 0)
    for month, value in (("2026-01", 10_000), ("2026-02", 20_000), ("2026-03", 30_000)):
        read(books, month, Read(number, value))
    stop = reading_list(books.database.connection(), water, "2026-06")[0]
    assert stop.usual == 30_000
    assert judged(30_000, 65_000, stop.usual).doubt is None
    assert judged(30_000, 121_000, stop.usual).doubt is Doubt.HIGH
    row = next(each for each in registers.fee_items(books.database.connection()) if each.id == water)
    assert [closes(row, month) for month in ("2026-04", "2026-06")] == ["2026-06", "2026-06"]


@pytest.mark.parametrize(("months", "handed_over"), [(12, "2024-02-29"), (3, "2025-11-30"), (6, "2024-08-31")])
def test_anniversaries_follow_each_other_through_short_months(books: Books, months: int, handed_over: str) -> None:
    row = FeeItemRow(0, "年费", "By the year", "operating", 9, months, 28, 0, 0, "handover")
    yearly = save_item(books, row, request_id="item", staff=MANAGER)
    priced(books, yearly, "fixed", 100_000)
    unit = registers.unit(books.database.connection(), FLAT)
    assert unit is not None
    save_unit(books, unit._replace(handed_over=handed_over), request_id="unit", staff=MANAGER)
    labels = [f"{year}-{month:02d}" for year in range(2025, 2029) for month in range(1, 13)]
    event = run(books, preview(books.database.connection(), labels, [yearly]), request_id="all", staff=MANAGER)
    found = books.database.execute_sql("SELECT first, last, amount FROM charge ORDER BY first").fetchall()
    days = [(date.fromisoformat(first), date.fromisoformat(last)) for first, last, _ in found]
    # The price holds from 2025-01-01, so the period that was running then is billed in part.
    assert days[0][0] == date(2025, 1, 1) or months == 3
    assert {amount for _, _, amount in found[1:]} == {months * 1000}
    assert (gaps(days), len(set(days))) == ([], len(days))
    assert all(one[1] < after[0] for one, after in pairwise(days))
    if months == 12:
        assert [first for first, _, _ in found[1:]] == ["2025-02-28", "2026-02-28", "2027-02-28"]
        assert found[-1][1] == "2028-02-28"
    assert preview(books.database.connection(), labels, [yearly]).count == 0
    take_back(books, event.event_id or 0, reason="x", request_id="back", staff=MANAGER)
    assert preview(books.database.connection(), labels, [yearly]).count == len(days)
