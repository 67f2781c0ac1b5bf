"""Compiling the case file of one unit: what is open and since when, on what it rests, each demand with its proof."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from counter.desk.deliver_letter import standing_deliveries
from counter.desk.late_fees import fees_on
from counter.desk.letter_draft import bases_of
from counter.desk.letter_settings import LetterSettings
from counter.desk.letters_file import sent_papers
from counter.desk.limitations import ChargeExpiry, expiries
from counter.desk.not_paid import asked_for
from counter.desk.note_contact import MISTAKE
from counter.desk.office import Office
from counter.desk.owing import Owing
from counter.desk.payment_receipt import item_name
from counter.papers.case_file import CaseFacts, CaseLine, DemandLine, case_paper
from counter.rules.limitation import Restart
from counter.words import Words, arrears_contacts
from counter.words.arrears_terms import RESTARTS, STEPS
from counter.words.formats import Currency
from counter.words.terms import term
from db.queries import people, write_offs
from db.queries.scans import scans_of
from printing.blocks import Paper


class CaseFile(NamedTuple):
    """The sheet of a unit's case as facts, and the letters about what is open as they were sent."""

    facts: CaseFacts
    letters: tuple[Paper, ...]
    words: Words

    def papers(self, pages: Sequence[int] = ()) -> list[Paper]:
        """Return the sheet and the letters; pages: how many each of them takes, for the index."""
        return [case_paper(replace(self.facts, pages=tuple(pages)), self.words), *self.letters]

    def label(self, page: int, pages: int) -> str:
        """Return what stands at the foot of each page of the file."""
        return self.words("Case file {unit}, page {page} of {pages}", unit=self.facts.unit_code, page=page, pages=pages)


def case_file(
    connection: Any, found: Owing, day: date, office: Office, settings: LetterSettings, words: Words, clerk: str
) -> CaseFile:
    """Return the sheet of a unit's case and the letters about what is open, as they were sent."""
    facts = case_facts(connection, found, day, office, settings, words, clerk)
    # The first paper of a letter is the letter; what follows are copies for whoever lives there.
    letters = [sent_papers(connection, [each.event_id])[0] for each in found.letters]
    return CaseFile(facts, tuple(letters), words)


def case_facts(
    connection: Any, found: Owing, day: date, office: Office, settings: LetterSettings, words: Words, clerk: str
) -> CaseFacts:
    """Return what the sheet of a case says as of a day."""
    ends = {each.charge.charge_id: each for each in expiries(connection, found, settings.calendar)}
    fees = fees_on(connection, found.demanded, day.isoformat()) if office.late_fee_mode != "off" else ()
    scans = scans_of(connection, f"unit:{found.unit.id}")
    return CaseFacts(
        unit_code=found.unit.code, owner=found.owner.name or "" if found.owner else "", area=found.unit.area,
        day=day.isoformat(), estate=office.estate(words.language), collector=office.collected_by(words.language),
        lines=tuple(
            _line(connection, ends[each.charge_id]._replace(charge=each), found, words)
            for each in found.demanded
        ),
        disputed=found.debtor.frozen,
        late_fee=sum(fee.amount for fee in fees), bases=bases_of(connection, found.demanded, words),
        demands=_demands(connection, found, words), others=_others(found, office, words),
        scans=tuple(f"{each.name} {each.day} {each.sha256[:16]}" for each in scans),
        clerk=clerk, seal_line=office.seal(words.language), books_kind=office.books_kind,
        renminbi=office.currency == "CNY", symbol=office.currency_symbol,
        written_off=sum(
            each.open for each in write_offs.written_off(connection, (found.unit.id,))
            if found.left is None or each.payer_id == found.left.person_id
        ),
        place=found.place,
    )  # fmt: skip


def _line(connection: Any, each: ChargeExpiry, found: Owing, words: Words) -> CaseLine:
    charge, by = each.charge, each.expiry.by
    why = _restarted(by, words) if by else ""
    made_of, whole = asked_for(connection, charge, found.withheld.get(charge.charge_id, 0), words)
    seller = next((h.name for h in found.holders if h.person_id == charge.payer_id), None)
    if charge.charge_id in found.former and seller:
        made_of = words("{name}: {composition}", name=seller, composition=made_of)
    return CaseLine(item_name(charge, words), charge.period, charge.due, made_of, whole, charge.open,
                    each.expiry.day.isoformat(), why)  # fmt: skip


def _restarted(by: Restart, words: Words) -> str:
    day, what = by.day.isoformat(), term(by.kind, RESTARTS, words)
    if not by.evidence:
        return words("limitation restarted on {day} by {what}", day=day, what=what)
    return words("limitation restarted on {day} by {what}, proof {evidence}", day=day, what=what, evidence=by.evidence)


def _demands(connection: Any, found: Owing, words: Words) -> tuple[DemandLine, ...]:
    names = {each.id: each.name for each in people.all_staff(connection)}
    noted: dict[int, list[str]] = {}
    for each in standing_deliveries(found.contacts):
        told = arrears_contacts.delivery(each.facts, names, words)
        noted.setdefault(int(each.facts["letter"]), []).append(told)
    return tuple(
        DemandLine(
            str(each.facts["number"]), each.day, term(each.facts["step"], STEPS, words), int(each.facts["total"]),
            tuple(noted.get(each.event_id, ())),
        )
        for each in found.letters
    )  # fmt: skip


def _others(found: Owing, office: Office, words: Words) -> tuple[tuple[str, str], ...]:
    """Calls and promises in their order."""
    currency = Currency(office.currency_symbol, office.currency, office.currency_digits)
    calls = [(each.day, arrears_contacts.call(each.facts, words)) for each in found.own_contacts
             if each.kind == "contact_noted" and each.facts["outcome"] != MISTAKE]  # fmt: skip
    made = [
        (
            each.day,
            arrears_contacts.promise(
                each.amount, each.until, each.state, each.received, words, currency, signed=each.signed
            ),
        )
        for each in found.promises
    ]
    return tuple(sorted([*calls, *made]))
