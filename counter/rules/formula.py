"""Formulas that an office writes as a price: the names and functions they may use, and everything that is refused.

A formula is worked out in exact fractions; what reads its text is given as an argument (counter.desk.formulas). A
formula that names `months` counts the time itself, one that names `usage` goes by the meter; any other is a price by
the month. Values are in whole units: square metres, persons, months, the meter's unit, yuan.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

from counter.rules.fold import to_ascii

# Each name and function in both languages, and what it is called inside.
NAMES: Mapping[str, str] = {
    "area": "area", "inner_area": "inner_area", "persons": "persons", "months": "months", "usage": "usage",
    "price": "price", "面积": "area", "套内面积": "inner_area", "人数": "persons", "月数": "months", "用量": "usage",
    "单价": "price",
}  # fmt: skip
FUNCTIONS: Mapping[str, str] = {
    "min": "min", "max": "max", "round_up": "round_up", "round_down": "round_down",
    "较小": "min", "较大": "max", "进位": "round_up", "舍位": "round_down",
}  # fmt: skip
MOST_CHARACTERS = 200
MOST_LEVELS = 20
MOST = 10**10  # main units: more is a slip of the pen, and no column holds it
FEN = Fraction(1, 100)
_SIGNS = str.maketrans({"×": "*", "·": "*", "÷": "/"})

# Takes the text and the value of each name; returns the exact result in main units.
Evaluate = Callable[[str, Mapping[str, Fraction]], Fraction]


class FormulaFault(ValueError):
    """Whatever is wrong with a formula: never a sum of nothing."""

    code: str

    def __init__(self, formula: str) -> None:
        super().__init__(formula)
        self.formula = formula


class FormulaUnreadable(FormulaFault):
    """The text is no formula; place: the character where reading stopped, from 1."""

    code = "formula_unreadable"

    def __init__(self, formula: str, place: int) -> None:
        super().__init__(formula)
        self.place = place


class FormulaTooLong(FormulaFault):
    """The text has more characters than a formula may have."""

    code = "formula_too_long"

    def __init__(self, formula: str) -> None:
        super().__init__(formula)
        self.length = len(formula)
        self.limit = MOST_CHARACTERS


class FormulaTooDeep(FormulaFault):
    """Too many levels of brackets and signs stand inside each other."""

    code = "formula_too_deep"

    def __init__(self, formula: str) -> None:
        super().__init__(formula)
        self.limit = MOST_LEVELS


class FormulaUnknownName(FormulaFault):
    """A name or function that formulas do not have."""

    code = "formula_unknown_name"

    def __init__(self, formula: str, name: str) -> None:
        super().__init__(formula)
        self.name = name
        self.known = ", ".join((*NAMES, *FUNCTIONS))


class FormulaSignNotAllowed(FormulaFault):
    """Something else than numbers, names, + − × ÷, brackets and the functions."""

    code = "formula_sign_not_allowed"

    def __init__(self, formula: str, sign: str) -> None:
        super().__init__(formula)
        self.sign = sign


class FormulaNotANumber(FormulaFault):
    """A text, a truth or a number in another notation where a plain number belongs."""

    code = "formula_not_a_number"

    def __init__(self, formula: str, text: str) -> None:
        super().__init__(formula)
        self.text = text


class FormulaArguments(FormulaFault):
    """A function was given too few or too many values."""

    code = "formula_arguments"

    def __init__(self, formula: str, name: str, count: int) -> None:
        super().__init__(formula)
        self.name = name
        self.count = count


class FormulaDividesByZero(FormulaFault):
    """Something is divided by nothing, or rounded to steps of nothing."""

    code = "formula_divides_by_zero"


class FormulaOutOfBounds(FormulaFault):
    """The result is below zero though nothing was used below zero, or beyond any sum."""

    code = "formula_out_of_bounds"

    def __init__(self, formula: str, result: Fraction) -> None:
        super().__init__(formula)
        self.result = shown(result)


def plain(formula: str) -> str:
    """Return the text with the signs and full-width characters of a Chinese keyboard in plain ones."""
    return to_ascii(formula).translate(_SIGNS).strip()


def bounded(formula: str, result: Fraction, *, corrects: bool = False) -> Fraction:
    """Return a result that a sum can have; corrects: less than nothing was used. Raises FormulaOutOfBounds."""
    if (result < 0 and not corrects) or abs(result) > MOST:
        raise FormulaOutOfBounds(formula, result)
    return result


def round_up(value: Fraction, step: Fraction = FEN) -> Fraction:
    """The next multiple of a step at or above a value; raises ZeroDivisionError."""
    return -round_down(-value, step)


def round_down(value: Fraction, step: Fraction = FEN) -> Fraction:
    """The multiple of a step at or below a value; raises ZeroDivisionError."""
    return value // step * step


def shown(value: Fraction) -> str:
    """A value as plain figures, to six decimals at most, cut and not rounded."""
    whole, rest = divmod(abs(value), 1)
    figures = f"{whole}.{int(rest * 10**6):06d}".rstrip("0").rstrip(".")
    return f"-{figures}" if value < 0 and figures != "0" else figures


def decimal(value: int, scale: int) -> str:
    """A scaled whole number as the exact decimal that ingredients keep: 8950 of 100 is 89.5."""
    return shown(Fraction(value, scale))
