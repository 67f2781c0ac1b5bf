"""The journal's book tables: the events of the range and every row that details them, as they stand in the books."""

from backup.journal_format import FIRST_FORMAT, Column, Table, reworded

_EVENT = Column("event_id", "INTEGER NOT NULL", "所属事件", "the event it belongs to")
_LINE = Column("line", "INTEGER NOT NULL", "行号，从0起", "line within the event and the table, from 0")
_FUND = Column("fund", "TEXT NOT NULL", "资金：operating、maintenance、held", "fund: operating, maintenance, held")
_UNIT = Column("unit_id", "INTEGER", "房屋", "unit")
_ITEM = Column("item_id", "INTEGER", "收费项目", "fee item")
_RECEIPT = Column("receipt_id", "INTEGER", "收据", "receipt")


def _must(column: Column) -> Column:
    return column._replace(type=f"{column.type} NOT NULL")


def _detail(name: str, zh: str, en: str, *columns: Column, since: int = FIRST_FORMAT) -> Table:
    columns = (_EVENT, _LINE, *columns)
    names = ", ".join(column.name for column in columns)
    source = f"{names} FROM books.{name} WHERE event_id BETWEEN ?1 AND ?2 ORDER BY event_id, line"
    return Table(name, zh, en, "event_id, line", columns, source, since)


EVENT = Table(
    "event",
    "事件链：发生的每件事一行，逐条加密相连",
    "the chain: one row for whatever happened, each tied to the one before",
    "id",
    (
        Column("id", "INTEGER NOT NULL", "链上的位置，连续无缺", "place in the chain, without a gap"),
        Column("kind", "TEXT NOT NULL", "事件种类", "kind of event"),
        Column("body", "TEXT NOT NULL", "参与散列的规范JSON原文", "the canonical JSON that was hashed"),
        Column("body_version", "INTEGER NOT NULL", "原文版本", "version of the body"),
        Column(
            "hash", "TEXT NOT NULL", "SHA-256(上一事件散列 || SHA-256(body))", "SHA-256(hash before || SHA-256(body))"
        ),
        Column("at", "TEXT NOT NULL", "时刻（UTC）", "moment (UTC)"),
        Column("day", "TEXT NOT NULL", "营业日", "business day"),
        Column("staff_id", "INTEGER", "经手人", "member of staff"),
        Column("till", "INTEGER", "收款台", "till"),
        Column("request_id", "TEXT NOT NULL", "请求编号", "request that posted it"),
        Column("request_line", "INTEGER NOT NULL", "该请求的第几个事件，从0起", "which event of the request, from 0"),
    ),
    "id, kind, body, body_version, hash, at, day, staff_id, till, request_id, request_line FROM books.event"
    " WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
)

