"""The trail of events as somebody looks through it: the newest first, page by page, by what they look for.

Every page continues below the last event of the page before it. Only a search for text reads bodies; it goes through
the chain in windows, so that it can be stopped and never holds the books for long.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from db.tables import REGISTERS

PAGE = 100
FIRST = 2**63 - 1
WINDOW = 20_000
_COLUMNS = "e.id, e.kind, e.body, e.hash, e.at, e.day, e.staff_id, e.till"
# The condition of the index of rare kinds, word for word; without it that index is not used.
_RARE = "e.kind NOT IN ('payment')"
_OF_RECEIPT = (
    "SELECT event_id FROM receipt WHERE id = ?1 UNION SELECT event_id FROM receipt_void WHERE receipt_id = ?1"
    " UNION SELECT event_id FROM copy WHERE receipt_id = ?1 UNION SELECT event_id FROM form WHERE receipt_id = ?1"
    " UNION SELECT event_id FROM approval WHERE subject = ?2"
    f" UNION SELECT e.id FROM event e WHERE {_RARE}"
    " AND e.kind IN ('void_requested', 'copy_requested', 'move_requested')"
    " AND json_extract(e.body, '$.subject') = ?2"
)
_OF_UNIT = (
    "SELECT event_id FROM receipt WHERE unit_id = ?1"
    " UNION SELECT v.event_id FROM receipt r JOIN receipt_void v ON v.receipt_id = r.id WHERE r.unit_id = ?1"
    " UNION SELECT k.event_id FROM receipt r JOIN copy k ON k.receipt_id = r.id WHERE r.unit_id = ?1"
    " UNION SELECT event_id FROM charge WHERE unit_id = ?1"
    " UNION SELECT a.event_id FROM charge c JOIN allocation a ON a.charge_id = c.id WHERE c.unit_id = ?1"
    " UNION SELECT event_id FROM posting WHERE unit_id = ?1 AND account IN ('balance', 'paid_ahead', 'deposits_held')"
    " UNION SELECT event_id FROM unit WHERE id = ?1 UNION SELECT event_id FROM holding WHERE unit_id = ?1"
    " UNION SELECT event_id FROM vehicle WHERE unit_id = ?1"
    f" UNION SELECT e.id FROM event e WHERE {_RARE} AND e.kind = 'phones_shown'"
    " AND json_extract(e.body, '$.unit') = ?1"
)


class AuditFilter(NamedTuple):
    """What is looked for; days are ISO dates. Text is looked for in bodies; kinds and staff_ids count as hits of it."""

    text: str = ""
    text_kinds: tuple[str, ...] = ()
    text_staff: tuple[int, ...] = ()
    staff_id: int | None = None
    kinds: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    receipt_id: int | None = None
    unit_id: int | None = None


class AuditRow(NamedTuple):
    """One event; at is UTC."""

    id: int
    kind: str
    body: str
    hash: str
    at: str
    day: str
    staff_id: int | None
    till: int | None


class Version(NamedTuple):
    """What an event wrote into a register: the columns before (None where the thing is new) and after."""

    table: str
    id: int
    before: dict[str, Any] | None
    after: dict[str, Any]


def page(
    connection: Any, wanted: AuditFilter, before: int = FIRST, limit: int = PAGE,
    progress: Callable[[int, int], object] = lambda done, total: None, cancel: Callable[[], bool] = lambda: False,
) -> list[AuditRow]:  # fmt: skip
    """Return the newest events below one that fit; progress: how many of how many events were looked at."""
    if not wanted.text:
        sql, values = _numbers(connection, wanted)
        rows = connection.execute(sql, (*values, before, limit))
        return [AuditRow(*row) for row in rows]
    where, values = _where(connection, wanted)
    found: list[AuditRow] = []
    newest = min(before - 1, int(connection.execute("SELECT coalesce(max(id), 0) FROM event").fetchone()[0]))
    top = newest
    window = f"SELECT {_COLUMNS} FROM event e WHERE {where} AND e.id BETWEEN ? AND ? ORDER BY e.id DESC LIMIT ?"
    while top > 0 and len(found) < limit and not cancel():
        low = max(1, top - WINDOW + 1)
        rows = connection.execute(window, (*values, low, top, limit - len(found)))
        found += [AuditRow(*row) for row in rows]
        top = low - 1
        progress(newest - top, newest)
    return found


def _numbers(connection: Any, wanted: AuditFilter) -> tuple[str, list[Any]]:
    """The query of a page without a text: the numbers come from an index alone, only their rows are read."""
    where, values = _where(connection, wanted)
    only_days = bool(wanted.first or wanted.last) and wanted._replace(first="", last="") == AuditFilter()
    index = " INDEXED BY event_day" if only_days else ""
    numbers = f"SELECT e.id FROM event e{index} WHERE {where} AND e.id < ? ORDER BY e.id DESC LIMIT ?"
    return f"SELECT {_COLUMNS} FROM event e WHERE e.id IN ({numbers}) ORDER BY e.id DESC", values


def _where(connection: Any, wanted: AuditFilter) -> tuple[str, list[Any]]:
    conditions: list[str] = []
    values: list[Any] = []
    ids = _ids(connection, wanted)
    if ids is not None:
        conditions.append("e.id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(ids))
    if wanted.kinds:
        places = ", ".join("?" * len(wanted.kinds))
        rare = "" if "payment" in wanted.kinds else f"{_RARE} AND "
        conditions.append(f"{rare}e.kind IN ({places})")
        values.extend(wanted.kinds)
    if wanted.staff_id is not None:
        conditions.append("e.staff_id = ?")
        values.append(wanted.staff_id)
    if wanted.first or wanted.last:
        conditions.append("e.day BETWEEN ? AND ?")
        values += [wanted.first or "0000", wanted.last or "9999"]
    if wanted.text:
        conditions.append(_text_condition(wanted, values))
    return " AND ".join(conditions) or "1", values


def _text_condition(wanted: AuditFilter, values: list[Any]) -> str:
    written = json.dumps(wanted.text, ensure_ascii=False)[1:-1]
    escaped = written.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    values.append(f"%{escaped}%")
    hits = ["e.body LIKE ? ESCAPE '\\'"]
    for column, those in (("kind", wanted.text_kinds), ("staff_id", wanted.text_staff)):
        if those:
            hits.append(f"e.{column} IN ({', '.join('?' * len(those))})")
            values.extend(those)
    return f"({' OR '.join(hits)})"


def _ids(connection: Any, wanted: AuditFilter) -> list[int] | None:
    """The events of a receipt, of a unit, or of both; None where neither is looked for."""
    sets: list[set[int]] = []
    if wanted.receipt_id is not None:
        rows = connection.execute(_OF_RECEIPT, (wanted.receipt_id, f"receipt:{wanted.receipt_id}"))
        sets.append({row[0] for row in rows})
    if wanted.unit_id is not None:
        sets.append({row[0] for row in connection.execute(_OF_UNIT, (wanted.unit_id,))})
    return sorted(set.intersection(*sets)) if sets else None


def event(connection: Any, event_id: int) -> AuditRow | None:
    """Return one event."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM event e WHERE e.id = ?", (event_id,)).fetchone()
    return AuditRow(*row) if row else None


