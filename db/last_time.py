"""The greatest time that the chain knows, which the newest event's time is not after a clock was set back."""

import json
from datetime import datetime
from typing import Any

# The condition of the index event_rare word for word; without it every payment of all years is looked at.
_SET_BACKS = "SELECT body FROM event WHERE kind = 'clock_set_back' AND kind NOT IN ('payment')"
_NEWEST = "SELECT at FROM event ORDER BY id DESC LIMIT 1"


def greatest_time(connection: Any) -> datetime | None:
    """Return the greatest time (UTC) of all events, None where there are none.

    Time only sinks where the chain says so: each such event names the time before it.
    """
    newest = connection.execute(_NEWEST).fetchone()
    if newest is None:
        return None
    before = [json.loads(row[0])["from"] for row in connection.execute(_SET_BACKS)]
    return max(datetime.fromisoformat(at) for at in (newest[0], *before))
