"""The drawer of the open day, from the books: what X and Z both print."""

from collections.abc import Iterator
from typing import Any

from counter.rules.till import Drawer, Movement, MovementKind, compute_drawer
from db.queries import drawer as sums
from db.queries import tills
from db.queries.tills import TillState


class DrawerDisagrees(Exception):
    """The till's movements and its postings give different cash: a defect, never to be closed over."""

    code = "drawer_disagrees"

    def __init__(self, computed_minor: int, posted_minor: int) -> None:
        super().__init__(computed_minor, posted_minor)
        self.computed_minor = computed_minor
        self.posted_minor = posted_minor


def drawer_of(connection: Any, state: TillState, last_event: int | None = None) -> Drawer:
    """Return the drawer since the till was opened; raises DrawerDisagrees."""
    last = last_event or tills.head(connection)[0]
    drawer = compute_drawer(_movements(connection, state.opened_event, last, state.till))
    posted = sums.cash_in_till(connection, state.opened_event, last, state.till)
    if sum(posted.values()) != drawer.cash_expected:
        raise DrawerDisagrees(drawer.cash_expected, sum(posted.values()))
    return drawer


def _movements(connection: Any, first: int, last: int, till: int) -> Iterator[Movement]:
    opened = tills.till_events(connection, first, first, till)[0]
    yield Movement(MovementKind.FLOAT, "cash", opened.body["amount"])
    # A refund given back in two ways is one refund: the first of its tenders carries the count.
    refunds = sums.event_counts(connection, first, last, till, ("payment_refunded",)).get("payment_refunded", 0)
    for kind, tender, count, amount in sums.tender_sums(connection, first, last, till):
        if kind == "receipt_voided":
            yield Movement(MovementKind.VOID, tender, -amount, count=count)
        elif kind == "payment_refunded":
            yield Movement(MovementKind.REFUND, tender, -amount, count=refunds)
            refunds = 0
        elif kind == "payment":
            yield Movement(MovementKind.PAYMENT, tender, amount, count=count)
    for fund, account, item_id, amount in sums.item_sums(connection, first, last, till):
        name = str(item_id) if item_id else account
        yield Movement(MovementKind.ITEM, amount=amount, item=name, fund=fund)
    for series, low, high, count in sums.series_sums(connection, first, last, till):
        yield Movement(MovementKind.RECEIPT, series=series, first=low, last=high, count=count)
    for series, number, total in sums.voided(connection, first, last, till):
        yield Movement(MovementKind.VOIDED, amount=total, series=series, first=number)
    counts = sums.event_counts(connection, first, last, till, ("receipt_copied", "drawer_opened"))
    if counts.get("receipt_copied"):
        yield Movement(MovementKind.COPY, count=counts["receipt_copied"])
    if counts.get("drawer_opened"):
        yield Movement(MovementKind.DRAWER_OPENING, count=counts["drawer_opened"])
