"""The drawer of the open day, from the books: what X and Z both print."""

from collections.abc import Iterator, Mapping
from typing import Any

from counter.desk.office import Office
from counter.rules.till import Drawer, Movement, MovementKind, compute_drawer
from db.queries import aside, tills
from db.queries import drawer as sums
from db.queries.tills import TillState

_MOVES: Mapping[str, MovementKind] = {
    "paid_in": MovementKind.PAY_IN,
    "paid_out": MovementKind.PAY_OUT,
    "cash_dropped": MovementKind.DROP,
    "handover_accepted": MovementKind.HANDOVER,
}
_COUNTED: Mapping[str, MovementKind] = {
    "receipt_copied": MovementKind.COPY,
    "drawer_opened": MovementKind.DRAWER_OPENING,
    "note_refused": MovementKind.NOTE_REFUSED,
}


class DrawerDisagrees(Exception):
    """The till's movements and its postings give different cash: a defect, never to be closed over."""

    code = "drawer_disagrees"

    def __init__(self, computed_minor: int, posted_minor: int) -> None:
        super().__init__(computed_minor, posted_minor)
        self.computed_minor = computed_minor
        self.posted_minor = posted_minor


class NotEnoughCash(Exception):
    """The till holds less cash than is to be given out; how much it holds is not said before the count."""

    code = "not_enough_cash"

    def __init__(self, wanted_minor: int) -> None:
        super().__init__(wanted_minor)
        self.wanted_minor = wanted_minor


def require_cash(connection: Any, state: TillState, wanted: int, fund: str = "") -> None:
    """Raise NotEnoughCash where the till does not hold this much cash, in minor units.

    fund: whose money goes out; the maintenance fund's cash gives out for nothing else, and nothing else for it. ''
    where the same money goes back that came in.
    """
    held = cash_by_fund(connection, state)
    there, apart = sum(held.values()), held.get("maintenance", 0)
    if fund:
        there = apart if fund == "maintenance" else there - max(0, apart)
    if wanted > 0 and wanted > there:
        raise NotEnoughCash(wanted)


def cash_by_fund(connection: Any, state: TillState) -> dict[str, int]:
    """Return the cash that should lie in an open till now, by fund, in minor units."""
    return sums.cash_in_till(connection, state.opened_event, tills.head(connection)[0], state.till)


def drawer_of(connection: Any, state: TillState, last_event: int | None = None) -> Drawer:
    """Return the drawer since the till was opened; raises DrawerDisagrees."""
    last = last_event or tills.head(connection)[0]
    drawer = compute_drawer(_movements(connection, state.opened_event, last, state.till))
    posted = sums.cash_in_till(connection, state.opened_event, last, state.till)
    if sum(posted.values()) != drawer.cash_expected:
        raise DrawerDisagrees(drawer.cash_expected, sum(posted.values()))
    return drawer


def stretch_of(connection: Any, state: TillState, last_event: int | None = None) -> Drawer:
    """Return what the till did under one cashier: since it was opened, or since it was last handed over."""
    last = last_event or tills.head(connection)[0]
    begun = aside.newest(connection, "handover_accepted", state.till, state.opened_event)
    if begun is None or begun[0] > last:
        return compute_drawer(_movements(connection, state.opened_event, last, state.till))
    first, counted = begun[0] + 1, begun[1]["total"]
    return compute_drawer(
        [Movement(MovementKind.FLOAT, "cash", counted), *moved_between(connection, first, last, state.till)]
    )


def drop_is_due(connection: Any, state: TillState, office: Office) -> bool:
    """Whether more cash lies in the drawer than the office allows; how much is said only after a count."""
    return sum(cash_by_fund(connection, state).values()) > office.cash_limit


def _movements(connection: Any, first: int, last: int, till: int) -> Iterator[Movement]:
    opened = tills.till_events(connection, first, first, till)[0]
    yield Movement(MovementKind.FLOAT, "cash", opened.body["amount"])
    yield from moved_between(connection, first, last, till)


def moved_between(connection: Any, first: int, last: int, till: int) -> Iterator[Movement]:
    """Yield what moved in a till from one event to another, both included."""
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
    for tender, amount in sums.fund_tenders(connection, first, last, till).items():
        yield Movement(MovementKind.FUND_TENDER, tender, amount)
    for fund, account, item_id, amount in sums.item_sums(connection, first, last, till):
        # What is kept as balance is no receipt of its item yet, also where it is earmarked for one.
        name = str(item_id) if item_id and account != "balance" else account
        yield Movement(MovementKind.ITEM, amount=amount, item=name, fund=fund)
    for series, low, high, count in sums.series_sums(connection, first, last, till):
        yield Movement(MovementKind.RECEIPT, series=series, first=low, last=high, count=count)
    for series, number, total in sums.voided(connection, first, last, till):
        yield Movement(MovementKind.VOIDED, amount=total, series=series, first=number)
    for kind, times, amount in sums.cash_moves(connection, first, last, till):
        moved = _MOVES[kind]
        yield Movement(moved, amount=amount if moved is MovementKind.HANDOVER else abs(amount), count=times)
    for kind, times in sums.event_counts(connection, first, last, till, tuple(_COUNTED)).items():
        yield Movement(_COUNTED[kind], count=times)
