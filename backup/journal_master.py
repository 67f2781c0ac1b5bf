"""The journal's master tables: what was in force when the day was closed, without names, phones and plates of owners.

A person appears as id and salted digest, so that erasing personal data later never touches a journal.
"""

from backup.journal_format import FIRST_FORMAT, Column, Table

_ID = Column("id", "INTEGER NOT NULL", "编号", "number")
_DIGEST = Column("digest", "TEXT NOT NULL", "该版本的加盐摘要", "salted digest of this version")
_WRITTEN = Column("event_id", "INTEGER NOT NULL", "写入该版本的事件", "event that wrote this version")
_NAMES = (Column("zh", "TEXT", "中文名称", "name in Chinese"), Column("en", "TEXT", "英文名称", "name in English"))
_SINCE = Column("since", "TEXT", "起始日", "from this day")
_UNTIL = Column("until", "TEXT", "截止日", "until this day")
# In force at the end of the range.
_THEN = "event_id <= ?2 AND (until_event IS NULL OR until_event > ?2) ORDER BY id"
# Written in the range and in force at its end: years of readings would outgrow every journal.
_OF_RANGE = f"event_id >= ?1 AND {_THEN}"
# Cases that have ended are in the journals of the days on which something was done about them.
_GOING_ON = f"(event_id >= ?1 OR step NOT IN ('settled', 'rejected', 'withdrawn')) AND {_THEN}"
_STILL_FROZEN = f"(event_id >= ?1 OR until IS NULL) AND {_THEN}"
# Each register and the format that brought it.
REGISTERS: dict[str, int] = dict.fromkeys(
    ("person", "unit", "holding", "vehicle", "fee_item", "tariff", "staff", "setting", "incoming", "attachment"),
    FIRST_FORMAT,
)
REGISTERS |= dict.fromkeys(("meter", "reading", "shared_cost", "reduction", "balance_use", "dunning"), 2)
REGISTERS |= dict.fromkeys(("case_file", "case_step", "case_charge"), 3)


def _register(name: str, zh: str, en: str, *columns: Column, since: int = FIRST_FORMAT, rows: str = _THEN) -> Table:
    return Table(name, zh, en, "id", (_ID, _WRITTEN, _DIGEST, *columns), f"FROM books.{name} WHERE {rows}", since)


def _later(name: str, kind: str, zh: str, en: str) -> Column:
    return Column(name, kind, zh, en, 2)


