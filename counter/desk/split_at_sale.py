"""A flat that was sold (过户): what is open and reaches past the transfer is split between seller and buyer by days.

The parts are the charge to the fen. What the seller paid stays paid; balances and deposits stay where they are.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from counter.desk.card_intents import refuse_reserved
from counter.desk.correct_late_fees import correct_late_fees
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.run_bills import charge_postings
from counter.desk.standing import UnknownUnit
from counter.rules.periods import DAY, Period
from counter.rules.permissions import Act
from counter.rules.splitting import split_period
from db.books import Books, Tx
from db.chain import canonical
from db.queries import accounts, corrections
from db.queries.accounts import Holder, OpenCharge
from db.rows import Allocation, Charge, DetailRow

KIND = "charges_split"


class BuyersPart(NamedTuple):
    """What of an open charge the buyer owes: from which day, and how much in minor units.

    whole and last: what the charge came to and how far it went, less what was let off or split off it before.
    """

    charge: OpenCharge
    since: str
    amount: int
    whole: int
    last: str


class Split(NamedTuple):
    """How many charges were split, and what of them the buyer owes in minor units."""

    charges: int
    total: int


class NoNewOwner(Exception):
    """The register has no owner of this unit who began on a known day after somebody else."""

    code = "no_new_owner"

    def __init__(self, unit_code: str) -> None:
        super().__init__(unit_code)
        self.unit_code = unit_code


class NothingToSplit(Exception):
    """Nothing that is open and reaches past the transfer is owed by the seller."""

    code = "nothing_to_split"

    def __init__(self, unit_code: str, day: str) -> None:
        super().__init__(unit_code, day)
        self.unit_code = unit_code
        self.day = day


def split_at_sale(
    books: Books, unit_id: int, *, request_id: str, staff: Person, till: int | None = None
) -> Split:  # fmt: skip
    """Let the buyer owe what falls on the days from the transfer on; the seller keeps the days before.

    Idempotent by request. Raises NotAllowed, UnknownUnit, NoNewOwner, NothingToSplit, CardUnsettled.
    """
    staff.require(Act.ADJUST_CHARGES)
    with books.transaction(request_id, staff_id=staff.staff_id, till=till) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return Split(done[1]["count"], done[1]["total"])
        refuse_reserved(tx.connection, (unit_id,))
        buyer, parts = parts_of_buyer(tx.connection, unit_id)
        numbered = _numbered(tx, [row for part in parts for row in _rows(tx, buyer, part)])
        allocations: list[DetailRow] = []
        for part, less in zip(parts, numbered[::2], strict=True):
            allocations += [
                Allocation(part.charge.charge_id, part.amount, None),
                Allocation(less.id, less.amount, None),
            ]
        total = sum(part.amount for part in parts)
        facts = {"unit": unit_id, "person": buyer.person_id, "since": buyer.since, "count": len(parts), "total": total}
        tx.post(KIND, facts, [*numbered, *allocations, *charge_postings(numbered)])
        correct_late_fees(tx, [part.charge.charge_id for part in parts])
        return Split(len(parts), total)


def parts_of_buyer(connection: Any, unit_id: int) -> tuple[Holder, list[BuyersPart]]:
    """Return the newest owner and what of the open charges is theirs.

    Raises UnknownUnit, NoNewOwner, NothingToSplit.
    """
    unit = accounts.unit(connection, unit_id)
    if unit is None:
        raise UnknownUnit(str(unit_id))
    holders = accounts.holders(connection, unit_id)
    sellers = {each.person_id for each in holders if each.role != "occupier" and each.until is not None}
    owners = [each for each in holders if each.role == "owner" and each.until is None and each.since]
    buyer = max(owners, key=lambda each: each.since or "", default=None)
    if buyer is None or not sellers or buyer.since is None:
        raise NoNewOwner(unit.code)
    parts = list(_parts(connection, unit_id, sellers - {buyer.person_id}, buyer.since))
    if not parts:
        raise NothingToSplit(unit.code, buyer.since)
    return buyer, parts


def _parts(connection: Any, unit_id: int, sellers: set[int], since: str) -> Iterator[BuyersPart]:
    for charge in accounts.open_charges(connection, (unit_id,)):
        if charge.payer_id not in sellers or charge.last < since or charge.open <= 0:
            continue
        if charge.first == charge.last or "of" in json.loads(charge.ingredients):
            continue
        whole, last = _still(connection, charge)
        if last < since:
            continue
        days = Period(date.fromisoformat(charge.first), date.fromisoformat(last))
        shares = split_period(whole, days, [date.fromisoformat(since)])
        # What the seller paid counts for the seller's days first, and what is more of it stays paid too.
        amount = min(shares[-1].amount, charge.open)
        if amount > 0:
            yield BuyersPart(charge, shares[-1].first.isoformat(), amount, whole, last)


def _still(connection: Any, charge: OpenCharge) -> tuple[int, str]:
    """What a charge comes to less what was let off and split off it, and the last day that is still its own."""
    found = corrections.charge(connection, charge.charge_id)
    assert found is not None, "an open charge is a charge"
    whole, last = charge.amount, charge.last
    for each in corrections.corrections(connection, found):
        less = corrections.charge(connection, each.charge_id)
        said = json.loads(less.ingredients) if less else {}
        whole += min(0, each.amount)
        if said.get("kind") == "split":
            last = min(last, (date.fromisoformat(said["since"]) - DAY).isoformat())
    return whole, last


def _rows(tx: Tx, buyer: Holder, part: BuyersPart) -> tuple[Charge, Charge]:
    """Return the line that takes the part off the seller and the one by which the buyer owes it.

    Ids and revisions come later.
    """
    whole = corrections.charge(tx.connection, part.charge.charge_id)
    assert whole is not None, "an open charge is a charge"
    said: dict[str, Any] = {"kind": "split", "whole": part.whole, "since": part.since, "last": part.last}
    less = whole._replace(
        amount=-part.amount, tariff_id=None,
        ingredients=canonical({**said, "of": whole.id, "amount": -part.amount}),
    )  # fmt: skip
    more = whole._replace(
        first=part.since, last=part.last, amount=part.amount, tariff_id=None, payer_id=buyer.person_id,
        due=max(whole.due, tx.day),  # the buyer was not late with what was asked of the seller
        ingredients=canonical({**said, "part_of": whole.id, "amount": part.amount}),
    )  # fmt: skip
    return less, more


def _numbered(tx: Tx, rows: Iterable[Charge]) -> list[Charge]:
    """Ids and the next revisions below zero; several rows may begin on the same day."""
    taken: Counter[tuple[int, str]] = Counter()
    found = []
    for place, row in enumerate(rows):
        key = row.item_id, row.first
        below = corrections.next_below(tx.connection, row.unit_id, *key)
        found.append(row._replace(id=tx.next_id("charge") + place, revision=below - taken[key]))
        taken[key] += 1
    return found
