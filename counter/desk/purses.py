"""The purses (预存) of units in the books: what they hold, what pays from them, and where money that comes back goes.

What an item's purse paid is known by its postings: each names the charge, or the period that was paid ahead.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from counter.rules.purses import Draw, Purse, still_earmarked
from counter.words import Words
from counter.words.formats import money
from db.queries import accounts, late_fees, purses, registers
from db.queries.purses import OfCharge
from db.queries.registers import FeeItemRow
from db.rows import Posting


class Paid(NamedTuple):
    """What a purse pays: a charge, or a period that is not billed yet (its label); neither for general money."""

    charge_id: int | None = None
    period: str | None = None


class NotForThisItem(Exception):
    """Money can be held for a fee item that the office bills on its own account, and for no other."""

    code = "not_for_this_item"

    def __init__(self, item_id: int) -> None:
        super().__init__(item_id)
        self.item_id = item_id


def earmarkable(connection: Any) -> list[FeeItemRow]:
    """Return the fee items that money can be earmarked for, in the office's order.

    The maintenance fund and money collected for others have books of their own; a late fee is nothing to save for.
    """
    return [
        each
        for each in registers.fee_items(connection)
        if each.fund == "operating" and not each.closed and each.cycle != late_fees.CYCLE
    ]


def item_in(connection: Any, item_id: int | None, language: str) -> str:
    """Return the name of a purse's fee item in a language, '' for general money."""
    if item_id is None:
        return ""
    return accounts.item_names(connection).get(item_id, ("", ""))[0 if language == "zh_CN" else 1]


def kept_for_items(connection: Any, held: Mapping[int | None, int], w: Words) -> list[str]:
    """Return a sentence for each purse of an item among what is held (minor units): what it is kept for."""
    return [
        w("Of the balance {amount} is kept for {item} only.", amount=money(amount),
          item=item_in(connection, item_id, w.language))
        for item_id, amount in held.items()
        if item_id is not None
    ]  # fmt: skip


def held_by(connection: Any, unit_ids: Iterable[int], fund: str = "operating") -> dict[Purse, int]:
    """Return what the purses of units hold in minor units, in the order of the units."""
    return {
        Purse(unit_id, item_id): amount
        for unit_id in dict.fromkeys(unit_ids)
        for item_id, amount in purses.held(connection, unit_id, fund).items()
    }


def draw_postings(fund: str, draws: Iterable[Draw], paid: Sequence[Paid]) -> list[Posting]:
    """Return what is taken out of purses: from those of items one by one, of general money one sum a unit.

    paid: what each need of the draws pays.
    """
    postings: list[Posting] = []
    general: dict[int, int] = {}
    for place, purse, amount in draws:
        if purse.item_id is None:
            general[purse.unit_id] = general.get(purse.unit_id, 0) + amount
        else:
            of = paid[place]
            postings.append(
                Posting(fund, "balance", amount, purse.unit_id, purse.item_id, of.period, of.charge_id, "balance")
            )
    return [*postings, *(Posting(fund, "balance", used, unit, tender="balance") for unit, used in general.items())]


def earmarked_of(connection: Any, charge: OfCharge) -> int:
    """Return how much of what stands settled of a charge its item's purse paid, in minor units."""
    return still_earmarked(purses.steps_of(connection, charge))


def come_back(fund: str, charge: OfCharge, amount: int, earmarked: int, tender: str | None = None) -> list[Posting]:
    """Return the postings by which an amount paid of a charge is money of its unit again.

    earmarked: what of it came out of the item's purse and goes back there first; the rest is general.
    """
    own = min(amount, earmarked)
    postings = []
    if own:
        postings.append(Posting(fund, "balance", -own, charge.unit_id, charge.item_id, None, charge.id, tender))
    if amount - own:
        postings.append(Posting(fund, "balance", own - amount, charge.unit_id, tender=tender))
    return postings
