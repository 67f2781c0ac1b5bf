"""The sheets and columns of the one workbook template, and the headers they are recognised by.

Headers are read in Chinese, in English, and as other systems of the field name them.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from counter.rules.fold import to_ascii


class Column(NamedTuple):
    """A column: its name in code, its headers in both languages, what else it is called, and an example cell."""

    name: str
    zh: str
    en: str
    example_zh: str
    example_en: str
    required: bool = False
    aliases: tuple[str, ...] = ()


class Sheet(NamedTuple):
    """A sheet of the template; needs: columns by which a sheet of another name, or a CSV, is recognised."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    needs: tuple[frozenset[str], ...]
    aliases: tuple[str, ...] = ()


UNIT = Column(
    "unit", "房屋编号", "Unit", "3-2-1201", "3-2-1201", True,
    ("房号编码", "房屋", "房屋编码", "房号", "房间号", "户号", "unitcode"),
)  # fmt: skip
_EMAILS = ("邮箱", "邮箱地址", "电子邮件", "邮件地址", "email", "emailaddress")
_PHONES = ("电话", "手机", "联系电话", "联系方式", "电话号码", "手机号码")

UNITS = Sheet(
    "units", "房屋", "Units",
    (
        UNIT._replace(name="code", aliases=("房号编码", "房屋", "房屋编码", "户号", "unitcode")),
        Column("building", "楼栋", "Building", "3", "3", aliases=("楼栋编号", "楼栋号", "楼号", "栋", "栋号", "幢号")),
        Column("entrance", "单元", "Entrance", "2", "2", aliases=("单元编号", "单元号")),
        Column("room", "房号", "Room", "1201", "1201", aliases=("房间", "房间号", "房间编号", "室号", "门牌号")),
        Column("kind", "房屋类型", "Kind", "住宅", "flat", aliases=("类型", "unitkind")),
        Column("area", "建筑面积", "Area", "89.50", "89.50",
               aliases=("面积", "收费面积", "建筑面积(㎡)", "面积(㎡)", "aream2")),
        Column("inner_area", "套内面积", "Inner area", "75.20", "75.20", aliases=("室内面积", "套内建筑面积")),
        Column("persons", "居住人数", "Persons", "3", "3", aliases=("人数", "常住人数")),
        Column("handed_over", "交房日期", "Handed over", "2021-06-30", "2021-06-30", aliases=("交付日期", "接房日期")),
        Column("plates", "车牌号", "Plates", "京A12345", "京A12345", aliases=("车牌", "plate")),
        Column("steward", "管家", "Steward", "周敏", "周敏", aliases=("楼管", "客服管家")),
        Column("note", "备注", "Note", "", "", aliases=("说明", "notes", "remark")),
        Column("owner_number", "业主编号", "Owner number", "", ""),
        Column("owner_name", "业主姓名", "Owner name", "", "", aliases=("业主", "业主名称", "姓名", "户主", "owner")),
        Column("owner_phone", "业主手机号", "Owner phone", "", "", aliases=("手机号", *_PHONES, "phone")),
        Column("owner_email", "业主邮箱", "Owner e-mail", "", "", aliases=("电子邮箱", *_EMAILS)),
        Column("identity", "身份证号", "Identity card", "", "", aliases=("身份证", "证件号码", "证件号")),
    ),
    (frozenset({"code", "area"}), frozenset({"room", "area"}), frozenset({"code", "kind"})),
    ("房屋信息", "房产信息", "room import", "房屋资料"),
)  # fmt: skip

OWNERS = Sheet(
    "owners", "业主", "Owners",
    (
        UNIT._replace(required=False),
        Column("name", "姓名", "Name", "张三", "张三", True,
               ("业主", "业主姓名", "业主名称", "户主", "客户名称", "名称", "owner")),
        Column("phone", "手机号", "Phone", "13800138000", "13800138000",
               aliases=(*_PHONES, "业主手机号", "业主电话", "mobile", "telephone")),
        Column("email", "电子邮箱", "E-mail", "zhangsan@example.com", "zhangsan@example.com",
               aliases=("业主邮箱", "owneremail", *_EMAILS)),
        Column("role", "身份", "Role", "业主", "owner", aliases=("业主类型", "人员类型", "关系")),
        Column("kind", "主体", "Person or company", "个人", "person", aliases=("主体类型", "kind")),
        Column("since", "起始日期", "Since", "2021-06-30", "2021-06-30", aliases=("开始日期", "入住日期", "from")),
        Column("until", "截止日期", "Until", "", "", aliases=("结束日期", "租约到期", "to")),
        Column("items", "承担项目", "Pays items", "", "", aliases=("缴费项目", "items")),
        Column("note", "备注", "Note", "", "", aliases=("说明", "notes", "remark")),
        Column("number", "业主编号", "Owner number", "", "", aliases=("编号", "客户编号")),
        Column("identity", "身份证号", "Identity card", "", "", aliases=("身份证", "证件号码", "证件号")),
    ),
    (frozenset({"unit", "name"}), frozenset({"name", "phone"}), frozenset({"number", "name"})),
    ("业主信息", "住户信息", "业主资料", "people"),
)  # fmt: skip

