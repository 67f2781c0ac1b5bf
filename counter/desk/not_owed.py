"""What of an open charge was neither paid nor is owed: let off, owed by another since, posted back, written off."""

from typing import Any

from db.queries import corrections, late_fees, write_offs
from db.queries.accounts import OpenCharge


def not_owed(connection: Any, charge: OpenCharge) -> int:
    """Return how much of an open charge nobody paid and nobody is asked for, in minor units."""
    if charge.open == charge.amount:
        return 0
    whole = corrections.charge(connection, charge.charge_id)
    let_off = -sum(min(0, each.amount) for each in corrections.corrections(connection, whole)) if whole else 0
    posted_back = late_fees.posted_back(connection, charge.charge_id)
    return let_off + posted_back + write_offs.of_charge(connection, charge.unit_id, charge.charge_id)
