"""`import`: bring units, owners, prices, meters, readings and opening balances in from one workbook."""

import argparse
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from counter.desk.estate_rows import RowError
from counter.desk.import_estate import Imported, ImportRefused, contradictions, import_estate, known
from counter.files.workbook import Reading, read_estate
from counter.platform.folders import Home
from counter.presenters.import_words import brought, facts_of, imported, told
from counter.verbs.answer import Answer, Said, Verb
from counter.words import Words
from db.books import Books

REFUSED = 3


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the workbook (.xlsx) or one sheet (.csv)")
    parser.add_argument("--template", action="store_true", help="write the empty template to FILE instead")
    parser.add_argument("--staff", type=int, default=1, help="number of the member of staff who imports (1)")
    parser.add_argument("--check", action="store_true", help="only check the file, change nothing")
    parser.add_argument("--ignore-columns", nargs="*", default=[], metavar="HEADER",
                        help="columns that are not understood and may be left out")  # fmt: skip
    parser.add_argument("--corrected", type=Path, metavar="FILE", help="where wrong cells are marked in a copy")


def run(home: Home, arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    """Check the file whole and import it; every error is told and nothing is written where there is one."""
    from counter.files.template import write_template
    from counter.verbs.office import who, writing

    if arguments.template:
        write_template(arguments.file, w)
        return Answer((w("The template is in {file}.", file=arguments.file),), {"template": str(arguments.file)})
    with writing(home) as books:
        reading, errors = _checked(books, arguments.file)
        facts: dict[str, Any] = {
            "imported": False, "errors": facts_of(errors, w), "notes": facts_of(reading.notes, w),
            "unread": facts_of(reading.unread, w), "brings": _counts(reading),
        }  # fmt: skip
        notes = told(reading.notes, w)
        if errors:
            return _refused(arguments, w, errors, facts, notes)
        left = {each.casefold() for each in arguments.ignore_columns}
        unread = [each for each in reading.unread if each.column.casefold() not in left]
        if unread:
            return Answer((*notes, *told(unread, w), _unread(w)), facts, REFUSED)
        if arguments.check:
            what = w(", ").join(brought(reading.estate, w)) or w("nothing")
            return Answer((*notes, w("The file is right: {what}.", what=what)), facts)
        staff = who(books, arguments.staff, w)
        try:
            done = import_estate(books, reading.estate, request_id=uuid.uuid4().hex, staff=staff)
        except ImportRefused as refused:
            facts["errors"] = facts_of(refused.errors, w)
            return _refused(arguments, w, refused.errors, facts, notes)
    return Answer((*notes, *imported(done, w)), {**facts, **_written(done)})


def _checked(books: Books, file: Path) -> tuple[Reading, tuple[RowError, ...]]:
    """What a file brings, and everything that is wrong in it or contradicts the books."""
    reader = books.reader()
    try:
        connection = reader.connection()
        reading = read_estate(file, known(connection))
        if reading.errors:
            return reading, reading.errors
        return reading, contradictions(connection, reading.estate, books.clock.today().isoformat())
    finally:
        reader.close()


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


def _unread(w: Words) -> str:
    return w("Nothing was imported. Name the columns that may be left out after {option}.", option="--ignore-columns")


def _counts(reading: Reading) -> dict[str, int]:
    return {name: len(rows) for name, rows in zip(reading.estate._fields, reading.estate, strict=True)}


def _written(done: Imported) -> dict[str, Any]:
    return {
        "imported": True, "written": done.written, "opening_charges": done.opening_charges,
        "opening_total": done.opening_total, "event": done.event_id,
    }  # fmt: skip


VERB = Verb("import units, owners, prices, meters, readings and opening balances", _arguments, run)
