"""The queue of papers: kept with the commit that words them, and followed until they are on paper."""

import json
from pathlib import Path

import pytest

from db import papers
from db.books import Books
from db.check import check_books
from db.paper_digests import digest
from tests.db.small_books import CASHIER, FEE, bill, found, new_books, open_till, pay, register


def queued(books: Books, count: int = 1) -> None:
    for n in range(count):
        with books.transaction(f"r{n}", staff_id=CASHIER) as tx:
            papers.enqueue(tx, "receipt", f'["收据 {n}"]', receipt_id=n + 1, drawer=n == 0)


def states(books: Books) -> list[str]:
    reader = books.reader()
    try:
        return [row[0] for row in reader.execute_sql("SELECT state FROM print_job ORDER BY id").fetchall()]
    finally:
        reader.close()


def test_a_paper_waits_in_the_order_it_was_worded(books: Books) -> None:
    queued(books, 2)
    reader = books.reader()
    job = papers.next_queued(reader, "receipt")
    assert job is not None
    assert job[1:] == (1, "receipt", 1, '["收据 0"]', "receipt", "queued", 0, 1, 0, "", job.at)
    assert [waiting.receipt_id for waiting in papers.waiting(reader)] == [1, 2]
    reader.close()


def enqueue_and_fail(books: Books) -> None:
    with books.transaction("r", staff_id=CASHIER) as tx:
        papers.enqueue(tx, "receipt", "[]")
        raise ZeroDivisionError


def test_a_paper_of_a_request_that_failed_is_never_printed(books: Books) -> None:
    with pytest.raises(ZeroDivisionError):
        enqueue_and_fail(books)
    reader = books.reader()
    assert papers.next_queued(reader, "receipt") is None
    assert papers.waiting(reader) == []
    reader.close()


def test_a_failed_job_is_tried_again_and_a_finished_one_is_not(books: Books) -> None:
    queued(books)
    reader = books.reader()
    for state, comes_again in (("sending", False), ("failed", True), ("sending", False), ("sent", False)):
        papers.mark(books, 1, state, "no paper")
        assert (papers.next_queued(reader, "receipt") is not None) == comes_again
    assert reader.execute_sql("SELECT attempts, note FROM print_job").fetchone() == (2, "no paper")
    assert papers.waiting(reader) == []
    reader.close()


def test_a_job_found_sending_at_start_is_unsure_and_not_sent_by_itself(books: Books) -> None:
    queued(books, 3)
    papers.mark(books, 1, "sent")
    papers.mark(books, 2, "sending")
    assert papers.found_sending(books, "receipt") == 1
    assert states(books) == ["sent", "unsure", "queued"]
    reader = books.reader()
    job = papers.next_queued(reader, "receipt")
    assert job is not None
    assert job.id == 3
    assert [waiting.state for waiting in papers.waiting(reader)] == ["unsure", "queued"]
    reader.close()


def test_a_copy_is_the_same_paper_with_its_number_and_leaves_the_drawer_shut(books: Books) -> None:
    queued(books)
    papers.mark(books, 1, "confirmed")
    reader = books.reader()
    kept = papers.paper_of_receipt(reader.connection(), 1)
    assert kept == (1, '["收据 0"]')
    with books.transaction("copy", staff_id=CASHIER) as tx:
        papers.enqueue_again(tx, kept[0], device="office", copy_number=2)
    assert papers.next_queued(reader, "receipt") is None  # each printer takes its own
    job = papers.next_queued(reader, "office")
    assert job is not None
    assert (job.paper_id, job.content, job.device, job.copy_number, job.drawer) == (1, kept[1], "office", 2, 0)
    assert papers.paper_of_receipt(reader.connection(), 99) is None
    reader.close()


def at_the_window(path: Path) -> Books:
    """Books with a till open and two payments, each with its paper."""
    books = new_books(path)
    found(books)
    register(books)
    bill(books, "2026-11")
    open_till(books)
    pay(books, "one", 1, FEE)
    pay(books, "two", 2, FEE)
    return books


