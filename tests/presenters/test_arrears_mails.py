"""Letters as e-mails from the page of letters sent: written where somebody says, and what came back read in."""

import email
import json
from collections.abc import Iterator
from email.policy import default
from pathlib import Path

import pytest

from counter.desk.change_settings import change_settings
from counter.desk.letter_settings import LetterSettings
from counter.desk.letters import preview, send_letters
from counter.desk.message_settings import ADDRESS
from counter.presenters.arrears_list import ArrearsList
from counter.presenters.arrears_mails import finished_words
from counter.presenters.arrears_messages import MessagesPage
from counter.presenters.arrears_page import ArrearsPlaces
from counter.presenters.arrears_sent import SentPage
from counter.presenters.session import Session
from db.queries import registers
from tests.desk.office import EVEN, MANAGER, ODD, Desk
from tests.files.mails import OTHER, bounce, mailbox
from tests.presenters.page_view import SeenPage
from tests.presenters.units_office import open_office, session_of


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Desk, Session]]:
    with open_office(tmp_path) as desk, session_of(desk, MANAGER) as session:
        campaign = preview(desk.connection, desk.clock.today(), desk.office, LetterSettings(), desk.words)
        send_letters(desk.books, campaign, request_id="le", staff=MANAGER, words=desk.words)
        yield desk, session


def enter_addresses(desk: Desk, session: Session, folder: Path) -> None:
    """The office's address, and an owner's on the arrears card."""
    address = {ADDRESS: "office@garden.example"}
    change_settings(desk.books, address, desk.clock.today(), request_id=desk.request(), staff=MANAGER)
    view = SeenPage()
    card = ArrearsList(session, view, ArrearsPlaces(folder, open_file=lambda path: None))
    card.show()
    card.opened(str(EVEN))
    card.pressed("M")
    view.asked[-1].answer({"choice": "4"})
    assert "is no e-mail address" in view.asked[-1].answer({"value": "zhang"})
    assert view.asked[-1].answer({"value": " zhang@example.net "}) == ""
    assert view.said[-1] == ("saved", "The e-mail address is saved.")


def sent_page(session: Session, folder: Path) -> tuple[SentPage, SeenPage]:
    view = SeenPage()
    page = SentPage(session, view, ArrearsPlaces(folder, open_file=lambda path: None))
    view.select = page.selected
    page.show()
    return page, view


def test_a_batch_goes_out_as_emails_and_a_bounce_comes_back(office: tuple[Desk, Session], tmp_path: Path) -> None:
    desk, session = office
    enter_addresses(desk, session, tmp_path)
    page, view = sent_page(session, tmp_path / "letters")
    page.pressed("E")
    assert view.asked[-1].answer({"choice": "1"}) == ""
    assert "Left out: 3 × no e-mail address." in view.asked[-1].text
    assert view.asked[-1].answer({"folder": str(tmp_path / "stick")}) == ""
    assert view.said[-1] == ("saved", "1 e-mail written.")
    (written,) = (tmp_path / "stick").glob("email-*/*.eml")
    mail = email.message_from_bytes(written.read_bytes(), policy=default)
    assert (mail["To"], mail["From"]) == ("zhang@example.net", "office@garden.example")
    assert mail["Subject"] == "Sunshine Garden: letter L2026-000001, 3-2-1201"
    assert "751.80" not in mail["Subject"]
    (pdf,) = mail.iter_attachments()
    assert pdf.get_content().startswith(b"%PDF")
    row = next(each for each in view.rows.values() if each.cells[0] == "L2026-000001")
    assert row.cells[5] == "2026-11-23 e-mail: written as a file"
    came = mailbox(tmp_path / "back", a=bounce(str(mail["Message-ID"]).strip("<>")), b=OTHER)
    page.pressed("R")
    assert view.asked[-1].answer({"path": str(came)}) == ""
    assert (view.said[-1], view.rests[-1]) == (("saved", "1 result noted."), "1 are about none of our letters.")
    view.select_row(row.id)
    assert "e-mail came back undeliverable 5.1.1" in view.told[-1]
    assert desk.findings() == []


def test_what_cannot_be_written_or_read_is_said_and_nothing_is_noted(
    office: tuple[Desk, Session], tmp_path: Path
) -> None:
    desk, session = office
    page, view = sent_page(session, tmp_path / "letters")
    page.pressed("E")
    view.asked[-1].answer({"choice": "2"})
    assert view.said[-1] == ("risk", "The office has no e-mail address yet.")
    enter_addresses(desk, session, tmp_path)
    events = desk.count("event")
    page.pressed("E")
    view.asked[-1].answer({"choice": "1"})
    (tmp_path / "file").write_text("in the way")
    view.asked[-1].answer({"folder": str(tmp_path / "file")})
    assert view.said[-1][0] == "risk"
    assert "cannot be written" in view.said[-1][1]
    page.pressed("R")
    assert "Nothing that came back lies in" in view.asked[-1].answer({"path": str(tmp_path / "absent")})
    assert desk.count("event") == events


def test_addresses_come_from_a_table_whole_or_not_at_all(office: tuple[Desk, Session], tmp_path: Path) -> None:
    desk, session = office
    view = SeenPage()
    page = MessagesPage(session, view, ArrearsPlaces(tmp_path))
    page.show()
    table = tmp_path / "addresses.csv"
    table.write_text("房屋,邮箱\n3栋2单元1201,zhang@example.net\n9-9-999,li@example.net\n3-2-1202,li\n", "utf-8")
    page.pressed("E")
    told = view.asked[-1].answer({"path": str(table)})
    assert "2 lines cannot be taken, by row: 3 (9-9-999 li@example.net), 4 (3-2-1202 li)." in told
    assert [registers.person(desk.connection, unit).email for unit in (EVEN, ODD)] == [None, None]  # type: ignore[union-attr]
    table.write_text("房屋,邮箱\n3栋2单元1201,zhang@example.net\n3-2-1202,\n", "utf-8")
    for changed in ("1 address changed.", "0 addresses changed."):
        page.pressed("E")
        assert view.asked[-1].answer({"path": str(table)}) == ""
        assert view.said[-1] == ("saved", changed)
    found = registers.person(desk.connection, EVEN)
    assert found is not None
    assert (found.email, found.name) == ("zhang@example.net", "张三")
    assert desk.findings() == []


def test_what_was_cut_off_is_finished_before_the_next_emails_are_written(
    office: tuple[Desk, Session], tmp_path: Path
) -> None:
    desk, session = office
    enter_addresses(desk, session, tmp_path)
    notes = tmp_path / "letters"
    notes.mkdir()
    for request in ("le", "never"):  # the first is in the books, the other is not
        part = tmp_path / "stick" / f"old.{request}.part"
        part.mkdir(parents=True)
        place = {"part": str(part), "folder": str(tmp_path / "stick" / "old")}
        (notes / f"{request}.unfinished").write_text(json.dumps(place), "utf-8")
    page, view = sent_page(session, notes)
    page.pressed("E")
    view.asked[-1].answer({"choice": "1"})
    view.asked[-1].answer({"folder": str(tmp_path / "stick")})
    assert sorted(each.name[:6] for each in (tmp_path / "stick").iterdir()) == ["email-", "old"]
    assert list(notes.glob("*.unfinished")) == []
    assert view.rests[-1].endswith("1 folder of e-mails that was cut off is complete now.")
    told = finished_words([tmp_path / "a", tmp_path / "b"], session.words)
    assert told == (
        "2 folders of e-mails that were cut off are complete now.", f"Written: {tmp_path / 'a'}, {tmp_path / 'b'}",
    )  # fmt: skip
