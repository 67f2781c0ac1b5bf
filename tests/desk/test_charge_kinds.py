"""Every kind of price is billed from what is registered: meters, tiers, heads, shares, reductions; and checked."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from counter.desk.change_prices import MarkUpOnAgency, Scope, TermsMissing, save_item, set_price
from counter.desk.change_registers import save_unit, set_plates
from counter.desk.change_settings import change_settings
from counter.desk.formulas import recompute
from counter.desk.meters import UnknownMeter, install_meter
from counter.desk.people import Person
from counter.desk.preview_bills import preview
from counter.desk.price_ahead import price_ahead
from counter.desk.readings import MeterTakenOut, Read, ReadingBilled, enter_readings
from counter.desk.reductions import ApprovalMissing, ReductionOutOfBounds, grant_reduction
from counter.desk.run_bills import run
from counter.desk.shared_bills import SharedBillOverlaps, SharedBillSpread, enter_shared_bill
from counter.desk.take_back_bills import take_back
from counter.rules.metering import ReadingBelowLast
from counter.rules.periods import month
from counter.rules.permissions import NotAllowed
from counter.rules.tariff import UnknownTariff
from db.books import Books
from db.check import check_books
from db.queries import registers
from db.queries.registers import FeeItemRow, MeterRow, SharedCostRow
from tests.desk.small_estate import MANAGER, SMALL, bring, founded

FLAT, BIG_FLAT, SHOP = 1, 2, 3
SECOND = Person(2, "李建国", "manager")
TIERS = [[0, 50_000], [180_000, 70_000], [260_000, 90_000]]


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    with founded(tmp_path, date(2026, 1, 5)) as opened:
        bring(opened, SMALL)
        yield opened


def item(books: Books, name: str, months: int = 1) -> int:
    row = FeeItemRow(0, name, name, "operating", 9, months, 28, 0, 0)
    return save_item(books, row, request_id=f"item-{name}", staff=MANAGER)


def priced(books: Books, item_id: int, method: str, price: int, scope: Scope | None = None, **terms: object) -> int:
    return set_price(
        books, item_id, scope or Scope("flat"), method, price, date(2025, 1, 1), terms=terms, staff=MANAGER,
        request_id=f"price-{item_id}-{method}-{scope}",
    )  # fmt: skip


def meter(books: Books, unit_id: int, item_id: int, start: int) -> int:
    row = MeterRow(0, unit_id, item_id, f"M{unit_id}", 0, 1000, "2025-12-31", None)
    return install_meter(books, row, start, period="2025-12", request_id=f"meter-{unit_id}-{item_id}", staff=MANAGER)


def read(books: Books, period: str, *reads: Read, request: str = "") -> int:
    day = date.fromisoformat(f"{period}-28")
    name = request or f"read-{period}"
    return enter_readings(books, period, reads, read_on=day, request_id=name, staff=MANAGER)


def billed(books: Books, label: str, item_id: int) -> dict[int, int]:
    """Bills a month of an item, proves the books, and returns the sums by unit."""
    shown = preview(books.database.connection(), [label], [item_id])
    done = run(books, shown, request_id=f"run-{label}-{item_id}", staff=MANAGER)
    assert preview(books.database.connection(), [label], [item_id]).count == 0, "billed twice"
    assert done.count == shown.count
    assert check_books(books.database, recompute=recompute).clean
    return {charge.unit_id: charge.amount for charge in shown.charges}


def reasons(books: Books, label: str, item_id: int) -> dict[int, str]:
    return {each.unit_id: each.reason for each in preview(books.database.connection(), [label], [item_id]).unpriced}


def test_a_meter_bills_what_it_advanced_and_a_missing_reading_is_named(books: Books) -> None:
    water = item(books, "水费")
    priced(books, water, "metered", 41_000, unit="m3")
    first, second = meter(books, FLAT, water, 100_000), meter(books, BIG_FLAT, water, 5_000)
    assert reasons(books, "2026-01", water) == {
        FLAT: "no_reading",
        BIG_FLAT: "no_reading",
        3: "no_price",
        4: "no_price",
    }
    read(books, "2026-01", Read(first, 115_500))
    assert reasons(books, "2026-01", water)[BIG_FLAT] == "no_reading"
    assert billed(books, "2026-01", water) == {FLAT: 6355}
    read(books, "2026-02", Read(first, 116_500), Read(second, 6_000))
    assert billed(books, "2026-02", water) == {FLAT: 410, BIG_FLAT: 410}


def test_nothing_is_added_to_what_is_collected_for_others(books: Books) -> None:
    row = FeeItemRow(0, "代收水费", "Water for the utility", "held", 9, 1, 28, 0, 0)
    water = save_item(books, row, request_id="held", staff=MANAGER)
    with pytest.raises(MarkUpOnAgency):
        priced(books, water, "metered", 41_000, unit="m3", loss=300)
    priced(books, water, "metered", 41_000, unit="m3")


def test_readings_are_all_entered_or_none(books: Books) -> None:
    water = item(books, "水费")
    first, second = meter(books, FLAT, water, 100_000), meter(books, BIG_FLAT, water, 5_000)
    with pytest.raises(ReadingBelowLast):
        read(books, "2026-01", Read(first, 120_000), Read(second, 4_000))
    assert [each.kind for each in registers.readings(books.database.connection())] == ["start", "start"]
    with pytest.raises(UnknownMeter):
        read(books, "2026-01", Read(99, 1))


def test_a_reading_is_corrected_until_it_is_billed(books: Books) -> None:
    water = item(books, "水费")
    priced(books, water, "metered", 41_000)
    number = meter(books, FLAT, water, 0)
    read(books, "2026-01", Read(number, 99_000))
    read(books, "2026-01", Read(number, 9_000), request="again")
    assert billed(books, "2026-01", water) == {FLAT: 3690}
    with pytest.raises(ReadingBilled) as refused:
        read(books, "2026-01", Read(number, 8_000), request="late")
    assert refused.value.unit_code == "1-101"


def test_an_estimate_that_was_too_high_is_given_back_by_the_next_reading(books: Books) -> None:
    water = item(books, "水费")
    priced(books, water, "metered", 41_000)
    number = meter(books, FLAT, water, 0)
    read(books, "2026-01", Read(number, 20_000, estimated=True))
    assert billed(books, "2026-01", water) == {FLAT: 8200}
    read(books, "2026-02", Read(number, 15_000))
    assert billed(books, "2026-02", water) == {FLAT: -2050}


def test_a_meter_replaced_in_mid_month_bills_both_ends(books: Books) -> None:
    water = item(books, "水费")
    priced(books, water, "metered", 10_000)
    old = meter(books, FLAT, water, 0)
    read(books, "2026-01", Read(old, 10_000))
    read(books, "2026-02", Read(old, 14_000))
    row = MeterRow(0, FLAT, water, "M-new", 0, 1000, "2026-02-14", None)
    new = install_meter(books, row, 500, period="2026-02", replaces=old, request_id="replace", staff=MANAGER)
    read(books, "2026-02", Read(new, 3_500), request="new-meter")
    assert billed(books, "2026-02", water) == {FLAT: 700}
    with pytest.raises(MeterTakenOut):
        read(books, "2026-03", Read(old, 20_000))


def test_a_meter_replaced_by_one_with_another_multiplier_bills_each_by_its_own(books: Books) -> None:
    power = item(books, "电费")
    priced(books, power, "metered", 10_000, unit="kWh")
    old = meter(books, FLAT, power, 0)
    read(books, "2026-01", Read(old, 4_000))
    row = MeterRow(0, FLAT, power, "M-new", 0, 40_000, "2026-01-14", None)
    new = install_meter(books, row, 500, period="2026-01", replaces=old, request_id="replace", staff=MANAGER)
    read(books, "2026-01", Read(new, 1_500), request="new-meter")
    assert billed(books, "2026-01", power) == {FLAT: 4400}  # 4 × 1 + 1 × 40
    read(books, "2026-02", Read(new, 2_500))
    assert billed(books, "2026-02", power) == {FLAT: 4000}


def test_yearly_tiers_go_on_from_what_the_year_used_before(books: Books) -> None:
    water = item(books, "水费")
    priced(books, water, "tiered", 0, unit="m3", bands=TIERS, span="year")
    number = meter(books, FLAT, water, 0)
    read(books, "2026-01", Read(number, 175_000))
    assert billed(books, "2026-01", water) == {FLAT: 87_500}
    read(books, "2026-02", Read(number, 185_000))
    assert billed(books, "2026-02", water) == {FLAT: 6_000}  # 5 × 5 + 5 × 7
    read(books, "2027-01", Read(number, 195_000))
    assert billed(books, "2027-01", water) == {FLAT: 5_000}  # a new year begins in the first band


def test_heads_come_from_the_register_and_are_asked_for_where_it_does_not_say(books: Books) -> None:
    rubbish = item(books, "垃圾费")
    priced(books, rubbish, "each", 60_000, of="person")
    flat = registers.unit(books.database.connection(), FLAT)
    assert flat is not None
    save_unit(books, flat._replace(persons=3), request_id="three", staff=MANAGER)
    assert reasons(books, "2026-01", rubbish)[BIG_FLAT] == "no_count"
    assert billed(books, "2026-01", rubbish) == {FLAT: 1800}


def test_inner_area_is_another_area(books: Books) -> None:
    fee = item(books, "套内物业费")
    priced(books, fee, "area", 30_000, size="inner")
    flat = registers.unit(books.database.connection(), FLAT)
    assert flat is not None
    save_unit(books, flat._replace(inner_area=7_000), request_id="inner", staff=MANAGER)
    assert billed(books, "2026-01", fee) == {FLAT: 21_000}


def parked(books: Books, *stays: tuple[str, str | None]) -> int:
    """A price of 200.00 for each vehicle of a flat that has such plates; returns the fee item."""
    parking = item(books, "车辆管理费")
    priced(books, parking, "each", 2_000_000, of="vehicle")
    with books.transaction("plates", staff_id=1) as tx:
        rows = [(40 + place, FLAT, f"粤B0000{place}", *days) for place, days in enumerate(stays)]
        tx.change("registers_changed", {"plates_of": FLAT}, {"vehicle": rows})
    return parking


def of_flat(books: Books, item_id: int) -> list[tuple[str, int]]:
    shown = preview(books.database.connection(), ["2026-01"], [item_id])
    return [(each.first[-2:], each.amount) for each in shown.charges if each.unit_id == FLAT]


def test_a_vehicle_that_comes_or_goes_inside_a_month_counts_by_its_days(books: Books) -> None:
    parking = parked(books, ("2025-01-01", None), ("2026-01-11", "2026-01-20"))
    # 200.00 × 10/31 = 64.5161…, 400.00 × 10/31 = 129.0322…, 200.00 × 11/31 = 70.9677…
    assert of_flat(books, parking) == [("01", 6452), ("11", 12_903), ("21", 7097)]
    assert FLAT in billed(books, "2026-01", parking)


def test_a_vehicle_that_replaces_another_counts_once(books: Books) -> None:
    assert of_flat(books, parked(books, ("2025-01-01", "2026-01-11"), ("2026-01-11", None))) == [("01", 20_000)]


@pytest.mark.parametrize("setting", [{"vehicle_days": "first_day"}, {"part_month": "whole"}])
def test_by_the_first_day_only_who_is_there_then_counts(books: Books, setting: dict[str, str]) -> None:
    change_settings(books, setting, date(2026, 1, 1), request_id="by", staff=MANAGER)
    parking = parked(books, ("2025-01-01", None), ("2026-01-02", None))
    assert of_flat(books, parking) == [("01", 20_000)]


def test_a_shared_bill_is_spread_to_the_fen_and_only_once(books: Books) -> None:
    light = item(books, "公摊电费")
    priced(books, light, "share", 0, by="area")
    bill = SharedCostRow(0, light, "2026-01", None, 100_001, "E-88")
    number = enter_shared_bill(books, bill, request_id="bill", staff=MANAGER)
    with pytest.raises(SharedBillOverlaps):
        enter_shared_bill(books, bill._replace(building="1"), request_id="again", staff=MANAGER)
    assert billed(books, "2026-01", light) == {FLAT: 42_721, BIG_FLAT: 57_280}
    with pytest.raises(SharedBillSpread):
        enter_shared_bill(books, bill._replace(id=number, total=1), request_id="late", staff=MANAGER)
    assert reasons(books, "2026-02", light)[FLAT] == "no_bill"


def test_units_without_an_area_are_named_and_never_share_in_silence(books: Books) -> None:
    light = item(books, "公摊电费")
    priced(books, light, "share", 0, by="area")
    bill = SharedCostRow(0, light, "2026-01", None, 100_001, "E-88")
    enter_shared_bill(books, bill, request_id="bill", staff=MANAGER)
    for unit_id in (BIG_FLAT, FLAT):
        unit = registers.unit(books.database.connection(), unit_id)
        assert unit is not None
        save_unit(books, unit._replace(area=None), request_id=f"no-area-{unit_id}", staff=MANAGER)
        shown = preview(books.database.connection(), ["2026-01"], [light])
        assert [charge.amount for charge in shown.charges] == ([100_001] if unit_id == BIG_FLAT else [])
        assert reasons(books, "2026-01", light)[unit_id] == "no_area"


def test_a_bill_that_nobody_can_share_is_named_and_the_rest_is_billed(books: Books) -> None:
    light, lift = item(books, "公摊电费"), item(books, "电梯费")
    priced(books, light, "share", 0, by="area")
    bills = {
        "none": SharedCostRow(0, lift, "2026-01", None, 5000, "L-1"),
        "elsewhere": SharedCostRow(0, light, "2026-01", "S", 7000, "E-2"),
        "inside": SharedCostRow(0, light, "2026-01", "1", 100_001, "E-1"),
    }
    for name, bill in bills.items():
        enter_shared_bill(books, bill, request_id=name, staff=MANAGER)
    shown = preview(books.database.connection(), ["2026-01"], [light, lift])
    assert sorted((each.bill.paper, each.reason) for each in shown.unshared) == [
        ("E-2", "no_price"), ("L-1", "no_price"),
    ]  # fmt: skip
    assert sum(each.amount for each in shown.charges) == 100_001
    run(books, shown, request_id="run", staff=MANAGER)
    # What was left out can be changed, though another building's bill of the month is spread.
    left = next(row for row in registers.shared_costs(books.database.connection()) if row.paper == "E-2")
    enter_shared_bill(books, left._replace(total=8000), request_id="changed", staff=MANAGER)
    spread = next(row for row in registers.shared_costs(books.database.connection()) if row.paper == "E-1")
    with pytest.raises(SharedBillSpread):
        enter_shared_bill(books, spread._replace(building="9"), request_id="away", staff=MANAGER)
    again = preview(books.database.connection(), ["2026-01"], [light])
    assert ([each.bill.paper for each in again.unshared], again.count) == (["E-2"], 0)
    for unit in registers.units(books.database.connection()):
        if unit.building == "1":
            save_unit(books, unit._replace(area=None), request_id=f"no-area-{unit.id}", staff=MANAGER)
    enter_shared_bill(books, spread._replace(id=0, period="2026-02"), request_id="feb", staff=MANAGER)
    (without,) = preview(books.database.connection(), ["2026-02"], [light]).unshared
    assert (without.bill.period, without.reason) == ("2026-02", "no_area")


def test_a_reduction_lets_off_its_days_only(books: Books) -> None:
    grant_reduction(
        books, FLAT, 3000, date(2026, 1, 16), until=date(2026, 2, 28), item_id=1, reason="空置", paper="KZ-7",
        request_id="empty", staff=MANAGER,
    )  # fmt: skip
    # 250.60: 15 days whole (121.26), 16 days at 70 % (90.54); February at 70 %
    january = preview(books.database.connection(), ["2026-01"], [1]).charges
    assert [charge.amount for charge in january if charge.unit_id == FLAT] == [12_126, 9_054]
    assert billed(books, "2026-02", 1)[FLAT] == 17_542
    assert billed(books, "2026-03", 1)[FLAT] == 25_060


def test_a_reduction_needs_a_paper_or_a_second_person(books: Books) -> None:
    with pytest.raises(ApprovalMissing):
        grant_reduction(books, FLAT, 3000, date(2026, 1, 1), reason="空置", request_id="a", staff=MANAGER)
    with pytest.raises(ReductionOutOfBounds):
        grant_reduction(books, FLAT, 10_001, date(2026, 1, 1), reason="x", paper="1", request_id="b", staff=MANAGER)
    grant_reduction(
        books, FLAT, 10_000, date(2026, 1, 1), reason="空置", approver=SECOND, request_id="c", staff=MANAGER
    )
    assert billed(books, "2026-01", 1)[FLAT] == 0


def test_a_year_by_the_day_of_handover_is_billed_in_its_own_month(books: Books) -> None:
    row = FeeItemRow(0, "年费", "Yearly fee", "operating", 9, 12, 28, -11, 0, "handover")
    yearly = save_item(books, row, request_id="yearly", staff=MANAGER)
    priced(books, yearly, "fixed", 100_000)
    connection = books.database.connection()
    for unit_id, day in ((FLAT, "2024-02-29"), (BIG_FLAT, "2023-03-15")):
        unit = registers.unit(connection, unit_id)
        assert unit is not None
        save_unit(books, unit._replace(handed_over=day), request_id=day, staff=MANAGER)
    february = preview(connection, ["2026-02"], [yearly]).charges
    assert [(c.unit_id, c.first, c.last, c.amount) for c in february] == [(FLAT, "2026-02-28", "2027-02-27", 12_000)]
    assert billed(books, "2026-03", yearly) == {BIG_FLAT: 12_000}
    assert billed(books, "2026-04", yearly) == {}
    ahead = [each for each in price_ahead(connection, BIG_FLAT, month("2028-03")) if each.item_id == yearly]
    assert [(each.first, each.last) for each in ahead] == [("2027-03-15", "2028-03-14"), ("2028-03-15", "2029-03-14")]


def test_a_price_says_what_its_kind_needs(books: Books) -> None:
    water = item(books, "水费")
    with pytest.raises(TermsMissing) as missing:
        priced(books, water, "tiered", 0)
    assert missing.value.field == "bands"
    with pytest.raises(UnknownTariff):
        priced(books, water, "moonlight", 1)


def test_only_who_may_enters_readings(books: Books) -> None:
    cashier = Person(9, "王芳", "cashier")
    with pytest.raises(NotAllowed):
        enter_readings(books, "2026-01", [], read_on=date(2026, 1, 31), request_id="x", staff=cashier)


def test_a_plate_entered_after_its_month_was_billed_counts_once_the_unit_is_billed_again(books: Books) -> None:
    parking = parked(books, ("2025-01-01", None))
    done = run(books, preview(books.database.connection(), ["2026-01"]), request_id="january", staff=MANAGER)
    assert done.event_id is not None
    set_plates(books, FLAT, ["粤B00000", "粤C00001"], request_id="second", staff=MANAGER)
    assert of_flat(books, parking) == []
    take_back(books, done.event_id, reason="plate", request_id="back", staff=MANAGER, units=[FLAT])
    # It came on the 5th: 200.00 × 4/31 = 25.8064…, 400.00 × 27/31 = 348.3870…
    assert of_flat(books, parking) == [("01", 2581), ("05", 34_839)]
