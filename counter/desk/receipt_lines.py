"""What a receipt stands for today, line by line, and how a line is taken back by plus/minus records."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from counter.desk.undo import UnitSide, paid_by, unit_side
from counter.rules.periods import period_of
from db.queries import amendments, corrections, purses, receipts
from db.queries.receipts import ReceiptRow
from db.rows import Allocation, Posting

_FOR_THE_UNIT = ("receivable", "paid_ahead", "balance", "rounding")
_Place = tuple[str, int | None, int | None, str | None, int | None]


class Line(NamedTuple):
    """One thing a receipt paid and still stands for; amount in minor units, days as ISO dates ('' where none).

    key names it: charge:12, ahead:3.1.2027-01, balance:3 (general), balance:3.1 (earmarked for an item), rounding. The
    amount of a rounding may be negative.
    """

    key: str
    kind: Literal["charge", "ahead", "balance", "rounding"]
    fund: str
    unit_id: int | None
    item_id: int | None
    period: str | None
    charge_id: int | None
    amount: int
    first: str = ""
    last: str = ""


class LineGone(Exception):
    """Less stands of a receipt's line than somebody wants to take back."""

    code = "line_gone"

    def __init__(self, receipt_number: str, left_minor: int, wanted_minor: int) -> None:
        super().__init__(receipt_number, left_minor, wanted_minor)
        self.receipt_number = receipt_number
        self.left_minor = left_minor
        self.wanted_minor = wanted_minor


def standing_lines(connection: Any, found: ReceiptRow) -> list[Line]:
    """Return what a receipt still stands for: charges in their order, months ahead, balance, rounding.

    What was paid ahead and billed since is named by its charge; balance used since is not there any more.
    """
    sums: defaultdict[_Place, int] = defaultdict(int)
    for posting in unit_side(connection, found).postings:
        if posting.account == "deposits_held":
            continue  # a deposit has its own way back (counter.desk.return_deposit)
        sums[_place(posting)] += posting.amount
    for each in amendments.of_receipt(connection, found.id):
        for row in each.body["rows"].get("posting", []):
            posting = Posting(*row)
            if (
                posting.fund == found.fund
                and posting.account in _FOR_THE_UNIT
                and not (posting.account == posting.tender == "balance")
            ):
                sums[_place(posting)] -= posting.amount
    _billed_since(connection, sums)
    lines = [_line(connection, found.fund, place, amount) for place, amount in sums.items()]
    order = ("charge", "ahead", "balance", "rounding")
    standing = [each for each in lines if each.amount > 0 or (each.kind == "rounding" and each.amount)]
    return sorted(standing, key=lambda each: (order.index(each.kind), each.first, each.key))


def _place(posting: Posting) -> _Place:
    if posting.account == "balance":  # a purse is one, whatever charge or period it paid
        return posting.account, posting.unit_id, posting.item_id, None, None
    return posting.account, posting.unit_id, posting.item_id, posting.period, posting.charge_id


def _billed_since(connection: Any, sums: defaultdict[_Place, int]) -> None:
    """A month paid ahead becomes its charge once it is billed, and what was too much of it became balance."""
    for place in [each for each, amount in sums.items() if each[0] == "paid_ahead" and amount]:
        _account, unit_id, item_id, period, _charge = place
        if unit_id is None or item_id is None or period is None:
            continue
        billed = amendments.charge_for(connection, unit_id, item_id, period)
        if billed is None:
            continue
        amount = sums.pop(place)
        into = ("receivable", unit_id, item_id, period, billed.id)
        room = max(0, billed.amount - sums[into])
        sums[into] += min(amount, room)
        if amount > room:
            own = min(amount - room, purses.ahead_returned(connection, unit_id, item_id, period))
            sums["balance", unit_id, item_id, None, None] += own
            sums["balance", unit_id, None, None, None] += amount - room - own


def _line(connection: Any, fund: str, place: _Place, amount: int) -> Line:
    account, unit_id, item_id, period, charge_id = place
    if account == "receivable" and charge_id is not None:
        charge = amendments.charge(connection, charge_id)
        first, last = (charge.first, charge.last) if charge else ("", "")
        amount = min(amount, corrections.settled_by_money(connection, charge_id))
        return Line(f"charge:{charge_id}", "charge", fund, unit_id, item_id, period, charge_id, amount, first, last)
    if account == "paid_ahead" and period is not None:
        days = period_of(period)
        key = f"ahead:{unit_id}.{item_id}.{period}"
        return Line(
            key, "ahead", fund, unit_id, item_id, period, None, amount, days.first.isoformat(), days.last.isoformat()
        )
    if account == "balance" and unit_id is not None:
        amount = min(amount, purses.held(connection, unit_id, fund).get(item_id, 0))
        return Line(balance_key(unit_id, item_id), "balance", fund, unit_id, item_id, None, None, amount)
    return Line("rounding", "rounding", fund, unit_id, None, None, None, amount)


def balance_key(unit_id: int | None, item_id: int | None) -> str:
    """Return the key of a line that is money kept for a unit: general, or earmarked for a fee item."""
    return f"balance:{unit_id}" if item_id is None else f"balance:{unit_id}.{item_id}"


def take_back(found: ReceiptRow, lines: Sequence[Line], wanted: Mapping[str, int]) -> UnitSide:
    """Return the records that take amounts of lines back; what was a settled charge is owed again. Raises LineGone."""
    standing = {line.key: line for line in lines}
    allocations, postings = [], []
    for key, amount in wanted.items():
        line = standing.get(key)
        left = line.amount if line else 0
        if line is None or (line.kind == "rounding" and amount != left) or (line.kind != "rounding" and amount > left):
            raise LineGone(found.label, left, amount)
        if line.charge_id is not None:
            allocations.append(Allocation(line.charge_id, -amount, found.id))
        account = {"charge": "receivable", "ahead": "paid_ahead"}.get(line.kind, line.kind)
        place = (line.unit_id, line.item_id, line.period, line.charge_id)
        postings.append(Posting(line.fund, account, amount, *place))
    return UnitSide(allocations, postings)


def whole(lines: Sequence[Line], wanted: Mapping[str, int]) -> dict[str, int]:
    """Return the amounts with the rounding added where everything else of the receipt is taken back whole."""
    others = [line for line in lines if line.kind != "rounding"]
    if any(wanted.get(line.key, 0) != line.amount for line in others):
        return dict(wanted)
    return {**wanted, **{line.key: line.amount for line in lines if line.kind == "rounding"}}


def tenders_left(connection: Any, found: ReceiptRow) -> dict[str, int]:
    """Return by tender what was paid with it and has not been given back, in the order of the payment."""
    payer = paid_by(connection, found)
    left: dict[str, int] = {}
    for kind, amount, *_slip in receipts.body(connection, payer.event_id)["rows"].get("tender", []):
        left[kind] = left.get(kind, 0) + amount
    for each in amendments.of_receipt(connection, found.id):
        for kind, amount, *_slip in each.body["rows"].get("tender", []):
            if kind in left:
                left[kind] += amount
    return {kind: amount for kind, amount in left.items() if amount > 0}
