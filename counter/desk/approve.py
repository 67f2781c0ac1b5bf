"""Approvals: a second person decides, at the window with their PIN or later at their own log-in."""

from typing import Any

from counter.desk.people import Person
from counter.desk.tenders import no_card_number
from counter.rules.permissions import Act
from db.books import Tx
from db.queries import people
from db.queries.people import PendingAct
from db.rows import Approval


class SelfApproval(Exception):
    """Nobody approves what they asked for themselves."""

    code = "self_approval"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class ReasonMissing(Exception):
    """An act that is approved carries a reason."""

    code = "reason_missing"


class NotPending(Exception):
    """The act was decided already, or was never asked for."""

    code = "not_pending"

    def __init__(self, subject: str) -> None:
        super().__init__(subject)
        self.subject = subject


def approval(act: str, needed: Act, subject: str, requester_id: int, approver: Person, reason: str) -> Approval:
    """Return the row of a granted approval. Raises SelfApproval, NotAllowed, ReasonMissing, FullCardNumber."""
    if approver.staff_id == requester_id:
        raise SelfApproval(approver.name)
    approver.require(needed)
    reason = written_reason(reason)
    return Approval(act, subject, requester_id, approver.staff_id, "granted", reason)


def written_reason(text: str) -> str:
    """Return a reason as it is stored. Raises ReasonMissing, FullCardNumber."""
    reason = text.strip()
    if not reason:
        raise ReasonMissing
    no_card_number(reason)
    return reason


def ask(tx: Tx, act: str, subject: str, requester_id: int, reason: str) -> int:
    """Park an act until a second person decides; returns the event that asked.

    What waits already is not asked for again. Raises ReasonMissing, FullCardNumber.
    """
    reason = written_reason(reason)
    waiting = people.pending_about(tx.connection, act, subject)
    if waiting is not None:
        return waiting.event_id
    event = tx.post(f"{act}_requested", {"subject": subject, "reason": reason})
    people.park(tx.connection, PendingAct(event.id, act, subject, requester_id, reason))
    return event.id


def refuse(tx: Tx, asked: PendingAct, approver: Person, needed: Act, reason: str) -> None:
    """Record that an act is not approved and take it off the list. Raises SelfApproval, NotAllowed, FullCardNumber."""
    if approver.staff_id == asked.requester_id:
        raise SelfApproval(approver.name)
    approver.require(needed)
    no_card_number(reason)
    row = Approval(asked.act, asked.subject, asked.requester_id, approver.staff_id, "refused", reason.strip())
    tx.post("request_refused", {"asked": asked.event_id}, [row])
    settle(tx, asked.event_id)


def pending(connection: Any, asked_event: int, act: str) -> PendingAct:
    """Return an act of a kind that waits. Raises NotPending."""
    found = people.pending_act(connection, asked_event)
    if found is None or found.act != act:
        raise NotPending(str(asked_event))
    return found


def settle(tx: Tx, asked_event: int) -> None:
    """Take a decided act off the list."""
    people.unpark(tx.connection, asked_event)
