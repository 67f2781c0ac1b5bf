"""Importing an estate: registers, prices and opening balances of a checked file, all in one commit or none."""

from dataclasses import dataclass
from typing import Any

from counter.desk.estate_rows import EstateFile, Known, RowError
from counter.desk.import_openings import openings
from counter.desk.import_prices import prices
from counter.desk.import_registers import people_and_units
from counter.desk.people import Person
from counter.desk.register_state import RegisterState
from counter.desk.requests import earlier_facts
from counter.rules.permissions import Act
from counter.rules.room import fold
from db.books import Books, prepare_bulk
from db.queries import registers

KIND = "estate_imported"


class ImportRefused(Exception):
    """The file contradicts the books; errors name every row (RowError), and nothing was written."""

    code = "import_refused"

    def __init__(self, errors: tuple[RowError, ...]) -> None:
        super().__init__(errors)
        self.errors = errors
        self.error_count = len(errors)


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows of each register were written, and what opening balances were posted (minor units)."""

    written: dict[str, int]
    opening_charges: int
    opening_total: int
    event_id: int | None


def known(connection: Any) -> Known:
    """Return what the books hold that a file may refer to."""
    items = registers.fee_items(connection)
    return Known(
        frozenset(fold(unit.code) for unit in registers.units(connection)),
        frozenset(name for item in items for name in (item.name_zh, item.name_en)),
    )


def import_estate(books: Books, estate: EstateFile, *, request_id: str, staff: Person) -> Imported:
    """Write what a checked file brings and the books do not hold yet, by unit code; the same file changes nothing.

    estate: of counter.files.workbook.read_estate, without errors. Idempotent by request. Raises NotAllowed,
    ImportRefused where opening balances contradict what is booked.
    """
    staff.require(Act.IMPORT_ESTATE)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            event_id, facts = done
            return Imported(facts["written"], facts["opening_charges"], facts["opening_total"], event_id)
        state = RegisterState(tx.connection, tx.day)
        prices(state, estate.prices)
        people_and_units(state, estate)
        opened = openings(tx.connection, state, estate.openings, tx.next_id("charge"))
        if opened.errors:
            raise ImportRefused(tuple(opened.errors))
        written = {table: len(rows) for table, rows in state.changes().items()}
        facts = {"written": written, "opening_charges": len(opened.charges), "opening_total": opened.total}
        if not written and not opened.postings:
            return Imported(written, 0, 0, None)
        event = tx.change(KIND, facts, state.changes())
        if opened.postings:
            totals = {"count": len(opened.charges), "total": opened.total}
            tx.post_bulk("opening_balances", totals, prepare_bulk(opened.rows()))
        return Imported(written, len(opened.charges), opened.total, event.id)
