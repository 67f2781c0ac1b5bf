"""The key that copies are encrypted for, as the books hold it: the public half, and the sealed private one."""

from typing import Any

from backup.copy_key import CopyKey
from db.queries.settings import value_on

KEY = "copy_key"


def copy_key(connection: Any, day: str) -> CopyKey | None:
    """Return the key in force on a day (ISO date), None where copies are not encrypted."""
    found = value_on(connection, KEY, day)
    return CopyKey(found["recipient"], found["sealed"]) if found else None
