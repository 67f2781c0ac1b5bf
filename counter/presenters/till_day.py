"""The open day in figures that leave the count blind: no cash sum is among them, and none can be worked out."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from counter.desk.drawer import drawer_of
from counter.presenters.till_view import FactRow, TenderRow
from counter.rules.till import CASH, Drawer, note_kind
from counter.words import Words, formats
from counter.words.formats import Currency
from counter.words.terms import SERIES_PAPERS, TENDERS, term
from db.queries import people, receipts, tills
from db.queries.tills import TillEvent, TillState

_NAMED = 3
HIDDEN = "–"


def day_drawer(connection: Any, state: TillState) -> Drawer:
    """Return the drawer of the open day; its expected cash is for the step after the count alone."""
    return drawer_of(connection, state)


def fact_rows(connection: Any, state: TillState, drawer: Drawer, w: Words) -> tuple[FactRow, ...]:
    """Return receipts, voids, copies and openings of the day, each in a few words."""
    last, _ = tills.head(connection)
    events = tills.till_events(connection, state.opened_event, last, state.till)
    rows = [FactRow(term(note_kind(series), SERIES_PAPERS, w), _range(series, each.first, each.last, each.count, w))
            for series, each in drawer.receipts.items()]  # fmt: skip
    if not rows:
        rows.append(FactRow(w("Receipts"), w("none yet")))
    names = {each.id: each.name for each in people.all_staff(connection)}
    rows.append(FactRow(w("Void"), _voids(connection, events, names, w)))
    if drawer.refunds.count:
        rows.append(FactRow(w("Refunds"), formats.count(drawer.refunds.count)))
    rows.append(FactRow(w("Copies"), formats.count(drawer.copies)))
    rows.append(FactRow(w("Drawer opened"), _openings(events, w)))
    moved = ((w("Paid in"), drawer.pay_in), (w("Paid out"), drawer.pay_out), (w("Safe drop"), drawer.drops))
    rows += [
        FactRow(name, w("{amount} ({count})", count=formats.count(each.count), amount=formats.money(each.amount)))
        for name, each in moved
        if each.count
    ]
    handed = [each.body for each in events if each.kind == "handover_accepted"]
    if handed:
        told = (w.c("a hand-over", "{giver} to {taker}", giver=names.get(body["giver"], ""),
                    taker=names.get(body["taker"], "")) for body in handed)  # fmt: skip
        rows.append(FactRow(w("Hand-over"), w("; ").join(told)))
    stood_in = [names.get(each.body["staff"], "") for each in events if each.kind == "till_taken_up"]
    if stood_in:
        rows.append(FactRow(w("Taken up"), w(", ").join(stood_in)))
    if drawer.notes_refused:
        rows.append(FactRow(w("Cash not taken"), formats.count(drawer.notes_refused)))
    return tuple(rows)


def tender_rows(drawer: Drawer, w: Words, currency: Currency) -> tuple[TenderRow, ...]:
    """Return each tender of the day with its count; how much of it was cash is said after the count."""
    return tuple(
        TenderRow(
            term(name, TENDERS, w), formats.count(each.count),
            HIDDEN if name == CASH else formats.money(each.net, currency),
        )
        for name, each in drawer.tenders.items()
    )  # fmt: skip


def is_over(state: TillState, today: date) -> bool:
    """Whether the till still stands on an earlier day."""
    return state.day < today.isoformat()


def _range(series: str, first: int, last: int, count: int, w: Words) -> str:
    label = receipts.receipt_label(series, first)
    if first == last:
        return label
    return w.n("{first} – {last}   ({n})", "{first} – {last}   ({n})", count,
               first=label, last=f"{last:06d}")  # fmt: skip


def _voids(connection: Any, events: Sequence[TillEvent], names: Mapping[int, str], w: Words) -> str:
    voided = [each for each in events if each.kind == "receipt_voided"]
    if not voided:
        return formats.count(0)
    told = [_void(connection, each.body, names, w) for each in voided[:_NAMED]]
    if len(voided) > _NAMED:
        told.append("…")
    return w("{count} ({which})", count=formats.count(len(voided)), which=w("; ").join(told))


def _void(connection: Any, body: Mapping[str, Any], names: Mapping[int, str], w: Words) -> str:
    found = receipts.receipt(connection, body["receipt"])
    number = f"{found.number:06d}" if found is not None else str(body["receipt"])
    agreed = body["rows"].get("approval", ())
    approver = names.get(agreed[0][3], "") if agreed else ""
    return w.c("a void and who approved it", "{number}, {name}", number=number, name=approver) if approver else number


def _openings(events: Sequence[TillEvent], w: Words) -> str:
    reasons = [str(each.body["reason"]) for each in events if each.kind == "drawer_opened"]
    if not reasons:
        return formats.count(0)
    told = list(dict.fromkeys(reasons))
    shown = [*told[:_NAMED], "…"] if len(told) > _NAMED else told
    return w("{count} ({which})", count=formats.count(len(reasons)), which=w(", ").join(shown))
