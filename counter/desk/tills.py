"""The till's state as every act at the window needs it."""

from typing import Any, NamedTuple

from counter.desk.people import Person
from counter.rules.permissions import Act
from db.books import Tx
from db.queries import aside, people
from db.queries.aside import asides, newest
from db.queries.tills import TillState, till_state

HANDOVER = "handover"


class Handover(NamedTuple):
    """A hand-over that hangs: its event, who gives, who takes."""

    event_id: int
    giver_id: int
    taker_id: int
    giver: str
    taker: str


class TillNotOpen(Exception):
    """No money is taken while the till is closed."""

    code = "till_not_open"

    def __init__(self, till: int) -> None:
        super().__init__(till)
        self.till = till


class TillDayOver(Exception):
    """The till still stands on an earlier day, which must be closed first."""

    code = "till_day_over"

    def __init__(self, till: int, open_day: str) -> None:
        super().__init__(till, open_day)
        self.till = till
        self.open_day = open_day


class TillSuspended(Exception):
    """The till is on a break; its money stays as it is until its cashier or a supervisor resumes it."""

    code = "till_suspended"

    def __init__(self, till: int, cashier: str) -> None:
        super().__init__(till, cashier)
        self.till = till
        self.cashier = cashier


class HandoverHangs(Exception):
    """A hand-over is neither accepted nor rejected, so that the drawer belongs to nobody."""

    code = "handover_hangs"

    def __init__(self, till: int, taker: str) -> None:
        super().__init__(till, taker)
        self.till = till
        self.taker = taker


class NotYourTill(Exception):
    """Only the cashier of this till does this, or a supervisor who took it up."""

    code = "not_your_till"

    def __init__(self, cashier: str) -> None:
        super().__init__(cashier)
        self.cashier = cashier


class TillNotTakenUp(Exception):
    """Whoever may act for this till's cashier takes the till up first, so that it can be seen who ran it."""

    code = "till_not_taken_up"

    def __init__(self, cashier: str) -> None:
        super().__init__(cashier)
        self.cashier = cashier


def require_open_till(connection: Any, till: int, today: str) -> TillState:
    """Return the state of a till that may move money now.

    Raises TillNotOpen, TillSuspended, HandoverHangs, and TillDayOver where its day is before today (ISO date).
    """
    state = require_day(connection, till, today)
    refuse_aside(connection, state)
    return state


def require_day(connection: Any, till: int, today: str) -> TillState:
    """Return the open till's state, at work or not. Raises TillNotOpen, TillDayOver."""
    state = opened(connection, till)
    if state.day < today:
        raise TillDayOver(till, state.day)
    return state


def opened(connection: Any, till: int) -> TillState:
    """Return the open till's state, whatever day it stands on. Raises TillNotOpen."""
    state = till_state(connection, till)
    if state is None:
        raise TillNotOpen(till)
    return state


def refuse_aside(connection: Any, state: TillState) -> None:
    """Raise TillSuspended or HandoverHangs where the drawer must not be touched."""
    for each in asides(connection, state.till):
        if each.kind == "suspended":
            raise TillSuspended(state.till, name_of(connection, state.cashier_id))
        if each.kind == HANDOVER:
            raise HandoverHangs(state.till, name_of(connection, each.content["taker"]))


def hanging(connection: Any, till: int) -> Handover | None:
    """Return the hand-over that hangs at a till, or None."""
    lying = aside.aside(connection, till, HANDOVER)
    if lying is None or lying.event_id is None:
        return None
    giver, taker = lying.staff_id, lying.content["taker"]
    return Handover(lying.event_id, giver, taker, name_of(connection, giver), name_of(connection, taker))


def require_own_till(connection: Any, state: TillState, person: Person) -> None:
    """Raise NotYourTill unless this is the till's cashier, or somebody who took it up for them (take_up_till)."""
    if person.staff_id == state.cashier_id or taken_up(connection, state, person.staff_id):
        return
    if person.may(Act.RESUME_TILL):
        raise TillNotTakenUp(name_of(connection, state.cashier_id))
    raise NotYourTill(name_of(connection, state.cashier_id))


def not_own_till(connection: Any, till: int, person: Person) -> NotYourTill | TillNotTakenUp | None:
    """Return what refuses a person cash out of a till at once, None where it is theirs or not open."""
    state = till_state(connection, till)
    try:
        if state is not None:
            require_own_till(connection, state, person)
    except (NotYourTill, TillNotTakenUp) as error:
        return error
    return None


def require_to_end(connection: Any, state: TillState, person: Person, today: str) -> None:
    """Raise what require_own_till does; a day that was forgotten may be counted and closed by whoever comes next."""
    if state.day >= today:
        require_own_till(connection, state, person)


def require_cashier_or_deputy(connection: Any, state: TillState, person: Person) -> None:
    """Raise NotYourTill unless this is the till's cashier or somebody who may act for them."""
    if person.staff_id != state.cashier_id and not person.may(Act.RESUME_TILL):
        raise NotYourTill(name_of(connection, state.cashier_id))


def taken_up(connection: Any, state: TillState, staff_id: int) -> bool:
    """Whether somebody took the till up for its cashier since it was opened or handed over."""
    return staff_id in ran_by(connection, state) - {state.cashier_id}


def ran_by(connection: Any, state: TillState) -> set[int]:
    """Return who ran the till since it was opened or handed over: its cashier, and whoever took it up for them."""
    handed = newest(connection, "handover_accepted", state.till, state.opened_event)
    since = handed[0] if handed else state.opened_event
    return {state.cashier_id, *(each.staff_id for each in aside.taken_up(connection, state.till, since))}


def name_of(connection: Any, staff_id: int) -> str:
    """Return a name for papers and sentences."""
    found = people.staff(connection, staff_id)
    return found.name if found is not None else str(staff_id)


def take_slip(tx: Tx, till: int) -> int:
    """Return the next number of the till's slips: pay-ins, pay-outs, drops and hand-overs share one series."""
    return tx.take_number(f"S{till}")
