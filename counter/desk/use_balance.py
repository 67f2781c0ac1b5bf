"""What a unit's balance may be used for by the bill run (预存抵扣), as its owner wishes: from a day on."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from counter.desk.change_prices import UnknownItem
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.standing import UnknownUnit
from counter.rules.permissions import Act
from db.books import Books
from db.queries import accounts, balance_use, registers
from db.queries.accounts import Holder
from db.queries.balance_use import WishRow

KIND = "balance_use_changed"


class NobodyHolds(Exception):
    """Nobody is registered as holding the unit, so nobody can wish anything of its balance."""

    code = "nobody_holds"

    def __init__(self, unit_code: str) -> None:
        super().__init__(unit_code)
        self.unit_code = unit_code


def use_balance(
    books: Books, unit_id: int, since: date, *, used: bool, request_id: str, staff: Person,
    items: Sequence[int] | None = None,
) -> None:  # fmt: skip
    """Let bill runs settle a unit's charges from its balance from a day on, or (used false) no longer.

    items: the fee items it may be used for, None for every one. The wish is the present holder's and ends when they
    hold the unit no more; one of the same day is replaced. Raises NotAllowed, UnknownUnit, NobodyHolds, UnknownItem.
    """
    staff.require(Act.CHANGE_REGISTERS)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        if earlier_facts(tx, KIND) is not None:
            return
        holder = _holder(tx.connection, unit_id)
        known = {item.id for item in registers.fee_items(tx.connection)}
        for item_id in items or ():
            if item_id not in known:
                raise UnknownItem(item_id)
        day = since.isoformat()
        same = (row.id for row in balance_use.wishes(tx.connection, unit_id) if row.since == day)
        number = next(same, None) or tx.next_id("balance_use")
        chosen = json.dumps(sorted(set(items))) if items else None
        row = WishRow(number, unit_id, holder.person_id, int(used), chosen, day)
        facts = {"unit": unit_id, "used": used, "since": day, "items": sorted(set(items or ()))}
        tx.change(KIND, facts, {"balance_use": [tuple(row)]})


def wish_of(connection: Any, unit_id: int, day: str) -> WishRow | None:
    """Return the wish that a bill run of a day (ISO date) follows, None where there is none.

    It is that of somebody who still holds the unit: nobody's charges are settled by what another wished.
    """
    wish = balance_use.wish_on(connection, unit_id, day)
    if wish is None:
        return None
    holding = [each for each in accounts.holders(connection, unit_id) if each.person_id == wish.person_id]
    return wish if any(each.until is None or each.until >= day for each in holding) else None


def _holder(connection: Any, unit_id: int) -> Holder:
    unit = accounts.unit(connection, unit_id)
    if unit is None:
        raise UnknownUnit(str(unit_id))
    found = next((each for each in accounts.holders(connection, unit_id) if each.until is None), None)
    if found is None:
        raise NobodyHolds(unit.code)
    return found
