"""Sheets of parking, meters, readings, prices of every kind, shared bills and reductions; odd dialects."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from counter.desk.estate_rows import Known, RowError
from counter.files import cells
from counter.files.cells import BadCell
from counter.files.grid import ResultsNotStored, SheetTooLong
from counter.files.marked_copy import write_marked
from counter.files.workbook import read_estate
from tests.files.test_estate_workbooks import PRICES, UNITS, Rows, book, told, whole

KNOWN = Known(frozenset({"3-2-1201", "3-2-1202"}), frozenset({"水费", "物业费", "公共能耗"}))


def test_parking_places_are_units_with_dated_plates(tmp_path: Path) -> None:
    rows: Rows = [
        ["序号", "车位号", "车牌号", "车主", "电话", "有效期至", "所属房屋"],
        [1, "B1-023", "京A12345", "张三", "13800138000", "2026-12-31", None],
        [2, "B1-023", "京AD12345", "张三", "13800138000", "2026-12-31", None],
        [3, None, "京B11111", None, None, None, "3-2-1201"],
    ]
    reading = read_estate(book(tmp_path, 车位=rows), KNOWN)
    assert (reading.errors, reading.unread) == ((), ())
    assert [(u.code, u.kind) for u in reading.estate.units] == [("B1-023", "parking")]
    assert [(h.unit, h.name, h.phone) for h in reading.estate.holders] == [("B1-023", "张三", "13800138000")]
    assert [(p.unit, p.plate, p.until) for p in reading.estate.plates] == [
        ("B1-023", "京A12345", "2026-12-31"), ("B1-023", "京AD12345", "2026-12-31"), ("3-2-1201", "京B11111", None),
    ]  # fmt: skip


def test_a_place_without_a_named_owner_belongs_to_the_owner_of_its_unit(tmp_path: Path) -> None:
    rows: Rows = [["车位号", "房屋编号"], ["B1-024", "3-2-1201"], ["B1-025", "3-2-1202"]]
    reading = read_estate(whole(tmp_path, 车位=rows))
    assert [(h.unit, h.name) for h in reading.estate.holders][-1] == ("B1-024", "张三")
    assert told(reading) == [("车位", 3, "房屋编号", "import_owner_unknown")]


def test_prices_of_every_kind_carry_their_terms(tmp_path: Path) -> None:
    rows: Rows = [
        ["收费项目", "房屋类型", "计费方式", "单价", "起始日期",
         "计费面积", "计数对象", "计量单位", "损耗率", "阶梯", "分摊方式"],
        ["物业费", "住宅", "按面积", 2.8, "2024-01-01", "套内面积", None, None, None, None, None],
        ["垃圾费", "住宅", "按人", 3, "2024-01-01", None, "人", None, None, None, None],
        ["水费", "住宅", "按表", 3.45, "2024-01-01", None, None, "立方米", "3%", None, None],
        ["电费", "住宅", "阶梯", None, "2024-01-01", None, None, "度", None, "0:0.55 200:0.6", None],
        ["公共能耗", "住宅", "分摊", None, "2024-01-01", None, None, None, None, None, "按面积"],
        ["门禁卡", "住宅", "一次性", 20, "2024-01-01", None, None, None, None, None, None],
    ]  # fmt: skip
    reading = read_estate(book(tmp_path, 收费标准=rows))
    assert reading.errors == ()
    assert [(p.method, p.price, json.loads(p.terms or "{}")) for p in reading.estate.prices] == [
        ("area", 28_000, {"size": "inner"}), ("each", 30_000, {"of": "person"}),
        ("metered", 34_500, {"unit": "m3", "loss": 300}),
        ("tiered", 0, {"unit": "kwh", "bands": [[0, 5_500], [200_000, 6_000]]}), ("share", 0, {"by": "area"}),
        ("once", 200_000, {}),
    ]  # fmt: skip


def test_prices_that_lack_what_they_need_are_told(tmp_path: Path) -> None:
    rows: Rows = [
        ["收费项目", "房屋类型", "计费方式", "单价", "起始日期", "计数对象", "阶梯"],
        ["垃圾费", "住宅", "按人", 3, "2024-01-01", None, None],
        ["电费", "住宅", "阶梯", None, "2024-01-01", None, "100:0.55"],
        ["气费", "住宅", "阶梯", None, "2024-01-01", None, "x"],
        ["水费", "住宅", "按表", None, "2024-01-01", None, None],
    ]
    assert told(read_estate(book(tmp_path, 收费标准=rows))) == [
        ("收费标准", 2, "计数对象", "import_terms_missing"),
        ("收费标准", 3, "阶梯", "import_bad_bands"),
        ("收费标准", 4, "阶梯", "import_bad_bands"),
        ("收费标准", 5, "单价", "import_missing"),
    ]


def test_a_loss_is_added_to_nothing_that_is_collected_for_others(tmp_path: Path) -> None:
    rows: Rows = [
        ["收费项目", "房屋类型", "计费方式", "单价", "起始日期", "计量单位", "损耗率", "资金"],
        ["水费", "住宅", "按表", 3.45, "2024-01-01", "立方米", "3%", "代收"],
        ["电费", "住宅", "按表", 0.55, "2024-01-01", "度", None, "代收"],
    ]
    assert told(read_estate(book(tmp_path, 收费标准=rows))) == [("收费标准", 2, "损耗率", "import_mark_up")]


def test_readings_as_other_systems_export_them(tmp_path: Path) -> None:
    rows: Rows = [
        ["2026年1月抄表记录"],
        ["楼栋编号", "单元编号", "房屋编码", "表类型", "上期度数", "上期读表时间", "本期度数", "本期读表时间", "备注"],
        ["3", "2", "1201", "水费", "１００", 46022, "118.5", "2026年1月31日", None],
        [None, None, "合计", None, None, None, "118.5", None, None],
    ]
    reading = read_estate(book(tmp_path, Sheet1=rows), KNOWN)
    assert reading.errors == ()
    [row] = reading.estate.readings
    assert (row.unit, row.period, row.value, row.previous) == ("3-2-1201", "2026-01", 118_500, 100_000)
    assert (row.previous_on, row.read_on) == ("2025-12-31", "2026-01-31")
    assert [(note.code, note.value) for note in reading.notes] == [("import_total_left_out", "合计")]


def test_meters_shared_bills_and_reductions_become_rows(tmp_path: Path) -> None:
    reading = read_estate(
        book(
            tmp_path,
            水电表=[
                ["房号", "收费项目", "表号", "起始读数", "启用日期", "倍率"],
                ["3-2-1201", "水费", "S1", 100, 45292, 40],
            ],
            公摊账单=[["收费项目", "所属期", "楼栋", "费用金额"], ["公共能耗", "2024-02", "3栋", "1,200.00"]],
            减免=[
                ["房屋编码", "减免比例", "起始日期", "原因", "审批文号"],
                ["3-2-1201", 0.3, "2024-03-01", "空置", "减-3"],
            ],
        ),
        KNOWN,
    )
    assert reading.errors == ()
    assert reading.estate.meters[0][1:] == ("3-2-1201", "水费", "S1", 100_000, "2024-01-01", 40_000, 0)
    assert reading.estate.shared[0][1:] == ("公共能耗", "2024-02", 120_000, "3", None)
    assert reading.estate.reductions[0][1:6] == ("3-2-1201", None, 3_000, "2024-03-01", None)


def test_what_stands_twice_or_names_nothing_is_told(tmp_path: Path) -> None:
    water: Rows = [["房号", "收费项目", "所属期", "本期度数"], *[["3-2-1201", "水费", "2024-02", 1]] * 2]
    bills: Rows = [
        ["收费项目", "所属期", "金额", "账单号"],
        ["电梯费", "2024-02", 1, "a"],
        ["电梯费", "2024-02", 1, "b"],
    ]
    off: Rows = [
        ["房号", "减免比例", "起始日期", "原因", "审批文号"],
        *[["9-9", 0.5, "2024-01-01", "空置", "a"]] * 2,
        ["3-2-1201", 1, "2024-01-01", "空置", None],
    ]
    reading = read_estate(book(tmp_path, 抄表=water, 公摊账单=bills, 减免=off), KNOWN)
    assert sorted({(e.sheet, e.row, e.code) for e in reading.errors}) == sorted(
        {
            ("抄表", 3, "import_reading_twice"), ("公摊账单", 2, "import_item_unknown"),
            ("公摊账单", 3, "import_item_unknown"), ("公摊账单", 3, "import_shared_twice"),
            ("减免", 2, "import_unit_unknown"), ("减免", 3, "import_unit_unknown"),
            ("减免", 3, "import_reduction_twice"), ("减免", 4, "import_bad_percent"), ("减免", 4, "import_missing"),
        }
    )  # fmt: skip


def test_a_list_as_offices_keep_it_loses_nothing_in_silence(tmp_path: Path) -> None:
    rows: Rows = [
        ["阳光花园业主清册", None, None, None, None, None],
        ["序号", "房号", "业主", "电话", "面积", "停车卡号", None],
        [1, "3-2-1201", "张三", "13800138000", "８９．５", "K-1", "备用"],
        ["合计", None, None, None, 89.5, None, None],
    ]
    reading = read_estate(book(tmp_path, Sheet1=rows))
    assert reading.errors == ()
    assert [(u.code, u.building, u.area) for u in reading.estate.units] == [("3-2-1201", "3", 8950)]
    assert [(h.name, h.phone) for h in reading.estate.holders] == [("张三", "13800138000")]
    assert [(each.column, each.value) for each in reading.unread] == [("停车卡号", "K-1"), ("G", "备用")]
    assert [note.code for note in reading.notes] == ["import_total_left_out"]


def test_a_room_below_a_merged_building_is_not_taken_for_another_unit(tmp_path: Path) -> None:
    rows: Rows = [["楼号", "单元", "房间", "面积"], ["3", "2", "1201", 80], [None, None, "1202", 80]]
    assert told(read_estate(book(tmp_path, 房屋=rows))) == [("房屋", 3, "楼号", "import_missing")]


@pytest.mark.parametrize("said", ["合计", "总 计", "3栋小计：", "Total", "Subtotal", "本页合计"])
def test_totals_are_never_flats(tmp_path: Path, said: str) -> None:
    reading = read_estate(whole(tmp_path, 房屋=[*UNITS, [said, None, 287.82, None, None]]))
    assert said not in [unit.code for unit in reading.estate.units]
    assert [note.value for note in reading.notes if note.code == "import_total_left_out"] == [said]


def test_the_sheet_whose_headers_fit_best_is_read(tmp_path: Path) -> None:
    rows: Rows = [["房号", "业主", "收费项目", "所属期", "欠缴金额"], ["3-2-1201", "张三", "物业费", "2024-12", 250.6]]
    reading = read_estate(book(tmp_path, 欠费明细=rows), KNOWN)
    assert [o.amount for o in reading.estate.openings] == [25_060]
    assert [each.column for each in reading.unread] == ["业主"]


def test_wrong_cells_are_marked_in_a_copy(tmp_path: Path) -> None:
    path = whole(tmp_path, 收费标准=[*PRICES, ["保洁费", None, "住宅", "按面积", "贵", "2025-01-01", None]])
    reading = read_estate(path)
    say = lambda error: f"{error.row} {error.code}"  # noqa: E731
    assert write_marked(path, tmp_path / "copy.xlsx", reading.errors, say) == 1
    cell = load_workbook(tmp_path / "copy.xlsx")["收费标准"]["E4"]
    assert cell.comment is not None
    assert cell.comment.text == "4 import_not_a_price"
    assert str(cell.fill.fgColor.rgb) == "FFF9D7D4"
    assert told(read_estate(tmp_path / "copy.xlsx")) == told(reading)


def test_a_csv_is_marked_as_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "业主.csv"
    path.write_text("房屋编号,姓名,手机号\n3-2-1201,张三,12\n", encoding="gb18030")
    reading = read_estate(path, KNOWN)
    write_marked(path, tmp_path / "copy.xlsx", reading.errors, lambda error: error.code)
    assert load_workbook(tmp_path / "copy.xlsx")["业主"]["C2"].comment is not None


def test_a_sheet_that_is_too_long_is_refused_and_not_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counter.files.grid.ROW_LIMIT", 3)
    with pytest.raises(SheetTooLong) as refused:
        read_estate(whole(tmp_path))
    assert (refused.value.sheet, refused.value.limit_count) == ("房屋", 3)


def test_formulas_without_their_results_are_refused_and_not_read_as_nothing(tmp_path: Path) -> None:
    with pytest.raises(ResultsNotStored):
        read_estate(whole(tmp_path, 房屋=[*UNITS, ["4-1-101", "住宅", "=80+1", None, None]]))


@pytest.mark.parametrize(
    ("text", "share"),
    [("30%", 3_000), ("30", 3_000), ("0.3", 3_000), ("100%", 10_000), ("12.5%", 1_250), ("１％", 100)],
)
def test_a_share_is_read_as_it_is_meant(text: str, share: int) -> None:
    assert cells.percent(text) == share


@pytest.mark.parametrize("text", ["1", "0", "150", "-3", "0.00001", "0.001%", "x"])
def test_a_share_that_could_be_two_things_is_refused(text: str) -> None:
    with pytest.raises(BadCell):
        cells.percent(text)


def test_an_error_names_the_row_a_spreadsheet_shows(tmp_path: Path) -> None:
    rows: Rows = [["抄表"], [], ["房号", "收费项目", "所属期", "本期度数"], [], ["3-2-1201", "水费", "上月", 1]]
    [error] = read_estate(book(tmp_path, 抄表=rows), KNOWN).errors
    assert error == RowError("抄表", 5, "所属期", "上月", "import_bad_period")


def test_a_list_of_the_maintenance_fund_is_read_as_the_bank_exports_it(tmp_path: Path) -> None:
    rows: Rows = [
        ["住宅专项维修资金明细"], ["房号", "业务类型", "交存日期", "交存金额", "缴存凭证号"],
        ["3-2-1201", "首期交存", "2021/6/30", "１７，９００．００", "ZX-1"],
        ["3-2-1201", "使用", "20250501", 500, None],
        ["3-2-1202", None, "2021年7月1日", 8953, "ZX-2"], ["合计", None, None, 27353, None],
    ]  # fmt: skip
    reading = read_estate(book(tmp_path, 维修资金=rows), KNOWN)
    assert (reading.errors, reading.unread) == ((), ())
    assert [row[1:] for row in reading.estate.fund] == [
        ("3-2-1201", "paid_in", "2021-06-30", 1_790_000, "ZX-1"), ("3-2-1201", "drawn", "2025-05-01", 50_000, ""),
        ("3-2-1202", "paid_in", "2021-07-01", 895_300, "ZX-2"),
    ]  # fmt: skip
    wrong = read_estate(book(tmp_path, 维修资金=[*rows[1:3], rows[2], ["9-9", "转账", "昨天", "x", ""]]), KNOWN)
    assert told(wrong) == [
        ("维修资金", 3, "凭证号", "import_fund_twice"),
        ("维修资金", 4, "交存日期", "import_bad_date"), ("维修资金", 4, "业务类型", "import_unknown_word"),
        ("维修资金", 4, "交存金额", "import_not_an_amount"),
    ]  # fmt: skip


def test_what_is_asked_for_once_by_the_square_metre_says_by_which(tmp_path: Path) -> None:
    rows: Rows = [
        ["收费项目", "房屋类型", "计费方式", "单价", "计费面积", "起始日期", "资金"],
        ["住宅专项维修资金", "住宅", "一次性", 200, "建筑面积", "2024-01-01", "维修资金"],
        ["门禁卡", "住宅", "一次性", 20, None, "2024-01-01", None],
    ]
    reading = read_estate(book(tmp_path, 收费标准=rows), KNOWN)
    assert reading.errors == ()
    assert [(p.fund, p.price, p.terms) for p in reading.estate.prices] == [
        ("maintenance", 2_000_000, '{"size":"built"}'), ("operating", 200_000, None),
    ]  # fmt: skip
