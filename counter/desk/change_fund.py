"""The change fund (备用金): cash for change that lies in the safe beside the takings, entered once it is counted.

Without it the first float would come out of a safe that holds nothing. Books that began without one, whose safe is
below nothing since, are put right by the same act.
"""

from typing import Any, NamedTuple

from counter.desk import approve
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.rules.permissions import Act
from db.books import Books
from db.queries import safe
from db.rows import Posting

SUBJECT = "safe"


class Entered(NamedTuple):
    """What was entered and what lies in the safe since, in minor units of the office's own money."""

    amount: int
    in_safe: int


class NoChangeFund(Exception):
    """A change fund is more than nothing."""

    code = "no_change_fund"


class SafeHoldsLess(Exception):
    """More is to come out of the safe than the books say lies in it."""

    code = "safe_holds_less"

    def __init__(self, wanted_minor: int) -> None:
        super().__init__(wanted_minor)
        self.wanted_minor = wanted_minor


class ChangeFundAgain(Exception):
    """A change fund was entered before; another one needs a second person who counts along."""

    code = "change_fund_again"

    def __init__(self, entered_minor: int) -> None:
        super().__init__(entered_minor)
        self.entered_minor = entered_minor


def enter_change_fund(
    books: Books, amount: int, reason: str, *, request_id: str, clerk: Person, second: Person | None = None
) -> Entered:
    """Put cash (minor units) into the safe that was never a taking: what is counted there beside them.

    clerk: who counted it; second: who counted along, None only for the first one, whose reason says why nobody did.
    Raises NotAllowed, NoChangeFund, ReasonMissing, ChangeFundAgain, SelfApproval, FullCardNumber.
    """
    clerk.require(Act.BANK_CASH)
    reason = approve.written_reason(reason)
    if amount <= 0:
        raise NoChangeFund
    with books.transaction(request_id, staff_id=clerk.staff_id) as tx:
        done = earlier_facts(tx, "change_fund_entered")
        if done is not None:
            return Entered(done[1]["amount"], done[1]["in_safe"])
        before = entered(tx.connection)
        if before and second is None:
            raise ChangeFundAgain(before)
        agreed = [approve.approval("over_short", SUBJECT, clerk.staff_id, second, reason)] if second else []
        in_safe = cash_in_safe(tx.connection) + amount
        facts = {"amount": amount, "in_safe": in_safe, "reason": reason, **approve.seen_by(second)}
        rows = [
            Posting("operating", "safe_cash", amount, tender="cash"),
            Posting("operating", "opening", -amount, tender="cash"),
        ]
        tx.post("change_fund_entered", facts, [*agreed, *rows])
        return Entered(amount, in_safe)


def entered(connection: Any) -> int:
    """Return what was entered as change fund so far, in minor units."""
    return sum(body["amount"] for _id, _day, body in safe.facts(connection, "change_fund_entered"))


def cash_in_safe(connection: Any, fund: str = "operating") -> int:
    """Return a fund's cash in the safe by the books, takings and change, in minor units."""
    return safe.totals(connection).get((fund, "safe_cash"), 0)


def require_safe(connection: Any, wanted: int, fund: str = "operating") -> None:
    """Raise SafeHoldsLess where the safe does not hold this much of a fund's money, in minor units."""
    if wanted > 0 and wanted > cash_in_safe(connection, fund):
        raise SafeHoldsLess(wanted)
