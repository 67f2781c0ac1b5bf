"""An estate's own workbook: read whole, every error at once, identity cards left out."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from counter.desk.estate_rows import NOTE_CODES, ROW_CODES, Known
from counter.files import cells, codes
from counter.files.cells import BadCell
from counter.files.grid import FileUnreadable
from counter.files.sheets import SHEETS
from counter.files.tables import NoKnownSheet
from counter.files.template import write_template
from counter.files.workbook import Reading, read_estate
from counter.words import Language, Words

Rows = Sequence[Sequence[object]]

UNITS: Rows = [
    ["房屋编号", "房屋类型", "建筑面积", "交房日期", "车牌号"],
    ["3-2-1201", "住宅", 89.5, "2021-06-30", None],
    ["３栋２单元１２０２", "住宅", "118.32", "2021/6/30", None],
    ["商铺S-12", "商铺", 40, None, None],
    ["B1-023", "车位", None, None, "京A12345 京AD12345"],
]
OWNERS: Rows = [
    ["房屋编号", "姓名", "手机号", "身份", "身份证号", "承担项目"],
    ["3-2-1201", "张三", 13800138000, "业主", "11010519491231002X", None],
    ["3#2-1201", "李四", "139 0013 9000", "承租人", None, "车位费"],
]
PRICES: Rows = [
    ["收费项目", "英文名称", "房屋类型", "计费方式", "单价", "起始日期", "收费依据"],
    ["物业费", "Property fee", "住宅", "按面积", 2.8, "2025-01-01", "物业服务合同"],
    ["车位费", "Parking fee", "车位", "固定", "200", "2025-01-01", None],
]
OPENINGS: Rows = [
    ["房屋编号", "收费项目", "所属期", "金额"],
    ["3-2-1201", "物业费", "2024-12", 250.6],
]


def book(folder: Path, **sheets: Rows) -> Path:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    path = folder / "estate.xlsx"
    workbook.save(path)
    return path


def whole(folder: Path, **changed: Rows) -> Path:
    return book(folder, **{"房屋": UNITS, "业主": OWNERS, "收费标准": PRICES, "期初欠费": OPENINGS, **changed})


def told(reading: Reading) -> list[tuple[str, int, str, str]]:
    return [(error.sheet, error.row, error.column, error.code) for error in reading.errors]


def test_a_workbook_becomes_typed_rows(tmp_path: Path) -> None:
    reading = read_estate(whole(tmp_path))
    assert reading.errors == ()
    estate = reading.estate
    assert [(u.code, u.building, u.entrance, u.room, u.kind, u.area) for u in estate.units] == [
        ("3-2-1201", "3", "2", "1201", "flat", 8950),
        ("3-2-1202", "3", "2", "1202", "flat", 11832),
        ("商铺S-12", "", "", "商铺S-12", "shop", 4000),
        ("B1-023", "B1", "", "023", "parking", None),
    ]
    assert estate.units[1].handed_over == "2021-06-30"
    assert [u.plates for u in estate.units] == [(), (), (), ("京A12345", "京AD12345")]
    assert [(h.unit, h.name, h.phone, h.role, h.items) for h in estate.holders] == [
        ("3-2-1201", "张三", "13800138000", "owner", ()),
        ("3-2-1201", "李四", "13900139000", "occupier", ("车位费",)),
    ]
    assert [(p.item, p.method, p.price, p.unit_kind, p.basis_kind) for p in estate.prices] == [
        ("物业费", "area", 28_000, "flat", "service_contract"),
        ("车位费", "fixed", 2_000_000, "parking", None),
    ]
    assert [(o.unit, o.item, o.period, o.amount, o.kind) for o in estate.openings] == [
        ("3-2-1201", "物业费", "2024-12", 25060, "arrears")
    ]


def test_a_balance_may_name_the_fee_item_it_is_kept_for(tmp_path: Path) -> None:
    openings: Rows = [
        ["房屋编号", "类别", "收费项目", "金额"],
        ["3-2-1201", "预存", "物业费", "300"],
        ["3-2-1201", "预存", None, "5"],
    ]
    reading = read_estate(whole(tmp_path, 期初欠费=openings))
    assert [(o.kind, o.item, o.period, o.amount) for o in reading.estate.openings] == [
        ("balance", "物业费", None, 30_000),
        ("balance", None, None, 500),
    ]
    assert reading.errors == ()


def test_identity_cards_are_recognised_and_never_come_in(tmp_path: Path) -> None:
    owners: Rows = [["房屋编号", "姓名", "备注"], ["3-2-1201", "张三", "证件 11010519491231002X 已核"]]
    for path in (whole(tmp_path), whole(tmp_path, 业主=owners)):
        reading = read_estate(path)
        assert [(note.sheet, note.code, note.value) for note in reading.notes] == [
            ("业主", "import_identity_left_out", "")
        ]
        assert "11010519491231002X" not in repr(reading)


def test_every_error_is_told_at_once_with_its_row(tmp_path: Path) -> None:
    units: Rows = [
        *UNITS,
        ["3-2-1201", "住宅", 90, None, None],
        ["4-1-101", "城堡", "89.505", "2021-02-30", None],
        [None, "住宅", 90, None, None],
        ["4-1-102", "住宅", None, None, "12345"],
    ]
    owners: Rows = [
        *OWNERS,
        ["9-9-999", "王五", "12345", "业主", None, "电梯费"],
        ["3-2-1201", None, None, None, None, None],
    ]
    prices: Rows = [*PRICES, ["物业费", None, "住宅", "按面积", "2.80001", "2025-01-01", None]]
    openings: Rows = [*OPENINGS, ["3-2-1201", "物业费", "2024-12", 1], ["3-2-1202", "电梯费", "上月", "1.005"]]
    reading = read_estate(whole(tmp_path, 房屋=units, 业主=owners, 收费标准=prices, 期初欠费=openings))
    assert sorted(told(reading)) == sorted(
        [
            ("房屋", 6, "房屋编号", "import_unit_twice"),
            ("房屋", 7, "房屋类型", "import_unknown_word"),
            ("房屋", 7, "建筑面积", "import_area_too_precise"),
            ("房屋", 7, "交房日期", "import_bad_date"),
            ("房屋", 8, "房屋编号", "import_missing"),
            ("房屋", 9, "建筑面积", "import_area_missing"),
            ("房屋", 9, "车牌号", "import_bad_plate"),
            ("业主", 4, "房屋编号", "import_unit_unknown"),
            ("业主", 4, "手机号", "import_bad_phone"),
            ("业主", 4, "承担项目", "import_item_unknown"),
            ("业主", 5, "姓名", "import_missing"),
            ("收费标准", 4, "单价", "import_price_too_precise"),
            ("期初欠费", 3, "房屋编号", "import_opening_twice"),
            ("期初欠费", 4, "所属期", "import_bad_period"),
            ("期初欠费", 4, "金额", "import_amount_too_precise"),
        ]
    )
    assert {error.code for error in reading.errors} <= set(ROW_CODES)
    assert next(e.value for e in reading.errors if e.code == "import_bad_phone") == "12345"


def test_errors_of_a_sheet_come_in_the_order_of_its_rows(tmp_path: Path) -> None:
    units: Rows = [UNITS[0], *[[f"1-{n}", "城堡", "x", None, None] for n in range(5)]]
    rows = [error.row for error in read_estate(whole(tmp_path, 房屋=units)).errors if error.sheet == "房屋"]
    assert rows == sorted(rows)
    assert len(rows) == 10


def test_the_headers_are_understood_in_english_too(tmp_path: Path) -> None:
    units: Rows = [["Unit", "Kind", "Area"], ["1-101", "flat", 80]]
    owners: Rows = [["Unit", "Name", "Phone", "Role"], ["1-101", "Ann Lee", "13800138000", "owner"]]
    reading = read_estate(book(tmp_path, Units=units, Owners=owners))
    assert reading.errors == ()
    assert [u.code for u in reading.estate.units] == ["1-101"]
    assert [h.name for h in reading.estate.holders] == ["Ann Lee"]


def test_room_lists_of_other_systems_bring_units_and_owners(tmp_path: Path) -> None:
    rows: Rows = [
        ["楼号", "单元", "房间", "楼层", "房屋类型", "建筑面积", "业主名称", "手机号", "身份证号"],
        ["3", "2", "1201", "12", "住宅", "89.5", "张三", "13800138000", "11010519491231002X"],
    ]
    reading = read_estate(book(tmp_path, 房产信息=rows))
    assert reading.errors == ()
    assert [(u.code, u.area) for u in reading.estate.units] == [("3-2-1201", 8950)]
    assert [(h.unit, h.name, h.phone) for h in reading.estate.holders] == [("3-2-1201", "张三", "13800138000")]
    assert [note.code for note in reading.notes] == ["import_identity_left_out"]
    assert [(each.column, each.value) for each in reading.unread] == [("楼层", "12")]


def test_owners_tied_by_number_find_their_units(tmp_path: Path) -> None:
    units: Rows = [["房屋编号", "建筑面积", "业主编号"], ["1-101", 80, "Y1"], ["1-102", 90, "Y1"]]
    owners: Rows = [["编号", "业主名称", "手机号"], ["Y1", "张三", "13800138000"], ["Y9", "李四", "13900139000"]]
    reading = read_estate(book(tmp_path, 房屋信息=units, 业主信息=owners))
    assert [(h.unit, h.name) for h in reading.estate.holders] == [("1-101", "张三"), ("1-102", "张三")]
    assert told(reading) == [("业主信息", 3, "编号", "import_owner_unknown")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_one_sheet_may_come_as_csv(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "业主.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(OWNERS)
    reading = read_estate(path, Known(frozenset({"3-2-1201"}), frozenset({"车位费"})))
    assert reading.errors == ()
    assert [h.name for h in reading.estate.holders] == ["张三", "李四"]


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "x.xlsx"
    broken.write_bytes(b"PK not really")
    with pytest.raises(FileUnreadable):
        read_estate(broken)
    with pytest.raises(FileUnreadable):
        read_estate(tmp_path / "missing.csv")
    with pytest.raises(NoKnownSheet):
        read_estate(book(tmp_path, 别的=[["甲", "乙"], ["1", "2"]]))


def test_a_sheet_of_our_name_with_other_headers_is_an_error(tmp_path: Path) -> None:
    reading = read_estate(book(tmp_path, 房屋=[["甲", "乙"], ["1", "2"]]))
    assert told(reading) == [("房屋", 1, "", "import_headers_missing")]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_template_reads_back_as_empty(tmp_path: Path, language: Language) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path, Words.load(language))
    workbook = load_workbook(path)
    assert workbook.sheetnames[:-1] == [sheet.zh if language == "zh_CN" else sheet.en for sheet in SHEETS]
    assert len(workbook.sheetnames) == len(SHEETS) + 1
    reading = read_estate(path)
    assert (reading.errors, reading.notes, reading.unread) == ((), (), ())
    assert not any(reading.estate)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_examples_of_the_template_would_import(tmp_path: Path, language: Language) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path, Words.load(language))
    workbook = load_workbook(path)
    for sheet in workbook.worksheets[:-1]:
        for row in range(2, sheet.max_row + 1):
            mark = str(sheet.cell(row, 1).value)
            assert mark.startswith(("示例 ", "Example "))
            sheet.cell(row, 1).value = mark.split(" ", 1)[1]
    workbook.save(path)
    reading = read_estate(path)
    assert reading.errors == ()
    assert reading.unread == ()
    # A parking place is a unit with its own owner, beside the flat and its owner.
    assert [len(rows) for rows in reading.estate] == [2, 2, 4, 2, 1, 1, 1, 1, 1, 1]


@given(st.integers(0, 99_999_999))
def test_areas_and_prices_lose_nothing(number: int) -> None:
    assert cells.area(f"{number // 100}.{number % 100:02d}") == number
    assert cells.price(f"{number // 10_000}.{number % 10_000:04d}") == number


@given(st.integers(0, 9_999_999))
def test_a_number_of_the_spreadsheet_gives_back_what_was_typed(number: int) -> None:
    assert cells.area(cells.text_of(number / 100)) == number


@pytest.mark.parametrize("text", ["-1", "1.2.3", "abc", "", "1e3", "89,5x", "∞"])
def test_what_is_no_area_is_refused(text: str) -> None:
    with pytest.raises(BadCell):
        cells.area(text)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("3栋2单元1201", "3-2-1201"), ("３－２－１２０１", "3-2-1201"), ("3#2-1201", "3-2-1201"), ("b1-023", "B1-023"),
        ("商铺S-12", "商铺S-12"), ("5-1201", "5-1201"),
    ],
)  # fmt: skip
def test_room_numbers_come_to_one_form(written: str, code: str) -> None:
    assert codes.unit_code(written) == code


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("11010519491231002X", True),
        ("110105194912310021", False),
        ("x11010519491231002Xx", True),
        ("13800138000", False),
    ],
)
def test_an_identity_card_is_known_by_its_check_character(text: str, holds: bool) -> None:
    assert cells.holds_identity(text) is holds


def test_codes_of_errors_and_notes_are_told_apart() -> None:
    assert not set(ROW_CODES) & set(NOTE_CODES)


def test_email_addresses_come_with_the_owners_in_either_language_and_a_wrong_one_is_named(tmp_path: Path) -> None:
    owners: Rows = [
        ["房屋编号", "姓名", "手机号", "电子邮箱"], ["3-2-1201", "张三", "13800138000", "zhang@example.net"],
        ["3-2-1202", "张三", "13800138000", None], ["商铺S-12", "李四", None, "ｌｉ＠example.net"],
    ]  # fmt: skip
    reading = read_estate(whole(tmp_path, 业主=owners))
    assert reading.errors == ()
    assert [each.email for each in reading.estate.holders] == ["zhang@example.net", None, "li@example.net"]
    english: Rows = [["Unit", "Area", "Owner name", "Owner e-mail"], ["3-2-1201", 89.5, "Zhang San, Li Si", "z@ex.net"]]
    (first, second) = read_estate(book(tmp_path, Units=english)).estate.holders
    assert (first.email, second.email) == ("z@ex.net", None)
    owners = [*owners[:2], ["3-2-1202", "张三", "13800138000", "other@example.net"], ["3-2-1202", "李四", None, "li"]]
    assert told(read_estate(whole(tmp_path, 业主=owners))) == [
        ("业主", 3, "电子邮箱", "import_email_twice"), ("业主", 4, "电子邮箱", "import_bad_email"),
    ]  # fmt: skip
