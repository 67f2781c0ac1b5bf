"""What a cell of a wide sheet says of one month: a sum, paid, a day of payment, nothing, or something unclear."""

import re
from typing import Literal, NamedTuple

from counter.rules import money, periods
from counter.rules.fold import to_ascii
from counter.rules.periods import Period

Kind = Literal["empty", "sum", "paid", "unpaid", "not_due", "unclear"]

_PAID = frozenset(
    {
        "√", "✓", "✔", "☑", "v", "y", "yes", "ok", "paid", "是", "清", "已清", "结清", "已结清", "已交", "已缴", "已收",
        "已付", "已交费", "已缴费", "已交清", "交", "缴", "收", "付", "全交",
    }
)  # fmt: skip
_UNPAID = frozenset(
    {
        "×", "✗", "✘", "x", "n", "no", "unpaid", "否", "欠", "欠费", "未交", "未缴", "未收", "未付", "未交费", "未缴费",
        "0", "0.0", "0.00",
    }
)  # fmt: skip
_NOT_DUE = frozenset({"/", "-", "--", "—", "——", "–", "\\", "无", "n/a", "na", "未交房", "未接房"})
_DAY = re.compile(r"(?:20)?[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?(?:[ T].*)?|[0-9]{1,2}[/月][0-9]{1,2}日?")
_SUM = re.compile(r"(?:已[交缴收付]|√|✓|¥)?(?P<sum>[0-9][0-9,]*(?:\.[0-9]+)?)(?:元)?(?:已[交缴收付]|√|✓)?")
_MONTH_LABEL = re.compile(r"(?:(?P<year>(?:20)?[0-9]{2})[-/.年])?(?P<month>[0-9]{1,2})月(?:份)?")
_WHOLE_LABEL = re.compile(r"(?P<year>20[0-9]{2})[-/.](?P<month>[0-9]{1,2})(?:[-/.]0?1)?")
_RUN_LABEL = re.compile(r"(?P<year>20[0-9]{2})(?P<month>0[1-9]|1[0-2])")
_YEAR_LABEL = re.compile(r"(?P<year>20[0-9]{2})(?:年(?:度)?)?")


class Cell(NamedTuple):
    """What a cell says; amount in minor units where it names a sum."""

    kind: Kind
    amount: int = 0


class Label(NamedTuple):
    """What a header says of time: a month (year 0 where it names none), or a whole year (month 0)."""

    year: int
    month: int


def read_cell(text: str) -> Cell:
    """Return what a cell says; whatever is not plainly one thing is unclear."""
    written = re.sub(r"\s", "", to_ascii(text)).casefold()
    if not written:
        return Cell("empty")
    for words, kind in ((_PAID, "paid"), (_UNPAID, "unpaid"), (_NOT_DUE, "not_due")):
        if written in words:
            return Cell(kind)  # type: ignore[arg-type]
    if _DAY.fullmatch(written):
        return Cell("paid")
    match = _SUM.fullmatch(written)
    if match is None:
        return Cell("unclear")
    try:
        return Cell("sum", money.parse_amount(match["sum"].replace(",", "")))
    except (money.TooManyDecimals, money.NotAnAmount, money.NegativeAmount, money.AbsurdAmount):
        return Cell("unclear")


def read_label(text: str) -> Label | None:
    """Return the month or year that a header names, None where it is no header of time."""
    written = re.sub(r"\s", "", to_ascii(text)).split("T")[0]
    for pattern in (_MONTH_LABEL, _WHOLE_LABEL, _RUN_LABEL):
        match = pattern.fullmatch(written)
        if match is not None and 1 <= int(match["month"]) <= 12:
            year = int(match["year"] or 0)
            return Label(year + 2000 if 0 < year < 100 else year, int(match["month"]))
    match = _YEAR_LABEL.fullmatch(written)
    return Label(int(match["year"]), 0) if match is not None else None


def year_in(text: str) -> int | None:
    """Return the one year that a title names, None where it names none or several."""
    found = set(re.findall(r"(?<![0-9])(20[0-9]{2})(?:年|[^0-9]|$)", to_ascii(text)))
    return int(found.pop()) if len(found) == 1 else None


def read_paid_to(text: str) -> Period | None:
    """Return the last month that a 交至 cell calls paid; None where it names a day inside a month, or no time."""
    written = re.sub(r"\s.*", "", to_ascii(text).strip().removesuffix("止").removesuffix("底"))
    label = read_label(written)
    if label is not None and label.year and not re.fullmatch(r"20[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}", written):
        return periods.period_of(f"{label.year:04d}-{label.month or 12:02d}")
    match = re.fullmatch(r"((?:20)?[0-9]{2})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?", written)
    if match is None or not 1 <= int(match[2]) <= 12:
        return None
    year = int(match[1]) if len(match[1]) == 4 else 2000 + int(match[1])
    month = periods.period_of(f"{year:04d}-{int(match[2]):02d}")
    return month if int(match[3]) == month.last.day else None
