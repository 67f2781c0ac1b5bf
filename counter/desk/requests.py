"""A request that comes twice: what the first time posted is found again instead of being posted once more."""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import fields
from functools import cache
from typing import Any

from db.books import Earlier, Tx
from db.chain import canonical


class RequestReused(Exception):
    """The same request was posted before with another content: a second wish must not hide behind the first."""

    code = "request_reused"

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


def earlier_facts(tx: Tx, kind: str) -> tuple[int, dict[str, Any]] | None:
    """Return (event id, body) of the event of a kind that this request posted before, or None."""
    for event in tx.earlier:
        if event.kind == kind:
            facts: dict[str, Any] = json.loads(event.body)
            return event.id, facts
    return None


def order_digest(order: Any, left_out: Collection[str] = ()) -> str:
    """Return the digest by which an order (a dataclass of texts, numbers, tuples and dicts) is known again.

    left_out: texts that count as empty, such as names of people.
    """
    values = {name: "" if name in left_out else getattr(order, name) for name in _names(order.__class__)}
    return hashlib.sha256(canonical(values).encode()).hexdigest()


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


def refuse_another_order(earlier: Sequence[Earlier], kind: str, digest: str, number: str) -> None:
    """Raise RequestReused (naming number) where this request posted an order of a kind with another digest before.

    Events written before orders had a digest answer for any.
    """
    for event in earlier:
        if event.kind == kind and json.loads(event.body).get("order", digest) != digest:
            raise RequestReused(number)
