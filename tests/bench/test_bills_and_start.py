"""What does not grow: the memory of bill runs month after month, and what opening old books reads."""

import sqlite3
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counter.bench.history import grow
from counter.bench.office import FIRST_DAY, MANAGER, Desk, furnish, opened
from counter.desk.preview_bills import preview
from counter.desk.run_bills import run
from counter.desk.run_months import preview_months, run_months
from counter.rules.periods import Period, month_of
from db.queries import accounts
from db.queries.tills import till_state

UNITS = 600


def months(count: int) -> list[str]:
    found: list[Period] = [month_of(FIRST_DAY)]
    while len(found) < count:
        found.append(found[-1].next())
    return [each.label for each in found]


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> int:
    """The bytes that one month holds at most."""
    return peak(tmp_path_factory.mktemp("one") / "one.sqlite", [months(1)])


def bill_each(desk: Desk, runs: list[list[str]]) -> None:
    for labels in runs:
        shown = preview(desk.connection, labels, compare=False)
        done = run(desk.books, shown, request_id=f"bills-{labels[0]}", staff=MANAGER)
        assert done.count == UNITS * 3 * len(labels)


def bill_together(desk: Desk, runs: list[list[str]]) -> None:
    for labels in runs:
        shown = preview_months(desk.connection, labels)
        done = run_months(desk.books, shown, request_id=f"bills-{labels[0]}", staff=MANAGER)
        assert sum(each.count for each in done) == UNITS * 3 * len(labels)


def peak(path: Path, runs: list[list[str]], bill: Callable[[Desk, list[list[str]]], None] = bill_each) -> int:
    """Bytes held at most while bills are run."""
    with opened(path) as desk:
        furnish(desk, UNITS, UNITS)
        tracemalloc.start()
        try:
            bill(desk, runs)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize("together", [False, True])
def test_a_year_of_bill_runs_holds_no_more_than_one_month_alone_or_in_one_run(
    one: int, together: bool, tmp_path: Path
) -> None:
    if together:
        year = peak(tmp_path / "together.sqlite", [months(12)], bill_together)
    else:
        year = peak(tmp_path / "year.sqlite", [[label] for label in months(12)])
    assert one > 500_000, "nothing was measured"
    assert year <= one * 1.2


def steps_of_opening(path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """The instructions SQLite executes to open books and show who has opened the till and what a unit owes."""
    steps = [0]

    def count() -> int:
        steps[0] += 1
        return 0

    connect: Callable[..., sqlite3.Connection] = sqlite3.connect

    def counted(*args: Any, **options: Any) -> sqlite3.Connection:
        connection = connect(*args, **options)
        connection.set_progress_handler(count, 1)
        return connection

    monkeypatch.setattr(sqlite3, "connect", counted)
    with opened(path) as desk:
        assert till_state(desk.connection, 9) is None
        assert accounts.open_charges(desk.connection, [1])
    monkeypatch.setattr(sqlite3, "connect", connect)
    return steps[0]


def test_books_of_five_years_open_with_no_more_work_than_new_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = []
    for name, payments in (("new", 12), ("old", 12 * 60)):
        with opened(tmp_path / f"{name}.sqlite") as desk:
            furnish(desk, 12, 12)
            grow(desk, payments, "{}")
        counted.append(steps_of_opening(tmp_path / f"{name}.sqlite", monkeypatch))
    new, old = counted
    assert new > 100, "nothing was counted"
    assert old <= new * 1.1
