"""A wide sheet in words: how it was read, its control totals beside its own, and where the books differ."""

from collections.abc import Iterable, Sequence

from counter.desk.compare_sheet import Difference
from counter.files.tables import column_letter
from counter.files.wide_controls import Control
from counter.presenters.import_file import Wide
from counter.words import Words, formats
from counter.words.formats import RENMINBI, Currency


def layout_lines(wide: Wide, w: Words) -> tuple[tuple[str, str], ...]:
    """Return how the sheet was understood, as name and value, to be confirmed."""
    layout = wide.layouts[0]
    months = layout.months
    columns = w(", ").join(f"{column_letter(at)} {layout.headers[role]}" for role, at in layout.columns.items())
    shown = ""
    if months:
        first, last = months[0], months[-1]
        shown = f"{column_letter(first.at)}–{column_letter(last.at)} ({first.period} – {last.period})"
    sheets = w(", ").join(each.sheet for each in wide.layouts)
    return (
        (w("Sheet"), sheets), (w("Header row"), str(layout.header_row + 1)), (w("Columns"), columns),
        (w("Months"), shown or w("none")), (w("Sums say"), meaning(wide.wish.owed, w)),
        (w("Fee item"), wide.wish.item), (w("Up to month"), wide.wish.as_of),
    )  # fmt: skip


def meaning(owed: bool, w: Words) -> str:
    """Return what the sums of a wide sheet say."""
    return w("what is owed") if owed else w("what was paid")


def other_reading(owed: bool, w: Words) -> str:
    """Return the word on the command that reads the sums of a wide sheet the other way."""
    return w("Read sums as paid") if owed else w("Read sums as owed")


def outcome(wide: Wide, w: Words, currency: Currency = RENMINBI) -> tuple[tuple[str, str], ...]:
    """Return what would come of the sheet, as name and value."""
    standings = wide.turned.standings
    return (
        (w("Units"), formats.count(len(standings))),
        (w("Units with debts"), formats.count(sum(1 for each in standings if each.debt))),
        (w("Opening debts"), formats.money_with_symbol(sum(each.debt for each in standings), currency)),
        (w("Paid ahead"), formats.money_with_symbol(sum(each.ahead for each in standings), currency)),
        (w("Totals that differ"), formats.count(len(wide.controls.differences))),
    )


def control_cells(control: Control, w: Words, currency: Currency = RENMINBI) -> tuple[str, ...]:
    """Return a control total as cells: whose, row, column, ours, theirs, difference."""
    theirs = control.theirs
    return (
        f"{control.sheet} · {control.whose or w('without building')}",
        str(control.row) if control.row else "", control.column,
        formats.money(control.ours, currency),
        w("–") if theirs is None else formats.money(theirs, currency),
        formats.money(theirs - control.ours, currency) if control.differs and theirs is not None else "",
    )  # fmt: skip


def ordered(wide: Wide) -> Sequence[Control]:
    """Return the control totals to be shown: what differs first, then the sheet's own, then ours by building."""
    found = wide.controls
    agree = [each for each in found.sheet if not each.differs]
    return (*found.differences, *agree, *found.buildings)


def totals_lines(wide: Wide, w: Words, currency: Currency = RENMINBI) -> tuple[str, ...]:
    """Return every total that differs as a sentence."""
    return tuple(
        w(
            "Sheet {sheet}, row {row}, {column} ({whose}): the sheet says {theirs}, its cells add up to {ours}.",
            sheet=each.sheet, row=each.row, column=each.column, whose=each.whose,
            theirs=formats.money(each.theirs or 0, currency),
            ours=formats.money(each.ours, currency),
        )
        for each in wide.controls.differences
    )  # fmt: skip


def difference_lines(found: Iterable[Difference], w: Words, currency: Currency = RENMINBI) -> tuple[str, ...]:
    """Return each unit on which sheet and books differ as a sentence."""
    return tuple(
        w(
            "{unit}: the sheet has {sheet} owed and paid to {sheet_to}, the books {books} and {books_to}.",
            unit=each.code, sheet=formats.money(each.sheet_debt, currency), sheet_to=each.sheet_paid_to or w("–"),
            books=formats.money(each.books_debt, currency), books_to=each.books_paid_to or w("–"),
        ) if each.in_books else w("{unit}: the books do not know this unit.", unit=each.code)
        for each in found
    )  # fmt: skip
