"""Kinds of deposits (押金): those every estate has, and the office's own, whose dated prices propose the sum."""

from datetime import date
from typing import Any, NamedTuple

from counter.desk.bill_prices import Prices
from counter.desk.bill_quantities import Missing, Quantities, by_month
from counter.desk.formulas import evaluate
from counter.desk.office import load_office
from counter.rules import tariff
from counter.rules.periods import PartMethod, Period, month_of
from counter.rules.tariff import Charged
from counter.words import Words
from counter.words.terms import DEPOSITS, term
from db.queries import registers
from db.queries.deposits import CYCLE, Deposit
from db.queries.registers import FeeItemRow, UnitRow

# What proposes a sum without a bill, a meter or a period.
METHODS = ("once", "area", "each", "formula")


class DepositKind(NamedTuple):
    """A kind of deposit: its code, and its fee item where it is the office's own."""

    code: str
    item: FeeItemRow | None = None

    def name(self, w: Words) -> str:
        """Return what it is called."""
        if self.item is None:
            return term(self.code, DEPOSITS, w)
        return named(self.code, self.item.name_zh, self.item.name_en, w)


def kinds(connection: Any) -> list[DepositKind]:
    """Return every kind of deposit that can be taken, the office's own first."""
    return [*(DepositKind(f"item:{item.id}", item) for item in items(connection)), *map(DepositKind, DEPOSITS)]


def items(connection: Any) -> list[FeeItemRow]:
    """Return the fee items that are kinds of deposit."""
    return [item for item in registers.fee_items(connection) if item.cycle == CYCLE]


def kind_of(connection: Any, code: str) -> DepositKind | None:
    """Return a kind of deposit by its code."""
    return next((each for each in kinds(connection) if each.code == code), None)


def new_item(name_zh: str, name_en: str, rank: int) -> FeeItemRow:
    """Return a fee item (id 0) that is a kind of deposit: closed to every bill run, held for others."""
    return FeeItemRow(0, name_zh, name_en, "held", rank, 1, 1, 0, 1, CYCLE)


def proposed(connection: Any, unit: UnitRow, item: FeeItemRow, day: date) -> Charged | None:
    """Return what the price in force on a day proposes for a unit, with its working; None where none says so.

    A price by area, count or formula is taken for one month, whatever the day.
    """
    digits = load_office(connection, day.isoformat()).currency_digits
    prices = Prices(registers.tariffs(connection), PartMethod.ACTUAL, digits)
    for stretch in prices.stretches(item.id, unit.kind, unit.id, Period(day, day)):
        if stretch.price.kind == "once":
            return tariff.once(stretch.price.price, digits)
        if not by_month(stretch.price):
            return None
        month = month_of(day)
        facts = Quantities(connection, [unit]).facts(stretch.price, unit, month)
        return None if isinstance(facts, Missing) else tariff.charged(facts, month, None, digits, 0, evaluate)
    return None


def named(what: str, name_zh: str | None, name_en: str | None, w: Words) -> str:
    """Return what a kind of deposit is called: by its fee item, else by its code."""
    own = (name_zh if w.language == "zh_CN" else name_en) or name_zh
    return own or term(what if what in DEPOSITS else "other", DEPOSITS, w)


def told(deposit: Deposit, w: Words) -> str:
    """Return what a deposit that was taken is for."""
    return named(deposit.what, deposit.item_zh, deposit.item_en, w)