PRICES = Sheet(
    "prices", "收费标准", "Prices",
    (
        Column("item", "收费项目", "Fee item", "物业费", "Property fee", True, ("费用项目", "项目", "item")),
        Column("item_en", "英文名称", "English name", "Property fee", "Property fee", aliases=("itemenglish",)),
        Column("unit_kind", "房屋类型", "Unit kind", "住宅", "flat", aliases=("适用类型", "kind")),
        Column("unit", "房屋编号", "Unit", "", "", aliases=("指定房屋", "房屋")),
        Column("method", "计费方式", "Method", "按面积", "area", True, ("计算公式", "计费方法")),
        Column("price", "单价", "Price", "2.80", "2.80", True, ("计费单价", "固定费用", "收费单价", "价格")),
        Column("size", "计费面积", "Billed area", "", "", aliases=("面积口径",)),
        Column("of", "计数对象", "Counted", "", "", aliases=("计量对象",)),
        Column("count", "数量", "Count", "", ""),
        Column("meter_unit", "计量单位", "Meter unit", "", "", aliases=("单位",)),
        Column("loss", "损耗率", "Loss", "", "", aliases=("损耗", "损耗(%)")),
        Column("bands", "阶梯", "Bands", "", "", aliases=("阶梯价", "阶梯单价")),
        Column("span", "阶梯周期", "Bands by", "", ""),
        Column("by", "分摊方式", "Shared by", "", "", aliases=("分摊",)),
        Column("weight", "分摊份额", "Weight", "", "", aliases=("份额",)),
        Column("cycle", "周期起点", "Cycle", "", ""),
        Column("months", "缴费周期", "Months", "1", "1", aliases=("周期", "周期(月)", "period")),
        Column("due_day", "应缴日", "Due day", "15", "15", aliases=("到期日",)),
        Column("due_after", "延后月数", "Due after months", "0", "0"),
        Column("since", "起始日期", "Since", "2024-01-01", "2024-01-01", True, ("计费起始时间", "执行日期", "from")),
        Column("until", "截止日期", "Until", "", "", aliases=("计费结束时间", "to")),
        Column("fund", "资金", "Fund", "经营", "operating", aliases=("资金性质",)),
        Column("basis_kind", "收费依据", "Basis", "物业服务合同", "service_contract", aliases=("依据",)),
        Column("basis_number", "依据文号", "Basis number", "2024-03", "2024-03", aliases=("文号",)),
        Column("basis_date", "依据日期", "Basis date", "2023-12-20", "2023-12-20"),
    ),
    (frozenset({"item", "price"}),),
    ("费用设置", "价格", "收费项目"),
)  # fmt: skip

OPENINGS = Sheet(
    "openings", "期初欠费", "Opening balances",
    (
        UNIT,
        Column("kind", "类别", "Type", "欠费", "arrears", aliases=("余额类别",)),
        Column("item", "收费项目", "Fee item", "物业费", "Property fee", aliases=("费用项目", "项目", "item")),
        Column("period", "所属期", "Period", "2023-12", "2023-12", aliases=("账期", "费用期间", "月份")),
        Column("amount", "金额", "Amount", "250.60", "250.60", True,
               ("欠费金额", "应缴金额", "费用金额", "欠缴金额", "余额")),
        Column("due", "应缴日期", "Due", "2023-12-15", "2023-12-15", aliases=("到期日期", "duedate")),
        Column("note", "备注", "Note", "", "", aliases=("说明", "notes", "remark")),
    ),
    (frozenset({"unit", "amount"}),),
    ("期初余额", "历史欠费", "opening"),
)  # fmt: skip

HELP_SHEETS = ("填写说明", "Help")
# A row whose first cell begins so is the template's example and is never imported.
EXAMPLE_MARKS = ("示例", "Example")

