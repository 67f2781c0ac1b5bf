"""A request that comes twice: what the first time posted is found again instead of being posted once more."""

import json
from typing import Any

from db.books import Tx


def earlier_facts(tx: Tx, kind: str) -> tuple[int, dict[str, Any]] | None:
    """Return (event id, body) of the event of a kind that this request posted before, or None."""
    for event in tx.earlier:
        if event.kind == kind:
            facts: dict[str, Any] = json.loads(event.body)
            return event.id, facts
    return None
