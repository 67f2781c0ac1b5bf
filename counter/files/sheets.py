"""Every sheet of the one workbook template, in its order; meters, parking, shared bills and reductions stand here."""

from collections.abc import Mapping

from counter.files.columns import OPENINGS, OWNERS, PRICES, UNIT, UNITS, Column, Sheet

_ITEM_ALIASES = ("费用项目", "项目", "费用类型", "表类型", "抄表类型", "item")
# Columns that files of others have; the template leaves them out.
LEFT_OUT: Mapping[str, frozenset[str]] = {
    "units": frozenset({"owner_number", "owner_name", "owner_phone", "owner_email", "identity"}),
    "owners": frozenset({"number", "identity"}),
    "parking": frozenset({"identity"}),
    "readings": frozenset({"previous_on", "building", "entrance", "multiplier", "note"}),
}
# Further example rows of a sheet: by column the Chinese and the English cell.
EXAMPLES: Mapping[str, tuple[Mapping[str, tuple[str, str]], ...]] = {
    "prices": (
        {
            "item": ("水费", "Water"), "item_en": ("Water", "Water"), "unit_kind": ("住宅", "flat"),
            "method": ("按表", "metered"), "price": ("3.45", "3.45"), "meter_unit": ("立方米", "m3"),
            "since": ("2024-01-01", "2024-01-01"), "fund": ("代收", "held"),
        },
        {
            "item": ("公共能耗", "Shared energy"), "item_en": ("Shared energy", "Shared energy"),
            "unit_kind": ("住宅", "flat"), "method": ("分摊", "share"), "by": ("按面积", "area"),
            "since": ("2024-01-01", "2024-01-01"),
        },
        {
            "item": ("电费", "Power"), "item_en": ("Power", "Power"), "unit_kind": ("商铺", "shop"),
            "method": ("阶梯", "tiered"), "bands": ("0:0.55 200:0.60 400:0.85", "0:0.55 200:0.60 400:0.85"),
            "meter_unit": ("度", "kwh"), "since": ("2024-01-01", "2024-01-01"), "fund": ("代收", "held"),
        },
    ),
    "openings": (
        {
            "unit": ("3-2-1201", "3-2-1201"), "kind": ("预存", "balance"), "item": ("物业费", "Property fee"),
            "amount": ("300.00", "300.00"),
        },
    ),
}  # fmt: skip
_PERIOD_ALIASES = ("账期", "费用期间", "月份", "抄表月份")
_UNIT = UNIT._replace(aliases=(*UNIT.aliases, "所属房屋"))

PARKING = Sheet(
    "parking", "车位", "Parking",
    (
        Column("place", "车位编号", "Parking place", "B1-023", "B1-023",
               aliases=("车位号", "车位", "停车位", "泊位号", "place")),
        _UNIT._replace(example_zh="", example_en="", required=False),
        Column("plate", "车牌号", "Plate", "京A12345", "京A12345", aliases=("车牌", "车牌号码", "plates")),
        Column("owner_name", "业主姓名", "Owner name", "张三", "张三",
               aliases=("业主", "业主名称", "车主", "姓名", "owner")),
        Column("owner_phone", "业主手机号", "Owner phone", "13800138000", "13800138000",
               aliases=("手机号", "电话", "手机", "联系电话", "联系方式", "phone")),
        Column("area", "面积", "Area", "", "", aliases=("车位面积", "建筑面积")),
        Column("since", "起始日期", "Since", "2024-01-01", "2024-01-01", aliases=("开始日期", "from")),
        Column("until", "有效期至", "Valid until", "", "", aliases=("截止日期", "到期日期", "到期日", "to")),
        Column("note", "备注", "Note", "", "", aliases=("说明", "notes", "remark")),
        Column("identity", "身份证号", "Identity card", "", "", aliases=("身份证", "证件号码", "证件号")),
    ),
    (frozenset({"place"}), frozenset({"unit", "plate"})),
    ("车辆", "车位信息", "停车", "parking places", "vehicles"),
)  # fmt: skip

