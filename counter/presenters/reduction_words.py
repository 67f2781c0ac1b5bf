"""A reduction in words: how much, of what, for how long, and that it outlives a sale or a move."""

from typing import Any

from counter.desk.outlived_reductions import Outlived
from counter.rules.tariff import REDUCTION_SCALE
from counter.words import Words, formats
from db.queries import registers
from db.queries.registers import ReductionRow


def percent_words(reduction: int) -> str:
    """Return a reduction in ten-thousandths in per cent: 30 %."""
    return formats.percent(reduction, REDUCTION_SCALE, 2).replace(".00", "")


def reduction_cells(row: ReductionRow, connection: Any, w: Words) -> tuple[str, ...]:
    """Return a reduction without its unit: item, let off, from, until, reason, approved by."""
    approved = w("second person") if (row.approval or "").startswith("reduction:") else row.approval or ""
    item = reduced_item(row, connection, w)
    return item, percent_words(row.reduction), row.since, row.until or "", row.reason or "", approved


def reduced_item(row: ReductionRow, connection: Any, w: Words) -> str:
    """Return the name of the fee item that a reduction is of."""
    place = 0 if w.language == "zh_CN" else 1
    names = {i.id: (i.name_zh, i.name_en) for i in registers.fee_items(connection)}
    return names[row.item_id][place] if row.item_id in names else w("every item")


def outlives(found: Outlived, connection: Any, w: Words) -> str:
    """Return that a reduction holds on though somebody else came."""
    row, item = found.row, reduced_item(found.row, connection, w)
    off = percent_words(row.reduction)
    if found.moves:
        return w("{item}, {percent} less since {since}: goes on though an occupier came or went on {day}",
                 item=item, percent=off, since=row.since, day=found.day)  # fmt: skip
    return w("{item}, {percent} less since {since}: goes on though the flat was sold on {day}",
             item=item, percent=off, since=row.since, day=found.day)  # fmt: skip
