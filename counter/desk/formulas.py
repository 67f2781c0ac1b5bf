"""Reading and working out the formulas of prices: exact, without loops, powers or anything but arithmetic.

simpleeval walks the expression; it is given only the operators and functions of counter.rules.formula, and what it is
given to walk was looked through before.
"""

import ast
import operator
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from counter.rules import formula as rules
from counter.rules import tariff
from counter.rules.formula import FUNCTIONS, MOST_CHARACTERS, MOST_LEVELS, NAMES

_OPERATORS = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.UAdd: operator.pos, ast.USub: operator.neg,
}  # fmt: skip
_WORKED = {"min": min, "max": max, "round_up": rules.round_up, "round_down": rules.round_down}
_ARGUMENTS = {"min": (1, MOST_CHARACTERS), "max": (1, MOST_CHARACTERS), "round_up": (1, 2), "round_down": (1, 2)}
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?|\.[0-9]+")
_PARTS = (ast.BinOp, ast.UnaryOp, ast.Call, ast.Name, ast.Constant)
# What a formula is tried with when it is saved: an ordinary flat.
SAMPLE: Mapping[str, Fraction] = {
    "area": Fraction(100), "inner_area": Fraction(80), "persons": Fraction(3), "months": Fraction(1),
    "usage": Fraction(10),
}  # fmt: skip


class Read(NamedTuple):
    """A formula that was read and looked through; names: what it is worked out from, as they are called inside."""

    tree: ast.expr
    names: frozenset[str]


def names_of(formula: str) -> frozenset[str]:
    """Return what a formula is worked out from. Raises FormulaFault."""
    return read(formula).names


@lru_cache(maxsize=64)
def read(formula: str) -> Read:
    """Read a formula and look it through. Raises FormulaFault."""
    text = rules.plain(formula)
    if len(text) > MOST_CHARACTERS:
        raise rules.FormulaTooLong(formula)
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError as error:
        raise rules.FormulaUnreadable(formula, max(1, min(error.offset or 1, len(text)))) from None
    except (ValueError, MemoryError, RecursionError):
        raise rules.FormulaUnreadable(formula, 1) from None
    return Read(tree, frozenset(_looked_through(formula, text, tree)))


def evaluate(formula: str, values: Mapping[str, Fraction]) -> Fraction:
    """Return the exact result of a formula in main units for the values of its names. Raises FormulaFault."""
    from simpleeval import SimpleEval  # only who has such a price loads it

    text, known = rules.plain(formula), read(formula)
    named = {written: values[name] for written, name in NAMES.items() if name in values}
    worker = SimpleEval(_OPERATORS, {said: _WORKED[name] for said, name in FUNCTIONS.items()}, named)
    worker.nodes = {part: worker.nodes[part] for part in _PARTS}
    worker.nodes[ast.Constant] = lambda node: Fraction(ast.get_source_segment(text, node) or "")
    try:
        result = worker.eval(text, previously_parsed=known.tree)
    except ZeroDivisionError:
        raise rules.FormulaDividesByZero(formula) from None
    return rules.bounded(formula, Fraction(result), corrects=values.get("usage", Fraction(0)) < 0)


def tried(formula: str, price: int) -> Fraction:
    """Return what a formula gives for an ordinary flat (SAMPLE) at a price in ten-thousandths. Raises FormulaFault."""
    return evaluate(formula, {**SAMPLE, "price": Fraction(price, tariff.PRICE_SCALE)})


def recompute(ingredients: Mapping[str, Any]) -> int:
    """Return the sum in minor units that the ingredients of any charge say, formulas included."""
    return tariff.recompute(ingredients, evaluate)


def _looked_through(formula: str, text: str, node: ast.expr, level: int = 1) -> Iterator[str]:
    """Yield the names a formula uses; refuse whatever is not arithmetic."""
    if level > MOST_LEVELS:
        raise rules.FormulaTooDeep(formula)
    if isinstance(node, ast.Constant):
        said = ast.get_source_segment(text, node) or ""
        if not _NUMBER.fullmatch(said):
            raise rules.FormulaNotANumber(formula, said)
    elif isinstance(node, ast.Name):
        if node.id not in NAMES:
            raise rules.FormulaUnknownName(formula, node.id)
        yield NAMES[node.id]
    else:
        for part in _parts(formula, text, node):
            yield from _looked_through(formula, text, part, level + 1)


def _parts(formula: str, text: str, node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return [node.left, node.right]
    if isinstance(node, ast.UnaryOp) and type(node.op) in _OPERATORS:
        return [node.operand]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        name = node.func.id
        if name not in FUNCTIONS:
            raise rules.FormulaUnknownName(formula, name)
        fewest, most = _ARGUMENTS[FUNCTIONS[name]]
        if not fewest <= len(node.args) <= most:
            raise rules.FormulaArguments(formula, name, len(node.args))
        return node.args
    raise rules.FormulaSignNotAllowed(formula, ast.get_source_segment(text, node) or text)
