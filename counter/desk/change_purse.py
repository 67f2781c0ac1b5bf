"""Balance kept for one fee item becomes general, or kept for another (转用): with a reason and a second person."""

from typing import Any, NamedTuple

from counter.desk import approve
from counter.desk.card_intents import refuse_reserved
from counter.desk.people import Person
from counter.desk.purses import NotForThisItem, earmarkable
from counter.desk.requests import earlier_facts
from counter.desk.standing import UnknownUnit
from counter.rules.permissions import Act
from db.books import Books
from db.queries import accounts, purses
from db.rows import Posting

KIND = "balance_moved"


class PurseChange(NamedTuple):
    """So much (minor units) of a unit's balance, the fee item it is kept for now and the one it is kept for then.

    None: general money.
    """

    unit_id: int
    from_item: int | None
    to_item: int | None
    amount: int


class PurseHoldsLess(Exception):
    """Less is held there than is to be moved, or nothing at all is to be."""

    code = "purse_holds_less"

    def __init__(self, held_minor: int, wanted_minor: int) -> None:
        super().__init__(held_minor, wanted_minor)
        self.held_minor = held_minor
        self.wanted_minor = wanted_minor


def change_purse(
    books: Books, wish: PurseChange, reason: str, *, request_id: str, staff: Person, approver: Person,
    till: int | None = None,
) -> None:  # fmt: skip
    """Move balance between the purses of one unit; no money comes or goes. Idempotent by request.

    Raises NotAllowed, UnknownUnit, NotForThisItem, PurseHoldsLess, CardUnsettled, SelfApproval, ReasonMissing.
    """
    staff.require(Act.ADJUST_CHARGES)
    with books.transaction(request_id, staff_id=staff.staff_id, till=till) as tx:
        if earlier_facts(tx, KIND) is not None:
            return
        _check(tx.connection, wish)
        agreed = approve.approval("purse", f"unit:{wish.unit_id}", staff.staff_id, approver, reason)
        items = {"from_item": wish.from_item, "to_item": wish.to_item}
        facts = {
            "unit": wish.unit_id, **{name: item for name, item in items.items() if item is not None},
            "amount": wish.amount, "reason": agreed.reason, **approve.seen_by(approver),
        }  # fmt: skip
        moved = [
            Posting("operating", "balance", wish.amount, wish.unit_id, wish.from_item),
            Posting("operating", "balance", -wish.amount, wish.unit_id, wish.to_item),
        ]
        tx.post(KIND, facts, [agreed, *moved])


def _check(connection: Any, wish: PurseChange) -> None:
    if accounts.unit(connection, wish.unit_id) is None:
        raise UnknownUnit(str(wish.unit_id))
    refuse_reserved(connection, (wish.unit_id,))
    if wish.to_item is not None and wish.to_item not in {each.id for each in earmarkable(connection)}:
        raise NotForThisItem(wish.to_item)
    held = purses.held(connection, wish.unit_id).get(wish.from_item, 0)
    if not 0 < wish.amount <= held or wish.from_item == wish.to_item:
        raise PurseHoldsLess(held, wish.amount)
