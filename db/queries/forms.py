"""Numbered forms of pre-printed stock: what became of each, which lies next in the printer, and invoices noted."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from db.queries import safe
from db.queries.receipts import receipt_label

_STANDING = (
    "SELECT f.outcome, f.receipt_id, r.series, r.number FROM form f LEFT JOIN receipt r ON r.id = f.receipt_id"
    " WHERE f.printed_number = ? ORDER BY f.event_id DESC, f.line DESC LIMIT 1"
)
# Naming what the index of rare events leaves out lets it be used.
_SET = (
    "SELECT id, body FROM event WHERE kind = 'form_set' AND kind NOT IN ('payment') AND till = ?"
    " ORDER BY id DESC LIMIT ?"
)
# A handwritten form that is entered later lies in a pad, not in the printer: it says nothing of what comes next there.
_SINCE = (
    "SELECT f.printed_number, f.outcome, f.receipt_id FROM form f JOIN event e ON e.id = f.event_id"
    " WHERE e.till = ? AND e.kind NOT IN ('payment') AND f.event_id > ? ORDER BY f.event_id DESC, f.line DESC LIMIT ?"
)
# The last word on each number that is accounted for; a form of a receipt declared void is void with it.
_ALL = (
    "SELECT f.printed_number, CASE WHEN f.outcome = 'used' AND EXISTS(SELECT 1 FROM receipt_void v"
    " WHERE v.receipt_id = f.receipt_id) THEN 'void' ELSE f.outcome END, f.receipt_id, r.series, r.number, e.day"
    " FROM form f JOIN event e ON e.id = f.event_id LEFT JOIN receipt r ON r.id = f.receipt_id"
    " WHERE f.printed_number <> '' AND NOT (f.outcome = 'void' AND f.receipt_id IS NOT NULL)"
    " AND NOT EXISTS(SELECT 1 FROM form later WHERE later.printed_number = f.printed_number"
    " AND (later.event_id, later.line) > (f.event_id, f.line)) ORDER BY f.event_id, f.line"
)
_INVOICES = (
    "SELECT day, body FROM event WHERE kind NOT IN ('payment') AND kind = 'invoice_marked'"
    " AND json_extract(body, '$.receipt') = ? ORDER BY id"
)
_OF_RECEIPT = "SELECT printed_number, outcome FROM form WHERE receipt_id = ? ORDER BY event_id, line"


class Standing(NamedTuple):
    """What became of a form last; receipt_number empty where it belongs to none."""

    outcome: str
    receipt_id: int | None
    receipt_number: str

    @property
    def is_free(self) -> bool:
        """Whether the number was noted for a receipt by mistake and taken back."""
        return self.outcome == "void" and self.receipt_id is not None


class FormRow(NamedTuple):
    """What became of a number (used, spoiled, void), and the receipt it belongs to, if any."""

    printed_number: str
    outcome: str
    receipt_id: int | None
    series: str | None
    number: int | None
    day: str


class NextSet(NamedTuple):
    """A person said which number lies next; expected is what the books had counted on, empty at the first time."""

    event_id: int
    number: str
    expected: str


def standing(connection: Any, printed_number: str) -> Standing | None:
    """Return what became of a form last, None where its number was never noted."""
    row = connection.execute(_STANDING, (printed_number,)).fetchone()
    if row is None:
        return None
    return Standing(row[0], row[1], receipt_label(row[2], row[3]) if row[2] else "")


def noted_among(connection: Any, numbers: Sequence[str]) -> list[str]:
    """Return which of some printed numbers were ever noted."""
    places = ", ".join("?" * len(numbers))
    rows = connection.execute(f"SELECT DISTINCT printed_number FROM form WHERE printed_number IN ({places})", numbers)
    return [row[0] for row in rows]


def sets(connection: Any, till: int, limit: int = 1) -> list[NextSet]:
    """Return the newest times that a person said which number lies next at a till."""
    rows = connection.execute(_SET, (till, limit)).fetchall()
    return [
        NextSet(event_id, facts["next"], facts["expected"]) for event_id, body in rows if (facts := json.loads(body))
    ]


def numbers_since(connection: Any, till: int, event_id: int, limit: int = 200) -> list[str]:
    """Return the newest printed numbers noted at a till after an event; those taken back are left out."""
    rows = connection.execute(_SINCE, (till, event_id, limit)).fetchall()
    return [number for number, outcome, receipt_id in rows if not Standing(outcome, receipt_id, "").is_free]


def of_receipt(connection: Any, receipt_id: int) -> dict[str, str]:
    """Return the printed numbers of a receipt's forms with what became of each last, in the order they were noted."""
    return dict(connection.execute(_OF_RECEIPT, (receipt_id,)).fetchall())


def forms(connection: Any) -> list[FormRow]:
    """Return every form that is accounted for, in the order of the last word on each."""
    return [FormRow(*row) for row in connection.execute(_ALL)]


def invoices(connection: Any, receipt_id: int) -> list[tuple[str, dict[str, Any]]]:
    """Return (day, body) of everything that was said of invoices for a receipt, in order."""
    return [(row[0], json.loads(row[1])) for row in connection.execute(_INVOICES, (receipt_id,))]


def invoiced_receipts(connection: Any) -> list[int]:
    """Return the receipts that anything was said of invoices for, in order."""
    return sorted({body["receipt"] for _id, _day, body in safe.facts(connection, "invoice_marked")})
