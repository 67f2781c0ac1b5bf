"""How much of the units' balances a bill run would use, computed from its preview; it changes nothing."""

from collections import Counter
from typing import Any

from counter.desk.apply_balance import BalanceUse, plan
from counter.desk.office import load_office
from counter.desk.preview_bills import Preview
from counter.desk.run_bills import apply_ahead, credit_to_balance
from counter.rules.purses import Purse
from db.queries import balance_use, registers
from db.queries.accounts import OpenCharge
from db.queries.registers import FeeItemRow
from db.rows import Charge


def preview_balance(connection: Any, ready: Preview, day: str) -> BalanceUse:
    """Return what the run of a preview would settle from balances if it were posted on a day (ISO date)."""
    paid, allocations = apply_ahead(ready.charges, ready.ahead)
    credited, credits = credit_to_balance(ready.charges)
    gained: Counter[Purse] = Counter()
    for posting in (*paid, *credited):
        if posting.account == "balance" and posting.unit_id is not None:
            gained[Purse(posting.unit_id, posting.item_id)] -= posting.amount
    settled: Counter[int] = Counter()
    for each in (*allocations, *credits):
        settled[each.charge_id] += each.amount
    items = {item.id: item for item in registers.fee_items(connection)}
    wishing = {wish.unit_id for wish in balance_use.wishes(connection)}
    new = [
        _open(charge, items[charge.item_id], charge.amount - settled[charge.id])
        for charge in ready.charges
        if charge.unit_id in wishing
    ]
    return plan(connection, load_office(connection, day), day, [each for each in new if each.open > 0], gained).use


def _open(charge: Charge, item: FeeItemRow, left: int) -> OpenCharge:
    return OpenCharge(
        charge.id, charge.unit_id, item.id, item.name_zh, item.name_en, item.rank, charge.fund, charge.first,
        charge.last, charge.period, charge.due, charge.amount, left, charge.payer_id, charge.tariff_id,
        charge.ingredients,
    )  # fmt: skip
