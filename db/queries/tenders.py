"""Tenders as evidence: slips already used, money to be looked up, transfers and what is left of them."""

import json
from typing import Any, Literal, NamedTuple

from db.queries import receipts
from db.queries.receipts import ReceiptRow

INCOMING = "incoming:"
_NET = "SELECT coalesce(sum(amount), 0) FROM tender WHERE evidence = ?"
_CARRIES = "SELECT r.id FROM tender t JOIN receipt r ON r.event_id = t.event_id WHERE t.evidence = ? ORDER BY r.id DESC"
# Covered by the index of evidence. A slip is slip:terminal:batch:voucher, with :reference where there is one.
_SLIPS_LIKE = (
    "SELECT DISTINCT evidence FROM tender WHERE evidence >= '{kind}slip:' AND evidence < '{kind}slip;'"
    " AND instr(evidence || ':', ?)"
)
_WENT_BACK = (
    "SELECT 1 FROM event a JOIN card_intent i ON i.event_id = a.id AND i.state = 'sent'"
    " JOIN card_intent s ON s.intent_id = i.intent_id AND s.state IN ('approved', 'manual')"
    " WHERE a.kind = 'card_back_asked' AND a.kind NOT IN ('payment') AND json_extract(a.body, '$.back') = 'void'"
    " AND json_extract(a.body, '$.receipt') = ?"
)
_TERMINAL_SLIPS = (
    "SELECT t.kind, t.evidence, t.details, sum(t.amount), min(r.id) FROM event e JOIN tender t ON t.event_id = e.id"
    " JOIN receipt r ON r.event_id = e.id"
    " WHERE e.id > ? AND e.till = ? AND t.kind IN ('card', 'scan') AND (e.kind = 'payment' AND t.evidence LIKE 'slip:%'"
    " OR e.kind = 'payment_refunded' AND t.evidence LIKE 'refund:slip:%')"
    " GROUP BY t.evidence ORDER BY min(e.id)"
)
# What was voided on its day stands on no list of the terminal any more; a refund is a slip of its own.
_SLIPS_STANDING = (
    "SELECT kind, count(*) FROM (SELECT t.kind, t.evidence FROM event e JOIN tender t ON t.event_id = e.id"
    " WHERE e.id > ? AND e.till = ? AND t.kind IN ('card', 'scan')"
    " AND (e.kind = 'payment' OR e.kind IN ('receipt_voided', 'payment_refunded'))"
    " GROUP BY t.kind, t.evidence HAVING sum(t.amount))"
    " GROUP BY kind"
)
_SLIPS_USED = (
    "SELECT replace(t.evidence, 'refund:', '') FROM event e JOIN tender t ON t.event_id = e.id"
    " WHERE e.id > ? AND e.till = ? AND t.kind IN ('card', 'scan')"
    " AND (t.evidence LIKE 'slip:%' OR t.evidence LIKE 'refund:slip:%')"
    " UNION SELECT i.evidence FROM event e JOIN card_intent i ON i.event_id = e.id"
    " WHERE e.id > ? AND e.till = ? AND i.evidence LIKE 'slip:%'"
)
# Read backwards from the newest event; where cards are rare it is not looked for through all the years.
_LAST_SLIP = (
    "SELECT t.event_id, t.details FROM tender t JOIN event e ON e.id = t.event_id"
    " WHERE t.event_id > (SELECT max(id) FROM event) - 5000 AND t.kind IN ('card', 'scan') AND t.details <> '{}'"
    " AND e.till = ? AND e.kind = 'payment' AND json_extract(e.body, '$.late') IS NULL"
    " ORDER BY t.event_id DESC, t.line DESC LIMIT 1"
)
_TAKEN_BACK = (
    "SELECT json_extract(a.body, '$.voucher') FROM event e JOIN card_intent s ON s.event_id = e.id"
    " JOIN card_intent i ON i.intent_id = s.intent_id AND i.state = 'sent' JOIN event a ON a.id = i.event_id"
    " WHERE e.id > ? AND e.till = ? AND e.kind = 'card_settled' AND s.state IN ('approved', 'manual')"
    " AND a.kind = 'card_back_asked' AND json_extract(a.body, '$.back') = 'void'"
)
_TO_SEE = (
    "SELECT t.event_id, t.line, t.kind, t.amount, t.details, e.day, e.at, r.id, p.fund"
    " FROM tender t JOIN event e ON e.id = t.event_id JOIN receipt r ON r.event_id = t.event_id"
    " JOIN posting p ON p.event_id = t.event_id AND p.line = 0"
    " WHERE t.kind IN ('qr_code', 'transfer', 'cheque') AND e.kind = 'payment'"
    " AND coalesce(t.evidence, '') NOT LIKE 'incoming:%'"
    " AND {looked}EXISTS (SELECT 1 FROM tender_check c WHERE c.tender_event_id = t.event_id AND c.tender_line = t.line"
    "{found})"
)
_UNCHECKED = _TO_SEE.format(looked="NOT ", found="")
_MISSING = _TO_SEE.format(looked="", found=" AND c.outcome = 'missing'")
_CHECKED = "SELECT tender_line, outcome FROM tender_check WHERE tender_event_id = ?"
_INCOMING = "SELECT received_on, amount, payer_name, remark FROM incoming WHERE until_event IS NULL"
_TRANSFERS = (
    "SELECT i.id, i.received_on, i.amount - coalesce((SELECT sum(t.amount) FROM tender t"
    " WHERE t.evidence = 'incoming:' || i.id), 0), i.payer_name, i.remark"
    " FROM incoming i WHERE i.until_event IS NULL"
)


