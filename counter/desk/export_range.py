"""The days of a range taken out: as plain-text accounting for hledger or beancount, or as the daily sheet."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from backup.beancount import beancount_text
from backup.plain_text import plain_text
from db.queries import day_sheet
from db.queries.settings import founding

TEXTS: dict[str, Callable[..., Iterator[str]]] = {".journal": plain_text, ".beancount": beancount_text}
SHEETS = (".xlsx", ".csv")


class NoClosedDay(Exception):
    """No day was closed in the range; days are ISO dates."""

    code = "no_closed_day"

    def __init__(self, first_day: str, last_day: str) -> None:
        super().__init__(first_day, last_day)
        self.first_day = first_day
        self.last_day = last_day


def events_of(connection: Any, first_day: str, last_day: str) -> tuple[int, int]:
    """Return the first and last event of the days closed in a range. Raises NoClosedDay."""
    found = day_sheet.closed_range(connection, first_day, last_day)
    if found is None:
        raise NoClosedDay(first_day, last_day)
    return found


def text_lines(connection: Any, suffix: str, first_event: int, last_event: int) -> Iterator[str]:
    """Return a range of events as the plain text of a file ending (one of TEXTS)."""
    currency = founding(connection)["currency"]
    return TEXTS[suffix](connection, first_event, last_event, currency=currency["code"], digits=currency["digits"])


def write_lines(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write lines (rows of one cell) into a text file, whole or not at all, and return its SHA-256. Raises OSError.

    header: a text has none.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    content = "".join(f"{row[0]}\n" for row in rows).encode()
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return sha256(content).hexdigest()
