"""`disputes`: list the cases of these books, disputes unless another kind is named, with their steps."""

import argparse
from typing import TYPE_CHECKING, Any

from counter.platform.folders import Home
from counter.verbs.answer import Answer, Said, Verb
from counter.words import Words

if TYPE_CHECKING:
    from datetime import date

EVERY = "all"


def _arguments(parser: argparse.ArgumentParser) -> None:
    from counter.rules.cases import Kind

    kinds = [*(kind.value for kind in Kind), EVERY]
    parser.add_argument("--kind", choices=kinds, default=Kind.DISPUTE.value, help="disputes unless named, or all")
    parser.add_argument("--ended", action="store_true", help="those that have ended too")
    parser.add_argument("--year", type=int, default=0, metavar="YEAR", help="the figures of the cases raised in a year")


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
        if arguments.year:
            return _figures(connection, arguments.year, kind, w)
        today = date.today()
        ended = None if arguments.ended else False
        found = cases.cases(connection, ended=ended, kind=kind, today=today.isoformat())
        lines = tuple("  ".join(list_cells(each, today, w)) for each in found)
        facts = [_facts(connection, each, today) for each in found]
    finally:
        reader.close()
    return Answer(lines or (w("No case here"),), {"cases": facts})


def _figures(connection: Any, year: int, kind: str, w: Words) -> Answer:
    """Return the figures of a year's cases by everything they are counted by, and the causes that came back."""
    from datetime import date

    from counter.desk.case_year import case_year, cause_name
    from counter.papers.case_year import figure_cells
    from counter.rules.case_figures import By, figure, figures
    from counter.words.case_figures import BY, cause_word, key_words
    from db.queries import accounts

    found = case_year(connection, year, date.today(), kind)
    items, numbers = accounts.item_names(connection), {each.id: each.number for each in found.raised}
    counted = {by: figures(found.counted, by) for by in By}
    lines = [w("Cases of {year}", year=year)]
    for by, rows in counted.items():
        lines.append(w(BY[by]))
        lines += ["  ".join((f"  {key_words(by, each.key, items, w)}", *figure_cells(each, w))) for each in rows]
    causes = [(cause_word(each, w), cause_name(connection, each, w), each) for each in found.causes]
    lines += ["  ".join((what, name, str(len(each.cases)))) for what, name, each in causes]
    facts = {
        "year": year, "households": found.households, "total": figure("", found.counted)._asdict(),
        "figures": {str(by): [each._asdict() for each in rows] for by, rows in counted.items()},
        "causes": [
            {"what": each.what, "which": each.which, "item": each.item_id, "name": name,
             "cases": [numbers[case] for case in each.cases]}
            for _what, name, each in causes
        ],
    }  # fmt: skip
    return Answer(tuple(lines), facts)


def _facts(connection: Any, each: Any, today: "date") -> dict[str, Any]:
    """Return a case for a program: sums in minor units, days as ISO dates, what people said as they said it."""
    from datetime import date

    from counter.rules.cases import days_left
    from db.queries import cases
    from db.queries.scans import scans_of

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
    left = days_left(date.fromisoformat(each.case.due) if each.case.due else None, today)
    scans = [
        {"name": scan.name, "day": scan.day, "sha256": scan.sha256}
        for scan in scans_of(connection, f"case:{each.case.id}")
    ]
    return {
        **row, "unit": each.unit_code, "frozen": each.frozen, "days_left": left, "named": each.named,
        "charges": charges, "steps": steps, "scans": scans,
    }  # fmt: skip


VERB = Verb("list disputes and other cases", _arguments, run)
