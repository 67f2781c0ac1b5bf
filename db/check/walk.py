"""One pass along the chain, which every check of single events shares."""

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any

from db.check.bulk import NEEDED, compare_bulk
from db.check.charges import Charges, Recompute
from db.check.details import COLUMNS, Ahead, Row, Stretch, compare
from db.check.findings import Finding, Progress
from db.check.links import FIRST, LAST, Link, blocks
from db.check.papers import Papers
from db.check.sums import Sums

_charge_parts = itemgetter(*(COLUMNS["charge"].index(column) for column in NEEDED["charge"]))


class Walk:
    """The pass: how many events it has seen, and what their bodies said of registers.

    connection: of a database that stands still meanwhile; the other arguments as in check_books.
    """

    def __init__(self, connection: Any, since_event: int, recompute: Recompute | None, progress: Progress) -> None:
        self.events = 0
        self.said_of_registers: dict[int, dict[str, dict[str, Any]]] = {}
        self._connection = connection
        self._since_event = since_event
        self._progress = progress
        self._sums = Sums()
        self._charges = Charges(connection, since_event, recompute)
        self._papers = Papers(connection)
        self._ahead = Ahead(connection)

    def along_the_chain(self) -> Iterator[Finding]:
        """Yield what is wrong with links, columns, rows, sums and charges, then with what is open of the charges."""
        (last,) = self._connection.execute("SELECT coalesce(max(id), 0) FROM event").fetchone()
        first = self._since_event + 1 if self._since_event else FIRST
        for links, findings in blocks(self._connection, self._since_event):
            yield from findings
            yield from self._rows(links, first)
            yield from self._papers.compare(links)
            first = links[-1].id + 1 if links else first
            self._note_registers(links)
            self.events += len(links)
            self._progress(self.events, max(last - self._since_event, self.events))
        # Rows that belong to no event at all come after the last one.
        yield from compare(self._connection, self._ahead, Stretch(first, LAST, []), self)
        yield from self._papers.missing()
        yield from self._charges.compare_open_items()

    def _rows(self, links: Sequence[Link], first: int) -> Iterator[Finding]:
        """Compare the rows of the links; first is the lowest event id they may carry."""
        plain: list[Link] = []
        for link in links:
            if link.body is None or not link.body.get("digests"):
                plain.append(link)
                continue
            yield from self._plain_rows(Stretch(first, link.id - 1, plain))
            yield from compare_bulk(self._connection, link.id, link.body, self)
            yield from self._sums_so_far()
            first, plain = link.id + 1, []
        if plain:
            yield from self._plain_rows(Stretch(first, plain[-1].id, plain))

    def _plain_rows(self, stretch: Stretch) -> Iterator[Finding]:
        if stretch.first <= stretch.last:
            yield from compare(self._connection, self._ahead, stretch, self)
            yield from self._sums_so_far()

    def _sums_so_far(self) -> Iterator[Finding]:
        yield from self._sums.take_findings()
        yield from self._charges.take_findings()

    def take(self, event_id: int, table: str, rows: Sequence[Row]) -> None:
        """Add rows of an event to the sums."""
        self.take_parts(event_id, table, [_charge_parts(row) for row in rows] if table == "charge" else rows)

    def take_parts(self, event_id: int, table: str, parts: Sequence[Row]) -> None:
        """Add rows to the sums that begin with what bulk.NEEDED says of their table."""
        if table == "posting":
            self._sums.add(event_id, parts)
        elif table == "allocation":
            self._charges.add_allocations(event_id, parts)
        elif table == "charge":
            self._charges.add_charges(event_id, parts)

    def _note_registers(self, links: Sequence[Link]) -> None:
        for event_id, body, _text, _sound in links:
            if body is not None and body.get("registers"):
                self.said_of_registers[event_id] = body["registers"]
