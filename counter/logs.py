"""The log of what went wrong, for whoever helps; the person at the counter sees only an event's id.

Nothing secret reaches the file: runs of 12 to 19 digits (card numbers, with or without spaces and dashes) and
whatever follows the word PIN are replaced before anything is written.
"""

import logging
import re
import secrets
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

FILE_NAME = "counterfoil.log"
MOST_BYTES = 1_000_000
KEPT_FILES = 5
# Letters that are not mistaken for others when read over the telephone; no digits, so that an id is never redacted.
ID_LETTERS = "ACDEFHJKLMNPRTUVWXY"
LONG_NUMBER = re.compile(r"(?<!\d)\d(?:[ -]?\d){11,18}(?!\d)")
NAMED_PIN = re.compile(r"""(?i)\b((?:new_|old_)?pin)\b(["']?\s*[:=]\s*["']?|\s+)([^\s"',;)}]+)""")

_Cause = tuple[type[BaseException], BaseException, TracebackType | None]


def redact(text: str) -> str:
    """Return the text without what may be a card number or a PIN."""
    without_numbers = LONG_NUMBER.sub("[number left out]", text)
    return NAMED_PIN.sub(r"\1\2[left out]", without_numbers)


class ErrorLog:
    """The log file of one home; closing it releases the file."""

    def __init__(self, folder: Path) -> None:
        """Open the log in a folder, which is made if absent; raises OSError where it cannot be written."""
        folder.mkdir(parents=True, exist_ok=True)
        self._handler = _QuietFile(
            folder / FILE_NAME, maxBytes=MOST_BYTES, backupCount=KEPT_FILES, encoding="utf-8", delay=True
        )
        self._handler.setFormatter(_Redacting("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))

    def log_event(self, error: BaseException, note: str = "") -> str:
        """Write an error with its traceback under a new id and return the id; a full disk loses the entry, no more."""
        event = _new_id()
        named = f"{event} {type(error).__name__} {note}".rstrip()
        self._write(logging.ERROR, named, (type(error), error, error.__traceback__))
        return event

    def log_note(self, note: str) -> None:
        """Write a line about something worth knowing that is no error."""
        self._write(logging.INFO, note, None)

    def close(self) -> None:
        """Close the file; logging again opens it anew."""
        self._handler.close()

    def _write(self, level: int, text: str, cause: _Cause | None) -> None:
        self._handler.handle(logging.LogRecord("counterfoil", level, __file__, 0, "%s", (text,), cause))


class _QuietFile(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  the name of the standard library
        """Pass over a disk that takes no more: there is nowhere left to say it, and the event's id is still shown."""


class _Redacting(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def _new_id() -> str:
    letters = "".join(secrets.choice(ID_LETTERS) for _ in range(4))
    return f"E{datetime.now(UTC):%m%d}-{letters}"
