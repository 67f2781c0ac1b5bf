"""Pre-printed forms: what became of each number, the books received and issued, and invoices issued for receipts."""

import json
from typing import Any, NamedTuple

# A form that belongs to a receipt declared void is void with it.
_FORMS = (
    "SELECT f.printed_number, CASE WHEN f.outcome = 'used' AND EXISTS(SELECT 1 FROM receipt_void v"
    " WHERE v.receipt_id = f.receipt_id) THEN 'void' ELSE f.outcome END, f.receipt_id, r.series, r.number, e.day"
    " FROM form f JOIN event e ON e.id = f.event_id LEFT JOIN receipt r ON r.id = f.receipt_id"
)
_FACTS = "SELECT id, day, body FROM event WHERE kind NOT IN ('payment') AND kind = ? ORDER BY id"
_INVOICES = (
    "SELECT day, body FROM event WHERE kind NOT IN ('payment') AND kind = 'invoice_marked'"
    " AND json_extract(body, '$.receipt') = ? ORDER BY id"
)


class FormRow(NamedTuple):
    """What became of a number (used, spoiled, void), and the receipt it belongs to, if any."""

    printed_number: str
    outcome: str
    receipt_id: int | None
    series: str | None
    number: int | None
    day: str


def forms(connection: Any) -> list[FormRow]:
    """Return every form that anything was recorded of."""
    return [FormRow(*row) for row in connection.execute(f"{_FORMS} WHERE f.printed_number <> '' ORDER BY e.id, f.line")]


def form(connection: Any, printed_number: str) -> FormRow | None:
    """Return what became of a number first, or None where nothing is recorded of it."""
    row = connection.execute(f"{_FORMS} WHERE f.printed_number = ? ORDER BY e.id LIMIT 1", (printed_number,)).fetchone()
    return FormRow(*row) if row else None


def facts(connection: Any, kind: str) -> list[tuple[int, str, dict[str, Any]]]:
    """Return (event, day, body) of every event of a rare kind, in order."""
    return [(row[0], row[1], json.loads(row[2])) for row in connection.execute(_FACTS, (kind,))]


def invoices(connection: Any, receipt_id: int) -> list[tuple[str, dict[str, Any]]]:
    """Return (day, body) of everything that was said of invoices for a receipt, in order."""
    return [(row[0], json.loads(row[1])) for row in connection.execute(_INVOICES, (receipt_id,))]


def invoiced_receipts(connection: Any) -> list[int]:
    """Return the receipts that anything was said of invoices for, in order."""
    return sorted({body["receipt"] for _id, _day, body in facts(connection, "invoice_marked")})
