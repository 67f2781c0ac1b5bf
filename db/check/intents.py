"""Card payments: each begins as sent, is unknown once at most, is settled once, and never outlives its till day."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from db.check.details import tables_there
from db.check.findings import Finding

_STATES = (
    "SELECT i.intent_id, i.event_id, i.line, i.kind, i.amount, i.state, e.till FROM card_intent i"
    " JOIN event e ON e.id = i.event_id WHERE i.intent_id IN (SELECT intent_id FROM card_intent WHERE event_id > ?)"
    " ORDER BY i.intent_id, i.event_id, i.line"
)
_CLOSED = "SELECT min(event_id) FROM close WHERE till IS ? AND event_id > ?"
_UNSETTLED = ("sent", "unknown")


def check_intents(connection: Any, since_event: int) -> Iterator[Finding]:
    """Walk the states of every card payment that moved after an event, in the order they were written."""
    if "card_intent" not in tables_there(connection):
        return
    for intent_id, states in groupby(connection.execute(_STATES, (since_event,)).fetchall(), itemgetter(0)):
        yield from _one(connection, intent_id, list(states))


def _one(connection: Any, intent_id: str, states: list[tuple[Any, ...]]) -> Iterator[Finding]:
    _id, first_event, _line, kind, amount, *_rest = states[0]
    came = [state[5] for state in states]
    wanted = [
        "sent",
        *(["unknown"] if came[1:2] == ["unknown"] else []),
        *([came[-1]] if came[-1] not in _UNSETTLED else []),
    ]
    if came != wanted:
        yield Finding("intent_differs", first_event, f"card_intent {intent_id}", " ".join(wanted), " ".join(came))
    for _id, event_id, line, its_kind, its_amount, *_rest in states[1:]:
        if (its_kind, its_amount) != (kind, amount):
            row = f"card_intent {event_id}/{line}"
            yield Finding("intent_differs", event_id, row, f"{kind} {amount}", f"{its_kind} {its_amount}")
    if came[-1] in _UNSETTLED:
        closed = connection.execute(_CLOSED, (states[-1][6], states[-1][1])).fetchone()[0]
        if closed is not None:
            yield Finding("intent_unsettled", closed, f"card_intent {intent_id}", "", came[-1])
