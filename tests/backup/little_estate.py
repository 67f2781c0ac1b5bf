"""A little estate's real books, posted event by event: two owners, two items, days worked and closed."""

import itertools
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from backup.journal_format import FORMAT
from counter.desk.drawer import drawer_of
from db import tables
from db.accounts import TENDER_ACCOUNT
from db.attachments import keep
from db.books import Books, ClockVerdict, Event, prepare_bulk
from db.queries.tills import TillState, last_anchor, last_close
from db.rows import (
    Allocation,
    Approval,
    Charge,
    Close,
    CloseStep,
    DetailRow,
    Posting,
    Receipt,
    ReceiptVoid,
    Tender,
)
from db.store import open_books

BOOKS_ID = "b-lake-garden"
CASHIER, SUPERVISOR = 1, 2
FEE, PARKING = 25060, 30000
FLOAT = 50000
NAMES = ("陈静", "欧阳娜娜")
PHONES = ("13800138000", "13912345678")
PLATE = "粤B12345"


class Clock:
    """A clock that a test sets; it moves on by a second whenever it is looked at."""

    def __init__(self, start: datetime = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)) -> None:
        self.moment = start

    def now(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment

    def today(self) -> date:
        return self.moment.date()


def judge(last: datetime, now: datetime) -> ClockVerdict:
    return "ok" if now >= last else "set_back"


def counted_salt() -> Callable[[], str]:
    numbers = itertools.count()
    return lambda: f"{next(numbers):016x}"


class Estate(NamedTuple):
    """Open books and the folders beside them."""

    books: Books
    clock: Clock
    root: Path

    @property
    def path(self) -> Path:
        return self.root / "books.sqlite"

    @property
    def journals(self) -> Path:
        return self.root / "journals"

    @property
    def attachments(self) -> Path:
        return self.root / "attachments"

    @property
    def snapshots(self) -> Path:
        return self.root / "snapshots"


def open_estate(root: Path, kind: str = "real") -> Estate:
    """Found the estate in a folder: staff, people, units, prices with their scan, and what is owed for two months."""
    clock = Clock()
    books = open_books(root / "books.sqlite", clock, judge, "0.1.0", salt=counted_salt())
    estate = Estate(books, clock, root)
    _found(estate, kind)
    _register(estate)
    for month in ("2026-10", "2026-11"):
        _bill(estate, month)
    return estate


def version(table: str, thing: int, **columns: object) -> tuple[object, ...]:
    """One version of a register: the columns named, nothing in the others."""
    assert set(columns) <= set(tables.REGISTERS[table])
    return (thing, *(columns.get(name) for name in tables.REGISTERS[table]))


def _found(estate: Estate, kind: str) -> None:
    with estate.books.transaction("found", staff_id=None) as tx:
        facts = {
            "books_id": BOOKS_ID,
            "books_kind": kind,
            "estate": {"zh": "翠湖花园", "en": "Lake Garden"},
            "currency": {"code": "CNY", "digits": 2, "symbol": "¥"},
        }
        tx.post("books_founded", facts)
        staff = [
            (CASHIER, "王芳", "cashier", "argon2-secret-1", "2026-01-01", None),
            (SUPERVISOR, "李建国", "supervisor", "argon2-secret-2", "2026-01-01", None),
        ]
        tx.change("staff_changed", {}, {"staff": staff})
        tx.change("settings_changed", {}, {"setting": [(1, "rounding", '"jiao"', "2026-01-01")]})


def _register(estate: Estate) -> None:
    scan = estate.root / "price.pdf"
    scan.write_bytes(b"%PDF-1.4 the price as it was approved")
    sha256, size = keep(estate.attachments, scan)
    owners = (1, 2)
    with estate.books.transaction("import", staff_id=SUPERVISOR) as tx:
        changes = {
            "person": [
                version("person", n, name=NAMES[n - 1], phone=PHONES[n - 1], initials="x", kind="person")
                for n in owners
            ],
            "unit": [
                version(
                    "unit", n, building="3", entrance="2", room=f"120{n}", code=f"3-2-120{n}", kind="flat", area=8950
                )
                for n in owners
            ],
            "holding": [
                version("holding", n, unit_id=n, person_id=n, role="owner", since="2020-05-01") for n in owners
            ],
            "vehicle": [version("vehicle", 1, unit_id=1, plate=PLATE, since="2021-01-01")],
        }
        tx.change("estate_imported", {}, changes)
        changes = {
            "fee_item": [
                version("fee_item", 1, name_zh="物业费", name_en="Property fee", fund="operating", months=1),
                version("fee_item", 2, name_zh="车位费", name_en="Parking", fund="operating", months=1),
            ],
            "tariff": [version("tariff", 1, item_id=1, unit_kind="flat", kind="area", price=28000, basis_scan=sha256)],
            "attachment": [version("attachment", 1, sha256=sha256, name="price.pdf", bytes=size, subject="tariff:1")],
        }
        tx.change("prices_changed", {}, changes)


def _bill(estate: Estate, month: str) -> None:
    with estate.books.transaction(f"bill-{month}", staff_id=SUPERVISOR) as tx:
        first = tx.next_id("charge")
        charges = [
            Charge(
                first + 2 * (unit - 1) + item - 1, unit, item, "operating", f"{month}-01", f"{month}-30", month,
                f"{month}-15", amount, 0, unit, 1, json.dumps({"kind": "fixed", "price": amount}),
            )
            for unit in (1, 2)
            for item, amount in ((1, FEE), (2, PARKING))
        ]  # fmt: skip
        postings = [
            Posting("operating", account, sign * c.amount, c.unit_id, c.item_id, c.period, c.id)
            for c in charges
            for account, sign in (("receivable", 1), ("income", -1))
        ]
        tx.post_bulk("charges_billed", {"month": month}, prepare_bulk({Charge: charges, Posting: postings}))


def open_till(estate: Estate, till: int = 1) -> TillState:
    day = estate.clock.today().isoformat()
    with estate.books.transaction(f"open-{till}-{estate.clock.moment}", staff_id=CASHIER, till=till, day=day) as tx:
        rows = [
            Posting("operating", "till_cash", FLOAT, tender="cash"),
            Posting("operating", "safe_cash", -FLOAT, tender="cash"),
        ]
        event = tx.post("till_opened", {"float": {"10000": 5}, "amount": FLOAT}, rows)
        tx.connection.execute("INSERT INTO till_state VALUES (?, ?, ?, ?)", (till, day, event.id, CASHIER))
        return TillState(till, day, event.id, CASHIER)


def pay(estate: Estate, unit: int, amount: int, tender: str = "cash", till: int = 1) -> int:
    """Settle a unit's oldest charges, the rest becoming its balance; returns the receipt's id."""
    with estate.books.transaction(f"pay-{estate.clock.moment}", staff_id=CASHIER, till=till) as tx:
        receipt = tx.next_id("receipt")
        rows: list[DetailRow] = [
            Receipt(receipt, "R2026", tx.take_number("R2026"), "operating", unit, unit, amount),
            Tender(tender, amount, None, "{}"),
            Posting("operating", TENDER_ACCOUNT[tender], amount, tender=tender),
        ]
        open_rows = tx.connection.execute(
            "SELECT charge_id, item_id, open FROM open_item WHERE unit_id = ? ORDER BY due, charge_id", (unit,)
        ).fetchall()
        rest = amount
        for charge, item, still in open_rows:
            part = min(rest, still)
            if part:
                rows.append(Allocation(charge, part, receipt))
                rows.append(Posting("operating", "receivable", -part, unit, item, None, charge))
                rest -= part
        if rest:
            rows.append(Posting("operating", "balance", -rest, unit))
        tx.post("payment", {"received": amount, "change": 0, "units": [unit]}, rows)
        return receipt


def void(estate: Estate, receipt: int, till: int = 1) -> None:
    with estate.books.transaction(f"void-{receipt}", staff_id=CASHIER, till=till) as tx:
        (event_id,) = tx.connection.execute("SELECT event_id FROM receipt WHERE id = ?", (receipt,)).fetchone()
        rows: list[DetailRow] = [
            ReceiptVoid(receipt),
            Approval("void", f"receipt:{receipt}", CASHIER, SUPERVISOR, "granted", "wrong unit"),
        ]
        for table, columns in (
            (Tender, "kind, -amount, evidence, details"),
            (Allocation, "charge_id, -amount, receipt_id"),
            (Posting, "fund, account, -amount, unit_id, item_id, period, charge_id, tender"),
        ):
            name = table.__name__.lower()
            found = tx.connection.execute(f"SELECT {columns} FROM {name} WHERE event_id = ? ORDER BY line", (event_id,))
            rows += [table(*row) for row in found.fetchall()]
        tx.post("receipt_voided", {"receipt": receipt, "reason": "wrong unit"}, rows)


def close_till(estate: Estate, state: TillState, over: int = 0) -> Event:
    """Post the Z: the drawer as the office computes it, cash to the safe, what is over to its account."""
    with estate.books.transaction(f"close-{estate.clock.moment}", staff_id=CASHIER, till=state.till) as tx:
        tx.day = state.day
        drawer = drawer_of(tx.connection, state)
        expected, before = drawer.cash_expected, last_close(tx.connection, state.till)
        rows: list[DetailRow] = [
            Close(
                state.till, tx.take_number(f"Z{state.till}"), state.day, last_anchor(tx.connection) + 1,
                state.opened_event, expected, expected + over, (before.perpetual if before else 0) + drawer.received,
            ),
            Posting("operating", "safe_cash", expected + over, tender="cash"),
            Posting("operating", "till_cash", -expected, tender="cash"),
        ]  # fmt: skip
        if over:
            rows.append(Posting("operating", "over_short", -over, tender="cash"))
        event = tx.post(
            "till_closed", {"drawer": asdict(drawer), "difference": over, "reason": "", "journal_format": FORMAT}, rows
        )
        tx.connection.execute("DELETE FROM till_state WHERE till = ?", (state.till,))
        return event


def step_done(estate: Estate, close_event: int, place: str, digest: str) -> None:
    with estate.books.transaction(f"step-{close_event}", staff_id=CASHIER) as tx:
        tx.post("step_done", {}, [CloseStep(close_event, "journal", place, digest)])


def work_a_day(estate: Estate) -> Event:
    """Open, take four payments, void one, close with ten fen too many."""
    state = open_till(estate)
    pay(estate, 1, FEE + PARKING)
    pay(estate, 2, 20000, "card")
    wrong = pay(estate, 2, 7000)
    pay(estate, 1, 2 * FEE + PARKING, "qr_code")
    void(estate, wrong)
    return close_till(estate, state, over=10)


def next_day(estate: Estate) -> None:
    estate.clock.moment += timedelta(days=1)
