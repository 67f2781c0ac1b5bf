"""The page of text messages: how far each has come, what needs a person, new ones with their cost; the wishes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.desk.send_sms import note_told
from counter.desk.sms_messages import MessageLog
from counter.devices.sms_modem import ModemState
from counter.presenters.arrears_list import ArrearsList
from counter.presenters.arrears_messages import MessagesPage
from counter.presenters.arrears_page import ArrearsPage, ArrearsPlaces
from counter.presenters.messages_waiting import undecided_messages
from counter.presenters.session import Session
from tests.desk.office import AUDITOR, EVEN, MANAGER, Desk
from tests.desk.sms_office import next_of
from tests.presenters.page_view import SeenPage
from tests.presenters.units_office import open_office, session_of

READY = ModemState("")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Desk, Session]]:
    with open_office(tmp_path) as desk, session_of(desk, MANAGER) as session:
        yield desk, session


def shown(
    page: type[ArrearsPage], session: Session, folder: Path, modem: ModemState | None = READY
) -> tuple[ArrearsPage, SeenPage]:
    view = SeenPage()
    places = ArrearsPlaces(folder / "letters", open_file=lambda path: None, modem_state=lambda: modem)
    made = page(session, view, places)
    view.select = made.selected
    made.show()
    return made, view


def write_to_all(page: ArrearsPage, view: SeenPage) -> None:
    page.pressed("N")
    view.asked[-1].answer({"choice": "1"})
    view.asked[-1].answer({"choice": "2"})


def test_new_messages_are_counted_with_their_cost_before_they_wait(
    office: tuple[Desk, Session], tmp_path: Path
) -> None:
    desk, session = office
    page, view = shown(MessagesPage, session, tmp_path)
    card, card_view = shown(ArrearsList, session, tmp_path)
    card.opened(str(EVEN))
    card.pressed("M")
    card_view.asked[-1].answer({"choice": "1"})
    page.pressed("N")
    assert view.asked[-1].answer({"choice": "1"}) == ""
    sure = view.asked[-1]
    assert sure.title == "3 messages?"
    assert sure.text.startswith("6 parts, about ¥0.30. The first: Sunshine Garden: ")
    assert sure.text.endswith("Left out: 1 × no messages are wanted.")
    assert sure.answer({"choice": "1"}) == ""
    assert view.rows == {}
    view.asked[-1].answer({"choice": "2"})
    assert view.said[-1] == ("saved", "3 messages wait for their modem.")
    assert (view.facts["On their way"], view.column(5)) == ("3", ["waiting"] * 3)
    page.pressed("N")
    told = view.asked[-1].answer({"choice": "1"})
    assert "3 × written to lately" in told, "nobody is written to twice within the days between two letters"
    assert desk.findings() == []


def test_what_is_unknown_stands_first_and_is_sent_again_by_a_persons_word_alone(
    office: tuple[Desk, Session], tmp_path: Path
) -> None:
    desk, session = office
    page, view = shown(MessagesPage, session, tmp_path)
    write_to_all(page, view)
    part = next_of(desk)
    assert part is not None
    note_told(desk.books, MessageLog(), part.key, "unknown", None, "timeout")
    page.show()
    assert view.facts["Need you"] == "1"
    first = next(iter(view.rows.values()))
    assert (first.cells[1], first.cells[5]) == ("3-2-1201", "outcome unknown: it does not answer in time")
    view.select_row(first.id)
    assert "part 1: outcome unknown (it does not answer in time); part 2: waits to be sent. It may" in view.told[-1]
    assert view.told[-1].endswith("Ask the owner before you send it again.")
    page.pressed("F")
    assert list(view.rows) == [first.id]
    page.pressed("A")
    assert view.asked[-1].answer({"choice": "1"}) == ""
    assert view.facts["Need you"] == "1", "the question was answered with no"
    page.pressed("A")
    view.asked[-1].answer({"choice": "2"})
    assert (view.facts["Need you"], view.rows) == ("0", {})
    page.pressed("F")
    view.select_row(first.id)
    page.pressed("L")
    view.asked[-1].answer({"choice": "2"})
    assert view.rows[first.id].cells[5] == "not sent: somebody decided so"
    assert view.rows[first.id].muted


def test_who_may_decide_hears_of_undecided_messages_at_the_log_in(office: tuple[Desk, Session], tmp_path: Path) -> None:
    desk, session = office
    write_to_all(*shown(MessagesPage, session, tmp_path))
    assert undecided_messages(session) == ("", "")
    part = next_of(desk)
    assert part is not None
    note_told(desk.books, MessageLog(), part.key, "failed", None, "barred")
    assert undecided_messages(session) == ("1 text message needs you", "Arrears, F5, page 8")
    with session_of(desk, AUDITOR) as other:
        assert undecided_messages(other) == ("", "")


def test_without_a_modem_nothing_is_queued_and_the_page_says_so(office: tuple[Desk, Session], tmp_path: Path) -> None:
    _desk, session = office
    page, view = shown(MessagesPage, session, tmp_path, None)
    assert view.page.text.startswith("No modem is set")
    page.pressed("N")
    assert view.said[-1][0] == "risk"
    assert view.asked == []


def test_the_state_of_the_modem_stands_above_the_list(office: tuple[Desk, Session], tmp_path: Path) -> None:
    _desk, session = office
    _page, view = shown(MessagesPage, session, tmp_path, ModemState("no_sim"))
    assert view.page.text == "Modem: no telephone card is in it. Nothing goes out from 20:00 to 08:00."


def test_who_only_reads_sends_nothing(office: tuple[Desk, Session], tmp_path: Path) -> None:
    desk, _session = office
    with session_of(desk, AUDITOR) as session:
        page, view = shown(MessagesPage, session, tmp_path)
        page.pressed("N")
        assert view.asked == []
        assert view.said[-1][0] == "risk"


def test_the_card_of_an_owner_tells_the_messages_and_offers_each_wish_the_other_way_round(
    office: tuple[Desk, Session], tmp_path: Path
) -> None:
    _desk, session = office
    write_to_all(*shown(MessagesPage, session, tmp_path))
    card, view = shown(ArrearsList, session, tmp_path)
    card.opened(str(EVEN))
    (message,) = (row for row in view.rows.values() if row.cells[1] == "SMS: waiting")
    assert message.cells[3] == "751.80"
    card.pressed("M")
    view.asked[-1].answer({"choice": "3"})
    card.pressed("M")
    assert [word for _key, word in view.asked[-1].choices] == [
        "no SMS wanted", "no e-mails wanted", "no SMS after payments any more",
        "the owner's e-mail address",
    ]  # fmt: skip
