"""Anchors: links of the chain that are known from outside, which a rewritten chain or a cut tail cannot have."""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from db.check.findings import Anchor, Finding

# The condition of the index event_rare word for word; a damaged body is named by the walk along the chain.
_RESTORED = (
    "SELECT json_extract(body, '$.given_up') FROM event WHERE kind = 'copy_restored' AND kind NOT IN ('payment')"
    " AND json_valid(body)"
)


class Anchored(NamedTuple):
    """What the anchors say: the wrong ones, and the newest event that one of them confirms."""

    findings: list[Finding]
    confirmed_to: int


def check_anchors(connection: Any, given: Iterable[Anchor | tuple[int, str]]) -> Anchored:
    """Look up every anchor given and every one the books have seen.

    given: (event id, hash in hexadecimal) or Anchor, which names its place too. Links that were given up when the books
    went on from an older copy are not asked for: the chain itself says so.
    """
    seen = connection.execute("SELECT event_id, hash, kind || ' ' || place FROM anchor_seen")
    anchors = {Anchor(*row) for row in seen} | {Anchor(*anchor) for anchor in given}
    given_up = {tuple(link) for row in connection.execute(_RESTORED) for link in json.loads(row[0] or "[]")}
    findings, confirmed_to = [], 0
    for event_id, expected, place in sorted(anchors):
        if (event_id, expected) in given_up:
            continue
        row = connection.execute("SELECT hash FROM event WHERE id = ?", (event_id,)).fetchone()
        if row is None:
            findings.append(Finding("anchor_missing", event_id, f"anchor {place}".strip(), expected, ""))
        elif row[0] != expected:
            findings.append(Finding("anchor_differs", event_id, f"anchor {place}".strip(), expected, row[0]))
        else:
            confirmed_to = event_id
    return Anchored(findings, confirmed_to)