READINGS = Sheet(
    "readings", "抄表", "Readings",
    (
        _UNIT._replace(required=True),
        Column("item", "收费项目", "Fee item", "水费", "Water", True, _ITEM_ALIASES),
        Column("serial", "表号", "Serial", "S1001", "S1001", aliases=("表编号", "水表号", "电表号")),
        Column("period", "所属期", "Period", "2024-02", "2024-02", aliases=_PERIOD_ALIASES),
        Column("previous", "上期度数", "Previous", "", "", aliases=("上期读数", "上次读数", "起度", "上次度数")),
        Column("previous_on", "上期读表时间", "Previous read on", "", "", aliases=("上期抄表时间", "上次抄表日期")),
        Column("value", "本期度数", "Current", "118.5", "118.5", True,
               ("本期读数", "本次读数", "止度", "读数", "本次度数", "reading")),
        Column("read_on", "本期读表时间", "Read on", "2024-02-28", "2024-02-28",
               aliases=("抄表日期", "抄表时间", "本期抄表时间", "读表时间")),
        Column("estimated", "估抄", "Estimated", "", "", aliases=("是否估抄",)),
        Column("building", "楼栋编号", "Building", "", "", aliases=("楼栋", "楼栋号", "楼号")),
        Column("entrance", "单元编号", "Entrance", "", "", aliases=("单元", "单元号")),
        Column("multiplier", "倍率", "Multiplier", "", ""),
        Column("note", "备注", "Note", "", "", aliases=("说明", "notes", "remark")),
    ),
    (frozenset({"unit", "value"}),),
    ("抄表记录", "水电抄表", "meter readings"),
)  # fmt: skip

METERS = Sheet(
    "meters", "水电表", "Meters",
    (
        _UNIT._replace(required=True),
        Column("item", "收费项目", "Fee item", "水费", "Water", True, _ITEM_ALIASES),
        Column("serial", "表号", "Serial", "S1001", "S1001", True, ("表编号", "水表号", "电表号")),
        Column("start", "起始读数", "Starts at", "100", "100", True, ("初始读数", "底数", "装表读数")),
        Column("since", "启用日期", "Since", "2024-01-31", "2024-01-31", True, ("安装日期", "装表日期", "from")),
        Column("multiplier", "倍率", "Multiplier", "1", "1"),
        Column("starts_over_at", "满度", "Starts over at", "", "", aliases=("量程", "最大读数")),
    ),
    (frozenset({"unit", "start"}), frozenset({"unit", "serial"})),
    ("仪表", "表具"),
)  # fmt: skip

SHARED = Sheet(
    "shared", "公摊账单", "Shared bills",
    (
        Column("item", "收费项目", "Fee item", "公共能耗", "Shared energy", True, _ITEM_ALIASES),
        Column("period", "所属期", "Period", "2024-02", "2024-02", True, _PERIOD_ALIASES),
        Column("building", "楼栋", "Building", "", "", aliases=("楼栋编号", "楼栋号", "楼号", "分摊范围")),
        Column("total", "金额", "Total", "1200.00", "1200.00", True,
               ("费用金额", "总金额", "账单金额", "公摊金额", "amount")),
        Column("paper", "账单号", "Bill number", "2024-0211", "2024-0211", aliases=("票据号", "发票号", "单号")),
    ),
    (frozenset({"item", "period", "total"}),),
    ("公摊", "公共能耗", "分摊账单"),
)  # fmt: skip

REDUCTIONS = Sheet(
    "reductions", "减免", "Reductions",
    (
        _UNIT._replace(required=True),
        Column("item", "收费项目", "Fee item", "", "", aliases=_ITEM_ALIASES),
        Column("reduction", "减免比例", "Reduction", "30%", "30%", True, ("比例", "减免", "减免率")),
        Column("since", "起始日期", "Since", "2024-03-01", "2024-03-01", True, ("开始日期", "from")),
        Column("until", "截止日期", "Until", "2024-12-31", "2024-12-31", aliases=("结束日期", "to")),
        Column("reason", "原因", "Reason", "空置", "vacant", True, ("事由", "减免原因")),
        Column("approval", "审批文号", "Approval", "2024-减-03", "2024-R-03", True, ("批准文号", "审批号", "审批单号")),
    ),
    (frozenset({"unit", "reduction"}),),
    ("空置减免", "费用减免", "waivers"),
)  # fmt: skip

FUND = Sheet(
    "fund", "维修资金", "Maintenance fund",
    (
        _UNIT._replace(required=True),
        Column("kind", "类别", "Type", "交存", "paid_in", aliases=("业务类型", "交易类型")),
        Column("day", "日期", "Date", "2021-06-30", "2021-06-30", True,
               ("交存日期", "缴存日期", "交易日期", "缴款日期", "date")),
        Column("amount", "金额", "Amount", "17900.00", "17900.00", True,
               ("交存金额", "缴存金额", "交易金额", "发生额", "缴款金额")),
        Column("slip", "凭证号", "Slip", "ZX-0001", "ZX-0001", aliases=("缴存凭证号", "交款书号", "票据号", "流水号")),
    ),
    (frozenset({"unit", "day", "amount"}),),
    ("住宅专项维修资金", "维修基金", "维修资金台账", "维修资金交存", "fund"),
)  # fmt: skip

SHEETS = (UNITS, OWNERS, PRICES, PARKING, READINGS, METERS, SHARED, REDUCTIONS, OPENINGS, FUND)
