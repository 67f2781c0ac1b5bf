"""Bills that many units share (公共能耗): entered as they came, spread by the bill run."""

from typing import Any

from counter.desk.change_prices import UnknownItem
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.tenders import no_card_number
from counter.rules.periods import period_of
from counter.rules.permissions import Act
from db.books import Books
from db.queries import billing, registers
from db.queries.registers import SharedCostRow

KIND = "shared_bill_entered"


class SharedBillOverlaps(Exception):
    """Another bill of the same item and period is shared by the same units: it would be paid twice."""

    code = "shared_bill_overlaps"

    def __init__(self, period: str, paper: str) -> None:
        super().__init__(period, paper)
        self.period = period
        self.paper = paper


class SharedBillSpread(Exception):
    """The bill is spread over the units already; take that bill run back first."""

    code = "shared_bill_spread"

    def __init__(self, period: str) -> None:
        super().__init__(period)
        self.period = period


def enter_shared_bill(books: Books, bill: SharedCostRow, *, request_id: str, staff: Person) -> int:
    """Add a shared bill (id 0) or change one that is not spread yet; returns its id.

    Raises NotAllowed, NotAMonth, UnknownItem, SharedBillOverlaps, SharedBillSpread, FullCardNumber.
    """
    staff.require(Act.RUN_BILLS)
    period_of(bill.period)
    no_card_number(bill.paper or "")
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return int(done[1]["bill"])
        if all(item.id != bill.item_id for item in registers.fee_items(tx.connection)):
            raise UnknownItem(bill.item_id)
        bills = registers.shared_costs(tx.connection)
        for other in bills:
            same = (other.item_id, other.period) == (bill.item_id, bill.period) and other.id != bill.id
            if same and (None in (other.building, bill.building) or other.building == bill.building):
                raise SharedBillOverlaps(other.period, other.paper or str(other.id))
        before = [each for each in bills if each.id == bill.id]
        if any(spread_over(tx.connection, each) for each in (*before, bill)):
            raise SharedBillSpread(bill.period)
        number = bill.id or tx.next_id("shared_cost")
        tx.change(KIND, {"bill": number}, {"shared_cost": [tuple(bill._replace(id=number))]})
        return number


def spread_over(connection: Any, bill: SharedCostRow) -> int:
    """Return over how many units a bill is spread, of its building or of all."""
    period = period_of(bill.period)
    standing = billing.billed(connection, bill.item_id, period.first.isoformat(), period.last.isoformat()).standing
    if bill.building is None or not standing:
        return len(standing)
    return sum(1 for unit in registers.units(connection) if unit.id in standing and unit.building == bill.building)
