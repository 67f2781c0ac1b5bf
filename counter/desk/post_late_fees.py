"""Posting late fees with whatever settles them, and taking them back: plus/minus charges of their own fee item."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from counter.desk.late_fees import StandingFee
from db.books import Event, Tx
from db.chain import canonical
from db.queries import late_fees
from db.queries.accounts import OpenCharge
from db.queries.registers import FeeItemRow
from db.registers import next_id
from db.rows import Allocation, Charge, Posting

_RANK = 99


def fee_item(connection: Any) -> FeeItemRow:
    """Return the fee item of late fees, as it will be where none was posted yet; no bill run ever bills it."""
    known = late_fees.late_fee_item(connection)
    if known is not None:
        return known
    return FeeItemRow(
        next_id(connection, "fee_item"), "违约金", "Late fee", "operating", _RANK, 1, 1, 0, 1, late_fees.CYCLE
    )


def as_charges(connection: Any, fees: Sequence[StandingFee]) -> list[OpenCharge]:
    """Return the charges that fees become when they are posted next in these books."""
    if not fees:
        return []
    item, first_id = fee_item(connection), next_id(connection, "charge")
    return [
        OpenCharge(
            first_id + n, fee.charge.unit_id, item.id, item.name_zh, item.name_en, item.rank, item.fund, fee.first,
            fee.last, fee.charge.period, fee.charge.due, fee.amount, fee.amount, fee.charge.payer_id, None,
            fee.ingredients,
        )
        for n, fee in enumerate(fees)
    ]  # fmt: skip


def post_fees(tx: Tx, fees: Sequence[OpenCharge]) -> Event | None:
    """Post fees that as_charges made in this transaction; returns their event, None where there are none."""
    if not fees:
        return None
    charges = fee_charges(tx, fees)
    facts = {"units": sorted({each.unit_id for each in charges}), "total": sum(each.amount for each in charges)}
    return tx.change("late_fees_charged", facts, new_item(tx.connection), [*charges, *fee_postings(charges)])


def new_item(connection: Any) -> dict[str, list[tuple[Any, ...]]]:
    """Return the register version of the fee item that the first late fee of the books brings with it."""
    return {} if late_fees.late_fee_item(connection) else {"fee_item": [tuple(fee_item(connection))]}


def fee_charges(tx: Tx, fees: Sequence[OpenCharge]) -> list[Charge]:
    """Return the rows of fees. Their revisions lie below zero, as of whatever bills no period."""
    revisions = Revisions(tx.connection)
    return [
        Charge(
            each.charge_id, each.unit_id, each.item_id, each.fund, each.first, each.last, each.period, each.due,
            each.amount, revisions.next(each.unit_id, each.item_id), each.payer_id, None, each.ingredients,
        )
        for each in fees
    ]  # fmt: skip


def fee_postings(charges: Sequence[Charge]) -> list[Posting]:
    """Return both sides of each fee: it is owed, and it is income of its own."""
    postings = []
    for each in charges:
        place = (each.unit_id, each.item_id, each.period, each.id)
        postings.append(Posting(each.fund, "receivable", each.amount, *place))
        postings.append(Posting(each.fund, "late_fee_income", -each.amount, *place))
    return postings


def take_back_fees(tx: Tx, charged_event: int | None, units: Collection[int] | None = None) -> tuple[int, ...]:
    """Take back the fees of an event of which nothing is settled (any more), so that their days can be charged again.

    A fee that somebody paid otherwise stays: its days were late all the same. units: of these only, of all if None.
    Returns the charges whose fees changed.
    """
    fees = late_fees.untouched(tx.connection, charged_event) if charged_event else []
    wanted = [fee for fee in fees if units is None or fee.unit_id in units]
    return reverse_fees(tx, wanted, {"charged": charged_event})


def reverse_fees(tx: Tx, fees: Sequence[Charge], why: Mapping[str, Any]) -> tuple[int, ...]:
    """Take back fees of which nothing is settled; why is what the event says of the reason.

    What was posted back of a fee that goes is charged again: it became balance when the fee was paid. Returns the
    charges whose fees changed.
    """
    if not fees:
        return ()
    back = _posted_back(tx.connection, fees)
    revisions, first_id = Revisions(tx.connection), tx.next_id("charge")
    reversals = [
        each._replace(
            id=first_id + n, amount=-each.amount, revision=revisions.next(each.unit_id, each.item_id),
            ingredients=canonical({**json.loads(each.ingredients), "reversed": 1, "takes_back": each.id}),
        )
        for n, each in enumerate((*fees, *back))
    ]  # fmt: skip
    settled = [Allocation(each.id, each.amount, None) for each in (*fees, *reversals[: len(fees)])]
    facts = {**why, "total": -sum(each.amount for each in reversals)}
    tx.post("late_fees_taken_back", facts, [*reversals, *fee_postings(reversals), *settled])
    return tuple(dict.fromkeys(int(json.loads(each.ingredients)["of"]) for each in fees))


def _posted_back(connection: Any, fees: Sequence[Charge]) -> list[Charge]:
    """Return what was posted back, newest first, as far as without these fees less than nothing would be posted."""
    found: list[Charge] = []
    gone: dict[tuple[int, int], int] = {}
    for each in fees:
        of = int(json.loads(each.ingredients)["of"])
        gone[each.unit_id, of] = gone.get((each.unit_id, of), 0) + each.amount
    for (unit_id, of), amount in gone.items():
        rows = [each.charge for each in late_fees.posted(connection, unit_id, fees[0].item_id) if each.of == of]
        rest = sum(each.amount for each in rows) - amount
        taken = {json.loads(each.ingredients).get("takes_back") for each in rows}
        for less in reversed([each for each in rows if each.amount < 0 and each.id not in taken]):
            if rest < 0 and "reversed" not in json.loads(less.ingredients):
                found.append(less)
                rest -= less.amount
    return found


class Revisions:
    """The next free revisions below zero, by unit and item."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._used: dict[tuple[int, int], int] = {}

    def next(self, unit_id: int, item_id: int) -> int:
        key = (unit_id, item_id)
        if key not in self._used:
            self._used[key] = late_fees.lowest_revision(self._connection, unit_id, item_id)
        self._used[key] -= 1
        return self._used[key]
