"""A day's journal holds its letters, calls, promises, disputes and bad debt, and is whole; it names nobody."""

from datetime import date
from pathlib import Path

from backup.check_journal import check_journals
from backup.journal import write_journal
from backup.journal_master import REGISTERS
from counter.desk.deliver_letter import Delivery, deliver_letter
from counter.desk.letter_settings import LetterSettings
from counter.desk.letters import preview, send_letters
from counter.desk.note_contact import mark_unit, note_call
from counter.desk.open_case import Disputed
from counter.desk.payment_order import Chosen
from counter.desk.promises import promise_to_pay
from counter.desk.use_balance import use_balance
from counter.desk.write_off import write_off
from db import tables
from db.queries.dunning import letters_of_request
from tests.desk.case_office import bring
from tests.desk.office import EVEN, FINANCE, MANAGER, ODD, OWNERS, Desk, HandClock, desk_at, furnish, open_office_books


def dun(desk: Desk) -> None:
    """Everything that can be done about arrears, once."""
    day = desk.clock.today()
    campaign = preview(desk.connection, day, desk.office, LetterSettings(), desk.words)
    send_letters(desk.books, campaign, request_id="l", staff=MANAGER, words=desk.words)
    letter = letters_of_request(desk.connection, "l")[0]
    delivery = Delivery(letter, "by_hand", "signed", day, receiver="owner")
    deliver_letter(desk.books, delivery, request_id="d", staff=MANAGER)
    note_call(desk.books, ODD, "no_answer", request_id="c", staff=MANAGER)
    promise_to_pay(desk.books, ODD, 100, date(2026, 12, 1), request_id="p", staff=MANAGER)
    mark_unit(desk.books, ODD, request_id="m", staff=MANAGER, call_first=True)
    use_balance(desk.books, EVEN, day, used=True, request_id="u", staff=MANAGER)
    lost, disputed = desk.charges(EVEN)[:2]
    bring(desk, Disputed(disputed.charge_id, 100))
    chosen = [Chosen(lost.charge_id, lost.open)]
    write_off(desk.books, EVEN, chosen, "gone", request_id="w", staff=MANAGER, approver=FINANCE)


def test_every_register_of_the_books_has_its_versions_in_the_journals() -> None:
    assert set(REGISTERS) == set(tables.REGISTERS)


def test_a_day_with_letters_leaves_a_journal_that_is_whole_and_names_nobody(tmp_path: Path) -> None:
    books = open_office_books(tmp_path / "books.sqlite", HandClock())
    furnish(books)
    books.close()
    desk = desk_at(tmp_path / "books.sqlite")
    desk.open()
    dun(desk)
    closed = desk.close()
    written = write_journal(Path(desk.books.path), closed.close_event, tmp_path / "journals", program="0.1.0")
    assert check_journals([written.path]) == []
    assert desk.findings() == []
    kept = written.path.read_bytes()
    assert b"L2026-000001" in kept
    assert OWNERS[ODD].encode() not in kept
    desk.books.close()
