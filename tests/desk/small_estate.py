"""A small office for tests of desk: founded books, a manager, a handful of units with owners and prices."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from counter.desk.estate_rows import EstateFile, FileHolder, FileOpening, FilePrice, FileUnit, Place
from counter.desk.found_books import found_books
from counter.desk.import_estate import import_estate
from counter.desk.people import Person
from db.books import Books, ClockVerdict
from db.store import open_books

MANAGER = Person(1, "陈静", "manager")
AT = Place("test", 1)


class SetClock:
    """A clock that stands where it is put; noon of the day, UTC."""

    def __init__(self, day: date) -> None:
        self.day = day

    def now(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 12, tzinfo=UTC)

    def today(self) -> date:
        return self.day

    def pass_days(self, days: int) -> None:
        self.day += timedelta(days=days)


def believe(last: datetime, now: datetime) -> ClockVerdict:
    return "ok"


@contextmanager
def founded(folder: Path, day: date = date(2026, 1, 31)) -> Iterator[Books]:
    """Open books with their first event and a manager."""
    books = open_books(folder / "books.sqlite", SetClock(day), believe, "test")
    try:
        found_books(
            books, request_id="found", kind="training", estate_zh="阳光花园", estate_en="Sunny Garden",
            manager_name=MANAGER.name, pin_hash="none",
        )  # fmt: skip
        yield books
    finally:
        books.close()


def flat(code: str, area: int | None = 8950, kind: str = "flat", plates: tuple[str, ...] | None = None) -> FileUnit:
    building, _, room = code.partition("-")
    return FileUnit(AT, code, building, "", room, kind, area, plates=plates)


def owner(unit: str, name: str = "张三", phone: str | None = "13800138000", role: str = "owner") -> FileHolder:
    return FileHolder(AT, unit, name, phone, role)


def price(
    item: str = "物业费", value: int = 28_000, since: str = "2025-01-01", method: str = "area",
    unit_kind: str | None = "flat", unit: str | None = None, months: int = 1, until: str | None = None,
) -> FilePrice:  # fmt: skip
    return FilePrice(AT, item, item, None if unit else unit_kind, unit, method, value, since, until, months)


def arrears(unit: str, period: str, amount: int, item: str = "物业费", kind: str = "arrears") -> FileOpening:
    return FileOpening(AT, unit, kind, amount, item if kind != "balance" else None, period if item else None)


def bring(books: Books, estate: EstateFile, request_id: str = "import") -> None:
    import_estate(books, estate, request_id=request_id, staff=MANAGER)


SMALL = EstateFile(
    (flat("1-101"), flat("1-102", 12_000), flat("S-1", 4_000, "shop"), flat("B1-001", None, "parking")),
    (owner("1-101"), owner("1-102", "李四", "13900139000"), owner("S-1", "王五", None), owner("B1-001")),
    (price(), price(unit_kind="shop", value=50_000), price("车位费", 2_000_000, method="fixed", unit_kind="parking")),
)