def bodies(books: Books) -> list[dict[str, object]]:
    return [json.loads(row[0]) for row in books.database.execute_sql("SELECT body FROM event ORDER BY id").fetchall()]


def findings(books: Books) -> list[tuple[str, str]]:
    reader = books.reader()
    try:
        return [(each.code, each.row) for each in check_books(reader).findings]
    finally:
        reader.close()


def test_the_next_event_carries_the_digest_of_the_paper_and_the_payment_itself_does_not(tmp_path: Path) -> None:
    books = at_the_window(tmp_path / "books.sqlite")
    salt, content = books.database.execute_sql("SELECT salt, content FROM paper WHERE id = 1").fetchone()
    first, second = bodies(books)[-2:]
    assert "kept" not in first
    assert second["kept"] == [[1, digest(salt, content)]]
    assert salt
    books.close()


def test_a_paper_is_bound_by_what_happens_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "books.sqlite"
    at_the_window(path).close()
    books = new_books(path)
    with books.transaction("log-in", staff_id=CASHIER) as tx:
        tx.post("logged_in", {})
    salt, content = books.database.execute_sql("SELECT salt, content FROM paper WHERE id = 2").fetchone()
    assert [body["kept"] for body in bodies(books) if "kept" in body][-1] == [[2, digest(salt, content)]]
    assert findings(books) == []
    with books.machine() as connection:
        connection.execute("UPDATE paper SET content = '[]' WHERE id = 2")
    assert findings(books) == [("paper_differs", "paper 2")]
    books.close()


def test_an_altered_paper_is_not_handed_out_and_one_slipped_in_neither(tmp_path: Path) -> None:
    books = at_the_window(tmp_path / "books.sqlite")
    assert papers.paper_of_receipt(books.database.connection(), 1) == (1, '["receipt"]')
    with books.machine() as connection:
        connection.execute("UPDATE paper SET content = '[]' WHERE id = 1")
    with pytest.raises(papers.PaperAltered) as caught:
        papers.paper_of_receipt(books.database.connection(), 1)
    assert caught.value.paper_id == 1
    with books.machine() as connection:
        connection.execute("UPDATE paper SET receipt_id = NULL WHERE id = 1")
        connection.execute("INSERT INTO paper SELECT 0, kind, 1, 8, '[]', queued_at, 'x' FROM paper WHERE id = 2")
    with pytest.raises(papers.PaperAltered):
        papers.paper_of_receipt(books.database.connection(), 1)
    books.close()


def test_a_paper_can_only_belong_to_the_newest_event(books: Books) -> None:
    """An older event's papers are bound already; a further one would be called slipped in for ever."""
    with books.transaction("r", staff_id=CASHIER) as tx:
        first = tx.post("logged_in", {})
        tx.post("logged_in", {})
        with pytest.raises(ValueError, match="paper of event 1 kept after event 2"):
            papers.enqueue(tx, "x_report", "[]", event_id=first.id)


@pytest.mark.parametrize("told", [1, [3]], ids=["told by their number", "listed"])
def test_papers_that_an_erasure_took_away_are_no_finding_but_a_voucher_is(tmp_path: Path, told: object) -> None:
    books = at_the_window(tmp_path / "books.sqlite")
    with books.transaction("copy", staff_id=CASHIER) as tx:
        papers.enqueue(tx, "receipt_copy", "[]", event_id=tx.post("x_reported", {}).id)
        tx.post("logged_in", {})
    with books.transaction("erase", staff_id=CASHIER) as tx:
        tx.connection.execute("DELETE FROM print_job WHERE paper_id = 3")
        tx.connection.execute("DELETE FROM paper WHERE id = 3")
        tx.post("person_erased", {"person": 7, "papers": told})
    assert findings(books) == []
    with books.machine() as connection:
        connection.execute("DELETE FROM print_job WHERE paper_id = 1")
        connection.execute("DELETE FROM paper WHERE id = 1")
    assert findings(books) == [("paper_missing", "paper 1")]
    books.close()
