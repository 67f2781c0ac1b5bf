"""The queue of papers: kept with the commit that words them, and followed until they are on paper."""

import pytest

from db import papers
from db.books import Books
from tests.db.small_books import CASHIER


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
    assert job[1:] == (1, "receipt", 1, '["收据 0"]', "receipt", "queued", 0, 1, 0, "")
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
