"""The first start's page of a file that was read: what is wrong, what is not understood, a sheet of months."""

from counter.files.marked_copy import marked_name, write_marked
from counter.presenters.first_start_pages import FirstField, FirstPage
from counter.presenters.import_file import Incoming, lay_out, without_columns
from counter.presenters.import_wide_words import layout_lines, other_reading, outcome, totals_lines
from counter.presenters.import_words import told
from counter.rules.periods import month, parse_month
from counter.words import Words


def waits(incoming: Incoming | None) -> bool:
    """Return whether a file that was read waits for somebody to look at it before it is taken."""
    return incoming is not None and bool(incoming.errors or incoming.unread or incoming.wide)


def judged(page: FirstPage, incoming: Incoming, w: Words) -> FirstPage:
    """Return the page of the file with what there is to say of it."""
    also = page.also
    if incoming.wide is not None:
        also = (*also, ("F5", other_reading(incoming.wide.wish.owed, w)))
    if incoming.errors:
        title = w.n(
            "{n} place in the file has to be corrected", "{n} places in the file have to be corrected",
            len(incoming.errors),
        )  # fmt: skip
        text = w("Nothing was saved. Correct the file, then read it in again.")
        lines, fields = told(incoming.errors, w), (*page.fields, *_wide_fields(incoming, w))
        return page._replace(title=title, text=text, lines=lines, fields=fields,
                             also=(*also, ("F6", w("Write a marked copy"))))  # fmt: skip
    if incoming.unread:
        title = w.n("{n} column is not understood", "{n} columns are not understood", len(incoming.unread))
        text = w("Give them headers of the template and read the file in again, or leave them out.")
        return page._replace(title=title, text=text, lines=told(incoming.unread, w), fields=(),
                             confirm=w("Leave these columns out"))  # fmt: skip
    if incoming.wide is None:
        return page
    wide = incoming.wide
    shown = (*layout_lines(wide, w), *outcome(wide, w))
    lines = (*totals_lines(wide, w), *told(incoming.notes, w),
             *(w("{name}: {value}", name=name, value=value) for name, value in shown))  # fmt: skip
    return page._replace(title=w("How the sheet is understood"), lines=lines, fields=_wide_fields(incoming, w),
                         text=w("Empty months up to and including this one are owed; later ones are not due yet."),
                         confirm=w("This is right"), also=also)  # fmt: skip


def answered(incoming: Incoming, values: dict[str, str]) -> Incoming | None:
    """Return the file as the answers on its page change it, None where they take it as it is. Raises NotAMonth."""
    if incoming.errors and incoming.wide is None:
        return incoming
    if incoming.unread and not incoming.errors:
        return without_columns(incoming, frozenset(each.column.casefold() for each in incoming.unread))
    wide = incoming.wide
    if wide is None:
        return None
    wish = wide.wish._replace(
        as_of=month(parse_month(values["as_of"]).label).label, item=values["item"].strip() or wide.wish.item
    )
    year = int(values["year"]) if values["year"].strip().isdecimal() else wide.year
    if (wish, year) == (wide.wish, wide.year):
        return incoming if incoming.errors else None
    return _kept(incoming, lay_out(incoming.path, wide.grids, wish, year, None))


def other_meaning(incoming: Incoming) -> Incoming:
    """Return a wide sheet read the other way: its sums as what is owed, or as what was paid."""
    wide = incoming.wide
    if wide is None:
        return incoming
    return _kept(
        incoming, lay_out(incoming.path, wide.grids, wide.wish._replace(owed=not wide.wish.owed), wide.year, None)
    )


def write_copy(incoming: Incoming, w: Words) -> tuple[bool, str]:
    """Write a copy of the file with its wrong cells marked; returns whether it was written, and what to say."""
    path = marked_name(incoming.path, w("to correct"))
    try:
        write_marked(incoming.path, path, incoming.errors, lambda error: told([error], w)[0])
    except OSError as error:
        return False, w("{file} cannot be written: {reason}", file=path, reason=error.strerror or str(error))
    return True, w("A copy with the wrong cells marked is in {file}.", file=path)


def _kept(before: Incoming, now: Incoming) -> Incoming:
    """Columns that were left out once stay left out."""
    asked = {each.column.casefold() for each in before.unread}
    return without_columns(now, frozenset(each.column.casefold() for each in now.unread) - asked)


def _wide_fields(incoming: Incoming, w: Words) -> tuple[FirstField, ...]:
    wide = incoming.wide
    if wide is None:
        return ()
    return (
        FirstField("as_of", w("Up to month"), wide.wish.as_of), FirstField("item", w("Fee item"), wide.wish.item),
        FirstField("year", w("Year of the months"), str(wide.year or ""), "number"),
    )  # fmt: skip