class Unchecked(NamedTuple):
    """A payment whose money has not been seen yet; amount in minor units, details as JSON."""

    event_id: int
    line: int
    kind: str
    amount: int
    details: str
    day: str
    at: str
    series: str
    number: int
    unit_code: str | None
    fund: str


class Transfer(NamedTuple):
    """Money seen on the bank account; left is what nobody has claimed of it, in minor units."""

    id: int
    received_on: str
    left: int
    payer_name: str
    remark: str


class TerminalSlip(NamedTuple):
    """A slip in the books: its own number, what it carries (minor units, negative for a refund), its receipt.

    kind: card or scan; evidence: what it is known by (counter/rules/slip.py).
    """

    voucher: str
    amount: int
    receipt: str
    kind: str
    evidence: str


class Incoming(NamedTuple):
    """A transfer as it was recorded; amount in minor units, 0 where it was taken back."""

    received_on: str
    amount: int
    payer_name: str | None
    remark: str | None


def incoming(connection: Any, incoming_id: int) -> Incoming | None:
    """Return a transfer as it stands in the register, or None."""
    row = connection.execute(f"{_INCOMING} AND id = ?", (incoming_id,)).fetchone()
    return Incoming(*row) if row else None


def evidence_in_use(connection: Any, evidence: str) -> ReceiptRow | None:
    """Return the receipt that carries this slip or trade number now, or None where none does or it was voided."""
    if net_of(connection, evidence) <= 0:
        return None
    for (receipt_id,) in connection.execute(_CARRIES, (evidence,)).fetchall():
        standing = receipts.heir(connection, receipt_id)
        if standing.voided_by is None:
            return standing
    return None


def net_of(connection: Any, evidence: str) -> int:
    """Return what a slip or number carries over all receipts now, in minor units."""
    return int(connection.execute(_NET, (evidence,)).fetchone()[0])


def slips_like(connection: Any, voucher: str, reference: str, kind: Literal["", "refund:"] = "") -> list[str]:
    """Return the evidence of card slips that carry this voucher number or this reference somewhere, each once.

    kind: of payments, or with refund: before it of refunds.
    """
    sql, numbers = _SLIPS_LIKE.format(kind=kind), [each for each in (voucher, reference) if each]
    return sorted({row[0] for each in numbers for row in connection.execute(sql, (f":{each}:",))})


def gone_back(connection: Any, evidence: str) -> ReceiptRow | None:
    """Return the void receipt for which the card terminal took this slip back itself, or None."""
    for (receipt_id,) in connection.execute(_CARRIES, (evidence,)).fetchall():
        standing = receipts.heir(connection, receipt_id)
        if standing.voided_by is not None and connection.execute(_WENT_BACK, (standing.id,)).fetchone():
            return standing
    return None


