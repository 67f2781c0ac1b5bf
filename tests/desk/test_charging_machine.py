"""Every act that charges, lets off, holds or settles, in whatever order: the books hold, and all of it can be undone.

After each step every fund is in balance, what is open is what charges and allocations say, receivables are what is
open, no late fee stands posted above what its charge bears, and the check finds nothing. In the end everything is taken
back by the acts a person has for it, and nothing is left but what was kept of deposits.
"""

import itertools
import shutil
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from counter.desk.adjust_charge import Wish, adjust_charge, standing_amount
from counter.desk.change_prices import Scope, set_price
from counter.desk.change_purse import PurseChange, change_purse
from counter.desk.change_registers import add_holder
from counter.desk.charge_once import charge_once
from counter.desk.formulas import recompute
from counter.desk.issue_certificate import issue_certificate
from counter.desk.late_fees import overposted
from counter.desk.move_payment import move_payment
from counter.desk.payment_order import Chosen, LateEntry
from counter.desk.preview_bills import preview
from counter.desk.receipt_lines import standing_lines
from counter.desk.reductions import grant_reduction
from counter.desk.refund_payment import RefundOrder, refund_payment
from counter.desk.return_deposit import Deduction
from counter.desk.reverse_payment import reverse_payment
from counter.desk.run_bills import run
from counter.desk.split_at_sale import split_at_sale
from counter.desk.take_back_bills import take_back
from counter.desk.tenders import TenderIn
from counter.desk.use_balance import use_balance
from counter.desk.void_receipt import void_receipt
from counter.desk.waive_late_fees import standing_late_fees, waive_late_fees
from counter.desk.write_off import revive, write_off
from counter.rules.tender import TenderKind
from counter.words.errors import explain
from db.check import check_books
from db.open_items import REBUILD
from db.queries import corrections, deposits, purses, receipts, write_offs
from tests.desk.acts_at_desk import once_item, sell
from tests.desk.late_fee_office import next_day, with_late_fee
from tests.desk.office import (
    AREAS,
    CASHIER,
    EVEN,
    FEE,
    FINANCE,
    MANAGER,
    ODD,
    SUPERVISOR,
    THIRD,
    Desk,
    cash,
    desk_at,
    from_balance,
    furnish,
    open_office_books,
)
from tests.desk.office import HandClock as Clock
from tests.desk.test_deposits import give_back, take, transfer

UNITS = st.sampled_from(sorted(AREAS))
FLATS = st.sampled_from([EVEN, ODD, THIRD])
SUMS = st.integers(1, 40_000)
ITEMS = st.sampled_from([None, FEE, 3])  # what balance is kept for; 3 is charged once
WHICH = st.integers(0, 1000)  # picks one of what there is
# What no person may ever be told: a fault of the program.
FAULTS = {"unbalanced", "already_settled", "half_an_event"}
# Where money lies or is owed to somebody who is to be paid; the rest of the chart is what it was for.
MONEY = ("till_cash", "float_left", "safe_cash", "bank", "refunds_payable")
EARNED = ("income", "late_fee_income", "waivers", "adjustments", "bad_debt")
OF_A_UNIT = ("receivable", "balance", "paid_ahead", "deposits_held")


@cache
def furnished() -> Path:
    path = Path(tempfile.mkdtemp(prefix="office-")) / "books.sqlite"
    books = open_office_books(path, Clock())
    furnish(books)
    books.close()
    desk = desk_at(path)
    with_late_fee(desk)
    once_item(desk)
    desk.open()
    desk.books.close()
    return path


