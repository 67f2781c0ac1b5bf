"""What is open of a unit, what happened to it, and its receipts, worded line by line."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from counter.desk.owed_by import owed_by
from counter.desk.payment_receipt import item_name
from counter.desk.standing import Standing
from counter.presenters.case_remarks import disputed_words
from counter.presenters.units_view import Segment, SegmentRow, UnitRow
from counter.rules.freeze import is_frozen
from counter.words import Words, dates, formats
from counter.words.explain_charge import composition
from counter.words.formats import Currency
from counter.words.terms import TENDERS, term
from db.queries import accounts, charges, corrections, receipts
from db.queries.accounts import OpenCharge
from db.queries.history import HistoryLine, ReceiptLine, UnitLine
from db.queries.receipts import receipt_label
from db.rows import Charge


def open_rows(found: Standing, today: date, w: Words) -> list[SegmentRow]:
    """Return the open charges, then bad debt: item, period, composition, due, open."""
    return [
        *(_open_row(charge, found, today, w) for charge in found.charges),
        *(_lost_row(charge, found, today, w) for charge in found.written_off),
    ]


def charge_of_row(connection: Any, found: Standing | None, row_id: str) -> OpenCharge | Charge | None:
    """Return the charge that a line of the open charges or of the history stands for."""
    if row_id.startswith("h"):
        event_id, _, line = row_id[1:].partition("-")
        known = charges.of_line(connection, int(event_id), int(line))
        return known.charge if known is not None else None
    return next((each for each in (found.charges if found else ()) if f"c{each.charge_id}" == row_id), None)


def charge_at_hand(connection: Any, found: Standing, segment: Segment, row_id: str) -> int | None:
    """Return the charge selected among the open ones or in the history, the first open one before any was."""
    if segment == "open":
        ids = {f"c{each.charge_id}": each.charge_id for each in found.charges}
        return ids.get(row_id, next(iter(ids.values()), None))
    event, _, line = row_id.removeprefix("h").partition("-")
    if segment != "history" or not (event.isdigit() and line.isdigit()):
        return None
    return corrections.charge_of_line(connection, int(event), int(line))


def unit_row(line: UnitLine, w: Words, currency: Currency) -> UnitRow:
    """Return a unit in the list: its number, its owner, what it owes."""
    owed = formats.money(line.owed, currency) if line.owed else ""
    return UnitRow(str(line.id), line.code, line.owner or w("no owner recorded"), owed)


def _open_row(charge: OpenCharge, found: Standing, today: date, w: Words) -> SegmentRow:
    frozen, dispute = is_frozen(charge.charge_id, found.frozen), found.disputes.get(charge.charge_id)
    made_of = owed_by(charge, (found,), composition(json.loads(charge.ingredients), w), w)
    if dispute is not None:
        made_of = owed_by(charge, (found,), disputed_words(dispute, w), w)
    elif charge.open != charge.amount:
        made_of = w("{composition}, part of {whole}", composition=made_of, whole=formats.money(charge.amount))
    due = dates.short_day(date.fromisoformat(charge.due), today)
    cells = (item_name(charge, w), charge.period, made_of, due, formats.money(charge.open))
    return SegmentRow(f"c{charge.charge_id}", cells, muted=frozen)


def _lost_row(charge: OpenCharge, found: Standing, today: date, w: Words) -> SegmentRow:
    due = dates.short_day(date.fromisoformat(charge.due), today)
    told = owed_by(charge, (found,), w("written off · owed all the same"), w)
    cells = (item_name(charge, w), charge.period, told, due, formats.money(charge.open))
    return SegmentRow(f"w{charge.charge_id}", cells, muted=True)


def history_row(line: HistoryLine, names: Mapping[int, tuple[str, str]], connection: Any, w: Words) -> SegmentRow:
    """Return one thing that happened: day, what, charged, paid."""
    row_id = f"h{line.event_id}-{line.seq}"
    if line.item_id is not None:
        zh, en = names.get(line.item_id, ("", ""))
        item = zh if w.language == "zh_CN" else en
        what = w("{item} {period}", item=item, period=line.period)
        return SegmentRow(row_id, (line.day, what, formats.money(line.charged), ""))
    amount = "" if line.kind == "balance_moved" else formats.money(moved(line))
    cells = (line.day, _what(line, names, connection, w), "", amount)
    return SegmentRow(row_id, cells, muted=bool(line.void))


def moved(line: HistoryLine) -> int:
    """Return what an event moved for the unit, in minor units.

    A bill run only applies what was paid ahead: what it settles it takes out of what it held.
    """
    if line.kind == "charge_adjusted":
        return line.placed or line.settled
    return line.settled if line.kind == "charges_billed" else line.settled + line.placed


def _what(line: HistoryLine, names: Mapping[int, tuple[str, str]], connection: Any, w: Words) -> str:
    new, old = _number(line.receipt_series, line.receipt_number), _number(line.undone_series, line.undone_number)
    if line.kind == "receipt_voided":
        return w("Void of receipt {number}", number=old)
    if line.kind == "payment_refunded":
        return w("Refund {number}, {tenders}", number=new, tenders=tender_names(line.tenders, w))
    if line.kind == "payment_reversed":
        return w("Booked otherwise, {number}", number=new)
    if line.kind == "cheque_returned":
        return w("Cheque returned by the bank")
    if line.kind == "payment_moved":
        return _moved_words(line, new, old, connection, w)
    if line.kind == "charge_adjusted":
        return w("Let off, kept as balance") if line.placed else w("Settled from what was given back before")
    if line.kind == "debt_written_off":
        return w("Written off as bad debt, owed all the same")
    if line.kind == "debt_revived":
        return w("Written-off debt revived")
    if line.kind == "charges_billed":
        return w("Settled from what was paid ahead")
    if line.kind == "balance_moved":
        return _moved_between(line, names, connection, w)
    if line.kind == "balance_applied":
        return w("Settled from the balance by the bill run")
    if line.kind == "balance_returned":
        return w("Bill run taken back, given back to the balance")
    if line.kind == "opening_balances":
        return w("Brought in when these books began")
    if line.kind != "payment":
        return w("Money held for the unit")
    tenders = tender_names(line.tenders, w)
    if line.void:
        return w("Payment {number}, {tenders} (void later)", number=new, tenders=tenders)
    return w("Payment {number}, {tenders}", number=new, tenders=tenders)


def _moved_between(line: HistoryLine, names: Mapping[int, tuple[str, str]], connection: Any, w: Words) -> str:
    """Money that stayed the unit's and is kept for something else: how much, from where and whereto."""
    said, place = receipts.body(connection, line.event_id), 0 if w.language == "zh_CN" else 1
    old, new = (
        w("balance for {item}", item=names[said[name]][place]) if name in said else w("general balance")
        for name in ("from_item", "to_item")
    )
    return w("{amount} moved from {purse} to {other}", amount=formats.money(said["amount"]), purse=old, other=new)


