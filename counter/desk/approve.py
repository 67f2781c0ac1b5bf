"""Approvals: a second person decides, at the window with their PIN or later at their own log-in.

ACTS is the one list of what is approved. A further act is a row here and, where it can wait, a line in
counter/desk/decide.py that carries it out. What cannot wait undone is done now and its approval is owed: the request
for it (counter/desk/owed.py) waits in the same list.
"""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from counter.desk.people import Person, PinMustChange, table_on
from counter.desk.tenders import no_card_number
from counter.rules.permissions import Act, may
from db.books import Tx
from db.queries import people
from db.queries.people import PendingAct
from db.queries.receipts import body
from db.queries.settings import value_on
from db.rows import Approval

CHOICE_KEY = "second_person"


class Approvable(NamedTuple):
    """An act a second person agrees to.

    needed: the permission to agree; parks: it may be asked for, and is done once it is decided; owes: with nobody there
    it is done at once and the approval is owed; holds_day: the till's day is not closed while it waits; choice: the
    office decides whether it needs a second person at all.
    """

    needed: Act
    parks: bool = False
    owes: bool = False
    holds_day: bool = False
    choice: bool = False


ACTS: Mapping[str, Approvable] = {
    "void": Approvable(Act.APPROVE_VOID, parks=True, holds_day=True),
    "move": Approvable(Act.APPROVE_MOVE, parks=True),
    "copy": Approvable(Act.APPROVE_COPY, parks=True),
    "refund": Approvable(Act.APPROVE_REFUND, parks=True),
    "deposit": Approvable(Act.APPROVE_REFUND),
    "reversal": Approvable(Act.APPROVE_REVERSAL, parks=True),
    "transfer": Approvable(Act.APPROVE_REVERSAL),
    "purse": Approvable(Act.APPROVE_REVERSAL),
    "over_short": Approvable(Act.APPROVE_OVER_SHORT, owes=True),
    "handover": Approvable(Act.HAND_OVER),
    "late_close": Approvable(Act.APPROVE_LATE_CLOSE, owes=True),
    "drop": Approvable(Act.WITNESS_DROP),
    "drawer": Approvable(Act.APPROVE_DRAWER, owes=True, choice=True),
    "price": Approvable(Act.APPROVE_PRICES, parks=True, choice=True),
    "fund": Approvable(Act.APPROVE_PRICES, choice=True),
    "adjustment": Approvable(Act.APPROVE_ADJUSTMENT, parks=True),
    "waiver": Approvable(Act.APPROVE_ADJUSTMENT, parks=True),
    "restore": Approvable(Act.APPROVE_RESTORE, owes=True),
    "bridge": Approvable(Act.APPROVE_RESTORE),
    "copy_key": Approvable(Act.APPROVE_RESTORE),
    "reduction": Approvable(Act.CHANGE_PRICES, parks=True),
    "card": Approvable(Act.SETTLE_CARD, owes=True),
    "erase_person": Approvable(Act.APPROVE_ERASURE),
    "confirm_date": Approvable(Act.CONFIRM_DATE, owes=True),
    "late_fee": Approvable(Act.WAIVE_LATE_FEE, parks=True),
    "dispute": Approvable(Act.APPROVE_ADJUSTMENT, parks=True),
    "write_off": Approvable(Act.APPROVE_ADJUSTMENT, parks=True),
}
CHOICES = tuple(act for act, each in ACTS.items() if each.choice)


class SelfApproval(Exception):
    """Nobody approves what they asked for themselves; act: what it was."""

    code = "self_approval"

    def __init__(self, name: str, act: str = "") -> None:
        super().__init__(name, act)
        self.name = name
        self.act = act


class HadTheDrawer(SelfApproval):
    """Whoever ran the drawer or counted it does not agree to what was found in it."""

    code = "had_the_drawer"

    def __init__(self, name: str, act: str = "") -> None:
        super().__init__(name, act)
        self.name = name
        self.act = act


class TookTheMoney(Exception):
    """Whoever took the money does not agree to what becomes of it, where somebody else could; act: what it was."""

    code = "took_the_money"

    def __init__(self, name: str, act: str = "") -> None:
        super().__init__(name, act)
        self.name = name
        self.act = act


class ReasonMissing(Exception):
    """An act that is approved carries a reason."""

    code = "reason_missing"


class SecondPersonNeeded(Exception):
    """This office does the act only with a second person."""

    code = "second_person_needed"

    def __init__(self, act: str) -> None:
        super().__init__(act)
        self.act = act


class NotPending(Exception):
    """The act was decided already, or was never asked for."""

    code = "not_pending"

    def __init__(self, subject: str) -> None:
        super().__init__(subject)
        self.subject = subject


def approval(act: str, subject: str, requester_id: int, approver: Person, reason: str) -> Approval:
    """Return the row of a granted approval of one of ACTS.

    Raises SelfApproval, NotAllowed, PinMustChange, ReasonMissing, FullCardNumber.
    """
    _may_decide(act, requester_id, approver)
    reason = written_reason(reason)
    return Approval(act, subject, requester_id, approver.staff_id, "granted", reason)


def _may_decide(act: str, requester_id: int, approver: Person) -> None:
    if approver.staff_id == requester_id:
        raise SelfApproval(approver.name, act)
    if approver.must_change:
        raise PinMustChange(approver.name)
    approver.require(ACTS[act].needed)