# The words that cells of a fixed choice may hold.
UNIT_KINDS = {
    "flat": ("住宅", "flat", "公寓", "房屋", "别墅"),
    "shop": ("商铺", "shop", "商业", "店铺"),
    "parking": ("车位", "parking", "停车位", "地下车位"),
    "storage": ("储藏室", "storage", "储物间", "地下室"),
}
ROLES = {
    "owner": ("业主", "owner", "户主", "产权人"),
    "co_owner": ("共有人", "coowner", "co-owner", "co_owner", "家庭成员"),
    "occupier": ("使用人", "承租人", "租户", "租客", "occupier", "tenant"),
    "developer": ("开发商", "developer", "建设单位"),
}
PERSON_KINDS = {
    "person": ("个人", "person", "自然人"),
    "company": ("单位", "company", "公司", "法人"),
    "developer": ("开发商", "developer"),
}
METHODS = {
    "area": ("按面积", "area", "面积", "面积*单价", "建筑面积"),
    "fixed": ("固定", "fixed", "固定费用", "按户"),
    "each": ("按数量", "each", "按人", "按辆", "按车位", "按个"),
    "metered": ("按表", "metered", "抄表", "用量", "用量*单价", "按用量"),
    "tiered": ("阶梯", "tiered", "阶梯价"),
    "share": ("分摊", "share", "公摊"),
    "once": ("一次性", "once", "单次"),
}
SIZES = {"built": ("建筑面积", "built"), "inner": ("套内面积", "inner", "室内面积")}
COUNTED = {
    "person": ("人", "person", "人数", "居住人数"),
    "space": ("车位", "space", "个"),
    "vehicle": ("车辆", "vehicle", "辆", "车"),
}
METER_UNITS = {
    "m3": ("立方米", "m3", "m³", "方"), "kwh": ("度", "kwh", "千瓦时", "kw·h"), "t": ("吨", "t"),
}  # fmt: skip
SPANS = {"period": ("每期", "period", "按期", "月"), "year": ("年", "year", "按年", "每年", "自然年")}
SHARED_BY = {
    "area": ("按面积", "area", "面积"), "unit": ("按户", "unit", "户"), "share": ("按份额", "share", "份额"),
}  # fmt: skip
CYCLES = {"month": ("自然月", "month"), "handover": ("交房日", "handover", "交房日期")}
FUNDS = {
    "operating": ("经营", "operating", "物业"),
    "maintenance": ("维修资金", "maintenance", "住宅专项维修资金"),
    "held": ("代收", "held", "代收代付"),
}
FUND_ENTRIES = {
    "paid_in": ("交存", "paid_in", "paid in", "缴存", "首期交存", "首次交存", "续交", "续筹", "补交"),
    "interest": ("利息", "interest", "结息", "增值收益"),
    "drawn": ("使用", "drawn", "支用", "支取", "列支", "划支", "分摊"),
}
BASES = {
    "preliminary_contract": ("前期物业服务合同", "preliminary_contract", "preliminary service contract"),
    "service_contract": ("物业服务合同", "service_contract", "service contract"),
    "assembly_resolution": ("业主大会决议", "assembly_resolution", "resolution of the owners' assembly"),
    "guide_price": ("政府指导价", "guide_price", "government guide price"),
    "agency_agreement": ("代收协议", "agency_agreement", "collection agreement"),
}
MONTHS = {
    "1": ("1", "月", "每月", "monthly", "month"),
    "3": ("3", "季", "季度", "每季", "quarterly", "quarter"),
    "6": ("6", "半年", "halfyearly", "half-yearly"),
    "12": ("12", "年", "每年", "yearly", "year"),
}
OPENING_KINDS = {
    "arrears": ("欠费", "arrears", "应收"),
    "balance": ("预存", "balance", "预存款", "余额"),
    "paid_ahead": ("预交", "paid_ahead", "paidahead", "paid ahead", "预收"),
}

_SIGNS = re.compile(r"[\s*:_/-]+")


def plain(text: str) -> str:
    """Return a header or a word as it is compared: no spaces or signs, lower case, full-width folded."""
    return _SIGNS.sub("", to_ascii(text)).casefold()


def header_map(sheet: Sheet) -> dict[str, str]:
    """Return the column name for every header, in plain form, that a sheet understands."""
    found: dict[str, str] = {}
    for column in sheet.columns:
        for header in (column.zh, column.en, *column.aliases):
            found.setdefault(plain(header), column.name)
    return found


def word_map(words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the code for every word, in plain form, that a fixed choice understands."""
    return {plain(word): code for code, known in words.items() for word in (code, *known)}
