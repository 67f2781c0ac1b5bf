"""Digests of kept papers: the event that comes next carries those of the papers of the event before.

A paper cannot stand in its own event, for it shows a prefix of that event's hash. It needs no event and no sync of its
own either: whatever happens next binds it, after a restart as well, since it lies in the commit of its event.
"""

import hashlib
from typing import Any

_OF_EVENT = "SELECT id, salt, content FROM paper WHERE event_id = ? ORDER BY id"


def digest(salt: str, content: str) -> str:
    """Return the salted SHA-256 of a kept paper's content."""
    return hashlib.sha256((salt + content).encode()).hexdigest()


def carried(connection: Any, event_id: int) -> dict[str, list[list[int | str]]]:
    """Return what the event after this one says of its papers: [paper id, digest] of each, nothing where none is."""
    papers = connection.execute(_OF_EVENT, (event_id,))
    kept: list[list[int | str]] = [[paper_id, digest(salt, content)] for paper_id, salt, content in papers]
    return {"kept": kept} if kept else {}
