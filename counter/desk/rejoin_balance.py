"""Up again after down: what an adjustment of a charge gave back settles what is added to that charge later."""

from collections.abc import Collection
from typing import Any

from counter.desk.purses import Paid, draw_postings
from counter.rules.purses import Draw, Purse
from db.queries import purses
from db.rows import Allocation, Charge, Posting


def rejoin(connection: Any, events: Collection[int], made: Charge) -> tuple[list[Posting | Allocation], int]:
    """Return the rows by which money that is still held settles an added charge, and how much it is (minor units).

    events: those that let something off the same charge before. Each purse gives back what it got of them and still
    holds, the item's own first.
    """
    if made.fund != "operating":
        return [], 0
    given, held = purses.moved_by(connection, made.unit_id, events), purses.held(connection, made.unit_id)
    draws, left = [], made.amount
    for item_id in sorted(given, key=lambda item: item is None):
        used = min(left, given[item_id], held.get(item_id, 0))
        if used > 0:
            draws.append(Draw(0, Purse(made.unit_id, item_id), used))
            left -= used
    total = made.amount - left
    if not total:
        return [], 0
    place = (made.unit_id, made.item_id, made.period, made.id)
    settled = Posting(made.fund, "receivable", -total, *place)
    return [*draw_postings(made.fund, draws, [Paid(made.id)]), settled, Allocation(made.id, total, None)], total
