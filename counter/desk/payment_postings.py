"""The double entries of a payment: one set for each fund it touches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from db.accounts import FUNDS, TENDER_ACCOUNT
from db.queries.accounts import OpenCharge, balance
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

    kept: what becomes balance (minor units), by the unit whose balance it is.
    """

    fund: str
    charges: dict[int, OpenCharge]
    allocations: tuple[tuple[int, int], ...]
    ahead: tuple[Ahead, ...]
    kept: Mapping[int, int]
    rounding: int

    @property
    def to_balance(self) -> int:
        """Return what becomes balance, over all units."""
        return sum(self.kept.values())

    @property
    def total(self) -> int:
        """Return what this fund's tenders carry."""
        settled = sum(amount for _charge, amount in self.allocations)
        return settled + sum(each.amount for each in self.ahead) + self.to_balance + self.rounding


def split_by_fund(
    charges: Sequence[OpenCharge],
    allocations: Sequence[tuple[int, int]],
    ahead: Sequence[Ahead],
    kept: Mapping[int, int],
    rounding: int,
) -> list[FundPart]:
    """Return the parts of a payment by fund, operating first; balance and rounding belong to the operating fund."""
    known = {charge.charge_id: charge for charge in charges}
    parts = []
    for fund in FUNDS:
        mine = tuple((charge_id, amount) for charge_id, amount in allocations if known[charge_id].fund == fund)
        later = tuple(each for each in ahead if each.fund == fund)
        extra, odd = (kept, rounding) if fund == "operating" else ({}, 0)
        if mine or later or any(extra.values()):
            parts.append(FundPart(fund, known, mine, later, extra, odd))
    return parts


def money_postings(
    part: FundPart, tenders: Sequence[Tender], unit_ids: Sequence[int], connection: Any
) -> list[Posting]:
    """Return the postings of one fund's part: money in, receivables settled, liabilities for what is not billed yet."""
    postings = [_money_in(part.fund, tender) for tender in tenders if tender.kind != "balance"]
    from_balance = sum([tender.amount for tender in tenders if tender.kind == "balance"])
    if from_balance:
        postings += _from_balance(part.fund, from_balance, unit_ids, connection)
    return postings + unit_postings(part, unit_ids[0])


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
    postings += [Posting(part.fund, "balance", -amount, unit_id) for unit_id, amount in part.kept.items() if amount]
    if part.rounding:
        postings.append(Posting(part.fund, "rounding", -part.rounding, first_unit))
    return postings


def money_account(tender: Tender) -> str:
    """Return where the money of a tender comes to lie: a claimed transfer was on the bank account already."""
    return "unclaimed" if (tender.evidence or "").startswith(INCOMING) else TENDER_ACCOUNT[tender.kind]


def _money_in(fund: str, tender: Tender) -> Posting:
    return Posting(fund, money_account(tender), tender.amount, tender=tender.kind)


def _from_balance(fund: str, left: int, unit_ids: Sequence[int], connection: Any) -> list[Posting]:
    """Take so much that is paid from balance out of the units' balances, in their order."""
    postings = []
    for unit_id in dict.fromkeys(unit_ids):
        used = min(left, balance(connection, unit_id, fund))
        if used > 0:
            postings.append(Posting(fund, "balance", used, unit_id, None, None, None, "balance"))
            left -= used
    return postings
