"""What a till holds and has done: one computation behind the X report, the Z report and the close."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from counter.rules.cash import DENOMINATIONS_CNY, BadCount, count_total, over_short

__all__ = [
    "DENOMINATIONS_CNY",
    "BadCount",
    "Counted",
    "Drawer",
    "Movement",
    "MovementKind",
    "SeriesRange",
    "TenderTotal",
    "compute_drawer",
    "count_total",
    "note_kind",
    "over_short",
]

CASH = "cash"


class MovementKind(StrEnum):
    """What a till records. Money moves by tender; the other kinds are counted for the report."""

    FLOAT = "float"
    PAYMENT = "payment"
    REFUND = "refund"
    VOID = "void"
    PAY_IN = "pay_in"
    PAY_OUT = "pay_out"
    DROP = "drop"
    RECEIPT = "receipt"
    VOIDED = "voided"
    ITEM = "item"
    COPY = "copy"
    DRAWER_OPENING = "drawer_opening"
    HANDOVER = "handover"
    NOTE_REFUSED = "note_refused"
    FUND_TENDER = "fund_tender"


@dataclass(frozen=True, slots=True)
class Movement:
    """One thing a till recorded, or many alike already added up (count, first and last number).

    amount: fen, positive, the kind gives the direction; signed are only ITEM, a void taking back what was settled, and
    HANDOVER, the over/short that the next cashier's count found.
    PAYMENT, REFUND and VOID are one per tender; cash is what stays in the till, change already taken off.
    RECEIPT is one per receipt issued (series, first, last), VOIDED one per receipt voided (with its sum),
    ITEM one per fee item settled (item, fund). COPY, DRAWER_OPENING (without a payment) and NOTE_REFUSED are only
    counted. FUND_TENDER says of a tender's sums what of them, net, is the maintenance fund's; it moves nothing itself.
    """

    kind: MovementKind | str
    tender: str = ""
    amount: int = 0
    item: str = ""
    fund: str = ""
    series: str = ""
    first: int = 0
    last: int = 0
    count: int = 1


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of a kind, and their sum in fen."""

    count: int = 0
    amount: int = 0


@dataclass(frozen=True, slots=True)
class TenderTotal:
    """One tender: how many payments, fen received, fen given back by voids and refunds."""

    count: int = 0
    received: int = 0
    returned: int = 0

    @property
    def net(self) -> int:
        """What is left of it, in fen."""
        return self.received - self.returned


@dataclass(frozen=True, slots=True)
class SeriesRange:
    """The receipts of one series: first and last number, and how many."""

    first: int
    last: int
    count: int


NOTE_KINDS: Mapping[str, str] = {"T": "refund", "C": "reversal"}


def note_kind(series: str) -> str:
    """Return what the papers of a series are: '' receipts, else a kind of note that amends one."""
    return NOTE_KINDS.get(series[:1], "")


@dataclass(frozen=True, slots=True)
class Drawer:
    """What a till should hold and what it did; sums in fen, mappings in order of first appearance."""

    opening_float: int
    cash_expected: int
    tenders: Mapping[str, TenderTotal]
    receipts: Mapping[str, SeriesRange]
    voids: Counted
    refunds: Counted
    pay_in: Counted
    pay_out: Counted
    drops: Counted
    copies: int
    drawer_openings: int
    by_item: Mapping[str, int]
    by_fund: Mapping[str, int]
    handovers: Counted = Counted()
    notes_refused: int = 0
    fund_tenders: Mapping[str, int] = field(default_factory=dict)

    @property
    def receipts_written(self) -> int:
        """How many receipts were written; notes that amend a receipt are none."""
        return sum(each.count for series, each in self.receipts.items() if not note_kind(series))

    def facts(self) -> dict[str, Any]:
        """Return what the Z's event says of it; nothing of the maintenance fund where nothing of it moved."""
        said = asdict(self)
        return said if self.fund_tenders else {key: value for key, value in said.items() if key != "fund_tenders"}

    @property
    def received(self) -> int:
        """Everything taken less everything given back, all tenders, in fen."""
        return sum(total.net for total in self.tenders.values())


