"""What came back to letters by e-mail: reports of servers (RFC 3464) and mail programs (RFC 8098), answers, a table.

Whatever names one of our letters is taken; the rest of a mailbox is passed over and counted. Many mail programs give a
mail a Message-ID of their own: then the number of the letter in the subject names it. Servers that write no report
(RFC 3464) are understood by who writes and by what they return.
"""

import email
import re
from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage, MIMEPart
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple

from counter.files import cells
from counter.files.cells import BadCell
from counter.files.grid import FileUnreadable, read_grids
from counter.rules.fold import to_ascii

MOST_BYTES = 20_000_000
_ACTIONS = {"failed": "bounced", "delayed": "delayed", "delivered": "arrived"}
_HEADS = {
    "number": ("letter", "number", "函件编号", "编号"), "outcome": ("outcome", "result", "结果"),
    "day": ("day", "date", "日期"),
}  # fmt: skip
_OUTCOMES = {
    "bounced": "bounced", "failed": "bounced", "退信": "bounced", "失败": "bounced",
    "delayed": "delayed", "延迟": "delayed", "arrived": "arrived", "delivered": "arrived", "已送达": "arrived",
    "成功": "arrived", "opened": "opened", "read": "opened", "已读": "opened", "answered": "answered",
    "已回复": "answered", "退回": "bounced", "undelivered": "bounced", "送达": "arrived", "已打开": "opened",
    "投递延迟": "delayed", "回复": "answered",
}  # fmt: skip
_NOTHING = frozenset({"", "unknown", "未知", "不明", "-", "–"})
_OURS = re.compile(r"[Ll][0-9]{4}-[0-9]{6}\.[0-9a-f]{12}@[^\s<>]+")
_NUMBER = re.compile(r"(?<![0-9A-Za-z])[Ll][0-9]{4}-[0-9]{6}(?![0-9])")
_DAEMON = re.compile(r"(mailer-daemon|postmaster)@", re.IGNORECASE)
_STATUS = re.compile(r"(?<![0-9.])([45]\.[0-9]{1,3}\.[0-9]{1,3})(?![0-9.])")


class MailResult(NamedTuple):
    """What became of one letter: its Message-ID or its number, the outcome, the status code ('' where none was told),
    the day (None where none was told), the file it stands in."""

    letter: str
    outcome: str
    status: str
    on: date | None
    file: str


class MailResults(NamedTuple):
    """What a folder or a table says; others: files that tell nothing about a letter, unreadable ones by name.

    unclear: rows of a table that are not understood, each with its number and what stands there.
    """

    found: tuple[MailResult, ...]
    others: int
    unreadable: tuple[str, ...]
    unclear: tuple[str, ...] = ()


class NoMailResults(Exception):
    """Nothing lies there that could be read."""

    code = "no_mail_results"

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


def read_results(path: Path) -> MailResults:
    """Return what a folder of .eml files, one such file, or a table (.csv, .xlsx) says.

    Raises NoMailResults, FileUnreadable and what read_grids does.
    """
    if path.suffix.lower() in (".csv", ".txt", ".xlsx"):
        return _table(path)
    files = sorted(each for each in path.iterdir() if each.suffix.lower() == ".eml") if path.is_dir() else [path]
    if not files or not path.exists():
        raise NoMailResults(path)
    found, others, unreadable = list[MailResult](), 0, list[str]()
    for each in files:
        try:
            results = list(_of_file(each))
        except (OSError, ValueError, LookupError):
            unreadable.append(each.name)
            continue
        found += results
        others += not results
    return MailResults(tuple(found), others, tuple(unreadable))


def _of_file(path: Path) -> Iterator[MailResult]:
    if path.stat().st_size > MOST_BYTES:
        raise ValueError(path.name)
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    on = _day(message)
    kind = str(message.get_param("report-type", "")).lower()
    if kind == "delivery-status":
        letter = _original(message)
        for action, status in _delivery(message):
            if letter and action in _ACTIONS:
                yield MailResult(letter, _ACTIONS[action], status, on, path.name)
    elif kind == "disposition-notification":
        for part in message.walk():
            if part.get_content_type() == "message/disposition-notification":
                told = _fields(part)
                letter = told.get("original-message-id", "")
                if letter and "displayed" in told.get("disposition", ""):
                    yield MailResult(_bare(letter), "opened", "", on, path.name)
    elif _DAEMON.search(str(message.get("From", ""))):
        text = "\n".join(_texts(message))
        said = _STATUS.search(text)
        status = said[1] if said else ""
        letter = _named(message) or _search(text)
        if letter:
            outcome = "delayed" if status.startswith("4") else "bounced"
            yield MailResult(letter, outcome, status, on, path.name)
    elif str(message.get("Auto-Submitted", "no")).lower() == "no" and message.get("In-Reply-To"):
        letter = _named(message) or _bare(str(message["In-Reply-To"]))
        yield MailResult(letter, "answered", "", on, path.name)


