"""The office with a late fee by contract: half a per mille a day since long ago."""

import json
from datetime import date
from typing import Any

from counter.desk.change_settings import change_settings
from counter.desk.confirm_date import confirm_date
from counter.desk.formulas import recompute
from counter.desk.late_fees import standing_fee
from counter.desk.void_receipt import void_receipt
from db.check import check_books
from db.rows import Charge
from tests.desk.office import CASHIER, MANAGER, SUPERVISOR, Desk

LONG_AGO = date(2020, 1, 1)


def with_late_fee(desk: Desk, mode: str = "charged", since: date = LONG_AGO, **terms: Any) -> Desk:
    """Put a late fee into force: rate in millionths a day, grace, from_due, cap."""
    dated = {f"late_fee_{name}": value for name, value in {"rate": 500, **terms}.items()}
    change_settings(desk.books, dated, since, request_id=desk.request(), staff=MANAGER)
    mode_now = {"late_fee_mode": mode}
    change_settings(desk.books, mode_now, desk.clock.today(), request_id=desk.request(), staff=MANAGER)
    desk.set_office(late_fee_mode=mode)
    return desk


def next_day(desk: Desk, days: int = 1) -> None:
    """Close the till, let days pass and open it again."""
    desk.close()
    desk.clock.wait(days=days)
    if days > 2:  # nobody was here for so long that a second person has to say what day it is
        confirm_date(desk.books, request_id=desk.request(), requester=CASHIER, approver=SUPERVISOR)
    desk.open()


def void(desk: Desk, receipt_id: int) -> None:
    void_receipt(
        desk.books, receipt_id, "wrong sum", request_id=desk.request(), requester=CASHIER, till=1, approver=SUPERVISOR
    )  # fmt: skip


def running(desk: Desk, unit: int) -> list[int]:
    """The fees that run besides each charge of a unit, not posted yet."""
    return [fee.amount for fee in standing_fee(desk.connection, unit, desk.clock.today().isoformat())]


def posted(desk: Desk, of: int | None = None) -> list[Charge]:
    """The late fees in the books, reversals included, of one charge or all."""
    columns = ", ".join(Charge._fields)
    rows = desk.connection.execute(f"SELECT {columns} FROM charge ORDER BY id").fetchall()
    found = [Charge(*row) for row in rows]
    made = [(each, json.loads(each.ingredients)) for each in found]
    return [each for each, of_it in made if of_it["kind"] == "late_fee" and of in (None, of_it["of"])]


def recomputed(desk: Desk) -> list[str]:
    """What the check of the books finds, each charge computed again from its ingredients."""
    reader = desk.books.reader()
    try:
        return [str(each) for each in check_books(reader, recompute=recompute).findings]
    finally:
        reader.close()
