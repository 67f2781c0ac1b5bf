"""The real acts of the window killed at every statement, and the close at every commit and at every file it writes.

Each time the program is started again, the books are proved, the act is done once more under its own request, and what
it did is there exactly once.
"""

import shutil
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from backup.check_journal import check_journals
from counter.desk.close_steps import Folders, close_steps, take_into_use
from counter.desk.finish_close import finish_close, steps_owed
from counter.desk.prove_books import Around, prove_all, restore_and_prove
from counter.desk.take_payment import PaymentOrder
from counter.desk.void_receipt import void_receipt
from counter.platform.sticks import list_sticks
from db.queries import tills
from tests.desk.office import (
    CASHIER,
    EVEN,
    FUNDED,
    MANAGER,
    ODD,
    SUPERVISOR,
    Desk,
    HandClock,
    card,
    cash,
    desk_at,
    furnish,
    open_office_books,
)
from tests.faults.killing import NEVER, Act, Steps, run_killed, steps_of, was_killed
from tests.faults.recovery import once

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")

AFTER = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def later() -> HandClock:
    return HandClock(AFTER)


class Home(NamedTuple):
    """A home in a folder of its own, to be broken."""

    root: Path

    @property
    def books(self) -> Path:
        return self.root / "books.sqlite"

    @property
    def stick(self) -> Path:
        return self.root / "stick"

    @property
    def folders(self) -> Folders:
        return Folders(self.root / "journals", self.root / "snapshots", self.root / "attachments")

    @property
    def around(self) -> Around:
        return Around(self.folders.journals, self.folders.attachments, (self.stick,))

    def copy(self, root: Path) -> "Home":
        return Home(Path(shutil.copytree(self.root, root)))


ORDERED: list[PaymentOrder] = []


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """One closed day that is out of the computer, and a second one under way with two payments."""
    home = Home(tmp_path_factory.mktemp("office"))
    for folder in (home.stick, home.folders.journals, home.folders.snapshots, home.folders.attachments):
        folder.mkdir()
    books = open_office_books(home.books, HandClock())
    furnish(books)
    books.close()
    desk = desk_at(home.books, HandClock())
    take_into_use(desk.books, lambda: list_sticks((home.stick,)), "A", person=MANAGER)
    desk.open()
    desk.close()
    finish(home)(desk)
    desk.clock.wait(days=1)
    desk.open()
    desk.pay(EVEN)
    desk.pay(ODD, tenders=(card(desk.owed(ODD)),))
    owed = desk.owed(FUNDED)
    ORDERED[:] = [desk.order(FUNDED, tenders=(card(owed - 1000, "000777"), cash(1000)), rounding=0)]
    desk.books.close()
    return home


def take(desk: Desk) -> None:
    """Card and cash over two funds: two events, two receipts, two papers in one commit; a retry is the same order."""
    desk.take(ORDERED[0], "at-window")


def void(desk: Desk) -> None:
    void_receipt(
        desk.books, 2, "wrong card", request_id="at-void", requester=CASHIER, till=1, approver=SUPERVISOR
    )  # fmt: skip


def close(desk: Desk) -> None:
    """Count and close; a day that is closed already is closed by this same request."""
    if tills.till_state(desk.connection, 1) is not None:
        desk.count_drawer(desk.account("till_cash"), request_id="at-count")
    desk.close_counted(request_id="at-close")


def finish(home: Home) -> Act:
    """The real steps of the newest close."""

    def act(desk: Desk) -> None:
        steps = close_steps(desk.books, home.folders, lambda: list_sticks((home.stick,)), "0.1.0")
        finish_close(desk.books, tills.last_anchor(desk.connection), steps, staff_id=None)

    return act


def whole(home: Home) -> None:
    """The books are proved with everything around them."""

    def prove() -> None:
        assert prove_all(home.books, home.around, progress=lambda done, total: None).findings == ()

    around = home.around
    once(home.books, prove, around.journals, around.attachments, home.stick)


def events_of(home: Home, request: str) -> list[str]:
    """Start the program again and return what the request posted."""
    desk = desk_at(home.books, later())
    rows = desk.connection.execute("SELECT kind FROM event WHERE request_id = ? ORDER BY request_line", (request,))
    kinds = [row[0] for row in rows]
    desk.books.close()
    return kinds


