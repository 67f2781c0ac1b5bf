"""What of a payment its units' purses pay: looked at before a terminal is asked, and again in the commit."""

from collections.abc import Sequence
from typing import Any

from counter.desk.payment_order import PaymentOrder
from counter.desk.payment_postings import FundPart, drawn, needs_of, split_by_fund
from counter.desk.purses import held_by
from counter.desk.settlement import Settlement
from counter.desk.tenders import BalanceTooSmall
from counter.rules.purses import Draw, reach
from counter.rules.tender import TenderKind
from db.rows import Tender


def parts_of(order: PaymentOrder, settled: Settlement) -> list[FundPart]:
    """Return what a payment settles, by fund."""
    allocations = [(each.charge_id, each.amount) for each in settled.allocations]
    return split_by_fund(settled.charges, allocations, settled.ahead, settled.kept, order.rounding)


def payable_from_balance(connection: Any, order: PaymentOrder, settled: Settlement) -> int:
    """Return how much of a payment the purses of its units can pay, in minor units."""
    own = [part for part in parts_of(order, settled) if part.fund == "operating"]
    purses = held_by(connection, order.unit_ids)
    return sum(reach(purses, needs_of(part, order.unit_ids[0])) for part in own)


def refuse_overdrawn(connection: Any, order: PaymentOrder, settled: Settlement) -> None:
    """Raise BalanceTooSmall where more is to be paid from balance than the purses can give for what is settled."""
    wanted = sum(tender.amount for tender in order.tenders if tender.kind is TenderKind.BALANCE)
    available = payable_from_balance(connection, order, settled) if wanted else 0
    if available < wanted:
        raise BalanceTooSmall(available, wanted)


def draws_for(connection: Any, order: PaymentOrder, part: FundPart, tenders: Sequence[Tender]) -> list[Draw]:
    """Return what each purse gives for a part of a payment."""
    if all(tender.kind != "balance" for tender in tenders):
        return []
    return drawn(held_by(connection, order.unit_ids, part.fund), part, tenders, order.unit_ids)