def refuse_asker(tx: Tx, act: str, subject: str, approver: Person) -> None:
    """Refuse an approver at the window whose own request about the same waits for a decision. Raises SelfApproval."""
    waiting = people.pending_about(tx.connection, act, subject)
    if waiting is not None and waiting.requester_id == approver.staff_id:
        raise SelfApproval(approver.name, act)


def not_by_the_taker(
    tx: Tx, act: str, requester_id: int, approver: Person, takers: Collection[int | None]
) -> dict[str, Any]:
    """Refuse an approver who took the money in question. Raises TookTheMoney.

    Where the office employs nobody else who may agree, it is let through, and the event's body says so by what is
    returned here; the Z lists it.
    """
    return refuse_taker(tx, ACTS[act].needed, act, approver, takers, {requester_id})


def refuse_taker(
    tx: Tx, needed: Act, act: str, person: Person, takers: Collection[int | None], asking: Collection[int] = (),
) -> dict[str, Any]:  # fmt: skip
    """Refuse a person who took the money, where somebody else employed here may do the act. Raises TookTheMoney."""
    if person.staff_id not in takers:
        return {}
    table, today = table_on(tx.connection, tx.day), tx.day
    for row in people.all_staff(tx.connection):
        if row.id not in takers and row.id not in asking and not row.left(today) and may(row.role, needed, table):
            raise TookTheMoney(person.name, act)
    return {"nobody_else": person.staff_id}


def seen_by(approver: Person | None) -> dict[str, str]:
    """Return what the second person had on the screen when they agreed, as a part of the event's body."""
    return {"seen": approver.seen} if approver is not None and approver.seen else {}


def needs_second(connection: Any, act: str, day: str) -> bool:
    """Whether an act needs a second person in this office on a day (ISO date)."""
    return not ACTS[act].choice or act in (value_on(connection, CHOICE_KEY, day) or ())


def written_reason(text: str) -> str:
    """Return a reason as it is stored. Raises ReasonMissing, FullCardNumber."""
    reason = text.strip()
    if not reason:
        raise ReasonMissing
    no_card_number(reason)
    return reason


def ask(
    tx: Tx, act: str, subject: str, requester_id: int, reason: str, wish: Mapping[str, Any] | None = None
) -> int:  # fmt: skip
    """Park an act until a second person decides; returns the event that asked.

    wish: what is needed to carry it out later. What waits already is not asked for again. Raises ReasonMissing,
    FullCardNumber.
    """
    assert ACTS[act].parks or ACTS[act].owes, act
    reason = written_reason(reason)
    waiting = people.pending_about(tx.connection, act, subject)
    if waiting is not None:
        return waiting.event_id
    facts: dict[str, Any] = {"subject": subject, "reason": reason}
    event = tx.post(f"{act}_requested", facts | ({"wish": wish} if wish is not None else {}))
    people.park(tx.connection, PendingAct(event.id, act, subject, requester_id, reason))
    return event.id


def refuse(tx: Tx, asked: PendingAct, approver: Person, reason: str) -> None:
    """Record that an act is not approved and take it off the list; what was done already stays done.

    Raises SelfApproval, HadTheDrawer, NotAllowed, PinMustChange, FullCardNumber; ReasonMissing where it was done.
    """
    _may_decide(asked.act, asked.requester_id, approver)
    if ACTS[asked.act].owes:
        not_by_who_had_it(tx.connection, asked, approver)
        reason = written_reason(reason)
    no_card_number(reason)
    row = Approval(asked.act, asked.subject, asked.requester_id, approver.staff_id, "refused", reason.strip())
    tx.post("request_refused", {"asked": asked.event_id, **seen_by(approver)}, [row])
    settle(tx, asked.event_id)


def not_by_who_had_it(connection: Any, asked: PendingAct, approver: Person) -> None:
    """Refuse a decision by somebody the request names as having run, counted or taken what it is about.

    Raises HadTheDrawer.
    """
    if approver.staff_id in had(connection, asked):
        raise HadTheDrawer(approver.name, asked.act)


def had(connection: Any, asked: PendingAct) -> frozenset[int]:
    """Return who had to do with what was done already and waits for a decision; none of them decides."""
    return frozenset(body(connection, asked.event_id)["wish"]["had"]) if ACTS[asked.act].owes else frozenset()


def may_decide(connection: Any, asked: PendingAct, person: Person) -> bool:
    """Whether somebody may decide on what waits: by their role, and not on what they asked for or had to do with."""
    if asked.act not in ACTS or not person.may(ACTS[asked.act].needed):
        return False
    return person.staff_id not in {asked.requester_id, *had(connection, asked)}


def pending(connection: Any, asked_event: int) -> PendingAct:
    """Return an act that waits; who asked, and for what, is what the chain says. Raises NotPending."""
    found = people.pending_act(connection, asked_event)
    if found is None:
        raise NotPending(str(asked_event))
    return found


def holding_day(connection: Any) -> list[PendingAct]:
    """Return the acts that must be decided before a till's day is closed."""
    return [each for each in people.pending_acts(connection) if ACTS[each.act].holds_day]


def settle_about(tx: Tx, subject: str) -> None:
    """Take everything that waits about a subject off the list: it is not there any more as it was asked about."""
    for waiting in people.pending_acts(tx.connection):
        if waiting.subject == subject:
            settle(tx, waiting.event_id)


def settle(tx: Tx, asked_event: int) -> None:
    """Take a decided act off the list."""
    people.unpark(tx.connection, asked_event)
