"""The check and approvals that are owed: it lists them, and finds what somebody changed behind our back."""

import json
from pathlib import Path
from typing import Any

import pytest

from counter.desk.people import Person
from db.check import check_books
from tests.db.tampering import without_guards
from tests.desk.office import CASHIER, FLOAT_SUM, MANAGER, SUPERVISOR, Desk
from tests.desk.test_owed import forgotten, settle, waits


def report(desk: Desk) -> Any:
    reader = desk.books.reader()
    try:
        return check_books(reader)
    finally:
        reader.close()


def test_the_check_lists_what_is_owed_and_finds_nothing_wrong_in_it(desk: Desk) -> None:
    forgotten(desk, FLOAT_SUM - 5000)
    found = report(desk)
    assert ([each.act for each in found.owed], found.findings) == (["over_short", "late_close"], ())
    for each in waits(desk):
        settle(desk, each, MANAGER)
    assert report(desk).owed == ()


@pytest.mark.parametrize("decider", [CASHIER, SUPERVISOR])
def test_the_check_finds_a_decision_by_whoever_asked_or_counted(desk: Desk, decider: Person, tmp_path: Path) -> None:
    desk.take_up(SUPERVISOR)
    desk.count_drawer(FLOAT_SUM - 5000, cashier=SUPERVISOR)
    desk.close_counted(reason="short", alone=True)
    settle(desk, waits(desk)[0], MANAGER)
    with without_guards(tmp_path / "books.sqlite") as connection:
        connection.execute("UPDATE approval SET requester_id = 99, approver_id = ?", (decider.staff_id,))
    assert "decided_by_own" in {each.code for each in report(desk).findings}


def test_the_check_finds_an_act_whose_request_is_another(desk: Desk, tmp_path: Path) -> None:
    close = forgotten(desk)
    body = desk.body(close) | {"owed": {"over_short": desk.body(close)["owed"]["late_close"]}}
    with without_guards(tmp_path / "books.sqlite") as connection:
        connection.execute("UPDATE event SET body = ? WHERE id = ?", (json.dumps(body), close))
    assert "owed_differs" in {each.code for each in report(desk).findings}
