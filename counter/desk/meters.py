"""Meters: put in with what they show, and replaced; each a dated version in the register."""

from collections.abc import Callable

from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.rules.metering import MULTIPLIER_SCALE, Advance, advanced
from counter.rules.periods import month
from counter.rules.permissions import Act
from db.books import Books, Tx
from db.queries import registers
from db.queries.registers import MeterRow, ReadingRow

KIND = "meter_changed"


class UnknownMeter(Exception):
    """No meter has this number."""

    code = "unknown_meter"

    def __init__(self, meter_id: int) -> None:
        super().__init__(meter_id)
        self.meter_id = meter_id


def install_meter(
    books: Books, row: MeterRow, start: int, *, period: str, request_id: str, staff: Person,
    replaces: int | None = None, last_reading: Callable[[Tx, MeterRow, int], ReadingRow] | None = None,
) -> int:  # fmt: skip
    """Put in a meter that shows `start` (thousandths) in a period; one it replaces is taken out. Returns its id.

    last_reading: makes the last reading of the meter that is taken out, from the number that is free. Raises
    NotAllowed, UnknownMeter, NotAMonth, ReadingBeyondCounter.
    """
    staff.require(Act.CHANGE_REGISTERS)
    month(period)
    advanced(Advance(start, start, row.starts_over_at))
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return int(done[1]["meter"])
        meter = row._replace(id=tx.next_id("meter"), multiplier=row.multiplier or MULTIPLIER_SCALE)
        meters = [tuple(meter)]
        free = tx.next_id("reading")
        readings: list[ReadingRow] = []
        if replaces is not None:
            old = _meter(tx, replaces)
            meters.insert(0, tuple(old._replace(until=row.since)))
            readings = [last_reading(tx, old, free)] if last_reading is not None else []
        taken = sum(1 for each in readings if each.id == free)
        readings.append(ReadingRow(free + taken, meter.id, period, "start", row.since, start))
        facts = {"meter": meter.id, **({"replaces": replaces} if replaces is not None else {})}
        tx.change(KIND, facts, {"meter": meters, "reading": [tuple(each) for each in readings]})
        return meter.id


def _meter(tx: Tx, meter_id: int) -> MeterRow:
    found = next((each for each in registers.meters(tx.connection) if each.id == meter_id), None)
    if found is None:
        raise UnknownMeter(meter_id)
    return found
