"""Deciding what was asked for: the approval and the act itself are one commit, or the refusal stands alone."""

from collections.abc import Callable, Mapping

from counter.desk import (
    adjust_charge,
    approve,
    change_prices,
    copy_beyond_limit,
    move_payment,
    owed,
    reductions,
    refund_payment,
    reverse_payment,
    settle_case,
    void_receipt,
    waive_late_fees,
    write_off,
)
from counter.desk.approve import NotPending
from counter.desk.people import Person
from counter.words import Words
from db.books import Books, Tx
from db.queries.people import PendingAct

CarryOut = Callable[[Tx, PendingAct, Person, str, Words], object]
"""Does an act that waits, or where it is done already records the consent; the words are those of papers."""

CARRY_OUT: Mapping[str, CarryOut] = {
    "void": void_receipt.carry_out,
    "move": move_payment.carry_out,
    "copy": copy_beyond_limit.carry_out,
    "refund": refund_payment.carry_out,
    "price": change_prices.carry_out,
    "adjustment": adjust_charge.carry_out,
    "waiver": adjust_charge.carry_out,
    "reversal": reverse_payment.carry_out,
    "reduction": reductions.carry_out,
    "late_fee": waive_late_fees.carry_out,
    "dispute": settle_case.carry_out,
    "write_off": write_off.carry_out,
    **{act: owed.confirm for act, each in approve.ACTS.items() if each.owes},
}


def decide(
    books: Books, asked_event: int, *, request_id: str, approver: Person, till: int, grant: bool, words: Words,
    reason: str = "",
) -> object:  # fmt: skip
    """Grant or refuse an act that waits; without a reason of its own a grant carries the one it was asked for with.

    Returns what the act itself returns, None where it was refused or decided before by this request. Idempotent by
    request. Raises NotPending, SelfApproval, NotAllowed, PinMustChange and what the act itself raises.
    """
    with books.transaction(request_id, staff_id=approver.staff_id, till=till) as tx:
        if tx.earlier:
            return None
        asked = approve.pending(tx.connection, asked_event)
        if not grant:
            approve.refuse(tx, asked, approver, reason)
            return None
        if asked.act not in CARRY_OUT:
            raise NotPending(asked.subject)
        done = CARRY_OUT[asked.act](tx, asked, approver, reason.strip() or asked.reason, words)
        approve.settle(tx, asked.event_id)
        return done
