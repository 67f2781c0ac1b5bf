"""Detail rows: what stands in the tables is what stands in the bodies, row for row and value for value.

The database spells the rows of an event as JSON far quicker than they could be read one by one, so whole texts are
compared. It only has to agree: where its spelling is not that of the body, the rows are read and compared singly.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from db import tables
from db.chain import canonical
from db.check.findings import Finding
from db.check.links import FIRST, LAST, Link

Row = Sequence[Any]
Spelled = dict[int, list[str]]

COLUMNS: dict[str, tuple[str, ...]] = {
    table: kind._fields  # type: ignore[attr-defined]
    for kind, table in sorted(tables.DETAILS.items(), key=lambda item: item[1])
}
# In the order of the key, which is event_id, line; were it another one the texts would differ and be looked at closer.
_SPELLED = {
    table: f"SELECT event_id, json_group_array(json_array({', '.join(columns)})), group_concat(line, ' ') FROM {table}"
    " WHERE event_id BETWEEN ? AND ? GROUP BY event_id"
    for table, columns in COLUMNS.items()
}
_SINGLE = {
    table: f"SELECT event_id, line, {', '.join(columns)} FROM {table} WHERE event_id = ? ORDER BY line"
    for table, columns in COLUMNS.items()
}
_NEXT = {table: f"SELECT min(event_id) FROM {table} WHERE event_id > ?" for table in COLUMNS}
# What the sums along the way take, charges before what settles them.
_SUMMED = ("charge", "allocation", "posting")
_ROWS = '"rows":{'
_NONE: Mapping[str, Sequence[Row]] = {}


def tables_there(connection: Any) -> dict[str, tuple[str, ...]]:
    """Return the detail tables these books have, with their columns: an older schema lacks the later ones."""
    found = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return {table: columns for table, columns in COLUMNS.items() if table in found}


class Sink(Protocol):
    """Takes the rows that were compared, of the tables that are summed along the way."""

    def take(self, event_id: int, table: str, rows: Sequence[Row]) -> None:
        """Take rows of an event and a table in the order of its columns."""

    def take_parts(self, event_id: int, table: str, parts: Sequence[Row]) -> None:
        """Take rows of a bulk event that begin with what is needed of them."""


class Stretch(NamedTuple):
    """Events whose rows are compared in one go, and the range of event ids that their rows may carry."""

    first: int
    last: int
    links: list[Link]


class Ahead:
    """For each detail table these books have, an event before which none of its rows is still to be compared.

    Most tables hold few rows, and asking each of them about every stretch would cost more than comparing the others.
    """

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._next = dict.fromkeys(tables_there(connection), FIRST)

    def due(self, last: int) -> list[str]:
        """Return the tables that may hold rows of events up to this one."""
        return [table for table, event_id in self._next.items() if event_id <= last]

    def none_up_to(self, table: str, last: int) -> None:
        """Note that a table has no rows on a stretch that ends with this event."""
        (found,) = self._connection.execute(_NEXT[table], (last,)).fetchone()
        self._next[table] = LAST + 1 if found is None else found


def compare(connection: Any, ahead: Ahead, stretch: Stretch, sink: Sink) -> Iterator[Finding]:
    """Compare a stretch of events, none of them bulk, with the tables; the sink gets the rows of the bodies."""
    spelled = _spell(connection, ahead, stretch)
    for link in stretch.links:
        texts = spelled.pop(link.id, None)
        if link.body is not None and _agrees(link, link.body, texts):
            rows = link.body.get("rows", _NONE)
        else:
            findings, rows = _look_closer(connection, link)
            yield from findings
        for table in _SUMMED:
            if table in rows:
                sink.take(link.id, table, rows[table])
    for event_id in sorted(spelled):
        yield from differences(connection, event_id, {})


def _spell(connection: Any, ahead: Ahead, stretch: Stretch) -> Spelled:
    """Return for each event the canonical text of its rows, table by table; a wrong line spoils the text."""
    spelled: Spelled = {}
    for table in ahead.due(stretch.last):
        rows = connection.execute(_SPELLED[table], stretch[:2]).fetchall()
        if not rows:
            ahead.none_up_to(table, stretch.last)
        for event_id, text, lines in rows:
            part = f'"{table}":{text}' if lines in _FEW_LINES or lines == _lines(lines) else ""
            spelled.setdefault(event_id, []).append(part)
    return spelled


def _lines(found: str) -> str:
    return " ".join(map(str, range(found.count(" ") + 1)))


_FEW_LINES = frozenset(" ".join(map(str, range(count))) for count in range(1, 64))


def _agrees(link: Link, body: Mapping[str, Any], texts: list[str] | None) -> bool:
    if texts is None:
        return not body.get("rows")
    wanted = f"{_ROWS}{','.join(texts)}}}"
    return link.text.startswith(wanted, link.text.find(_ROWS))


def _look_closer(connection: Any, link: Link) -> tuple[list[Finding], Mapping[str, Sequence[Row]]]:
    """Return what differs, and the rows to go on with: those of the body if its hash confirms it, else the tables'."""
    findings = []
    if link.body is not None:
        if _is_shaped(link.body):
            findings = list(differences(connection, link.id, link.body))
            if link.sound:
                return findings, {table: link.body["rows"][table] for table in link.body["rows"] if table in COLUMNS}
        else:
            findings = [Finding("body_unreadable", link.id, "event", "", "")]
    there = tables_there(connection)
    stored = {table: connection.execute(_SINGLE[table], (link.id,)).fetchall() for table in there}
    return findings, {table: [row[2:] for row in rows] for table, rows in stored.items()}


def _is_shaped(body: Mapping[str, Any]) -> bool:
    """Whether the rows are lists of the right length; where the texts agree, nobody needs to ask."""
    return all(
        type(rows) is list and all(type(row) is list and len(row) == len(COLUMNS[table]) for row in rows)
        for table, rows in body.get("rows", {}).items()
        if table in COLUMNS
    )


def differences(connection: Any, event_id: int, body: Mapping[str, Any]) -> Iterator[Finding]:
    """Compare an event's rows one by one: name each that is missing, changed or not told of."""
    said = body.get("rows", {})
    there = tables_there(connection)
    for table in sorted(said.keys() - there.keys()):
        yield Finding("detail_missing", event_id, table, canonical(said[table]), "")
    bulk = body.get("digests", {})
    for table in (table for table in there if table not in bulk):
        wanted = dict(enumerate(map(tuple, said.get(table, ()))))
        yield from _table_differences(connection, event_id, table, wanted)


def _table_differences(
    connection: Any, event_id: int, table: str, wanted: dict[int, tuple[Any, ...]]
) -> Iterator[Finding]:
    there: dict[int, Row] = {}
    for _event, line, *values in connection.execute(_SINGLE[table], (event_id,)):
        row = tuple(values)
        if line in there:  # charge and receipt have keys of their own: two rows can claim one line
            strange = there[line] if row == wanted.get(line) else row
            yield Finding("detail_unknown", event_id, f"{table} {event_id}/{line}", "", canonical(strange))
            if strange is row:
                continue
        there[line] = row
    for line in sorted(wanted.keys() | there.keys()):
        expected, found = wanted.get(line), there.get(line)
        if expected != found:
            code = "detail_unknown" if expected is None else "detail_missing" if found is None else "detail_differs"
            yield Finding(code, event_id, f"{table} {event_id}/{line}", _text(expected), _text(found))


def _text(row: Row | None) -> str:
    return "" if row is None else json.dumps(row, ensure_ascii=False, separators=(",", ":"))
