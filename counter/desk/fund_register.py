"""The register of the maintenance fund: each unit's first deposit, what was paid in, and what it owes now."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from counter.desk.bill_prices import Prices
from counter.desk.charge_once import once_at
from counter.desk.office import Office
from counter.rules.maintenance_fund import Account, Due, EntryKind, Owed, owed
from counter.rules.periods import PartMethod, Period
from counter.rules.tariff import Charged
from db.queries import fund, registers
from db.queries.registers import FeeItemRow, TariffRow, UnitRow

_KINDS = (EntryKind.PAID_IN, EntryKind.INTEREST, EntryKind.DRAWN)
_NEVER_HELD = frozenset({"parking"})


class FundLine(NamedTuple):
    """A unit in the register; sums in minor units.

    price: the price of its first deposit; charged: that deposit with its ingredients, None where nothing says it.
    entered: what was paid in at the fund's own bank; taken: what the counter took; open: charged and not paid yet.
    """

    unit: UnitRow
    item: FeeItemRow | None
    price: TariffRow | None
    charged: Charged | None
    entered: int
    taken: int
    interest: int
    drawn: int
    owed: Owed
    open: int

    @property
    def account(self) -> Account:
        """Return its account as the rules see it."""
        first = self.charged.amount if self.charged else None
        return Account(first, self.entered + self.taken, self.interest, self.drawn)

    @property
    def to_charge(self) -> int:
        """Return what of the debt is not charged yet."""
        return max(0, self.owed.amount - self.open)


def fund_item(connection: Any) -> FeeItemRow | None:
    """Return the fee item of the first deposit: of the fund, with a price that is asked for once; None without one."""
    once = {row.item_id for row in registers.tariffs(connection) if row.kind == "once"}
    items = [i for i in registers.fee_items(connection) if i.fund == "maintenance" and not i.closed]
    return next((item for item in items if item.id in once), None)


def fund_lines(connection: Any, office: Office, day: str, unit_id: int | None = None) -> list[FundLine]:
    """Return the register on a day (ISO date), or one unit's line of it, in the order of the units."""
    sums: dict[tuple[int, str], int] = {}
    for each in fund.entries(connection):
        sums[each.unit_id, each.kind] = sums.get((each.unit_id, each.kind), 0) + each.amount
    item, taken, still_open = fund_item(connection), fund.taken(connection), fund.open_sums(connection)
    prices = Prices(
        [row for row in registers.tariffs(connection) if item and row.item_id == item.id], PartMethod.ACTUAL
    )
    find = _finder(prices, item, day) if item else None
    units = registers.units(connection) if unit_id is None else [registers.unit(connection, unit_id)]
    lines = []
    for unit in units:
        if unit is None or (unit.kind in _NEVER_HELD and (unit.id, "paid_in") not in sums):
            continue
        price = find(unit) if find else None
        entered, interest, drawn = (sums.get((unit.id, kind), 0) for kind in _KINDS)
        line = FundLine(
            unit, item, price, once_at(price, unit, office.currency_digits) if price else None, entered,
            taken.get(unit.id, 0), interest, drawn, Owed(Due.NOTHING, 0), still_open.get(unit.id, 0),
        )  # fmt: skip
        lines.append(line._replace(owed=owed(line.account, office.fund_renewal_share, office.fund_renewal_to)))
    return lines


def _finder(prices: Prices, item: FeeItemRow, day: str) -> Callable[[UnitRow], TariffRow | None]:
    """The price of a unit, looked up once for all units of a kind that were handed over on the same day."""
    own, shared = prices.units_with_own(item.id), dict[tuple[str, str | None], TariffRow | None]()

    def find(unit: UnitRow) -> TariffRow | None:
        if unit.id in own:
            return _price(prices, item, unit, day)
        key = (unit.kind, unit.handed_over)
        if key not in shared:
            shared[key] = _price(prices, item, unit, day)
        return shared[key]

    return find


def _price(prices: Prices, item: FeeItemRow, unit: UnitRow, day: str) -> TariffRow | None:
    """The price on the day of handover; where none is that old, the one of today."""
    for each in dict.fromkeys((unit.handed_over or day, day)):
        on = date.fromisoformat(each)
        for stretch in prices.stretches(item.id, unit.kind, unit.id, Period(on, on)):
            if stretch.price.kind == "once":
                return stretch.price
    return None
