"""An office to try the money acts in: founded books, staff of every role, four flats with charges, a clock by hand."""

import itertools
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from counter.desk.change_fund import enter_change_fund
from counter.desk.close_till import Closed, close_till
from counter.desk.count_till import record_count
from counter.desk.found_books import found_books
from counter.desk.late_fees import charged_fees
from counter.desk.office import Office, load_office
from counter.desk.open_till import open_till
from counter.desk.payment_order import LateEntry, ShownFee
from counter.desk.people import Person
from counter.desk.price_ahead import price_ahead
from counter.desk.suspend_till import take_up_till
from counter.desk.take_payment import Chosen, Paid, PaymentOrder, take_payment
from counter.desk.tenders import TenderIn
from counter.rules.clock import verdict
from counter.rules.periods import month
from counter.rules.rounding import round_at_window
from counter.rules.tender import TenderKind
from counter.words import Words
from db.books import Books
from db.check import check_books
from db.queries.accounts import OpenCharge, open_charges
from db.rows import Charge, Posting
from db.store import open_books
from db.tables import REGISTERS

MANAGER, CASHIER = Person(1, "陈静", "manager"), Person(2, "王芳", "cashier")
SUPERVISOR = Person(3, "李建国", "supervisor")
FINANCE, AUDITOR = Person(4, "赵敏", "finance"), Person(5, "孙丽", "auditor")
OTHER_CASHIER, OTHER_SUPERVISOR = Person(6, "周杰", "cashier"), Person(7, "吴刚", "supervisor")
STAFF = (MANAGER, CASHIER, SUPERVISOR, FINANCE, AUDITOR, OTHER_CASHIER, OTHER_SUPERVISOR)

FEE, FUND = 1, 2
EVEN, ODD, THIRD, FUNDED = 1, 2, 3, 4
AREAS = {EVEN: 8950, ODD: 8953, THIRD: 12000, FUNDED: 8953}
PRICE, FUND_PRICE = 28_000, 500_300
FUND_FEE = 5003
FUND_SETTING = 900
MONTHS = ("2026-09", "2026-10", "2026-11")
OWNERS = {EVEN: "张三", ODD: "欧阳娜娜", THIRD: "单志强", FUNDED: "乐嘉"}
FOUNDED_BEFORE = 20  # days before the estate and its charges came in
FLOAT = {10_000: 2, 1000: 10}
FLOAT_SUM = 30_000
CHANGE_FUND = 1_000_000


class HandClock:
    """A clock that moves only by hand; the office lies on UTC."""

    def __init__(self, moment: datetime = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)) -> None:
        self.moment = moment
        self.passed = timedelta(0)

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()

    def wait(self, **time: int) -> None:
        """Let time pass; backwards it is only the clock that is set."""
        self.moment += timedelta(**time)
        self.passed += max(timedelta(0), timedelta(**time))

    def set_forward(self, **time: int) -> None:
        """Set the clock forward without any time passing."""
        self.moment += timedelta(**time)

    def ticks(self) -> int:
        """The nanoseconds that really passed."""
        return self.passed // timedelta(microseconds=1) * 1000


def salt() -> Callable[[], str]:
    numbers = itertools.count()
    return lambda: f"{next(numbers):016x}"


def open_office_books(path: Path, clock: HandClock) -> Books:
    return open_books(path, clock, verdict, "test", salt=salt(), ticks=clock.ticks)


def furnish(books: Books, pins: Mapping[int, str] | None = None, change_fund: int = CHANGE_FUND) -> None:
    """Found the books and enter staff, flats, owners, items, prices and three months of charges."""
    hashes = {person.staff_id: (pins or {}).get(person.staff_id, "none") for person in STAFF}
    clock = books.clock
    assert isinstance(clock, HandClock)
    clock.wait(days=-FOUNDED_BEFORE)
    found_books(
        books, request_id="found", kind="real", estate_zh="阳光花园", estate_en="Sunshine Garden",
        manager_name=MANAGER.name, pin_hash=hashes[1],
    )  # fmt: skip
    staff = [
        version("staff", p.staff_id, name=p.name, role=p.role, pin_hash=hashes[p.staff_id], since="2020-01-01")
        for p in STAFF[1:]
    ]
    units = [_unit(unit) for unit in AREAS]
    people = [version("person", u, name=name, phone=f"1380013800{u}", kind="person") for u, name in OWNERS.items()]
    holdings = [version("holding", u, unit_id=u, person_id=u, role="owner", since="2020-01-01") for u in AREAS]
    # These books take the maintenance fund at the counter.
    takes = version("setting", FUND_SETTING, key="maintenance_fund", value='"counter"', since="2020-01-01")
    registers = {"staff": staff, "unit": units, "person": people, "holding": holdings, "setting": [takes]}
    clock.wait(days=FOUNDED_BEFORE)
    with books.transaction("estate", staff_id=1, confirms_date=True) as tx:
        tx.change("estate_imported", {}, {**registers, "fee_item": _items(), "tariff": _tariffs()})
    if change_fund:
        enter_change_fund(books, change_fund, "counted on the first day", request_id="change-fund", clerk=MANAGER)
    for label in MONTHS:
        bill(books, label)