def again(home: Home, act: Act) -> None:
    """Start the program again and do the act once more, as the person would."""
    desk = desk_at(home.books, later())
    act(desk)
    voided = desk.count("event WHERE kind = 'receipt_voided'")
    assert desk.count("paper") == desk.count("receipt") + 2 * desk.count("close") + voided
    desk.books.close()


class Case(NamedTuple):
    """An act of one commit: its request, what it posts."""

    act: Act
    request: str
    posts: Sequence[str]


CASES = (
    Case(take, "at-window", ["payment", "payment"]),
    Case(void, "at-void", ["receipt_voided"]),
)


@pytest.mark.parametrize("case", CASES, ids=["take_payment", "void_receipt"])
def test_an_act_killed_before_any_statement_is_whole_or_absent_and_a_retry_posts_once(
    office: Home, tmp_path: Path, case: Case
) -> None:
    steps = steps_of(office.copy(tmp_path / "counted").books, later(), case.act, every_statement=True, disk=False)
    assert steps.count("COMMIT") == 1
    assert len(steps) > 15
    seen = set()
    print(f"{len(steps)} moments tried")
    for at in range(len(steps)):
        home = office.copy(tmp_path / str(at))
        status = run_killed(home.books, later(), case.act, Steps(at, every_statement=True, disk=False))
        assert was_killed(status), f"the kill did not fire before {steps[at]}"
        found = events_of(home, case.request)
        assert found == ([] if at <= steps.index("COMMIT") else case.posts), steps[at]
        whole(home)
        again(home, case.act)
        assert events_of(home, case.request) == case.posts
        if at % 4 == 0 or found:
            whole(home)
        seen.add(tuple(found))
        shutil.rmtree(home.root)
    assert seen == {(), tuple(case.posts)}, "both outcomes were really seen"


def test_a_count_and_close_killed_before_any_statement_close_the_day_once(office: Home, tmp_path: Path) -> None:
    steps = steps_of(office.copy(tmp_path / "counted").books, later(), close, every_statement=True, disk=False)
    counted, closed = [place for place, step in enumerate(steps) if step == "COMMIT"]
    print(f"{len(steps)} moments tried")
    for at in range(len(steps)):
        home = office.copy(tmp_path / str(at))
        assert was_killed(run_killed(home.books, later(), close, Steps(at, every_statement=True, disk=False)))
        assert events_of(home, "at-count") == (["till_counted"] if at > counted else [])
        assert events_of(home, "at-close") == (["till_closed"] if at > closed else [])
        whole(home)
        again(home, close)
        assert events_of(home, "at-close") == ["till_closed"]
        if at % 4 == 0 or at > closed:
            whole(home)
        shutil.rmtree(home.root)


def test_the_steps_after_the_z_killed_at_every_commit_and_file_lose_no_copy_and_are_finished_later(
    office: Home, tmp_path: Path
) -> None:
    day_over = office.copy(tmp_path / "day-over")
    again(day_over, close)
    counted = day_over.copy(tmp_path / "counted")
    steps = steps_of(counted.books, later(), finish(counted), every_statement=False, disk=True)
    assert steps.count("COMMIT") == 5  # journal, restore point, what the stick holds now, stick, check
    assert steps.count("replace") >= 5
    print(f"{len(steps)} moments tried")
    for at in range(len(steps)):
        home = day_over.copy(tmp_path / str(at))
        assert was_killed(run_killed(home.books, later(), finish(home), Steps(at, every_statement=False, disk=True)))
        whole(home)
        assert check_journals([home.folders.journals]) == []
        # Whatever happened, the stick still holds a whole copy: yesterday's or already today's.
        back = restore_and_prove(home.stick, home.root / "back", progress=lambda done, total: None)
        assert back.findings == ()
        again(home, finish(home))
        desk = desk_at(home.books, later())
        assert steps_owed(desk.connection, tills.last_anchor(desk.connection)) == ()
        desk.books.close()
        whole(home)
        shutil.rmtree(home.root)


def test_the_kill_would_be_seen_if_nothing_were_killed(office: Home, tmp_path: Path) -> None:
    home = office.copy(tmp_path / "home")
    assert not was_killed(run_killed(home.books, later(), take, Steps(NEVER, every_statement=True, disk=False)))
