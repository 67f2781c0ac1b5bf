"""Taking one's own request back while it waits: nothing was done yet, and the day is not held up by it any more."""

from counter.desk import approve
from counter.desk.approve import ACTS, NotPending
from counter.desk.people import Person
from counter.desk.tills import name_of
from db.books import Books


class NotYourRequest(Exception):
    """Only whoever asked takes a request back; name: who asked."""

    code = "not_your_request"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def withdraw_request(books: Books, asked_event: int, *, request_id: str, person: Person, till: int) -> None:
    """Take a request back. What is done already and owes its approval is not taken back, it is decided.

    Raises NotPending, NotYourRequest.
    """
    with books.transaction(request_id, staff_id=person.staff_id, till=till) as tx:
        if tx.earlier:
            return
        asked = approve.pending(tx.connection, asked_event)
        if asked.requester_id != person.staff_id:
            raise NotYourRequest(name_of(tx.connection, asked.requester_id))
        if ACTS[asked.act].owes:
            raise NotPending(asked.subject)
        tx.post("request_withdrawn", {"asked": asked.event_id, "subject": asked.subject})
        approve.settle(tx, asked.event_id)
