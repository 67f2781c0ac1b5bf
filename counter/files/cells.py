"""Cells into values: each function takes the text of a cell and returns the value or raises BadCell with a code."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from counter.desk.message_settings import is_email
from counter.files.columns import plain, word_map
from counter.rules import money, periods
from counter.rules.fold import to_ascii

_NUMBER = re.compile(r"(?P<whole>[0-9]{1,9})(?:\.(?P<part>[0-9]*))?")
_DAY = re.compile(r"(?P<year>[0-9]{4})[-/.年]?(?P<month>[0-9]{1,2})[-/.月]?(?P<day>[0-9]{1,2})日?")
# A spreadsheet counts days from the end of 1899; these are the years 1954 to 2119.
_SERIAL = re.compile(r"(?:[2-7][0-9]{4}|80[0-9]{3})(?:\.[0-9]+)?")
_SERIAL_ZERO = date(1899, 12, 30)
_YES = ("是", "√", "y", "yes", "1", "估抄", "estimated")
_NO = ("否", "n", "no", "0", "实抄", "read")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"(?:0[0-9]{2,3})?[2-9][0-9]{6,7}")
_PLATE = re.compile(r"[\u4e00-\u9fff][A-Z][A-Z0-9]{4,5}[A-Z0-9\u4e00-\u9fff]")
_IDENTITY = re.compile(r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{2}[01][0-9][0-3][0-9][0-9]{3}[0-9Xx](?![0-9])")
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class BadCell(ValueError):
    """A cell does not hold what its column asks for; the reader of rows turns it into a RowError."""

    code = "bad_cell"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def text_of(value: Any) -> str:
    """Return a spreadsheet's cell as text: whole numbers without a point, days as ISO.

    A spreadsheet keeps numbers in binary; its own fifteen significant digits give back what was typed.
    """
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float):
        return format(value, ".15g")
    return str(value).strip()


def area(text: str) -> int:
    """Return hundredths of a square metre; at most two decimals are understood."""
    cleaned = re.sub(r"(?:㎡|m2|m²|平方米|平米|平)$", "", to_ascii(text).strip(), flags=re.IGNORECASE)
    return _scaled(cleaned, 2, "import_not_an_area", "import_area_too_precise")


def price(text: str) -> int:
    """Return ten-thousandths of a yuan; at most four decimals are understood."""
    cleaned = re.sub(r"^¥|元.*$", "", to_ascii(text).strip())
    return _scaled(cleaned, 4, "import_not_a_price", "import_price_too_precise")


def amount(text: str) -> int:
    """Return minor units of a sum above zero."""
    try:
        found = money.parse_amount(text)
    except money.TooManyDecimals:
        raise BadCell("import_amount_too_precise") from None
    except (money.NotAnAmount, money.NegativeAmount, money.AbsurdAmount):
        raise BadCell("import_not_an_amount") from None
    if not found:
        raise BadCell("import_not_an_amount")
    return found


def day(text: str) -> str:
    """Return an ISO date from 2024-01-31, 2024/1/31, 2024年1月31日, 20240131 or a spreadsheet's own count of days."""
    written = to_ascii(text).strip().split(" ")[0]
    if _SERIAL.fullmatch(written):
        return (_SERIAL_ZERO + timedelta(days=int(written.split(".")[0]))).isoformat()
    match = _DAY.fullmatch(written)
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"])).isoformat() if match else _no_day()
    except ValueError:
        raise BadCell("import_bad_date") from None


def _no_day() -> str:
    raise BadCell("import_bad_date")


def period(text: str) -> str:
    """Return the label of a month, quarter or year."""
    written = to_ascii(text).strip().upper()
    for read in (periods.period_of, periods.parse_month):
        try:
            return read(written).label
        except periods.NotAMonth:
            continue
    # A spreadsheet turns 2024-02 into the first day of that month.
    try:
        first = day(written)
    except BadCell:
        raise BadCell("import_bad_period") from None
    if not first.endswith("-01"):
        raise BadCell("import_bad_period")
    return first[:7]


