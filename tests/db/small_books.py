"""A small estate's books, posted through the books as desk would post them: four units, two months, one closed day."""

import itertools
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from db import tables
from db.accounts import TENDER_ACCOUNT
from db.attachments import keep
from db.books import Books, ClockVerdict, Event, Tx, prepare_bulk
from db.papers import enqueue
from db.rows import (
    Allocation,
    Approval,
    CardIntent,
    Charge,
    Close,
    CloseStep,
    Copy,
    DetailRow,
    Form,
    Posting,
    Receipt,
    ReceiptVoid,
    Tender,
    TenderCheck,
)
from db.store import open_books

CASHIER, SUPERVISOR = 1, 2
PROPERTY_FEE, PARKING = 1, 2
AREA, PRICE = 8950, 28000
FEE = 25060  # 89.50 m² × 2.80 yuan
SCAN = b"%PDF-1.4 the price as it was approved"


class SteppingClock:
    """A clock that moves on by one second whenever it is looked at."""

    def __init__(self, start: datetime = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)) -> None:
        self.moment = start

    def now(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment

    def today(self) -> date:
        return self.moment.date()


def judge(last: datetime, now: datetime) -> ClockVerdict:
    if now < last:
        return "set_back"
    return "far_ahead" if now - last > timedelta(days=2) else "ok"


def counting_salt() -> Callable[[], str]:
    numbers = itertools.count()
    return lambda: f"{next(numbers):016x}"


def new_books(path: Path, clock: SteppingClock | None = None) -> Books:
    """Open books; the salt is counted, so that the same steps make the same chain."""
    return open_books(path, clock or SteppingClock(), judge, "0.1.0", salt=counting_salt())


def found(books: Books) -> Event:
    with books.transaction("found", staff_id=None) as tx:
        facts = {
            "books_id": "b-1",
            "books_kind": "real",
            "estate": {"zh": "翠湖花园", "en": "Lake Garden"},
            "currency": {"code": "CNY", "digits": 2, "symbol": "¥"},
        }
        event = tx.post("books_founded", facts)
        staff = [
            (CASHIER, "王芳", "cashier", "hash-1", "2026-01-01", None),
            (SUPERVISOR, "李建国", "supervisor", "hash-2", "2026-01-01", None),
        ]
        tx.change("staff_changed", {}, {"staff": staff})
        tx.change("settings_changed", {}, {"setting": [(1, "rounding", '"jiao"', "2026-01-01")]})
        return event


def version(table: str, thing: int, **columns: object) -> tuple[object, ...]:
    """One version of a register: the columns named, nothing in the others."""
    return (thing, *(columns.get(name) for name in tables.REGISTERS[table]))


PEOPLE = [
    (1, "陈静", "13800138000", "cj", "person", None),
    (2, "欧阳娜娜", "13912345678", "oynn", "person", "会英语"),
    (3, "单志强", None, "szq", "person", None),
]
UNITS = [
    (1, "3", "2", "1201", "3-2-1201", "flat", AREA, "2020-05-01", None, None, None),
    (2, "3", "2", "1202", "3-2-1202", "flat", AREA, "2020-05-01", None, None, None),
    (3, None, None, "S-12", "商铺S-12", "shop", AREA, "2020-05-01", None, None, None),
    (4, None, None, "B1-023", "B1-023", "parking", AREA, "2020-05-01", None, None, None),
]
HOLDINGS = [
    (1, 1, 1, "owner", "2020-05-01", None, None),
    (2, 2, 2, "owner", "2020-05-01", None, None),
    (3, 3, 3, "owner", "2020-05-01", None, None),
    (4, 4, 1, "owner", "2020-05-01", None, None),
]
VEHICLES = [(1, 4, "粤B12345", "2021-01-01", None)]


def register(books: Books, attachments: Path | None = None) -> None:
    """Write people, units, items and prices; with a folder also the scan that the price rests on."""
    with books.transaction("import", staff_id=SUPERVISOR) as tx:
        tx.change("estate_imported", {}, {"person": PEOPLE, "unit": UNITS, "holding": HOLDINGS, "vehicle": VEHICLES})
        changes = {
            "fee_item": [
                version("fee_item", PROPERTY_FEE, name_zh="物业费", name_en="Property fee", fund="operating", rank=1),
                version("fee_item", PARKING, name_zh="车位费", name_en="Parking", fund="operating", rank=2),
            ],
            "tariff": [
                version(
                    "tariff", 1, item_id=PROPERTY_FEE, unit_kind="flat", kind="area", price=PRICE, since="2020-05-01"
                )
            ],
        }
        if attachments is not None:
            source = attachments.parent / "price.pdf"
            source.write_bytes(SCAN)
            sha256, size = keep(attachments, source)
            changes["attachment"] = [(1, sha256, "price.pdf", size, "tariff:1")]
        tx.change("prices_changed", {}, changes)


def recompute(ingredients: dict[str, int]) -> int:
    """The office's arithmetic for whole months, half up."""
    return (ingredients["area"] * ingredients["price"] * ingredients["months"] + 5000) // 10000


def charge_rows(first_id: int, month: str, units: range, amount: int = FEE) -> list[Charge]:
    ingredients = json.dumps(
        {"area": AREA, "kind": "area", "months": 1, "price": PRICE}, sort_keys=True, separators=(",", ":")
    )
    return [
        Charge(
            first_id + n, unit, PROPERTY_FEE, "operating", f"{month}-01", f"{month}-28", month, f"{month}-25", amount,
            0, unit, 1, ingredients,
        )
        for n, unit in enumerate(units)
    ]  # fmt: skip


def bill(books: Books, month: str, units: range = range(1, 5), request_id: str | None = None) -> None:
    """Bill one month's property fee as a bulk event."""
    with books.transaction(request_id or f"bill-{month}", staff_id=SUPERVISOR) as tx:
        if tx.earlier:
            return
        charges = charge_rows(tx.next_id("charge"), month, units)
        postings = []
        for c in charges:
            postings.append(Posting("operating", "receivable", c.amount, c.unit_id, c.item_id, c.period, c.id))
            postings.append(Posting("operating", "income", -c.amount, c.unit_id, c.item_id, c.period, c.id))
        tx.post_bulk("charges_billed", {"month": month}, prepare_bulk({Charge: charges, Posting: postings}))


def open_till(books: Books, day: str = "2026-11-23", request_id: str = "open") -> Event:
    with books.transaction(request_id, staff_id=CASHIER, till=1, day=day) as tx:
        rows = [Posting("operating", "till_cash", 50000), Posting("operating", "safe_cash", -50000)]
        event = tx.post("till_opened", {"float": {"10000": 5}, "amount": 50000}, rows)
        tx.connection.execute("INSERT INTO till_state VALUES (1, ?, ?, ?)", (day, event.id, CASHIER))
        return event


def pay(books: Books, request_id: str, unit_id: int, amount: int, tender: str = "cash", paper: bool = True) -> Event:
    """Settle the oldest charges of a unit; what is left becomes its balance."""
    with books.transaction(request_id, staff_id=CASHIER, till=1, day="2026-11-23") as tx:
        return post_payment(tx, unit_id, amount, tender, paper=paper)


def post_payment(tx: Tx, unit_id: int, amount: int, tender: str = "cash", *, paper: bool = True) -> Event:
    done = [e for e in tx.earlier if e.kind == "payment"]
    if done:
        return Event(done[0].id, done[0].kind, done[0].hash)
    receipt = tx.next_id("receipt")
    number = tx.take_number("R2026")
    rows: list[DetailRow] = [
        Receipt(receipt, "R2026", number, "operating", unit_id, unit_id, amount),
        Tender(tender, amount, None, "{}"),
        Posting("operating", TENDER_ACCOUNT[tender], amount, tender=tender),
    ]
    rest = amount
    open_rows = tx.connection.execute(
        "SELECT charge_id, open FROM open_item WHERE unit_id = ? ORDER BY due, charge_id", (unit_id,)
    )
    for charge, still in open_rows.fetchall():
        part = min(rest, still)
        if part:
            rows.append(Allocation(charge, part, receipt))
            rows.append(Posting("operating", "receivable", -part, unit_id, PROPERTY_FEE, None, charge))
            rest -= part
    if rest:
        rows.append(Posting("operating", "balance", -rest, unit_id))
    event = tx.post("payment", {"received": amount, "change": 0, "unit_ids": [unit_id]}, rows)
    if paper:
        enqueue(tx, "receipt", '["receipt"]', receipt_id=receipt, event_id=event.id, drawer=True)
    return event


def void(books: Books, request_id: str, receipt: int) -> Event:
    """Take a receipt back whole, with a second person's approval."""
    with books.transaction(request_id, staff_id=CASHIER, till=1, day="2026-11-23") as tx:
        (event_id,) = tx.connection.execute("SELECT event_id FROM receipt WHERE id = ?", (receipt,)).fetchone()
        columns = "fund, account, -amount, unit_id, item_id, period, charge_id, tender"
        postings = tx.connection.execute(f"SELECT {columns} FROM posting WHERE event_id = ?", (event_id,)).fetchall()
        settled = tx.connection.execute(
            "SELECT charge_id, -amount, receipt_id FROM allocation WHERE event_id = ?", (event_id,)
        ).fetchall()
        rows: list[DetailRow] = [ReceiptVoid(receipt)]
        rows += [Posting(*row) for row in postings]
        rows += [Allocation(*row) for row in settled]
        rows.append(Approval("void", f"receipt:{receipt}", CASHIER, SUPERVISOR, "granted", "wrong unit"))
        return tx.post("receipt_voided", {"receipt_id": receipt, "reason": "wrong unit"}, rows)


def close(books: Books, day: str = "2026-11-23", request_id: str = "close") -> Event:
    with books.transaction(request_id, staff_id=CASHIER, till=1, day=day) as tx:
        anchor = tx.connection.execute("SELECT coalesce(max(event_id), 0) FROM close").fetchone()[0]
        (opened,) = tx.connection.execute("SELECT opened_event FROM till_state WHERE till = 1").fetchone()
        (cash,) = tx.connection.execute("SELECT sum(amount) FROM posting WHERE account = 'till_cash'").fetchone()
        number = tx.take_number("Z1")
        rows: list[DetailRow] = [
            Close(1, number, day, anchor + 1, opened, cash, cash, cash),
            Posting("operating", "till_cash", -cash),
            Posting("operating", "safe_cash", cash),
        ]
        event = tx.post("till_closed", {"expected": cash, "counted": cash}, rows)
        tx.connection.execute("DELETE FROM till_state WHERE till = 1")
    with books.transaction(f"{request_id}-step", staff_id=CASHIER, till=1, day=day) as tx:
        tx.post("step_done", {}, [CloseStep(event.id, "journal", f"{day}.sqlite", "0" * 64)])
    return event


def fill(books: Books, attachments: Path | None = None) -> None:
    """A closed day and the beginning of the next one, with at least one row in every book table."""
    found(books)
    register(books, attachments)
    bill(books, "2026-10")
    bill(books, "2026-11")
    open_till(books)
    pay(books, "pay-1", 1, 2 * FEE)
    pay(books, "pay-2", 2, FEE + 100)
    pay(books, "pay-3", 3, FEE, "qr_code")
    pay(books, "pay-4", 3, 30000)
    wrong = pay(books, "pay-5", 4, FEE)
    void(books, "void-5", 5)
    with books.transaction("more", staff_id=CASHIER, till=1) as tx:
        tx.post("receipt_copied", {}, [Copy(1, 1)])
        tx.post("form_spoiled", {}, [Form(1, "A000017", "spoiled")])
        tx.post("code_checked", {}, [TenderCheck(wrong.id - 2, 0, "arrived")])
        tx.post("card_asked", {}, [CardIntent("intent-1", "card", FEE, "sent", None, "{}")])
        tx.post("card_settled", {}, [CardIntent("intent-1", "card", FEE, "declined", None, "{}")])
    closed = close(books)
    with books.machine() as connection:
        connection.execute("INSERT INTO anchor_seen VALUES ('journal', 'Z000001', ?, ?)", (closed.id, closed.hash))
    with books.transaction("person", staff_id=SUPERVISOR) as tx:
        tx.change("registers_changed", {}, {"person": [(3, "单志强", "13700001111", "szq", "person", None)]})
    open_till(books, "2026-11-24", "open-2")
    pay(books, "pay-6", 2, 5000)


def requests() -> Iterator[str]:
    """Fresh request ids."""
    return (f"request-{n}" for n in itertools.count())
