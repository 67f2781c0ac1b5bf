"""What meters showed at the end of a period: read or estimated, all of a list or none of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from counter.desk.meters import UnknownMeter
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.rules.metering import Advance, advanced
from counter.rules.periods import closing_day, month
from counter.rules.permissions import Act
from db.books import Books, Tx
from db.queries import billing, registers
from db.queries.registers import MeterRow, ReadingRow

KIND = "readings_entered"


class Read(NamedTuple):
    """What a meter showed at the end of a period, in thousandths; estimated where nobody could look."""

    meter_id: int
    value: int
    estimated: bool = False


class MeterTakenOut(Exception):
    """The meter was taken out before this period, so nothing can be read from it."""

    code = "meter_taken_out"

    def __init__(self, serial: str, until: str) -> None:
        super().__init__(serial, until)
        self.serial = serial
        self.until = until


class ReadingBilled(Exception):
    """The period of this reading is billed; take the bill back first, or correct it with the next reading."""

    code = "reading_billed"

    def __init__(self, unit_code: str, period: str) -> None:
        super().__init__(unit_code, period)
        self.unit_code = unit_code
        self.period = period


def enter_readings(
    books: Books, period: str, reads: Sequence[Read], *, read_on: date, request_id: str, staff: Person
) -> int:
    """Enter what meters showed at the end of a period, all or none; one entered before is replaced. Returns how many.

    Raises NotAllowed, NotAMonth, UnknownMeter, MeterTakenOut, ReadingBilled, ReadingBelowLast, ReadingBeyondCounter.
    """
    staff.require(Act.CHANGE_REGISTERS)
    month(period)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return int(done[1]["count"])
        meters = {each.id: each for each in registers.meters(tx.connection)}
        known: dict[int, list[ReadingRow]] = {}
        for each in registers.readings(tx.connection):
            known.setdefault(each.meter_id, []).append(each)
        first_free = tx.next_id("reading")
        rows: list[tuple[Any, ...]] = []
        for place, read in enumerate(reads):
            meter = meters.get(read.meter_id)
            if meter is None:
                raise UnknownMeter(read.meter_id)
            if meter.until is not None and meter.until[:7] < period:
                raise MeterTakenOut(meter.serial or str(meter.id), meter.until)
            same = known.get(meter.id, [])
            refuse_billed(tx, meter, period)
            check_reading(meter, same, period, read)
            there = next((each for each in same if each.period == period and each.kind != "start"), None)
            number = there.id if there is not None else first_free + place
            kind = "estimated" if read.estimated else "read"
            rows.append(tuple(ReadingRow(number, meter.id, period, kind, read_on.isoformat(), read.value)))
        tx.change(KIND, {"period": period, "count": len(rows)}, {"reading": rows})
        return len(rows)


def check_reading(meter: MeterRow, readings: Sequence[ReadingRow], period: str, read: Read) -> int:
    """Return how far a meter went with a reading, in thousandths. Raises ReadingBelowLast, ReadingBeyondCounter."""
    before = [each for each in readings if each.period < period or (each.period == period and each.kind == "start")]
    last = before[-1] if before else None
    previous = last.value if last is not None else read.value
    corrects = last is not None and last.kind == "estimated" and read.value < previous
    return advanced(Advance(previous, read.value, meter.starts_over_at, corrects))


def refuse_billed(tx: Tx, meter: MeterRow, period: str) -> None:
    """Refuse a reading whose period is billed by it. Raises ReadingBilled."""
    if meter.unit_id is None:
        return
    if billing.is_billed(tx.connection, meter.unit_id, meter.item_id, closing_day(period).isoformat()):
        unit = registers.unit(tx.connection, meter.unit_id)
        raise ReadingBilled(unit.code if unit else str(meter.unit_id), period)