def versions(connection: Any, event_id: int, limit: int = 50) -> list[Version]:
    """Return what an event wrote into the registers, so many things of each at most; erased data is gone."""
    found: list[Version] = []
    for table, columns in REGISTERS.items():
        new, old = (", ".join(f"{alias}.{column}" for column in columns) for alias in ("n", "o"))
        rows = connection.execute(
            f"SELECT n.id, o.row_id, {new}, {old} FROM {table} n LEFT JOIN {table} o ON o.id = n.id"
            " AND o.until_event = n.event_id WHERE n.event_id = ? ORDER BY n.row_id LIMIT ?",
            (event_id, limit),
        )
        for thing, had, *values in rows:
            after = dict(zip(columns, values[: len(columns)], strict=True))
            before = dict(zip(columns, values[len(columns) :], strict=True)) if had is not None else None
            found.append(Version(table, thing, before, after))
    return found


def kinds_present(connection: Any) -> list[str]:
    """Return the kinds of event that these books hold, in the order of their words."""
    rows: Sequence[tuple[str]] = connection.execute(
        "WITH RECURSIVE next(kind) AS (SELECT min(kind) FROM event INDEXED BY event_rare"
        " WHERE kind NOT IN ('payment') UNION ALL SELECT (SELECT min(e.kind) FROM event e INDEXED BY event_rare"
        " WHERE e.kind NOT IN ('payment') AND e.kind > next.kind) FROM next WHERE next.kind IS NOT NULL)"
        " SELECT kind FROM next WHERE kind IS NOT NULL"
    ).fetchall()
    has_payment = connection.execute("SELECT 1 FROM receipt LIMIT 1").fetchone()
    return sorted([row[0] for row in rows] + (["payment"] if has_payment else []))


def last_log_in(connection: Any, staff_id: int) -> int:
    """Return the event of a person's last log-in, 0 where there was none."""
    row = connection.execute(
        f"SELECT max(e.id) FROM event e WHERE {_RARE} AND e.kind = 'logged_in' AND e.staff_id = ?", (staff_id,)
    ).fetchone()
    return int(row[0] or 0)


def recoveries_since(connection: Any, event_id: int) -> list[tuple[int, str]]:
    """Return (whose PIN, moment as UTC text) of the recoveries of access after an event."""
    rows = connection.execute(
        f"SELECT json_extract(e.body, '$.who'), e.at FROM event e WHERE {_RARE} AND e.kind = 'access_recovered'"
        " AND e.id > ? ORDER BY e.id",
        (event_id,),
    )
    return [(int(who), at) for who, at in rows]