class Charging(RuleBasedStateMachine):
    """Finance, a cashier, a supervisor and the calendar do what they like."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="charging-"))
        shutil.copy(furnished(), self.folder / "books.sqlite")
        self.desk: Desk = desk_at(self.folder / "books.sqlite", Clock())
        self.desk._requests = itertools.count(1000)  # those before it furnished the office
        self.desk.set_office(late_fee_mode="charged")
        self.reader = self.desk.books.reader()
        self.runs: list[int] = []
        self.months = (f"{year}-{month:02}" for year in range(2027, 2036) for month in range(1, 13))
        self.forms = self.kept = 0
        self.settled = dict.fromkeys(AREAS, 0)
        self.sold: set[int] = set()

    @initialize()
    def begin(self) -> None:
        self.money = self.lies_there()

    def teardown(self) -> None:
        if hasattr(self, "money"):
            self.undo_everything()
        self.reader.close()
        self.desk.books.close()
        shutil.rmtree(self.folder)

    # How it is done

    def attempt(self, act: Callable[[], Any]) -> Any:
        """Do an act, or hear a sentence that refuses it; None where it was refused."""
        try:
            return act()
        except Exception as error:
            if getattr(error, "code", "") in FAULTS or explain(error, self.desk.words) is None:
                raise
            return None

    def ids(self, sql: str) -> list[int]:
        return [row[0] for row in self.desk.connection.execute(sql)]

    def charge(self, which: int) -> int:
        charges = self.ids("SELECT id FROM charge WHERE amount > 0")
        return charges[which % len(charges)]

    def standing(self) -> list[receipts.ReceiptRow]:
        """The receipts that stand and took money in, deposits left out."""
        found = [receipts.receipt(self.desk.connection, each) for each in self.ids("SELECT id FROM receipt")]
        return [
            each for each in found
            if each is not None and each.voided_by is None and receipts.takes_money(each.series) and each.fund != "held"
        ]  # fmt: skip

    def lies_there(self) -> int:
        return sum(self.desk.account(name, fund) for name in MONEY for fund in ("operating", "held"))

    def of_unit(self, unit: int) -> int:
        return sum(self.desk.account(name, "operating", unit) for name in OF_A_UNIT)

    # Charging

    @rule()
    def bill_the_next_month(self) -> None:
        shown = preview(self.desk.connection, [next(self.months)], compare=False)
        done = self.attempt(lambda: run(self.desk.books, shown, request_id=self.desk.request(), staff=MANAGER))
        if done is not None and done.event_id:
            self.runs.append(done.event_id)

    @rule(which=WHICH)
    def take_a_run_back(self, which: int) -> None:
        if self.runs:
            event = self.runs[which % len(self.runs)]
            self.attempt(
                lambda: take_back(
                    self.desk.books, event, reason="x", request_id=self.desk.request(), staff=MANAGER
                )
            )  # fmt: skip

    @rule(unit_kind=st.sampled_from(["flat", "house"]), price=st.integers(0, 60_000), months=st.integers(0, 3))
    def change_the_price(self, unit_kind: str, price: int, months: int) -> None:
        today = self.desk.clock.today()
        since = date(today.year + (today.month + months) // 12, (today.month + months) % 12 + 1, 1)
        self.attempt(
            lambda: set_price(
                self.desk.books, FEE, Scope(unit_kind), "area", price, since, request_id=self.desk.request(),
                staff=MANAGER,
            )
        )  # fmt: skip

    @rule(unit=UNITS, used=st.booleans(), only=st.booleans(), days=st.integers(-30, 30))
    def wish_about_the_balance(self, unit: int, used: bool, only: bool, days: int) -> None:
        since = self.desk.clock.today() + timedelta(days=days)
        items = [FEE] if only else None
        self.attempt(
            lambda: use_balance(
                self.desk.books, unit, since, used=used, items=items, request_id=self.desk.request(), staff=MANAGER
            )
        )  # fmt: skip

    @rule(unit=UNITS, share=st.integers(1, 10_000), days=st.integers(-20, 60), lasts=st.integers(0, 60))
    def let_a_unit_off(self, unit: int, share: int, days: int, lasts: int) -> None:
        since = self.desk.clock.today() + timedelta(days=days)
        self.attempt(
            lambda: grant_reduction(
                self.desk.books, unit, share, since, until=since + timedelta(days=lasts), reason="x",
                request_id=self.desk.request(), staff=MANAGER, paper="8",
            )
        )  # fmt: skip

    @rule(which=WHICH, amount=st.integers(-40_000, 10_000), change=st.sampled_from(["adjustment", "waiver"]))
    def adjust_or_waive(self, which: int, amount: int, change: Any) -> None:
        self.adjust(self.charge(which), amount, change)

    def adjust(self, charge: int, amount: int, change: Any = "adjustment") -> Any:
        return self.attempt(
            lambda: adjust_charge(
                self.desk.books, Wish(charge, change, amount), "x", request_id=self.desk.request(), staff=FINANCE,
                approver=MANAGER,
            )
        )  # fmt: skip

    @rule(unit=UNITS, amount=SUMS)
    def charge_something_once(self, unit: int, amount: int) -> None:
        self.attempt(
            lambda: charge_once(
                self.desk.books, unit, 3, request_id=self.desk.request(), staff=FINANCE, amount=amount, reason="卡"
            )
        )  # fmt: skip

    @rule(unit=UNITS)
    def waive_the_late_fees(self, unit: int) -> None:
        # A fee that was paid, credited as too high and then refunded too is open whole: waiving it would be a gift.
        if self.ids(
            "SELECT 1 FROM event WHERE kind = 'late_fees_corrected' AND json_extract(body, '$.to_balance') > 0"
        ):
            return
        day = self.desk.clock.today().isoformat()
        shown = standing_late_fees(self.desk.connection, unit, self.desk.office, day).total
        self.attempt(
            lambda: waive_late_fees(
                self.desk.books, unit, shown, "x", request_id=self.desk.request(), requester=CASHIER,
                approver=SUPERVISOR, till=1, office=self.desk.office,
            )
        )  # fmt: skip

    @rule(unit=FLATS, days=st.integers(-60, 60))
    def sell_and_split(self, unit: int, days: int) -> None:
        if unit not in self.sold:
            self.sold.add(unit)
            since = self.desk.clock.today() + timedelta(days=days)
            sell(self.desk, unit, since.isoformat(), 50 + unit)
        self.attempt(
            lambda: split_at_sale(self.desk.books, unit, request_id=self.desk.request(), staff=FINANCE)
        )  # fmt: skip

    @rule(unit=FLATS, days=st.integers(-60, 30), stays=st.integers(0, 60))
    def let_a_tenant_pay_and_split(self, unit: int, days: int, stays: int) -> None:
        since = self.desk.clock.today() + timedelta(days=days)
        self.attempt(
            lambda: add_holder(
                self.desk.books, unit, EVEN if unit != EVEN else ODD, "occupier", request_id=self.desk.request(),
                staff=MANAGER, since=since, until=since + timedelta(days=stays), items=[FEE],
            )
        )  # fmt: skip
        self.attempt(
            lambda: split_at_sale(self.desk.books, unit, request_id=self.desk.request(), staff=FINANCE)
        )  # fmt: skip

    @rule(unit=UNITS)
    def certify(self, unit: int) -> None:
        desk = self.desk
        done = self.attempt(
            lambda: issue_certificate(
                desk.books, unit, request_id=desk.request(), staff=SUPERVISOR, office=desk.office, words=desk.words
            )
        )  # fmt: skip
        assert done is None or (desk.owed(unit), self.lost(unit)) == (0, [])

    # Deposits

    @rule(unit=UNITS, amount=SUMS)
    def take_a_deposit(self, unit: int, amount: int) -> None:
        self.attempt(lambda: take(self.desk, amount, unit_id=unit))

    @rule(which=WHICH, share=st.integers(0, 100), kept=st.integers(0, 100), settles=st.booleans())
    def give_part_of_a_deposit_back(self, which: int, share: int, kept: int, settles: bool) -> None:
        held = deposits.held(self.desk.connection)
        if not held:
            return
        one = held[which % len(held)]
        paid = one.amount * share // 100
        less = (one.amount - paid) * kept // 100
        charges = [each for each in self.desk.charges(one.unit_id) if each.fund == "operating" and each.open > 0]
        target = charges[which % len(charges)] if settles and charges else None
        less = min(less, target.open) if target else less
        parts = (Deduction(less, "x", target.charge_id if target else None),) if less else ()
        ways = (transfer(paid),) if paid else ()
        done = self.attempt(lambda: give_back(self.desk, one.receipt_id, *ways, kept=parts))
        if done is not None:
            assert done.rest == one.amount - paid - less
            if target:
                self.settled[one.unit_id] += less
            else:
                self.kept += less

    # Payments

    @rule(unit=UNITS)
    def pay_all(self, unit: int) -> None:
        self.attempt(lambda: self.desk.pay(unit, rounding=0))

    @rule(unit=UNITS, part=SUMS, which=WHICH)
    def pay_part(self, unit: int, part: int, which: int) -> None:
        lines = [each for each in self.desk.charges(unit) if each.open > 0]
        chosen = [lines[which % len(lines)]] if lines and which % 2 else lines
        part = min(part, sum(each.open for each in chosen))
        if part > 0:
            self.attempt(lambda: self.desk.pay(unit, chosen=chosen, pay_now=part, rounding=0))

    @rule(unit=UNITS, part=SUMS, ago=st.integers(0, 40))
    def enter_a_handwritten_receipt(self, unit: int, part: int, ago: int) -> None:
        part = min(part, self.desk.owed(unit))
        if part > 0:
            self.forms += 1
            day = (self.desk.clock.today() - timedelta(days=ago)).isoformat()
            late = LateEntry(f"A{self.forms}", day, "王芳")
            self.attempt(lambda: self.desk.pay(unit, pay_now=part, late=late, rounding=0))

    @rule(unit=UNITS, amount=SUMS, item=ITEMS)
    def pay_into_the_balance(self, unit: int, amount: int, item: int | None) -> None:
        self.attempt(
            lambda: self.desk.pay(
                unit, chosen=[], pay_now=0, to_balance=amount, kept_for=item, rounding=0, tenders=(cash(amount),)
            )
        )  # fmt: skip

    @rule(unit=FLATS, amount=SUMS)
    def pay_from_the_balance(self, unit: int, amount: int) -> None:
        part = min(amount, -self.desk.account("balance", "operating", unit), self.desk.owed(unit))
        if part > 0:
            self.attempt(lambda: self.desk.pay(unit, pay_now=part, rounding=0, tenders=(from_balance(part),)))

    @rule(unit=UNITS, months=st.integers(1, 3))
    def pay_ahead(self, unit: int, months: int) -> None:
        today = self.desk.clock.today()
        to = f"{today.year + (today.month + months - 1) // 12}-{(today.month + months - 1) % 12 + 1:02}"
        self.attempt(lambda: self.desk.pay(unit, ahead=self.desk.ahead(unit, to), rounding=0))

    @rule(unit=FLATS, months=st.integers(1, 2))
    def pay_ahead_from_the_balance(self, unit: int, months: int) -> None:
        today = self.desk.clock.today()
        to = f"{today.year + (today.month + months - 1) // 12}-{(today.month + months - 1) % 12 + 1:02}"
        ahead = self.desk.ahead(unit, to)
        total, held = sum(each.amount for each in ahead), sum(purses.held(self.desk.connection, unit).values())
        part = min(total, held)
        tenders = [*([from_balance(part)] if part else []), *([cash(total - part)] if total > part else [])]
        self.attempt(lambda: self.desk.pay(unit, chosen=[], ahead=ahead, tenders=tenders, rounding=0))

    @rule(unit=UNITS, amount=SUMS, old=ITEMS, new=ITEMS)
    def move_between_purses(self, unit: int, amount: int, old: int | None, new: int | None) -> None:
        amount = min(amount, purses.held(self.desk.connection, unit).get(old, 0))
        wish = PurseChange(unit, old, new, amount)
        self.attempt(
            lambda: change_purse(
                self.desk.books, wish, "x", request_id=self.desk.request(), staff=FINANCE, approver=SUPERVISOR
            )
        )  # fmt: skip

    # Bad debt

    @rule(unit=UNITS, which=WHICH)
    def write_something_off(self, unit: int, which: int) -> None:
        charges = self.desk.charges(unit)
        chosen = [Chosen(each.charge_id, each.open) for each in charges[which % 3 :]]
        if chosen:
            self.attempt(
                lambda: write_off(
                    self.desk.books, unit, chosen, "x", request_id=self.desk.request(), staff=SUPERVISOR,
                    approver=MANAGER,
                )
            )  # fmt: skip

    @rule(unit=UNITS, share=st.integers(1, 100), which=WHICH)
    def pay_bad_debt(self, unit: int, share: int, which: int) -> None:
        still_open = {each.charge_id for each in self.desk.charges(unit)}
        lost = [each for each in self.lost(unit) if each.charge_id not in still_open][: 1 + which % 3]
        part = sum(each.open for each in lost) * share // 100
        if part > 0:
            more = tuple(Chosen(each.charge_id, each.open) for each in lost)
            before = sum(each.open for each in self.lost(unit))
            done = self.attempt(lambda: self.desk.pay(unit, chosen=[], written_off=more, pay_now=part, rounding=0))
            assert done is None or before - sum(each.open for each in self.lost(unit)) == part

    @rule(unit=UNITS)
    def revive_it(self, unit: int) -> None:
        self.revive_all(unit)

    def revive_all(self, unit: int) -> None:
        charges = [each.charge_id for each in self.lost(unit)]
        self.attempt(
            lambda: revive(self.desk.books, unit, charges, "x", request_id=self.desk.request(), staff=SUPERVISOR)
        )

    def lost(self, *units: int) -> list[Any]:
        return write_offs.written_off(self.desk.connection, units)

    # Taking back

    @rule(which=WHICH)
    def void(self, which: int) -> None:
        found = self.ids("SELECT id FROM receipt")
        if found:
            self.attempt(
                lambda: void_receipt(
                    self.desk.books, found[which % len(found)], "x", request_id=self.desk.request(),
                    requester=CASHIER, till=1, approver=SUPERVISOR,
                )
            )  # fmt: skip

    def line(self, which: int) -> Any:
        """A receipt and one of the lines it stands for."""
        for found in self.standing()[which % 5 :]:
            lines = [each for each in standing_lines(self.desk.connection, found) if each.kind != "rounding"]
            if lines:
                return found, lines[which % len(lines)]
        return None, None

    @rule(which=WHICH, share=st.integers(1, 100), balance=st.booleans())
    def refund(self, which: int, share: int, balance: bool) -> None:
        found, line = self.line(which)
        if found is not None:
            amount = line.amount if line.kind == "ahead" else max(1, line.amount * share // 100)
            way = TenderKind.BALANCE if balance else TenderKind.TRANSFER
            self.refund_line(found.id, line.key, amount, way, "mistake" if line.fund == "maintenance" else "")

    def refund_line(self, receipt: int, key: str, amount: int, way: TenderKind, why: str = "") -> Any:
        desk = self.desk
        order = RefundOrder(receipt, ((key, amount),), (TenderIn(way, amount),), "x", fund_reason=why)
        return self.attempt(
            lambda: refund_payment(
                desk.books, order, "x", request_id=desk.request(), requester=CASHIER, till=1, approver=SUPERVISOR,
                office=desk.office, words=desk.words,
            )
        )  # fmt: skip

    @rule(which=WHICH, share=st.integers(1, 100), to_charge=st.booleans())
    def reverse(self, which: int, share: int, to_charge: bool) -> None:
        found, line = self.line(which)
        if found is None:
            return
        others = [each for each in self.desk.charges(line.unit_id) if each.open > 0 and each.fund == line.fund]
        target = others[which % len(others)].charge_id if to_charge and others else None
        amount = line.amount if line.kind == "ahead" else max(1, line.amount * share // 100)
        self.attempt(
            lambda: reverse_payment(
                self.desk.books, found.id, line.key, amount, target, "x", request_id=self.desk.request(),
                requester=CASHIER, approver=SUPERVISOR, till=1, office=self.desk.office, words=self.desk.words,
            )
        )  # fmt: skip

    @rule(which=WHICH, unit=UNITS)
    def move(self, which: int, unit: int) -> None:
        found = self.standing()
        if found:
            self.attempt(
                lambda: move_payment(
                    self.desk.books, found[which % len(found)].id, unit, "x", request_id=self.desk.request(),
                    requester=CASHIER, approver=SUPERVISOR, till=1, office=self.desk.office, words=self.desk.words,
                )
            )  # fmt: skip

    @rule(days=st.sampled_from([1, 2, 20]))
    def days_pass(self, days: int) -> None:
        next_day(self.desk, days)

    # What holds after every step

    @invariant()
    def the_books_hold(self) -> None:
        assert [str(each) for each in check_books(self.reader, recompute=recompute).findings] == []
        sums = self.reader.execute_sql("SELECT fund, sum(amount) FROM posting GROUP BY fund HAVING sum(amount) <> 0")
        assert sums.fetchall() == []

    @invariant()
    def what_is_open_is_charges_less_allocations_and_receivable(self) -> None:
        columns = "SELECT charge_id, unit_id, item_id, due, open FROM open_item ORDER BY charge_id"
        opened = self.reader.execute_sql(columns).fetchall()
        assert opened == sorted(self.reader.execute_sql(REBUILD).fetchall())
        assert all(row[4] > 0 for row in opened), "nothing is ever settled beyond its sum"
        receivable = (
            "SELECT unit_id, sum(amount) FROM posting WHERE account = 'receivable' GROUP BY unit_id"
            " HAVING sum(amount) <> 0"
        )
        by_unit: dict[int, int] = {}
        for row in opened:
            by_unit[row[1]] = by_unit.get(row[1], 0) + row[4]
        assert dict(self.reader.execute_sql(receivable).fetchall()) == by_unit

    @invariant()
    def no_liability_is_below_nothing_and_deposits_are_what_their_register_says(self) -> None:
        below = (
            "SELECT fund, account, unit_id, sum(amount) FROM posting"
            " WHERE account IN ('balance', 'paid_ahead', 'deposits_held')"
            " GROUP BY 1, 2, 3, iif(account = 'balance', item_id, NULL) HAVING sum(amount) > 0"
        )
        assert self.reader.execute_sql(below).fetchall() == []
        held = sum(each.amount for each in deposits.held(self.desk.connection))
        assert held == -self.desk.account("deposits_held")
        assert self.desk.account("other_income") == -self.kept

    @invariant()
    def earmarked_money_never_paid_anything_of_another_item(self) -> None:
        foreign = (
            "SELECT p.event_id FROM posting p JOIN charge c ON c.id = p.charge_id WHERE p.account = 'balance'"
            " AND p.item_id IS NOT NULL AND (c.item_id, c.unit_id) <> (p.item_id, p.unit_id)"
        )
        assert self.reader.execute_sql(foreign).fetchall() == []

    @invariant()
    def no_late_fee_stands_above_what_its_charge_bears(self) -> None:
        charges = self.ids("SELECT id FROM charge WHERE amount > 0")
        assert overposted(self.desk.connection, charges, self.desk.clock.today().isoformat()) == ()

    # All of it taken back

    def undo_everything(self) -> None:
        connection = self.desk.connection
        for one in deposits.held(connection):
            assert self.attempt(partial(give_back, self.desk, one.receipt_id, transfer(one.amount)))
        while self.refund_all():
            pass
        for unit in AREAS:
            self.revive_all(unit)
        assert (self.lost(*AREAS), self.desk.account("bad_debt")) == ([], 0)
        for event in self.runs:
            take_back(self.desk.books, event, reason="x", request_id=self.desk.request(), staff=MANAGER)
        for charge_id in self.ids("SELECT id FROM charge WHERE amount > 0 AND ingredients NOT LIKE '%late_fee%'"):
            charge = corrections.charge(connection, charge_id)
            assert charge is not None
            if not corrections.is_reversed(connection, charge) and (left := standing_amount(connection, charge)) > 0:
                self.adjust(charge_id, -left)
        for check in (
            self.the_books_hold,
            self.what_is_open_is_charges_less_allocations_and_receivable,
            self.no_liability_is_below_nothing_and_deposits_are_what_their_register_says,
            self.no_late_fee_stands_above_what_its_charge_bears,
        ):
            check()
        # Nothing was earned or given away; what anybody still has, the others have or it lies in the till.
        assert sum(self.desk.account(name) for name in EARNED) == 0
        assert (self.desk.account("other_income"), self.desk.account("deposits_held")) == (-self.kept, 0)
        assert self.desk.account("interfund", "operating") == self.kept + sum(self.settled.values())
        moved = self.lies_there() - self.money - self.kept - sum(self.settled.values())
        assert sum(map(self.of_unit, AREAS)) == -moved - sum(self.settled.values())
        assert self.desk.account("fund_owed") == 0

    def refund_all(self) -> bool:
        """Give every line back that stands, as transfer or to the balance it came from; returns whether any was."""
        done = False
        for found in reversed(self.standing()):
            for line in standing_lines(self.desk.connection, found):
                if line.kind != "rounding":
                    ways = (TenderKind.TRANSFER, TenderKind.BALANCE)
                    done |= any(self.refund_line(found.id, line.key, line.amount, way) for way in ways)
        return done


TestCharging = Charging.TestCase
TestCharging.settings = settings(
    max_examples=max(3, settings().max_examples // 12), stateful_step_count=10, deadline=None, print_blob=True,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
