"""Shared bills and reductions of a file, laid over the registers."""

from collections.abc import Iterable, Iterator
from typing import Any

from counter.desk.estate_rows import FileReduction, FileShared, RowError
from counter.desk.register_state import RegisterState
from counter.rules.periods import period_of
from counter.rules.room import fold
from db.queries import billing
from db.queries.registers import ReductionRow, SharedCostRow


def shared_bills(connection: Any, state: RegisterState, rows: Iterable[FileShared]) -> Iterator[RowError]:
    """Put shared bills by item, period and building; yields those that would be paid twice or are spread already."""
    for row in rows:
        item_id = state.item_ids[row.item]
        same = [b for b in state.shared.rows.values() if (b.item_id, b.period) == (item_id, row.period)]
        old = next((bill for bill in same if bill.building == row.building), None)
        number = old.id if old else state.shared.new_id()
        bill = SharedCostRow(number, item_id, row.period, row.building, row.total, row.paper or (old and old.paper))
        if bill == old:
            continue
        if any(None in (other.building, row.building) for other in same if other is not old):
            yield _error(row, "import_shared_overlaps")
            continue
        period = period_of(row.period)
        spread = billing.billed(connection, item_id, period.first.isoformat(), period.last.isoformat())
        if spread.standing:
            yield _error(row, "import_shared_billed")
            continue
        state.shared.put(bill)


def reductions(state: RegisterState, rows: Iterable[FileReduction]) -> None:
    """Put reductions by unit, item and first day; what is billed stays, as with those granted at the desk."""
    known = {(r.unit_id, r.item_id, r.since): r for r in state.reductions.rows.values()}
    for row in rows:
        unit_id = state.unit_ids[fold(row.unit)]
        item_id = state.item_ids[row.item] if row.item else None
        old = known.get((unit_id, item_id, row.since))
        number = old.id if old else state.reductions.new_id()
        state.reductions.put(
            ReductionRow(number, unit_id, item_id, row.reduction, row.since, row.until, row.reason, row.approval)
        )


def _error(row: FileShared, code: str) -> RowError:
    value = f"{row.total // 100}.{row.total % 100:02d}"
    return RowError(row.place.sheet, row.place.row, "Total" if row.place.sheet.isascii() else "金额", value, code)
