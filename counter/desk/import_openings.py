"""Opening balances of a file: arrears become charges, balances and payments ahead become liabilities.

Days that were settled before these books begin become a charge of nothing, which keeps bill runs from them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from counter.desk.bill_payers import Payers, payers_in
from counter.desk.estate_rows import FileOpening, RowError
from counter.desk.register_state import RegisterState
from counter.rules.periods import Period, due_date, period_of
from counter.rules.room import fold
from db.chain import canonical
from db.queries import billing
from db.rows import Charge, Posting


@dataclass(slots=True)
class Opened:
    """What is to be posted, and the rows that contradict the books; total is the sum of the new charges."""

    charges: list[Charge] = field(default_factory=list)
    postings: list[Posting] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)

    @property
    def owed(self) -> int:
        """Return how many of the new charges are owed; those of nothing only say what was settled before."""
        return sum(1 for charge in self.charges if charge.amount)

    @property
    def total(self) -> int:
        """Return the sum of the new charges in minor units."""
        return sum(charge.amount for charge in self.charges)

    def rows(self) -> dict[type, Sequence[Any]]:
        """Return the rows as prepare_bulk takes them."""
        return {Charge: self.charges, Posting: self.postings} if self.charges else {Posting: self.postings}


def openings(connection: Any, state: RegisterState, rows: Iterable[FileOpening], first_charge: int) -> Opened:
    """Return the opening rows that are not booked yet; one booked with another sum is an error, not a change."""
    found = Opened()
    booked = billing.opened(connection)
    payers: dict[Period, Payers] = {}
    several = list(rows)
    general = {fold(row.unit) for row in several if row.kind == "balance" and row.item is None}
    for row in several:
        unit_id = state.unit_ids[fold(row.unit)]
        if row.kind in ("arrears", "settled"):
            _arrears(connection, state, row, unit_id, first_charge + len(found.charges), payers, found)
        else:
            _liability(state, row, unit_id, booked, found, alone=fold(row.unit) not in general)
    return found


def _arrears(
    connection: Any, state: RegisterState, row: FileOpening, unit_id: int, charge_id: int,
    payers: dict[Period, Payers], found: Opened,
) -> None:  # fmt: skip
    item = state.items.rows[state.item_ids[row.item or ""]]
    period = period_of(row.period or "")
    before = billing.charge_amount(connection, unit_id, item.id, period.first.isoformat())
    if before is not None:
        if before != row.amount and row.kind == "arrears":
            found.errors.append(_differs(row))
        return
    if row.kind == "settled" and billing.holds_days(
        connection, unit_id, item.id, period.first.isoformat(), period.last.isoformat()
    ):
        return  # the books know better what became of these days
    if period not in payers:
        payers[period] = payers_in(period, state.units.rows.values(), state.holdings.rows.values())
    due = row.due or due_date(period, item.due_day, item.due_after).isoformat()
    facts: dict[str, int | str] = {"kind": "opening", "amount": row.amount}
    if row.note:
        facts["note"] = row.note
    charge = Charge(
        charge_id, unit_id, item.id, item.fund, period.first.isoformat(), period.last.isoformat(), period.label, due,
        row.amount, 0, payers[period].of(unit_id, item.id), None, canonical(facts),
    )  # fmt: skip
    place = (unit_id, item.id, period.label, charge_id)
    found.charges.append(charge)
    if not row.amount:
        return
    found.postings += [
        Posting(item.fund, "receivable", row.amount, *place),
        Posting(item.fund, "opening", -row.amount, *place),
    ]


def _liability(
    state: RegisterState, row: FileOpening, unit_id: int,
    booked: dict[tuple[int, str, int | None, str | None], int], found: Opened, *, alone: bool,
) -> None:  # fmt: skip
    """alone: the file has no general balance for the unit."""
    item = state.items.rows[state.item_ids[row.item]] if row.item else None
    place = (unit_id, item.id if item else None, row.period)
    account = "balance" if row.kind == "balance" else "paid_ahead"
    if account == "balance" and item is not None and item.fund != "operating":
        found.errors.append(_error(row, ("Fee item", "收费项目"), item.name_zh, "import_balance_fund"))
        return
    before = booked.get((unit_id, account, place[1], place[2]))
    if before is None and account == "balance" and alone and booked.get((unit_id, account, None, None)) == row.amount:
        return  # booked before balances were kept for fee items
    if before is not None:
        if before != row.amount:
            found.errors.append(_differs(row))
        return
    fund = item.fund if item else "operating"
    found.postings += [Posting(fund, "opening", row.amount, *place), Posting(fund, account, -row.amount, *place)]


def _differs(row: FileOpening) -> RowError:
    return _error(row, ("Amount", "金额"), f"{row.amount // 100}.{row.amount % 100:02d}", "import_opening_differs")


def _error(row: FileOpening, column: tuple[str, str], value: str, code: str) -> RowError:
    return RowError(row.place.sheet, row.place.row, column[not row.place.sheet.isascii()], value, code)
