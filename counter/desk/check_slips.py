"""The terminal's own sums against the books: what was typed from its slip at the close is kept, agreeing or not."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from counter.desk.people import Person
from counter.desk.tills import opened, refuse_aside
from counter.papers.report_counts import SlipLine
from counter.rules.permissions import Act
from db.books import Books
from db.queries import aside
from db.queries.tills import TillState


class SlipSum(NamedTuple):
    """One tender: how many payments and how much (minor units) the slip says, and what the books hold."""

    slip_count: int
    slip_amount: int
    books_count: int
    books_amount: int

    @property
    def agrees(self) -> bool:
        """Whether the slip says the same as the books."""
        return (self.slip_count, self.slip_amount) == (self.books_count, self.books_amount)


def record_slips(books: Books, slips: Mapping[str, SlipSum], *, request_id: str, cashier: Person, till: int) -> None:
    """Record what the terminal's slip says of each tender beside the books' own sums.

    Raises NotAllowed, TillNotOpen, TillSuspended, HandoverHangs.

    A difference does not hold the close up: the terminal's batch is settled by the bank, and the event names it.
    """
    cashier.require(Act.CLOSE_TILL)
    with books.transaction(request_id, staff_id=cashier.staff_id, till=till) as tx:
        if tx.earlier:
            return
        state = opened(tx.connection, till)
        refuse_aside(tx.connection, state)
        tx.day = state.day
        tx.post("slips_checked", {"slips": {name: each._asdict() for name, each in sorted(slips.items())}})


def differing(connection: Any, state: TillState) -> tuple[SlipLine, ...]:
    """Return the tenders whose slip differed when it was typed last on the open day, as the Z lists them."""
    found = aside.newest(connection, "slips_checked", state.till, state.opened_event)
    slips = {name: SlipSum(**each) for name, each in found[1]["slips"].items()} if found else {}
    return tuple(
        SlipLine(name, each.slip_count - each.books_count, each.slip_amount - each.books_amount)
        for name, each in slips.items()
        if not each.agrees
    )
