"""What was done about arrears: letters, what became of them, calls, promises, and how a unit is to be dunned."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from db.queries.receipts import receipt_label

# The expression and the kinds are those of the index word for word, so that nothing else is read.
_KINDS = "kind IN ('letter_sent', 'letter_delivered', 'contact_noted', 'promise_made')"
_UNIT = "CASE WHEN json_valid(body) THEN json_extract(body, '$.unit') END"
_OF_UNIT = f"SELECT id, kind, day, at, hash, staff_id, body FROM event WHERE {_KINDS} AND {_UNIT} = ? ORDER BY id"
_ALL = f"SELECT id, kind, day, at, hash, staff_id, body FROM event WHERE {_KINDS} ORDER BY {_UNIT}, id"
_ONE = "SELECT id, kind, day, at, hash, staff_id, body FROM event WHERE id = ? AND kind = 'letter_sent'"
_BY_NUMBER = (
    "SELECT id, kind, day, at, hash, staff_id, body FROM event WHERE kind NOT IN ('payment') AND kind = 'letter_sent'"
    " AND CASE WHEN json_valid(body) THEN json_extract(body, '$.number') END = ?"
)
_PAPERS = "SELECT id, content FROM paper WHERE event_id = ? ORDER BY id"
_WITH_COPY = (
    "SELECT p.event_id FROM event e JOIN paper p ON p.event_id = e.id WHERE e.kind NOT IN ('payment')"
    " AND e.kind = 'letter_sent' GROUP BY p.event_id HAVING count(*) > 1"
)
_OF_REQUEST = "SELECT id FROM event WHERE request_id = ? AND kind = 'letter_sent' ORDER BY id"
_POSTED = "SELECT 1 FROM event WHERE request_id = ? LIMIT 1"
_BATCH = (
    "SELECT id FROM event WHERE request_id = (SELECT request_id FROM event WHERE id = ?) AND kind = 'letter_sent'"
    " ORDER BY id"
)
# What was noted of an owner is no wish of whoever bought the unit since, unless somebody of then owns it still.
_OWNS = "SELECT 1 FROM holding h WHERE h.unit_id = d.unit_id AND h.until_event IS NULL AND h.role <> 'occupier'"
MARKS_STAND = (
    f"(NOT EXISTS ({_OWNS} AND h.until IS NOT NULL AND h.event_id > d.event_id)"
    f" OR EXISTS ({_OWNS} AND h.until IS NULL AND h.event_id <= d.event_id))"
)
_NOTED = (
    "SELECT id, unit_id, heirs, call_first, best_time, no_sms, no_email, sms_receipt FROM dunning d"
    " WHERE d.until_event IS NULL"
)
_MARKS = f"{_NOTED} AND {MARKS_STAND}"
# How late charges of the operating fund were settled whole: the day of the event that settled the last of each.
_SETTLED = (
    "SELECT c.due, max(e.day) FROM charge c JOIN allocation a ON a.charge_id = c.id AND a.amount > 0"
    " JOIN event e ON e.id = a.event_id WHERE c.unit_id = ?1 AND c.due >= ?2 AND c.amount > 0 AND c.revision >= 0"
    " AND (?3 IS NULL OR c.payer_id = ?3) AND a.receipt_id IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM open_item o WHERE o.charge_id = c.id)"
    " GROUP BY c.id ORDER BY c.due"
)
# When the money came: the day of the receipt, or an earlier one by the handwritten receipt that was entered later, or
# by the transfer that was claimed later.
_DAY = (
    "min({e}.day, coalesce(CASE WHEN json_valid({e}.body) THEN json_extract({e}.body, '$.late.written_on') END,"
    " {e}.day), coalesce((SELECT min(date(json_extract(t.details, '$.date'))) FROM tender t WHERE t.event_id = {e}.id"
    " AND t.kind = 'transfer' AND json_valid(t.details)), {e}.day))"
)
# A payment that was moved to the right unit came when it was taken, however often it was moved.
_CAME = (
    f"CASE WHEN e.kind <> 'payment_moved' THEN {_DAY.format(e='e')} ELSE ("
    "WITH RECURSIVE o(id, kind, day, body) AS (SELECT e.id, e.kind, e.day, e.body UNION ALL"
    " SELECT p.id, p.kind, p.day, p.body FROM o JOIN receipt f ON f.id = CASE WHEN json_valid(o.body)"
    " THEN json_extract(o.body, '$.from') END JOIN event p ON p.id = f.event_id WHERE o.kind = 'payment_moved')"
    f" SELECT min({_DAY.format(e='o')}) FROM o) END"
)
# What was taken back of a receipt, on whatever day, was never received.
_PAID_OF = (
    f"SELECT {_CAME}, sum(a.amount), r.series, r.number FROM allocation a JOIN receipt r ON r.id = a.receipt_id"
    " JOIN event e ON e.id = r.event_id WHERE a.charge_id = ? GROUP BY r.id HAVING sum(a.amount) > 0 ORDER BY r.id"
)
_RECEIVED = (
    f"SELECT e.id, {_CAME}, sum(a.amount), c.id, c.payer_id, c.first FROM allocation a"
    " JOIN receipt r ON r.id = a.receipt_id JOIN event e ON e.id = r.event_id JOIN charge c ON c.id = a.charge_id"
    " WHERE c.unit_id = ?1 AND e.id > ?2 GROUP BY e.id, c.id HAVING sum(a.amount) > 0 ORDER BY e.id, c.id"
)
_RECEIPTS_ON = (
    f"SELECT a.charge_id, e.id, {_CAME}, sum(a.amount) FROM allocation a JOIN receipt r ON r.id = a.receipt_id"
    " JOIN event e ON e.id = r.event_id WHERE a.charge_id IN ({ids})"
    " GROUP BY a.charge_id, e.id HAVING sum(a.amount) > 0 ORDER BY e.id, a.charge_id"
)
_AT_ONCE = 500  # charges that one question names


class Contact(NamedTuple):
    """A letter, its delivery, a call or a promise, as its event says it; day as ISO date."""

    event_id: int
    kind: str
    day: str
    at: str
    hash: str
    staff_id: int | None
    facts: dict[str, Any]


class PaidOf(NamedTuple):
    """Part of a charge that a receipt settled: the day the money came, minor units, the receipt's number."""

    day: str
    amount: int
    receipt: str


