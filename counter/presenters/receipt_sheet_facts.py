"""What the sheet says of a receipt, read from its events."""

import json
from collections.abc import Iterator
from typing import Any

from counter.desk.invoice_mark import invoices
from counter.desk.office import Office
from counter.desk.payment_receipt import payer_of, slip_text
from counter.desk.receipt_lines import standing_lines
from counter.presenters.receipt_sheet_view import SheetFacts
from counter.words import Words, dates, formats
from counter.words.terms import FUNDS, TENDERS, term
from db.queries import accounts, amendments, forms, people, receipts
from db.queries.people import PendingAct
from db.queries.receipts import ReceiptRow

Pair = tuple[str, str]


def pending_void(connection: Any, receipt_id: int) -> PendingAct | None:
    """Return the wish to void a receipt that waits for a decision, or None."""
    subject = f"receipt:{receipt_id}"
    return next(
        (each for each in people.pending_acts(connection) if (each.act, each.subject) == ("void", subject)), None
    )


def sheet_facts(connection: Any, found: ReceiptRow, office: Office, currency: formats.Currency, w: Words) -> SheetFacts:
    """Return the facts of a receipt, the plain word of its state first."""
    waiting = None if found.voided_by is not None else pending_void(connection, found.id)
    body = receipts.body(connection, found.event_id)
    rows = (
        (w("Unit"), found.unit_code or ""),
        *_payer(connection, found, w),
        (w("Date"), dates.moment(found.at)),
        (w("Cashier"), w("{name}, till {till}", name=_name(connection, found.staff_id), till=found.till or 0)),
        *_fund(found, w),
        *_origin(connection, body, w),
        *_tenders(body, currency, w),
        *_change(body, currency, w),
        (w("Copies"), w("{n} of {limit}", n=found.copies, limit=office.reprint_limit)),
        *_forms(connection, found, w),
        *_spoiled(connection, found, w),
        *_late(body, w),
        *_amended(connection, found, currency, w),
        *_invoiced(connection, found, w),
    )
    if not receipts.takes_money(found.series):
        return _note(connection, found, body, rows, currency, w)
    total = formats.money_with_symbol(found.total, currency)
    if found.voided_by is not None:
        return SheetFacts(found.label, "void", _void_words(connection, found, w), total, rows)
    if waiting is not None:
        asked = w(
            "Void asked for by {name}: {reason}", name=_name(connection, waiting.requester_id), reason=waiting.reason
        )
        return SheetFacts(found.label, "waiting", asked, total, rows)
    amended = _amended_words(connection, found, w)
    if amended:
        return SheetFacts(found.label, "amended", amended, total, rows)
    return SheetFacts(found.label, "stands", w("This receipt stands."), total, rows)


def _name(connection: Any, staff_id: int | None) -> str:
    row = people.staff(connection, staff_id) if staff_id else None
    return row.name if row else ""


def _void_words(connection: Any, found: ReceiptRow, w: Words) -> str:
    body = receipts.body(connection, found.voided_by or 0)
    reason = body.get("reason", "")
    approvals = body["rows"].get("approval", [])
    name = _name(connection, approvals[0][3]) if approvals else ""
    if body["kind"] == "payment_moved":
        return w("Moved to the right unit, receipt {number}: {reason}", number=body["new"], reason=reason)
    return w("Void, agreed by {name}: {reason}", name=name, reason=reason)


def _payer(connection: Any, found: ReceiptRow, w: Words) -> Iterator[Pair]:
    name = payer_of(connection, found)
    if name:
        yield w("Payer"), name


def _fund(found: ReceiptRow, w: Words) -> Iterator[Pair]:
    if found.fund != "operating":
        yield w("Fund"), term(found.fund, FUNDS, w)


def _origin(connection: Any, body: dict[str, Any], w: Words) -> Iterator[Pair]:
    if body["kind"] == "payment_moved":
        yield w("Replaces"), str(body["old"])
    codes = [unit.code for each in body.get("units", []) if (unit := accounts.unit(connection, each))]
    if len(codes) > 1:
        yield w("For the units"), w(", ").join(codes)


