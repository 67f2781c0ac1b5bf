"""Registers: dated versions of owners, units, prices, staff and settings, under digests that the chain carries.

A version is written once. A later version closes it (until_event). Erasing personal data empties the version's columns
and its salt but leaves its digest, so the chain stays whole and `check` reports it as erased, not as damage.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from db import tables
from db.chain import digest_lines, digest_version

Salt = Callable[[], str]


def random_salt() -> str:
    """Return a fresh salt: without it a digest of a phone number could be guessed back."""
    return secrets.token_hex(8)


class Sealed(NamedTuple):
    """Versions ready to be written: per table (salt, digest, id, *columns), and what the event's body says of them."""

    versions: dict[str, list[tuple[Any, ...]]]
    body: dict[str, dict[str, int | str]]


def seal(changes: Mapping[str, Sequence[tuple[Any, ...]]], salt: Salt = random_salt) -> Sealed:
    """Return the versions (id, *columns) of each register under their salted digests."""
    versions: dict[str, list[tuple[Any, ...]]] = {}
    body: dict[str, dict[str, int | str]] = {}
    for table, rows in changes.items():
        sealed = []
        for row in rows:
            whole = _whole(table, row)
            grain = salt()
            sealed.append((grain, digest_version(grain, digested(table, whole)), *whole))
        versions[table] = sealed
        body[table] = {"count": len(sealed), "sha256": digest_lines([row[1]] for row in sealed)}
    return Sealed(versions, body)


def _whole(table: str, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a version with a value for each column: those of later schemas may be left out."""
    width = 1 + len(tables.REGISTERS[table])
    left_out = width - len(row)
    if not 0 <= left_out <= tables.LATER.get(table, 0):
        raise ValueError(f"{table}: {len(row)} values for {width} columns")
    return row + (None,) * left_out


def digested(table: str, row: Sequence[Any]) -> Sequence[Any]:
    """Return what of a version (id, *columns) its digest is taken of: columns of later schemas only where filled."""
    end = len(row)
    for _ in range(tables.LATER.get(table, 0)):
        if row[end - 1] is not None:
            break
        end -= 1
    return row[:end]


def write(connection: Any, event_id: int, sealed: Sealed) -> None:
    """Insert the sealed versions and close the ones they replace."""
    for table, rows in sealed.versions.items():
        columns = tables.REGISTERS[table]
        connection.executemany(
            f"UPDATE {table} SET until_event = ? WHERE id = ? AND until_event IS NULL",
            [(event_id, row[2]) for row in rows],
        )
        places = ", ".join("?" * (4 + len(columns)))
        connection.executemany(
            f"INSERT INTO {table}(event_id, salt, digest, id, {', '.join(columns)}) VALUES ({places})",
            [(event_id, *row) for row in rows],
        )


def next_id(connection: Any, table: str) -> int:
    """Return the first id that a register (or the charge or receipt table) has not used."""
    found: int = connection.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0]
    return found


def erase_person(connection: Any, person_id: int) -> None:
    """Empty every version of a person, and what was written in their cases; the digests stay."""
    connection.execute(
        "UPDATE person SET erased = 1, salt = '', name = NULL, phone = NULL, initials = NULL, note = NULL,"
        " email = NULL, address = NULL WHERE id = ? AND erased = 0",
        (person_id,),
    )
    connection.execute("DELETE FROM find_key WHERE person_id = ?", (person_id,))
    # What somebody said of themselves goes too; that there was a case, its steps, days and sums stay.
    connection.execute(
        "UPDATE case_step SET erased = 1, salt = '', told = NULL, members = NULL WHERE erased = 0 AND case_id IN"
        " (SELECT id FROM case_file WHERE person_id = ?)",
        (person_id,),
    )
    connection.execute(
        "UPDATE case_file SET erased = 1, salt = '', said = NULL, wants = NULL WHERE person_id = ? AND erased = 0",
        (person_id,),
    )
