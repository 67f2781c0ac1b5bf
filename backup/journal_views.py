"""The journal's views: the day as a person asks for it, with sums in minor units and as they are written."""

from backup.journal_format import Column, View

_AMOUNT = Column("amount", "", "金额（分）", "minor units")
_SHOWN = Column("shown", "", "金额", "the sum as it is written")
_MOVED_FIRST = "('payment', 'receipt_voided', 'payment_moved')"
_MOVED = "('payment', 'receipt_voided', 'payment_moved', 'payment_refunded', 'payment_reversed')"
_BOOKED_FIRST = ("till_cash", "safe_cash")
_BOOKED = ("till_cash", "float_left", "safe_cash")


def shown(amount: str, digits: int) -> str:
    """Return the SQL that writes a sum of minor units with its decimal places; no floating point in it."""
    if not digits:
        return f"printf('%d', {amount})"
    unit = 10**digits
    return (
        f"printf('%s%d.%0{digits}d', CASE WHEN {amount} < 0 THEN '-' ELSE '' END,"
        f" abs({amount}) / {unit}, abs({amount}) % {unit})"
    )


def views(digits: int) -> tuple[View, ...]:
    """Return the views of all formats for a currency with so many decimal places."""
    told = "till_cash 收款台、safe_cash 保险柜", "till_cash or safe_cash"
    now = "till_cash 收款台、float_left 留存备用金、safe_cash 保险柜", "till_cash, float_left or safe_cash"
    return (
        *_since_2(_day_summary(digits, _SUMMARY_FIRST), _day_summary(digits, _SUMMARY)),
        _receipts(digits),
        *_since_2(_by_item(digits, _MOVED_FIRST), _by_item(digits, _MOVED)),
        _by_tender(digits),
        *_since_2(_cash_book(digits, _BOOKED_FIRST, told), _cash_book(digits, _BOOKED, now)),
    )


def _since_2(first: View, later: View) -> tuple[View, View]:
    return first._replace(until=1), later._replace(since=2)


_SUMMARY_FIRST = """\
SELECT 1, '找零备用金', 'Opening float', count(*), coalesce(sum(p.amount), 0)
  FROM event e JOIN posting p ON p.event_id = e.id WHERE e.kind = 'till_opened' AND p.account = 'till_cash'
UNION ALL SELECT 2, '收据', 'Receipts', count(*), coalesce(sum(total), 0) FROM receipt
UNION ALL SELECT 3, '作废', 'Voided', count(*),
  coalesce((SELECT sum(t.amount) FROM event e JOIN tender t ON t.event_id = e.id WHERE e.kind = 'receipt_voided'), 0)
  FROM receipt_void
UNION ALL SELECT 4, '应有现金', 'Cash expected', count(*), sum(expected) FROM close
UNION ALL SELECT 5, '实点现金', 'Cash counted', count(*), sum(counted) FROM close
UNION ALL SELECT 6, '长短款', 'Over/short', count(*), sum(counted - expected) FROM close
UNION ALL SELECT 7, '累计收款', 'Perpetual total', count(*), sum(perpetual) FROM close
UNION ALL SELECT 8, '生成应收', 'Charged', count(*), coalesce(sum(amount), 0) FROM charge"""


_SUMMARY = """\
SELECT 1, '找零备用金', 'Opening float', count(*), coalesce(sum(p.amount), 0)
  FROM event e JOIN posting p ON p.event_id = e.id WHERE e.kind = 'till_opened' AND p.account = 'till_cash'
UNION ALL SELECT 2, '收据', 'Receipts', count(*), coalesce(sum(r.total), 0)
  FROM event e JOIN receipt r ON r.event_id = e.id WHERE e.kind NOT IN ('payment_refunded', 'payment_reversed')
UNION ALL SELECT 3, '作废', 'Voided', count(*),
  coalesce((SELECT sum(t.amount) FROM event e JOIN tender t ON t.event_id = e.id WHERE e.kind = 'receipt_voided'), 0)
  FROM receipt_void
UNION ALL SELECT 4, '退款', 'Refunds', count(*), coalesce(sum(r.total), 0)
  FROM event e JOIN receipt r ON r.event_id = e.id WHERE e.kind = 'payment_refunded'
UNION ALL SELECT 5, '补入备用金', 'Paid in', count(*), coalesce(sum(p.amount), 0)
  FROM event e JOIN posting p ON p.event_id = e.id WHERE e.kind = 'paid_in' AND p.account = 'till_cash'
UNION ALL SELECT 6, '备用金支出', 'Paid out', count(*), coalesce(sum(p.amount), 0)
  FROM event e JOIN posting p ON p.event_id = e.id WHERE e.kind = 'paid_out' AND p.account = 'till_cash'
UNION ALL SELECT 7, '现金入柜', 'Safe drops', count(DISTINCT e.id), coalesce(sum(p.amount), 0)
  FROM event e JOIN posting p ON p.event_id = e.id WHERE e.kind = 'cash_dropped' AND p.account = 'till_cash'
UNION ALL SELECT 8, '应有现金', 'Cash expected', count(*), sum(expected) FROM close
UNION ALL SELECT 9, '实点现金', 'Cash counted', count(*), sum(counted) FROM close
UNION ALL SELECT 10, '长短款', 'Over/short', count(*), sum(counted - expected) FROM close
UNION ALL SELECT 11, '累计收款', 'Perpetual total', count(*), sum(perpetual) FROM close
UNION ALL SELECT 12, '生成应收', 'Charged', count(*), coalesce(sum(amount), 0) FROM charge"""