def phone(text: str) -> str:
    """Return the digits of a Chinese mobile or land line, without a country code."""
    digits = re.sub(r"[\s()-]", "", to_ascii(text)).removeprefix("+86")
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    if not (_MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits)):
        raise BadCell("import_bad_phone")
    return digits


def email(text: str) -> str:
    """Return an e-mail address."""
    written = to_ascii(text).strip().removeprefix("mailto:")
    if not is_email(written):
        raise BadCell("import_bad_email")
    return written


def plates(text: str) -> tuple[str, ...]:
    """Return the licence plates of a cell, separated by spaces, commas or 、."""
    found = [part for part in re.split(r"[\s,;/]+", to_ascii(text).upper().replace("·", "")) if part]
    for plate in found:
        if not _PLATE.fullmatch(plate):
            raise BadCell("import_bad_plate")
    return tuple(dict.fromkeys(found))


def names(text: str) -> tuple[str, ...]:
    """Return the names of a list, separated by commas or 、."""
    return tuple(part.strip() for part in re.split(r"[,;/]+", to_ascii(text)) if part.strip())


def whole(least: int, most: int) -> Callable[[str], int]:
    """Return a reader of whole numbers between two bounds."""

    def read(text: str) -> int:
        cleaned = to_ascii(text).strip()
        if not re.fullmatch(r"-?[0-9]{1,4}", cleaned) or not least <= int(cleaned) <= most:
            raise BadCell("import_bad_number")
        return int(cleaned)

    return read


def choice(words: Mapping[str, tuple[str, ...]]) -> Callable[[str], str]:
    """Return a reader of one of the words of a fixed choice."""
    known = word_map(words)

    def read(text: str) -> str:
        found = known.get(plain(text))
        if found is None:
            raise BadCell("import_unknown_word")
        return found

    return read


def thousandths(text: str) -> int:
    """Return thousandths of what a meter shows, or of its multiplier; at most three decimals are understood."""
    return _scaled(to_ascii(text), 3, "import_bad_quantity", "import_bad_quantity")


def percent(text: str) -> int:
    """Return ten-thousandths: "30%" and "30" are 3000, and so is 0.3, as a spreadsheet keeps what it shows as 30%.

    A lone 1 could be either and is refused.
    """
    written = to_ascii(text).strip()
    number = _scaled(written.removesuffix("%"), 4, "import_bad_percent", "import_bad_percent")
    whole = number if not written.endswith("%") and number < 10_000 else number // 100
    exact = whole == number or number % 100 == 0
    if not exact or not 0 < whole <= 10_000 or written == "1":
        raise BadCell("import_bad_percent")
    return whole


def bands(text: str) -> list[list[int]]:
    """Return [begins in thousandths, price in ten-thousandths] of "0:2.80 180:3.20", from where each price holds."""
    found = [part.partition(":") for part in re.split(r"[\s,;]+", to_ascii(text)) if part]
    try:
        return [[thousandths(begins), price(of)] for begins, _, of in found]
    except BadCell:
        raise BadCell("import_bad_bands") from None


def yes_or_no(text: str) -> bool:
    """Return whether a cell says yes."""
    written = plain(text)
    if written not in (*_YES, *_NO):
        raise BadCell("import_unknown_word")
    return written in _YES


def holds_identity(text: str) -> bool:
    """Return whether a text holds an identity-card number: 18 figures whose check character is right (GB 11643)."""
    return any(_identity_right(match.group()) for match in _IDENTITY.finditer(text))


def without_identity(text: str) -> str:
    """Return a text with identity-card numbers taken out."""
    return _IDENTITY.sub(lambda match: "" if _identity_right(match.group()) else match.group(), text).strip()


def _identity_right(number: str) -> bool:
    rest = sum(int(figure) * weight for figure, weight in zip(number, _IDENTITY_WEIGHTS, strict=False)) % 11
    return number[-1].upper() == "10X98765432"[rest]


def _scaled(text: str, digits: int, wrong: str, precise: str) -> int:
    match = _NUMBER.fullmatch(text.strip().replace(",", ""))
    if match is None:
        raise BadCell(wrong)
    part = (match["part"] or "").rstrip("0")
    if len(part) > digits:
        raise BadCell(precise)
    return int(match["whole"] + part.ljust(digits, "0"))
