"""The refund note (退款单) of a deposit, worded inside the commit that gives it back."""

import json
from collections.abc import Sequence

from counter.desk.deposit_kinds import told
from counter.desk.office import Office
from counter.desk.payment_receipt import slip_text
from counter.papers.refund import NoteFacts, NoteLine, WayBack, refund_note
from counter.rules.codes import receipt_code
from counter.words import Words, formats
from db import papers
from db.books import Event, Tx
from db.queries.deposits import Deposit
from db.queries.receipts import ReceiptRow, receipt_label
from db.rows import Receipt, Tender
from printing.blocks import dump


def queue_deposit_note(
    tx: Tx, note: Receipt, event: Event, found: ReceiptRow, held: Deposit, payee: str,
    deductions: Sequence[tuple[str, int]], ways: Sequence[Tender], *, papers_seen: tuple[str, bool], reason: str,
    clerk: str, approver: str, office: Office, words: Words,
) -> None:  # fmt: skip
    """Word the note and queue it; papers_seen: number of the inspection slip, and whether the original was there."""
    w = words
    inspection, has_original = papers_seen
    seen = w("Original receipt handed in") if has_original else w("Statement of loss of the receipt")
    facts = NoteFacts(
        number=receipt_label(note.series, note.number),
        of=found.label,
        of_day=found.day,
        at=tx.at,
        estate=office.estate(w.language),
        collector=office.collector or office.estate(w.language),
        seal_line=office.seal_line,
        unit_code=held.unit_code,
        payee=payee,
        lines=(NoteLine(told(held, w), "", held.amount, _of_whole(held, w)),),
        total=-note.total,
        reason=reason,
        clerk=clerk,
        approver=approver,
        till=tx.till or 0,
        code=receipt_code(note.series, note.number, event.hash),
        ways=tuple(WayBack(way.kind, -way.amount, slip_text(json.loads(way.details), w)) for way in ways),
        books_kind=office.books_kind,
        renminbi=office.currency == "CNY",
        symbol=office.currency_symbol,
        deducted=tuple(NoteLine(why, "", amount, "") for why, amount in deductions),
        seen=(w("Inspection slip {number}", number=inspection), seen),
        rest=held.amount + note.total - sum(amount for _why, amount in deductions),
    )
    cash = any(way.kind == "cash" for way in ways)
    papers.enqueue(tx, "refund", dump(refund_note(facts, w)), receipt_id=note.id, event_id=event.id, drawer=cash)


def _of_whole(held: Deposit, w: Words) -> str:
    """What was held before this act, told where it is not the whole deposit any more."""
    return w("still held of {taken}", taken=formats.money(held.taken)) if held.amount != held.taken else ""
