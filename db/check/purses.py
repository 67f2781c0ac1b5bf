"""Money held as balance: no purse of a unit, general or earmarked for a fee item, ever holds less than nothing."""

from collections.abc import Iterator
from typing import Any

from db.check.findings import Finding

# The list of accounts is the index's own condition word for word; without it the index is not used.
_BELOW = (
    "SELECT min(event_id), fund, unit_id, coalesce(item_id, 0), held FROM ("
    "SELECT event_id, fund, unit_id, item_id, -sum(sum(amount)) OVER"
    " (PARTITION BY fund, unit_id, item_id ORDER BY event_id) AS held"
    " FROM posting WHERE account IN ('balance', 'paid_ahead', 'deposits_held') AND account = 'balance'"
    " GROUP BY fund, unit_id, item_id, event_id)"
    " WHERE held < 0 AND event_id > ? GROUP BY fund, unit_id, item_id ORDER BY event_id"
)


def check_purses(connection: Any, since_event: int = 0) -> Iterator[Finding]:
    """Name the first event after which each overdrawn purse held less than nothing; item 0 is general money."""
    for event_id, fund, unit_id, item_id, held in connection.execute(_BELOW, (since_event,)).fetchall():
        yield Finding("purse_overdrawn", event_id, f"{fund} balance {unit_id}/{item_id}", "0", str(held))
