"""`import`: bring units, owners, prices and opening balances in from one workbook."""

import argparse
import uuid
from pathlib import Path

from counter.platform.folders import Home
from counter.verbs.answer import Answer, Said, Verb
from counter.words import Words

REFUSED = 3


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the workbook (.xlsx) or one sheet (.csv)")
    parser.add_argument("--template", action="store_true", help="write the empty template to FILE instead")
    parser.add_argument("--staff", type=int, default=1, help="number of the member of staff who imports (1)")


def run(home: Home, arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    """Check the file whole and import it; every error is told and nothing is written where there is one."""
    from counter.desk.import_estate import import_estate, known
    from counter.files.template import write_template
    from counter.files.workbook import read_estate
    from counter.verbs.office import who, writing
    from counter.words.errors import explain

    if arguments.template:
        write_template(arguments.file, w)
        return Answer((w("The template is in {file}.", file=arguments.file),), {"template": str(arguments.file)})
    with writing(home) as books:
        reader = books.reader()
        reading = read_estate(arguments.file, known(reader.connection()))
        reader.close()
        if reading.errors:
            told = [explain(error, w) for error in reading.errors]
            lines = tuple(each.whole for each in told if each)
            return Answer(lines, {"imported": False, "errors": lines}, REFUSED)
        staff = who(books, arguments.staff, w)
        done = import_estate(books, reading.estate, request_id=uuid.uuid4().hex, staff=staff)
    return Answer((w("Imported. {facts}", facts=done),), {"imported": True})


VERB = Verb("import units, owners, prices and opening balances", _arguments, run)
