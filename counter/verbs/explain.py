"""`explain`: why a charge is what it is, in both languages, with its ingredients, basis and readings."""

import argparse
from typing import TYPE_CHECKING, Any

from counter.platform.folders import Home
from counter.verbs.answer import Answer, Said, Verb
from counter.words import LANGUAGES, Words

if TYPE_CHECKING:
    from counter.desk.explain_charges import ChargeFacts
    from counter.words.explain_facts import Facts, Told
    from counter.words.formats import Currency


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("charge", help="number of a charge, number of a receipt, or number of a unit")
    parser.add_argument(
        "--period", default=None, help="of a unit's charges only those of a period, for example 2026-09"
    )


def run(home: Home, arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    """Explain charges without changing anything. Raises BooksMissing, UnknownCharge."""
    from counter.desk.explain_charges import charge_facts, charges_named
    from counter.desk.office import load_office
    from counter.words.formats import Currency
    from db.store import open_reader

    reader = open_reader(home.books)
    try:
        connection = reader.connection()
        office = load_office(connection, "9999-12-31")
        currency = Currency(
            office.currency_symbol, "元" if office.currency == "CNY" else office.currency, office.currency_digits
        )
        unit_id, receipt = _named(reader, arguments.charge)
        found = charges_named(connection, arguments.charge, receipt, unit_id, arguments.period)
        facts = [charge_facts(connection, each) for each in found]
    finally:
        reader.close()
    languages = {name: Words.load(name) for name in LANGUAGES}
    answers = [{**_facts(each), "words": _both(each, languages, currency)} for each in facts]
    return Answer(tuple(_lines(facts, w, currency)), {"charges": answers})


def _named(reader: Any, text: str) -> tuple[int | None, tuple[str, int] | None]:
    """The unit or the receipt a text stands for, where it is one."""
    from counter.rules.codes import NotOurCode, parse_paper_number
    from db.queries.accounts import unit_by_code

    try:
        series, number = parse_paper_number(text)
        return None, (f"R{series}" if series.isdigit() else series, number)
    except NotOurCode:
        unit = unit_by_code(reader.connection(), text.strip())
        return (unit.id if unit else None), None


def _worded(facts: "ChargeFacts", w: Words) -> "Facts":
    from counter.words.explain_facts import Facts

    found, charge, basis = facts.charge, facts.charge.charge, facts.basis
    return Facts(
        found.item_zh if w.language == "zh_CN" else found.item_en, found.unit_code, charge.period, charge.first,
        charge.last, charge.due, charge.amount, found.settled, facts.ingredients,
        (basis.kind, basis.number or "", basis.since) if basis and basis.kind and basis.since else None,
        tuple((e.meter.serial or str(e.meter.id), e.reading.kind, e.reading.read_on or "", e.reading.value)
              for e in facts.readings),
        facts.agrees, facts.earmarked,
    )  # fmt: skip


def _told(facts: "ChargeFacts", w: Words, currency: "Currency") -> "Told":
    from counter.words.explain_facts import told

    return told(_worded(facts, w), w, currency)


def _lines(facts: "list[ChargeFacts]", w: Words, currency: "Currency") -> list[str]:
    lines: list[str] = []
    for each in facts:
        said = _told(each, w, currency)
        lines += [f"#{each.charge.charge.id}  {said.title}", f"    {said.calculation}"]
        lines += [f"    {remark}" for remark in said.remarks]
    return lines


def _both(facts: "ChargeFacts", languages: dict[Any, Words], currency: "Currency") -> dict[str, Any]:
    told = {name: _told(facts, words, currency) for name, words in languages.items()}
    return {
        name: {"title": each.title, "calculation": each.calculation, "remarks": list(each.remarks)}
        for name, each in told.items()
    }


def _facts(facts: "ChargeFacts") -> dict[str, Any]:
    found, charge = facts.charge, facts.charge.charge
    return {
        "id": charge.id, "unit": found.unit_code, "item": {"zh_CN": found.item_zh, "en": found.item_en},
        "fund": charge.fund, "period": charge.period, "first": charge.first, "last": charge.last, "due": charge.due,
        "amount": charge.amount, "settled": found.settled,
        "from_earmarked_balance": facts.earmarked, "revision": charge.revision, "event": found.event_id,
        "billed_on": found.day, "tariff": charge.tariff_id, "ingredients": facts.ingredients, "agrees": facts.agrees,
        "basis": facts.basis._asdict() if facts.basis else None,
        "readings": [
            {"meter": e.meter.serial or e.meter.id, "period": e.reading.period, "kind": e.reading.kind,
             "read_on": e.reading.read_on, "value": e.reading.value}
            for e in facts.readings
        ],
    }  # fmt: skip


VERB = Verb("explain charges: the working, what it rests on, the readings", _arguments, run)
