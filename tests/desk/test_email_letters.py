"""Letters by e-mail: who gets one, recorded before a file is there, what came back once however often it is read."""

from datetime import date
from typing import NamedTuple

import pytest

from counter.desk.change_settings import change_settings
from counter.desk.email_letters import (
    EmailWrong,
    NoSenderAddress,
    note_results,
    note_written,
    preview_mails,
    save_email,
)
from counter.desk.letter_settings import LetterSettings
from counter.desk.letters import preview, send_letters
from counter.desk.limitations import expiries
from counter.desk.message_settings import ADDRESS
from counter.desk.message_wishes import wish_messages
from counter.desk.note_contact import mark_unit
from counter.desk.owing import owing_unit
from counter.rules.permissions import NotAllowed
from db.queries import dunning, registers
from db.registers import erase_person
from tests.desk.office import CASHIER, EVEN, MANAGER, ODD, SUPERVISOR, THIRD, Desk

TODAY = "2026-11-23"


class Result(NamedTuple):
    """What came back about a letter."""

    letter: str
    outcome: str
    status: str = ""
    on: date | None = date(2026, 11, 23)


def sent(desk: Desk) -> list[int]:
    """Send a letter to every unit from an office with an address; two owners have one too."""
    address = {ADDRESS: "office@garden.example"}
    change_settings(desk.books, address, desk.clock.today(), request_id=desk.request(), staff=MANAGER)
    for unit in (EVEN, ODD):
        save_email(desk.books, unit, f"owner{unit}@example.net", request_id=desk.request(), staff=SUPERVISOR)
    campaign = preview(desk.connection, desk.clock.today(), desk.office, LetterSettings(), desk.words)
    batch = send_letters(desk.books, campaign, request_id=desk.request(), staff=MANAGER, words=desk.words)
    return dunning.letters_of_request(desk.connection, batch.request_id)


def outcomes(desk: Desk, unit: int = EVEN) -> list[str]:
    return [f"{each.facts['outcome']} {each.facts['slip']}".strip() for each in dunning.contacts(desk.connection, unit)
            if each.kind == "letter_delivered"]  # fmt: skip


def back(desk: Desk, *results: Result) -> tuple[int, int, int]:
    return note_results(desk.books, results, request_id=desk.request(), staff=CASHIER)


def test_owners_with_an_address_get_the_letter_unless_they_want_none(desk: Desk) -> None:
    letters = sent(desk)
    wish_messages(desk.books, ODD, request_id=desk.request(), staff=CASHIER, no_email=True)
    found = preview_mails(desk.connection, letters, TODAY)
    assert [(each.number, each.to) for each in found.mails] == [("L2026-000001", "owner1@example.net")]
    assert dict(found.left_out) == {"opted_out": 1, "no_address": 2}
    number, _at, domain = found.mails[0].message_id.partition("@")
    assert (number.startswith("L2026-000001."), domain) == (True, "garden.example")
    for _ in range(2):
        note_written(desk.books, found.mails, request_id="w", staff=MANAGER)
    assert outcomes(desk) == ["written"]
    with pytest.raises(NotAllowed):
        note_written(desk.books, found.mails, request_id="x", staff=CASHIER)
    assert desk.findings() == []


def test_the_mailbox_of_somebody_who_died_gets_no_letter(desk: Desk) -> None:
    mark_unit(desk.books, EVEN, request_id="h", staff=CASHIER, heirs=True)
    found = preview_mails(desk.connection, sent(desk), TODAY)
    assert [each.to for each in found.mails] == ["owner2@example.net"]
    assert found.left_out["heirs"] == 1


def test_without_an_address_of_the_office_there_are_no_emails(desk: Desk) -> None:
    with pytest.raises(NoSenderAddress):
        preview_mails(desk.connection, [], TODAY)


def test_what_came_back_is_noted_once_by_message_or_number_and_restarts_no_limitation(desk: Desk) -> None:
    letters = sent(desk)
    message_id = preview_mails(desk.connection, letters, TODAY).mails[0].message_id
    first = (Result(message_id, "bounced", "5.1.1"), Result("L2026-000001", "opened", on=None))
    assert back(desk, *first) == (2, 0, 0)
    assert back(desk, *first, Result(message_id, "bounced", "5.2.2", date(2020, 1, 1))) == (1, 2, 0)
    assert outcomes(desk) == ["bounced 5.1.1", "opened", "bounced 5.2.2"]
    assert {str(each.facts.get("on", TODAY)) for each in dunning.contacts(desk.connection, EVEN)} == {TODAY}
    found = owing_unit(desk.connection, EVEN, desk.clock.today(), LetterSettings())
    assert found is not None
    assert [each.expiry.by for each in expiries(desk.connection, found, {})] == [None] * 3
    assert desk.findings() == []


def test_who_cannot_be_reached_gets_no_second_email_until_the_address_is_another_one(desk: Desk) -> None:
    letters = sent(desk)

    def goes_to() -> tuple[list[str], int]:
        found = preview_mails(desk.connection, letters, TODAY)
        return [each.to for each in found.mails], found.left_out.get("came_back", 0)

    back(desk, Result("L2026-000001", "delayed"), Result("L2026-000001", "bounced", "5.1.1"))
    assert goes_to() == (["owner2@example.net"], 1)
    save_email(desk.books, EVEN, "new@example.net", request_id=desk.request(), staff=SUPERVISOR)
    assert goes_to() == (["new@example.net", "owner2@example.net"], 0)
    back(desk, Result("L2026-000001", "bounced", "4.2.2"), Result("L2026-000001", "answered"))
    assert goes_to() == (["new@example.net", "owner2@example.net"], 0), "an answer says that it is read"


def test_a_message_of_other_books_and_a_letter_that_is_none_are_strange(desk: Desk) -> None:
    letters = sent(desk)
    message_id = preview_mails(desk.connection, letters, TODAY).mails[0].message_id
    forged = message_id.replace(message_id[13:25], "0" * 12)
    assert back(desk, Result(forged, "bounced"), Result("L2026-000099", "opened"), Result("x@y", "opened"),
                Result(message_id, "signed")) == (0, 0, 4)  # fmt: skip
    assert outcomes(desk) == []


def test_an_address_is_checked_kept_with_the_person_and_erased_with_it(desk: Desk) -> None:
    for wrong in ("zhang", "zhang@", "a b@example.net", "张@例.中国", "x" * 120 + "@example.net"):
        with pytest.raises(EmailWrong):
            save_email(desk.books, THIRD, wrong, request_id=desk.request(), staff=SUPERVISOR)
    with pytest.raises(NotAllowed):
        save_email(desk.books, THIRD, "", request_id=desk.request(), staff=CASHIER)
    save_email(desk.books, THIRD, "third@example.net", request_id=desk.request(), staff=SUPERVISOR)
    row = registers.person(desk.connection, THIRD)
    assert row is not None
    assert (row.email, row.phone) == ("third@example.net", "13800138003")
    assert desk.findings() == []
    with desk.books.transaction("e", staff_id=1) as tx:
        erase_person(tx.connection, THIRD)
        kept = tx.connection.execute("SELECT count(email) FROM person WHERE id = ?", (THIRD,)).fetchone()[0]
        assert kept == 0
