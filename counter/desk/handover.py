"""Handing the till over (交接班): offered by the giver, counted blind by the taker, then accepted or rejected.

While it hangs, the drawer belongs to nobody: no money moves, nothing is closed. What the taker's count finds over or
short is booked when they accept, so that each cashier answers for their own stretch of the day.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from counter.desk import approve
from counter.desk.card_intents import refuse_unsettled
from counter.desk.close_till import CountedAgain, DifferenceUnexplained, NotCounted
from counter.desk.count_till import Count, CountMade, asks_second
from counter.desk.drawer import drawer_of
from counter.desk.handover_counts import counts_for, had_handover
from counter.desk.handover_slip import queue_slip
from counter.desk.office import Office
from counter.desk.owed import Agreement, agree_or_owe
from counter.desk.parked import refuse_parked
from counter.desk.people import Person, table_on
from counter.desk.requests import earlier_facts
from counter.desk.tills import (
    HANDOVER,
    name_of,
    opened,
    refuse_aside,
    require_cashier_or_deputy,
    require_day,
    take_slip,
)
from counter.rules.cash import count_total, over_short
from counter.rules.permissions import Act, may
from counter.words import Words
from db.books import Books, Tx
from db.chain import canonical
from db.queries import aside, people, tills
from db.queries.aside import Aside
from db.queries.people import StaffRow
from db.queries.tills import TillState, till_state
from db.rows import Approval, Posting

_DECIDED = ("handover_accepted", "handover_rejected")


class NoHandover(Exception):
    """No hand-over hangs at this till."""

    code = "no_handover"

    def __init__(self, till: int) -> None:
        super().__init__(till)
        self.till = till


class NotTheTaker(Exception):
    """Only the person the till is handed to counts it and decides."""

    code = "not_the_taker"

    def __init__(self, taker: str) -> None:
        super().__init__(taker)
        self.taker = taker


class CannotTake(Exception):
    """The till is handed to somebody else who may run one, never to oneself."""

    code = "cannot_take"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class GiverAgrees(Exception):
    """A till is offered by somebody else than its cashier only with the cashier's PIN, or a third person's."""

    code = "giver_agrees"

    def __init__(self, cashier: str) -> None:
        super().__init__(cashier)
        self.cashier = cashier


def had_it(connection: Any, till: int) -> set[int]:
    """Return who had to do with the hand-over that hangs at a till; none of them agrees to its difference."""
    state, lying = till_state(connection, till), aside.aside(connection, till, HANDOVER)
    return had_handover(connection, state, lying) if state is not None and lying is not None else set()


def takers(connection: Any, state: TillState) -> list[StaffRow]:
    """Return who may take an open till over from its cashier."""
    table = table_on(connection, state.day)
    return [
        each
        for each in people.all_staff(connection)
        if not each.left(state.day) and each.id != state.cashier_id and may(each.role, Act.HAND_OVER, table)
    ]


def offer(
    books: Books, taker_id: int, *, request_id: str, giver: Person, till: int, agreed: Person | None = None
) -> None:
    """Offer the till to another cashier; from now on nothing moves until they decide.

    agreed: its cashier or a third person, where somebody else offers it. Acts that wait for a decision go on waiting
    with the till; a card payment does not, for the cash beside it is in no book yet. Raises NotAllowed, TillNotOpen,
    TillDayOver, TillSuspended, HandoverHangs, ParkedPayments, CardUnsettled, NotYourTill, CannotTake, GiverAgrees,
    SelfApproval.
    """
    giver.require(Act.HAND_OVER)
    with books.transaction(request_id, staff_id=giver.staff_id, till=till) as tx:
        if tx.earlier:
            return
        state = require_day(tx.connection, till, tx.day)
        refuse_aside(tx.connection, state)
        refuse_parked(tx.connection, till)
        refuse_unsettled(tx.connection, till)
        require_cashier_or_deputy(tx.connection, state, giver)
        if taker_id not in {each.id for each in takers(tx.connection, state)}:
            raise CannotTake(name_of(tx.connection, taker_id))
        rows = _agreed_by(tx, state, giver, taker_id, agreed) if giver.staff_id != state.cashier_id else []
        tx.day = state.day
        event = tx.post("handover_offered", {"giver": state.cashier_id, "taker": taker_id}, rows)
        aside.put_aside(tx.connection, till, HANDOVER, state.cashier_id, canonical({"taker": taker_id}), event.id)


def _agreed_by(tx: Tx, state: TillState, giver: Person, taker_id: int, agreed: Person | None) -> list[Approval]:
    """Somebody else's drawer is not handed on by one person alone: its cashier agrees, or a third person does."""
    if agreed is None or agreed.staff_id == taker_id:
        raise GiverAgrees(name_of(tx.connection, state.cashier_id))
    return [approve.approval("handover", f"till:{state.till}", giver.staff_id, agreed, HANDOVER)]


def withdraw(books: Books, *, request_id: str, person: Person, till: int) -> None:
    """Take the offer back; the till stays with its cashier. Raises NotAllowed, NoHandover, NotYourTill."""
    person.require(Act.HAND_OVER)
    with books.transaction(request_id, staff_id=person.staff_id, till=till) as tx:
        if tx.earlier:
            return
        state, lying = _lying(tx, till)
        require_cashier_or_deputy(tx.connection, state, person)
        tx.post("handover_withdrawn", {"offered": lying.event_id})
        aside.take_back(tx.connection, lying.id)