def terminal_slips(connection: Any, opened_event: int, till: int) -> list[TerminalSlip]:
    """Return the terminal's slips taken at a till since an event that still stand, oldest first."""
    rows = connection.execute(_TERMINAL_SLIPS, (opened_event, till)).fetchall()
    found = []
    for kind, evidence, details, amount, receipt_id in rows:
        standing = receipts.heir(connection, receipt_id)
        if standing.voided_by is None:
            own = evidence.removeprefix("refund:")
            voucher = json.loads(details or "{}").get("voucher", own.split(":")[3])
            found.append(TerminalSlip(voucher, amount, standing.label, kind, own))
    return found


def slips_standing(connection: Any, opened_event: int, till: int) -> dict[str, int]:
    """Return how many slips of each tender of the terminal carry money at a till since an event."""
    return dict(connection.execute(_SLIPS_STANDING, (opened_event, till)).fetchall())


def slips_used(connection: Any, opened_event: int, till: int) -> list[str]:
    """Return what every slip typed at a till since an event is known by, also of voids and of what was taken back."""
    return [row[0] for row in connection.execute(_SLIPS_USED, (opened_event, till, opened_event, till))]


def last_slip(connection: Any, till: int) -> tuple[int, dict[str, str]] | None:
    """Return the slip typed or told last at a till: its event, and its labels; None where there is none of late.

    The slip of a receipt that was written by hand and entered later is an earlier one.
    """
    row = connection.execute(_LAST_SLIP, (till,)).fetchone()
    return (row[0], json.loads(row[1])) if row else None


def taken_back(connection: Any, opened_event: int, till: int) -> list[str]:
    """Return the numbers of the slips that the terminal took back for voids at a till since an event."""
    return [str(row[0]) for row in connection.execute(_TAKEN_BACK, (opened_event, till))]


def refund_slip(connection: Any, evidence: str) -> ReceiptRow | None:
    """Return the refund that carries this slip of the terminal already, or None."""
    row = connection.execute(_CARRIES, (evidence,)).fetchone()
    return receipts.receipt(connection, row[0]) if row else None


def unchecked(connection: Any, tender_event: int | None = None, line: int | None = None) -> list[Unchecked]:
    """Return what is still to be looked up, oldest first: all of it, or one tender. A moved payment counts on."""
    one = " AND t.event_id = ? AND t.line = ?" if tender_event is not None else ""
    values = (tender_event, line) if one else ()
    return _standing(connection, f"{_UNCHECKED}{one} ORDER BY t.event_id, t.line", values)


def missing(connection: Any) -> list[Unchecked]:
    """Return what was looked up and had not arrived, while its receipt stands, oldest first."""
    return _standing(connection, f"{_MISSING} ORDER BY t.event_id, t.line", ())


def _standing(connection: Any, sql: str, values: tuple[Any, ...]) -> list[Unchecked]:
    rows = connection.execute(sql, values)
    found = []
    for *tender, receipt_id, fund in rows.fetchall():
        standing = receipts.heir(connection, receipt_id)
        if standing.voided_by is None:
            found.append(Unchecked._make((*tender, standing.series, standing.number, standing.unit_code, fund)))
    return found


def taken_by(connection: Any, tender_event: int) -> int | None:
    """Return who took a payment, by its event."""
    row = connection.execute("SELECT staff_id FROM event WHERE id = ?", (tender_event,)).fetchone()
    return row[0] if row else None


def outcomes(connection: Any, tender_event: int) -> dict[int, str]:
    """Return what looking up found of the tenders of an event, by their line: arrived or missing."""
    return dict(connection.execute(_CHECKED, (tender_event,)).fetchall())


def transfers(connection: Any) -> list[Transfer]:
    """Return every transfer of which something is left, oldest first."""
    rows = connection.execute(f"{_TRANSFERS} ORDER BY i.received_on, i.id")
    return [Transfer(row[0], row[1], row[2], row[3] or "", row[4] or "") for row in rows if row[2] > 0]


def left_of_transfer(connection: Any, incoming_id: str) -> int:
    """Return what is left of a transfer in minor units, 0 where there is none of this id (its figures as text)."""
    if not (incoming_id.isascii() and incoming_id.isdigit()):
        return 0
    row = connection.execute(f"{_TRANSFERS} AND i.id = ?", (int(incoming_id),)).fetchone()
    return max(0, row[2]) if row else 0
