"""A refund that becomes balance again: what an item's purse paid goes back into that purse, the rest is general."""

from collections.abc import Mapping, Sequence
from typing import Any

from counter.desk.purses import earmarked_of
from counter.desk.receipt_lines import Line
from counter.desk.undo import paid_by
from db.queries import amendments, receipts
from db.queries.purses import OfCharge
from db.queries.receipts import ReceiptRow
from db.rows import Posting

# The unit and item of a purse, and the charge or the period that it paid.
_Given = tuple[int, int | None, int | None, str | None]


def back_into_purses(
    connection: Any, found: ReceiptRow, lines: Sequence[Line], wanted: Mapping[str, int], amount: int
) -> list[Posting]:
    """Return the postings by which an amount of a receipt's lines (minor units) is balance again.

    Each line that a purse paid fills that purse again; what is left is general money of the units that gave it, in the
    order in which they did.
    """
    gave = _gave(connection, found)
    postings: list[Posting] = []
    for line in lines:
        own = from_purse(connection, found, line, min(amount, wanted.get(line.key, 0)), gave)
        if own:
            period = line.period if line.charge_id is None else None  # what is not billed yet has no charge to name
            purse = (line.unit_id, line.item_id, period, line.charge_id)
            postings.append(Posting(found.fund, "balance", -own, *purse, "balance"))
            amount -= own
    for (unit_id, item_id, *_paid), left in gave.items():
        used = min(amount, left) if item_id is None else 0
        if used > 0:
            postings.append(Posting(found.fund, "balance", -used, unit_id, tender="balance"))
            amount -= used
    if amount > 0:
        postings.append(Posting(found.fund, "balance", -amount, found.unit_id, tender="balance"))
    return postings


def from_purse(
    connection: Any, found: ReceiptRow, line: Line, most: int, gave: Mapping[_Given, int] | None = None
) -> int:
    """Return how much of an amount of a receipt's line (minor units) its item's purse gave to it and still stands.

    gave: what the purses gave to the receipt, where it is known already.
    """
    if line.kind not in ("charge", "ahead") or line.unit_id is None or line.item_id is None or line.period is None:
        return 0
    known = _gave(connection, found) if gave is None else gave
    purse = (line.unit_id, line.item_id)
    # What was paid ahead named the period; a charge that it became may have had more since.
    own = known.get((*purse, None, line.period), 0)
    own += known.get((*purse, line.charge_id, None), 0) if line.charge_id is not None else 0
    if own <= 0 or most <= 0:
        return 0
    return min(most, own, earmarked_of(connection, OfCharge(line.charge_id or 0, *purse, line.period)))


def _gave(connection: Any, found: ReceiptRow) -> dict[_Given, int]:
    """What each purse gave to this receipt's payment and has not got back, by what it paid."""
    gave: dict[_Given, int] = {}
    bodies = [receipts.body(connection, paid_by(connection, found).event_id)]
    bodies += [each.body for each in amendments.of_receipt(connection, found.id)]
    for body in bodies:
        for posting in [Posting(*row) for row in body["rows"].get("posting", [])]:
            if posting.account == posting.tender == "balance" and posting.unit_id is not None:
                of = (posting.unit_id, posting.item_id, posting.charge_id, posting.period)
                gave[of] = gave.get(of, 0) + posting.amount
    return gave
