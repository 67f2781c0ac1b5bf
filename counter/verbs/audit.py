"""`audit`: list what happened, the newest first, by person, kind, day, receipt, unit or text."""

import argparse
import json

from counter.platform.folders import Home
from counter.verbs.answer import Answer, Said, Verb
from counter.words import Words


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--text", default="", help="any part of what was written")
    parser.add_argument("--who", default="", help="name or number of a member of staff")
    parser.add_argument("--kind", default="", help="kind of event, its code or its words")
    parser.add_argument("--first", default="", help="from this business day on, for example 2026-11-23")
    parser.add_argument("--last", default="", help="up to this business day")
    parser.add_argument("--receipt", default="", help="the number on a receipt, for example 2026-000123")
    parser.add_argument("--unit", default="", help="the number of a unit, for example 3-2-1201")
    parser.add_argument("--before", type=int, default=0, help="only events below this number: the next page")
    parser.add_argument("--limit", type=int, default=100, help="how many at most (100)")


def run(home: Home, arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    """List events without changing anything. Raises FilterWrong, BooksMissing."""
    from counter.desk.office import load_office
    from counter.presenters.audit_find import read_filter
    from counter.presenters.audit_words import AuditWords
    from counter.words.formats import Currency
    from db.queries import audit
    from db.store import open_reader

    names = ("text", "who", "kind", "first", "last", "receipt", "unit")
    reader = open_reader(home.books)
    try:
        connection = reader.connection()
        office = load_office(connection, "9999-12-31")
        wanted = read_filter(connection, {name: getattr(arguments, name) for name in names}, w)
        before, limit = arguments.before or audit.FIRST, max(1, arguments.limit)
        rows = audit.page(connection, wanted, before, limit, progress=said.progress)
        words = AuditWords(connection, w, Currency(office.currency_symbol, office.currency, office.currency_digits))
        lines = tuple("  ".join(words.cells(row)) for row in rows)
    finally:
        reader.close()
    facts = [
        {"id": row.id, "kind": row.kind, "at": row.at, "day": row.day, "staff": row.staff_id, "till": row.till,
         "hash": row.hash, "body": json.loads(row.body)}
        for row in rows
    ]  # fmt: skip
    return Answer(lines or (w("Nothing was found"),), {"events": facts})


VERB = Verb("list what happened: the audit trail", _arguments, run)