DETAILS = (
    *reworded(
        _detail(
            "posting",
            "分录：每个事件在每项资金内合计为零",
            "double entries: they sum to zero within each fund of an event",
            _FUND,
            Column("account", "TEXT NOT NULL", "科目，见 account", "account, see the table account"),
            Column(
                "amount", "INTEGER NOT NULL", "金额（分），借正贷负", "minor units, debit positive, credit negative"
            ),
            _UNIT,
            _ITEM,
            Column("period", "TEXT", "期间", "period"),
            Column("charge_id", "INTEGER", "应收", "charge"),
            Column("tender", "TEXT", "付款方式", "tender"),
        ),
        2,
        Column(
            "item_id",
            "INTEGER",
            "收费项目；科目为预存时是限定的项目，空为通用",
            "fee item; of a balance the one it is kept for, empty for general money",
        ),
        Column("period", "TEXT", "期间；科目为预存时是其预交的期间", "period; of a balance the one it pays ahead"),
        Column("charge_id", "INTEGER", "应收；科目为预存时是其抵扣的应收", "charge; of a balance the one it pays"),
    ),
    _detail(
        "charge",
        "应收：每户每项每期一行",
        "what is owed: one line for a unit, an item and a period",
        Column("id", "INTEGER NOT NULL", "应收编号", "the charge's number"),
        _must(_UNIT),
        _must(_ITEM),
        _FUND,
        Column("first", "TEXT NOT NULL", "计费首日", "first day charged"),
        Column("last", "TEXT NOT NULL", "计费末日", "last day charged"),
        Column("period", "TEXT NOT NULL", "期间名称", "label of the period"),
        Column("due", "TEXT NOT NULL", "应缴日", "due day"),
        Column("amount", "INTEGER NOT NULL", "金额（分）", "minor units"),
        Column("revision", "INTEGER NOT NULL", "第几次计费，从0起", "how often charged anew, from 0"),
        Column("payer_id", "INTEGER", "应缴人", "the person who owes it"),
        Column("tariff_id", "INTEGER", "收费标准", "tariff"),
        Column("ingredients", "TEXT NOT NULL", "计算依据（JSON）", "what the amount was computed from (JSON)"),
    ),
    _detail(
        "allocation",
        "销账：收款冲抵了哪笔应收",
        "which charge a payment settled",
        Column("charge_id", "INTEGER NOT NULL", "应收", "charge"),
        Column("amount", "INTEGER NOT NULL", "金额（分），撤回为负", "minor units, negative where taken back"),
        _RECEIPT,
    ),
    *reworded(
        _detail(
            "receipt",
            "收据",
            "numbered receipts",
            Column("id", "INTEGER NOT NULL", "内部编号", "number inside the books"),
            Column("series", "TEXT NOT NULL", "号段", "series"),
            Column("number", "INTEGER NOT NULL", "号码，号段内连续", "number, without a gap in its series"),
            _FUND,
            _UNIT,
            Column("payer_id", "INTEGER", "交款人", "payer"),
            Column("total", "INTEGER NOT NULL", "合计（分）", "total in minor units"),
        ),
        2,
        Column(
            "total",
            "INTEGER NOT NULL",
            "合计（分），退款为负、冲正为零",
            "total in minor units, negative for a refund, 0 for a reversal",
        ),
    ),
    _detail("receipt_void", "作废的收据", "receipts declared void", _must(_RECEIPT)),
    _detail(
        "tender",
        "付款方式",
        "how it was paid",
        Column("kind", "TEXT NOT NULL", "种类", "kind"),
        Column("amount", "INTEGER NOT NULL", "金额（分），撤回为负", "minor units, negative where given back"),
        Column("evidence", "TEXT", "凭证特征", "what makes a slip recognisable"),
        Column("details", "TEXT NOT NULL", "凭条内容（JSON，卡号已遮盖）", "the slip's labels (JSON, masked)"),
    ),
    *reworded(
        _detail(
            "tender_check",
            "待核款项的结果",
            "what became of money that had to be checked",
            Column("tender_event_id", "INTEGER NOT NULL", "付款所在事件", "event of the tender"),
            Column("tender_line", "INTEGER NOT NULL", "付款行号", "line of the tender"),
            Column("outcome", "TEXT NOT NULL", "结果：arrived 到账、missing 未到", "arrived or missing"),
        ),
        2,
        Column(
            "outcome",
            "TEXT NOT NULL",
            "结果：arrived 到账、missing 未到、returned 退票",
            "arrived, missing or returned",
        ),
    ),
    _detail(
        "approval",
        "授权",
        "what a second person decided",
        Column("act", "TEXT NOT NULL", "事项", "act"),
        Column("subject", "TEXT NOT NULL", "对象", "what it is about"),
        Column("requester_id", "INTEGER NOT NULL", "申请人", "who asked"),
        Column("approver_id", "INTEGER NOT NULL", "授权人", "who decided"),
        Column("outcome", "TEXT NOT NULL", "granted 同意、refused 拒绝", "granted or refused"),
        Column("reason", "TEXT NOT NULL", "理由", "reason"),
    ),
    _detail(
        "copy",
        "补打的收据",
        "copies of receipts handed out",
        _must(_RECEIPT),
        Column("copy_number", "INTEGER NOT NULL", "第几次补打", "which copy"),
    ),
    _detail(
        "form",
        "票据使用情况",
        "forms of pre-printed stock",
        _RECEIPT,
        Column("printed_number", "TEXT NOT NULL", "印刷号", "number printed on the stock"),
        Column("outcome", "TEXT NOT NULL", "used 使用、spoiled 损坏、void 作废", "used, spoiled or void"),
    ),
    _detail(
        "close",
        "日结（Z）",
        "till days closed by their Z",
        Column("till", "INTEGER NOT NULL", "收款台", "till"),
        Column("z_number", "INTEGER NOT NULL", "日结号，连续", "Z number, without a gap"),
        Column("day", "TEXT NOT NULL", "营业日", "business day"),
        Column("first_event", "INTEGER NOT NULL", "本档案首个事件", "first event of this journal"),
        Column("opened_event", "INTEGER NOT NULL", "开台事件", "event that opened the till"),
        Column("expected", "INTEGER NOT NULL", "应有现金（分）", "cash expected, minor units"),
        Column("counted", "INTEGER NOT NULL", "实点现金（分）", "cash counted, minor units"),
        Column("perpetual", "INTEGER NOT NULL", "累计收款（分）", "everything ever received less voids, minor units"),
    ),
    _detail(
        "close_step",
        "日结后的备份步骤",
        "steps done after a Z",
        Column("close_event", "INTEGER NOT NULL", "日结事件", "event of the Z"),
        Column("step", "TEXT NOT NULL", "步骤", "step"),
        Column("place", "TEXT NOT NULL", "文件或备份盘", "file or stick"),
        Column("digest", "TEXT NOT NULL", "读回的摘要", "digest that was read back"),
    ),
    _detail(
        "card_intent",
        "刷卡、扫码交易的每一步状态",
        "every state a payment on the card terminal came to",
        Column("intent_id", "TEXT NOT NULL", "交易编号", "one wish to be paid by the terminal"),
        Column("kind", "TEXT NOT NULL", "card 刷卡、scan 扫码", "card or scan"),
        Column("amount", "INTEGER NOT NULL", "金额（分）", "minor units"),
        Column(
            "state",
            "TEXT NOT NULL",
            "sent 已发出、unknown 结果不明、approved 成功、declined 未成交、"
            "not_found 查无此笔、reversed 已撤销、manual 人工确认",
            "sent, unknown, approved, declined, not_found, reversed, manual",
        ),
        Column("evidence", "TEXT", "凭证特征", "what makes its slip recognisable"),
        Column("details", "TEXT NOT NULL", "凭条内容（JSON，卡号已遮盖）", "the slip's labels (JSON, masked)"),
        since=2,
    ),
)
