"""A drawer that stayed open with nobody closing it: recorded, for whoever looks at the day later."""

from db.books import Books
from db.queries.tills import till_state


def note_open_drawer(books: Books, seconds: int, *, request_id: str, staff_id: int | None, till: int) -> None:
    """Record that the drawer of a till has been open for so many seconds; the same request records it once.

    staff_id: who is logged in, None while the window is locked.
    """
    with books.transaction(request_id, staff_id=staff_id, till=till) as tx:
        if tx.earlier:
            return
        state = till_state(tx.connection, till)
        if state is not None:
            tx.day = state.day
        tx.post("drawer_left_open", {"seconds": seconds})
