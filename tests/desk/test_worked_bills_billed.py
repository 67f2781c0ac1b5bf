"""Every bill worked out by hand also comes out of the office: registers, preview, charge, check (worked_bills.toml)."""

import json
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from counter.desk.change_prices import Scope, save_item, set_price
from counter.desk.change_registers import save_unit
from counter.desk.change_settings import change_settings
from counter.desk.formulas import recompute
from counter.desk.meters import install_meter
from counter.desk.preview_bills import preview
from counter.desk.readings import Read, enter_readings
from counter.desk.reductions import grant_reduction
from counter.desk.run_bills import run
from counter.desk.shared_bills import enter_shared_bill
from counter.rules.periods import month_of, period_of
from db.books import Books
from db.check import check_books
from db.queries import registers
from db.queries.registers import FeeItemRow, MeterRow, SharedCostRow
from db.store import open_books
from tests.desk.small_estate import MANAGER, SMALL, SetClock, believe, bring, founded

BILLS: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parents[1] / "data" / "worked_bills.toml").read_text("utf-8")
)
FLAT = 1
START = date(2020, 1, 1)
_folder = tempfile.TemporaryDirectory()


@contextmanager
def estate() -> Iterator[Books]:
    """A copy of the small estate."""
    template = Path(_folder.name) / "books.sqlite"
    if not template.exists():
        with founded(Path(_folder.name), date(2026, 1, 1)) as made:
            bring(made, SMALL)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "books.sqlite"
        shutil.copy(template, path)
        books = open_books(path, SetClock(date(2029, 1, 1)), believe, "test")
        try:
            yield books
        finally:
            books.close()


def of_kind(kind: str) -> list[Any]:
    return [pytest.param(bill, id=f"{kind}-{place}") for place, bill in enumerate(BILLS[kind], start=1)]


def item(books: Books, months: int = 1) -> int:
    row = FeeItemRow(0, "项目", "Item", "operating", 9, months, 28, 0, 0)
    return save_item(books, row, request_id="item", staff=MANAGER)


def priced(
    books: Books, item_id: int, kind: str, price: int, terms: dict[str, Any], since: date = START,
    until: date | None = None, unit: int = FLAT,
) -> None:  # fmt: skip
    set_price(
        books, item_id, Scope(None, unit), kind, price, since, until=until, terms=terms, staff=MANAGER,
        request_id=f"price-{unit}",
    )  # fmt: skip


def registered(books: Books, **values: Any) -> None:
    unit = registers.unit(books.database.connection(), FLAT)
    assert unit is not None
    save_unit(books, unit._replace(**values), request_id=f"unit-{values}", staff=MANAGER)


def billed(books: Books, label: str, item_id: int) -> list[int]:
    """The sums of a run, by unit and day; the books prove them from what stands with each charge."""
    shown = preview(books.database.connection(), [label], [item_id])
    done = run(books, shown, request_id="run", staff=MANAGER)
    assert done.count == len(shown.charges)
    assert check_books(books.database, recompute=recompute).clean
    assert [recompute(json.loads(each.ingredients)) for each in shown.charges] == [c.amount for c in shown.charges]
    return [charge.amount for charge in shown.charges]


@pytest.mark.parametrize("bill", of_kind("month"))
def test_a_price_by_the_month_is_billed(bill: dict[str, Any]) -> None:
    kind, period = bill["kind"], period_of(bill["period"])
    days = {name: date.fromisoformat(bill[name]) for name in ("first", "last") if name in bill}
    with estate() as books:
        change_settings(
            books, {"part_month": bill.get("method", "actual")}, date(2026, 2, 1), request_id="method", staff=MANAGER
        )  # fmt: skip
        if kind["kind"] == "area":
            registered(books, **{"inner_area" if kind.get("size") else "area": kind["area"]})
        if kind.get("of") == "person":
            registered(books, persons=kind["count"])
        terms = {name: kind[name] for name in ("size", "of", "count") if name in kind}
        if terms.get("of") == "person":
            del terms["count"]
        fee = item(books, period.months)
        priced(books, fee, kind["kind"], kind["price"], terms, days.get("first", START), days.get("last"))
        if "reduction" in bill:
            grant_reduction(
                books, FLAT, bill["reduction"], START, reason="空置", paper="1", request_id="less", staff=MANAGER
            )  # fmt: skip
        assert billed(books, month_of(period.last).label, fee) == [bill["amount"]], bill["source"]


def metered(books: Books, item_id: int, bill: dict[str, Any]) -> str:
    """Put in the meters of a bill and read them; the month it is billed in."""
    replaces = None
    for place, (previous, current, *more) in enumerate(bill["advances"]):
        over, guessed = (more[0] if more else 0), len(more) > 1
        before = bill.get("before", 0)
        row = MeterRow(0, FLAT, item_id, f"M{place}", over, bill.get("multiplier", 1000), "2026-01-15", None)
        start = 0 if guessed or before else previous
        period = "2026-01" if place else "2025-12"
        meter = install_meter(
            books, row, start, period=period, request_id=f"meter-{place}", staff=MANAGER, replaces=replaces
        )  # fmt: skip
        if guessed or before:
            read(books, meter, "2026-01", previous, guessed)
        read(books, meter, label := "2026-02" if guessed or before else "2026-01", current)
        replaces = meter
    return label


def read(books: Books, meter: int, period: str, value: int, estimated: bool = False) -> None:
    reads, day = [Read(meter, value, estimated)], date(2026, 2, 28)
    name = f"read-{meter}-{period}"
    enter_readings(books, period, reads, read_on=day, request_id=name, staff=MANAGER)


@pytest.mark.parametrize("bill", of_kind("meter"))
def test_a_price_by_meter_is_billed(bill: dict[str, Any]) -> None:
    with estate() as books:
        water = item(books)
        priced(books, water, "metered", bill["price"], {"loss": bill.get("loss", 0)})
        assert billed(books, metered(books, water, bill), water) == [bill["amount"]], bill["source"]


@pytest.mark.parametrize("bill", of_kind("tier"))
def test_a_price_by_tiers_is_billed(bill: dict[str, Any]) -> None:
    with estate() as books:
        water = item(books)
        priced(books, water, "tiered", 0, {"bands": bill["bands"], "span": "year"})
        assert billed(books, metered(books, water, bill), water) == [bill["amount"]], bill["source"]


@pytest.mark.parametrize("bill", of_kind("share"))
def test_a_shared_bill_is_billed(bill: dict[str, Any]) -> None:
    with estate() as books:
        light = item(books)
        for unit, weight in enumerate(bill["weights"], start=1):
            priced(books, light, "share", 0, {"by": "share", "weight": weight}, unit=unit)
        shared = SharedCostRow(0, light, "2026-01", None, bill["total"], None)
        enter_shared_bill(books, shared, request_id="bill", staff=MANAGER)
        assert billed(books, "2026-01", light) == bill["amounts"], bill["source"]
