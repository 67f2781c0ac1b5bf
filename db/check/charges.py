"""Charges: each amount follows from its ingredients, and what is settled of it never leaves its bounds."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from db.check.findings import Finding

# Takes the ingredients of a charge, returns its amount in minor units; what it raises counts as "cannot be computed".
Recompute = Callable[[dict[str, Any]], int]

_SEED = (
    "SELECT c.id, c.amount - coalesce((SELECT sum(a.amount) FROM allocation a WHERE a.charge_id = c.id"
    " AND a.event_id <= ?1), 0) FROM charge c WHERE c.event_id <= ?1 AND c.id IN"
    " (SELECT charge_id FROM allocation WHERE event_id > ?1)"
)
_OPEN_ITEMS = (
    "SELECT o.charge_id, o.open, o.unit_id, o.item_id, o.due, c.unit_id, c.item_id, c.due FROM open_item o"
    " LEFT JOIN charge c ON c.id = o.charge_id"
)
_TOUCHED = (
    " WHERE o.charge_id IN (SELECT charge_id FROM allocation WHERE event_id > ?1"
    " UNION SELECT id FROM charge WHERE event_id > ?1)"
)
# A sum that was brought along from elsewhere is stated, not computed.
_STATED = frozenset({"opening", None})
_MEMORY = 200_000


def amounts_that_differ(rows: Iterable[Sequence[Any]], recompute: Recompute | None) -> Iterator[Finding]:
    """Compare event, charge, amount and ingredients of each row with what the ingredients come to."""
    if recompute is None:
        return
    known: dict[str, int | None] = {}
    for event_id, charge, amount, ingredients in rows:
        if ingredients not in known:
            known[ingredients] = _computed(ingredients, recompute)
        wanted = known[ingredients]
        if wanted != amount and not _is_stated(ingredients):
            text = "" if wanted is None else str(wanted)
            yield Finding("charge_differs", event_id, f"charge {charge}", text, str(amount))


def _computed(ingredients: str, recompute: Recompute) -> int | None:
    try:
        return recompute(json.loads(ingredients))
    except (ValueError, KeyError, TypeError, ArithmeticError):
        return None


class Charges:
    """What is open of each charge along the chain; a settled one is forgotten."""

    def __init__(self, connection: Any, since_event: int, recompute: Recompute | None) -> None:
        self._connection = connection
        self._since = since_event
        self._recompute = recompute
        self._known: dict[str, int | None] = {}
        self._findings: list[Finding] = []
        self._open: dict[int, int] = {}
        if since_event:
            self._open = {charge: rest for charge, rest in connection.execute(_SEED, (since_event,)) if rest}

    def add_charges(self, event_id: int, charges: Sequence[Any]) -> None:
        """Take rows that begin with id, amount, ingredients."""
        self._open.update({row[0]: row[1] for row in charges if row[1]})
        if self._recompute is None:
            return
        known = self._known
        for charge, amount, ingredients, *_ in charges:
            if ingredients not in known:
                self._remember(ingredients, self._recompute)
            wanted = known[ingredients]
            if wanted != amount and not _is_stated(ingredients):
                text = "" if wanted is None else str(wanted)
                self._findings.append(Finding("charge_differs", event_id, f"charge {charge}", text, str(amount)))

    def add_allocations(self, event_id: int, allocations: Sequence[Any]) -> None:
        """Take rows that begin with charge_id, amount."""
        still = self._open
        for row in allocations:
            charge, amount = row[0], row[1]
            rest = still.get(charge, 0) - amount
            if rest:
                still[charge] = rest
            else:
                still.pop(charge, None)
            if rest < 0 or amount < 0:
                self._must_stay_in_bounds(event_id, charge, rest)

    def _must_stay_in_bounds(self, event_id: int, charge: int, rest: int) -> None:
        found = self._connection.execute("SELECT amount FROM charge WHERE id = ?", (charge,)).fetchone()
        amount = found[0] if found else 0
        if not min(0, amount) <= rest <= max(0, amount):
            self._findings.append(
                Finding("over_allocated", event_id, f"charge {charge}", str(amount), str(amount - rest))
            )

    def _remember(self, ingredients: str, recompute: Recompute) -> None:
        if len(self._known) >= _MEMORY:
            self._known.clear()
        self._known[ingredients] = _computed(ingredients, recompute)

    def take_findings(self) -> Iterator[Finding]:
        """Yield what was found since the last call."""
        yield from self._findings
        self._findings.clear()

    def compare_open_items(self) -> Iterator[Finding]:
        """Compare with the machine table once the walk is over."""
        rest = self._open
        if self._since:
            rows = self._connection.execute(_OPEN_ITEMS + _TOUCHED, (self._since,))
        else:
            rows = self._connection.execute(_OPEN_ITEMS)
        for charge, amount, *stored in rows:
            wanted = rest.pop(charge, 0)
            if amount != wanted or stored[:3] != stored[3:]:
                yield Finding("open_item_differs", None, f"open_item {charge}", str(wanted), str(amount))
        for charge, wanted in rest.items():
            yield Finding("open_item_differs", None, f"open_item {charge}", str(wanted), "")


def _is_stated(ingredients: str) -> bool:
    try:
        return json.loads(ingredients).get("kind") in _STATED
    except (ValueError, AttributeError):
        return False