README = Table(
    "README",
    "本文件的说明",
    "what this file holds",
    "place",
    (
        Column("place", "INTEGER NOT NULL", "顺序", "order"),
        Column("table_name", "TEXT NOT NULL", "表或视图", "table or view"),
        Column("column_name", "TEXT NOT NULL", "列；空为整表", "column; empty for the whole table"),
        *(column._replace(type="TEXT NOT NULL") for column in _NAMES),
    ),
    "",
)
ABOUT = Table(
    "about",
    "档案标识：哪套账、哪一天、与上一档案如何相接",
    "which books, which day, and how it follows the journal before",
    "key",
    (
        Column("key", "TEXT NOT NULL", "名称", "name"),
        Column("value", "TEXT NOT NULL", "内容", "value"),
    ),
    "",
)
ACCOUNT = Table(
    "account",
    "科目",
    "the chart of accounts",
    "name",
    (
        Column("name", "TEXT NOT NULL", "科目代码", "name in every posting"),
        Column("class", "TEXT NOT NULL", "类别", "class: asset, liability, income, expense, equity"),
        *(column._replace(type="TEXT NOT NULL") for column in _NAMES),
    ),
    "",
)
MASTER = (
    _register("person", "人员（仅编号与摘要）", "people, by number and digest only"),
    _register(
        "unit",
        "房屋",
        "units",
        Column("building", "TEXT", "楼栋", "building"),
        Column("entrance", "TEXT", "单元", "entrance"),
        Column("room", "TEXT", "房号", "room"),
        Column("code", "TEXT", "房屋编码", "code of the unit"),
        Column("kind", "TEXT", "flat 住宅、shop 商铺、parking 车位、storage 储藏", "flat, shop, parking, storage"),
        Column("area", "INTEGER", "面积（百分之一平方米）", "hundredths of a square metre"),
        Column("handed_over", "TEXT", "交付日", "day of handover"),
        _later("inner_area", "INTEGER", "套内面积（百分之一平方米）", "inner area, hundredths of a square metre"),
        _later("persons", "INTEGER", "居住人数", "how many persons live there"),
    ),
    _register(
        "fee_item",
        "收费项目",
        "fee items",
        *(column._replace(source=f"name_{column.name}") for column in _NAMES),
        Column("fund", "TEXT", "资金", "fund"),
        Column("months", "INTEGER", "计费周期（月）", "billed for so many months"),
        _later("due_day", "INTEGER", "应缴日（每月几日）", "day of the month it falls due"),
        _later(
            "due_after", "INTEGER", "应缴月：期末后几个月，可为负", "months after the period's end, may be negative"
        ),
        _later("cycle", "TEXT", "handover 按交付日计周期；空为自然月", "handover: periods from the day of handover"),
    ),
    _register(
        "tariff",
        "收费标准",
        "tariffs",
        Column("item_id", "INTEGER", "收费项目", "fee item"),
        Column("unit_kind", "TEXT", "适用的房屋种类", "for every unit of this kind"),
        Column("unit_id", "INTEGER", "适用的房屋", "for this unit"),
        Column("kind", "TEXT", "area 按面积、fixed 定额", "area or fixed"),
        Column("price", "INTEGER", "单价（万分之一元）", "ten-thousandths of a yuan"),
        _SINCE,
        _UNTIL,
        Column("basis_kind", "TEXT", "依据种类", "kind of basis"),
        Column("basis_number", "TEXT", "依据文号", "number of the basis"),
        Column("basis_date", "TEXT", "依据日期", "day of the basis"),
        _later("terms", "TEXT", "该种收费标准的其他约定（JSON）", "what the kind needs besides a price (JSON)"),
    ),
    _register(
        "meter",
        "表计",
        "meters",
        Column("unit_id", "INTEGER", "房屋", "unit"),
        Column("item_id", "INTEGER", "收费项目", "fee item"),
        Column("serial", "TEXT", "表号", "number on the meter"),
        Column("starts_over_at", "INTEGER", "满量程（千分之一），0为不归零", "starts over at (thousandths), 0 never"),
        Column("multiplier", "INTEGER", "倍率（千分之一）", "multiplier in thousandths"),
        _SINCE,
        _UNTIL,
        since=2,
    ),
    _register(
        "reading",
        "本期内录入的读数",
        "readings entered in this range",
        Column("meter_id", "INTEGER", "表计", "meter"),
        Column("period", "TEXT", "期间", "period"),
        Column("kind", "TEXT", "start 起数、read 实抄、estimated 估抄", "start, read or estimated"),
        Column("read_on", "TEXT", "抄表日", "day it was read"),
        Column("value", "INTEGER", "读数（千分之一）", "thousandths of the meter's unit"),
        since=2,
        rows=_OF_RANGE,
    ),
    _register(
        "shared_cost",
        "本期内录入的公摊账单",
        "shared bills entered in this range",
        Column("item_id", "INTEGER", "收费项目", "fee item"),
        Column("period", "TEXT", "期间", "period"),
        Column("building", "TEXT", "只由该楼栋分摊；空为全部", "shared by this building alone; empty for all"),
        Column("total", "INTEGER", "金额（分）", "minor units"),
        Column("paper", "TEXT", "账单号", "number of the bill"),
        since=2,
        rows=_OF_RANGE,
    ),
    _register(
        "reduction",
        "减免（不含事由）",
        "reductions, without their reasons",
        Column("unit_id", "INTEGER", "房屋", "unit"),
        Column("item_id", "INTEGER", "收费项目；空为全部", "fee item; empty for all"),
        Column("reduction", "INTEGER", "减免（万分之一）", "let off, in ten-thousandths"),
        _SINCE,
        _UNTIL,
        Column("approval", "TEXT", "批准文号", "what approved it"),
        since=2,
    ),
    _register(
        "staff",
        "收费员工（无密码）",
        "staff, without PINs",
        Column("name", "TEXT", "姓名", "name"),
        Column("role", "TEXT", "岗位", "role"),
        _SINCE,
        _UNTIL,
    ),
    _register(
        "case_file",
        "事项：异议、投诉、建议、报修，未办结的和本期内有变动的（不含陈述内容）",
        "cases: those that have not ended, and those something was done about; without what people said",
        Column("number", "TEXT", "编号", "number"),
        Column(
            "kind",
            "TEXT",
            "dispute 费用异议、complaint 投诉、suggestion 建议、repair 报修",
            "dispute, complaint, suggestion, repair",
        ),
        Column("topic", "TEXT", "事由", "what it is about"),
        Column("unit_id", "INTEGER", "房屋", "unit"),
        Column("person_id", "INTEGER", "提出人", "who brought it"),
        Column(
            "channel", "TEXT", "window 窗口、phone 电话、letter 来信、mailbox 意见箱", "window, phone, letter, mailbox"
        ),
        Column("raised_on", "TEXT", "提出日", "day it was raised"),
        Column("urgent", "INTEGER", "1为紧急", "1 where it is urgent"),
        Column(
            "step",
            "TEXT",
            "received 已受理、examined 核查中、offer 已提方案、mediation 调解中、passed_on 已转仲裁或诉讼、"
            "in_hand 办理中、settled 已解决、rejected 不予支持、withdrawn 已撤回",
            "received, examined, offer, mediation, passed_on, in_hand, settled, rejected, withdrawn",
        ),
        Column("due", "TEXT", "下一步期限", "by when the next step is due"),
        Column("actor", "TEXT", "下一步由谁办理", "who has to act next"),
        Column(
            "rating",
            "INTEGER",
            "满意度：1不满意、2一般、3满意",
            "how content with the answer: 1 not, 2 half, 3 content",
        ),
        since=3,
        rows=_GOING_ON,
    ),
    _register(
        "case_step",
        "本期内的办理步骤（不含内容与调解员）",
        "steps of cases taken in this range, without what was written and who mediated",
        Column("case_id", "INTEGER", "事项", "case"),
        Column("step", "TEXT", "步骤", "step"),
        Column("on_day", "TEXT", "所涉日期", "day it is about"),
        since=3,
        rows=_OF_RANGE,
    ),
    _register(
        "case_charge",
        "因异议冻结的应收",
        "charges that a dispute freezes",
        Column("case_id", "INTEGER", "事项", "case"),
        Column("charge_id", "INTEGER", "应收", "charge"),
        Column("amount", "INTEGER", "异议金额（分）", "what of it is disputed, minor units"),
        _SINCE,
        _UNTIL,
        since=3,
        rows=_STILL_FROZEN,
    ),
)
VERSION = Table(
    "register_version",
    "本期内登记簿的改动：事件原文中的摘要由此得出",
    "register versions written in this range: the digests that the bodies carry",
    "event_id, register, place",
    (
        _WRITTEN,
        Column("register", "TEXT NOT NULL", "登记簿", "register"),
        Column("place", "INTEGER NOT NULL", "登记簿内的行序", "order within the register"),
        _ID,
        _DIGEST,
    ),
    "",
)


def versions_of(form: int) -> Table:
    """Return the table of register versions with the source that files of a format are filled from."""
    parts = (
        f"event_id, '{name}' AS register, row_id AS place, id, digest FROM books.{name}"
        " WHERE event_id BETWEEN ?1 AND ?2"
        for name, since in REGISTERS.items()
        if since <= form
    )
    return VERSION._replace(source=" UNION ALL SELECT ".join(parts) + " ORDER BY event_id, register, place")
