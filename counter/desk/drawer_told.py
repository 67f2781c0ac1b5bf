"""The open day of a drawer as X and Z tell it cashier by cashier: who handed over, and what each of them ran."""

from itertools import pairwise
from typing import Any

from counter.desk.drawer import moved_between
from counter.desk.tills import name_of
from counter.papers.till_report import HandoverLine, StretchLine, TakeUpLine
from counter.rules.till import Movement, compute_drawer
from db.queries import aside, tills
from db.queries.tills import TillState


def told_handovers(connection: Any, state: TillState, last_event: int) -> tuple[HandoverLine, ...]:
    """Return the hand-overs that were accepted since the till was opened, as the reports list them."""
    events = tills.till_events_of(connection, "handover_accepted", state.opened_event, last_event, state.till)
    return tuple(
        HandoverLine(
            str(each.body["at"]), name_of(connection, each.body["giver"]), name_of(connection, each.body["taker"]),
            each.body["total"], each.body["difference"],
        )
        for each in events
    )  # fmt: skip


def told_take_ups(connection: Any, state: TillState) -> tuple[TakeUpLine, ...]:
    """Return who took the till up for its cashier since it was opened, as the reports list them."""
    return tuple(
        TakeUpLine(each.at, name_of(connection, each.staff_id), name_of(connection, each.cashier_id))
        for each in aside.taken_up(connection, state.till, state.opened_event)
    )


def told_stretches(connection: Any, state: TillState, last_event: int) -> tuple[StretchLine, ...]:
    """Return what the till did under each cashier, in the order they ran it; their sums add up to the day's."""
    events = tills.till_events_of(connection, "handover_accepted", state.opened_event, last_event, state.till)
    bounds = [state.opened_event, *(each.id for each in events), last_event]
    who = [*(each.body["giver"] for each in events), events[-1].body["taker"] if events else state.cashier_id]
    return tuple(
        _stretch_line(name_of(connection, cashier), [*moved_between(connection, first + 1, last, state.till)])
        for cashier, (first, last) in zip(who, pairwise(bounds), strict=True)
    )


def _stretch_line(cashier: str, movements: list[Movement]) -> StretchLine:
    did = compute_drawer(movements)
    cash = did.tenders["cash"].net if "cash" in did.tenders else 0
    return StretchLine(cashier, did.receipts_written, cash, did.received - cash)
