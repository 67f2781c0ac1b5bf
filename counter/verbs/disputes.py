"""`disputes`: list the cases of these books, disputes unless another kind is named, with their steps."""

import argparse
from typing import Any

from counter.platform.folders import Home
from counter.verbs.answer import Answer, Said, Verb
from counter.words import Words

EVERY = "all"


def _arguments(parser: argparse.ArgumentParser) -> None:
    from counter.rules.cases import Kind

    kinds = [*(kind.value for kind in Kind), EVERY]
    parser.add_argument("--kind", choices=kinds, default=Kind.DISPUTE.value, help="disputes unless named, or all")
    parser.add_argument("--ended", action="store_true", help="those that have ended too")


def run(home: Home, arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    """List cases without changing anything. Raises BooksMissing."""
    from datetime import date

    from counter.presenters.case_words import list_cells
    from db.queries import cases
    from db.store import open_reader

    reader = open_reader(home.books)
    try:
        connection = reader.connection()
        kind = "" if arguments.kind == EVERY else arguments.kind
        today = date.today()
        ended = None if arguments.ended else False
        found = cases.cases(connection, ended=ended, kind=kind, today=today.isoformat())
        lines = tuple("  ".join(list_cells(each, today, w)) for each in found)
        facts = [_facts(connection, each) for each in found]
    finally:
        reader.close()
    return Answer(lines or (w("No case here"),), {"cases": facts})


def _facts(connection: Any, each: Any) -> dict[str, Any]:
    """Return a case for a program: sums in minor units, days as ISO dates, what people said as they said it."""
    from db.queries import cases

    row = each.case._asdict()
    charges = [
        {"charge": frozen.charge_id, "amount": frozen.amount, "since": frozen.since, "until": frozen.until}
        for frozen in cases.frozen_by(connection, each.case.id)
    ]
    steps = [
        {"step": told.step.step, "day": told.day, "on_day": told.step.on_day, "told": told.step.told,
         "members": told.step.members, "staff": told.staff_id}
        for told in cases.steps(connection, each.case.id)
    ]  # fmt: skip
    return {**row, "unit": each.unit_code, "frozen": each.frozen, "charges": charges, "steps": steps}


VERB = Verb("list disputes and other cases", _arguments, run)
