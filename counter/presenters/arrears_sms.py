"""The file for a bulk sender of SMS (number, text and parts for each unit that may be written to), and its results."""

from collections.abc import Collection
from pathlib import Path

from counter.desk.export_trail import export_trail
from counter.desk.letter_settings import load_letter_settings
from counter.desk.message_settings import load_message_settings
from counter.desk.owing import Owing
from counter.desk.queue_sms import preview_sms, queue_for_file, written_lately
from counter.desk.sms_results import note_sms_results
from counter.devices.sms import NumberUnusable, count_parts, submit_pdus
from counter.files.lists import write_list
from counter.files.sms_results import read_sms_results
from counter.presenters.arrears_page import ArrearsPage, first_few
from counter.presenters.pay_view import Asked
from counter.presenters.session import Session
from counter.words import formats
from counter.words.errors import together

WHAT = "sms_list"


def write_sms_list(session: Session, units: Collection[Owing], path: Path) -> int:
    """Write the file and record what is in it; returns how many messages. Raises NotAllowed, OSError."""
    w = session.words
    phones = {each.unit.id: each.owner.phone for each in units if each.owner is not None and each.owner.phone}
    found = [each for each in units if _can_be_sent_to(phones.get(each.unit.id))]
    gap = load_letter_settings(session.connection, session.today().isoformat()).terms.gap_days
    lately = written_lately(session.connection, session.today(), gap, again=True)
    several = preview_sms(found, session.office, session.paper_words, count_parts, lately).messages
    numbers = queue_for_file(session.books, several, request_id=session.new_request(), staff=session.person)
    rows = [
        (phones[each.unit_id], each.text, str(each.parts), each.unit_code, str(number))
        for each, number in zip(several, numbers, strict=True)
    ]
    header = (w("Telephone"), w("Message text"), w("Parts"), w("Unit"), w("Message no."))
    path.parent.mkdir(parents=True, exist_ok=True)
    return export_trail(
        session.books, path, header, rows, {}, request_id=session.new_request(), person=session.person,
        till=session.till, write=write_list, what=WHAT,
    )  # fmt: skip


def quiet_note(session: Session) -> str:
    """Return when the sender may send the file."""
    settings = load_message_settings(session.connection, session.today().isoformat())
    return session.words(
        "Let it be sent between {ends} and {begins} only.", ends=f"{settings.quiet_to:%H:%M}",
        begins=f"{settings.quiet_from:%H:%M}",
    )  # fmt: skip


def _can_be_sent_to(phone: str | None) -> bool:
    try:
        return bool(phone and submit_pdus(phone, ""))
    except NumberUnusable:
        return False


def ask_sms_results(page: ArrearsPage) -> None:
    """Ask for the table of results that the bulk sender made."""
    text = page.w("A table with the columns result and message number, or telephone.")
    field = Asked("path", page.w("File"), file=True)
    page.ask(page.w("What came of the file for SMS?"), text, page.w("Read it in"), (field,),
             lambda values: _read(page, Path(values["path"].strip().strip('"')).expanduser()))  # fmt: skip


def _read(page: ArrearsPage, path: Path) -> str:
    session = page.session
    try:
        found = read_sms_results(path)
        noted = note_sms_results(session.books, found.found, request_id=session.new_request(), staff=session.person)
    except Exception as error:
        return session.sentence(error)
    known = page.w("{n} were noted before.", n=formats.count(noted.known)) if noted.known else ""
    rest = (
        page.w("{n} lines say nothing about a message of ours.", n=formats.count(noted.strange))
        if noted.strange else ""
    )  # fmt: skip
    rows = page.w("Not understood, by row: {rows}.", rows=first_few(found.unclear, page.w)) if found.unclear else ""
    page.saved(session.words.n("{n} result noted.", "{n} results noted.", noted.noted), together(known, rest, rows))
    return ""
