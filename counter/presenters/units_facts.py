"""What else is known of a unit: gaps between billed periods, meters with their readings, plates, reductions."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from counter.desk.parking_list import parking_items, valid_until
from counter.presenters.readings_words import reading
from counter.presenters.reduction_words import reduction_cells
from counter.presenters.units_balance import wish_cells
from counter.presenters.units_view import SegmentRow
from counter.rules.gaps import gaps
from counter.words import Words
from db.queries import accounts, charges, registers

_READINGS = 12


def fact_rows(connection: Any, unit_id: int, today: date, w: Words) -> list[SegmentRow]:
    """Return the rows of a unit, gaps first: what it is, which, from, until, value."""
    rows = (
        *_gaps(connection, unit_id, w), *_plates(connection, unit_id, today, w),
        *((cells, False) for cells in wish_cells(connection, unit_id, w)),
        *_reductions(connection, unit_id, today, w), *_meters(connection, unit_id, w),
    )  # fmt: skip
    return [SegmentRow(f"f{place}", cells, muted) for place, (cells, muted) in enumerate(rows)]


_Rows = Iterator[tuple[tuple[str, ...], bool]]


def _gaps(connection: Any, unit_id: int, w: Words) -> _Rows:
    names, place = accounts.item_names(connection), 0 if w.language == "zh_CN" else 1
    billed: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for item_id, first, last in charges.billed_days(connection, unit_id):
        billed[item_id].append((date.fromisoformat(first), date.fromisoformat(last)))
    for item_id, days in billed.items():
        for gap in gaps(days):
            item = names[item_id][place] if item_id in names else ""
            yield (w("Gap"), item, gap.first.isoformat(), gap.last.isoformat(), w("not billed")), False


def _plates(connection: Any, unit_id: int, today: date, w: Words) -> _Rows:
    units = {unit.id: unit for unit in registers.units(connection) if unit.id == unit_id}
    items = parking_items(connection)
    for vehicle in registers.vehicles(connection):
        if vehicle.unit_id != unit_id:
            continue
        gone = vehicle.until is not None and vehicle.until < today.isoformat()
        paid = None if gone else valid_until(connection, vehicle, units, items)
        state = w("gone") if gone else w("valid") if paid is not None and paid >= today else w("not valid")
        until = vehicle.until or "" if gone else paid.isoformat() if paid is not None else ""
        yield (w("Plate"), vehicle.plate or "", vehicle.since or "", until, state), gone


def _reductions(connection: Any, unit_id: int, today: date, w: Words) -> _Rows:
    for each in registers.reductions(connection):
        if each.unit_id == unit_id:
            item, off, since, until, reason, _paper = reduction_cells(each, connection, w)
            over = each.until is not None and each.until < today.isoformat()
            yield (w("Let off"), w("{item}: {reason}", item=item, reason=reason), since, until, off), over


def _meters(connection: Any, unit_id: int, w: Words) -> _Rows:
    meters = [each for each in registers.meters(connection) if each.unit_id == unit_id]
    if not meters:
        return
    names, place = accounts.item_names(connection), 0 if w.language == "zh_CN" else 1
    kinds = {"start": w("put in"), "read": w("read"), "estimated": w("estimated")}
    wanted = {each.id for each in meters}
    known = [each for each in registers.readings(connection) if each.meter_id in wanted]
    for meter in meters:
        name = names[meter.item_id][place] if meter.item_id in names else ""
        which = w("{item} {serial}", item=name, serial=meter.serial or "").strip()
        yield (w("Meter"), which, meter.since or "", meter.until or "", ""), meter.until is not None
        own = [each for each in known if each.meter_id == meter.id]
        for each in reversed(own[-_READINGS:]):
            told = w("{kind}, {period}", kind=kinds.get(each.kind, each.kind), period=each.period)
            yield ("", told, each.read_on or "", "", reading(each.value)), False
