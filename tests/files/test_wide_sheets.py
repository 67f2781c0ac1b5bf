"""The wide sheet small offices keep: rooms by months, in many forms; what it owes, and totals beside its own."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.desk.estate_rows import Known
from counter.files.grid import Grid, read_grids
from counter.files.wide_cells import Label, read_cell, read_label, read_paid_to, year_in
from counter.files.wide_controls import Controls, controls
from counter.files.wide_estate import Part, Turned, Wish, turn
from counter.files.wide_layout import find_layout
from counter.files.wide_rows import read_wide
from counter.files.workbook import read_estate
from counter.rules.money import divide_half_up

MONTHS = [f"{month}月" for month in range(1, 13)]
FEE = Known(items=frozenset({"物业费"}))


def grid(*rows: Sequence[object], title: str = "2025年物业费收缴表") -> Grid:
    return Grid(title, [["" if cell is None else str(cell) for cell in row] for row in rows])


def read(sheet: Grid, as_of: str = "2025-12", known: Known = FEE, year: int | None = None) -> tuple[Turned, Controls]:
    layout = find_layout(sheet, year)
    assert layout is not None
    wide = read_wide(sheet, layout)
    return turn([Part(wide, layout)], Wish(as_of, "物业费", layout.owed), known), controls(wide, layout)


def debts(turned: Turned) -> list[tuple[str, str, int]]:
    return [(o.unit, o.period or "", o.amount) for o in turned.estate.openings if o.kind == "arrears"]


def ahead(turned: Turned) -> list[tuple[str, str, int]]:
    return [(o.unit, o.period or "", o.amount) for o in turned.estate.openings if o.kind == "paid_ahead"]


def test_paid_months_in_every_form_settle_and_empty_ones_are_owed() -> None:
    cells = ["250.60", "√", "已交", "2025-04-03", "5/12", "250.6", "√250.60", "已缴", None, "×", None, None]
    turned, _ = read(
        grid(["房号", "业主", "电话", "面积", "单价", *MONTHS], ["3-2-1201", "张三", "13800138000", 89.5, 2.8, *cells])
    )
    assert turned.errors == ()
    assert debts(turned) == [("3-2-1201", f"2025-{month:02d}", 25_060) for month in (9, 10, 11, 12)]
    assert [(s.paid_to, s.debt) for s in turned.standings] == [("2025-08", 4 * 25_060)]
    assert [(u.code, u.area) for u in turned.estate.units] == [("3-2-1201", 8_950)]
    assert [(h.name, h.phone) for h in turned.estate.holders] == [("张三", "13800138000")]


def test_a_month_beyond_today_is_paid_ahead() -> None:
    turned, _ = read(grid(["房号", "月应收", *MONTHS], ["1-101", 100, *["√"] * 8, *[None] * 4]), as_of="2025-06")
    assert (debts(turned), ahead(turned)) == ([], [("1-101", "2025-07", 10_000), ("1-101", "2025-08", 10_000)])
    assert turned.standings[0].paid_to == "2025-08"


def test_a_sheet_that_ends_before_the_month_asked_for_says_nothing_of_later_ones() -> None:
    turned, _ = read(grid(["房号", "月应收", *MONTHS], ["1-101", 100, *["√"] * 12]), as_of="2026-10")
    assert [(s.paid_to, s.debt, s.ahead) for s in turned.standings] == [("2025-12", 0, 0)]


def test_one_sum_may_pay_several_months() -> None:
    turned, _ = read(grid(["房号", "月应收", *MONTHS], ["1-101", 100, 300, None, None, 900, *[None] * 8]))
    assert (turned.errors, debts(turned)) == ((), [])


def test_what_was_settled_before_is_kept_as_stretches_of_days() -> None:
    turned, _ = read(grid(["房号", "月应收", *MONTHS], ["1-101", 100, "√", "√", None, *["√"] * 5, *[None] * 4]))
    settled = [o.period for o in turned.estate.openings if o.kind == "settled"]
    assert settled == ["2025-01-01/2025-02-28", "2025-04-01/2025-08-31"]


def test_a_part_payment_leaves_the_rest_and_an_old_price_leaves_nothing() -> None:
    turned, _ = read(
        grid(
            ["房号", "月应收", *MONTHS],
            ["1-101", 100, 60, *["√"] * 11],
            ["1-102", 100, *[90] * 6, *[100] * 6],
            ["1-103", 100, 130, *["√"] * 11],
        )
    )
    assert debts(turned) == [("1-101", "2025-01", 4_000)]
    assert [(e.row, e.column, e.code) for e in turned.errors] == [(4, "1月", "wide_sum_unusual")]


def test_a_list_of_debts_says_what_is_owed() -> None:
    sheet = grid(["房号", "1月", "2月", "3月"], ["1-101", "100", None, "50"], title="2025年物业费欠费表")
    turned, _ = read(sheet)
    assert debts(turned) == [("1-101", "2025-01", 10_000), ("1-101", "2025-03", 5_000)]


def test_the_column_paid_to_alone_is_enough() -> None:
    sheet = grid(
        ["房号", "面积", "单价", "交至"],
        ["1-101", 100, 1, "2025-10-31"], ["1-102", 100, 1, "2026年2月"], ["1-103", 100, 1, "2025-06-15"],
    )  # fmt: skip
    turned, _ = read(sheet)
    assert debts(turned) == [("1-101", "2025-11", 10_000), ("1-101", "2025-12", 10_000)]
    assert ahead(turned) == [("1-102", "2026-01", 10_000), ("1-102", "2026-02", 10_000)]
    assert [(e.row, e.code) for e in turned.errors] == [(4, "wide_paid_to_unclear")]


def test_a_column_paid_to_that_contradicts_the_months_is_told() -> None:
    sheet = grid(["房号", "月应收", *MONTHS, "交至"], ["1-101", 100, *["√"] * 6, *[None] * 6, "2025-09"])
    turned, _ = read(sheet)
    assert [(n.row, n.column, n.code) for n in turned.notes] == [(2, "交至", "wide_paid_to_differs")]


def test_years_over_their_months_and_debts_from_before() -> None:
    sheet = grid(
        ["房号", "月应收", "往年欠费", "2024年", *[None] * 11, "2025年", *[None] * 11],
        [None, None, None, *MONTHS, *MONTHS],
        ["1-101", 100, 1200, *["√"] * 23, None],
        title="台账",
    )
    turned, _ = read(sheet)
    assert debts(turned) == [("1-101", "2023", 120_000), ("1-101", "2025-12", 10_000)]


def test_whole_years_are_periods() -> None:
    sheet = grid(["房号", "月应收", "2023年", "2024年", "2025年"], ["1-101", 100, 1200, "√", None], title="台账")
    turned, _ = read(sheet)
    assert debts(turned) == [("1-101", "2025", 120_000)]


def test_months_without_a_year_must_be_asked_for() -> None:
    sheet = grid(["房号", *MONTHS], ["1-101", *["√"] * 12], title="台账")
    assert [e.code for e in read(sheet)[0].errors] == ["wide_year_missing"]
    assert read(sheet, year=2025)[0].errors == ()


def test_merged_buildings_stand_for_the_rows_below() -> None:
    sheet = grid(
        ["楼号", "单元", "房号", "1月", "2月"],
        ["3", "2", "1201", "√", "√"], [None, None, "1202", "√", "√"], ["4", "1", "101", "√", "√"],
    )  # fmt: skip
    assert [u.code for u in read(sheet, "2025-02")[0].estate.units] == ["3-2-1201", "3-2-1202", "4-1-101"]
    titled = grid(["房号", "1月", "2月"], ["3号楼2单元"], ["1201", "√", "√"], ["4栋"], ["101", "√", "√"])
    assert [u.code for u in read(titled, "2025-02")[0].estate.units] == ["3-2-1201", "4-101"]


def test_what_nobody_can_read_is_told_by_its_cell() -> None:
    sheet = grid(
        ["房号", "面积", "1月", "2月"],
        ["1-101", "80", "问张姐", "√"], ["", "80", "1", "2"], ["1-102", "八十", "√", None],
    )  # fmt: skip
    turned, _ = read(sheet, "2025-02")
    assert [(e.row, e.column, e.code) for e in turned.errors] == [
        (2, "1月", "wide_cell_unclear"), (3, "房号", "wide_row_without_unit"), (4, "2月", "wide_sum_unknown"),
        (4, "面积", "import_not_an_area"),
    ]  # fmt: skip


def test_units_of_the_books_stay_as_they_are() -> None:
    sheet = grid(["房号", "业主", "月应收", "1月", "2月"], ["1-101", "张三", 100, "√", None])
    turned, _ = read(sheet, "2025-02", Known(frozenset({"1-101"}), frozenset({"物业费"})))
    assert (turned.estate.units, turned.estate.holders) == ((), ())
    assert debts(turned) == [("1-101", "2025-02", 10_000)]


def test_a_sheet_brings_its_price_where_the_item_is_new() -> None:
    sheet = grid(
        ["房号", "面积", "单价", "1月", "2月"],
        ["1-101", 80, 2.8, "√", "√"], ["1-102", 90, 2.8, "√", "√"], ["1-103", 90, 2, "√", "√"],
        ["商铺S-1", 40, 5, "√", "√"],
    )  # fmt: skip
    turned, _ = read(sheet, "2025-02", Known())
    assert turned.errors == ()
    assert [(p.unit_kind, p.unit, p.price, p.since) for p in turned.estate.prices] == [
        ("flat", None, 28_000, "2025-03-01"), ("shop", None, 50_000, "2025-03-01"),
        (None, "1-103", 20_000, "2025-03-01"),
    ]  # fmt: skip


def test_totals_are_laid_beside_their_own_by_building_and_cell() -> None:
    sheet = grid(
        ["房号", "1月", "2月", "合计"],
        ["1-101", 100, 100, 200], ["1-102", 100, None, 100], ["小计", 200, 100, 300],
        ["2-101", 100, 100, 210], ["小计", 100, 100, 200], ["总计", 300, 250, 500],
    )  # fmt: skip
    _, found = read(sheet, "2025-02")
    assert {(each.whose, each.column): each.ours for each in found.buildings if each.column != "合计"} == {
        ("1", "1月"): 20_000, ("1", "2月"): 10_000, ("2", "1月"): 10_000, ("2", "2月"): 10_000,
    }  # fmt: skip
    assert [(d.whose, d.column, d.ours, d.theirs, d.row) for d in found.differences] == [
        ("小计", "合计", 21_000, 20_000, 6), ("总计", "2月", 20_000, 25_000, 7), ("总计", "合计", 51_000, 50_000, 7),
        ("2-101", "合计", 20_000, 21_000, 5),
    ]  # fmt: skip


def test_a_workbook_with_a_sheet_for_each_building_or_year_is_read_whole() -> None:
    sheets = [
        grid(["2024年"], ["房号", "月应收", *MONTHS], ["101", 100, *["√"] * 11, None], title="1栋"),
        grid(["2025年"], ["房号", "月应收", *MONTHS], ["101", 100, *["√"] * 12], title="1栋"),
        grid(["2025年"], ["房号", "月应收", *MONTHS], ["101", 100, *["√"] * 12], title="2栋"),
    ]
    layouts = [layout for sheet in sheets if (layout := find_layout(sheet)) is not None]
    parts = [Part(read_wide(*each), each[1]) for each in zip(sheets, layouts, strict=True)]
    turned = turn(parts, Wish("2025-12", "物业费", False), FEE)
    assert turned.errors == ()
    assert [u.code for u in turned.estate.units] == ["1-101", "2-101"]
    assert [(s.code, s.paid_to, s.debt) for s in turned.standings] == [
        ("1-101", "2024-11", 10_000), ("2-101", "2025-12", 0),
    ]  # fmt: skip


def test_a_unit_that_stands_twice_in_one_sheet_is_told() -> None:
    rows = [["1-101", 100, *["√"] * 12]] * 2
    turned, _ = read(grid(["房号", "月应收", *MONTHS], *rows))
    assert [(e.row, e.code) for e in turned.errors] == [
        (3, "import_unit_twice"), (3, "import_opening_twice"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("1月", Label(0, 1)), ("０１月份", Label(0, 1)), ("2025年3月", Label(2025, 3)), ("2025-03-01", Label(2025, 3)),
        ("2025.3", Label(2025, 3)), ("202503", Label(2025, 3)), ("2024年度", Label(2024, 0)), ("2024", Label(2024, 0)),
        ("25年3月", Label(2025, 3)), ("13月", None), ("面积", None), ("2025-03-15", None), ("", None),
    ],
)  # fmt: skip
def test_headers_of_time(text: str, label: Label | None) -> None:
    assert read_label(text) == label


@pytest.mark.parametrize(
    ("text", "kind", "amount"),
    [
        ("", "empty", 0), (" √ ", "paid", 0), ("１００．５", "sum", 10_050), ("¥1,250.60元", "sum", 125_060),
        ("已交250", "sum", 25_000), ("2025年3月5日", "paid", 0), ("3/5", "paid", 0), ("-", "not_due", 0),
        ("未交", "unpaid", 0), ("0", "unpaid", 0), ("-50", "unclear", 0), ("1.005", "unclear", 0),
        ("减免", "unclear", 0),
    ],
)  # fmt: skip
def test_cells_of_a_month(text: str, kind: str, amount: int) -> None:
    assert read_cell(text) == (kind, amount)


@pytest.mark.parametrize(
    ("text", "label"),
    [("2025-12", "2025-12"), ("2025年12月底", "2025-12"), ("2025/12/31", "2025-12"), ("2025", "2025-12"),
     ("2025-12-30", ""),
     ("12月", ""), ("2025.6.30", "2025-06")],
)  # fmt: skip
def test_how_far_somebody_has_paid(text: str, label: str) -> None:
    found = read_paid_to(text)
    assert (found.label if found else "") == label


def test_a_title_names_one_year_or_none() -> None:
    assert (year_in("阳光花园2025年收费表"), year_in("2024-2025年度"), year_in("收费表")) == (2025, None, None)


class Flat(NamedTuple):
    """A flat of a made-up sheet: its area and price, and how many of the twelve months are paid, and in what form."""

    area: int
    price: int
    paid: int
    forms: tuple[int, ...]


FLATS = st.lists(
    st.builds(
        Flat, st.integers(3_000, 25_000), st.sampled_from([12_000, 28_000, 35_500]), st.integers(0, 12),
        st.tuples(*[st.integers(0, 4)] * 12),
    ),
    min_size=1, max_size=12,
)  # fmt: skip


def _sheet(
    buildings: list[list[Flat]], titled: bool, filler: int
) -> tuple[Grid, dict[str, int], list[tuple[int, int]]]:
    """A sheet of these buildings, what each flat owes, and where its totals stand as (row, column)."""
    rows: list[list[object]] = [["某小区收费台账"]]
    rows += [[None] for _ in range(filler)]
    head = ["房号", "面积", "单价", *MONTHS]
    rows.append([*head] if titled else ["楼号", *head])
    owed: dict[str, int] = {}
    totals: list[tuple[int, int]] = []
    for number, flats in enumerate(buildings, start=1):
        if titled:
            rows.append([f"{number}栋"])
        sums = [0] * 12
        for place, flat in enumerate(flats):
            month = divide_half_up(flat.area * flat.price, 10_000)
            yuan = f"{month // 100}.{month % 100:02d}"
            forms = [yuan, "√", "2025-06-30", "已交", f"{yuan}元"]
            cells: list[object] = [forms[flat.forms[m]] if m < flat.paid else None for m in range(12)]
            for m in range(flat.paid):
                sums[m] += month if flat.forms[m] in (0, 4) else 0
            owed[f"{number}-{101 + place}"] = (12 - flat.paid) * month
            front: list[object] = [] if titled else [number if place == 0 else None]
            area = f"{flat.area // 100}.{flat.area % 100:02d}"
            rows.append([*front, str(101 + place), area, f"{flat.price / 10_000:g}", *cells])
        front = ["小计"] if titled else ["小计", None]
        rows.append([*front, None, None, *(f"{each / 100:.2f}" for each in sums)])
        totals += [(len(rows), len(front) + 2 + m) for m in range(12)]
    return grid(*rows, title="2025年"), owed, totals


@settings(max_examples=60, deadline=None)
@given(st.lists(FLATS, min_size=1, max_size=3), st.booleans(), st.integers(0, 3))
def test_whatever_the_form_the_debts_are_those_of_the_flats(
    buildings: list[list[Flat]], titled: bool, filler: int
) -> None:
    sheet, owed, _ = _sheet(buildings, titled, filler)
    turned, found = read(sheet)
    assert turned.errors == ()
    assert {each.code: each.debt for each in turned.standings} == owed
    assert found.differences == ()
    assert sum(o.amount for o in turned.estate.openings) == sum(owed.values())


@settings(max_examples=40, deadline=None)
@given(st.lists(FLATS, min_size=1, max_size=2), st.booleans(), st.data())
def test_a_total_that_is_off_by_a_fen_is_named_by_its_cell(
    buildings: list[list[Flat]], titled: bool, data: st.DataObject
) -> None:
    sheet, _, totals = _sheet(buildings, titled, 0)
    row, column = data.draw(st.sampled_from(totals))
    fen = int(Decimal(sheet.rows[row - 1][column]) * 100) + 1
    sheet.rows[row - 1][column] = f"{fen // 100}.{fen % 100:02d}"
    [difference] = read(sheet)[1].differences
    assert (difference.row, difference.ours + 1, difference.theirs) == (row, fen, fen)


DATA = Path(__file__).resolve().parents[1] / "data"


def test_a_real_wide_sheet_is_read_with_its_one_wrong_total() -> None:
    [sheet] = read_grids(DATA / "wide_2025.xlsx")
    turned, found = read(sheet)
    assert turned.errors == ()
    assert [(s.code, s.paid_to, s.debt) for s in turned.standings] == [
        ("1-101", "2025-12", 0), ("1-102", "2025-08", 4 * 28_000), ("2-101", "2025-12", 0),
    ]  # fmt: skip
    assert [(d.row, d.column, d.ours, d.theirs) for d in found.differences] == [(10, "12月", 47_460, 48_460)]


def test_a_real_register_of_owners_is_read_whole() -> None:
    reading = read_estate(DATA / "estate_register.xlsx")
    assert reading.errors == ()
    assert [(u.code, u.area, u.handed_over) for u in reading.estate.units] == [
        ("3-2-1201", 8_950, "2021-06-30"), ("3-2-1202", 11_832, "2021-06-30"), ("商铺S-12", 4_000, "2021-06-30"),
    ]  # fmt: skip
    assert [(h.unit, h.name, h.phone) for h in reading.estate.holders] == [
        ("3-2-1201", "张三", "13800138000"), ("3-2-1202", "李四", "13900139000"),
        ("3-2-1202", "王五", None),
        ("商铺S-12", "阳光置业有限公司", None),
    ]  # fmt: skip
    assert sorted(note.code for note in reading.notes) == ["import_identity_left_out", "import_total_left_out"]
    assert [each.column for each in reading.unread] == ["停车卡号"]


def test_ten_thousand_rooms_stay_quick() -> None:
    rows = [[f"{n // 100 + 1}-{n % 100 + 101}", 89.5, 2.8, *["250.6"] * 10, None, None] for n in range(10_000)]
    begun = perf_counter()
    turned, _ = read(grid(["房号", "面积", "单价", *MONTHS], *rows))
    assert len(turned.standings) == 10_000
    assert perf_counter() - begun < 20  # two seconds on a quiet machine
