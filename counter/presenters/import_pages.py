"""The pages of an import: a file asked for, what is wrong, what is not understood, what it brings, what differs."""

from collections.abc import Iterable

from counter.desk.compare_sheet import Difference
from counter.presenters.import_file import Incoming, Wide
from counter.presenters.import_wide_words import control_cells, ordered, other_reading, outcome
from counter.presenters.import_words import brought, told
from counter.presenters.settings_page import Page, PageColumn, PageCommand, PageRow
from counter.words import Words, formats
from counter.words.formats import Currency


def start_page(w: Words, *, allowed: bool) -> Page:
    """Return the page before there is a file."""
    commands = (PageCommand("F", w("Choose the file"), True), PageCommand("T", w("Write the template")))
    empty = (
        w("No file yet"),
        w("Press F for the office's own workbook, or T for an empty template to fill in."),
    )
    if not allowed:
        empty = (w("Import"), w("Your role may not import."))
    text = w("The workbook is checked whole before anything is saved.")
    return Page(w("Import"), text, (), (), commands if allowed else (), empty)


def errors_page(incoming: Incoming, w: Words) -> Page:
    """Return the page of a file that has to be corrected."""
    columns = (
        PageColumn("sheet", w("Sheet"), 90, 1), PageColumn("row", w("Row"), 56, 0, "right"),
        PageColumn("column", w("Column"), 90, 1), PageColumn("what", w("What is wrong"), 260, 5),
    )  # fmt: skip
    rows = tuple(
        PageRow(str(n), (each.sheet, str(each.row), each.column, line))
        for n, (each, line) in enumerate(zip(incoming.errors, told(incoming.errors, w), strict=True))
    )
    title = w.n(
        "{n} place in the file has to be corrected", "{n} places in the file have to be corrected", len(incoming.errors)
    )
    commands = (PageCommand("C", w("Write a marked copy"), True), *_wide_commands(incoming, w), _other(w))
    return Page(title, w("Nothing was saved. Correct the file, then read it in again."), columns, rows, commands)


def unread_page(incoming: Incoming, w: Words) -> Page:
    """Return the page that asks about columns nobody understands."""
    columns = (
        PageColumn("sheet", w("Sheet"), 90, 1), PageColumn("column", w("Column"), 110, 1),
        PageColumn("value", w("For example"), 160, 3),
    )  # fmt: skip
    rows = tuple(PageRow(str(n), (each.sheet, each.column, each.value)) for n, each in enumerate(incoming.unread))
    title = w.n("{n} column is not understood", "{n} columns are not understood", len(incoming.unread))
    text = w("Give them headers of the template and read the file in again, or leave them out.")
    commands = (PageCommand("L", w("Leave these columns out"), True), _other(w))
    return Page(title, text, columns, rows, commands)


def ready_page(incoming: Incoming, w: Words) -> Page:
    """Return the page of a file that is right."""
    columns = (PageColumn("note", w("What was left out on purpose"), 260, 1),)
    rows = tuple(PageRow(str(n), (line,)) for n, line in enumerate(told(incoming.notes, w)))
    what = w(", ").join(brought(incoming.estate, w)) or w("nothing")
    commands = (PageCommand("F9", w("Import"), True), _other(w))
    empty = (w("Nothing was left out"), w("Every row and column of the file is read."))
    return Page(w("The file is right: {what}.", what=what), incoming.path.name, columns, rows, commands, empty)


def wide_page(incoming: Incoming, wide: Wide, w: Words, currency: Currency) -> Page:
    """Return the page of a wide sheet: what comes of it, and the control totals beside its own."""
    columns = (
        PageColumn("whose", w("Of"), 100, 2), PageColumn("row", w("Row"), 56, 0, "right"),
        PageColumn("column", w("Column"), 80, 1), PageColumn("ours", w("Its cells"), 110, 1, "right"),
        PageColumn("theirs", w("Its total"), 110, 1, "right"), PageColumn("off", w("Differs by"), 100, 1, "right"),
    )  # fmt: skip
    notes = tuple(
        PageRow(str(n), (w("Look at this row"), str(each.row), each.column, "", each.value, ""))
        for n, each in enumerate(incoming.notes)
    )
    rows = tuple(
        PageRow(f"t{n}", control_cells(each, w, currency), each.theirs is None) for n, each in enumerate(ordered(wide))
    )
    commands = (PageCommand("F9", w("Import"), True), *_wide_commands(incoming, w), _other(w))
    text = w("Control totals by building and column, beside those of the sheet.")
    empty = (w("No sums"), w("The sheet has no sums to add up."))
    return Page(incoming.path.name, text, columns, notes + rows, commands, empty, outcome(wide, w, currency))


def differences_page(found: Iterable[Difference], w: Words, currency: Currency) -> Page:
    """Return the units on which a wide sheet and the books differ."""
    columns = (
        PageColumn("unit", w("Unit"), 110, 2), PageColumn("row", w("Row"), 56, 0, "right"),
        PageColumn("sheet", w("Owed by the sheet"), 120, 1, "right"),
        PageColumn("books", w("Owed by the books"), 120, 1, "right"),
        PageColumn("sheet_to", w("Paid to, sheet"), 104, 1), PageColumn("books_to", w("Paid to, books"), 104, 1),
    )  # fmt: skip
    rows = tuple(
        PageRow(
            str(n),
            (
                each.code, str(each.row), formats.money(each.sheet_debt, currency),
                formats.money(each.books_debt, currency) if each.in_books else w("not in the books"),
                each.sheet_paid_to or w("–"), each.books_paid_to or w("–"),
            ),
        )
        for n, each in enumerate(found)
    )  # fmt: skip
    text = w("Units whose debt, or the month they have paid to, is not the same in sheet and books.")
    empty = (w("No differences"), w("Sheet and books agree on every unit."))
    return Page(w("Sheet and books"), text, columns, rows, (_other(w),), empty)


def imported_page(lines: tuple[str, ...], w: Words) -> Page:
    """Return the page after an import."""
    columns = (PageColumn("what", w("What was done"), 260, 1),)
    rows = tuple(PageRow(str(n), (line,)) for n, line in enumerate(lines))
    return Page(w("Import"), w("Another file can follow."), columns, rows, (_other(w),))


def _other(w: Words) -> PageCommand:
    return PageCommand("F", w("Another file"))


def _wide_commands(incoming: Incoming, w: Words) -> tuple[PageCommand, ...]:
    if incoming.wide is None:
        return ()
    word = other_reading(incoming.wide.wish.owed, w)
    return (
        PageCommand("M", w("Month, item, year")), PageCommand("O", word),
        PageCommand("V", w("Compare with the books")),
    )  # fmt: skip
