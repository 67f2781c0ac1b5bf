"""A scratch office to measure in: real books with an estate of any size, opened as the window opens them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

from counter.demo.days import SampleClock
from counter.demo.names import person_name, phone, plate
from counter.desk.change_fund import enter_change_fund
from counter.desk.found_books import found_books
from counter.desk.initials import initials
from counter.desk.office import Office, load_office
from counter.desk.open_till import open_till
from counter.desk.people import Person
from counter.rules.cash import count_total
from counter.words import Words
from db.books import Books, ClockVerdict
from db.queries.registers import FeeItemRow, HoldingRow, PersonRow, TariffRow, UnitRow, VehicleRow
from db.queries.tills import head
from db.store import open_books

FIRST_DAY = date(2021, 1, 4)
MANAGER = Person(1, "陈静", "manager")
TILL = 1
FLOAT = {10_000: 2, 1_000: 10}
_SINCE = "2020-01-01"
_AREAS = (8950, 11_832, 9280, 12_645, 7864, 10_220)
_ITEMS = (("物业费", "Property fee", "area", 28_000), ("车位费", "Parking fee", "fixed", 1_500_000),
          ("公共能耗", "Shared energy", "fixed", 153_700))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Desk:
    """An open scratch office; its clock stands where the work puts it."""

    books: Books
    clock: SampleClock
    office: Office
    words: Words

    @property
    def connection(self) -> Any:
        """Return the writing connection."""
        return self.books.database.connection()


@contextmanager
def opened(path: Path, day: date = FIRST_DAY) -> Iterator[Desk]:
    """Open the scratch books, founded and empty where there are none."""
    clock = SampleClock(day)
    books = open_books(path, clock, _believe, "bench")
    try:
        if not head(books.database.connection())[0]:
            found_books(
                books, request_id="bench-found", kind="sample", estate_zh="阳光花园", estate_en="Sunny Garden",
                manager_name=MANAGER.name, pin_hash="none",
            )  # fmt: skip
            enter_change_fund(books, count_total(FLOAT), "bench", request_id="bench-change-fund", clerk=MANAGER)
        yield Desk(books, clock, load_office(books.database.connection(), day.isoformat()), Words.load("zh_CN"))
    finally:
        books.close()


def furnish(desk: Desk, units: int, people: int) -> None:
    """Enter so many flats with three fee items each and so many people who hold them, every tenth with a plate."""
    chance = Random("bench")
    by_name: dict[str, str] = {}
    persons = []
    for number in range(1, people + 1):
        name = person_name(chance)
        by_name.setdefault(name, initials(name))
        persons.append(PersonRow(number, name, phone(chance), by_name[name], "person", None))
    holdings = [
        HoldingRow(n, (n - 1) % units + 1, n, "owner" if n <= units else "co_owner", _SINCE, None, None)
        for n in range(1, people + 1)
    ]
    vehicles = [VehicleRow(n, n * 10, plate(chance), _SINCE, None) for n in range(1, units // 10 + 1)]
    registers: dict[str, Sequence[tuple[Any, ...]]] = {
        "fee_item": [FeeItemRow(n, zh, en, "operating", n, 1, 15, 0, 0) for n, (zh, en, *_) in enumerate(_ITEMS, 1)],
        "tariff": [
            TariffRow(n, n, "flat", None, kind, price, _SINCE, None, "service_contract", "2020-03", _SINCE, None)
            for n, (_zh, _en, kind, price) in enumerate(_ITEMS, 1)
        ],
        "unit": [_flat(number) for number in range(1, units + 1)],
        "person": persons,
        "holding": holdings,
        "vehicle": vehicles,
    }
    with desk.books.transaction("bench-estate", staff_id=MANAGER.staff_id) as tx:
        tx.change("estate_imported", {}, registers)


def _flat(number: int) -> UnitRow:
    building, rest = divmod(number - 1, 216)
    entrance, rest = divmod(rest, 54)
    floor, door = divmod(rest, 3)
    room = f"{floor + 1}{door + 1:02d}"
    code = f"{building + 1}-{entrance + 1}-{room}"
    area = _AREAS[number % len(_AREAS)]
    return UnitRow(
        number, str(building + 1), str(entrance + 1), room, code, "flat", area, _SINCE, None, None,
        f"{code} {building + 1}{entrance + 1}{room}",
    )  # fmt: skip


def open_day(desk: Desk, day: date, name: str) -> None:
    """Open the till for a day, in the morning."""
    desk.clock.set(day, 8, 30)
    open_till(desk.books, FLOAT, request_id=f"{name}-open", cashier=MANAGER, till=TILL)


def _believe(last: datetime, now: datetime) -> ClockVerdict:
    """The scratch clock stands where its days put it."""
    return "ok"