def version(table: str, thing: int, **columns: object) -> tuple[object, ...]:
    """One version of a register: the columns named, nothing in the others."""
    return (thing, *(columns.get(name) for name in REGISTERS[table]))


def _unit(unit: int) -> tuple[object, ...]:
    kind = "house" if unit == FUNDED else "flat"
    place = {"building": "3", "entrance": "2", "room": f"120{unit}", "code": f"3-2-120{unit}"}
    return version("unit", unit, kind=kind, area=AREAS[unit], **place)


def _items() -> list[tuple[object, ...]]:
    billed = {"months": 1, "due_day": 15, "due_after": 0, "closed": 0}
    return [
        version("fee_item", FEE, name_zh="物业费", name_en="Property fee", fund="operating", rank=1, **billed),
        version("fee_item", FUND, name_zh="维修资金", name_en="Fund share", fund="maintenance", rank=2, **billed),
    ]


def _tariffs() -> list[tuple[object, ...]]:
    since = {"since": "2020-01-01"}
    return [
        version("tariff", 1, item_id=FEE, unit_kind="flat", kind="area", price=PRICE, **since),
        version("tariff", 2, item_id=FEE, unit_kind="house", kind="area", price=PRICE, **since),
        version("tariff", 3, item_id=FUND, unit_kind="house", kind="fixed", price=FUND_PRICE, **since),
    ]


def charge_amounts(unit: int) -> dict[int, int]:
    """What a month costs a flat, by item; the fourth also pays into the maintenance fund."""
    fee = (AREAS[unit] * PRICE + 5000) // 10_000
    return {FEE: fee, FUND: FUND_FEE} if unit == FUNDED else {FEE: fee}


def bill(books: Books, label: str, units: Sequence[int] = tuple(AREAS)) -> None:
    """Post a month's charges as an event of their own."""
    period = month(label)
    with books.transaction(f"bill-{label}", staff_id=1) as tx:
        first_id, charges, postings = tx.next_id("charge"), list[Charge](), list[Posting]()
        for unit in units:
            for item, amount in charge_amounts(unit).items():
                fund = "maintenance" if item == FUND else "operating"
                made = {"area": AREAS[unit], "kind": "area", "months": 1, "price": PRICE}
                made = made if item == FEE else {"kind": "fixed", "months": 1, "price": FUND_PRICE}
                charge = Charge(
                    first_id + len(charges), unit, item, fund, period.first.isoformat(), period.last.isoformat(),
                    label, f"{label}-15", amount, 0, unit, 1 if item == FEE else 3, json.dumps(made, sort_keys=True),
                )  # fmt: skip
                place = (unit, item, label, charge.id)
                income = "fund_owed" if item == FUND else "income"
                charges.append(charge)
                postings += [Posting(fund, "receivable", amount, *place), Posting(fund, income, -amount, *place)]
        tx.post("charges_billed", {"months": [label], "items": {}}, [*charges, *postings])


def card(amount: int, voucher: str = "000123", **more: str) -> TenderIn:
    details = {"terminal": "10023457", "batch": "000001", "voucher": voucher, **more}
    return TenderIn(TenderKind.CARD, amount, details)


def code(amount: int, tail: str = "123456", channel: str = "wechat") -> TenderIn:
    return TenderIn(TenderKind.QR_CODE, amount, {"channel": channel, "tail": tail})


def cash(amount: int) -> TenderIn:
    return TenderIn(TenderKind.CASH, amount)


def from_balance(amount: int) -> TenderIn:
    return TenderIn(TenderKind.BALANCE, amount)


