"""What the sample charges besides its plain prices: water by tiers, shared energy, a yearly item, vacancy let off."""

from datetime import date
from random import Random

from counter.demo.estate import DEVELOPER, ENGLISH, SHARED_ENERGY
from counter.desk.change_prices import Basis, Scope, save_item, set_price
from counter.desk.meters import install_meter
from counter.desk.people import Person
from counter.desk.preview_bills import preview
from counter.desk.readings import Read, enter_readings
from counter.desk.reductions import grant_reduction
from counter.desk.run_bills import run
from counter.desk.shared_bills import enter_shared_bill
from counter.rules.payahead import future_periods
from counter.rules.periods import DAY, Period, month_of
from db.books import Books
from db.queries import registers
from db.queries.registers import FeeItemRow, MeterRow, SharedCostRow, UnitRow

WATER, INSPECTION = "水费", "电梯年检费"
# By the calendar year, in thousandths of a cubic metre and ten-thousandths of a yuan.
WATER_BANDS = ((0, 28_800), (180_000, 38_000), (260_000, 58_000))
_QUARTER = 3
_ESTIMATED_ONE_IN = 60
_PER_FLAT = 4_600  # shared energy of a quarter, in minor units
_VACANT = 3


def found_items(books: Books, first_day: date, manager: Person) -> None:
    """Set up the fee items and prices that the estate's own file does not bring, before it is imported."""
    since = date(first_day.year - 1, 1, 1)
    contract = Basis("service_contract", f"{first_day.year - 1}-03", f"{first_day.year - 1}-03-15")
    guide = Basis("guide_price", f"{first_day.year - 2}-118", f"{first_day.year - 2}-12-20")
    energy = _item(books, manager, SHARED_ENERGY, ENGLISH[SHARED_ENERGY], 3, months=_QUARTER, due_after=1)
    set_price(books, energy, Scope("flat"), "share", 0, since, terms={"by": "area"}, basis=contract,
              request_id="sample-price-energy", staff=manager)  # fmt: skip
    water = _item(books, manager, WATER, "Water", 4, due_after=1)
    bands = {"unit": "m3", "span": "year", "bands": [list(band) for band in WATER_BANDS]}
    set_price(books, water, Scope("flat"), "tiered", 0, since, terms=bands, basis=guide,
              request_id="sample-price-water", staff=manager)  # fmt: skip
    yearly = _item(books, manager, INSPECTION, "Lift inspection", 5, months=12, due_after=1, cycle="handover")
    set_price(books, yearly, Scope("flat"), "fixed", 20_000, since, basis=contract,
              request_id="sample-price-inspection", staff=manager)  # fmt: skip


def put_meters_in(books: Books, first_day: date, manager: Person, seed: int) -> None:
    """Put a water meter into every flat, and let the first of the developer's flats off while they stand empty."""
    connection, before = books.database.connection(), month_of(first_day - DAY)
    flats = _flats(books)
    chance, water = Random(f"meters-{seed}"), _item_id(books, WATER)
    for place, unit in enumerate(flats):
        start = 1_000 * chance.randrange(40, 900)
        row = MeterRow(0, unit.id, water, f"W{100_001 + place}", 0, 1_000, before.last.isoformat(), None)
        install_meter(books, row, start, period=before.label, request_id=f"sample-meter-{unit.code}", staff=manager)
    names = {person.id: person.name for person in registers.persons(connection)}
    empty = [held.unit_id for held in registers.holdings(connection) if names.get(held.person_id) == DEVELOPER]
    for unit in [unit for unit in flats if unit.id in empty][:_VACANT]:
        grant_reduction(
            books, unit.id, 3_000, first_day, reason="空置", paper=f"{first_day.year}-空-{unit.code}",
            request_id=f"sample-vacant-{unit.code}", staff=manager,
        )  # fmt: skip


def bill_of_quarter(books: Books, month: Period, manager: Person, seed: int) -> None:
    """Enter the energy bill of a quarter in its last month, before that month is billed."""
    quarter = future_periods(None, month, _QUARTER)[0]
    if quarter.last == month.last:
        total = len(_flats(books)) * (_PER_FLAT + Random(f"energy-{seed}-{quarter.label}").randrange(-600, 900))
        row = SharedCostRow(0, _item_id(books, SHARED_ENERGY), quarter.label, None, total, f"E-{quarter.label}")
        enter_shared_bill(books, row, request_id=f"sample-energy-{quarter.label}", staff=manager)


def read_and_bill_water(books: Books, month: Period, manager: Person, seed: int) -> None:
    """Read the meters at the end of a month and bill its water; now and then nobody is at home and it is estimated."""
    connection, water, label = books.database.connection(), _item_id(books, WATER), month.label
    last = {reading.meter_id: reading.value for reading in registers.readings(connection)}
    reads, last_day = [], month.last.isoformat()
    empty = {each.unit_id for each in registers.reductions(connection) if each.since <= last_day}
    for meter in registers.meters(connection):
        household, chance = Random(f"water-{seed}-{meter.id}"), Random(f"water-{seed}-{meter.id}-{label}")
        usual = 1_000 * household.randrange(5, 26)
        used = max(0, usual + 500 * chance.randrange(-6, 9))
        value = last[meter.id] + (0 if meter.unit_id in empty else used)
        reads.append(Read(meter.id, value, estimated=chance.randrange(_ESTIMATED_ONE_IN) == 0))
    enter_readings(books, label, reads, read_on=month.last, request_id=f"sample-read-{label}", staff=manager)
    shown = preview(connection, [label], [water], compare=False)
    run(books, shown, request_id=f"sample-water-{label}", staff=manager)


def _flats(books: Books) -> list[UnitRow]:
    return [unit for unit in registers.units(books.database.connection()) if unit.kind == "flat"]


def _item(
    books: Books, manager: Person, name: str, english: str, rank: int, *, months: int = 1, due_after: int = 0,
    cycle: str | None = None,
) -> int:  # fmt: skip
    row = FeeItemRow(0, name, english, "operating", rank, months, 15, due_after, 0, cycle)
    return save_item(books, row, request_id=f"sample-item-{name}", staff=manager)


def _item_id(books: Books, name: str) -> int:
    return next(item.id for item in registers.fee_items(books.database.connection()) if item.name_zh == name)
