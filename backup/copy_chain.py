"""The chain within a copy of the books, walked link by link, by hashes alone."""

import sqlite3
from contextlib import closing
from pathlib import Path

from db.chain import GENESIS, link
from db.dialect import UNREADABLE
from db.queries.anchors import hash_of, verified_close

_LINKS = "SELECT id, body, hash FROM event WHERE id > ? ORDER BY id"


def first_broken_link(path: Path, *, since_verified: bool = False) -> int:
    """Return the first event of a copy that does not follow from the one before it, 0 where every one does.

    since_verified: walk only from the last close whose check ended well, as the copy itself says; what lies before was
    proved then, and is again with every seventh close, every older copy read in turn and every trial restore.
    """
    at = 0
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            at = verified_close(connection) if since_verified else 0
            before = hash_of(connection, at) if at else GENESIS
            for event_id, body, digest in connection.execute(_LINKS, (at,)):
                at += 1
                if event_id != at or link(before, body) != digest:
                    return at
                before = digest
    except (*UNREADABLE, ValueError, TypeError, AttributeError):  # a link so damaged that nothing can be made of it
        return at + 1
    return 0