@dataclass
class Desk:
    """The window as a test uses it: books, clock, settings, and the acts in a few words; amounts in fen."""

    books: Books
    clock: HandClock
    office: Office
    words: Words
    till: int = 1
    _requests: "itertools.count[int]" = field(default_factory=itertools.count)

    @property
    def connection(self) -> Any:
        return self.books.database.connection()

    def books_folder(self) -> Path:
        return Path(self.books.path).parent

    def request(self) -> str:
        return f"request-{next(self._requests)}"

    def set_office(self, **settings: Any) -> None:
        self.office = replace(self.office, **settings)

    # Looking

    def account(self, name: str, fund: str | None = None, unit: int | None = None) -> int:
        """The sum of an account, debit positive."""
        sql = "SELECT coalesce(sum(amount), 0) FROM posting WHERE account = ?"
        values: list[object] = [name]
        for column, value in (("fund", fund), ("unit_id", unit)):
            if value is not None:
                sql += f" AND {column} = ?"
                values.append(value)
        return int(self.connection.execute(sql, values).fetchone()[0])

    def count(self, table: str) -> int:
        return int(self.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def charges(self, *units: int) -> list[OpenCharge]:
        return open_charges(self.connection, units)

    def fees(self, lines: Sequence[OpenCharge], day: str = "") -> tuple[ShownFee, ...]:
        """The late fees that stand besides charges today, or on another day."""
        found = charged_fees(self.connection, lines, self.office, day or self.clock.today().isoformat())
        return tuple(ShownFee(fee.charge.charge_id, fee.amount) for fee in found)

    def owed(self, unit: int) -> int:
        return sum(charge.open for charge in self.charges(unit))

    def body(self, event_id: int) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(
            self.connection.execute("SELECT body FROM event WHERE id = ?", (event_id,)).fetchone()[0]
        )
        return found

    def accounts_of(self, event_id: int) -> dict[tuple[str, str], int]:
        """What an event posted, by fund and account."""
        sums: dict[tuple[str, str], int] = {}
        for fund, account, amount, *_rest in self.body(event_id)["rows"]["posting"]:
            sums[fund, account] = sums.get((fund, account), 0) + amount
        return sums

    def findings(self) -> list[str]:
        """What the check of the books finds: nothing, while they are whole."""
        reader = self.books.reader()
        try:
            report = check_books(reader)
        finally:
            reader.close()
        return [f"{each.code} {each}" for each in report.findings]

    # Acting

    def open(self, **more: Any) -> None:
        arguments = {"request_id": self.request(), "cashier": CASHIER, "till": self.till, **more}
        open_till(self.books, FLOAT, **arguments)

    def take_up(self, *people: Person) -> None:
        """Let people who may do so run the till for its cashier."""
        for person in people:
            take_up_till(self.books, request_id=self.request(), person=person, till=self.till)

    def order(self, *units: int, chosen: Sequence[OpenCharge] | None = None, **more: Any) -> PaymentOrder:
        """Everything open of the units, rounded as the office rounds, paid exactly in cash unless said otherwise."""
        lines = self.charges(*units) if chosen is None else chosen
        ahead = sum(each.amount for each in more.get("ahead", ()))
        late: LateEntry | None = more.get("late")
        fees = self.fees(lines, late.written_on if late and self.office.late_fee_mode != "off" else "")
        asked = 0 if more.get("principal_only") else sum(fee.amount for fee in fees)
        lost = more.get("written_off", ())
        total = sum(line.open for line in (*lines, *lost)) + asked + ahead
        pay_now = more.pop("pay_now", total)
        tenders = more.pop("tenders", None)
        is_cash = tenders is None or all(tender.kind is TenderKind.CASH for tender in tenders)
        shown = round_at_window(pay_now, self.office.rounding, cash=is_cash, in_full=pay_now == total).rounding
        rounding = more.pop("rounding", shown)
        if tenders is None:
            tenders = (cash(pay_now + rounding + more.get("to_balance", 0)),)
        shown_lines = tuple(Chosen(line.charge_id, line.open) for line in lines)
        return PaymentOrder(
            units, shown_lines, pay_now, tuple(tenders), rounding=rounding, late_fees=fees,
            **{"payer_id": units[0], "payer_name": OWNERS[units[0]], **more},
        )  # fmt: skip

    def take(self, order: PaymentOrder, request: str | None = None, cashier: Person = CASHIER) -> Paid:
        return take_payment(
            self.books, order, request_id=request or self.request(), cashier=cashier, till=self.till,
            office=self.office, words=self.words,
        )  # fmt: skip

    def pay(self, *units: int, **more: Any) -> Paid:
        return self.take(self.order(*units, **more))

    def ahead(self, unit: int, to: str) -> tuple[Any, ...]:
        return tuple(price_ahead(self.connection, unit, month(to)))

    def count_drawer(self, total: int, **more: Any) -> Any:
        arguments = {"request_id": self.request(), "cashier": CASHIER, "till": self.till, "office": self.office, **more}
        return record_count(self.books, {1: total}, **arguments)

    def close(self, total: int | None = None, **more: Any) -> Closed:
        """Count (what the postings say lies there, unless said otherwise) and close."""
        if total is None:
            total = self.account("till_cash")
        self.count_drawer(total, cashier=more.get("cashier", CASHIER))
        return self.close_counted(**more)

    def close_counted(self, **more: Any) -> Closed:
        arguments = {
            "request_id": self.request(), "cashier": CASHIER, "till": self.till, "office": self.office,
            "words": self.words, **more,
        }  # fmt: skip
        return close_till(self.books, **arguments)


def desk_at(path: Path, clock: HandClock | None = None) -> Desk:
    """Open the office's books at a path and stand at its window."""
    clock = clock or HandClock()
    books = open_office_books(path, clock)
    office = load_office(books.database.connection(), clock.today().isoformat())
    return Desk(books, clock, office, Words.load("en"))
