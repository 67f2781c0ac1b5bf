"""`reprint`: queue a marked copy of a receipt; it prints when the window is open."""

import argparse
import uuid
from datetime import date

from counter.platform.folders import Home
from counter.verbs.answer import Answer, Said, Verb
from counter.words import Words


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("receipt", help="the number on the receipt, for example 2026-000123")
    parser.add_argument("--staff", type=int, default=1, help="number of the member of staff who asks for it (1)")


def run(home: Home, arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    """Queue a copy of a receipt. Raises UnknownReceipt, TooManyCopies, PaperGone."""
    from counter.desk.copies import reprint
    from counter.desk.office import load_office
    from counter.desk.undo import UnknownReceipt
    from counter.rules.codes import parse_paper_number
    from counter.verbs.computer import settings_of
    from counter.verbs.office import who, writing
    from db.queries.receipts import receipt_by_number

    series, number = parse_paper_number(arguments.receipt)
    with writing(home) as books:
        connection = books.database.connection()
        found = receipt_by_number(connection, f"R{series}" if series.isdigit() else series, number)
        if found is None:
            raise UnknownReceipt(arguments.receipt)
        copy_number = reprint(
            books, found.id, request_id=uuid.uuid4().hex, person=who(books, arguments.staff, w),
            till=settings_of(home, w).till, office=load_office(connection, date.today().isoformat()),
            words=w,
        )  # fmt: skip
    return Answer((w("Copy no. {number} is queued.", number=copy_number),), {"copy": copy_number})


VERB = Verb("queue a marked copy of a receipt", _arguments, run)
