"""The rows of a journal against its bodies, and the double entry of every event."""

from collections.abc import Iterator, Sequence
from typing import Any

from backup.journal_book import DETAILS
from backup.journal_chain import Said
from backup.journal_format import Table, held_by
from db.accounts import CHART, FUNDS
from db.chain import canonical, digest_lines
from db.check.findings import Finding

Key = tuple[int, int]  # event id, line


def check_details(connection: Any, events: Sequence[Said], form: int) -> Iterator[Finding]:
    """Compare every detail table of a format with what the bodies say, row for row; of a bulk event its digest."""
    details = held_by(form, DETAILS)
    known = {table.name for table in details}
    for event_id, body in events:
        for name in sorted({*body.get("rows", {}), *body.get("digests", {})} - known):
            yield Finding("detail_missing", event_id, name, name, "")
    for table in details:
        yield from _rows(connection, table, events)
        yield from _bulk(connection, table, events)
    yield from _unbalanced(connection)


def _rows(connection: Any, table: Table, events: Sequence[Said]) -> Iterator[Finding]:
    bulk = {event_id for event_id, body in events if table.name in body.get("digests", {})}
    unread = {event_id for event_id, body in events if not body}
    said = {
        (event_id, line): tuple(row)
        for event_id, body in events
        for line, row in enumerate(body.get("rows", {}).get(table.name, ()))
    }
    names = ", ".join(column.name for column in table.columns)
    stored: dict[Key, tuple[Any, ...]] = {
        (row[0], row[1]): tuple(row[2:])
        for row in connection.execute(f"SELECT {names} FROM {table.name}")
        if row[0] not in bulk and row[0] not in unread
    }
    if said == stored:
        return
    for key in sorted(said.keys() | stored.keys()):
        expected, found = said.get(key), stored.get(key)
        if expected != found:
            code = "detail_unknown" if expected is None else "detail_missing" if found is None else "detail_differs"
            yield Finding(code, key[0], f"{table.name} {key[0]}/{key[1]}", _text(expected), _text(found))


def _text(row: tuple[Any, ...] | None) -> str:
    return "" if row is None else canonical(row)


def _bulk(connection: Any, table: Table, events: Sequence[Said]) -> Iterator[Finding]:
    names = ", ".join(column.name for column in table.columns[2:])
    for event_id, body in events:
        said = body.get("digests", {}).get(table.name)
        if said is None:
            continue
        sql = f"SELECT {names} FROM {table.name} WHERE event_id = ? ORDER BY line"
        digest = digest_lines(connection.execute(sql, (event_id,)))
        lines = f"SELECT count(*), coalesce(max(line), -1) + 1 FROM {table.name} WHERE event_id = ?"
        count, end = connection.execute(lines, (event_id,)).fetchone()
        if (said.get("sha256"), said.get("count"), said.get("count")) != (digest, count, end):
            expected = f"{said.get('count')} {said.get('sha256')}"
            yield Finding("bulk_differs", event_id, table.name, expected, f"{count} {digest}")


def _unbalanced(connection: Any) -> Iterator[Finding]:
    sums = "SELECT event_id, fund, sum(amount) FROM posting GROUP BY event_id, fund HAVING sum(amount) <> 0"
    for event_id, fund, amount in connection.execute(sums):
        yield Finding("unbalanced", event_id, f"posting {fund}", "0", str(amount))
    used = "SELECT min(event_id), fund, account FROM posting GROUP BY fund, account"
    for event_id, fund, account in connection.execute(used):
        if fund not in FUNDS or account not in CHART:
            yield Finding("account_unknown", event_id, "posting", "", f"{fund} {account}")