def _delivery(message: EmailMessage) -> Iterator[tuple[str, str]]:
    """Yield (action, status) for each recipient of a delivery report."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in part.iter_parts() if part.is_multipart() else ():
                action = str(block.get("Action", "")).strip().lower().partition(" ")[0]
                if action:
                    yield action, str(block.get("Status", "")).strip().partition(" ")[0]


def _original(message: EmailMessage) -> str:
    """The Message-ID of the mail that a report speaks of, from the copy of it or of its head."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = next(iter(part.iter_parts()), None)
            if inner is not None and (letter := _named(inner) or _bare(str(inner.get("Message-ID", "")))):
                return letter
        elif kind in ("text/rfc822-headers", "message/rfc822-headers"):
            heads = email.message_from_string(_text(part), policy=default)
            if letter := _named(heads) or _bare(str(heads.get("Message-ID", ""))):
                return letter
    return _named(message) or _bare(str(message.get("In-Reply-To") or message.get("References") or "").split(">")[0])


def _named(message: MIMEPart) -> str:
    """The letter of ours that the head of a mail names, by our Message-ID or in its subject; '' where none is."""
    heads = " ".join(str(message.get(each, "")) for each in ("Message-ID", "In-Reply-To", "References"))
    return _search(heads) or _search(str(message.get("Subject", "")))


def _search(text: str) -> str:
    found = _OURS.search(text) or _NUMBER.search(to_ascii(text))
    return found[0] if found else ""


def _texts(message: EmailMessage) -> Iterator[str]:
    """What a mail says, and the heads of the mails that it carries."""
    for part in message.walk():
        if part.get_content_maintype() == "text":
            yield _text(part)
        if part is not message and part.get("Message-ID"):
            yield f"{part['Message-ID']} {part.get('Subject', '')}"


def _fields(part: EmailMessage) -> dict[str, str]:
    """The fields of a block such as a notification carries, by their names in small letters."""
    blocks = list(part.iter_parts()) if part.is_multipart() else [email.message_from_string(_text(part))]
    return {name.lower(): str(text).strip().lower() if name.lower() == "disposition" else str(text).strip()
            for block in blocks for name, text in block.items()}  # fmt: skip


def _text(part: EmailMessage) -> str:
    raw = part.get_payload(decode=True)
    return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(part.get_payload())


def _bare(message_id: str) -> str:
    return message_id.strip().strip("<>").strip()


def _day(message: EmailMessage) -> date | None:
    try:
        return parsedate_to_datetime(str(message["Date"])).date()
    except (TypeError, ValueError):
        return None


def _table(path: Path) -> MailResults:
    rows = [(n, row) for grid in read_grids(path)[:1] for n, row in enumerate(grid.rows, 1) if any(row)]
    heads = [cell.strip().lower() for cell in rows[0][1]] if rows else []
    places = {key: next((n for n, cell in enumerate(heads) if cell in names), -1) for key, names in _HEADS.items()}
    if places["number"] < 0 or places["outcome"] < 0:
        raise FileUnreadable(path, ", ".join(names[0] for names in _HEADS.values()))
    found, unclear = list[MailResult](), list[str]()
    for n, row in rows[1:]:
        number, told, day = (_cell(row, places[each]) for each in ("number", "outcome", "day"))
        outcome = _OUTCOMES.get(told.lower(), "")
        try:
            on = date.fromisoformat(cells.day(day)) if day else None
        except BadCell:
            outcome, on = "", None
        if number and outcome:
            found.append(MailResult(number, outcome, "", on, path.name))
        elif told.lower() not in _NOTHING:
            unclear.append(f"{n} ({' '.join(part for part in (number, told, day) if part)})")
    return MailResults(tuple(found), 0, (), tuple(unclear))


def _cell(row: list[str], place: int) -> str:
    return to_ascii(row[place]).strip() if 0 <= place < len(row) else ""
