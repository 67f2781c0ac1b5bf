"""What the Units screen pages through: all units, what happened to one of them, its receipts, and papers on their way.

Every page continues after the last row of the page before it, so that nothing is skipped or counted through.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

PAGE = 60

# The office's order: flats by building, then shops, parking places and storage; 2-… stands before 10-….
_ORDER = (
    "CASE kind WHEN 'flat' THEN 0 WHEN 'shop' THEN 1 WHEN 'parking' THEN 2 ELSE 3 END, length(coalesce(building, '')),"
    " coalesce(building, ''), length(coalesce(entrance, '')), coalesce(entrance, ''), length(coalesce(room, '')),"
    " coalesce(room, ''), id"
)
_OWNER = (
    "(SELECT p.name FROM holding h JOIN person p ON p.id = h.person_id AND p.until_event IS NULL"
    " WHERE h.unit_id = u.id AND h.until_event IS NULL AND h.until IS NULL ORDER BY CASE h.role WHEN 'owner' THEN 0"
    " WHEN 'developer' THEN 1 WHEN 'co_owner' THEN 2 ELSE 3 END, h.id LIMIT 1)"
)
_LINE = (
    f"SELECT u.id, u.code, u.kind, {_OWNER}, (SELECT coalesce(sum(o.open), 0) FROM open_item o WHERE o.unit_id = u.id)"
)
_UNITS = (
    f"{_LINE} FROM (SELECT id, code, kind FROM unit WHERE until_event IS NULL{{after}} ORDER BY {_ORDER} LIMIT ?) u"
)
_AFTER = f" AND ({_ORDER}) > (SELECT {_ORDER} FROM unit WHERE id = ? AND until_event IS NULL)"
_SOME = f"{_LINE} FROM unit u WHERE u.until_event IS NULL AND u.id = ?"

# What each event did to one unit: settled = its charges, placed = money held for it. What a payment took out of the
# unit's own balance was received earlier and is no money of this event. The list of accounts is the index's condition.
_TOUCHED = (
    "WITH touched AS (SELECT event_id, sum(settled) AS settled, sum(placed) AS placed FROM ("
    " SELECT a.event_id AS event_id, a.amount AS settled, 0 AS placed FROM charge c"
    " JOIN allocation a ON a.charge_id = c.id WHERE c.unit_id = ?1"
    " UNION ALL SELECT event_id, 0, -amount FROM posting WHERE unit_id = ?1"
    " AND account IN ('balance', 'paid_ahead', 'deposits_held') AND tender IS NOT 'balance') GROUP BY event_id)"
)
# What moves between two purses of a unit sums to nothing. The first condition is that of the index word for word.
_MOVED = "event_id IN (SELECT id FROM event WHERE kind NOT IN ('payment') AND kind = 'balance_moved')"
_MONEY_LAST = 2**62  # within an event, what settles a charge comes after the charge
_HISTORY = (
    f"{_TOUCHED} SELECT x.event_id, x.seq, e.kind, e.day, x.item_id, x.period, x.charged, x.settled, x.placed,"
    " r.id, r.series, r.number, r.unit_id, o.id, o.series, o.number, o.unit_id,"
    " EXISTS(SELECT 1 FROM receipt_void z WHERE z.receipt_id = r.id),"
    " (SELECT group_concat(DISTINCT t.kind) FROM tender t WHERE t.event_id = x.event_id)"
    " FROM (SELECT event_id, line AS seq, item_id, period, amount AS charged, 0 AS settled, 0 AS placed FROM charge"
    f" WHERE unit_id = ?1 UNION ALL SELECT event_id, {_MONEY_LAST}, NULL, NULL, 0, settled, placed FROM touched"
    f" WHERE settled <> 0 OR placed <> 0 OR {_MOVED}) x JOIN event e ON e.id = x.event_id"
    " LEFT JOIN receipt r ON r.event_id = x.event_id AND x.item_id IS NULL"
    " LEFT JOIN receipt_void v ON v.event_id = x.event_id AND x.item_id IS NULL"
    " LEFT JOIN receipt o ON o.id = v.receipt_id"
    " WHERE (x.event_id, x.seq) < (?2, ?3) ORDER BY x.event_id DESC, x.seq DESC LIMIT ?4"
)
_RECEIPTS = (
    f"{_TOUCHED}, mine AS (SELECT event_id FROM touched UNION SELECT event_id FROM receipt WHERE unit_id = ?1)"
    " SELECT r.id, r.series, r.number, e.day, e.kind, r.total, (SELECT s.name FROM staff s WHERE s.id = e.staff_id"
    " AND s.until_event IS NULL), (SELECT group_concat(DISTINCT t.kind) FROM tender t WHERE t.event_id = r.event_id),"
    " EXISTS(SELECT 1 FROM receipt_void v WHERE v.receipt_id = r.id),"
    " (SELECT count(*) FROM copy k WHERE k.receipt_id = r.id),"
    " EXISTS(SELECT 1 FROM pending_act a WHERE a.act = 'void' AND a.subject = 'receipt:' || r.id)"
    " FROM mine m JOIN receipt r ON r.event_id = m.event_id JOIN event e ON e.id = r.event_id"
    # The new receipt of a moved payment belongs to the unit it was moved to, though it touches the other one too.
    " WHERE r.id < ?2 AND (r.unit_id = ?1 OR e.kind <> 'payment_moved') ORDER BY r.id DESC LIMIT ?3"
)
_PAPERS = (
    "SELECT j.id, j.paper_id, p.kind, coalesce(p.receipt_id, (SELECT k.receipt_id FROM copy k"
    " WHERE k.event_id = p.event_id)), p.content, j.device, j.state,"
    " coalesce((SELECT k.copy_number FROM copy k WHERE k.event_id = p.event_id), j.copy_number), j.attempts, j.note,"
    " p.queued_at"
    " FROM print_job j JOIN paper p ON p.id = j.paper_id"
)
_WAITING = "j.state IN ('queued', 'sending', 'unsure', 'failed')"
FIRST_PAGE = (2**63 - 1, 2**63 - 1)


class UnitLine(NamedTuple):
    """A unit in the list of all units; owner None where nobody is recorded, owed in minor units."""

    id: int
    code: str
    kind: str
    owner: str | None
    owed: int


class HistoryLine(NamedTuple):
    """One thing that happened to a unit; amounts in minor units.

    A line with an item_id is a charge. Any other is an event that moved money: settled on the unit's charges, placed
    in what is held for it; receipt_* is the receipt the event made, undone_* the one it took back.
    """

    event_id: int
    seq: int
    kind: str
    day: str
    item_id: int | None
    period: str | None
    charged: int
    settled: int
    placed: int
    receipt_id: int | None
    receipt_series: str | None
    receipt_number: int | None
    receipt_unit: int | None
    undone_id: int | None
    undone_series: str | None
    undone_number: int | None
    undone_unit: int | None
    void: int
    tenders: str | None


class ReceiptLine(NamedTuple):
    """A receipt that carries money of a unit; total in minor units.

    void: 1 where it was declared so; waiting: 1 where that is asked for and not decided.
    """

    id: int
    series: str
    number: int
    day: str
    kind: str
    total: int
    cashier: str | None
    tenders: str | None
    void: int
    copies: int
    waiting: int = 0


class PaperLine(NamedTuple):
    """A paper on its way to a printer; receipt_id also for a copy of a receipt, content as JSON, times UTC."""

    job_id: int
    paper_id: int
    kind: str
    receipt_id: int | None
    content: str
    device: str
    state: str
    copy_number: int
    attempts: int
    note: str
    queued_at: str


def units_after(connection: Any, unit_id: int | None, limit: int = PAGE) -> list[UnitLine]:
    """Return the units that follow one in the office's order, from the first on where it is None."""
    sql = _UNITS.format(after="" if unit_id is None else _AFTER)
    values = (limit,) if unit_id is None else (unit_id, limit)
    return [UnitLine(*row) for row in connection.execute(sql, values)]


