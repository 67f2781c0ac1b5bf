"""The lists of a bill run that is looked at: what stands out, and what is not billed."""

from collections import Counter
from collections.abc import Mapping

from counter.desk.bill_lines import Unpriced
from counter.desk.preview_bills import Preview
from counter.presenters.bill_words import not_billed, not_shared, shared_by, stands_out
from counter.presenters.reduction_words import outlives, reduced_item
from counter.presenters.session import Session
from counter.presenters.settings_page import PageColumn, PageRow
from counter.words import formats
from db.queries import registers

# A reduction's row in the list of what stands out; the rest of its id is the reduction's number.
REDUCTION = "r"
_Columns = tuple[PageColumn, ...]
_Rows = tuple[PageRow, ...]


def names_of(session: Session) -> Mapping[int | None, str]:
    """Return the fee items' names."""
    chinese = session.words.language == "zh_CN"
    return {i.id: i.name_zh if chinese else i.name_en for i in registers.fee_items(session.connection)}


def standing_out(ready: Preview, session: Session) -> tuple[_Columns, _Rows]:
    """Return what stands out: reductions that outlive a sale or a move first, then sums that differ much."""
    w, names, books = session.words, names_of(session), session.connection
    columns = (
        PageColumn("unit", w("Unit"), 120, 2), PageColumn("item", w("Fee item"), 120, 3),
        PageColumn("now", w("Now"), 100, 1, "right"), PageColumn("then", w("Last time"), 100, 1, "right"),
        PageColumn("why", w("Why it stands out"), 170, 3),
    )  # fmt: skip
    codes = {unit.id: unit.code for unit in registers.units(session.connection)} if ready.outlived else {}
    reductions = (
        PageRow(f"{REDUCTION}{each.row.id}", (codes.get(each.row.unit_id, ""), reduced_item(each.row, books, w),
                "", "", outlives(each, books, w)))
        for each in ready.outlived
    )  # fmt: skip
    sums = (
        PageRow(str(n), (each.code, names.get(each.item_id, ""), formats.money(each.amount, session.currency),
                formats.money(each.before, session.currency), stands_out(each, w)))
        for n, each in enumerate(ready.outliers)
    )  # fmt: skip
    return columns, (*reductions, *sums)


def lacking(ready: Preview) -> list[Unpriced]:
    """Return what cannot be billed; what is asked for once is not missing from a run."""
    return [each for each in ready.unpriced if each.reason != "asked_once"]


def left_out(ready: Preview, session: Session) -> tuple[_Columns, _Rows]:
    """Return what is not billed: bills that nobody can share first, then units and their items.

    What was paid ahead for a period whose price ended is said with it: it waits until a price holds, or is given back.
    """
    waiting: Counter[tuple[int, int | None]] = Counter()
    for each_paid in ready.ahead:
        waiting[each_paid.unit_id, each_paid.item_id] += each_paid.amount
        waiting[each_paid.unit_id, None] += each_paid.amount
    w, names = session.words, names_of(session)
    columns = (
        PageColumn("unit", w("Unit"), 120, 2), PageColumn("item", w("Fee item"), 120, 2),
        PageColumn("why", w("Why it is not billed"), 240, 4),
    )  # fmt: skip
    bills = (
        PageRow(f"b{each.bill.id}", (shared_by(each.bill, w), names.get(each.bill.item_id, ""),
                not_shared(each, w, session.currency)))
        for each in ready.unshared
    )  # fmt: skip
    units = (
        PageRow(str(n), (each.code, names.get(each.item_id, ""),
                not_billed(each, w, waiting.get((each.unit_id, each.item_id), 0), session.currency)))
        for n, each in enumerate(lacking(ready))
    )  # fmt: skip
    return columns, (*bills, *units)
