"""The file for a bulk sender: its messages are known by number, no modem sends them, and its results are read in."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.desk.send_sms import found_asked
from counter.desk.sms_messages import MessageLog
from counter.presenters.arrears_calls import CallsPage
from counter.presenters.arrears_messages import MessagesPage
from counter.presenters.arrears_page import ArrearsPlaces
from counter.presenters.session import Session
from tests.desk.office import MANAGER, Desk
from tests.desk.sms_office import every, next_of
from tests.presenters.page_view import SeenPage
from tests.presenters.units_office import open_office, session_of


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Desk, Session]]:
    with open_office(tmp_path) as desk, session_of(desk, MANAGER) as session:
        yield desk, session


def calls(session: Session, folder: Path) -> tuple[CallsPage, SeenPage]:
    view = SeenPage()
    page = CallsPage(session, view, ArrearsPlaces(folder / "letters", open_file=lambda path: None))
    view.select = page.selected
    page.show()
    return page, view


def written(folder: Path) -> list[list[str]]:
    (file,) = (folder / "letters").glob("sms-*.csv")
    return list(csv.reader(file.read_text("utf-8-sig").splitlines()))[1:]


def table(folder: Path, text: str) -> str:
    path = folder / "results.csv"
    path.write_text(text, "utf-8")
    return str(path)


def test_what_is_in_a_file_is_sent_by_no_modem_and_keeps_its_number_when_written_again(
    office: tuple[Desk, Session], tmp_path: Path
) -> None:
    desk, session = office
    page, _view = calls(session, tmp_path)
    page.pressed("E")
    numbers = [int(row[4]) for row in written(tmp_path)]
    assert numbers == list(every(desk))
    page.pressed("E")
    assert [int(row[4]) for row in written(tmp_path)] == numbers
    assert next_of(desk) is None
    assert found_asked(desk.books, desk.connection, MessageLog()) == 0
    view = SeenPage()
    MessagesPage(session, view, ArrearsPlaces(tmp_path)).show()
    assert (set(view.column(5)), view.facts["On their way"]) == ({"in a file for a sender"}, "0")


def test_results_are_noted_by_number_or_telephone_and_once(office: tuple[Desk, Session], tmp_path: Path) -> None:
    desk, session = office
    page, view = calls(session, tmp_path)
    page.pressed("E")
    first, second, third, fourth = (row[4] for row in written(tmp_path))
    text = (
        f"短信编号,手机号,状态\n{first},,DELIVRD\n,+86 138 0013 8002,失败\n{third},,成功\n{third},,成功\n"
        f"99999,,成功\n{fourth},,不知道\n"
    )
    page.pressed("B")
    assert view.asked[-1].answer({"path": table(tmp_path, text)}) == ""
    assert view.said[-1] == ("saved", "3 results noted.")
    assert view.rests[-1] == (
        "1 were noted before. 1 lines say nothing about a message of ours. Not understood, by row: 7 (不知道)."
    )
    states = {str(key): each.state.value for key, each in every(desk).items()}
    assert states == {first: "delivered", second: "failed", third: "sent", fourth: "sending"}
    page.pressed("B")
    view.asked[-1].answer({"path": table(tmp_path, text)})
    assert view.said[-1] == ("saved", "0 results noted.")
    later = f"message no.,status\n{third},delivered\n"
    page.pressed("B")
    view.asked[-1].answer({"path": table(tmp_path, later)})
    assert every(desk)[int(third)].state == "delivered"
    assert desk.findings() == []


def test_a_table_without_the_columns_is_refused_and_what_was_typed_stays(
    office: tuple[Desk, Session], tmp_path: Path
) -> None:
    _desk, session = office
    page, view = calls(session, tmp_path)
    page.pressed("B")
    assert view.asked[-1].answer({"path": table(tmp_path, "a,b\n1,2\n")}) != ""
