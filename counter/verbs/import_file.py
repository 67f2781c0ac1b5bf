"""`import`: bring units, owners, prices, meters, readings and opening balances in from one workbook."""

import argparse
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from counter.desk.estate_rows import RowError
from counter.desk.import_estate import Imported, ImportRefused, import_estate
from counter.platform.folders import Home
from counter.presenters.import_file import Incoming, compared, read_incoming, reread, without_columns
from counter.presenters.import_wide_words import difference_lines, layout_lines, outcome, totals_lines
from counter.presenters.import_words import brought, facts_of, followed, imported, told
from counter.rules.periods import month, parse_month
from counter.verbs.answer import Answer, Said, Verb
from counter.words import Words
from db.books import Books

REFUSED = 3


def _arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("file", type=Path, help="the workbook (.xlsx) or one sheet (.csv)")
    add("--template", action="store_true", help="write the empty template to FILE instead")
    add("--staff", type=int, default=1, help="number of the member of staff who imports (1)")
    add("--check", action="store_true", help="only check the file, change nothing")
    add("--ignore-columns", nargs="*", default=[], metavar="HEADER", help="columns that may be left out")
    add("--corrected", type=Path, metavar="FILE", help="where wrong cells are marked in a copy")
    add("--wide", action="store_true", help="the sheet has rooms by months, and its layout as told is right")
    add("--item", help="wide sheet: the fee item its sums are for")
    add("--as-of", metavar="MONTH", help="wide sheet: up to which month empty cells are owed")
    add("--year", type=int, help="wide sheet: the year of its months, where nothing says it")
    add("--owed", action=argparse.BooleanOptionalAction, help="wide sheet: its sums say what is owed")
    add("--accept-totals", action="store_true", help="wide sheet: import although its own totals differ")
    add("--compare", action="store_true", help="wide sheet: list the units on which it and the books differ")


