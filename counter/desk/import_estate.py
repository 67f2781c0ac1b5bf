"""Importing an estate: registers, prices and opening balances of a checked file, all in one commit or none."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from counter.desk.enter_fund import facts_of
from counter.desk.estate_rows import EstateFile, Known, RowError
from counter.desk.import_fund import fund_entries
from counter.desk.import_meters import meters_and_readings
from counter.desk.import_openings import Opened, openings
from counter.desk.import_prices import prices
from counter.desk.import_registers import people_and_units
from counter.desk.import_shared import reductions, shared_bills
from counter.desk.people import Person
from counter.desk.register_state import RegisterState
from counter.desk.requests import earlier_facts
from counter.rules.permissions import Act
from counter.rules.room import fold
from db.books import Books, prepare_bulk
from db.queries import registers
from db.queries.fund import FundEntry

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
    fund_entries: int = 0
    fund_total: int = 0


def known(connection: Any) -> Known:
    """Return what the books hold that a file may refer to."""
    items = registers.fee_items(connection)
    return Known(
        frozenset(fold(unit.code) for unit in registers.units(connection)),
        frozenset(name for item in items for name in (item.name_zh, item.name_en)),
    )


def contradictions(connection: Any, estate: EstateFile, day: str) -> tuple[tuple[RowError, ...], tuple[RowError, ...]]:
    """Return what of a checked file the books contradict, and what they keep as it is; nothing is written.

    day: ISO date of the import.
    """
    laid = _laid_over(connection, estate, day, 1)
    return laid.errors, laid.kept


def import_estate(books: Books, estate: EstateFile, *, request_id: str, staff: Person) -> Imported:
    """Write what a checked file brings and the books do not hold yet, by unit code; the same file changes nothing.

    estate: of counter.files.workbook.read_estate, without errors. Idempotent by request. Raises NotAllowed,
    ImportRefused where opening balances contradict what is booked.
    """
    staff.require(Act.IMPORT_ESTATE)
    if estate.reductions:
        staff.require(Act.CHANGE_PRICES)
    if estate.shared:
        staff.require(Act.RUN_BILLS)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            event_id, facts = done
            return Imported(
                facts["written"], facts["opening_charges"], facts["opening_total"], event_id,
                facts.get("fund_entries", 0), facts.get("fund_total", 0),
            )  # fmt: skip
        state, opened, entries, errors, _kept = _laid_over(tx.connection, estate, tx.day, tx.next_id("charge"))
        if errors:
            raise ImportRefused(errors)
        written = {table: len(rows) for table, rows in state.changes().items()}
        facts = {"written": written, "opening_charges": opened.owed, "opening_total": opened.total}
        if not written and not opened.postings and not opened.charges and not entries:
            return Imported(written, 0, 0, None)
        fund_facts = facts_of(entries)
        if entries:
            facts |= {"fund_entries": len(entries), "fund_total": fund_facts["total"]}
        event = tx.change(KIND, facts, state.changes())
        if opened.postings or opened.charges:
            totals = {"count": len(opened.charges), "total": opened.total}
            tx.post_bulk("opening_balances", totals, prepare_bulk(opened.rows()))
        if entries:
            tx.post("fund_entered", fund_facts)
        return Imported(written, opened.owed, opened.total, event.id, len(entries), fund_facts["total"])


class _Laid(NamedTuple):
    """A file laid over the registers: what changes, what is to be posted, what contradicts the books, what stays."""

    state: RegisterState
    opened: Opened
    entries: list[FundEntry]
    errors: tuple[RowError, ...]
    kept: tuple[RowError, ...]


def _laid_over(connection: Any, estate: EstateFile, day: str, first_charge: int) -> _Laid:
    state = RegisterState(connection, day)
    prices(state, estate.prices)
    by_hand = registers.emails_by_hand(connection, KIND) if any(each.email for each in estate.holders) else frozenset()
    kept = people_and_units(state, estate, by_hand)
    errors = [
        *meters_and_readings(connection, state, estate),
        *shared_bills(connection, state, estate.shared),
    ]
    reductions(state, estate.reductions)
    opened = openings(connection, state, estate.openings, first_charge)
    entries, wrong = fund_entries(connection, state, estate.fund)
    return _Laid(state, opened, entries, (*errors, *opened.errors, *wrong), tuple(kept))
