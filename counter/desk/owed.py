"""Approvals that are owed: an act that cannot wait is done now, and a second person decides on it later.

The request for it waits in the one list of requests, posted in the act's own commit just before the act, whose body
names it under "owed". A refusal undoes nothing: it stands in the books beside what was done.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from counter.desk import approve
from counter.desk.people import Person
from counter.words import Words
from db.books import Tx
from db.queries.people import PendingAct
from db.rows import Approval


class Agreement(NamedTuple):
    """What stands behind an act: approvals given at the window, or by act the events that ask for what is owed."""

    rows: tuple[Approval, ...]
    owed: Mapping[str, int]

    @property
    def facts(self) -> dict[str, Any]:
        """Return the part of the act's body that says what is owed, empty where nothing is."""
        return {"owed": dict(self.owed)} if self.owed else {}


def agree_or_owe(
    tx: Tx, acts: Sequence[str], subject: str, requester_id: int, approver: Person | None, reason: str,
    had: Collection[int | None] = (),
) -> Agreement:  # fmt: skip
    """Return the approvals of acts done in this commit; without an approver they are owed.

    subject: names this one act, so that a decision is on nothing else. had: who ran, counted or took what it is about;
    none of them decides. Raises HadTheDrawer, SelfApproval, NotAllowed, PinMustChange, ReasonMissing, FullCardNumber.
    """
    if approver is None:
        return Agreement((), {act: owe(tx, act, subject, requester_id, reason, had) for act in acts})
    if acts and approver.staff_id in had:
        raise approve.HadTheDrawer(approver.name, acts[0])
    return Agreement(tuple(approve.approval(act, subject, requester_id, approver, reason) for act in acts), {})


def owe(tx: Tx, act: str, subject: str, requester_id: int, reason: str, had: Collection[int | None]) -> int:
    """Ask for the approval of an act that is done in this commit; returns the event that asks.

    Raises ReasonMissing, FullCardNumber.
    """
    wish = {"had": sorted({each for each in had if each is not None})}
    return approve.ask(tx, act, subject, requester_id, reason, wish)


def confirm(tx: Tx, asked: PendingAct, approver: Person, reason: str, _words: Words) -> None:
    """Record that an act done already is agreed to. Raises what agree_or_owe does."""
    approve.not_by_who_had_it(tx.connection, asked, approver)
    row = approve.approval(asked.act, asked.subject, asked.requester_id, approver, reason)
    tx.post("request_granted", {"asked": asked.event_id, **approve.seen_by(approver)}, [row])
