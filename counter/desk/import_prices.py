"""Fee items and prices of a file, laid over the registers."""

from collections.abc import Iterable

from counter.desk.estate_rows import FilePrice
from counter.desk.register_state import RegisterState
from counter.rules.room import fold
from db.queries.deposits import CYCLE as DEPOSIT
from db.queries.late_fees import CYCLE as LATE_FEE
from db.queries.registers import FeeItemRow, TariffRow

# Fee items that no bill run bills, whatever a workbook says of them.
_NEVER_BILLED = frozenset({DEPOSIT, LATE_FEE})


def prices(state: RegisterState, rows: Iterable[FilePrice]) -> None:
    """Put the items and prices; a price of the same item, scope and first day is replaced.

    Prices for one unit follow by unit_prices.
    """
    for row in rows:
        item_id = _item(state, row)
        if row.unit is None:
            _price(state, row, item_id, None)


def unit_prices(state: RegisterState, rows: Iterable[FilePrice]) -> None:
    """Put the prices that hold for one unit alone, once the units of the file have their ids."""
    for row in rows:
        if row.unit is not None:
            _price(state, row, state.item_ids[row.item], state.unit_ids[fold(row.unit)])


def _item(state: RegisterState, row: FilePrice) -> int:
    found = state.item_ids.get(row.item)
    old = state.items.rows[found] if found else None
    if old is not None and old.cycle in _NEVER_BILLED:
        return old.id  # its prices may come by file; what it is does not change by one
    item_id = found or state.items.new_id()
    rank = old.rank if old else 10 * (len(state.items.rows) + 1)
    name_zh = old.name_zh if old else row.item
    name_en = row.item_en if row.item_en != row.item or old is None else old.name_en
    # A file that does not say where an item's periods begin leaves it as it is.
    cycle = (old.cycle if old else None) if row.cycle is None else {"handover": "handover"}.get(row.cycle)
    state.items.put(
        FeeItemRow(item_id, name_zh, name_en, row.fund, rank, row.months, row.due_day, row.due_after, 0, cycle)
    )
    state.item_ids[name_zh] = state.item_ids[name_en] = item_id
    return item_id


def _price(state: RegisterState, row: FilePrice, item_id: int, unit_id: int | None) -> None:
    scope = (item_id, row.unit_kind, unit_id, row.since)
    old = next((p for p in state.prices.rows.values() if (p.item_id, p.unit_kind, p.unit_id, p.since) == scope), None)
    state.prices.put(
        TariffRow(
            old.id if old else state.prices.new_id(), item_id, row.unit_kind, unit_id, row.method, row.price,
            row.since, row.until, row.basis_kind, row.basis_number, row.basis_date, old.basis_scan if old else None,
            row.terms,
        )
    )  # fmt: skip
