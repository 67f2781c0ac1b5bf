"""The blind count of the drawer: what lies in it is said first, what should lie in it only then."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from counter.desk.drawer import drawer_of
from counter.desk.office import Office
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.tills import opened, refuse_aside
from counter.rules.cash import count_total, over_short
from counter.rules.permissions import Act
from db.books import Books
from db.queries.tills import TillState


class Count(NamedTuple):
    """A confirmed count: only now are expected cash and the difference known; amounts in minor units."""

    event_id: int
    total: int
    expected: int
    difference: int
    needs_second_person: bool


def record_count(
    books: Books, counts: Mapping[int, int], *, request_id: str, cashier: Person, till: int, office: Office
) -> Count:
    """Record a blind count (denominations in minor units to pieces) and then say what was expected.

    Every count stays in the books, also one that is followed by another. Raises NotAllowed, TillNotOpen,
    TillSuspended, HandoverHangs, BadCount.
    """
    cashier.require(Act.CLOSE_TILL)
    total = count_total(counts)
    with books.transaction(request_id, staff_id=cashier.staff_id, till=till) as tx:
        state = open_state(tx.connection, till)
        tx.day = state.day
        expected = drawer_of(tx.connection, state).cash_expected
        done = earlier_facts(tx, "till_counted")
        if done is not None:
            return _count(done[0], done[1]["total"], expected, office)
        event = tx.post("till_counted", {"counts": {str(d): n for d, n in sorted(counts.items()) if n}, "total": total})
        return _count(event.id, total, expected, office)


def _count(event_id: int, total: int, expected: int, office: Office) -> Count:
    difference = over_short(expected, total)
    return Count(event_id, total, expected, difference, abs(difference) > office.over_short_limit)


def open_state(connection: Any, till: int) -> TillState:
    """Return an open till whose drawer may be counted. Raises TillNotOpen, TillSuspended, HandoverHangs."""
    state = opened(connection, till)
    refuse_aside(connection, state)
    return state
