"""Changing books behind the program's back, as somebody with a database tool would."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from db import tables
from db.chain import GENESIS, canonical, digest_lines, digest_version, link
from db.check.details import COLUMNS
from db.registers import digested


@contextmanager
def without_guards(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a raw connection with every trigger dropped; they are made again afterwards, as they were."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        connection.execute("BEGIN")
        for name, _sql in guards:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _name, sql in guards:
            connection.execute(sql)
        connection.execute("COMMIT")
    finally:
        connection.close()


def forge(connection: sqlite3.Connection) -> None:
    """Rewrite every body from the tables and every hash from the bodies: the lie is consistent in itself."""
    head = GENESIS
    for event_id, text in connection.execute("SELECT id, body FROM event ORDER BY id").fetchall():
        body = json.loads(text)
        if "rows" in body:
            body["rows"] = {table: rows for table in COLUMNS if (rows := _rows(connection, table, event_id))}
        for table in body.get("digests", ()):
            body["digests"][table] = _digest(_rows(connection, table, event_id))
        for table in body.get("registers", ()):
            body["registers"][table] = _register(connection, table, event_id)
        names = connection.execute("SELECT at, day, kind, staff_id, till FROM event WHERE id = ?", (event_id,))
        body["at"], body["day"], body["kind"], body["staff"], body["till"] = names.fetchone()
        text = canonical(body)
        head = link(head, text)
        connection.execute("UPDATE event SET body = ?, hash = ? WHERE id = ?", (text, head, event_id))


def _rows(connection: sqlite3.Connection, table: str, event_id: int) -> list[list[Any]]:
    rows = connection.execute(
        f"SELECT {', '.join(COLUMNS[table])} FROM {table} WHERE event_id = ? ORDER BY line", (event_id,)
    )
    return [list(row) for row in rows]


def _digest(rows: list[list[Any]]) -> dict[str, int | str]:
    return {"count": len(rows), "sha256": digest_lines(rows)}


def _register(connection: sqlite3.Connection, table: str, event_id: int) -> dict[str, int | str]:
    columns = ", ".join(("id", *tables.REGISTERS[table]))
    rows = connection.execute(
        f"SELECT row_id, salt, erased, digest, {columns} FROM {table} WHERE event_id = ? ORDER BY row_id", (event_id,)
    ).fetchall()
    digests = []
    for row_id, salt, erased, digest, *values in rows:
        fresh = digest if erased else digest_version(salt, digested(table, values))
        connection.execute(f"UPDATE {table} SET digest = ? WHERE row_id = ?", (fresh, row_id))
        digests.append([fresh])
    return _digest(digests)