class Received(NamedTuple):
    """What a payment (by its event) settled of a charge: the day the money came, minor units, who owes the charge by
    the bill, and its first day."""

    event_id: int
    day: str
    amount: int
    charge_id: int
    payer_id: int | None
    first: str


class Marks(NamedTuple):
    """How a unit is to be dunned: 1 or 0 each, None in books of before; best_time is '' where nothing is known.

    sms_receipt: a text message after each payment is wished.
    """

    id: int
    unit_id: int
    heirs: int
    call_first: int
    best_time: str
    no_sms: int
    no_email: int | None = None
    sms_receipt: int | None = None


def contacts(connection: Any, unit_id: int) -> list[Contact]:
    """Return everything that was done about a unit's arrears, in its order."""
    return [_contact(row) for row in connection.execute(_OF_UNIT, (unit_id,))]


def all_contacts(connection: Any) -> list[Contact]:
    """Return everything that was done about arrears, unit by unit in its order."""
    return [_contact(row) for row in connection.execute(_ALL)]


def letter(connection: Any, event_id: int) -> Contact | None:
    """Return one letter by its event."""
    row = connection.execute(_ONE, (event_id,)).fetchone()
    return _contact(row) if row else None


def letter_by_number(connection: Any, number: str) -> Contact | None:
    """Return one letter by the number that is printed on it."""
    row = connection.execute(_BY_NUMBER, (number,)).fetchone()
    return _contact(row) if row else None


def papers_of(connection: Any, event_id: int) -> list[tuple[int, str]]:
    """Return (id, content) of the papers of a letter as they were sent: the owner's, then a copy."""
    return [tuple(row) for row in connection.execute(_PAPERS, (event_id,))]


def with_copy(connection: Any) -> frozenset[int]:
    """Return the letters (by their events) of which a copy went to the occupier."""
    return frozenset(row[0] for row in connection.execute(_WITH_COPY))


def letters_of_request(connection: Any, request_id: str) -> list[int]:
    """Return the letters of a batch by their events, in the order of their numbers."""
    return [row[0] for row in connection.execute(_OF_REQUEST, (request_id,))]


def is_posted(connection: Any, request_id: str) -> bool:
    """Return whether anything was posted under a request."""
    return connection.execute(_POSTED, (request_id,)).fetchone() is not None


def batch_of(connection: Any, event_id: int) -> list[int]:
    """Return all letters that were sent together with one, by their events, in the order of their numbers."""
    return [row[0] for row in connection.execute(_BATCH, (event_id,))]


def newest_event(connection: Any) -> int:
    """Return the newest event of all."""
    found: int = connection.execute("SELECT coalesce(max(id), 0) FROM event").fetchone()[0]
    return found


def marks(connection: Any) -> dict[int, Marks]:
    """Return how units are to be dunned, by unit; those of whose owners nothing is noted are left out."""
    found = (Marks(*row) for row in connection.execute(_MARKS))
    return {each.unit_id: each for each in found}


def last_noted(connection: Any, unit_id: int) -> Marks | None:
    """Return what was noted last of a unit, be it of an owner who sold it since."""
    row = connection.execute(f"{_NOTED} AND d.unit_id = ?", (unit_id,)).fetchone()
    return Marks(*row) if row else None


def settled_since(connection: Any, unit_id: int, since: str, payer_id: int | None = None) -> list[tuple[str, str]]:
    """Return (due, settled on) of charges due from a day on (ISO) that receipts settled whole, of one payer or all."""
    return [tuple(row) for row in connection.execute(_SETTLED, (unit_id, since, payer_id))]


def part_payments(connection: Any, charge_id: int) -> list[PaidOf]:
    """Return what receipts settled of a charge and what still stands, in their order."""
    return [
        PaidOf(day, amount, receipt_label(series, number))
        for day, amount, series, number in connection.execute(_PAID_OF, (charge_id,))
    ]


def received_after(connection: Any, unit_id: int, event_id: int) -> list[Received]:
    """Return what payments after an event settled of a unit's charges and still do, in their order."""
    return [Received(*row) for row in connection.execute(_RECEIVED, (unit_id, event_id))]


def receipts_on(connection: Any, charges: Sequence[int]) -> list[tuple[int, int, str, int]]:
    """Return (charge, event, day, minor units) of what each payment settled of charges by receipt and still does."""
    found = list[tuple[int, int, str, int]]()
    for first in range(0, len(charges), _AT_ONCE):
        ids = ", ".join(str(each) for each in charges[first : first + _AT_ONCE])
        found += [tuple(row) for row in connection.execute(_RECEIPTS_ON.format(ids=ids))]
    return found


def _contact(row: Sequence[Any]) -> Contact:
    event_id, kind, day, at, digest, staff_id, body = row
    return Contact(event_id, kind, day, at, digest, staff_id, json.loads(body))
