"""The check of journal files: each one in itself, then one against the other, without the program's database."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from backup.disk import sha256_of
from backup.journal_chain import Said, walk
from backup.journal_content import open_journal, readme, schema
from backup.journal_details import check_details
from backup.journal_digest import content_digest
from backup.journal_findings import JOURNAL_CODES, JournalFinding, in_file
from backup.journal_format import FIRST_FORMAT, FORMAT, is_known
from backup.journal_links import check_links
from backup.journal_registers import check_registers
from backup.journal_z import Part, Z, z_differences
from db.check.charges import Recompute, amounts_that_differ
from db.dialect import UNREADABLE

__all__ = ["JOURNAL_CODES", "JournalFinding", "check_journals", "journals_in"]

MOST_DIGITS = 4  # no currency has more decimal places
_OBJECTS = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
_CHARGES = "SELECT event_id, id, amount, ingredients FROM charge ORDER BY event_id, line"
_CLOSE = "SELECT event_id, till, z_number, day, first_event, opened_event, expected, counted, perpetual FROM close"


class Read(NamedTuple):
    """What one file says of itself and what it really holds, for the comparison with the others."""

    path: Path
    sha256: str
    about: dict[str, str]
    digest: str
    first_event: int
    last_event: int
    z: Z | None
    steps: tuple[tuple[str, str], ...]

    @property
    def part(self) -> Part:
        """The file with its range."""
        return Part(self.path, self.first_event, self.last_event)


def journals_in(paths: Iterable[Path]) -> list[Path]:
    """Return the files named, a folder standing for every journal in it."""
    found: list[Path] = []
    for path in paths:
        found += sorted(path.glob("*.sqlite")) if path.is_dir() else [path]
    return found


def check_journals(paths: Iterable[Path], recompute: Recompute | None = None) -> list[JournalFinding]:
    """Check journal files, or folders of them, and return what is wrong: file by file in the order of the chain.

    recompute: derives a charge's amount from its ingredients (counter.desk.formulas).
    """
    findings: list[JournalFinding] = []
    read: list[Read] = []
    for path in journals_in(paths):
        try:
            with closing(open_journal(path)) as connection:
                found = _check_file(connection, path, findings, recompute)
        except (*UNREADABLE, OSError) as error:
            findings.append(JournalFinding("journal_unreadable", path, found=str(error)))
            continue
        if found is not None:
            read.append(found)
    read.sort(key=lambda each: (each.first_event, each.last_event))
    findings += check_links(read)
    parts = [each.part for each in read]
    for each in read:
        if each.z is not None:
            for what, expected, said in z_differences(each.z, each.last_event, parts):
                findings.append(JournalFinding("journal_z_differs", each.path, each.last_event, what, expected, said))
    return findings


def _check_file(
    connection: sqlite3.Connection, path: Path, findings: list[JournalFinding], recompute: Recompute | None
) -> Read | None:
    """Check one file in itself; None where it says too little to be compared with others."""
    verdict = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
    if verdict != "ok":
        findings.append(JournalFinding("journal_unreadable", path, found=verdict))
        return None
    form = connection.execute("PRAGMA user_version").fetchone()[0]
    if not is_known(form):
        findings.append(JournalFinding("journal_format_unknown", path, expected=str(FORMAT), found=str(form)))
        return None
    about = dict(connection.execute("SELECT key, value FROM about").fetchall())
    try:
        digits, first, last = (int(about[key]) for key in ("currency_digits", "first_event", "last_event"))
        previous = about["previous_hash"]
    except (KeyError, ValueError) as error:
        findings.append(JournalFinding("journal_about_differs", path, row=f"about {error}"))
        return None
    if not 0 <= digits <= MOST_DIGITS:
        findings.append(JournalFinding("journal_about_differs", path, row="about currency_digits", found=str(digits)))
        return None
    changed = list(_schema(connection, path, digits, form))
    findings += changed
    if changed:  # nothing behind another table or view of the same name can be trusted
        return None
    events, wrong = walk(connection, first, last, previous)
    wrong += [*check_details(connection, events, form), *check_registers(connection, events, form)]
    wrong += amounts_that_differ(connection.execute(_CHARGES), recompute)
    findings += [in_file(finding, path) for finding in wrong]
    digest = content_digest(connection)
    findings += _said(connection, path, about, digest, form)
    findings += _close(connection, path, about, events)
    return _read(connection, path, about, digest, events)


def _schema(connection: sqlite3.Connection, path: Path, digits: int, form: int) -> Iterator[JournalFinding]:
    wanted, stored = schema(digits, form), dict(connection.execute(_OBJECTS).fetchall())
    for name in sorted(wanted.keys() | stored.keys()):
        if wanted.get(name) != stored.get(name):
            yield JournalFinding(
                "journal_schema_differs", path, row=name, expected=wanted.get(name, ""), found=stored.get(name) or ""
            )


def _said(
    connection: sqlite3.Connection, path: Path, about: dict[str, str], digest: str, form: int
) -> Iterator[JournalFinding]:
    """What the file says of itself: its format, its digest, its explanations."""
    if about.get("format") != str(form):
        said = about.get("format", "")
        yield JournalFinding("journal_about_differs", path, row="about format", expected=str(form), found=said)
    if about.get("content_digest") != digest:
        claimed = about.get("content_digest", "")
        yield JournalFinding("journal_content_differs", path, expected=claimed, found=digest)
    rows = connection.execute("SELECT place, table_name, column_name, zh, en FROM README ORDER BY place").fetchall()
    if rows != readme(int(about["currency_digits"]), form):
        yield JournalFinding("journal_about_differs", path, row="README")


def _close(
    connection: sqlite3.Connection, path: Path, about: dict[str, str], events: list[Said]
) -> Iterator[JournalFinding]:
    """A journal ends with the one Z it is named after, and begins where that Z says."""
    rows = connection.execute(_CLOSE).fetchall()
    if len(rows) != 1:
        yield JournalFinding("journal_range_differs", path, row="close", expected="1", found=str(len(rows)))
        return
    event_id, till, z_number, day, first_event = rows[0][:5]
    head = connection.execute("SELECT hash FROM event WHERE id = ?", (event_id,)).fetchone()
    wanted = {
        "last_event": str(event_id),
        "first_event": str(first_event),
        "till": str(till),
        "z_number": str(z_number),
        "day": day,
        "chain_head": head[0] if head else "",
        "format": str(_body_of(events, event_id).get("journal_format", FIRST_FORMAT)),
        **_founded(events),
    }
    for key, expected in wanted.items():
        if about.get(key) != expected:
            yield JournalFinding("journal_about_differs", path, event_id, f"about {key}", expected, about.get(key, ""))
    name = f"{day}_till{till}_Z{z_number:06d}.sqlite"
    if path.name != name:
        yield JournalFinding("journal_name_differs", path, event_id, expected=name, found=path.name)


def _body_of(events: list[Said], event_id: int) -> dict[str, Any]:
    return next((event.body for event in events if event.id == event_id), {})


def _founded(events: list[Said]) -> dict[str, str]:
    """Return what event 1 says of the books, where it is in the file."""
    body = events[0].body if events and events[0].id == 1 else {}
    if body.get("kind") != "books_founded":
        return {}
    estate, currency = body.get("estate", {}), body.get("currency", {})
    return {
        "books_id": str(body.get("books_id", "")),
        "books_kind": str(body.get("books_kind", "")),
        "estate_zh": str(estate.get("zh", "")),
        "estate_en": str(estate.get("en", "")),
        "currency": str(currency.get("code", "")),
        "currency_digits": str(currency.get("digits", 2)),
    }


def _read(connection: sqlite3.Connection, path: Path, about: dict[str, str], digest: str, events: list[Said]) -> Read:
    steps = connection.execute("SELECT place, digest FROM close_step WHERE step = 'journal'").fetchall()
    row = connection.execute(f"{_CLOSE} ORDER BY event_id DESC LIMIT 1").fetchone()
    z = None
    if row is not None:
        z = Z(row[1], row[2], row[5], row[6], row[7], row[8], _body_of(events, row[0]).get("drawer") or {})
    ends = (int(about["first_event"]), int(about["last_event"]))
    return Read(path, sha256_of(path), about, digest, *ends, z, tuple(steps))
