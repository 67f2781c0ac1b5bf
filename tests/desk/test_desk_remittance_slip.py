"""The remittance slip on paper, the sum finance is asked to receive and the safe's own list: one sum."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.desk.close_till import close_till
from counter.desk.receive_remittance import slips
from counter.desk.void_receipt import void_receipt
from counter.rules.remittance import cash_to_safe
from db.queries import safe
from db.queries.safe import SafeMove
from printing.blocks import load
from tests.desk.office import (
    CASHIER,
    CHANGE_FUND,
    EVEN,
    FLOAT_SUM,
    FUNDED,
    ODD,
    OTHER_CASHIER,
    SUPERVISOR,
    Desk,
    HandClock,
    card,
    cash,
    desk_at,
    furnish,
    open_office_books,
)
from tests.desk.shift import accepted, dropped, offered, open_with, paid_in, paid_out, said, taker_counts
from tests.papers.reading import cells, value
from tests.papers.test_papers_receipt import fen

# The acts of a day; the sum is what each of them is about.
ACTS = ("pay", "funded", "card", "void", "in bank", "in safe", "in petty_cash", "out", "drop", "hand over")


@cache
def furnished() -> Path:
    path = Path(mkdtemp(prefix="slip-")) / "books.sqlite"
    books = open_office_books(path, HandClock())
    furnish(books)
    books.close()
    return path


@contextmanager
def fresh() -> Iterator[Desk]:
    with TemporaryDirectory(prefix="slip-") as folder:
        path = Path(folder) / "books.sqlite"
        shutil.copy(furnished(), path)
        desk = desk_at(path, HandClock())
        desk.open()
        yield desk
        desk.books.close()


def do(desk: Desk, act: str, amount: int) -> None:
    if act == "pay":
        desk.pay(EVEN, chosen=[], pay_now=0, to_balance=amount, rounding=0)
    elif act == "funded" and desk.owed(FUNDED):
        desk.pay(FUNDED, rounding=0)
    elif act == "card":
        desk.pay(ODD, chosen=[], pay_now=0, to_balance=amount, tenders=[card(amount, f"{desk.count('event'):06d}")])
    elif act == "void":
        paid = desk.pay(ODD, chosen=[], pay_now=0, to_balance=amount, tenders=[cash(amount)])
        void_receipt(
            desk.books, paid.receipts[0].id, "x", request_id=desk.request(), requester=CASHIER, till=1,
            approver=SUPERVISOR,
        )  # fmt: skip
    elif act.startswith("in "):
        paid_in(desk, amount, act.removeprefix("in "))
    elif act == "out":
        paid_out(desk, min(amount, 5000), "expense")
    elif act == "drop":
        dropped(desk, {1: min(amount, desk.account("till_cash"))})
    elif act == "hand over":
        offered(desk)
        taker_counts(desk, desk.account("till_cash") - 300)
        accepted(desk, reason="a coin")
        offered(desk, CASHIER, OTHER_CASHIER)
        taker_counts(desk, desk.account("till_cash") + 100, CASHIER)
        accepted(desk, CASHIER, reason="a coin")


def end(desk: Desk, off: int, left: int) -> int:
    """Count with a difference, leave a float and close; returns the event of the Z."""
    total = max(0, desk.account("till_cash") + off)
    desk.count_drawer(total)
    return close_till(
        desk.books, left={1: min(left, total)}, **said(desk, cashier=CASHIER, reason="x", approver=SUPERVISOR)
    ).close_event


def same_sum(desk: Desk, close: int) -> int:
    """Check that slip, Z, finance's screen and the safe's list agree; returns their sum."""
    rows = desk.connection.execute("SELECT kind, content FROM paper WHERE event_id = ?", (close,))
    papers = {kind: load(content) for kind, content in rows}
    paper = fen(value(papers["remittance"], "Cash handed to finance"))
    assert sum(fen(row[1]) for row in cells(papers["remittance"], 2)) == paper
    assert fen(value(papers["z_report"], "Cash handed to finance")) == paper
    (screen,) = [slip.cash for slip in slips(desk.connection) if slip.close.event_id == close]
    assert screen == paper
    assert sum(line.left for line in safe.in_safe(desk.connection) if line.close_event == close) == paper
    return paper


def test_cash_to_the_safe_is_added_up_by_fund() -> None:
    moves = [
        SafeMove("till_opened", "operating", -300), SafeMove("paid_in", "operating", -20),
        SafeMove("cash_dropped", "held", 100), SafeMove("till_closed", "operating", 1000),
    ]  # fmt: skip
    found = cash_to_safe(moves)
    assert (found.by_fund, found.cash) == ({"operating": 680, "held": 100}, 780)
    assert (found.taken, found.dropped) == (20, 100)
    assert cash_to_safe([]).cash == 0


@pytest.mark.parametrize(
    ("acts", "left", "handed"),
    [
        ([], 0, 75_180),
        ([("out", 5000)], 0, 70_180),
        ([("in petty_cash", 5000)], 0, 80_180),
        ([], FLOAT_SUM, 75_180),
        ([("in safe", 5000)], 10_000, 75_180),
        ([("hand over", 0)], 0, 74_980),
        ([("drop", 30_000)], 0, 75_180),
    ],
)
def test_paper_and_screen_say_the_same_of_each_kind_of_day(
    desk: Desk, acts: list[tuple[str, int]], left: int, handed: int
) -> None:
    desk.pay(EVEN, rounding=0)
    for act in acts:
        do(desk, *act)
    assert same_sum(desk, end(desk, 0, left)) == handed


A_DAY = st.tuples(
    st.lists(st.tuples(st.sampled_from(ACTS), st.integers(1, 40_000)), max_size=5),
    st.sampled_from([0, 0, 200, -3000]),
    st.sampled_from([0, 10_000, FLOAT_SUM]),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(A_DAY, min_size=1, max_size=3))
def test_paper_and_screen_say_the_same_whatever_happened(days: list[tuple[list[tuple[str, int]], int, int]]) -> None:
    with fresh() as desk:
        for acts, off, left in days:
            # What may be paid out is another test's; here is always enough to pay out of.
            paid_in(desk, 30_000, "bank")
            for act, amount in acts:
                do(desk, act, amount)
            stays = min(left, max(0, desk.account("till_cash") + off))
            same_sum(desk, end(desk, off, left))
            # Takings are listed whole, day by day; of the change only the float that stays in the drawer is missing.
            beside = safe.beside_the_zs(desk.connection, safe.in_safe(desk.connection))
            assert beside == {"operating": CHANGE_FUND - stays}
            desk.clock.wait(days=1)
            open_with(desk, {1: stays or FLOAT_SUM})
        assert desk.findings() == []
