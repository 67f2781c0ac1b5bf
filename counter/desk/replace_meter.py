"""A meter replaced in mid-period: the last reading of the old one and the start of the new one in one commit."""

from datetime import date

from counter.desk.meters import install_meter
from counter.desk.people import Person
from counter.desk.readings import Read, check_reading, refuse_billed
from db.books import Books, Tx
from db.queries import registers
from db.queries.registers import MeterRow, ReadingRow


def replace_meter(
    books: Books, old: MeterRow, last: int, serial: str, start: int, *, on: date, period: str, request_id: str,
    staff: Person,
) -> int:  # fmt: skip
    """Take a meter out at its last reading and put the next one in (thousandths); returns the new one's id.

    What goes by the unit, the item and the counter stays the same. Raises NotAllowed, UnknownMeter, NotAMonth,
    ReadingBilled, ReadingBelowLast, ReadingBeyondCounter.
    """

    def last_reading(tx: Tx, meter: MeterRow, free: int) -> ReadingRow:
        known = [each for each in registers.readings(tx.connection, period) if each.meter_id == meter.id]
        refuse_billed(tx, meter, period)
        check_reading(meter, known, period, Read(meter.id, last))
        there = next((each for each in known if each.period == period and each.kind != "start"), None)
        number = there.id if there is not None else free
        return ReadingRow(number, meter.id, period, "read", on.isoformat(), last)

    new = old._replace(id=0, serial=serial.strip() or None, since=on.isoformat(), until=None)
    return install_meter(
        books, new, start, period=period, request_id=request_id, staff=staff, replaces=old.id,
        last_reading=last_reading,
    )  # fmt: skip
