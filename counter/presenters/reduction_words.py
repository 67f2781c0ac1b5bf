"""A reduction in words: how much, of what, for how long; that it outlives a sale or a move, and its end on one key."""

from datetime import date
from typing import Any

from counter.desk.end_reduction import end_reduction
from counter.desk.outlived_reductions import Outlived
from counter.presenters.session import Session
from counter.rules.periods import DAY
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


def end_outlived(session: Session, found: Outlived, request: str) -> str:
    """End a reduction on the day before somebody else came; returns its last day. Raises what end_reduction does."""
    last = date.fromisoformat(found.day) - DAY
    end_reduction(
        session.books, found.row.id, last, reason=session.words("sold or moved on {day}", day=found.day),
        request_id=request, staff=session.person,
    )  # fmt: skip
    return last.isoformat()


def outlives(found: Outlived, connection: Any, w: Words) -> str:
    """Return that a reduction holds on though somebody else came."""
    row, item = found.row, reduced_item(found.row, connection, w)
    off = percent_words(row.reduction)
    if found.moves:
        return w("{item}, {percent} less since {since}: goes on though an occupier came or went on {day}",
                 item=item, percent=off, since=row.since, day=found.day)  # fmt: skip
    return w("{item}, {percent} less since {since}: goes on though the flat was sold on {day}",
             item=item, percent=off, since=row.since, day=found.day)  # fmt: skip