def run(home: Home, arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    """Check the file whole and import it; every error is told and nothing is written where there is one."""
    from counter.files.template import write_template
    from counter.verbs.office import writing

    if arguments.template:
        write_template(arguments.file, w)
        return Answer((w("The template is in {file}.", file=arguments.file),), {"template": str(arguments.file)})
    with writing(home) as books:
        reader = books.reader()
        try:
            incoming = _read(reader.connection(), books, arguments)
            if arguments.compare:
                return _compared(incoming, reader.connection(), w)
        finally:
            reader.close()
        facts = _facts(incoming, w)
        lines = (*_told_layout(incoming, w), *told(incoming.notes, w))
        if incoming.errors:
            return _refused(arguments, w, incoming.errors, facts, lines)
        asked = _asked(incoming, arguments, w)
        if asked:
            return Answer((*lines, *asked), facts, REFUSED)
        if arguments.check:
            what = w(", ").join(brought(incoming.estate, w)) or w("nothing")
            return Answer((*lines, w("The file is right: {what}.", what=what)), facts)
        return _import(books, incoming, arguments, w, facts, lines)


def _read(connection: Any, books: Books, arguments: argparse.Namespace) -> Incoming:
    incoming = read_incoming(arguments.file, connection, books.clock.today(), wide=arguments.wide)
    wished: dict[str, Any] = {}
    if arguments.item:
        wished["item"] = arguments.item
    if arguments.as_of:
        wished["as_of"] = month(parse_month(arguments.as_of).label).label
    if arguments.owed is not None:
        wished["owed"] = arguments.owed
    if incoming.wide is not None and (wished or arguments.year):
        incoming = reread(incoming, connection, year=arguments.year, **wished)
    return without_columns(incoming, frozenset(each.casefold() for each in arguments.ignore_columns))


def _asked(incoming: Incoming, arguments: argparse.Namespace, w: Words) -> tuple[str, ...]:
    """What a person must say before this file is imported."""
    lines = list(told(incoming.unread, w))
    if incoming.unread:
        lines.append(
            w("Nothing was imported. Name the columns that may be left out after {option}.", option="--ignore-columns")
        )
    if incoming.wide is not None and not arguments.wide:
        lines.append(w("Nothing was imported. If the sheet is understood rightly, say {option}.", option="--wide"))
    if incoming.wide is not None and incoming.wide.controls.differences and not arguments.accept_totals:
        lines.append(
            w("Nothing was imported. Correct the totals that differ, or say {option}.", option="--accept-totals")
        )
    return tuple(lines)


def _import(
    books: Books, incoming: Incoming, arguments: argparse.Namespace, w: Words, facts: dict[str, Any],
    lines: tuple[str, ...],
) -> Answer:  # fmt: skip
    from counter.verbs.office import who

    staff = who(books, arguments.staff, w)
    try:
        done = import_estate(books, incoming.estate, request_id=uuid.uuid4().hex, staff=staff)
    except ImportRefused as refused:
        facts["errors"] = facts_of(refused.errors, w)
        return _refused(arguments, w, refused.errors, facts, lines)
    follows = followed(done, books.database.connection(), books.clock.today(), w)
    return Answer((*lines, *imported(done, w), *follows), {**facts, **_written(done)})


def _refused(
    arguments: argparse.Namespace, w: Words, errors: Iterable[RowError], facts: dict[str, Any], notes: tuple[str, ...]
) -> Answer:
    from counter.files.marked_copy import write_marked

    errors = tuple(errors)
    lines = (*notes, *told(errors, w))
    if arguments.corrected is not None:
        write_marked(arguments.file, arguments.corrected, errors, lambda error: told([error], w)[0])
        lines += (w("A copy with the wrong cells marked is in {file}.", file=arguments.corrected),)
        facts["corrected"] = str(arguments.corrected)
    count = w.n("{n} place in the file has to be corrected", "{n} places in the file have to be corrected", len(errors))
    return Answer((*lines, count), facts, REFUSED)


def _compared(incoming: Incoming, connection: Any, w: Words) -> Answer:
    if incoming.wide is None:
        return Answer((w("This is no sheet of rooms by months."),), {"differences": []}, REFUSED)
    if incoming.errors:
        return Answer(told(incoming.errors, w), {"errors": facts_of(incoming.errors, w)}, REFUSED)
    found = compared(incoming, connection)
    lines = difference_lines(found, w) or (w("Sheet and books agree on every unit."),)
    return Answer(lines, {"differences": [each._asdict() for each in found]}, 1 if found else 0)


def _told_layout(incoming: Incoming, w: Words) -> tuple[str, ...]:
    wide = incoming.wide
    if wide is None:
        return ()
    shown = (*layout_lines(wide, w), *outcome(wide, w))
    return (*(w("{name}: {value}", name=name, value=value) for name, value in shown), *totals_lines(wide, w))


def _facts(incoming: Incoming, w: Words) -> dict[str, Any]:
    wide = incoming.wide
    told_of = {
        "imported": False, "errors": facts_of(incoming.errors, w), "notes": facts_of(incoming.notes, w),
        "unread": facts_of(incoming.unread, w),
        "brings": {
            name: len(rows) for name, rows in zip(incoming.estate._fields, incoming.estate, strict=True)
        },
    }  # fmt: skip
    if wide is None:
        return told_of
    return told_of | {
        "wish": wide.wish._asdict(),
        "layouts": [
            {
                "sheet": layout.sheet, "header_row": layout.header_row + 1, "columns": dict(layout.columns),
                "months": [each._asdict() for each in layout.months],
            }
            for layout in wide.layouts
        ],
        "totals": [each._asdict() for each in (*wide.controls.sheet, *wide.controls.buildings)],
        "differing_totals": [each._asdict() for each in wide.controls.differences],
        "units": [each._asdict() for each in wide.turned.standings],
    }  # fmt: skip


def _written(done: Imported) -> dict[str, Any]:
    return {
        "imported": True, "written": done.written, "opening_charges": done.opening_charges,
        "opening_total": done.opening_total, "event": done.event_id,
    }  # fmt: skip


VERB = Verb("import units, owners, prices, meters, readings and opening balances", _arguments, run)
