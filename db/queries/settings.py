"""Office settings: versions by date, the newest that is in force."""

import json
from typing import Any


def in_force(connection: Any, day: str) -> dict[str, Any]:
    """Return every office setting in force on a day (ISO date), by key."""
    rows = connection.execute(
        "SELECT key, value FROM setting WHERE until_event IS NULL AND since <= ? ORDER BY key, since", (day,)
    )
    return {key: json.loads(value) for key, value in rows}


def value_on(connection: Any, key: str, day: str) -> Any:
    """Return one setting in force on a day (ISO date), None where it was never set."""
    row = connection.execute(
        "SELECT value FROM setting WHERE key = ? AND since <= ? AND until_event IS NULL ORDER BY since DESC LIMIT 1",
        (key, day),
    ).fetchone()
    return json.loads(row[0]) if row else None


def values_from(connection: Any, key: str, day: str) -> list[tuple[str, Any]]:
    """Return (since, value) of the versions of a setting that begin after a day (ISO date), in their order."""
    rows = connection.execute(
        "SELECT since, value FROM setting WHERE key = ? AND since > ? AND until_event IS NULL ORDER BY since",
        (key, day),
    )
    return [(since, json.loads(value)) for since, value in rows]


def setting_id(connection: Any, key: str, since: str) -> int | None:
    """Return the register id of a setting's version for a date, so that the same date is corrected, not doubled."""
    row = connection.execute(
        "SELECT id FROM setting WHERE key = ? AND since = ? AND until_event IS NULL", (key, since)
    ).fetchone()
    return int(row[0]) if row else None


def founded_on(connection: Any) -> str:
    """Return the day (ISO date) on which these books were founded; empty before that."""
    row = connection.execute("SELECT day FROM event WHERE id = 1").fetchone()
    return str(row[0]) if row else ""


def founding(connection: Any) -> dict[str, Any]:
    """Return what event 1 says of these books: id, kind, estate, currency; empty before they are founded."""
    row = connection.execute("SELECT body FROM event WHERE id = 1").fetchone()
    found: dict[str, Any] = json.loads(row[0]) if row else {}
    return found