def count_handover(
    books: Books, counts: Mapping[int, int], *, request_id: str, taker: Person, till: int, office: Office
) -> Count:
    """Record the taker's blind count and only then say what was expected; every count stays in the books.

    Raises NotAllowed, NoHandover, NotTheTaker, BadCount.
    """
    taker.require(Act.HAND_OVER)
    total = count_total(counts)
    with books.transaction(request_id, staff_id=taker.staff_id, till=till) as tx:
        done = earlier_facts(tx, "handover_counted")
        state, lying = _lying(tx, till)
        _only_taker(tx, lying, taker)
        expected = drawer_of(tx.connection, state).cash_expected
        if done is None:
            pieces = {str(face): number for face, number in sorted(counts.items()) if number}
            event_id = tx.post("handover_counted", {"offered": lying.event_id, "counts": pieces, "total": total}).id
        else:
            event_id, total = done[0], done[1]["total"]
        made = counts_for(tx.connection, state, lying, expected)
        earlier = tuple(each.difference for each in made if each.event_id < event_id)
        second = asks_second(made, office.over_short_limit)
        return Count(event_id, total, expected, over_short(expected, total), second, earlier)


def accept(
    books: Books, *, request_id: str, taker: Person, till: int, office: Office, words: Words, reason: str = "",
    approver: Person | None = None, alone: bool = False,
) -> int:  # fmt: skip
    """Take the till over as it was counted; returns the slip's number.

    A difference needs a reason, above the office's limit also a second person who is neither giver nor taker; so does
    a count that another one followed. alone: nobody else is there, the approval is owed. Raises NotAllowed, NoHandover,
    NotTheTaker, NotCounted, ReasonMissing, DifferenceUnexplained, CountedAgain, SelfApproval, FullCardNumber.
    """
    taker.require(Act.HAND_OVER)
    with books.transaction(request_id, staff_id=taker.staff_id, till=till) as tx:
        done = earlier_facts(tx, "handover_accepted")
        if done is not None:
            return int(done[1]["slip"])
        state, lying = _lying(tx, till)
        _only_taker(tx, lying, taker)
        facts = _facts(tx, state, lying, reason)
        made = counts_for(tx.connection, state, lying, facts["expected"])
        agreed = _agreed(tx, state, made, office, lying, approver, facts["reason"], alone=alone)
        event = tx.post("handover_accepted", facts | agreed.facts, [*agreed.rows, *_postings(facts["difference"])])
        aside.take_back(tx.connection, lying.id)
        tills.set_cashier(tx.connection, till, taker.staff_id)
        queue_slip(
            tx, state, facts | agreed.facts, event.id, made, accepted=True, approver=approver, office=office,
            words=words,
        )  # fmt: skip
        return int(facts["slip"])


def reject(
    books: Books, reason: str, *, request_id: str, taker: Person, till: int, office: Office, words: Words
) -> int:
    """Leave the till with its giver, with the count and the reason on record; returns the slip's number.

    Raises NotAllowed, NoHandover, NotTheTaker, NotCounted, ReasonMissing, FullCardNumber.
    """
    taker.require(Act.HAND_OVER)
    reason = approve.written_reason(reason)
    with books.transaction(request_id, staff_id=taker.staff_id, till=till) as tx:
        done = earlier_facts(tx, "handover_rejected")
        if done is not None:
            return int(done[1]["slip"])
        state, lying = _lying(tx, till)
        _only_taker(tx, lying, taker)
        facts = _facts(tx, state, lying, reason)
        made = counts_for(tx.connection, state, lying, facts["expected"])
        event = tx.post("handover_rejected", facts)
        aside.take_back(tx.connection, lying.id)
        queue_slip(tx, state, facts, event.id, made, accepted=False, approver=None, office=office, words=words)
        return int(facts["slip"])


def _lying(tx: Tx, till: int) -> tuple[TillState, Aside]:
    state = opened(tx.connection, till)
    lying = aside.aside(tx.connection, till, HANDOVER)
    if lying is None:
        raise NoHandover(till)
    tx.day = state.day
    return state, lying


def _only_taker(tx: Tx, lying: Aside, person: Person) -> None:
    if person.staff_id != lying.content["taker"]:
        raise NotTheTaker(name_of(tx.connection, lying.content["taker"]))


def _facts(tx: Tx, state: TillState, lying: Aside, reason: str) -> dict[str, Any]:
    counted = aside.newest(tx.connection, "handover_counted", state.till, lying.event_id or 0)
    if counted is None:
        raise NotCounted(state.till)
    expected = drawer_of(tx.connection, state).cash_expected
    difference = over_short(expected, counted[1]["total"])
    if difference:
        reason = approve.written_reason(reason)
    return {
        "offered": lying.event_id, "giver": lying.staff_id, "taker": lying.content["taker"],
        "counts": counted[1]["counts"], "total": counted[1]["total"], "expected": expected, "difference": difference,
        "reason": reason.strip(), "slip": take_slip(tx, state.till),
    }  # fmt: skip


def _agreed(
    tx: Tx, state: TillState, made: Sequence[CountMade], office: Office, lying: Aside, approver: Person | None,
    reason: str, *, alone: bool,
) -> Agreement:  # fmt: skip
    limit, giver, taker = office.over_short_limit, lying.staff_id, lying.content["taker"]
    if not asks_second(made, limit):
        return Agreement((), {})
    if approver is None and not alone:
        worst = max((each.difference for each in made), key=abs)
        raise DifferenceUnexplained(worst, limit) if abs(worst) > limit else CountedAgain(len(made))
    # At the window the giver asks, whose difference it is; later it is the request of whoever posts it.
    asking = giver if approver else taker
    had = had_handover(tx.connection, state, lying)
    return agree_or_owe(tx, ["over_short"], f"handover:{lying.event_id}", asking, approver, reason, had)


def _postings(difference: int) -> list[Posting]:
    if not difference:
        return []
    return [
        Posting("operating", "till_cash", difference, tender="cash"),
        Posting("operating", "over_short", -difference, tender="cash"),
    ]
