"""What only the sample estate asks: its size, quick writing while it is made, and no printing of past receipts."""

from typing import Any, NamedTuple


class Size(NamedTuple):
    """How much there is in the books, and the head of their chain."""

    units: int
    charges: int
    receipts: int
    closes: int
    events: int
    head: str


def size(connection: Any) -> Size:
    """Return how much there is in the books."""
    row = connection.execute(
        "SELECT (SELECT count(*) FROM unit WHERE until_event IS NULL), (SELECT count(*) FROM charge),"
        " (SELECT count(*) FROM receipt), (SELECT count(*) FROM close), (SELECT count(*) FROM event),"
        " (SELECT hash FROM event ORDER BY id DESC LIMIT 1)"
    ).fetchone()
    return Size(*row)


def write_without_syncs(connection: Any) -> None:
    """Let this connection's commits skip the disk sync: for books that are thrown away unless they are finished.

    Whoever finishes them syncs the file before anybody else sees it.
    """
    connection.execute("PRAGMA synchronous = OFF")


def drop_queued_prints(connection: Any, note: str) -> None:
    """Give up every print that waits, with a note saying why; the worded papers stay."""
    # The condition of print_job_waiting word for word: without it every print of all years is read.
    under_way = "state IN ('queued', 'sending', 'unsure', 'failed')"
    connection.execute(
        f"UPDATE print_job SET state = 'dropped', note = ? WHERE {under_way} AND state = 'queued'", (note,)
    )


def rooms_that_owe(connection: Any, count: int) -> list[str]:
    """Return the codes of the flats with two charges or more open and none disputed, the smallest sum first."""
    rows = connection.execute(
        "SELECT u.code FROM open_item o JOIN unit u ON u.id = o.unit_id AND u.until_event IS NULL"
        " WHERE u.kind = 'flat' AND NOT EXISTS (SELECT 1 FROM case_charge d JOIN charge c ON c.id = d.charge_id"
        " WHERE c.unit_id = u.id AND d.until_event IS NULL AND d.until IS NULL)"
        " GROUP BY u.id HAVING count(*) BETWEEN 2 AND 12 ORDER BY sum(o.open), u.id LIMIT ?",
        (count,),
    )
    return [row[0] for row in rows]


class Line(NamedTuple):
    """A charge that somebody may dispute; amount in minor units."""

    charge_id: int
    unit_id: int
    amount: int


def lines_to_dispute(connection: Any, *, metered: bool, paid: bool) -> list[Line]:
    """Return the newest charge of each flat that had no case yet and owes most, one that is paid or still open."""
    advances = "IS NOT NULL" if metered else "IS NULL"
    still_open = "= 0" if paid else "= c.amount"
    rows = connection.execute(
        "SELECT max(c.id), c.unit_id, c.amount FROM charge c JOIN unit u ON u.id = c.unit_id AND u.until_event IS NULL"
        " WHERE u.kind = 'flat' AND c.revision = 0 AND c.amount > 2000"
        " AND c.unit_id NOT IN (SELECT unit_id FROM case_file WHERE until_event IS NULL)"
        f" AND json_extract(c.ingredients, '$.advances') {advances} AND json_extract(c.ingredients, '$.of') IS NULL"
        f" AND coalesce((SELECT o.open FROM open_item o WHERE o.charge_id = c.id), 0) {still_open} GROUP BY c.unit_id"
        " ORDER BY (SELECT sum(o.open) FROM open_item o WHERE o.unit_id = c.unit_id) DESC, c.unit_id LIMIT 8"
    )
    return [Line(*row) for row in rows]


def flats(connection: Any) -> list[int]:
    """Return the flats by their ids."""
    rows = connection.execute("SELECT id FROM unit WHERE kind = 'flat' AND until_event IS NULL ORDER BY id")
    return [row[0] for row in rows]
