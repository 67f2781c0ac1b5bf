"""Charging something once (一次性收费): a card, a repair; owed at once, at its price or a typed sum."""

import json
from datetime import date
from typing import Any, NamedTuple

from counter.desk.approve import written_reason
from counter.desk.bill_payers import payers_in
from counter.desk.bill_prices import Prices
from counter.desk.change_prices import UnknownItem
from counter.desk.fund_taken import require_collected
from counter.desk.office import load_office
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.run_bills import charge_postings
from counter.desk.standing import UnknownUnit
from counter.rules import tariff
from counter.rules.periods import PartMethod, Period, month_of
from counter.rules.permissions import Act
from counter.rules.tariff import PRICE_SCALE, Charged
from db.books import Books, Tx
from db.chain import canonical
from db.queries import corrections, registers
from db.queries.registers import FeeItemRow, TariffRow, UnitRow
from db.rows import Charge

KIND = "charged_once"


class ChargedOnce(NamedTuple):
    """A charge that is owed from now on; amount in minor units."""

    charge_id: int
    amount: int


class ItemBilledByPeriod(Exception):
    """The fee item has prices by period, so the bill run charges it; what is wrong there is adjusted."""

    code = "item_billed_by_period"

    def __init__(self, item: str) -> None:
        super().__init__(item)
        self.item = item


class NoOncePrice(Exception):
    """No price says what the item costs the unit, and no sum was typed."""

    code = "no_once_price"

    def __init__(self, item: str) -> None:
        super().__init__(item)
        self.item = item


def charge_once(
    books: Books, unit_id: int, item_id: int, *, request_id: str, staff: Person, till: int | None = None,
    amount: int | None = None, reason: str = "",
) -> ChargedOnce:  # fmt: skip
    """Charge a unit now for a fee item at its price for once, or a typed sum (minor units) with its reason.

    Idempotent by request. Raises NotAllowed, UnknownUnit, UnknownItem, ItemBilledByPeriod, FundNotCollected,
    NoOncePrice, ReasonMissing, FullCardNumber.
    """
    staff.require(Act.CHARGE_ONCE)
    if amount is not None:
        reason = written_reason(reason)
    with books.transaction(request_id, staff_id=staff.staff_id, till=till) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return ChargedOnce(done[1]["charge"], done[1]["amount"])
        unit, item = _unit(tx.connection, unit_id), once_item(tx.connection, item_id)
        if item.fund == "maintenance":
            require_collected(load_office(tx.connection, tx.day))
        day = date.fromisoformat(tx.day)
        charged = _typed(tx.connection, amount, reason, tx.day) if amount else priced(tx.connection, unit, item, day)
        if charged is None or charged.amount <= 0:
            raise NoOncePrice(item.name_zh)
        return post_once(tx, unit, item, charged, reason)


def post_once(
    tx: Tx, unit: UnitRow, item: FeeItemRow, charged: Charged, reason: str = "", tariff_id: int | None = None
) -> ChargedOnce:
    """Post one charge that is owed from today; of the owner, or of whoever pays this item."""
    day = date.fromisoformat(tx.day)
    payers = payers_in(Period(day, day), [unit], registers.holdings(tx.connection))
    # A revision below zero: it bills no period and leaves none of the item's days billed.
    charge = Charge(
        tx.next_id("charge"), unit.id, item.id, item.fund, tx.day, tx.day, month_of(day).label, tx.day,
        charged.amount, corrections.next_below(tx.connection, unit.id, item.id, tx.day),
        payers.of(unit.id, item.id), tariff_id, canonical(charged.ingredients),
    )  # fmt: skip
    facts = {"charge": charge.id, "unit": unit.id, "item": item.id, "amount": charge.amount, "reason": reason}
    tx.post(KIND, facts, [charge, *charge_postings([charge])])
    return ChargedOnce(charge.id, charge.amount)


def once_items(connection: Any) -> list[FeeItemRow]:
    """Return the fee items that can be charged once: in use, and without a price by the period."""
    by_period = {row.item_id for row in registers.tariffs(connection) if row.kind != "once"}
    return [item for item in registers.fee_items(connection) if not item.closed and item.id not in by_period]


def once_item(connection: Any, item_id: int) -> FeeItemRow:
    """Return a fee item that can be charged once. Raises UnknownItem, ItemBilledByPeriod."""
    known = {item.id: item for item in registers.fee_items(connection) if not item.closed}
    if item_id not in known:
        raise UnknownItem(item_id)
    if all(item.id != item_id for item in once_items(connection)):
        raise ItemBilledByPeriod(known[item_id].name_zh)
    return known[item_id]


def priced(connection: Any, unit: UnitRow, item: FeeItemRow, day: date) -> Charged | None:
    """Return what an item costs a unit once on a day, None where no price says so."""
    prices = Prices(registers.tariffs(connection), PartMethod.ACTUAL)
    for stretch in prices.stretches(item.id, unit.kind, unit.id, Period(day, day)):
        if stretch.price.kind == "once":
            return once_at(stretch.price, unit, load_office(connection, day.isoformat()).currency_digits)
    return None


def once_at(price: TariffRow, unit: UnitRow, digits: int) -> Charged | None:
    """Return what a price for once comes to for a unit, None where it goes by an area nobody has entered."""
    size = json.loads(price.terms).get("size") if price.terms else None
    if size is None:
        return tariff.once(price.price, digits)
    area = unit.inner_area if size == "inner" else unit.area
    return tariff.once(price.price, digits, area) if area else None


def _typed(connection: Any, amount: int, reason: str, day: str) -> Charged:
    digits = load_office(connection, day).currency_digits
    charged = tariff.once(amount * PRICE_SCALE // 10**digits, digits)
    return charged._replace(ingredients={**charged.ingredients, "reason": reason})


def _unit(connection: Any, unit_id: int) -> UnitRow:
    found = registers.unit(connection, unit_id)
    if found is None:
        raise UnknownUnit(str(unit_id))
    return found
