"""Somebody else came to pay, and it was entered late: a flat was sold (过户), an occupier moved in or out.

What is open and falls on days that another person owes by the register is split off and owed by that person. The parts
are the charge to the fen. What was paid stays paid; balances and deposits stay where they are. What is disputed is
split once the dispute has ended: before, a part of it would be owed by somebody whom no dispute protects.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from counter.desk.bill_turns import Turns, WhoPays, weighed_by
from counter.desk.card_intents import refuse_reserved
from counter.desk.correct_late_fees import correct_late_fees
from counter.desk.office import load_office
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.run_bills import charge_postings
from counter.desk.standing import UnknownUnit, disputed
from counter.rules.periods import DAY, PartMethod, Period
from counter.rules.permissions import Act
from counter.rules.splitting import split_period
from db.books import Books, Tx
from db.chain import canonical
from db.queries import accounts, corrections, registers
from db.queries.accounts import OpenCharge
from db.rows import Allocation, Charge, DetailRow

KIND = "charges_split"


class PartOfAnother(NamedTuple):
    """What of an open charge somebody else owes: who, on which days, and how much in minor units.

    turned: the day from which that person pays; moves: whether an occupier came or went on it.
    """

    payer_id: int
    first: str
    last: str
    amount: int
    turned: str
    moves: bool


class Cut(NamedTuple):
    """An open charge and what of it others owe.

    whole and last: what the charge came to and how far it went, less what was let off or split off it before.
    """

    charge: OpenCharge
    parts: tuple[PartOfAnother, ...]
    whole: int
    last: str

    @property
    def amount(self) -> int:
        """Return what is split off, in minor units."""
        return sum(part.amount for part in self.parts)


class Split(NamedTuple):
    """How many charges were split, and what of them others owe, in minor units."""

    charges: int
    total: int


class NothingToSplit(Exception):
    """Whoever owes the open charges of a unit holds it, or pays the item, on all their days."""

    code = "nothing_to_split"

    def __init__(self, unit_code: str) -> None:
        super().__init__(unit_code)
        self.unit_code = unit_code


class SplitWaits(Exception):
    """All that others would owe of open charges of a unit is disputed: who owes what is settled once that has ended."""

    code = "split_waits"

    def __init__(self, unit_code: str, open_count: int) -> None:
        super().__init__(unit_code, open_count)
        self.unit_code = unit_code
        self.open_count = open_count


def split_at_sale(
    books: Books, unit_id: int, *, request_id: str, staff: Person, till: int | None = None
) -> Split:  # fmt: skip
    """Let whoever holds the unit, or pays the item, on the days of an open charge owe what falls on them.

    Idempotent by request. Raises NotAllowed, UnknownUnit, NothingToSplit, SplitWaits, CardUnsettled.
    """
    staff.require(Act.ADJUST_CHARGES)
    with books.transaction(request_id, staff_id=staff.staff_id, till=till) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return Split(done[1]["count"], done[1]["total"])
        refuse_reserved(tx.connection, (unit_id,))
        cuts = parts_of_others(tx.connection, unit_id, tx.day)
        method = _method(tx.connection, tx.day)
        numbered = _numbered(tx, [row for cut in cuts for row in _rows(tx, cut, method)])
        settled: list[DetailRow] = [
            allocation
            for less in numbered
            if less.amount < 0
            for allocation in (
                Allocation(json.loads(less.ingredients)["of"], -less.amount, None),
                Allocation(less.id, less.amount, None),
            )
        ]
        total = sum(cut.amount for cut in cuts)
        facts = {"unit": unit_id, **_whose(cuts), "count": len(cuts), "total": total}
        tx.post(KIND, facts, [*numbered, *settled, *charge_postings(numbered)])
        correct_late_fees(tx, [cut.charge.charge_id for cut in cuts])
        return Split(len(cuts), total)


def parts_of_others(connection: Any, unit_id: int, day: str) -> list[Cut]:
    """Return what of the open charges of a unit others owe by the register; day: of the office's settings, ISO.

    Raises UnknownUnit, NothingToSplit, SplitWaits.
    """
    cuts, waiting = free_and_disputed(connection, unit_id, day)
    if not cuts:
        unit = registers.unit(connection, unit_id)
        code = unit.code if unit else ""
        raise SplitWaits(code, len(waiting)) if waiting else NothingToSplit(code)
    return cuts


def free_and_disputed(connection: Any, unit_id: int, day: str) -> tuple[list[Cut], list[Cut]]:
    """Return what others owe of open charges, and what they would owe of disputed ones. Raises UnknownUnit."""
    unit = registers.unit(connection, unit_id)
    if unit is None:
        raise UnknownUnit(str(unit_id))
    holdings = [row for row in registers.holdings(connection) if row.unit_id == unit_id]
    who = WhoPays([unit], holdings, _method(connection, day))
    cuts = list(_cuts(connection, unit_id, who, {row.person_id for row in holdings}))
    frozen = disputed(connection, [cut.charge for cut in cuts])
    waiting = [cut for cut in cuts if cut.charge.charge_id in frozen]
    return [cut for cut in cuts if cut not in waiting], waiting


def units_to_split(connection: Any, day: str) -> list[str]:
    """Return the numbers of the units of whose open charges others owe part by the register; day: as above."""
    units, holdings = registers.units(connection), registers.holdings(connection)
    known: dict[int, set[int]] = {}
    for row in holdings:
        known.setdefault(row.unit_id, set()).add(row.person_id)
    who = WhoPays(units, holdings, _method(connection, day))
    items = [item.id for item in registers.fee_items(connection)]
    turned = [unit for unit in units if unit.id in who.units and any(who.of(unit.id, item) for item in items)]
    return [unit.code for unit in turned if next(_cuts(connection, unit.id, who, known[unit.id]), None) is not None]


def _method(connection: Any, day: str) -> PartMethod:
    return PartMethod(load_office(connection, day).part_month)


def _cuts(connection: Any, unit_id: int, who: WhoPays, known: set[int]) -> Iterator[Cut]:
    for charge in accounts.open_charges(connection, (unit_id,)):
        turns = who.of(unit_id, charge.item_id)
        if turns is None or charge.payer_id not in known or charge.open <= 0:
            continue
        said = json.loads(charge.ingredients)
        # What was added to a charge goes by its days too; a late fee stays with whoever was late.
        if charge.first == charge.last or ("of" in said and said["kind"] != "adjustment"):
            continue
        whole, last = _still(connection, charge)
        if last < charge.first:
            continue
        parts = tuple(_parts(charge, turns, whole, last, weighed_by(who.method)))
        if parts:
            yield Cut(charge, parts, whole, last)


def _parts(charge: OpenCharge, turns: Turns, whole: int, last: str, method: PartMethod) -> Iterator[PartOfAnother]:
    """What others owe from the first day on that is another's; after it each turn is a part of its own.

    What was paid counts for the first days first, and what is more of it stays paid too.
    """
    days = Period(date.fromisoformat(charge.first), date.fromisoformat(last))
    places = [turns.on(charge.first), *range(*turns.within(charge.first, last).indices(len(turns.days)))]
    shares = split_period(whole, days, [date.fromisoformat(turns.days[place]) for place in places[1:]], method)
    owed = [(place, share) for place, share in zip(places, shares, strict=True)]
    while owed and turns.payers[owed[0][0]] in (charge.payer_id, None):
        owed.pop(0)
    left, found = charge.open, list[PartOfAnother]()
    for place, share in reversed(owed):
        amount, payer = min(share.amount, left), turns.payers[place]
        left -= amount
        if amount > 0:
            found.append(
                PartOfAnother(
                    payer or charge.payer_id or 0, share.first.isoformat(), share.last.isoformat(), amount,
                    turns.days[place], turns.moves[place],
                )
            )  # fmt: skip
    if any(part.payer_id != charge.payer_id for part in found):
        yield from reversed(found)


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


def _rows(tx: Tx, cut: Cut, method: PartMethod) -> Iterator[Charge]:
    """Yield the line that takes the parts off their payer and those by which others owe them.

    Ids and revisions come later.
    """
    whole = corrections.charge(tx.connection, cut.charge.charge_id)
    assert whole is not None, "an open charge is a charge"
    by: dict[str, Any] = {"kind": "split", "whole": cut.whole}
    by |= {"method": method.value} if method is PartMethod.THIRTY else {}
    less = {"since": cut.parts[0].first, "last": cut.last, "of": whole.id, "amount": -cut.amount, **_why(cut.parts[0])}
    yield whole._replace(amount=-cut.amount, tariff_id=None, ingredients=canonical({**by, **less}))
    for part in cut.parts:
        more = {"since": part.first, "last": part.last, "part_of": whole.id, "amount": part.amount, **_why(part)}
        # Nobody was late with what was asked of another.
        due = whole.due if part.payer_id == whole.payer_id else max(whole.due, tx.day)
        yield whole._replace(
            first=part.first, last=part.last, amount=part.amount, tariff_id=None, payer_id=part.payer_id, due=due,
            ingredients=canonical({**by, **more}),
        )  # fmt: skip


def _why(part: PartOfAnother) -> dict[str, Any]:
    """What changed, and when, where that was not on the part's first day; no day where it never changed."""
    always = part.turned == date.min.isoformat()
    turned = {"turned": "" if always else part.turned} if part.turned < part.first else {}
    return ({"moves": 1} if part.moves else {}) | turned


def _whose(cuts: Iterable[Cut]) -> dict[str, Any]:
    """Who owes it now, where it is one person, and from which day."""
    parts = [(part, cut.charge) for cut in cuts for part in cut.parts if part.payer_id != cut.charge.payer_id]
    people = sorted({part.payer_id for part, _ in parts})
    since = min(part.first for part, _ in parts)
    return {"person": people[0], "since": since} if len(people) == 1 else {"people": people, "since": since}


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
