"""What of chosen charges is disputed and not paid with their rest."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from db.queries import cases


class Withheld(NamedTuple):
    """What of a chosen charge is disputed and stays open (minor units): only its rest is paid."""

    charge_id: int
    amount: int


def is_disputed(connection: Any, withheld: Sequence[Withheld], opens: Mapping[int, int]) -> bool:
    """Whether each part is what is disputed of its charge now, and less than is open of it (by chosen charge)."""
    disputes = cases.disputes_of(connection, [each.charge_id for each in withheld]) if withheld else {}
    return all(
        each.charge_id in disputes
        and disputes[each.charge_id].amount == each.amount
        and each.amount < opens.get(each.charge_id, 0)
        for each in withheld
    )
