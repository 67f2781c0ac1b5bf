"""The command line's audit trail and the way back for a manager who forgot the PIN."""

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from counter import cli
from counter.desk.people import prove
from counter.desk.void_receipt import void_receipt
from tests.desk.office import CASHIER, EVEN, MANAGER, SUPERVISOR, HandClock, desk_at, furnish, open_office_books

# The verbs read this computer's clock, and a clock far ahead of the books posts nothing.
STARTED = datetime.now(UTC) - timedelta(hours=1)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    books = open_office_books(tmp_path / "books.sqlite", HandClock(STARTED))
    furnish(books)
    books.close()
    desk = desk_at(tmp_path / "books.sqlite", HandClock(STARTED))
    desk.open()
    receipt = desk.pay(EVEN).receipts[0].id
    void_receipt(desk.books, receipt, "x", request_id="v", requester=CASHIER, till=1, approver=SUPERVISOR)
    desk.books.close()
    return tmp_path


def run(home: Path, *arguments: str) -> int:
    return cli.main([*arguments, "--home", str(home)])


def test_the_trail_is_listed_with_filters_and_as_json(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "audit", "--json", "--receipt", f"{STARTED.year}-000001") == 0
    answer = json.loads(capsys.readouterr().out)
    assert [event["kind"] for event in answer["events"]] == ["receipt_voided", "payment"]
    assert answer["events"][0]["body"]["reason"] == "x"
    newest = answer["events"][0]["id"]
    assert run(home, "audit", "--json", "--before", str(newest), "--limit", "1") == 0
    assert [event["id"] for event in json.loads(capsys.readouterr().out)["events"]] == [newest - 1]
    assert run(home, "audit", "--who", CASHIER.name) == 0
    assert CASHIER.name in capsys.readouterr().out
    assert run(home, "audit", "--unit", "9-9-9") == 3
    assert "9-9-9" in capsys.readouterr().err


def test_a_manager_comes_back_by_a_pin_for_one_use(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{MANAGER.name}\n"))
    assert run(home, "recover", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    desk = desk_at(home / "books.sqlite", HandClock(STARTED))
    try:
        assert prove(desk.books, MANAGER.staff_id, answer["pin"]).must_change
        body = desk.body(desk.count("event"))
        assert (body["kind"], body["staff"]) == ("access_recovered", None)
        assert answer["pin"] not in str(body)
        assert desk.findings() == []
    finally:
        desk.books.close()


@pytest.mark.parametrize(("staff", "typed"), [("1", "somebody else"), ("1", ""), ("2", CASHIER.name), ("99", "x")])
def test_recovering_is_refused_and_changes_nothing(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, staff: str, typed: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{typed}\n"))
    assert run(home, "recover", "--staff", staff) == 3
    assert capsys.readouterr().err
    desk = desk_at(home / "books.sqlite", HandClock(STARTED))
    assert desk.body(desk.count("event"))["kind"] == "receipt_voided"
    desk.books.close()


def test_recovering_waits_until_the_window_is_shut(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{MANAGER.name}\n"))
    desk = desk_at(home / "books.sqlite", HandClock(STARTED))
    try:
        assert run(home, "recover") == 3
    finally:
        desk.books.close()
    assert capsys.readouterr().err


def test_a_verb_that_is_refused_stands_in_the_trail(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from counter.desk.change_pin import change_own_pin, reset_pin

    desk = desk_at(home / "books.sqlite", HandClock(STARTED))
    reset_pin(desk.books, CASHIER.staff_id, "1111", request_id="r", staff=MANAGER)
    desk.books.close()
    monkeypatch.setattr("sys.stdin", io.StringIO("1111\n"))
    assert run(home, "bill", "2026-12", "--post", "--staff", "2") == 3
    desk = desk_at(home / "books.sqlite", HandClock(STARTED))
    change_own_pin(desk.books, CASHIER.staff_id, "1111", "2222", request_id="c", till=1)
    desk.books.close()
    monkeypatch.setattr("sys.stdin", io.StringIO("2222\n"))
    assert run(home, "bill", "2026-12", "--post", "--staff", "2") == 3
    desk = desk_at(home / "books.sqlite", HandClock(STARTED))
    body = desk.body(desk.count("event"))
    assert (body["kind"], body["act"], body["staff"]) == ("act_refused", "run_bills", CASHIER.staff_id)
    desk.books.close()
