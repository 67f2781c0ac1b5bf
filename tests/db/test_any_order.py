"""Whatever happens in whatever order: the books stay whole, and what is derived is what can be derived anew."""

import itertools
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from db.books import Tx
from db.check import check_books, rebuild_machine
from db.check.findings import Report
from db.faults import BooksFault
from db.open_items import AlreadySettled
from db.registers import erase_person
from db.rows import Allocation
from tests.db.small_books import (
    CASHIER,
    FEE,
    SUPERVISOR,
    bill,
    close,
    found,
    new_books,
    open_till,
    post_payment,
    recompute,
    register,
    void,
)

UNITS = st.integers(1, 4)
NAMES = st.text(alphabet="陈欧阳娜志强A", min_size=1, max_size=5)
REQUESTS = st.integers(0, 5).map(lambda n: f"window-{n}")


class AtTheCounter(RuleBasedStateMachine):
    """A cashier, a supervisor and an office that do what they like."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="books-"))
        self.books = new_books(self.folder / "books.sqlite")
        self.reader = self.books.reader()
        self.fresh = (f"r{n}" for n in itertools.count())
        self.months = (f"{year}-{month:02}" for year in range(2026, 2036) for month in range(1, 13))
        self.open = False
        self.receipts: list[int] = []
        self.answers: dict[str, tuple[int, str]] = {}

    def teardown(self) -> None:
        derived = self.derived()
        rebuild_machine(self.books)
        assert self.derived() == derived
        self.reader.close()
        self.books.close()
        shutil.rmtree(self.folder)

    def derived(self) -> list[list[tuple[object, ...]]]:
        tables = ("open_item", "series", "till_state", "find_key")
        return [sorted(self.reader.execute_sql(f"SELECT * FROM {table}").fetchall()) for table in tables]

    def sum_of(self, sql: str) -> int:
        found: int = self.reader.execute_sql(sql).fetchone()[0]
        return found

    @initialize()
    def begin(self) -> None:
        found(self.books)
        register(self.books)

    @rule(first=UNITS, last=UNITS)
    def bill_a_month(self, first: int, last: int) -> None:
        bill(self.books, next(self.months), range(min(first, last), max(first, last) + 1))

    @precondition(lambda self: not self.open)
    @rule()
    def open_the_till(self) -> None:
        open_till(self.books, "2026-11-23", next(self.fresh))
        self.open = True

    @precondition(lambda self: self.open)
    @rule(request=REQUESTS, unit=UNITS, amount=st.integers(1, 3 * FEE), tender=st.sampled_from(["cash", "qr_code"]))
    def pay(self, request: str, unit: int, amount: int, tender: str) -> None:
        """The same request may come again at any time, with another sum on the screen: it posts once."""
        with self.books.transaction(request, staff_id=CASHIER, till=1, day="2026-11-23") as tx:
            event = post_payment(tx, unit, amount, tender)
        assert self.answers.setdefault(request, (event.id, event.hash)) == (event.id, event.hash)
        receipts = self.sum_of("SELECT count(*) FROM receipt")
        assert receipts == len(self.answers)
        self.receipts = [n for n in range(1, receipts + 1) if n in self.receipts or n == receipts]

    @precondition(lambda self: self.open and self.receipts)
    @rule(data=st.data())
    def void_a_receipt(self, data: st.DataObject) -> None:
        receipt = data.draw(st.sampled_from(self.receipts))
        if self.sum_of(f"SELECT count(*) FROM receipt_void WHERE receipt_id = {receipt}") == 0:
            void(self.books, next(self.fresh), receipt)

    @precondition(lambda self: self.open)
    @rule()
    def close_the_till(self) -> None:
        close(self.books, "2026-11-23", next(self.fresh))
        self.open = False

    @rule(person=st.integers(1, 3), name=NAMES)
    def rename(self, person: int, name: str) -> None:
        with self.books.transaction(next(self.fresh), staff_id=SUPERVISOR) as tx:
            tx.change("registers_changed", {}, {"person": [(person, name, "13800001234", None, "person", None)]})

    @rule(holding=st.integers(1, 6), unit=UNITS, person=st.integers(1, 3), ended=st.booleans())
    def hold(self, holding: int, unit: int, person: int, ended: bool) -> None:
        with self.books.transaction(next(self.fresh), staff_id=SUPERVISOR) as tx:
            until = "2026-01-01" if ended else None
            row = (holding, unit, person, "owner", "2020-01-01", until, None)
            tx.change("registers_changed", {}, {"holding": [row]})

    @rule(vehicle=st.integers(1, 2), unit=UNITS, plate=st.sampled_from(["粤B12345", "京A00001"]))
    def park(self, vehicle: int, unit: int, plate: str) -> None:
        with self.books.transaction(next(self.fresh), staff_id=SUPERVISOR) as tx:
            tx.change("registers_changed", {}, {"vehicle": [(vehicle, unit, plate, None, None)]})

    @rule(person=st.integers(1, 3))
    def erase(self, person: int) -> None:
        with self.books.transaction(next(self.fresh), staff_id=SUPERVISOR) as tx:
            erase_person(tx.connection, person)
            tx.post("person_erased", {"person": person})

    @rule(charge=st.integers(1, 9), amount=st.integers(1, 2 * FEE))
    def settle_from_another_place(self, charge: int, amount: int) -> None:
        """Whoever wants to settle more than is open is refused, and nothing of it stays."""
        still = self.sum_of(f"SELECT coalesce(sum(open), 0) FROM open_item WHERE charge_id = {charge}")
        before = self.sum_of("SELECT count(*) FROM event")
        try:
            with self.books.transaction(next(self.fresh), staff_id=CASHIER) as tx:
                self.settle(tx, charge, amount)
        except (AlreadySettled, BooksFault) as refusal:
            no_such_charge = isinstance(refusal, BooksFault) and "FOREIGN KEY" in refusal.reason
            if isinstance(refusal, BooksFault) and not no_such_charge:
                raise
            assert amount > still
            assert self.sum_of("SELECT count(*) FROM event") == before
        else:
            assert amount <= still

    def settle(self, tx: Tx, charge: int, amount: int) -> None:
        tx.take_number("L2026")
        tx.post("balance_applied", {}, [Allocation(charge, amount, None)])

    @invariant()
    def the_books_are_whole(self) -> None:
        report: Report = check_books(self.reader, recompute=recompute)
        assert report.findings == ()

    @invariant()
    def every_fund_is_in_balance(self) -> None:
        assert self.sum_of("SELECT coalesce(sum(amount), 0) FROM posting") == 0

    @invariant()
    def what_is_open_is_what_was_charged_and_not_settled(self) -> None:
        charged = self.sum_of("SELECT coalesce(sum(amount), 0) FROM charge")
        settled = self.sum_of("SELECT coalesce(sum(amount), 0) FROM allocation")
        assert self.sum_of("SELECT coalesce(sum(open), 0) FROM open_item") == charged - settled


TestAtTheCounter = AtTheCounter.TestCase
TestAtTheCounter.settings = settings(
    max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
