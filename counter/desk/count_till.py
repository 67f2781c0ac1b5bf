"""The blind count of the drawer: what lies in it is said first, what should lie in it only then."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from counter.desk.card_intents import refuse_unsettled
from counter.desk.drawer import drawer_of
from counter.desk.office import Office
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.tills import opened, ran_by, refuse_aside, require_to_end
from counter.rules.cash import count_total, over_short
from counter.rules.permissions import Act
from db.books import Books
from db.queries import tills
from db.queries.tills import TillEvent, TillState


class Count(NamedTuple):
    """A confirmed count: only now are expected cash and the difference known; amounts in minor units.

    earlier: the differences of the counts before it since the till was opened.
    """

    event_id: int
    total: int
    expected: int
    difference: int
    needs_second_person: bool
    earlier: tuple[int, ...] = ()


class CountMade(NamedTuple):
    """A count of the open day: when (UTC), what was counted and by how much it differed then (minor units).

    again: the same money had been counted before to another sum, so that what was expected was known; staff_id: who
    counted.
    """

    event_id: int
    at: str
    total: int
    difference: int
    again: bool
    staff_id: int | None = None


def record_count(
    books: Books, counts: Mapping[int, int], *, request_id: str, cashier: Person, till: int, office: Office
) -> Count:
    """Record a blind count (denominations in minor units to pieces) and then say what was expected.

    Every count stays in the books and stands on the Z, also one that is followed by another. Cash beside a card payment
    that is not settled lies in the drawer and is in no book yet: nothing is told before. Raises NotAllowed,
    TillNotOpen, TillSuspended, HandoverHangs, NotYourTill, TillNotTakenUp, CardUnsettled, BadCount.
    """
    cashier.require(Act.CLOSE_TILL)
    total = count_total(counts)
    with books.transaction(request_id, staff_id=cashier.staff_id, till=till) as tx:
        state = open_state(tx.connection, till)
        require_to_end(tx.connection, state, cashier, tx.day)
        tx.day = state.day
        expected = drawer_of(tx.connection, state).cash_expected
        done = earlier_facts(tx, "till_counted")
        if done is None:
            refuse_unsettled(tx.connection, till)
            before = tills.last_count(tx.connection, state)
            again = {"again": True} if before is not None and before.total != total else {}
            pieces = {str(d): n for d, n in sorted(counts.items()) if n}
            event_id = tx.post("till_counted", {"counts": pieces, "total": total, **again}).id
        else:
            event_id, total = done[0], done[1]["total"]
        made = counts_made(tx.connection, state)
        earlier = tuple(each.difference for each in made if each.event_id < event_id)
        second = asks_second(made, office.over_short_limit)
        return Count(event_id, total, expected, over_short(expected, total), second, earlier)


def counts_made(connection: Any, state: TillState) -> list[CountMade]:
    """Return every count since the till was opened, the first one first."""
    events = tills.till_events_of(
        connection, "till_counted", state.opened_event, tills.head(connection)[0], state.till
    )  # fmt: skip
    return [_made(connection, state, each) for each in events]


def _made(connection: Any, state: TillState, event: TillEvent) -> CountMade:
    body = event.body
    difference = over_short(drawer_of(connection, state, event.id).cash_expected, body["total"])
    return CountMade(event.id, body["at"], body["total"], difference, bool(body.get("again")), body["staff"])


def had_drawer(connection: Any, state: TillState | None) -> set[int]:
    """Return who had to do with what is found in the drawer of an open till: whoever ran it or counted it this day."""
    if state is None:
        return set()
    return {*ran_by(connection, state), *(each.staff_id for each in counts_made(connection, state) if each.staff_id)}


def asks_second(counts: Sequence[CountMade], limit: int) -> bool:
    """Whether the counts of a day ask for a reason and a second person (limit in minor units).

    Any of them does that differed too much: the one that agrees afterwards was made by somebody who knew what was
    expected. So does one that counted the same money again.
    """
    return any(abs(each.difference) > limit or each.again for each in counts)


def open_state(connection: Any, till: int) -> TillState:
    """Return an open till whose drawer may be counted. Raises TillNotOpen, TillSuspended, HandoverHangs."""
    state = opened(connection, till)
    refuse_aside(connection, state)
    return state
