"""A parked payment as the Pay screen leaves it."""

from counter.desk.parked import park
from tests.desk.office import CASHIER, Desk


def put_aside(desk: Desk, unit: int) -> int:
    """Put a payment of everything the unit owes aside; returns its id."""
    charges = [charge.charge_id for charge in desk.charges(unit)]
    what = {
        "units": [unit], "charges": charges, "ticked": charges, "ahead": [], "pay_now": None, "keep_change": False,
        "typed": "", "due": desk.owed(unit), "total": desk.owed(unit), "at": "2026-11-23T01:00:00+00:00",
    }  # fmt: skip
    return park(desk.books, what, cashier=CASHIER, till=desk.till)
