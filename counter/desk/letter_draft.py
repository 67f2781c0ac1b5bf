"""What the letter to one unit says, before it has a number."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from counter.desk.late_fees import fees_on
from counter.desk.letter_settings import PERSONAL_PART, TITLE_PART, LetterSettings
from counter.desk.not_paid import asked_for
from counter.desk.office import Office
from counter.desk.owing import Owing
from counter.desk.payment_receipt import item_name
from counter.papers.letter import BasisLine, LetterFacts, LetterLine
from counter.papers.letter_texts import EVERY
from counter.rules.arrears import Segment, Step
from counter.rules.codes import payment_reference
from counter.rules.placeholders import filled
from counter.words import Words, formats
from db.queries import accounts
from db.queries.accounts import OpenCharge


def draft(
    connection: Any, found: Owing, step: Step, day: date, office: Office, settings: LetterSettings, words: Words
) -> LetterFacts:
    """Return the letter of a step to a unit as of a day."""
    charges = found.asked(coming=step is Step.FRIENDLY)
    fees = fees_on(connection, charges, day.isoformat()) if office.late_fee_mode != "off" else ()
    late_fee = sum(fee.amount for fee in fees)
    charged = office.late_fee_mode == "charged"
    deadline = max(each.due for each in charges) if step is Step.FRIENDLY else _in_days(day, settings.reply_days)
    owner = found.owner.name or "" if found.owner else ""
    facts = LetterFacts(
        step=step.value, number="", code="", reference=payment_reference(found.unit.id), day=day.isoformat(),
        deadline=deadline, times=len(found.letters) + 1, estate=office.estate(words.language),
        collector=office.collected_by(words.language), contact=settings.reached(words.language),
        unit_code=found.unit.code, owner=owner, area=found.unit.area, heirs=found.verdict.segment is Segment.HEIRS,
        lines=tuple(_line(connection, each, found.withheld.get(each.charge_id, 0), words) for each in charges),
        late_fee=late_fee, fee_demanded=charged, opening="", closing="",
        bases=bases_of(connection, charges, words), bank_account=office.bank(words.language),
        seal_line=office.seal(words.language), books_kind=office.books_kind, renminbi=office.currency == "CNY",
        symbol=office.currency_symbol, place=_place(found, office.estate(words.language)),
        held_until=found.left.until or "" if found.left else "",
        lived_there=found.left is not None and found.left.role == "occupier",
    )  # fmt: skip
    values = placeholder_values(facts)

    def said(part: str, of: str) -> str:
        return filled(settings.text(part, of, words), values)

    return replace(
        facts, title=said(TITLE_PART, step), closing=said("closing", step),
        opening=filled(_opening(found, step, settings, words), values),
        personal=filled(_personal(found, step, settings, words), values),
        ways=said("ways", EVERY), rights=said("rights", EVERY),
    )  # fmt: skip


def _place(found: Owing, estate: str) -> str:
    """Where a letter reaches somebody who left: the address that is kept, else their other unit on the estate."""
    kept = found.left is not None and found.left.address
    return found.place if kept or not found.place else f"{estate} {found.place}"


def placeholder_values(facts: LetterFacts) -> dict[str, str]:
    """Return what each placeholder gives in a letter, by its name."""
    return {
        "name": facts.owner, "unit": facts.unit_code, "estate": facts.estate, "day": facts.day,
        "deadline": facts.deadline, "total": facts.symbol + formats.money(facts.total),
        "count": str(len(facts.lines)),
    }  # fmt: skip


def _opening(found: Owing, step: Step, settings: LetterSettings, words: Words) -> str:
    """A family that has lost somebody is spoken to in other words than whoever did not pay."""
    if found.verdict.segment is Segment.HEIRS:
        return settings.text(PERSONAL_PART, Segment.HEIRS, words)
    return settings.text("opening", step, words)


def _personal(found: Owing, step: Step, settings: LetterSettings, words: Words) -> str:
    """What is said to those who pay like this owner, and that what is disputed is left out, a paragraph each.

    Nobody who was reminded before, broke a promise or objects is told that they must have overlooked it.
    """
    segment, told = found.verdict.segment, list[str]()
    if step is Step.FRIENDLY:
        return ""
    if segment is not Segment.HEIRS and (segment is not Segment.SLIPPED or (step is Step.REMINDER and slipped(found))):
        told.append(settings.text(PERSONAL_PART, segment, words))
    if found.debtor.frozen and segment is not Segment.DISPUTING:
        told.append(settings.text(PERSONAL_PART, Segment.DISPUTING, words))
    return "\n".join(told)


def slipped(found: Owing) -> bool:
    """Whether an owner may simply have forgotten: who broke a promise or objects to a charge has not."""
    return not found.debtor.broken and not found.debtor.frozen


def _line(connection: Any, charge: OpenCharge, withheld: int, words: Words) -> LetterLine:
    made_of, whole = asked_for(connection, charge, withheld, words)
    return LetterLine(item_name(charge, words), charge.period, charge.due, made_of, whole, charge.open)


def bases_of(connection: Any, charges: Sequence[OpenCharge], words: Words) -> tuple[BasisLine, ...]:
    """Return what the prices of the charges rest on, each paper once."""
    found: dict[BasisLine, None] = {}
    tariffs = {each.tariff_id: each for each in charges if each.tariff_id is not None}
    for tariff_id, charge in tariffs.items():
        basis = accounts.basis(connection, tariff_id)
        if basis is not None and basis.kind:
            found[BasisLine(item_name(charge, words), basis.kind, basis.number or "", basis.date or "")] = None
    return tuple(found)


def _in_days(day: date, days: int) -> str:
    return (day + timedelta(days=days)).isoformat()
