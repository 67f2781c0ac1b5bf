"""The power goes while a case is opened, rejected or settled: it is done whole, or it was never begun."""

import os
import random
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from counter.desk.move_case import StepIn, move_case
from counter.desk.open_case import CaseIn, Disputed, open_case
from counter.desk.settle_case import settle_case
from counter.rules.cases import Kind, Step
from tests.desk.case_office import examined, frozen_sum
from tests.desk.late_fee_office import with_late_fee
from tests.desk.office import CASHIER, EVEN, FINANCE, MANAGER, Desk, desk_at
from tests.faults.office_killed import copy_office, make_office, run_killed, statements_of
from tests.faults.recovery import once
from tests.faults.seeds import few_or_many, seed_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")

PART, UPHELD = 10_000, 4_000


def late(desk: Desk) -> None:
    """A till that is open, and a late fee that runs on what is due."""
    with_late_fee(desk)
    desk.open()
    desk.set_office(late_fee_mode="charged")


def disputed(desk: Desk) -> None:
    """A dispute over part of the oldest charge, paid in full with its late fee before it was raised."""
    late(desk)
    line = desk.charges(EVEN)[0]
    desk.pay(EVEN, chosen=[line], pay_now=line.open, rounding=0)
    examined(desk, Disputed(line.charge_id, PART), raised_on="2026-11-14")


def opened(desk: Desk) -> None:
    case = CaseIn(Kind.DISPUTE, "area", EVEN, "79.50", charges=(Disputed(1, PART),), raised_on="2026-11-14")
    open_case(desk.books, case, request_id="act", staff=CASHIER, till=1, office=desk.office, words=desk.words)


def rejected(desk: Desk) -> None:
    step = StepIn(Step.REJECTED, "as contracted")
    move_case(desk.books, 1, step, request_id="act", staff=FINANCE, office=desk.office, words=desk.words)


def settled(desk: Desk) -> None:
    settle_case(
        desk.books, 1, "the area was wrong", (Disputed(1, UPHELD),), request_id="act", staff=FINANCE, approver=MANAGER,
        office=desk.office, words=desk.words,
    )  # fmt: skip


ACTS: dict[str, tuple[Callable[[Desk], None], Callable[[Desk], None]]] = {
    "opening": (late, opened),
    "rejecting": (disputed, rejected),
    "settling": (disputed, settled),
}


def whole(desk: Desk) -> None:
    assert desk.findings() == []


def facts(path: Path) -> tuple[object, ...]:
    """What the books say after an act or before it, once they are proved: what is frozen, owed, kept, and printed."""
    desk = desk_at(path)
    try:
        once(path, lambda: whole(desk))
        papers = desk.connection.execute("SELECT kind, count(*) FROM paper GROUP BY kind ORDER BY kind").fetchall()
        held = desk.account("balance", unit=EVEN)
        return desk.count("event"), frozen_sum(desk), desk.owed(EVEN), held, papers
    finally:
        desk.books.close()


def done_again(path: Path, act: Callable[[Desk], None]) -> None:
    desk = desk_at(path)
    act(desk)
    desk.books.close()


@pytest.mark.parametrize("name", ACTS)
def test_a_case_killed_at_any_statement_is_whole_or_as_it_was_and_a_retry_posts_once(
    tmp_path: Path, request: pytest.FixtureRequest, name: str
) -> None:
    prepare, act = ACTS[name]
    office = make_office(tmp_path, prepare)
    before = facts(copy_office(office, tmp_path / "before"))
    counted = copy_office(office, tmp_path / "counted")
    statements = statements_of(counted, act)
    after, commit = facts(counted), statements.index("COMMIT")
    assert before != after
    chance = random.Random(seed_of(f"kills of {name}", 1))
    some = chance.sample(range(commit), min(commit, few_or_many(request, 5, commit)))
    moments = sorted({*some, commit, commit + 1})
    for at in moments:
        path = copy_office(office, tmp_path / str(at))
        status = run_killed(path, act, at)
        assert os.WIFSIGNALED(status)
        assert os.WTERMSIG(status) == signal.SIGKILL, f"the kill did not fire before statement {at}"
        assert facts(path) == (after if at > commit else before)
        done_again(path, act)
        assert facts(path) == after
    print(f"{len(moments)} of {len(statements)} moments tried")
