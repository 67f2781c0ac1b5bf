"""The file for a bulk sender of SMS: number, text and parts for each unit that owes and has not said no."""

from collections.abc import Iterable
from pathlib import Path

from counter.desk.export_trail import export_trail
from counter.desk.owing import Owing
from counter.devices.sms import NumberUnusable, submit_pdus
from counter.files.lists import write_list
from counter.presenters.session import Session
from counter.rules.codes import payment_reference
from counter.words import formats

WHAT = "sms_list"


def sms_rows(session: Session, units: Iterable[Owing]) -> list[tuple[str, str, str, str]]:
    """Return (number, text, parts, unit) of those who can be written to; one message for each unit."""
    words = session.paper_words
    rows = []
    for each in units:
        phone = each.owner.phone if each.owner else None
        if not phone or (each.marks is not None and each.marks.no_sms):
            continue
        text = words(
            "{estate}: {amount} is open for {unit}, the oldest due {day}. Pay at the service centre, reference "
            "{reference}.",
            estate=session.office.estate(words.language), amount=formats.money_with_symbol(each.debtor.overdue),
            unit=each.unit.code, day=each.lines[0].due, reference=payment_reference(each.unit.id),
        )  # fmt: skip
        try:
            parts = len(submit_pdus(phone, text))
        except NumberUnusable:
            continue
        rows.append((phone, text, str(parts), each.unit.code))
    return rows


def write_sms_list(session: Session, units: Iterable[Owing], path: Path) -> int:
    """Write the file and record that it was taken out; returns how many messages. Raises NotAllowed, OSError."""
    w = session.words
    header = (w("Telephone"), w("Message text"), w("Parts"), w("Unit"))
    path.parent.mkdir(parents=True, exist_ok=True)
    return export_trail(
        session.books, path, header, sms_rows(session, units), {}, request_id=session.new_request(),
        person=session.person, till=session.till, write=write_list, what=WHAT,
    )  # fmt: skip
