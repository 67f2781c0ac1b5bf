"""Acts that wait for a decision: the list is what the chain makes of requests and approvals."""

from collections.abc import Iterator
from typing import Any

from db.chain import canonical
from db.check.findings import Finding
from db.queries.people import ASKED, WAITING

_STORED = "SELECT event_id, act, subject, requester_id, reason FROM pending_act"


def check_pending(connection: Any) -> Iterator[Finding]:
    """Compare the machine table of waiting acts with the requests that no approval has decided.

    A request that was decided may still stand there as it was asked: nobody is shown it any more.
    """
    stored = {row[0]: row for row in connection.execute(_STORED)}
    wanted = {row[0]: row for row in connection.execute(ASKED) if stored.get(row[0]) == row}
    wanted |= {row[0]: row for row in connection.execute(WAITING)}
    for event_id in sorted(wanted.keys() | stored.keys()):
        expected, found = wanted.get(event_id), stored.get(event_id)
        if expected != found:
            yield Finding("pending_differs", None, f"pending_act {event_id}", _text(expected), _text(found))


def _text(row: tuple[Any, ...] | None) -> str:
    return "" if row is None else canonical(list(row))
