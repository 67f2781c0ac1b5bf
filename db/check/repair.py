"""Rebuilding the machine tables: they follow from the books and can be made anew at any time."""

from typing import Any

from db import find, open_items
from db.books import Books
from db.check.series import last_numbers
from db.check.tills import ASIDES, OPEN_TILLS
from db.queries.people import WAITING


def rebuild_machine(books: Books) -> None:
    """Compute open items, number series, open tills, waiting acts and the search index anew, in one commit.

    A series that has given out no number yet keeps the one it is to begin with. Raises the faults of db.faults.
    """
    with books.machine() as connection:
        open_items.rebuild(connection)
        find.rebuild(connection)
        _rebuild_series(connection)
        _rebuild_tills(connection)
        _rebuild_pending(connection)


def _rebuild_series(connection: Any) -> None:
    for series, last in last_numbers(connection).items():
        connection.execute("INSERT OR REPLACE INTO series(series, next) VALUES (?, ?)", (series, last + 1))


def _rebuild_tills(connection: Any) -> None:
    connection.execute("DELETE FROM till_state")
    connection.execute(f"INSERT INTO till_state(till, day, opened_event, cashier_id) {OPEN_TILLS}")
    # A parked payment follows from nothing but itself and stays.
    connection.execute("DELETE FROM till_aside WHERE kind <> 'parked'")
    connection.execute(f"INSERT INTO till_aside(till, kind, event_id, staff_id, content) {ASIDES}")


def _rebuild_pending(connection: Any) -> None:
    connection.execute("DELETE FROM pending_act")
    connection.execute(f"INSERT INTO pending_act(event_id, act, subject, requester_id, reason) {WAITING}")
