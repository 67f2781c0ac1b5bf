"""A small estate with every kind of price: water by tiers, shared energy, persons, and parking with a plate."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from counter.desk.change_prices import Scope, save_item, set_price
from counter.desk.estate_rows import EstateFile
from counter.desk.import_estate import import_estate
from counter.desk.meters import install_meter
from counter.desk.move_in import MoveIn, move_in
from counter.desk.preview_bills import preview
from counter.desk.readings import Read, enter_readings
from counter.desk.reductions import grant_reduction
from counter.desk.run_bills import BillRun, run
from db.books import Books
from db.queries import registers
from db.queries.registers import FeeItemRow, MeterRow
from tests.desk.small_estate import MANAGER, SetClock, flat, founded, owner, price

FLOORS, DOORS = 3, 2
TIERS = [[0, 50_000], [180_000, 70_000], [260_000, 90_000]]
WATER, ENERGY, RUBBISH = "水费", "公共能耗", "垃圾清运费"
CODES = tuple(f"1-1-{floor}0{door}" for floor in range(1, FLOORS + 1) for door in range(1, DOORS + 1))
DRIVER = "1-1-102"


def estate() -> EstateFile:
    """Six flats in one entrance, a shop, and a parking place with a plate."""
    flats = tuple(flat(code)._replace(building="1", entrance="1", room=code[4:]) for code in CODES)
    others = (flat("S-1", 4_000, "shop"), flat("B1-001", None, "parking", plates=("粤A12345",)))
    names = ("张三", "李四", "王五", "赵六", "钱七", "孙八")
    return EstateFile(
        (*flats, *others),
        (*(owner(code, name) for code, name in zip(CODES, names, strict=True)), owner("S-1", "王记"), owner("B1-001")),
        (
            price(),
            price(unit_kind="shop", value=50_000),
            price("车位费", 2_000_000, method="fixed", unit_kind="parking"),
        ),
    )


def item(books: Books, name: str, english: str) -> int:
    """Add a monthly fee item due at the month's end; returns its id."""
    row = FeeItemRow(0, name, english, "operating", 9, 1, 28, 0, 0)
    return save_item(books, row, request_id=f"item-{name}", staff=MANAGER)


def item_id(books: Books, name: str) -> int:
    """Return the id of a fee item."""
    return next(each.id for each in registers.fee_items(books.database.connection()) if each.name_zh == name)


def unit_id(books: Books, code: str) -> int:
    """Return the id of a unit."""
    return next(each.id for each in registers.units(books.database.connection()) if each.code == code)


def outlived_reduction(books: Books, code: str, sold: date = date(2026, 1, 11)) -> None:
    """Let a unit off since before it was sold, so that the reduction outlives the sale."""
    flat_id = unit_id(books, code)
    grant_reduction(books, flat_id, 3000, sold.replace(day=1), reason="空置", paper="KZ-1", request_id="let-off",
                    staff=MANAGER)  # fmt: skip
    move_in(books, MoveIn(flat_id, "owner", "买方甲", "", sold), request_id="sold", staff=MANAGER)


def bill(books: Books, label: str) -> BillRun:
    """Bill a month of every item."""
    shown = preview(books.database.connection(), [label])
    return run(books, shown, request_id=f"run-{label}", staff=MANAGER)


@contextmanager
def charging_office(folder: Path, day: date = date(2026, 1, 31)) -> Iterator[Books]:
    """Open the books of the estate on a day, with water read and billed up to November 2025."""
    with founded(folder, date(2025, 12, 1)) as books:
        import_estate(books, estate(), request_id="estate", staff=MANAGER)
        _prices(books)
        _meters(books)
        clock = books.clock
        assert isinstance(clock, SetClock)
        clock.day = day
        yield books


def _prices(books: Books) -> None:
    start = date(2025, 1, 1)
    water, energy = item(books, WATER, "Water"), item(books, ENERGY, "Shared energy")
    rubbish = item(books, RUBBISH, "Rubbish")
    set_price(books, water, Scope("flat"), "tiered", 0, start, terms={"unit": "m3", "bands": TIERS, "span": "year"},
              request_id="water", staff=MANAGER)  # fmt: skip
    set_price(books, energy, Scope("flat"), "share", 0, start, terms={"by": "area"}, request_id="energy", staff=MANAGER)
    set_price(books, rubbish, Scope("flat"), "each", 30_000, start, terms={"of": "person", "count": 3},
              request_id="rubbish", staff=MANAGER)  # fmt: skip


def _meters(books: Books) -> None:
    water = item_id(books, WATER)
    meters = []
    # Put in from the top floor down: the route is that of the building all the same.
    for code in reversed(CODES):
        row = MeterRow(0, unit_id(books, code), water, f"W{code[4:]}", 0, 1000, "2025-08-31", None)
        meters.append(install_meter(books, row, 100_000, period="2025-08", request_id=f"meter-{code}", staff=MANAGER))
    for place, month in enumerate(("2025-09", "2025-10", "2025-11", "2025-12"), 1):
        reads = [Read(meter, 100_000 + 10_000 * place) for meter in meters]
        enter_readings(
            books, month, reads, read_on=date.fromisoformat(f"{month}-28"), request_id=f"read-{month}", staff=MANAGER
        )
