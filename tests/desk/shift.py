"""The acts of a shift in a few words, on top of the office's desk; amounts in fen."""

from collections.abc import Mapping
from typing import Any

from counter.desk import handover
from counter.desk.close_till import Closed, close_till
from counter.desk.count_till import Count, record_count
from counter.desk.drawer import drawer_of
from counter.desk.drop_cash import drop_cash
from counter.desk.open_till import Explained, open_till
from counter.desk.parked import park
from counter.desk.pay_in_out import pay_in, pay_out
from counter.desk.people import Person
from counter.desk.suspend_till import resume_till, suspend_till
from counter.rules.till import Drawer
from db.queries.tills import TillState, till_state
from tests.desk.office import CASHIER, OTHER_CASHIER, SUPERVISOR, Desk


def said(desk: Desk, **more: Any) -> dict[str, Any]:
    """What every act that prints is told."""
    base = {"request_id": desk.request(), "till": desk.till, "office": desk.office, "words": desk.words}
    return {**base, **more}


def state_of(desk: Desk) -> TillState:
    found = till_state(desk.connection, desk.till)
    assert found is not None
    return found


def drawer_now(desk: Desk) -> Drawer:
    return drawer_of(desk.connection, state_of(desk))


def paid_in(desk: Desk, amount: int, source: str = "petty_cash", **more: Any) -> int:
    return pay_in(
        desk.books, source, amount, more.pop("reason", "change"), **said(desk, **{"cashier": CASHIER, **more})
    )


def paid_out(desk: Desk, amount: int, purpose: str = "petty_cash", **more: Any) -> int:
    return pay_out(
        desk.books, purpose, amount, more.pop("reason", "stamps"), **said(desk, **{"cashier": CASHIER, **more})
    )


def dropped(desk: Desk, counts: Mapping[int, int], witness: Person | None = SUPERVISOR, **more: Any) -> int:
    return drop_cash(desk.books, counts, **said(desk, **{"cashier": CASHIER, "witness": witness, **more}))


def offered(desk: Desk, taker: Person = OTHER_CASHIER, giver: Person = CASHIER, agreed: Person | None = None) -> None:
    handover.offer(desk.books, taker.staff_id, request_id=desk.request(), giver=giver, till=desk.till, agreed=agreed)


def taker_counts(desk: Desk, total: int, taker: Person = OTHER_CASHIER, **more: Any) -> Count:
    arguments = {"request_id": desk.request(), "taker": taker, "till": desk.till, "office": desk.office, **more}
    return handover.count_handover(desk.books, {1: total}, **arguments)


def accepted(desk: Desk, taker: Person = OTHER_CASHIER, **more: Any) -> int:
    return handover.accept(desk.books, **said(desk, taker=taker, **more))


def rejected(desk: Desk, reason: str = "two notes are missing", taker: Person = OTHER_CASHIER, **more: Any) -> int:
    return handover.reject(desk.books, reason, **said(desk, taker=taker, **more))


def on_break(desk: Desk, person: Person = CASHIER) -> None:
    suspend_till(desk.books, request_id=desk.request(), person=person, till=desk.till)


def back(desk: Desk, person: Person = CASHIER) -> None:
    resume_till(desk.books, request_id=desk.request(), person=person, till=desk.till)


def put_aside(desk: Desk, unit: int, cashier: Person = CASHIER) -> int:
    return park(desk.books, {"units": [unit]}, cashier=cashier, till=desk.till)


def count_pieces(desk: Desk, counts: Mapping[int, int], person: Person = CASHIER) -> Count:
    return record_count(
        desk.books, counts, request_id=desk.request(), cashier=person, till=desk.till, office=desk.office
    )


def close_leaving(
    desk: Desk, counts: Mapping[int, int], left: Mapping[int, int], person: Person = CASHIER, **more: Any
) -> Closed:  # fmt: skip
    """Count these pieces and close, so that some of them stay in the drawer."""
    count_pieces(desk, counts, person)
    return close_till(desk.books, left=left, **said(desk, cashier=person, **more))


def open_with(desk: Desk, counts: Mapping[int, int], explained: Explained | None = None) -> TillState:
    return open_till(
        desk.books, counts, request_id=desk.request(), cashier=CASHIER, till=desk.till, explained=explained
    )
