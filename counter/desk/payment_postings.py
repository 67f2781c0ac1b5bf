"""The double entries of a payment: one set for each fund it touches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from counter.desk.purses import Paid, draw_postings
from counter.rules.purses import Draw, Need, Purse, draw
from db.accounts import FUNDS, TENDER_ACCOUNT
from db.queries.accounts import OpenCharge
from db.queries.tenders import INCOMING
from db.rows import Posting, Tender


class Ahead(NamedTuple):
    """A future period paid ahead (预交): days as ISO dates, the label of the period, amount in minor units."""

    unit_id: int
    item_id: int
    fund: str
    first: str
    last: str
    period: str
    amount: int


@dataclass(frozen=True, slots=True)
class FundPart:
    """What one fund receives of a payment; total is what its tenders must cover.

    kept: what becomes balance (minor units), by the purse it goes into.
    """

    fund: str
    charges: dict[int, OpenCharge]
    allocations: tuple[tuple[int, int], ...]
    ahead: tuple[Ahead, ...]
    kept: Mapping[Purse, int]
    rounding: int

    @property
    def to_balance(self) -> int:
        """Return what becomes balance, over all purses."""
        return sum(self.kept.values())

    @property
    def total(self) -> int:
        """Return what this fund's tenders carry."""
        settled = sum([amount for _charge, amount in self.allocations])
        return settled + sum([each.amount for each in self.ahead]) + self.to_balance + self.rounding


def split_by_fund(
    charges: Sequence[OpenCharge],
    allocations: Sequence[tuple[int, int]],
    ahead: Sequence[Ahead],
    kept: Mapping[Purse, int],
    rounding: int,
) -> list[FundPart]:
    """Return the parts of a payment by fund, operating first; balance and rounding belong to the operating fund."""
    known = {charge.charge_id: charge for charge in charges}
    parts = []
    for fund in FUNDS:
        mine = tuple([(charge_id, amount) for charge_id, amount in allocations if known[charge_id].fund == fund])
        later = tuple([each for each in ahead if each.fund == fund])
        extra, odd = (kept, rounding) if fund == "operating" else ({}, 0)
        if mine or later or any(extra.values()):
            parts.append(FundPart(fund, known, mine, later, extra, odd))
    return parts


def money_postings(
    part: FundPart, tenders: Sequence[Tender], unit_ids: Sequence[int], draws: Sequence[Draw]
) -> list[Posting]:
    """Return the postings of one fund's part: money in, receivables settled, liabilities for what is not billed yet.

    draws: what the purses of the units give of it, for the needs of needs_of.
    """
    postings = [_money_in(part.fund, tender) for tender in tenders if tender.kind != "balance"]
    paid = [Paid(charge_id) for charge_id, _amount in part.allocations]
    paid += [Paid(None, each.period) for each in part.ahead]
    return postings + draw_postings(part.fund, draws, [*paid, Paid()]) + unit_postings(part, unit_ids[0])


def needs_of(part: FundPart, first_unit: int) -> list[Need]:
    """Return what a part pays, as purses see it: its charges, the periods ahead, and what is of no fee item."""
    charges = [(part.charges[charge_id], amount) for charge_id, amount in part.allocations]
    needs = [Need(charge.unit_id, charge.item_id, amount) for charge, amount in charges]
    needs += [Need(each.unit_id, each.item_id, each.amount) for each in part.ahead]
    return [*needs, Need(first_unit, None, part.to_balance + max(0, part.rounding))]


def drawn(
    purses: Mapping[Purse, int], part: FundPart, tenders: Sequence[Tender], unit_ids: Sequence[int]
) -> list[Draw]:  # fmt: skip
    """Return what the purses give for a part that is paid from balance, as much of it as they can."""
    wanted = sum([tender.amount for tender in tenders if tender.kind == "balance"])
    return draw(purses, needs_of(part, unit_ids[0]), wanted)


def unit_postings(part: FundPart, first_unit: int) -> list[Posting]:
    """Return what a part does for its units; a rounding is the first unit's."""
    postings = []
    for charge_id, amount in part.allocations:
        charge = part.charges[charge_id]
        postings.append(
            Posting(part.fund, "receivable", -amount, charge.unit_id, charge.item_id, charge.period, charge_id)
        )
    postings += [
        Posting(part.fund, "paid_ahead", -each.amount, each.unit_id, each.item_id, each.period) for each in part.ahead
    ]
    postings += [Posting(part.fund, "balance", -amount, *purse) for purse, amount in part.kept.items() if amount]
    if part.rounding:
        postings.append(Posting(part.fund, "rounding", -part.rounding, first_unit))
    return postings


def money_account(tender: Tender) -> str:
    """Return where the money of a tender comes to lie: a claimed transfer was on the bank account already."""
    return "unclaimed" if (tender.evidence or "").startswith(INCOMING) else TENDER_ACCOUNT[tender.kind]


def _money_in(fund: str, tender: Tender) -> Posting:
    return Posting(fund, money_account(tender), tender.amount, tender=tender.kind)
