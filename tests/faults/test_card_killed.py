"""The program is killed at every step of a card payment: it is paid once, or visibly unknown and settled once."""

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from counter.desk.card_intents import ask_terminal
from counter.desk.settle_card import found_sent, settle_paid, settle_unpaid
from counter.desk.tenders import TenderIn
from counter.rules.card_intent import CardState
from counter.rules.tender import TenderKind
from db.queries.intents import unsettled
from tests.desk.office import CASHIER, EVEN, SUPERVISOR, Desk, HandClock, cash, desk_at, furnish, open_office_books

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")

SLIP = {"terminal": "10023457", "batch": "000001", "voucher": "000123"}
INTENT = "intent-1"
CASH = 10_000
Step = Callable[[str], None]
Act = Callable[[Desk, "Terminal", Step], None]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Closed books with their till open and a bill to pay; copy them."""
    path = tmp_path_factory.mktemp("office") / "books.sqlite"
    books = open_office_books(path, HandClock())
    furnish(books)
    books.close()
    with open_desk(path) as desk:
        desk.open(request_id="open")
    return path


@contextmanager
def open_desk(path: Path) -> Iterator[Desk]:
    desk = desk_at(path)
    try:
        yield desk
    finally:
        desk.books.close()


class Terminal:
    """A terminal outside the program: what it was asked and what it took stays where the power does not reach."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def note(self, what: str) -> None:
        (self._folder / what).touch()

    def has(self, what: str) -> bool:
        return (self._folder / what).exists()


def pay(desk: Desk, terminal: Terminal, step: Step) -> None:
    """The whole way of a split card payment, with a step told before everything outside the books."""
    total = desk.owed(EVEN)
    order = desk.order(EVEN, tenders=(cash(CASH), TenderIn(TenderKind.CARD, total - CASH, {}, INTENT)))
    ask_terminal(desk.books, order, cashier=CASHIER, till=1, office=desk.office)
    step("before it is asked")
    terminal.note("asked")
    step("asked")
    terminal.note("took")
    step("approved, not heard")
    paid = (cash(CASH), TenderIn(TenderKind.CARD, total - CASH, SLIP, INTENT))
    desk.take(desk.order(EVEN, tenders=paid), "wish")
    step("posted, not acknowledged")
    terminal.note("acknowledged")


def pay_unguarded(desk: Desk, terminal: Terminal, step: Step) -> None:
    """The same without the commit before the terminal is asked."""
    terminal.note("took")
    step("approved, not heard")
    desk.take(desk.order(EVEN, tenders=(TenderIn(TenderKind.CARD, desk.owed(EVEN), SLIP),)), "wish")


def run_killed(path: Path, at: int, act: Act = pay) -> int:
    """Do it in a child that kills itself at a step; returns the child's wait status."""
    child = os.fork()
    if child == 0:
        try:
            with open_desk(path) as desk:
                reached = 0

                def step(what: str) -> None:
                    nonlocal reached
                    # The database also reports the statements inside its triggers, as comments.
                    if not what.startswith("--"):
                        if reached == at:
                            os.kill(os.getpid(), signal.SIGKILL)
                        reached += 1

                desk.connection.set_trace_callback(step)
                act(desk, Terminal(path.parent), step)
        finally:
            os._exit(9)
    return os.waitpid(child, 0)[1]


def steps_of(path: Path) -> list[str]:
    seen: list[str] = []
    with open_desk(path) as desk:
        desk.connection.set_trace_callback(seen.append)
        pay(desk, Terminal(path.parent), seen.append)
        desk.connection.set_trace_callback(None)
    return [what for what in seen if not what.startswith("--")]


def copy_of(office: Path, folder: Path) -> Path:
    folder.mkdir()
    return Path(shutil.copy(office, folder / "books.sqlite"))


def settle_as_people_do(desk: Desk, terminal: Terminal) -> None:
    """What is unknown is settled by what the terminal's own list says, and only that."""
    for open_one in unsettled(desk.connection):
        assert open_one.state == CardState.UNKNOWN
        if terminal.has("took"):
            settle_paid(
                desk.books, open_one.intent_id, SLIP, cashier=CASHIER, till=1, office=desk.office, words=desk.words,
                approver=SUPERVISOR, reason="in the terminal's list",
            )  # fmt: skip
        else:
            settle_unpaid(
                desk.books, open_one.intent_id, CardState.NOT_FOUND, cashier=CASHIER, till=1, approver=SUPERVISOR,
                reason="not in the terminal's list",
            )  # fmt: skip


def test_a_card_payment_killed_at_any_step_is_paid_once_or_unknown_and_settled_once(
    office: Path, tmp_path: Path
) -> None:
    steps = steps_of(copy_of(office, tmp_path / "counted"))
    assert steps.count("COMMIT") == 2
    assert len(steps) > 30
    print(f"{len(steps)} moments tried")
    outcomes = set()
    for at, what in enumerate(steps):
        path = copy_of(office, tmp_path / str(at))
        terminal = Terminal(path.parent)
        status = run_killed(path, at)
        assert os.WIFSIGNALED(status), f"the kill did not fire at step {at}, {what}"
        with open_desk(path) as desk:
            owed = desk.owed(EVEN)
            found = found_sent(desk.books)
            assert found or not terminal.has("asked") or desk.count("receipt"), f"nobody knows of it after {what}"
            outcomes.add((bool(found), desk.count("receipt")))
            settle_as_people_do(desk, terminal)
            assert unsettled(desk.connection) == []
            assert desk.count("receipt") == int(terminal.has("took")), what
            assert desk.account("card_clearing") == (0 if not terminal.has("took") else 75_180 - CASH)
            assert owed == (0 if not found and desk.count("receipt") else 75_180)
            assert desk.findings() == []
    assert outcomes == {(False, 0), (True, 0), (False, 1)}


def test_without_the_commit_before_the_terminal_nobody_would_know_of_the_money(office: Path, tmp_path: Path) -> None:
    path = copy_of(office, tmp_path / "unguarded")
    assert os.WIFSIGNALED(run_killed(path, 0, pay_unguarded))
    with open_desk(path) as desk:
        assert Terminal(path.parent).has("took")
        assert (found_sent(desk.books), desk.count("receipt")) == (0, 0)


def test_the_kill_would_be_seen_if_nothing_were_killed(office: Path, tmp_path: Path) -> None:
    status = run_killed(copy_of(office, tmp_path / "whole"), 10_000)
    assert os.WIFEXITED(status)
    assert os.WEXITSTATUS(status) == 9