def _moved_words(line: HistoryLine, new: str, old: str, connection: Any, w: Words) -> str:
    away = moved(line) < 0
    other = accounts.unit(connection, (line.receipt_unit if away else line.undone_unit) or 0)
    unit = other.code if other else ""
    if away:
        return w("Payment {number} moved to {unit}, receipt {new}", number=old, unit=unit, new=new)
    return w("Payment {number} moved here from {unit}, receipt {new}", number=old, unit=unit, new=new)


def _number(series: str | None, number: int | None) -> str:
    return receipt_label(series, number) if series and number else ""


def tender_names(tenders: str | None, w: Words) -> str:
    """Return the names of tenders given as codes with commas between them."""
    return w(", ").join(term(each, TENDERS, w) for each in (tenders or "").split(",") if each)


def receipt_row(line: ReceiptLine, w: Words) -> SegmentRow:
    """Return a receipt: number, day, tenders, cashier, what became of it, total."""
    cells = (
        receipt_label(line.series, line.number),
        line.day,
        tender_names(line.tenders, w) or w("Moved here"),
        line.cashier or "",
        receipt_state(bool(line.void), line.copies, w, waiting=bool(line.waiting)),
        formats.money(line.total),
    )
    return SegmentRow(f"r{line.id}", cells, muted=bool(line.void))


def receipt_state(void: bool, copies: int, w: Words, *, waiting: bool = False) -> str:
    """Return what became of a receipt, in a word or two."""
    if void:
        return w("void")
    if waiting:
        return w("void waits")
    return w.n("{n} copy", "{n} copies", copies) if copies else ""
