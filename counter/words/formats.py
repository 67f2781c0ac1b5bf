"""How sums and quantities are written for people, the same in both languages unless a function takes the words.

Everything comes in as integers of the smallest unit and leaves as text; no division leaves the integers.
"""

from dataclasses import dataclass

from counter.rules.money import MINUS, divide_half_up, format_amount
from counter.words.words import Words


@dataclass(frozen=True, slots=True)
class Currency:
    """The currency of the books: its sign, what a sentence calls it, and the digits of its minor unit."""

    symbol: str = "¥"
    name: str = "元"
    digits: int = 2


RENMINBI = Currency()


def scaled(number: int, digits: int, keep: int | None = None) -> str:
    """Return an integer of 1/10^digits as a decimal with thousands separators.

    Zeros at the end are dropped down to `keep` decimals; all are kept without it.
    """
    text = format_amount(number, digits)
    if keep is None or not digits:
        return text
    whole, _, decimals = text.partition(".")
    kept = decimals[:keep] + decimals[keep:].rstrip("0")
    return f"{whole}.{kept}" if kept else whole


def money(minor: int, currency: Currency = RENMINBI) -> str:
    """Return a sum of minor units as tables show it: 1,409.50, negatives with a true minus sign."""
    return format_amount(minor, currency.digits)


def money_with_symbol(minor: int, currency: Currency = RENMINBI) -> str:
    """Return a sum with the currency's sign before the figures and after the minus: ¥1,409.50."""
    sign = MINUS if minor < 0 else ""
    return f"{sign}{currency.symbol}{money(abs(minor), currency)}"


def money_in_sentence(minor: int, w: Words, currency: Currency = RENMINBI) -> str:
    """Return a sum as a sentence says it: ¥250.60 in English, 250.60 元 in Chinese."""
    if w.language == "zh_CN" and currency.name:
        return f"{money(minor, currency)} {currency.name}"
    return money_with_symbol(minor, currency)


def signed_money(minor: int, currency: Currency = RENMINBI) -> str:
    """Return a difference with its sign always written: +3.00, −0.04, and 0.00 for none."""
    return f"+{money(minor, currency)}" if minor > 0 else money(minor, currency)


def area(hundredths: int) -> str:
    """Return an area given in hundredths of a square metre: 89.50 m²."""
    return f"{scaled(hundredths, 2)} m²"


def price(ten_thousandths: int, currency: Currency = RENMINBI) -> str:
    """Return a unit price given in 1/10000 of the currency, with at least its usual decimals: 2.80, 0.4869."""
    return scaled(ten_thousandths, 4, keep=currency.digits)


def price_in_sentence(ten_thousandths: int, w: Words, currency: Currency = RENMINBI) -> str:
    """Return a unit price as a sentence says it: ¥2.80 in English, 2.80 元 in Chinese."""
    text = price(ten_thousandths, currency)
    return f"{text} {currency.name}" if w.language == "zh_CN" and currency.name else f"{currency.symbol}{text}"


def percent(part: int, whole: int, digits: int = 1) -> str:
    """Return a share in per cent, rounded half up: 83.6 %; a share of nothing is written as a dash."""
    if whole <= 0:
        return "–"
    return f"{scaled(divide_half_up(part * 100 * 10**digits, whole), digits)} %"


def count(number: int) -> str:
    """Return a count with thousands separators: 1,200."""
    return scaled(number, 0)


def file_size(size: int) -> str:
    """Return a number of bytes in the unit people compare sticks by (1 GB = 10^9 bytes): 14.9 GB, 820 KB."""
    for unit, power in (("GB", 9), ("MB", 6), ("KB", 3)):
        if size >= 10**power:
            return f"{scaled(size // 10 ** (power - 1), 1, keep=0)} {unit}"
    return f"{count(size)} B"
