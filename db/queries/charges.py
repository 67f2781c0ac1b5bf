"""Single charges with what explains them: their item, price and readings, and what settled them."""

from typing import Any, NamedTuple

from db.queries.registers import MeterRow, ReadingRow
from db.rows import Charge

_COLUMNS = ", ".join(f"c.{name}" for name in Charge._fields)
_ONE = (
    f"SELECT {_COLUMNS}, u.code, i.name_zh, i.name_en, c.event_id, e.day,"
    " (SELECT coalesce(sum(a.amount), 0) FROM allocation a WHERE a.charge_id = c.id)"
    " FROM charge c JOIN event e ON e.id = c.event_id"
    " LEFT JOIN unit u ON u.id = c.unit_id AND u.until_event IS NULL"
    " LEFT JOIN fee_item i ON i.id = c.item_id AND i.until_event IS NULL"
)


class WholeCharge(NamedTuple):
    """A charge, the unit and item it is for, the event and day it was billed, and what of it is settled."""

    charge: Charge
    unit_code: str
    item_zh: str
    item_en: str
    event_id: int
    day: str
    settled: int


class MeterReading(NamedTuple):
    """A reading with the meter it was taken from."""

    meter: MeterRow
    reading: ReadingRow


def charge(connection: Any, charge_id: int) -> WholeCharge | None:
    """Return one charge."""
    found = _charges(connection, "WHERE c.id = ?", (charge_id,))
    return found[0] if found else None


def of_line(connection: Any, event_id: int, line: int) -> WholeCharge | None:
    """Return the charge that stands in a line of an event."""
    found = _charges(connection, "WHERE c.event_id = ? AND c.line = ?", (event_id, line))
    return found[0] if found else None


def of_receipt(connection: Any, receipt_id: int) -> list[WholeCharge]:
    """Return the charges that a receipt settled, wholly or in part."""
    where = "WHERE c.id IN (SELECT charge_id FROM allocation WHERE receipt_id = ?) ORDER BY c.id"
    return _charges(connection, where, (receipt_id,))


def of_unit(connection: Any, unit_id: int, period: str | None = None) -> list[WholeCharge]:
    """Return every charge of a unit, or those of one period."""
    where = "WHERE c.unit_id = ? AND (? IS NULL OR c.period = ?) ORDER BY c.first, c.id"
    return _charges(connection, where, (unit_id, period, period))


def readings_of(connection: Any, unit_id: int, item_id: int, months: tuple[str, str]) -> list[MeterReading]:
    """Return the readings a metered charge goes by: those of its months (first, last), and one before of each meter."""
    begins, ends = months
    meter = ", ".join(f"m.{name}" for name in MeterRow._fields)
    reading = ", ".join(f"r.{name}" for name in ReadingRow._fields)
    rows = connection.execute(
        f"SELECT {meter}, {reading} FROM meter m JOIN reading r ON r.meter_id = m.id AND r.until_event IS NULL"
        " WHERE m.until_event IS NULL AND m.unit_id = ? AND m.item_id = ? AND r.period <= ?"
        " ORDER BY m.id, r.period, r.kind <> 'start', r.id",
        (unit_id, item_id, ends),
    )
    width = len(MeterRow._fields)
    found = [MeterReading(MeterRow(*row[:width]), ReadingRow(*row[width:])) for row in rows]
    kept = []
    for place, each in enumerate(found):
        after = found[place + 1] if place + 1 < len(found) else None
        same = after is not None and after.meter.id == each.meter.id
        if each.reading.period >= begins or (same and after is not None and after.reading.period >= begins):
            kept.append(each)
    return kept


def _charges(connection: Any, where: str, values: tuple[Any, ...]) -> list[WholeCharge]:
    width = len(Charge._fields)
    found = []
    for row in connection.execute(f"{_ONE} {where}", values):
        unit, zh, en, event_id, day, settled = row[width:]
        found.append(
            WholeCharge(Charge(*row[:width]), unit or "", zh or en or "", en or zh or "", event_id, day, settled)
        )
    return found


def billed_days(connection: Any, unit_id: int) -> list[tuple[int, str, str]]:
    """Return item, first and last day of every charge of the unit's bill runs that stands, none taken back."""
    rows = connection.execute(
        "SELECT c.item_id, c.first, c.last, max(c.revision) FROM charge c JOIN event e ON e.id = c.event_id"
        " WHERE c.unit_id = ? AND c.revision >= 0 AND e.kind IN ('charges_billed', 'charges_taken_back')"
        " GROUP BY c.item_id, c.first, c.last",
        (unit_id,),
    )
    return [(item_id, first, last) for item_id, first, last, revision in rows if revision % 2 == 0]
