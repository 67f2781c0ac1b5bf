"""Meters, readings, plates, shared bills, reductions and every kind of price from a file: once, whole, explained."""

from pathlib import Path

import pytest

from counter.desk.estate_rows import (
    EstateFile,
    FileFund,
    FileMeter,
    FilePlate,
    FileReading,
    FileReduction,
    FileShared,
)
from counter.desk.fund_register import fund_lines
from counter.desk.import_estate import ImportRefused, contradictions, import_estate
from counter.desk.office import load_office
from counter.desk.preview_bills import preview
from counter.desk.run_bills import run
from counter.rules.tariff import recompute
from db.books import Books
from db.check import check_books
from db.queries import registers
from tests.desk.small_estate import AT, MANAGER, SMALL, bring, flat, founded, price
from tests.desk.test_estate_imports import head

WATER = price("水费", 34_500, method="metered")._replace(terms='{"unit":"m3"}')
ENERGY = price("公共能耗", 0, method="share")._replace(terms='{"by":"area"}')
METER = FileMeter(AT, "1-101", "水费", "S1", 100_000, "2025-11-30")
READING = FileReading(AT, "1-101", "水费", "S1", "2025-12", 118_500, "2025-12-31")
WHOLE = SMALL._replace(
    prices=(*SMALL.prices, WATER, ENERGY),
    plates=(FilePlate(AT, "B1-001", "京A11111", "2025-01-01", "2026-12-31"),),
    meters=(METER,),
    readings=(READING,),
    shared=(FileShared(AT, "公共能耗", "2025-12", 120_000, None, "0211"),),
    reductions=(FileReduction(AT, "1-102", "物业费", 3_000, "2025-12-01", None, "空置", "2025-减-3"),),
)


def refused(books: Books, estate: EstateFile) -> list[str]:
    before = head(books)
    with pytest.raises(ImportRefused) as caught:
        import_estate(books, estate, request_id=repr(estate), staff=MANAGER)
    assert head(books) == before
    assert list(contradictions(books.database.connection(), estate, "2026-01-31")[0]) == list(caught.value.errors)
    return [error.code for error in caught.value.errors]


