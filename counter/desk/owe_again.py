"""Money that never came but was used since: what it had paid through the balance is owed again."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from counter.desk.bill_payers import payers_in
from counter.desk.office import load_office
from counter.desk.purses import earmarked_of
from counter.desk.receipt_lines import Line
from counter.desk.undo import unit_side, units_of
from counter.rules import tariff
from counter.rules.periods import Period, month_of
from counter.rules.tariff import PRICE_SCALE
from db.books import Tx
from db.chain import canonical
from db.queries import amendments, corrections, registers
from db.queries.amendments import ChargeRow
from db.queries.purses import OfCharge
from db.queries.receipts import ReceiptRow
from db.rows import Allocation, Charge, Posting


class Again(NamedTuple):
    """What is owed again: the rows to post, and the same as lines of a paper; amounts in minor units."""

    rows: tuple[Charge | Allocation | Posting, ...] = ()
    lines: tuple[Line, ...] = ()


def owe_again(tx: Tx, found: ReceiptRow, taken: dict[str, int], missing: int, reason: str) -> Again:
    """Open charges of a receipt's unit again for money of it that was used since, the newest settled one first.

    Money of it that was earmarked for an item had paid charges of that item, so that these come before all others.
    What was let off, split off, taken back or written off was settled by no money and stays as it is. taken: what is
    taken back of the receipt's own charges in the same event. What the settled charges do not cover (the balance was
    paid out, or paid for another unit) becomes a charge of its own.
    """
    unit_id = units_of(tx.connection, found)[-1]
    rows, lines = list[Charge | Allocation | Posting](), list[Line]()
    kept = {each.item_id for each in unit_side(tx.connection, found).postings if each.account == "balance"}
    charges = amendments.settled_charges(tx.connection, unit_id, found.fund)
    for charge, settled in sorted(charges, key=lambda each: not _from_purse(tx, each[0], kept)):
        without = corrections.settled_without_money(tx.connection, charge.id)
        amount = min(missing, settled - without - taken.get(f"charge:{charge.id}", 0))
        if amount > 0:
            missing -= amount
            rows += [Allocation(charge.id, -amount, found.id), _receivable(charge, amount)]
            lines.append(_line(charge, amount))
    if missing:
        made = _charge(tx, unit_id, found.fund, missing, reason)
        row = ChargeRow(made.id, unit_id, made.item_id, made.fund, made.first, made.last, made.period, missing)
        rows += [made, _receivable(row, missing)]
        lines.append(_line(row, missing))
    return Again(tuple(rows), tuple(lines))


def _from_purse(tx: Tx, charge: ChargeRow, items: Collection[int | None]) -> bool:
    if charge.item_id not in items:
        return False
    of = OfCharge(charge.id, charge.unit_id, charge.item_id, charge.period)
    return earmarked_of(tx.connection, of) > 0


def _receivable(charge: ChargeRow, amount: int) -> Posting:
    return Posting(charge.fund, "receivable", amount, charge.unit_id, charge.item_id, charge.period, charge.id)


def _line(charge: ChargeRow, amount: int) -> Line:
    return Line(
        f"charge:{charge.id}", "charge", charge.fund, charge.unit_id, charge.item_id, charge.period, charge.id, amount,
        charge.first, charge.last,
    )  # fmt: skip


def _charge(tx: Tx, unit_id: int, fund: str, amount: int, reason: str) -> Charge:
    day, digits = date.fromisoformat(tx.day), load_office(tx.connection, tx.day).currency_digits
    unit = registers.unit(tx.connection, unit_id)
    item = next(each for each in registers.fee_items(tx.connection) if each.fund == fund)
    worked = tariff.once(amount * PRICE_SCALE // 10**digits, digits)
    payers = payers_in(Period(day, day), [unit] if unit else [], registers.holdings(tx.connection))
    # A revision below zero: it bills no period and leaves none of the item's days billed.
    return Charge(
        tx.next_id("charge"), unit_id, item.id, fund, tx.day, tx.day, month_of(day).label, tx.day, amount,
        corrections.next_below(tx.connection, unit_id, item.id, tx.day), payers.of(unit_id, item.id), None,
        canonical({**worked.ingredients, "reason": reason}),
    )  # fmt: skip
