"""The notes of refunds and reversals, worded inside their own commit."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from counter.desk.office import Office
from counter.desk.payment_receipt import slip_text
from counter.desk.purses import item_in
from counter.desk.receipt_lines import Line
from counter.papers.receipt import kept_words
from counter.papers.refund import NoteFacts, NoteLine, WayBack, refund_note, reversal_note
from counter.rules.codes import receipt_code
from counter.words import Words
from db import papers
from db.books import Event, Tx
from db.queries.receipts import ReceiptRow, receipt_label
from db.rows import Receipt, Tender
from printing.blocks import dump


class Agreed(NamedTuple):
    """Why it was done, by whom, and who agreed."""

    reason: str
    clerk: str
    approver: str


def queue_refund_note(
    tx: Tx, note: Receipt, event: Event, found: ReceiptRow, lines: Sequence[tuple[Line, int]],
    ways: Sequence[Tender], *, payee: str, worked_out: Mapping[str, str], agreed: Agreed, office: Office, words: Words,
) -> None:  # fmt: skip
    """Word a refund note and queue it; the drawer opens with it where cash is handed out."""
    shown = [note_line(tx.connection, line, amount, words, worked_out.get(line.key, "")) for line, amount in lines]
    back = tuple(WayBack(way.kind, -way.amount, slip_text(json.loads(way.details), words)) for way in ways)
    facts = _facts(tx, note, event, found, shown, payee=payee, agreed=agreed, office=office, words=words, ways=back)
    content = dump(refund_note(facts, words))
    cash = any(way.kind == "cash" for way in ways)
    papers.enqueue(tx, "refund", content, receipt_id=note.id, event_id=event.id, drawer=cash)


def queue_reversal_note(
    tx: Tx, note: Receipt, event: Event, found: ReceiptRow, taken: Sequence[tuple[Line, int]],
    placed: Sequence[tuple[Line, int]], *, payee: str, agreed: Agreed, office: Office, words: Words,
) -> None:  # fmt: skip
    """Word a reversal note and queue it."""
    shown = [note_line(tx.connection, line, amount, words, "") for line, amount in taken]
    facts = _facts(
        tx, note, event, found, shown, payee=payee, agreed=agreed, office=office, words=words,
        placed=tuple(note_line(tx.connection, line, amount, words, words("settled")) for line, amount in placed),
    )  # fmt: skip
    content = dump(reversal_note(facts, words))
    papers.enqueue(tx, "reversal", content, receipt_id=note.id, event_id=event.id)


def note_line(connection: Any, line: Line, amount: int, w: Words, worked_out: str) -> NoteLine:
    """Return a line of a receipt as the notes and the sheet name it."""
    if line.kind == "balance":
        item = item_in(connection, line.item_id, w.language)
        return NoteLine(kept_words(item, w), "", amount, "")
    if line.kind == "rounding":
        return NoteLine(w("Rounding"), "", amount, "")
    name = item_in(connection, line.item_id, w.language)
    detail = worked_out or (w("paid ahead, not billed yet") if line.kind == "ahead" else w("owed again"))
    return NoteLine(name, line.period or "", amount, detail)


def _facts(
    tx: Tx, note: Receipt, event: Event, found: ReceiptRow, lines: Sequence[NoteLine], *, payee: str, agreed: Agreed,
    office: Office, words: Words, ways: tuple[WayBack, ...] = (), placed: tuple[NoteLine, ...] = (),
) -> NoteFacts:  # fmt: skip
    return NoteFacts(
        number=receipt_label(note.series, note.number),
        of=found.label,
        of_day=found.day,
        at=tx.at,
        estate=office.estate(words.language),
        collector=office.collected_by(words.language),
        seal_line=office.seal(words.language),
        unit_code=found.unit_code or "",
        payee=payee,
        lines=tuple(lines),
        total=sum(line.amount for line in lines),
        reason=agreed.reason,
        clerk=agreed.clerk,
        approver=agreed.approver,
        till=tx.till or 0,
        code=receipt_code(note.series, note.number, event.hash),
        ways=ways,
        placed=placed,
        books_kind=office.books_kind,
        renminbi=office.currency == "CNY",
        symbol=office.currency_symbol,
    )
