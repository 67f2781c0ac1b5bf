"""What stands in the way of a settlement certificate: whatever is open of a unit, and whatever may still reopen it."""

from collections.abc import Iterator
from typing import Any

from counter.desk.card_intents import CardUnsettled, refuse_reserved
from counter.desk.late_fees import charged_fees
from counter.desk.office import Office
from counter.desk.receipt_lines import standing_lines
from counter.desk.standing import Standing
from counter.desk.undo import units_of
from db.queries import corrections, people, receipts, tenders
from db.queries.receipts import ReceiptRow


class UnitOwes(Exception):
    """Something of the unit is open, so nobody can certify that it is settled."""

    code = "unit_owes"

    def __init__(self, unit_code: str, open_count: int, open_minor: int) -> None:
        super().__init__(unit_code, open_count, open_minor)
        self.unit_code = unit_code
        self.open_count = open_count
        self.open_minor = open_minor


class DebtWrittenOff(Exception):
    """Something of the unit was written off as bad debt: nobody paid it and nobody forgave it, so it is not settled."""

    code = "debt_written_off"

    def __init__(self, unit_code: str, open_count: int, lost_minor: int) -> None:
        super().__init__(unit_code, open_count, lost_minor)
        self.unit_code = unit_code
        self.open_count = open_count
        self.lost_minor = lost_minor


class LateFeeStands(Exception):
    """Besides what is open of the unit a late fee runs that is not posted yet."""

    code = "late_fee_stands"

    def __init__(self, unit_code: str, day: str, late_minor: int) -> None:
        super().__init__(unit_code, day, late_minor)
        self.unit_code = unit_code
        self.day = day
        self.late_minor = late_minor


class UnitDisputes(Exception):
    """A charge of the unit is disputed, so it is neither paid nor let off."""

    code = "unit_disputes"

    def __init__(self, unit_code: str, open_count: int) -> None:
        super().__init__(unit_code, open_count)
        self.unit_code = unit_code
        self.open_count = open_count


class PaidButNotSeen(Exception):
    """What the unit paid by a code, transfer or cheque has not been seen to arrive, or did not."""

    code = "paid_but_not_seen"

    def __init__(self, receipt_number: str, amount_minor: int, tender: str) -> None:
        super().__init__(receipt_number, amount_minor, tender)
        self.receipt_number = receipt_number
        self.amount_minor = amount_minor
        self.tender = tender


class DecisionWaits(Exception):
    """Somebody asked for a change of what the unit owes or paid, and nobody has decided it."""

    code = "decision_waits"

    def __init__(self, unit_code: str, open_count: int) -> None:
        super().__init__(unit_code, open_count)
        self.unit_code = unit_code
        self.open_count = open_count


Obstacle = UnitOwes | DebtWrittenOff | LateFeeStands | UnitDisputes | PaidButNotSeen | DecisionWaits | CardUnsettled


def obstacles(connection: Any, found: Standing, office: Office, day: str) -> list[Obstacle]:
    """Return everything that keeps a unit from being settled on a day (ISO date); a deposit or balance does not."""
    return list(_obstacles(connection, found, office, day))


def _obstacles(connection: Any, found: Standing, office: Office, day: str) -> Iterator[Obstacle]:
    unit = found.unit
    try:
        refuse_reserved(connection, (unit.id,))
    except CardUnsettled as error:
        yield error
    if found.frozen:
        yield UnitDisputes(unit.code, len(found.frozen))
    if found.charges:
        yield UnitOwes(unit.code, len(found.charges), sum(charge.open for charge in found.charges))
    if found.written_off:
        yield DebtWrittenOff(unit.code, len(found.written_off), sum(charge.open for charge in found.written_off))
    late = sum(fee.amount for fee in charged_fees(connection, found.charges, office, day))
    if late:
        yield LateFeeStands(unit.code, day, late)
    yield from _not_seen(connection, unit.id)
    waiting = sum(1 for asked in people.pending_acts(connection) if unit.id in _concerned(connection, asked.subject))
    if waiting:
        yield DecisionWaits(unit.code, waiting)


def _not_seen(connection: Any, unit_id: int) -> Iterator[PaidButNotSeen]:
    for each in tenders.unchecked(connection):
        if _standing_for(connection, each.event_id, unit_id):
            yield PaidButNotSeen(receipts.receipt_label(each.series, each.number), each.amount, each.kind)
    for each in tenders.missing(connection):
        standing = _standing_for(connection, each.event_id, unit_id)
        if any(standing_lines(connection, receipt) for receipt in standing):
            yield PaidButNotSeen(receipts.receipt_label(each.series, each.number), each.amount, each.kind)


def _standing_for(connection: Any, event_id: int, unit_id: int) -> list[ReceiptRow]:
    """Return the receipts that stand for a payment now, where they are for a unit."""
    several = [receipts.heir(connection, each.id) for each in receipts.of_event(connection, event_id)]
    return [each for each in several if each.voided_by is None and unit_id in units_of(connection, each)]


def _concerned(connection: Any, subject: str) -> tuple[int, ...]:
    """Return the units that an act which waits would change something of."""
    kind, _colon, number = subject.partition(":")
    if not number.isdigit():
        return ()
    if kind in ("unit", "debt"):
        return (int(number),)
    if kind == "charge":
        charge = corrections.charge(connection, int(number))
        return (charge.unit_id,) if charge else ()
    found = receipts.receipt(connection, int(number)) if kind == "receipt" else None
    return units_of(connection, found) if found else ()
