"""Bad debt: of no charge more is written off than it amounts to, or revived than was written off."""

from collections.abc import Iterator
from typing import Any

from db.check.findings import Finding

_OUT_OF_BOUNDS = (
    "SELECT p.charge_id, p.unit_id, sum(p.amount), max(p.event_id), c.amount, c.unit_id FROM posting p"
    " LEFT JOIN charge c ON c.id = p.charge_id WHERE p.account = 'bad_debt' GROUP BY p.charge_id, p.unit_id"
    " HAVING sum(p.amount) < 0 OR sum(p.amount) > coalesce(c.amount, 0) OR p.unit_id IS NOT c.unit_id"
)


def check_bad_debt(connection: Any) -> Iterator[Finding]:
    """Compare what is written off of each charge with what the charge amounts to."""
    for charge, _unit, lost, event_id, amount, _of in connection.execute(_OUT_OF_BOUNDS):
        yield Finding("bad_debt_differs", event_id, f"charge {charge}", str(amount or 0), str(lost))
