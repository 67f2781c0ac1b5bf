"""What a bill run took out of balances is given back: the charges are open again as they were before it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from db.books import Tx, prepare_bulk
from db.queries import balance_use, corrections, purses
from db.rows import Allocation, Charge, Posting

KIND = "balance_returned"


class Returned(NamedTuple):
    """A charge of which so much (minor units) goes back to the balance of its unit."""

    charge: Charge
    amount: int


def older_charges(connection: Any, run_event: int, own: Mapping[int, object]) -> list[Returned]:
    """Return what a run settled from balances of charges that are not its own and still stand as they were settled."""
    found = []
    for charge_id, amount in balance_use.applied_by(connection, run_event).items():
        charge = corrections.charge(connection, charge_id) if charge_id not in own else None
        if charge is None or corrections.is_reversed(connection, charge) or corrections.corrections(connection, charge):
            continue
        found.append(Returned(charge, amount))
    return found


def give_back(tx: Tx, run_event: int, parts: Sequence[Returned]) -> int:
    """Post what goes back to balances because a run is taken back; returns how much it is in minor units."""
    if not parts:
        return 0
    postings: list[Posting] = []
    back: dict[int, int] = {}
    general: dict[int, int] = {}
    earmarked = purses.applied_by(tx.connection, run_event)
    for charge, amount in parts:
        back[charge.unit_id] = back.get(charge.unit_id, 0) + amount
        place = (charge.unit_id, charge.item_id, charge.period, charge.id)
        postings.append(Posting("operating", "receivable", amount, *place))
        own = min(amount, earmarked.get(charge.id, 0))
        if own:
            purse = (charge.unit_id, charge.item_id, None, charge.id)
            postings.append(Posting("operating", "balance", -own, *purse, "balance"))
        general[charge.unit_id] = general.get(charge.unit_id, 0) + amount - own
    postings += [
        Posting("operating", "balance", -amount, unit_id, tender="balance")
        for unit_id, amount in general.items()
        if amount
    ]
    allocations = [Allocation(part.charge.id, -part.amount, None) for part in parts]
    total = sum(back.values())
    tx.post_bulk(
        KIND,
        {"run": run_event, "units": len(back), "total": total},
        prepare_bulk({Posting: postings, Allocation: allocations}),
    )
    return total
