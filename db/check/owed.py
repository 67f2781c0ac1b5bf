"""Acts done with their approval owed: each asks for it in its own commit, and nobody decides on their own wish."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from db.check.findings import Finding

_REQUESTS = (
    "SELECT id, substr(kind, 1, length(kind) - length('_requested')), staff_id, request_id, body FROM event"
    " WHERE kind LIKE '%\\_requested' ESCAPE '\\' AND kind NOT IN ('payment') AND json_valid(body) ORDER BY id"
)
_WITHDRAWN = "SELECT body FROM event WHERE kind = 'request_withdrawn' AND kind NOT IN ('payment') AND json_valid(body)"
_DECISIONS = "SELECT act, subject, event_id, line, approver_id FROM approval ORDER BY event_id, line"
# The kinds of events that are done with an approval owed; all are rare, so that the index of rare events finds them.
_DONE = (
    "SELECT id, request_id, body FROM event WHERE kind IN ('till_closed', 'till_opened', 'handover_accepted',"
    " 'drawer_opened', 'card_settled', 'date_confirmed') AND kind NOT IN ('payment')"
    " AND instr(body, '\"owed\":') AND json_valid(body)"
)
# Restoring changes nothing in these books: its request stands alone.
_ALONE = frozenset({"restore"})


class _Request(NamedTuple):
    event_id: int
    act: str
    staff_id: int | None
    request_id: str
    subject: str
    had: Sequence[int] | None


def check_owed(connection: Any) -> Iterator[Finding]:
    """Compare what acts say they owe with what was asked for, and every decision with whose wish it was."""
    withdrawn = {json.loads(body).get("asked") for (body,) in connection.execute(_WITHDRAWN)}
    requests = [_request(row) for row in connection.execute(_REQUESTS) if row[0] not in withdrawn]
    yield from _decided_by_their_own(connection, requests)
    owing = {each.event_id: each for each in requests if each.had is not None}
    named = set()
    for event_id, request_id, body in connection.execute(_DONE):
        for act, asked in json.loads(body).get("owed", {}).items():
            named.add(asked)
            found = owing.get(asked)
            if found is None or (found.act, found.request_id) != (act, request_id) or asked > event_id:
                yield Finding("owed_differs", event_id, f"owed {act}", f"event {asked}", "")
    for each in owing.values():
        if each.event_id not in named and each.act not in _ALONE:
            yield Finding("owed_differs", each.event_id, f"owed {each.act}", "", f"event {each.event_id}")


def _decided_by_their_own(connection: Any, requests: Sequence[_Request]) -> Iterator[Finding]:
    decisions: defaultdict[tuple[str, str], list[tuple[int, int, int]]] = defaultdict(list)
    for act, subject, event_id, line, approver_id in connection.execute(_DECISIONS):
        decisions[act, subject].append((event_id, line, approver_id))
    for each in requests:
        made = (one for one in decisions.get((each.act, each.subject), ()) if one[0] > each.event_id)
        event_id, line, approver_id = next(made, (0, 0, 0))
        if event_id and approver_id in (each.staff_id, *(each.had or ())):
            row = f"approval {event_id}/{line}"
            yield Finding("decided_by_own", event_id, row, "", f"event {each.event_id}")


def _request(row: Sequence[Any]) -> _Request:
    event_id, act, staff_id, request_id, text = row
    body = json.loads(text)
    wish = body.get("wish")
    had = wish.get("had") if isinstance(wish, dict) else None
    return _Request(event_id, act, staff_id, request_id, str(body.get("subject", "")), had)
