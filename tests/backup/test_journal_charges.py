"""A day's journal holds what its charges were computed from, and whoever changes one of them is found."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from backup.check_journal import check_journals
from backup.journal import write_journal
from backup.journal_digest import content_digest
from counter.desk.change_prices import Scope, save_item, set_price
from counter.desk.formulas import recompute
from counter.desk.meters import install_meter
from counter.desk.preview_bills import preview
from counter.desk.readings import Read, enter_readings
from counter.desk.reductions import grant_reduction
from counter.desk.run_bills import run
from counter.desk.shared_bills import enter_shared_bill
from db.queries.registers import FeeItemRow, MeterRow, SharedCostRow
from tests.desk.office import EVEN, FEE, MANAGER, Desk, HandClock, desk_at, furnish, open_office_books

MASTER = ("meter", "reading", "shared_cost", "reduction", "tariff", "fee_item", "unit")


def priced(desk: Desk, name: str, method: str, price: int, **terms: object) -> int:
    row = FeeItemRow(0, name, name, "operating", 9, 1, 28, 0, 0)
    item = save_item(desk.books, row, request_id=f"item-{name}", staff=MANAGER)
    set_price(
        desk.books, item, Scope("flat"), method, price, date(2025, 1, 1), terms=terms, request_id=f"price-{name}",
        staff=MANAGER,
    )  # fmt: skip
    return item


def enter_and_bill(desk: Desk) -> None:
    books = desk.books
    water = priced(desk, "水费", "metered", 41_000, unit="m3")
    light = priced(desk, "公摊电费", "share", 0, by="area")
    own = priced(desk, "综合费", "formula", 28_000, formula="max(area × price, 40) + 2")
    row = MeterRow(0, EVEN, water, "M-1", 0, 1000, "2026-11-01", None)
    meter = install_meter(books, row, 5_000, period="2026-11", request_id="meter", staff=MANAGER)
    read_on = date(2026, 12, 31)
    reads = [Read(meter, 20_500)]
    enter_readings(books, "2026-12", reads, read_on=read_on, request_id="read", staff=MANAGER)
    bill = SharedCostRow(0, light, "2026-12", None, 100_001, "E-88")
    enter_shared_bill(books, bill, request_id="shared", staff=MANAGER)
    grant_reduction(
        books, EVEN, 3000, date(2026, 12, 1), item_id=FEE, reason="空置", paper="KZ-7", request_id="less", staff=MANAGER
    )
    shown = preview(desk.connection, ["2026-12"], [FEE, water, light, own])
    assert run(books, shown, request_id="run", staff=MANAGER).count == shown.count > 6


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal of a day on which everything was entered and billed; copy it, do not write in it."""
    folder = tmp_path_factory.mktemp("office")
    books = open_office_books(folder / "books.sqlite", HandClock())
    furnish(books)
    books.close()
    desk = desk_at(folder / "books.sqlite")
    try:
        desk.open()
        enter_and_bill(desk)
        closed = desk.close()
        journal = write_journal(folder / "books.sqlite", closed.close_event, folder / "journals", program="test")
    finally:
        desk.books.close()
    return journal.path


@pytest.fixture
def path(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(written, tmp_path / written.name))


def forged(path: Path, statement: str, *values: object) -> set[str]:
    """The codes found after a change by somebody who also writes the content digest that fits."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute(statement, values).rowcount == 1
        digest = content_digest(connection)
        connection.execute("UPDATE about SET value = ? WHERE key = 'content_digest'", (digest,))
        connection.commit()
    return {finding.code for finding in check_journals([path], recompute)}


def rows(path: Path, query: str) -> Iterator[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        yield from connection.execute(query).fetchall()


def test_everything_that_was_billed_from_stands_in_the_journal(path: Path) -> None:
    assert check_journals([path], recompute) == []
    assert list(rows(path, "SELECT serial, multiplier, starts_over_at FROM meter")) == [("M-1", 1000, 0)]
    readings = [("2026-11", "start", 5_000), ("2026-12", "read", 20_500)]
    assert list(rows(path, "SELECT period, kind, value FROM reading ORDER BY id")) == readings
    assert list(rows(path, "SELECT period, total, paper FROM shared_cost")) == [("2026-12", 100_001, "E-88")]
    assert list(rows(path, "SELECT unit_id, reduction, approval FROM reduction")) == [(EVEN, 3000, "KZ-7")]
    terms = [
        json.loads(str(row[0])) for row in rows(path, "SELECT terms FROM tariff WHERE terms IS NOT NULL ORDER BY id")
    ]
    assert [*terms[0], *terms[1], *terms[2]] == ["unit", "by", "formula", "names"]


def test_whoever_has_the_file_computes_every_charge_of_the_day_again(path: Path) -> None:
    charges = list(rows(path, "SELECT amount, ingredients FROM charge WHERE period = '2026-12'"))
    assert charges
    assert [recompute(json.loads(str(ingredients))) for _, ingredients in charges] == [amount for amount, _ in charges]


def test_a_sum_that_does_not_follow_from_its_ingredients_is_found(path: Path) -> None:
    [(charge, amount)] = rows(path, "SELECT id, amount FROM charge WHERE period = '2026-12' LIMIT 1")
    assert "charge_differs" in forged(path, "UPDATE charge SET amount = ? WHERE id = ?", int(str(amount)) + 1, charge)
    unasked = {finding.code for finding in check_journals([path])}
    assert "charge_differs" not in unasked


@pytest.mark.parametrize("table", MASTER)
def test_a_version_that_no_body_vouches_for_is_found(path: Path, table: str) -> None:
    where = f"id = (SELECT max(id) FROM {table})"
    found = forged(path, f"UPDATE {table} SET digest = replace(digest, substr(digest, 1, 4), '0000') WHERE {where}")
    assert "version_differs" in found


def test_neither_reasons_nor_names_get_into_the_journal(path: Path) -> None:
    assert b"\xe7\xa9\xba\xe7\xbd\xae" not in path.read_bytes(), "the reason of a reduction may name a person"
