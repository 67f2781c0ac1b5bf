"""The newest event, and the greatest time that the chain knows, which is another after a clock was set back."""

import json
from datetime import datetime
from typing import Any

# The condition of the index event_rare word for word; without it every payment of all years is looked at.
_SET_BACKS = "SELECT body FROM event WHERE kind = 'clock_set_back' AND kind NOT IN ('payment')"
_NEWEST = "SELECT id, hash, at FROM event ORDER BY id DESC LIMIT 1"


def head(connection: Any) -> tuple[int, str, datetime] | None:
    """Return id, hash and time (UTC) of the newest event, None in empty books."""
    row = connection.execute(_NEWEST).fetchone()
    return (row[0], row[1], datetime.fromisoformat(row[2])) if row else None


def greatest_time(connection: Any) -> datetime | None:
    """Return the greatest time (UTC) of all events, None where there are none.

    Time only sinks where the chain says so: each such event names the time before it.
    """
    newest = head(connection)
    if newest is None:
        return None
    before = [json.loads(row[0])["from"] for row in connection.execute(_SET_BACKS)]
    return max([newest[2], *(datetime.fromisoformat(at) for at in before)])
