"""Issuing a settlement certificate (结清证明): numbered without a gap, and only where nothing of the unit is open."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from counter.desk.certificate_obstacles import obstacles
from counter.desk.deposit_kinds import told
from counter.desk.office import Office
from counter.desk.payment_receipt import item_name
from counter.desk.people import Person
from counter.desk.purses import kept_for_items
from counter.desk.requests import earlier_facts
from counter.desk.standing import Standing, standing
from counter.papers.certificate import CertificateFacts, SettledItem, certificate_paper
from counter.rules.codes import receipt_code
from counter.rules.permissions import Act
from counter.words import Words, formats
from db import papers
from db.books import Books, Event, Tx
from db.queries import deposits
from printing.blocks import dump

KIND = "certificate_issued"


class Issued(NamedTuple):
    """A certificate that is in the register; the event that issued it."""

    number: str
    event_id: int


def issue_certificate(
    books: Books, unit_id: int, *, request_id: str, staff: Person, till: int | None = None, office: Office,
    words: Words,
) -> Issued:  # fmt: skip
    """Certify that nothing billed of a unit is open, and queue the certificate for the office printer.

    Idempotent by request. Raises NotAllowed, UnknownUnit and the first of counter.desk.certificate_obstacles: UnitOwes,
    DebtWrittenOff, LateFeeStands, UnitDisputes, PaidButNotSeen, DecisionWaits, CardUnsettled.
    """
    staff.require(Act.CERTIFY)
    with books.transaction(request_id, staff_id=staff.staff_id, till=till) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return Issued(done[1]["number"], done[0])
        found = standing(tx.connection, unit_id)
        for obstacle in obstacles(tx.connection, found, office, tx.day):
            raise obstacle
        series = "Q" + tx.day[:4]
        taken = tx.take_number(series)
        number = f"{series}-{taken:06d}"
        facts = {
            "unit": unit_id,
            "number": number,
            "person": found.payer.person_id if found.payer else None,
            "settled_to": [[each.item_id, each.day.isoformat()] for each in found.paid_to if each.day],
        }
        event = tx.post(KIND, facts)
        _queue(tx, found, number, receipt_code(series, taken, event.hash), event, staff.name, office, words)
        return Issued(number, event.id)


def _queue(
    tx: Tx, found: Standing, number: str, code: str, event: Event, clerk: str, office: Office, words: Words
) -> None:
    facts = CertificateFacts(
        number=number,
        at=tx.at,
        day=tx.day,
        estate=office.estate(words.language),
        issuer=office.collector or office.estate(words.language),
        unit_code=found.unit.code,
        owner=(found.payer.name or "") if found.payer else "",
        area=found.unit.area,
        items=tuple(SettledItem(item_name(each, words), each.day.isoformat()) for each in found.paid_to if each.day),
        notes=tuple(_notes(tx.connection, found, words)),
        clerk=clerk,
        code=code,
        seal_line=office.seal_line,
        books_kind=office.books_kind,
    )
    content = dump(certificate_paper(facts, words))
    papers.enqueue(tx, "certificate", content, event_id=event.id, device="office")


def _notes(connection: Any, found: Standing, w: Words) -> Iterator[str]:
    """What does not stand in the way, and the new owner had better know."""
    for each in deposits.held(connection, found.unit.id):
        what = told(each, w)
        yield w("Still held: {what} {amount} of {day}.", what=what, amount=formats.money(each.amount), day=each.day)
    if found.balance:
        yield w("A balance of {amount} is held for the unit.", amount=formats.money(found.balance))
    yield from kept_for_items(connection, found.purses, w)
