"""What a card terminal was asked for, payments and money back: what was asked, and how far each has come."""

import json
from typing import Any, NamedTuple

# A till is never closed over an unsettled one, so none is older than the oldest day still open. The index of rare
# events has a condition of its own, which stands here word for word: else every payment of all years is looked at.
_COLUMNS = (
    "SELECT a.intent_id, a.kind, a.amount, (SELECT s.state FROM card_intent s WHERE s.intent_id = a.intent_id"
    " ORDER BY s.event_id DESC, s.line DESC LIMIT 1), e.till, e.at,"
    " EXISTS (SELECT 1 FROM event r WHERE r.kind = 'copy_restored' AND r.kind NOT IN ('payment')"
    " AND r.id > a.event_id), e.body"
    " FROM card_intent a JOIN event e ON e.id = a.event_id WHERE a.state = 'sent'"
)
_UNSETTLED = (
    f"{_COLUMNS} AND a.event_id > (SELECT min(opened_event) FROM till_state) AND NOT EXISTS"
    " (SELECT 1 FROM card_intent s WHERE s.intent_id = a.intent_id AND s.state NOT IN ('sent', 'unknown'))"
    " ORDER BY a.event_id DESC"
)


class IntentRow(NamedTuple):
    """A card payment with its newest state; amount in minor units, at UTC, body that of the event that asked.

    restored: the books were brought back from a copy since, so that what the terminal took later may not be in them.
    """

    intent_id: str
    kind: str
    amount: int
    state: str
    till: int | None
    at: str
    restored: bool
    body: dict[str, Any]

    @property
    def units(self) -> tuple[int, ...]:
        """Return the units whose bill it pays."""
        return tuple(self.body["units"])

    @property
    def back(self) -> str:
        """Return void or refund where the money goes back to the card, '' where it is paid."""
        return str(self.body.get("back", ""))

    @property
    def terminal(self) -> str:
        """Return the number of the terminal that was asked, '' where it had not told it."""
        return str(self.body.get("terminal", ""))

    @property
    def by_hand(self) -> bool:
        """Return whether a person worked that terminal and types its slip."""
        return bool(self.body.get("by_hand"))

    @property
    def last(self) -> str:
        """Return what that terminal had told of its last payment when it was asked, '' where nothing."""
        return str(self.body.get("last_payment", ""))


def unsettled(connection: Any) -> list[IntentRow]:
    """Return the card payments of which it is not known or not decided what became of them, newest first."""
    return [_row(row) for row in connection.execute(_UNSETTLED)]


def intent(connection: Any, intent_id: str) -> IntentRow | None:
    """Return one card payment."""
    row = connection.execute(f"{_COLUMNS} AND a.intent_id = ?", (intent_id,)).fetchone()
    return _row(row) if row else None


def _row(row: Any) -> IntentRow:
    *facts, restored, body = row
    return IntentRow._make((*facts, bool(restored), json.loads(body)))
