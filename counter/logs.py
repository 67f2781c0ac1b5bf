"""The log of what went wrong, for whoever helps; the person at the counter sees only an event's id.

Nothing secret and nobody's name reaches the file. Card numbers, telephone numbers, whatever follows the word PIN and
every Chinese text are replaced before anything is written. What an error says is kept only as far as it cannot be a
person: small words, short figures, and the identifiers in the errors that Python itself raises about a program. Paths
are told from the program's own folder on, because a home folder often bears a name.
"""

import logging
import os
import re
import secrets
import tempfile
import traceback
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

from counter.platform.folders import Home

FILE_NAME = "counterfoil.log"
MOST_BYTES = 1_000_000
KEPT_FILES = 5
# Letters that are not mistaken for others when read over the telephone; no digits, so that an id is never redacted.
ID_LETTERS = "ACDEFHJKLMNPRTUVWXY"
LONG_NUMBER = re.compile(r"(?<!\d)\d(?:[ -]?\d){11,18}(?!\d)")
NAMED_PIN = re.compile(r"""(?i)\b((?:new_|old_)?pin)\b(["']?\s*[:=]\s*["']?|\s+)([^\s"',;)}]+)""")

# The long ones are compiled with the first error that is logged.
# Mobile and fixed lines as people write them; whole runs of seven to eleven figures are one too.
PHONE = (
    r"(?<!\d)(?:"
    r"(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}|(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{3}[ -]?\d{5}"
    r"|0\d{2,3}[ -]?\d{3,4}[ -]?\d{4}|\(0\d{2,3}\)[ -]?\d{3,4}[ -]?\d{4}|400[ -]?\d{3}[ -]?\d{4}"
    r"|\d{3,4}[ -]\d{4}|\d{7,11}"
    r")(?!\d)"
)
CHINESE = r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff·]+"
LEFT_OUT = "[left out]"
# What Python, SQLite and Tk say of a program, not of what a person typed.
_ABOUT_PROGRAMS = ("AttributeError", "NameError", "TypeError", "ImportError", "ModuleNotFoundError")
_TELLING_MODULES = ("sqlite3", "_tkinter")
_IDENTIFIER = re.compile(
    r"""'[A-Za-z_][A-Za-z0-9_.]*'[,.:;]?|[a-z_]+\.[a-z_]+,?|[A-Za-z_]+\(\)|UNIQUE|NULL|CHECK|FOREIGN|KEY"""
)
_PLAIN_WORD = re.compile(r"[a-z]{1,20}[,.:;!?]?|\d{1,5}[,.:;]?")
_PROGRAM = Path(__file__).resolve().parent.parent

_Cause = tuple[type[BaseException], BaseException, TracebackType | None]


def redact(text: str) -> str:
    """Return the text without what may be a card or telephone number, a PIN, or a Chinese name."""
    without_numbers = re.sub(PHONE, LEFT_OUT, LONG_NUMBER.sub("[number left out]", text))
    return NAMED_PIN.sub(r"\1\2[left out]", re.sub(CHINESE, LEFT_OUT, without_numbers))


def said_of(error: BaseException) -> str:
    """Return what an error says without what may be somebody's data."""
    kind, said = type(error), redact(str(error))
    if isinstance(error, OSError) and isinstance(error.errno, int):
        return f"[Errno {error.errno}] {os.strerror(error.errno)}"
    telling = kind.__module__ in _TELLING_MODULES or kind.__name__ in _ABOUT_PROGRAMS
    shown = (_PLAIN_WORD, _IDENTIFIER) if telling else (_PLAIN_WORD,)
    return " ".join(word if any(each.fullmatch(word) for each in shown) else LEFT_OUT for word in said.split())


def told(error: BaseException) -> str:
    """Return an error with where it happened and the errors it came from, as the log has it."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    earlier = f"{told(before)}\nThen:\n" if before is not None and before is not error else ""
    frames = "\n".join(
        f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}: {frame.line or ''}"
        for frame in traceback.extract_tb(error.__traceback__)
    )
    return f"{earlier}{frames}\n{type(error).__name__}: {said_of(error)}"


def _place(filename: str) -> str:
    """A file of the program by its place in it, any other by its last two names."""
    path = Path(filename)
    return str(path.relative_to(_PROGRAM)) if path.is_relative_to(_PROGRAM) else "/".join(path.parts[-2:])


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


def log_of(home: Home) -> ErrorLog:
    """Return the log of a home; where the home is gone, one among the system's temporary files."""
    away = Path(tempfile.gettempdir(), "counterfoil-logs")
    return ErrorLog(home.logs if home.root.is_dir() else away)


class _QuietFile(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  the name of the standard library
        """Pass over a disk that takes no more: there is nowhere left to say it, and the event's id is still shown."""


class _Redacting(logging.Formatter):
    def formatException(self, ei: Any) -> str:  # noqa: N802  the name of the standard library
        return told(ei[1])

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def _new_id() -> str:
    letters = "".join(secrets.choice(ID_LETTERS) for _ in range(4))
    return f"E{datetime.now(UTC):%m%d}-{letters}"
