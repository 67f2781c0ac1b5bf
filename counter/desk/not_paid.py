"""What of a charge is not open any more though nobody paid it, so that no paper says that somebody did."""

import json
from typing import Any, NamedTuple

from counter.words import Words, formats
from counter.words.explain_charge import composition
from db.queries import corrections, write_offs
from db.queries.accounts import OpenCharge


class NotPaid(NamedTuple):
    """Minor units: less was let off, posted back or is owed by another since a sale or move; lost is written off."""

    less: int
    lost: int


def not_paid(connection: Any, charge: OpenCharge) -> NotPaid:
    """Return what of a charge is neither open nor paid."""
    gone = charge.amount - charge.open
    if gone <= 0:
        return NotPaid(0, 0)
    lost = min(gone, write_offs.of_charge(connection, charge.unit_id, charge.charge_id))
    whole = corrections.charge(connection, charge.charge_id)
    let_off = -sum(min(0, each.amount) for each in corrections.corrections(connection, whole)) if whole else 0
    settled = corrections.settled_without_money(connection, charge.charge_id) - lost
    return NotPaid(min(gone - lost, max(0, let_off, settled)), lost)


def asked_for(connection: Any, charge: OpenCharge, withheld: int, w: Words) -> tuple[str, int]:
    """Return how a charge came about, and what it comes to without what is not asked for: what was paid and is open.

    withheld: what of it is disputed (minor units), not part of its open sum.
    """
    made_of, whole = composition(json.loads(charge.ingredients), w), formats.money(charge.amount)
    less, lost = not_paid(connection, charge._replace(open=charge.open + withheld))
    if withheld:
        made_of = w("{composition}; of {whole}, {amount} is disputed and not asked for", composition=made_of,
                    whole=whole, amount=formats.money(withheld))  # fmt: skip
    if less:
        made_of = w("{composition}; of {whole} {less} is let off or owed by another", composition=made_of,
                    whole=whole, less=formats.money(less))  # fmt: skip
    if lost:
        made_of = w("{composition}; of {whole} {lost} is written off", composition=made_of, whole=whole,
                    lost=formats.money(lost))  # fmt: skip
    return made_of, charge.amount - withheld - less - lost
