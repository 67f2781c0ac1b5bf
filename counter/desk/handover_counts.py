"""The counts of a hand-over: every one since one was last decided; an offer that was taken back forgets none."""

from typing import Any

from counter.desk.count_till import CountMade
from counter.desk.drawer import drawer_of
from counter.desk.tills import ran_by
from counter.rules.cash import over_short
from db.queries import aside, tills
from db.queries.aside import Aside
from db.queries.tills import TillEvent, TillState

_DECIDED = ("handover_accepted", "handover_rejected")


def counts_for(connection: Any, state: TillState, lying: Aside, expected: int) -> list[CountMade]:
    """Return every count for the hand-over that lies open, the first one first; expected: what is due now, in fen."""
    made: list[CountMade] = []
    before: tuple[int, int] | None = None  # what was expected and counted the time before
    for each in _counted(connection, state):
        mine = each.id > (lying.event_id or 0)
        due = expected if mine else drawer_of(connection, state, each.id).cash_expected
        total = each.body["total"]
        again = before is not None and before[0] == due and before[1] != total
        made.append(CountMade(each.id, each.body["at"], total, over_short(due, total), again, each.body["staff"]))
        before = due, total
    return made


def had_handover(connection: Any, state: TillState, lying: Aside) -> set[int]:
    """Return who had to do with a hand-over: giver and taker, whoever ran the till, whoever counted for it."""
    counted = (each.body["staff"] for each in _counted(connection, state))
    return {lying.staff_id, lying.content["taker"], *ran_by(connection, state), *counted}


def _counted(connection: Any, state: TillState) -> list[TillEvent]:
    decided = (aside.newest(connection, kind, state.till, state.opened_event) for kind in _DECIDED)
    first = max((found[0] for found in decided if found is not None), default=state.opened_event)
    return tills.till_events_of(connection, "handover_counted", first, tills.head(connection)[0], state.till)