def unit_lines(connection: Any, unit_ids: Iterable[int]) -> list[UnitLine]:
    """Return the given units as the list shows them, in the given order; unknown ones are left out."""
    found = (connection.execute(_SOME, (unit_id,)).fetchone() for unit_id in unit_ids)
    return [UnitLine(*row) for row in found if row]


def history(
    connection: Any, unit_id: int, before: tuple[int, int] = FIRST_PAGE, limit: int = PAGE
) -> list[HistoryLine]:
    """Return what happened to a unit, newest first; before: (event_id, seq) of the last line seen."""
    return [HistoryLine(*row) for row in connection.execute(_HISTORY, (unit_id, *before, limit))]


def unit_receipts(connection: Any, unit_id: int, before: int = FIRST_PAGE[0], limit: int = PAGE) -> list[ReceiptLine]:
    """Return the receipts that carry money of a unit, newest first, those of a payment for several units included."""
    return [ReceiptLine(*row) for row in connection.execute(_RECEIPTS, (unit_id, before, limit))]


def waiting_papers(connection: Any, limit: int = PAGE) -> list[PaperLine]:
    """Return the papers that have not come to an end, oldest first."""
    return [
        PaperLine(*row) for row in connection.execute(f"{_PAPERS} WHERE {_WAITING} ORDER BY j.id LIMIT ?", (limit,))
    ]


def unsure_papers(connection: Any) -> int:
    """Return how many papers broke off on their way: only a person who looks knows whether they are out."""
    found = connection.execute(f"SELECT count(*) FROM print_job j WHERE {_WAITING} AND j.state = 'unsure'")
    return int(found.fetchone()[0])


def unconfirmed_papers(connection: Any, limit: int = 10) -> list[PaperLine]:
    """Return the newest papers that were sent whole while the printer did not say that they are out."""
    rows = connection.execute(f"{_PAPERS} WHERE j.state = 'sent' ORDER BY j.id DESC LIMIT ?", (limit,))
    return [PaperLine(*row) for row in rows]


def paper_line(connection: Any, job_id: int) -> PaperLine | None:
    """Return one paper on its way, however far it has come."""
    row = connection.execute(f"{_PAPERS} WHERE j.id = ?", (job_id,)).fetchone()
    return PaperLine(*row) if row else None


def last_copy(connection: Any, paper_id: int) -> int:
    """Return the highest copy number a paper was queued with, 0 where only the original was."""
    row = connection.execute("SELECT max(copy_number) FROM print_job WHERE paper_id = ?", (paper_id,)).fetchone()
    return int(row[0] or 0)
