"""Opening the till with its float (找零备用金)."""

from collections.abc import Mapping
from datetime import date

from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.rules.cash import count_total
from counter.rules.clock import till_day
from counter.rules.permissions import Act
from db.books import Books, Event
from db.queries.tills import TillState, last_close, set_open, till_state
from db.rows import Posting


class TillAlreadyOpen(Exception):
    """The till is open; its day ends with its Z."""

    code = "till_already_open"

    def __init__(self, till: int, open_day: str) -> None:
        super().__init__(till, open_day)
        self.till = till
        self.open_day = open_day


def open_till(
    books: Books, float_counts: Mapping[int, int], *, request_id: str, cashier: Person, till: int
) -> TillState:
    """Open a till day with a counted float, denominations in minor units to pieces; returns the till's state.

    Raises NotAllowed, TillAlreadyOpen, BadCount.
    """
    cashier.require(Act.OPEN_TILL)
    amount = count_total(float_counts)
    with books.transaction(request_id, staff_id=cashier.staff_id, till=till) as tx:
        done = earlier_facts(tx, "till_opened")
        if done is not None:
            return TillState(till, done[1]["day"], done[0], cashier.staff_id)
        state = till_state(tx.connection, till)
        if state is not None:
            raise TillAlreadyOpen(till, state.day)
        tx.day = _day(tx.connection, till, tx.day)
        facts = {"float": {str(d): n for d, n in sorted(float_counts.items()) if n}, "amount": amount}
        event: Event = tx.post("till_opened", facts, _float_postings(amount))
        opened = TillState(till, tx.day, event.id, cashier.staff_id)
        set_open(tx.connection, opened)
        return opened


def _day(connection: object, till: int, today: str) -> str:
    closed = last_close(connection, till)
    return till_day(date.fromisoformat(today), date.fromisoformat(closed.day) if closed else None).isoformat()


def _float_postings(amount: int) -> list[Posting]:
    if not amount:
        return []
    return [
        Posting("operating", "till_cash", amount, tender="cash"),
        Posting("operating", "safe_cash", -amount, tender="cash"),
    ]
