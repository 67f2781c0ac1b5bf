"""The power goes before every single statement of an act of the shift: it is finished, or it was never begun."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from counter.desk import handover
from counter.desk.close_till import close_till
from counter.desk.decide import decide
from counter.desk.drop_cash import drop_cash
from counter.desk.pay_in_out import pay_in
from tests.desk.office import CASHIER, EVEN, FLOAT, MANAGER, OTHER_CASHIER, SUPERVISOR, Desk, desk_at
from tests.desk.shift import count_pieces, offered, said, taker_counts
from tests.faults.office_killed import copy_office, count_events, make_office, run_killed, statements_of
from tests.faults.recovery import once as proved_once

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")

LEFT = {1000: 10}


def open_and_paid(desk: Desk) -> None:
    desk.open()
    desk.pay(EVEN)


def counted(desk: Desk) -> None:
    desk.open()
    count_pieces(desk, FLOAT | {10_000: 1})


def counted_by_taker(desk: Desk) -> None:
    open_and_paid(desk)
    offered(desk)
    taker_counts(desk, desk.account("till_cash") - 500)


def close_with_float(desk: Desk) -> None:
    close_till(
        desk.books, left=LEFT, **said(desk, cashier=CASHIER, request_id="act", reason="short", alone=True)
    )  # fmt: skip


def take_over(desk: Desk) -> None:
    handover.accept(desk.books, **said(desk, taker=OTHER_CASHIER, reason="a coin", request_id="act"))


def drop(desk: Desk) -> None:
    drop_cash(desk.books, {10_000: 5}, **said(desk, cashier=CASHIER, witness=SUPERVISOR, request_id="act"))


def paid_in(desk: Desk) -> None:
    pay_in(desk.books, "bank", 5000, "change", **said(desk, cashier=CASHIER, request_id="act"))


ACTS = {
    "the close that leaves a float, its approval owed": (counted, close_with_float, 2),
    "a hand-over": (counted_by_taker, take_over, 1),
    "a safe drop": (open_and_paid, drop, 1),
    "a pay-in": (open_and_paid, paid_in, 1),
}


@pytest.mark.parametrize("name", ACTS)
def test_an_act_killed_at_any_statement_is_whole_or_absent_and_a_retry_posts_once(tmp_path: Path, name: str) -> None:
    killed_everywhere(tmp_path, *ACTS[name])


def killed_everywhere(
    tmp_path: Path, prepare: Callable[[Desk], None], act: Callable[[Desk], object], events: int
) -> None:
    """Kill an act, which posts so many events, before each of its statements."""
    whole = make_office(tmp_path, prepare)
    before = count_events(whole)
    statements = statements_of(copy_office(whole, tmp_path / "counted"), act)
    commit = statements.index("COMMIT")
    assert len(statements) > 10
    print(f"{len(statements) + 1} moments tried")
    for at in range(len(statements) + 1):
        path = copy_office(whole, tmp_path / str(at))
        status = run_killed(path, act, at)
        assert os.WIFSIGNALED(status)
        assert os.WTERMSIG(status) == signal.SIGKILL, f"the kill did not fire before statement {at}"
        must_be(path, before if at <= commit else before + events, act, before + events)


def must_be(path: Path, events: int, act: Callable[[Desk], object], once: int) -> None:
    """The books are whole with so many events, and doing it again leaves it done once."""
    assert count_events(path) == events
    desk = desk_at(path)
    try:
        proved_once(path, whole(desk))
        act(desk)
        assert count_events(path) == once
        proved_once(path, whole(desk))
    finally:
        desk.books.close()


def closed_alone(desk: Desk) -> None:
    counted(desk)
    close_with_float(desk)


def decided(desk: Desk) -> None:
    """The manager decides once on what waits; a second time there is nothing left."""
    asked = desk.connection.execute("SELECT id FROM event WHERE kind = 'over_short_requested'").fetchone()[0]
    decide(
        desk.books, asked, request_id="decide", approver=MANAGER, till=1, grant=False, reason="never looked for",
        words=desk.words,
    )  # fmt: skip


def test_a_decision_killed_at_any_statement_leaves_the_approval_owed_or_decided_once(tmp_path: Path) -> None:
    killed_everywhere(tmp_path, closed_alone, decided, 1)
def whole(desk: Desk) -> Callable[[], None]:
    def prove() -> None:
        assert desk.findings() == []

    return prove


def test_the_kill_would_be_seen_if_nothing_were_killed(tmp_path: Path) -> None:
    status = run_killed(make_office(tmp_path, open_and_paid), drop, 10_000)
    assert os.WIFEXITED(status)
    assert os.WEXITSTATUS(status) == 9
