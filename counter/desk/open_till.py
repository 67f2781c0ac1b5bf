"""Opening the till with its float (找零备用金): what the last close left in the drawer, or fresh from the safe."""

from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple

from counter.desk import approve
from counter.desk.change_fund import require_safe
from counter.desk.close_till import DifferenceUnexplained
from counter.desk.owed import Agreement, agree_or_owe
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.rules.cash import count_total, over_short
from counter.rules.clock import till_day
from counter.rules.permissions import Act
from db.books import Books, Event, Tx
from db.queries.tills import TillState, float_left, last_close, set_open, till_state
from db.rows import Approval, Posting


class TillAlreadyOpen(Exception):
    """The till is open; its day ends with its Z."""

    code = "till_already_open"

    def __init__(self, till: int, open_day: str) -> None:
        super().__init__(till, open_day)
        self.till = till
        self.open_day = open_day


class FloatDiffers(Exception):
    """The drawer does not hold the float that the last close left in it, and nobody has said why."""

    code = "float_differs"

    def __init__(self, left_minor: int, found_minor: int) -> None:
        super().__init__(left_minor, found_minor)
        self.left_minor = left_minor
        self.found_minor = found_minor


class Explained(NamedTuple):
    """Where the difference to the float left comes from: the safe, or nobody knows (over/short).

    limit in minor units: above it the approver agrees to over/short, and to what is said to have gone into the safe;
    alone: nobody is there, the approval is owed.
    """

    goes: Literal["safe", "over_short"]
    reason: str
    limit: int = 0
    approver: Person | None = None
    alone: bool = False


def open_till(
    books: Books, float_counts: Mapping[int, int], *, request_id: str, cashier: Person, till: int,
    explained: Explained | None = None,
) -> TillState:  # fmt: skip
    """Open a till day with a counted float, denominations in minor units to pieces; returns the till's state.

    Raises NotAllowed, TillAlreadyOpen, BadCount, SafeHoldsLess; where the last close left another float FloatDiffers
    until it is explained, then ReasonMissing, DifferenceUnexplained, SelfApproval.
    """
    cashier.require(Act.OPEN_TILL)
    amount = count_total(float_counts)
    with books.transaction(request_id, staff_id=cashier.staff_id, till=till) as tx:
        done = earlier_facts(tx, "till_opened")
        if done is not None:
            return TillState(till, done[1]["day"], done[0], cashier.staff_id)
        state = till_state(tx.connection, till)
        if state is not None:
            raise TillAlreadyOpen(till, state.day)
        tx.day = _day(tx.connection, till, tx.day)
        facts = {"float": {str(d): n for d, n in sorted(float_counts.items()) if n}, "amount": amount}
        event = _post(tx, facts, amount, explained, cashier)
        opened = TillState(till, tx.day, event.id, cashier.staff_id)
        set_open(tx.connection, opened)
        return opened


def _post(tx: Tx, facts: dict[str, object], amount: int, explained: Explained | None, cashier: Person) -> Event:
    left = float_left(tx.connection, tx.till or 0)
    lay_there = count_total({int(face): number for face, number in left.items()})
    if not lay_there:
        require_safe(tx.connection, amount)
        return tx.post("till_opened", facts, _float_postings(amount, 0, "safe_cash"))
    difference = over_short(lay_there, amount)
    facts |= {"left": left, "difference": difference}
    rows: tuple[Approval, ...] = ()
    if difference:
        if explained is None:
            raise FloatDiffers(lay_there, amount)
        facts |= {"goes": explained.goes, "reason": approve.written_reason(explained.reason)}
        agreed = _agreed(tx, difference, explained, cashier)
        facts |= agreed.facts
        rows = agreed.rows
        if explained.goes == "safe":
            require_safe(tx.connection, difference)
    account = "over_short" if explained is not None and explained.goes == "over_short" else "safe_cash"
    return tx.post("till_opened", facts, [*rows, *_float_postings(amount, lay_there, account)])


def _agreed(tx: Tx, difference: int, explained: Explained, cashier: Person) -> Agreement:
    # What the safe is said to hold more is nobody's word but the cashier's; what it gives the drawer was counted there.
    if abs(difference) <= explained.limit or (explained.goes == "safe" and difference > 0):
        return Agreement((), {})
    if explained.approver is None and not explained.alone:
        raise DifferenceUnexplained(difference, explained.limit)
    before, who = last_close(tx.connection, tx.till or 0), cashier.staff_id
    subject = f"opening:{tx.till}:{before.z_number if before else 0}"
    return agree_or_owe(tx, ["over_short"], subject, who, explained.approver, explained.reason, {who})


def _day(connection: object, till: int, today: str) -> str:
    closed = last_close(connection, till)
    return till_day(date.fromisoformat(today), date.fromisoformat(closed.day) if closed else None).isoformat()


def _float_postings(amount: int, left: int, rest_account: str) -> list[Posting]:
    postings = [
        Posting("operating", "till_cash", amount, tender="cash"),
        Posting("operating", "float_left", -left, tender="cash"),
        Posting("operating", rest_account, left - amount, tender="cash"),
    ]
    return [posting for posting in postings if posting.amount]
