"""What a bill run settles from the balances of units whose owners wish it: open charges, in the office's order.

What is disputed is left alone, so is what somebody owes who holds the unit no more (a seller, a tenant who left), and
so is a unit whose card payment is not settled. Late fees that run are posted with
the charges that are settled, as at the window. Money earmarked for a fee item pays that item's charges before general
money does, and no others.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from counter.desk.late_fees import charged_fees
from counter.desk.office import Office
from counter.desk.owed_by import gone_holders
from counter.desk.post_late_fees import as_charges, post_fees
from counter.desk.purses import Paid, draw_postings, held_by
from counter.desk.standing import fee_of, fees_touched, undirected_lines
from counter.desk.use_balance import wish_of
from counter.rules.allocation import Allocation as Part
from counter.rules.allocation import OpenLine, Order, settle
from counter.rules.purses import Draw, Need, Purse, draw
from db.books import Tx, prepare_bulk
from db.queries import accounts, balance_use, intents
from db.queries.accounts import OpenCharge
from db.queries.balance_use import WishRow
from db.rows import Allocation, Posting

KIND = "balance_applied"


class BalanceUse(NamedTuple):
    """Of how many units a bill run uses the balance, and how much of it, in minor units."""

    units: int
    total: int


class Plan(NamedTuple):
    """What is settled from balances, by unit; fees are the late fees to post with it; draws: which purses give it."""

    parts: dict[int, list[Part]]
    charges: dict[int, OpenCharge]
    fees: list[OpenCharge]
    draws: dict[int, list[Draw]]

    @property
    def use(self) -> BalanceUse:
        """Return how much it is in all."""
        return BalanceUse(len(self.parts), sum(part.amount for parts in self.parts.values() for part in parts))


def plan(
    connection: Any, office: Office, day: str, new: Iterable[OpenCharge] = (),
    gained: Mapping[Purse, int] | None = None,
) -> Plan:  # fmt: skip
    """Return what a run of a day (ISO date) settles from balances.

    new: charges of the run, and gained: what it adds to purses, where they are not posted yet.
    """
    found = Plan({}, {}, [], {})
    wished = _wished(connection, day)
    if not wished:
        return found
    later = list(new)
    gone = {unit_id: gone_holders(accounts.holders(connection, unit_id), day) for unit_id in wished}
    of_unit = {unit_id: _open(connection, wish, gone[unit_id]) for unit_id, wish in wished.items()}
    for charge in later:
        if charge.unit_id in wished and _is_for(charge, wished[charge.unit_id], gone[charge.unit_id]):
            of_unit[charge.unit_id].append(charge)
    fees = _fees(connection, [charge for each in of_unit.values() for charge in each], office, day, len(later))
    for unit_id, charges in of_unit.items():
        purses = Counter(held_by(connection, (unit_id,)))
        purses.update({purse: amount for purse, amount in (gained or {}).items() if purse.unit_id == unit_id})
        if purses:
            _settle(found, connection, charges, [fee for fee in fees if fee.unit_id == unit_id], purses, office)
    return found


def apply_balances(tx: Tx, office: Office, run_event: int) -> BalanceUse:
    """Settle what is open from balances, in the transaction of a run that is posted already."""
    settled = plan(tx.connection, office, tx.day)
    if not settled.parts:
        return settled.use
    post_fees(tx, settled.fees)
    postings: list[Posting] = []
    allocations: list[Allocation] = []
    for unit_id, parts in settled.parts.items():
        paid = [Paid(part.charge_id) for part in parts]
        postings += draw_postings("operating", settled.draws[unit_id], paid)
        for part in parts:
            charge = settled.charges[part.charge_id]
            place = (charge.unit_id, charge.item_id, charge.period, charge.charge_id)
            postings.append(Posting("operating", "receivable", -part.amount, *place))
            allocations.append(Allocation(part.charge_id, part.amount, None))
    facts = {"run": run_event, "units": settled.use.units, "total": settled.use.total}
    tx.post_bulk(KIND, facts, prepare_bulk({Posting: postings, Allocation: allocations}))
    return settled.use


def _wished(connection: Any, day: str) -> dict[int, WishRow]:
    kept = {unit_id for each in intents.unsettled(connection) for unit_id in each.units}
    units = dict.fromkeys(row.unit_id for row in balance_use.wishes(connection))
    found = {unit_id: wish_of(connection, unit_id, day) for unit_id in units if unit_id not in kept}
    return {unit_id: wish for unit_id, wish in found.items() if wish is not None}


def _open(connection: Any, wish: WishRow, gone: Collection[int]) -> list[OpenCharge]:
    """No fund's balance pays for another, so only what is owed to the office itself."""
    charges = [each for each in accounts.open_charges(connection, (wish.unit_id,)) if each.fund == "operating"]
    wanted = [each for each in charges if each.open > 0 and _is_for(each, wish, gone)]
    chosen = {each.charge_id for each in wanted}
    return [each for each in charges if each.charge_id in chosen or (each.open > 0 and fee_of(each) in chosen)]


def _is_for(charge: OpenCharge, wish: WishRow, gone: Collection[int]) -> bool:
    if charge.payer_id in gone:
        return False
    return charge.fund == "operating" and (wish.item_ids is None or charge.item_id in wish.item_ids)


def _fees(
    connection: Any, charges: Sequence[OpenCharge], office: Office, day: str, after: int
) -> list[OpenCharge]:  # fmt: skip
    """The late fees that run; their ids come after those of so many charges that are not posted yet."""
    fees = as_charges(connection, charged_fees(connection, charges, office, day))
    return [fee._replace(charge_id=fee.charge_id + after) for fee in fees]


def _settle(
    found: Plan, connection: Any, charges: Sequence[OpenCharge], fees: Sequence[OpenCharge],
    purses: Mapping[Purse, int], office: Office,
) -> None:  # fmt: skip
    known = {charge.charge_id: charge for charge in (*charges, *fees)}
    lines = undirected_lines(connection, known.values())
    parts = _parts(lines, known, purses, Order(office.allocation_order))
    if parts:
        unit_id = charges[0].unit_id
        found.parts[unit_id] = parts
        found.charges.update(known)
        found.fees.extend(fees_touched(fees, [part.charge_id for part in parts]))
        needs = [Need(unit_id, known[part.charge_id].item_id, part.amount) for part in parts]
        found.draws[unit_id] = draw(purses, needs)


def _parts(
    lines: Sequence[OpenLine], known: Mapping[int, OpenCharge], purses: Mapping[Purse, int], order: Order
) -> list[Part]:  # fmt: skip
    """What each charge gets: first every item what is earmarked for it, then what is still open of all of them."""
    settled: Counter[int] = Counter()
    for purse, amount in sorted(purses.items(), key=lambda each: each[0].item_id is None):
        rest = [line._replace(open=line.open - settled[line.charge_id]) for line in lines]
        own = [line for line in rest if purse.item_id in (None, known[line.charge_id].item_id)]
        settled.update({part.charge_id: part.amount for part in settle(own, amount, None, order)})
    return [Part(charge_id, amount) for charge_id, amount in settled.items() if amount]