def _day_summary(digits: int, lines: str) -> View:
    return View(
        "day_summary",
        "当日汇总",
        "the day in figures",
        (
            Column("place", "", "顺序", "order"),
            Column("zh", "", "项目", "line in Chinese"),
            Column("en", "", "项目（英文）", "line in English"),
            Column("times", "", "笔数", "how many"),
            _AMOUNT,
            _SHOWN,
        ),
        f"WITH line(place, zh, en, times, amount) AS (\n{lines})\n"
        f"SELECT place, zh, en, times, amount, {shown('amount', digits)} FROM line ORDER BY place",
    )


def _receipts(digits: int) -> View:
    return View(
        "receipts",
        "当日收据",
        "the receipts of the day",
        (
            Column("receipt", "", "收据号", "number"),
            Column("day", "", "营业日", "business day"),
            Column("at", "", "时刻（UTC）", "moment (UTC)"),
            Column("unit", "", "房屋编码", "unit"),
            Column("fund", "", "资金", "fund"),
            _AMOUNT,
            _SHOWN,
            Column("tenders", "", "付款方式与金额（分）", "tenders with minor units"),
            Column("cashier", "", "收费员", "cashier"),
            Column("void", "", "1 为当日作废", "1 where declared void in this journal"),
            Column("event_id", "", "事件", "event"),
        ),
        "SELECT CASE WHEN r.series LIKE 'R%' THEN substr(r.series, 2) ELSE r.series END || '-'"
        " || printf('%06d', r.number),\n"
        f"  e.day, e.at, u.code, r.fund, r.total, {shown('r.total', digits)},\n"
        "  (SELECT group_concat(kind || ' ' || amount, ', ') FROM\n"
        "    (SELECT kind, amount FROM tender t WHERE t.event_id = r.event_id ORDER BY line)),\n"
        "  s.name, EXISTS(SELECT 1 FROM receipt_void v WHERE v.receipt_id = r.id), r.event_id\n"
        "FROM receipt r JOIN event e ON e.id = r.event_id LEFT JOIN unit u ON u.id = r.unit_id\n"
        "LEFT JOIN staff s ON s.id = e.staff_id ORDER BY r.series, r.number",
    )


def _by_item(digits: int, kinds: str) -> View:
    return View(
        "by_item",
        "按收费项目汇总实收",
        "what was received, by fee item",
        (
            Column("fund", "", "资金", "fund"),
            Column("item_id", "", "收费项目；空为余额与抹零", "fee item; empty for balance and rounding"),
            Column("zh", "", "名称", "name in Chinese"),
            Column("en", "", "名称（英文）", "name in English"),
            Column("account", "", "科目", "account that took it"),
            _AMOUNT,
            _SHOWN,
        ),
        "WITH line(fund, item_id, account, amount) AS (\n"
        "  SELECT p.fund, p.item_id, p.account, -sum(p.amount) FROM event e JOIN posting p ON p.event_id = e.id\n"
        f"  WHERE e.kind IN {kinds} AND (p.account IN ('receivable', 'paid_ahead', 'rounding')\n"
        "    OR (p.account = 'balance' AND p.tender IS NULL)) GROUP BY p.fund, p.item_id, p.account)\n"
        f"SELECT l.fund, l.item_id, i.zh, i.en, l.account, l.amount, {shown('l.amount', digits)} FROM line l\n"
        "LEFT JOIN fee_item i ON i.id = l.item_id ORDER BY l.fund, l.item_id IS NULL, l.item_id, l.account",
    )


def _by_tender(digits: int) -> View:
    return View(
        "by_tender",
        "按付款方式汇总",
        "what was received, by tender",
        (
            Column("tender", "", "付款方式", "tender"),
            Column("times", "", "收款笔数", "how many payments"),
            Column("received", "", "收（分）", "taken, minor units"),
            Column("returned", "", "退（分）", "given back, minor units"),
            _AMOUNT,
            _SHOWN,
        ),
        "WITH line(tender, times, received, returned) AS (\n"
        "  SELECT t.kind, sum(t.amount > 0), sum(max(t.amount, 0)), sum(max(-t.amount, 0))\n"
        "  FROM tender t GROUP BY t.kind)\n"
        f"SELECT tender, times, received, returned, received - returned, {shown('(received - returned)', digits)}\n"
        "FROM line ORDER BY tender",
    )


def _cash_book(digits: int, accounts: tuple[str, ...], told: tuple[str, str]) -> View:
    return View(
        "cash_book",
        "现金日记账",
        "cash book of till and safe",
        (
            Column("event_id", "", "事件", "event"),
            Column("day", "", "营业日", "business day"),
            Column("at", "", "时刻（UTC）", "moment (UTC)"),
            Column("kind", "", "事件种类", "kind of event"),
            Column("account", "", *told),
            Column("received", "", "收（分）", "in, minor units"),
            Column("paid", "", "付（分）", "out, minor units"),
            Column("running", "", "自本档案起的结余（分）", "running sum since this journal began, minor units"),
            _SHOWN._replace(zh="结余", en="the running sum as it is written"),
        ),
        "WITH line AS (\n"
        "  SELECT p.event_id, p.line, e.day, e.at, e.kind, p.account, p.amount,\n"
        "    sum(p.amount) OVER (PARTITION BY p.account ORDER BY p.event_id, p.line) AS running\n"
        f"  FROM posting p JOIN event e ON e.id = p.event_id WHERE p.account IN {accounts})\n"
        "SELECT event_id, day, at, kind, account, max(amount, 0), max(-amount, 0), running,\n"
        f"  {shown('running', digits)} FROM line ORDER BY event_id, line",
    )
