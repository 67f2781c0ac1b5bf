"""The index behind Find: every key a unit may be asked for by, in one B-tree, rebuilt from the registers.

Keys are stored so that each kind is a prefix search: names as all their suffixes, phones reversed, rooms in every
spelling the register gives them and once more without signs, plates whole and without the province.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from peewee import SqliteDatabase

FED_BY = frozenset({"unit", "person", "holding", "vehicle"})

_UNITS_OF_PERSON = "SELECT unit_id FROM holding WHERE person_id = ? AND until_event IS NULL"
# What somebody emptied behind our back has no key; the check of the registers names it. The plus keeps SQLite from
# choosing an index for that condition.
_UNIT_ROWS = "SELECT id, code, spellings FROM unit WHERE until_event IS NULL AND +code IS NOT NULL"
_PERSON_ROWS = (
    "SELECT h.unit_id, p.id, p.name, p.initials, p.phone FROM holding h JOIN person p ON p.id = h.person_id"
    " AND p.until_event IS NULL WHERE h.until_event IS NULL AND p.name IS NOT NULL AND h.until IS NULL"
    " AND +h.unit_id IS NOT NULL"
)
_PLATE_ROWS = (
    "SELECT unit_id, plate FROM vehicle WHERE until_event IS NULL AND until IS NULL AND plate IS NOT NULL"
    " AND +unit_id IS NOT NULL"
)
_INSERT = "INSERT OR IGNORE INTO find_key(kind, key, unit_id, person_id) VALUES (?, ?, ?, ?)"
# The name told with a hit is that of the key's person, else of the unit's owner: one statement, read as far as needed.
_OWNER = (
    "SELECT h.person_id FROM holding h JOIN person q ON q.id = h.person_id AND q.until_event IS NULL"
    " WHERE h.unit_id = k.unit_id AND h.until_event IS NULL AND h.until IS NULL"
    " ORDER BY CASE h.role WHEN 'owner' THEN 0 WHEN 'developer' THEN 1 WHEN 'co_owner' THEN 2 ELSE 3 END, h.id LIMIT 1"
)
_SEARCH = (
    "SELECT k.unit_id, u.code, u.kind, coalesce(k.person_id, 0), coalesce(p.name, ''), coalesce(p.phone, '')"
    " FROM find_key k JOIN unit u ON u.id = k.unit_id AND u.until_event IS NULL LEFT JOIN person p"
    f" ON p.id = CASE WHEN k.person_id THEN k.person_id ELSE ({_OWNER}) END AND p.until_event IS NULL"
    " WHERE k.kind = ? AND k.key >= ? AND k.key < ? ORDER BY k.key, k.unit_id"
)


class Hit(NamedTuple):
    """A unit found, with the person it was found by (else its owner); phone unmasked, for the words to mask."""

    unit_id: int
    code: str
    unit_kind: str
    person_id: int
    name: str
    phone: str


def compact(code: str) -> str:
    """Return a code without its signs: 3-2-1201 becomes 321201."""
    return re.sub(r"[^0-9A-Z\u3400-\u9fff]", "", code.upper())


def touched(connection: Any, changes: Mapping[str, Sequence[tuple[Any, ...]]]) -> set[int]:
    """Return the units whose keys the register changes touch; call it before they are written.

    A holding or a vehicle may move: the unit that it leaves is known only until then.
    """
    units = {row[0] for row in changes.get("unit", ())}
    for table in ("holding", "vehicle"):
        units |= {row[1] for row in changes.get(table, ())}
        leaving = f"SELECT unit_id FROM {table} WHERE id = ? AND until_event IS NULL"
        units |= _units_of(connection, leaving, changes, table)
    return units | _units_of(connection, _UNITS_OF_PERSON, changes, "person")


def _units_of(connection: Any, query: str, changes: Mapping[str, Sequence[tuple[Any, ...]]], table: str) -> set[int]:
    return {found[0] for row in changes.get(table, ()) for found in connection.execute(query, (row[0],))}


def follow(connection: Any, units: Collection[int]) -> None:
    """Bring the keys of the units up to date."""
    if len(units) > 500:
        rebuild(connection)
        return
    for unit_id in units:
        connection.execute("DELETE FROM find_key WHERE unit_id = ?", (unit_id,))
        connection.executemany(
            _INSERT,
            _keys(
                connection.execute(f"{_UNIT_ROWS} AND id = ?", (unit_id,)),
                connection.execute(f"{_PERSON_ROWS} AND h.unit_id = ?", (unit_id,)),
                connection.execute(f"{_PLATE_ROWS} AND unit_id = ?", (unit_id,)),
            ),
        )


def rebuild(connection: Any) -> None:
    """Compute the whole index anew."""
    connection.execute("DELETE FROM find_key")
    connection.executemany(_INSERT, sorted(keys(connection)))


def keys(connection: Any) -> Iterable[tuple[str, str, int, int]]:
    """Yield every key (kind, key, unit id, person id) that the registers call for; some more than once."""
    return _keys(
        connection.execute(_UNIT_ROWS).fetchall(),
        connection.execute(_PERSON_ROWS).fetchall(),
        connection.execute(_PLATE_ROWS).fetchall(),
    )


def _keys(units: Iterable[Any], people: Iterable[Any], plates: Iterable[Any]) -> Iterable[tuple[str, str, int, int]]:
    for unit_id, code, spellings in units:
        for key in (spellings or code).upper().split():
            yield "room", key, unit_id, 0
        yield "compact", compact(code), unit_id, 0
    for unit_id, person_id, name, initials, phone in people:
        for start in range(len(name)):
            yield "name", name[start:].upper(), unit_id, person_id
        if initials:
            yield "initials", initials.upper(), unit_id, person_id
        if phone:
            yield "phone", phone[::-1], unit_id, person_id
    for unit_id, plate in plates:
        yield "plate", plate.upper(), unit_id, 0
        yield "plate", plate[1:].upper(), unit_id, 0


def search(database: SqliteDatabase, kind: str, text: str, limit: int = 20) -> list[Hit]:
    """Return the units whose key of a kind (room, compact, name, initials, phone, plate) begins with a text.

    A phone is asked for by its tail, in reading order.
    """
    prefix = text[::-1] if kind == "phone" else text.upper()
    if not prefix:
        return []
    # A name with a syllable twice has two suffixes that begin alike: its unit is still one hit.
    hits: dict[tuple[int, int], Hit] = {}
    for row in database.connection().execute(_SEARCH, (kind, prefix, prefix + "\U0010ffff")):
        hits.setdefault((row[0], row[3]), Hit(*row))
        if len(hits) == limit:
            break
    return list(hits.values())
