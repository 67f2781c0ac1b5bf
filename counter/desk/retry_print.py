"""Papers that did not come out: printed again, given up, or seen to be out by a person.

Whatever reached a printer may be on paper already, so it is never printed again as if it were the original: a receipt
gets a counted copy in the books, any other paper a marked copy of the kept one.
"""

from typing import Literal, NamedTuple

from counter.desk.copies import reprint
from counter.desk.copy_beyond_limit import copy_beyond_limit
from counter.desk.office import Office
from counter.desk.people import Person
from counter.rules.permissions import Act
from counter.words import Words
from db import papers
from db.books import Books
from db.queries import history
from db.queries.history import PaperLine

NOT_SENT = frozenset({"queued", "failed"})
MAY_BE_OUT = frozenset({"unsure", "sent"})


class Retried(NamedTuple):
    """What became of the wish: waits its turn again, queued as a copy, or nothing because the paper is under way."""

    how: Literal["queued", "copy", "nothing"]
    copy_number: int = 0


def retry_print(
    books: Books, job_id: int, *, request_id: str, person: Person, till: int, office: Office, words: Words,
    approver: Person | None = None, reason: str = "",
) -> Retried:  # fmt: skip
    """Print a paper again; approver and reason: for a copy beyond the office's limit.

    Raises NotAllowed, PaperGone, TooManyCopies, SelfApproval, ReasonMissing.
    """
    person.require(Act.REPRINT)
    job = _job(books, job_id)
    if job is None or job.state not in NOT_SENT | MAY_BE_OUT:
        return Retried("nothing")
    if job.state in NOT_SENT:
        # It waits its turn as it is: marked anew, one that went out meanwhile would be printed twice, unmarked.
        return Retried("queued", job.copy_number)
    if job.receipt_id is None:
        number = _copy_of_paper(books, job, request_id, person, till)
    elif approver is None:
        number = reprint(
            books, job.receipt_id, request_id=request_id, person=person, till=till, office=office, words=words,
            device=job.device,
        )  # fmt: skip
    else:
        number = copy_beyond_limit(
            books, job.receipt_id, reason, request_id=request_id, person=person, approver=approver, till=till,
            words=words, device=job.device,
        )  # fmt: skip
    papers.mark(books, job_id, "dropped", "copied")
    return Retried("copy", number)


def give_up(books: Books, job_id: int, *, person: Person) -> bool:
    """Take a paper off the queue; returns whether it was still there to be given up. Raises NotAllowed."""
    return _end(books, job_id, person, "dropped", NOT_SENT | MAY_BE_OUT)


def is_on_paper(books: Books, job_id: int, *, person: Person) -> bool:
    """Record that a person sees the paper; returns whether that was open. Raises NotAllowed."""
    return _end(books, job_id, person, "confirmed", MAY_BE_OUT)


def _end(books: Books, job_id: int, person: Person, state: str, from_states: frozenset[str]) -> bool:
    person.require(Act.REPRINT)
    return papers.end(books, job_id, state, "by_hand", of=from_states)


def _job(books: Books, job_id: int) -> PaperLine | None:
    reader = books.reader()
    try:
        return history.paper_line(reader.connection(), job_id)
    finally:
        reader.close()


def _copy_of_paper(books: Books, job: PaperLine, request_id: str, person: Person, till: int) -> int:
    with books.transaction(request_id, staff_id=person.staff_id, till=till) as tx:
        number = history.last_copy(tx.connection, job.paper_id) + 1
        papers.enqueue_again(tx, job.paper_id, device=job.device, copy_number=number)
        return number
