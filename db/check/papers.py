"""Kept papers: each is what the event after its own says of it, and none is missing or slipped in."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from db.check.findings import Finding
from db.check.links import Link
from db.paper_digests import digest

# Two comparisons, not BETWEEN: they let the index of the papers that belong to an event be used.
_STORED = "SELECT event_id, id, salt, content FROM paper WHERE event_id >= ? AND event_id <= ? ORDER BY id"
# A damaged body is named by the walk along the chain.
_ERASURES = (
    "SELECT json_quote(json_extract(body, '$.papers')) FROM event WHERE kind = 'person_erased'"
    " AND kind NOT IN ('payment') AND json_valid(body)"
)
_VOUCHER = "SELECT 1 FROM receipt WHERE event_id = ?"

Said = dict[int, str]


class Papers:
    """Compares block after block of the chain with the papers; what is missing is judged at the end.

    Papers that an erasure took away are told by their number in the erasure's body, or listed there. A receipt is a
    voucher: its paper is never taken away.
    """

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        columns = {row[1] for row in connection.execute("PRAGMA table_info(paper)")}
        self._bound = "salt" in columns  # books of the first schema bind no paper
        self._missing: list[Finding] = []

    def compare(self, links: Sequence[Link]) -> Iterator[Finding]:
        """Yield altered and unknown papers of the events before these links."""
        if not links or not self._bound:
            return
        stored: dict[int, list[list[Any]]] = {}
        salts: dict[int, str] = {}
        for event_id, paper_id, salt, content in self._connection.execute(_STORED, (links[0].id - 1, links[-1].id - 1)):
            stored.setdefault(event_id, []).append([paper_id, digest(salt, content)])
            salts[paper_id] = salt
        for link in links:
            there = stored.get(link.id - 1)
            if link.body is not None and link.body.get("kept") != there:
                yield from self._one(link.id - 1, _said(link.body.get("kept")), dict(there or ()), salts)

    def _one(self, event_id: int, said: Said, there: Said, salts: dict[int, str]) -> Iterator[Finding]:
        for paper_id, expected in said.items():
            if paper_id not in there:
                self._missing.append(Finding("paper_missing", event_id, f"paper {paper_id}", expected, ""))
            elif there[paper_id] != expected:
                yield Finding("paper_differs", event_id, f"paper {paper_id}", expected, there[paper_id])
        for paper_id in sorted(there.keys() - said.keys()):
            if salts[paper_id]:  # without one it was kept before papers were bound
                yield Finding("paper_unknown", event_id, f"paper {paper_id}", "", there[paper_id])

    def missing(self) -> Iterator[Finding]:
        """Yield the papers that are gone, but for those that erasing a person took away."""
        gone = [each for each in self._missing if self._is_voucher(each)]
        rest = [each for each in self._missing if each not in gone]
        taken = [json.loads(row[0]) for row in self._connection.execute(_ERASURES) if row[0]] if rest else []
        listed = {f"paper {number}" for each in taken if isinstance(each, list) for number in each}
        rest = [each for each in rest if each.row not in listed]
        if len(rest) > sum(each for each in taken if isinstance(each, int)):
            gone += rest
        yield from gone

    def _is_voucher(self, finding: Finding) -> bool:
        return self._connection.execute(_VOUCHER, (finding.event_id,)).fetchone() is not None


def _said(kept: Any) -> Said:
    """Return what a body says of the papers before it; what makes no sense names no paper."""
    if type(kept) is not list:
        return {}
    return {each[0]: each[1] for each in kept if type(each) is list and len(each) == 2 and type(each[0]) is int}