class UnknownMovement(ValueError):
    """A movement of a kind the till does not know, so that its sums could not be trusted."""

    code = "unknown_movement"

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def compute_drawer(movements: Iterable[Movement]) -> Drawer:
    """Adds up a till's movements since it was opened; raises UnknownMovement."""
    sums = _Sums()
    for movement in movements:
        _add(sums, movement)
    return Drawer(
        opening_float=sums.of(MovementKind.FLOAT).amount,
        cash_expected=_cash(sums),
        tenders=_tenders(sums),
        receipts={series: SeriesRange(*three) for series, three in sums.receipts.items()},
        voids=sums.of(MovementKind.VOIDED),
        refunds=sums.of(MovementKind.REFUND),
        pay_in=sums.of(MovementKind.PAY_IN),
        pay_out=sums.of(MovementKind.PAY_OUT),
        drops=sums.of(MovementKind.DROP),
        copies=sums.of(MovementKind.COPY).count,
        drawer_openings=sums.of(MovementKind.DRAWER_OPENING).count,
        by_item=sums.by_item,
        by_fund=sums.by_fund,
        handovers=sums.of(MovementKind.HANDOVER),
        notes_refused=sums.of(MovementKind.NOTE_REFUSED).count,
        fund_tenders=sums.fund_tenders,
    )


@dataclass(slots=True)
class _Sums:
    """The running sums of one computation; moved holds times and fen per kind and tender."""

    moved: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    receipts: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    by_item: dict[str, int] = field(default_factory=dict)
    by_fund: dict[str, int] = field(default_factory=dict)
    fund_tenders: dict[str, int] = field(default_factory=dict)

    def of(self, kind: MovementKind) -> Counted:
        """Times and fen of a kind over all tenders."""
        moved = [pair for (known, _), pair in self.moved.items() if known == kind]
        return Counted(sum(times for times, _ in moved), sum(amount for _, amount in moved))


_CASH_SIGN: Mapping[str, int] = {
    MovementKind.FLOAT: 1,
    MovementKind.PAYMENT: 1,
    MovementKind.PAY_IN: 1,
    MovementKind.REFUND: -1,
    MovementKind.VOID: -1,
    MovementKind.PAY_OUT: -1,
    MovementKind.DROP: -1,
    MovementKind.HANDOVER: 1,
}
_KINDS = frozenset(kind.value for kind in MovementKind)
_ITEM, _RECEIPT = MovementKind.ITEM.value, MovementKind.RECEIPT.value


def _add(sums: _Sums, movement: Movement) -> None:
    kind, amount = movement.kind, movement.amount
    if kind == _ITEM:
        sums.by_item[movement.item] = sums.by_item.get(movement.item, 0) + amount
        sums.by_fund[movement.fund] = sums.by_fund.get(movement.fund, 0) + amount
        return
    if kind == MovementKind.FUND_TENDER:
        sums.fund_tenders[movement.tender] = sums.fund_tenders.get(movement.tender, 0) + amount
        return
    if kind == _RECEIPT:
        _add_receipts(sums, movement)
        return
    if kind not in _KINDS:
        raise UnknownMovement(kind)
    # A tender left unnamed is cash: a float, a drop and what is paid out are nothing else.
    pair = sums.moved.setdefault((kind, movement.tender or CASH), [0, 0])
    pair[0] += movement.count
    pair[1] += amount


def _add_receipts(sums: _Sums, movement: Movement) -> None:
    first, last = movement.first, movement.last or movement.first
    lowest, highest, count = sums.receipts.get(movement.series, (first, last, 0))
    sums.receipts[movement.series] = (min(first, lowest), max(last, highest), count + movement.count)


def _cash(sums: _Sums) -> int:
    return sum(_CASH_SIGN.get(kind, 0) * amount for (kind, tender), (_, amount) in sums.moved.items() if tender == CASH)


def _tenders(sums: _Sums) -> dict[str, TenderTotal]:
    returning = (MovementKind.VOID, MovementKind.REFUND)
    named = [tender for kind, tender in sums.moved if kind == MovementKind.PAYMENT or kind in returning]
    totals = {}
    for tender in dict.fromkeys(named):
        count, received = sums.moved.get((MovementKind.PAYMENT, tender), (0, 0))
        returned = sum(sums.moved.get((kind, tender), (0, 0))[1] for kind in returning)
        totals[tender] = TenderTotal(count, received, returned)
    return totals