def test_everything_of_a_file_comes_in_once_and_again_changes_nothing(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        done = import_estate(books, WHOLE, request_id="a", staff=MANAGER)
        kinds = ("meter", "reading", "shared_cost", "reduction", "vehicle")
        assert [done.written[name] for name in kinds] == [1, 2, 1, 1, 1]
        before = head(books)
        again = import_estate(books, WHOLE, request_id="b", staff=MANAGER)
        assert (again.written, again.event_id, head(books)) == ({}, None, before)


def test_what_a_file_brought_is_billed(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        bring(books, WHOLE)
        shown = preview(books.database.connection(), ["2025-12"])
        run(books, shown, request_id="run", staff=MANAGER)
        assert check_books(books.database, recompute=recompute).clean
        rows = books.database.connection().execute(
            "SELECT u.code, f.name_zh, c.amount FROM charge c JOIN unit u ON u.id = c.unit_id AND u.until_event IS NULL"
            " JOIN fee_item f ON f.id = c.item_id AND f.until_event IS NULL ORDER BY u.id, f.id"
        )
        # 18.5 m³ × 3.45 = 63.825; 1,200.00 over 89.50 and 120.00 m²; 120 × 2.80 × 70 %.
        assert [tuple(row) for row in rows] == [
            ("1-101", "物业费", 25_060), ("1-101", "水费", 6_383), ("1-101", "公共能耗", 51_265),
            ("1-102", "物业费", 23_520), ("1-102", "公共能耗", 68_735), ("S-1", "物业费", 20_000),
            ("B1-001", "车位费", 20_000),
        ]  # fmt: skip


def test_a_new_meter_ends_the_one_before(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        bring(books, WHOLE)
        bring(books, EstateFile(meters=(METER._replace(serial="S2", start=0, since="2026-01-10"),)), "new")
        spans = [(m.serial, m.until) for m in registers.meters(books.database.connection())]
        assert spans == [("S1", "2026-01-10"), ("S2", None)]


def test_a_reading_with_the_one_before_begins_a_meter(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        bring(books, SMALL._replace(prices=(*SMALL.prices, WATER)))
        only = READING._replace(serial="", previous=110_000)
        bring(books, EstateFile(readings=(only,)), "first")
        rows = [(r.kind, r.value) for r in registers.readings(books.database.connection())]
        assert rows == [("start", 110_000), ("read", 118_500)]
        before = head(books)
        bring(books, EstateFile(readings=(only,)), "again")
        assert head(books) == before


def test_readings_that_cannot_be_are_refused_by_their_row(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        bring(books, WHOLE)
        later = READING._replace(period="2026-01", read_on="2026-01-31")
        assert refused(books, EstateFile(readings=(later._replace(value=1),))) == ["import_reading_below"]
        assert refused(books, EstateFile(readings=(later._replace(serial="S9"),))) == ["import_meter_unknown"]
        assert refused(books, EstateFile(readings=(later._replace(unit="1-102"),))) == ["import_meter_unknown"]
        assert refused(books, EstateFile(meters=(METER._replace(start=5),))) == ["import_meter_start_differs"]
        small = METER._replace(serial="S7", start=0, since="2026-01-01", starts_over_at=1_000_000)
        high = later._replace(serial="S7", value=1_000_001)
        assert refused(books, EstateFile(meters=(small,), readings=(high,))) == ["import_reading_beyond"]


def test_what_is_billed_is_not_changed_by_a_file(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        bring(books, WHOLE)
        run(
            books, preview(books.database.connection(), ["2025-12"]), request_id="run", staff=MANAGER
        )  # fmt: skip
        assert refused(books, EstateFile(readings=(READING._replace(value=120_000),))) == ["import_reading_billed"]
        assert refused(books, EstateFile(shared=(WHOLE.shared[0]._replace(total=1),))) == ["import_shared_billed"]


def test_a_bill_is_not_shared_twice(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        bring(books, WHOLE)
        of_one = WHOLE.shared[0]._replace(building="1")
        assert refused(books, EstateFile(shared=(of_one,))) == ["import_shared_overlaps"]


def test_a_file_that_is_silent_keeps_inner_area_persons_and_cycle(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        full = flat("1-101")._replace(inner_area=7_520, persons=3)
        bring(books, SMALL._replace(units=(full, *SMALL.units[1:]), prices=(price()._replace(cycle="handover"),)))
        bring(books, EstateFile(units=(flat("1-101", 9_000),), prices=(price(value=30_000),)), "silent")
        connection = books.database.connection()
        unit = registers.units(connection)[0]
        assert (unit.area, unit.inner_area, unit.persons) == (9_000, 7_520, 3)
        assert [item.cycle for item in registers.fee_items(connection)] == ["handover"]


def test_what_was_paid_into_the_maintenance_fund_comes_in_once(tmp_path: Path) -> None:
    rows = (
        FileFund(AT, "3-1201", "paid_in", "2021-06-30", 1_790_000, "ZX-1"),
        FileFund(AT, "3-1201", "drawn", "2025-05-01", 50_000),
        FileFund(AT, "3-1201", "drawn", "2025-05-01", 50_000),
    )
    with founded(tmp_path) as books:
        whole = EstateFile(units=(flat("3-1201"),), fund=rows)
        done = import_estate(books, whole, request_id="fund", staff=MANAGER)
        assert (done.fund_entries, done.fund_total) == (3, 1_790_000)
        assert import_estate(books, whole, request_id="fund", staff=MANAGER) == done
        assert import_estate(books, whole, request_id="again", staff=MANAGER).event_id is None
        connection = books.database.connection()
        (line,) = fund_lines(connection, load_office(connection, "2026-01-31"), "2026-01-31")
        assert (line.account.paid_in, line.drawn, line.account.balance) == (1_790_000, 100_000, 1_690_000)
        for wrong, code in (
            (rows[0]._replace(amount=1), "import_fund_differs"),
            (rows[1]._replace(day="2026-02-01"), "import_fund_to_come"),
        ):  # fmt: skip
            assert refused(books, EstateFile(fund=(wrong,))) == [code]
