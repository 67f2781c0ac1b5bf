"""The program is killed before every single statement of a payment: all of it is in the books, or nothing."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from db.books import Books
from tests.db.small_books import close, new_books, pay
from tests.faults.broken_books import (
    copy_books,
    count_requests,
    later_clock,
    make_books,
    must_be_whole,
    newest_event,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")


def at_window(books: Books) -> None:
    pay(books, "at-window", 1, 30000)


def at_close(books: Books) -> None:
    close(books, "2026-11-24", "at-close")


def statements_of(path: Path, act: Callable[[Books], object]) -> list[str]:
    """Return the statements that an act sends to the database, in order."""
    seen: list[str] = []
    books = new_books(path, later_clock())
    books.database.connection().set_trace_callback(seen.append)
    act(books)
    books.close()
    # The database also reports the statements inside its triggers, as comments.
    return [sql for sql in seen if not sql.startswith("--")]


def run_killed(path: Path, act: Callable[[Books], object], at: int) -> int:
    """Run an act in a child that kills itself before statement number at; returns the child's wait status."""
    child = os.fork()
    if child == 0:
        try:
            books = new_books(path, later_clock())
            reached = 0

            def count(sql: str) -> None:
                nonlocal reached
                if not sql.startswith("--"):
                    if reached == at:
                        os.kill(os.getpid(), signal.SIGKILL)
                    reached += 1

            books.database.connection().set_trace_callback(count)
            act(books)
            # After the last statement, before anything is closed in order.
            if reached == at:
                os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(9)
    return os.waitpid(child, 0)[1]


def test_a_payment_killed_at_any_statement_is_whole_or_absent_and_a_retry_posts_once(tmp_path: Path) -> None:
    whole = make_books(tmp_path)
    before = newest_event(whole)
    statements = statements_of(copy_books(whole, tmp_path / "counted"), at_window)
    assert statements[0] == "BEGIN IMMEDIATE"
    commit = statements.index("COMMIT")
    assert len(statements) > 15
    for at in range(len(statements) + 1):
        path = copy_books(whole, tmp_path / str(at))
        status = run_killed(path, at_window, at)
        assert os.WIFSIGNALED(status)
        assert os.WTERMSIG(status) == signal.SIGKILL, f"the kill did not fire before statement {at}"
        must_be_whole(path)
        assert (newest_event(path) == before) == (at <= commit), statements[max(0, at - 1)]
        books = new_books(path, later_clock())
        at_window(books)
        books.close()
        assert count_requests(path, "at-window") == 1
        must_be_whole(path)


def test_a_close_killed_at_any_statement_is_whole_or_absent(tmp_path: Path) -> None:
    whole = make_books(tmp_path)
    before = newest_event(whole)
    statements = statements_of(copy_books(whole, tmp_path / "counted"), at_close)
    first_commit = statements.index("COMMIT")
    assert statements.count("COMMIT") == 2  # the Z, then its step
    for at in range(len(statements) + 1):
        path = copy_books(whole, tmp_path / str(at))
        assert os.WIFSIGNALED(run_killed(path, at_close, at))
        must_be_whole(path)
        assert (newest_event(path) == before) == (at <= first_commit)


def test_the_kill_would_be_seen_if_nothing_were_killed(tmp_path: Path) -> None:
    status = run_killed(make_books(tmp_path), at_window, 10_000)
    assert os.WIFEXITED(status)
    assert os.WEXITSTATUS(status) == 9
