"""Late fees (违约金) that were posted too high are posted back, by a charge below zero of the same fee item.

Money of an earlier day that is entered late, an adjustment or a dispute makes a fee smaller than what was posted of it.
What is too much comes off what is open of the fee first, then off what was written off, then off what was waived; what
was paid becomes balance.
"""

from collections.abc import Iterable

from counter.desk.late_fees import Overposted, overposted
from counter.desk.post_late_fees import Revisions, fee_item, fee_postings
from db.books import Event, Tx
from db.queries import late_fees, write_offs
from db.rows import Allocation, Charge, DetailRow, Posting

KIND = "late_fees_corrected"


def correct_late_fees(tx: Tx, charge_ids: Iterable[int]) -> Event | None:
    """Post back what is too much of the late fees of charges; called once whatever made them smaller is posted.

    Returns the event, None where nothing is too much.
    """
    found = overposted(tx.connection, charge_ids, tx.day)
    if not found:
        return None
    item, first_id, revisions = fee_item(tx.connection), tx.next_id("charge"), Revisions(tx.connection)
    rows: list[DetailRow] = []
    to_balance = 0
    for place, each in enumerate(found):
        unit = each.charge.unit_id
        less = _less(each, first_id + place, item.id, revisions.next(unit, item.id))
        settled, kept = _settled(tx, each, less)
        rows += [less, *fee_postings([less]), *settled]
        to_balance += kept
    facts = {
        "units": sorted({each.charge.unit_id for each in found}),
        "total": sum(each.amount for each in found),
        "to_balance": to_balance,
    }
    return tx.post(KIND, facts, rows)


def _less(found: Overposted, charge_id: int, item_id: int, revision: int) -> Charge:
    """The line below zero: it stands on the days of the last fee that was posted."""
    last = max((each for each in found.posted if each.amount > 0), key=lambda each: (each.last, each.id))
    return last._replace(
        id=charge_id, item_id=item_id, amount=-found.amount, revision=revision, ingredients=found.ingredients
    )


def _settled(tx: Tx, found: Overposted, less: Charge) -> tuple[list[DetailRow], int]:
    """Settle the line below zero with the fees it makes smaller; returns its rows and what became balance."""
    fees, left = [each.id for each in found.posted], found.amount
    place = (less.unit_id, less.item_id, less.period, less.id)
    rows: list[DetailRow] = []
    for fee_id, still_open in late_fees.still_open(tx.connection, fees):
        met = min(still_open, left)
        if met > 0:
            rows.append(Allocation(fee_id, met, None))
            left -= met
    rows.append(Allocation(less.id, less.amount, None))
    if left:
        rows.append(Posting(less.fund, "receivable", left, *place))
    for fee in found.posted:
        lost = min(left, write_offs.of_charge(tx.connection, fee.unit_id, fee.id))
        if lost:
            rows.append(Posting(less.fund, "bad_debt", -lost, fee.unit_id, fee.item_id, fee.period, fee.id))
            left -= lost
    waived = min(left, max(0, late_fees.waived(tx.connection, fees)))
    kept = left - waived
    if waived:
        rows.append(Posting(less.fund, "waivers", -waived, *place))
    if kept:
        rows.append(Posting(less.fund, "balance", -kept, less.unit_id))
    return rows, kept