def _tenders(body: dict[str, Any], currency: formats.Currency, w: Words) -> Iterator[Pair]:
    for kind, amount, _evidence, details in body["rows"].get("tender", []):
        slip = slip_text(json.loads(details), w)
        name = term(kind, TENDERS, w)
        label = w("{tender} ({detail})", tender=name, detail=slip) if slip else name
        yield label, formats.money(amount, currency)


def _change(body: dict[str, Any], currency: formats.Currency, w: Words) -> Iterator[Pair]:
    if body.get("change"):
        yield w("Handed over"), formats.money(body["received"], currency)
        yield w("Change"), formats.money(body["change"], currency)


def used_forms(connection: Any, receipt_id: int) -> list[str]:
    """Return the printed numbers of the forms a receipt is on."""
    return [number for number, outcome in forms.of_receipt(connection, receipt_id).items() if outcome == "used"]


def _forms(connection: Any, found: ReceiptRow, w: Words) -> Iterator[Pair]:
    used = used_forms(connection, found.id)
    if used:
        yield w("Form no."), w(", ").join(used)


def _spoiled(connection: Any, found: ReceiptRow, w: Words) -> Iterator[Pair]:
    noted = forms.of_receipt(connection, found.id).items()
    spoiled = [number for number, outcome in noted if outcome == "spoiled"]
    if spoiled:
        yield w("Forms spoiled"), w(", ").join(spoiled)


def _late(body: dict[str, Any], w: Words) -> Iterator[Pair]:
    late = body.get("late")
    if late:
        yield w("Entered later"), w("form {form}, {day}, {name}", form=late["form"], day=late["written_on"],
                                    name=late["writer"])  # fmt: skip


def _amended_words(connection: Any, found: ReceiptRow, w: Words) -> str:
    """What became of the receipt since, the gravest first; '' where nothing did."""
    kinds = {each.kind for each in amendments.of_receipt(connection, found.id)}
    if "cheque_returned" in kinds:
        return w("The bank returned the cheque: this receipt proves no payment by it.")
    if "payment_refunded" in kinds:
        whole = not standing_lines(connection, found)
        return w("Refunded in full.") if whole else w("Refunded in part; the rest stands.")
    return w("A line was reversed; read it together with its note.") if kinds else ""


def _amended(connection: Any, found: ReceiptRow, currency: formats.Currency, w: Words) -> Iterator[Pair]:
    """What was given back or booked otherwise since, each with its own number."""
    for each in amendments.of_receipt(connection, found.id):
        body = each.body
        if each.kind == "payment_refunded":
            total = -body["rows"]["receipt"][0][-1]
            yield w("Refunded"), w("{number}, {amount}", number=body["number"], amount=formats.money(total, currency))
        elif each.kind == "payment_reversed":
            amount = formats.money(body["amount"], currency)
            yield w("Booked otherwise"), w("{number}, {amount}", number=body["number"], amount=amount)
        else:
            amount = formats.money(body["amount"], currency)
            yield w("Cheque returned"), w("{day}, {amount}: {reason}", day=each.day, amount=amount,
                                          reason=body["reason"])  # fmt: skip


def _invoiced(connection: Any, found: ReceiptRow, w: Words) -> Iterator[Pair]:
    known = invoices(connection, found.id)
    for each in dict.fromkeys(known.values()):
        count = sum(1 for other in known.values() if other == each)
        yield w("Invoice issued"), w.n("{number}, {day}, {name}: {n} line", "{number}, {day}, {name}: {n} lines", count,
                                       number=each.number, day=each.day, name=each.name)  # fmt: skip


def _note(
    connection: Any,
    found: ReceiptRow,
    body: dict[str, Any],
    rows: tuple[Pair, ...],
    currency: formats.Currency,
    w: Words,
) -> SheetFacts:
    """A refund's total is shown as what was given back, a reversal's as what was booked otherwise."""
    if body["kind"] == "payment_refunded":
        told = w("Refund of receipt {number}: {reason}", number=body["of"], reason=body["reason"])
        total = formats.money_with_symbol(-found.total, currency)
        return SheetFacts(
            found.label,
            "stands",
            told,
            total,
            (*rows, (w("Payee"), amendments.payee_name(connection, body["payee"]))),
            "refund",
        )
    told = w("Reversal of receipt {number}: {reason}", number=body["of"], reason=body["reason"])
    total = formats.money_with_symbol(body["amount"], currency)
    return SheetFacts(found.label, "stands", told, total, rows, "reversal")
