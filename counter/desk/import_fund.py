"""What a file brings of the units' accounts with the maintenance fund's bank; what is entered already is left out."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from counter.desk.estate_rows import FileFund, RowError
from counter.desk.register_state import RegisterState
from counter.rules.room import fold
from db.queries import fund
from db.queries.fund import FundEntry


def fund_entries(
    connection: Any, state: RegisterState, rows: Iterable[FileFund]
) -> tuple[list[FundEntry], list[RowError]]:
    """Return the entries that are new, and the rows that contradict the register or lie in the future."""
    there = Counter(fund.entries(connection))
    slips = {(each.unit_id, each.kind, each.slip) for each in there if each.slip}
    found: list[FundEntry] = []
    wrong: list[RowError] = []
    for row in rows:
        entry = FundEntry(state.unit_ids[fold(row.unit)], row.kind, row.day, row.amount, row.slip)
        if there[entry]:
            there[entry] -= 1  # a second row that says the same without a slip is a second entry
        elif row.day > state.day:
            wrong.append(_error(row, "Date", "日期", row.day, "import_fund_to_come"))
        elif (entry.unit_id, entry.kind, entry.slip) in slips:
            wrong.append(_error(row, "Slip", "凭证号", row.slip, "import_fund_differs"))
        else:
            found.append(entry)
    return found, wrong


def _error(row: FileFund, en: str, zh: str, value: str, code: str) -> RowError:
    return RowError(row.place.sheet, row.place.row, en if row.place.sheet.isascii() else zh, value, code)
