"""Whatever a counter does in whatever order, the books hold: sums, drawer, open items, numbers, chain."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from counter.desk.bank_cash import bag_cash
from counter.desk.bring_cash import Share, bring_cash
from counter.desk.check_codes import check_code, unchecked
from counter.desk.copies import TooManyCopies, reprint
from counter.desk.drawer import NotEnoughCash, drawer_of
from counter.desk.move_payment import move_payment
from counter.desk.open_till import open_till
from counter.desk.receipt_lines import standing_lines, tenders_left
from counter.desk.refund_order import MoneyNotSeen
from counter.desk.refund_payment import RefundOrder, refund_payment
from counter.desk.return_cheque import return_cheque
from counter.desk.reverse_payment import reverse_payment
from counter.desk.settlement import rounded
from counter.desk.take_payment import AccountChanged
from counter.desk.tenders import TenderIn
from counter.desk.undo import MoneyUsedSince, ReceiptAmended
from counter.desk.void_receipt import ReceiptDayClosed, void_receipt
from counter.rules.refund import same_way
from counter.rules.rounding import Rounding
from counter.rules.tender import TenderKind
from db.check.funds import check_funds
from db.open_items import rebuild
from db.queries import accounts, receipts, safe
from db.queries.tills import till_state
from tests.desk.office import (
    AREAS,
    CASHIER,
    CHANGE_FUND,
    FINANCE,
    FLOAT,
    FLOAT_SUM,
    SUPERVISOR,
    Desk,
    HandClock,
    bill,
    desk_at,
    furnish,
    open_office_books,
)

UNITS = st.sampled_from(sorted(AREAS))
LATER = ("2026-12", "2027-01", "2027-02")
TORTURE = os.environ.get("HYPOTHESIS_PROFILE") == "torture"

_template = tempfile.TemporaryDirectory()


def template() -> Path:
    """The furnished books, made once for the whole run."""
    path = Path(_template.name) / "books.sqlite"
    if not path.exists():
        books = open_office_books(path, HandClock())
        furnish(books)
        books.close()
    return path


class Counter(RuleBasedStateMachine):
    """A small office that pays, voids, moves, copies, looks up, closes and opens again."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "books.sqlite"
        shutil.copy(template(), path)
        self.desk: Desk = desk_at(path)
        self.slips = self.returned = self.bags = 0

    def teardown(self) -> None:
        """The whole check of the books ends each run."""
        try:
            assert self.desk.findings() == []
        finally:
            self.desk.books.close()
            self.folder.cleanup()

    @initialize(rounding=st.sampled_from(list(Rounding)))
    def open_up(self, rounding: Rounding) -> None:
        self.desk.set_office(rounding=rounding, reprint_limit=2)
        self.desk.open()

    def is_open(self) -> bool:
        return till_state(self.desk.connection, 1) is not None

    def slip(self, kind: TenderKind, amount: int) -> TenderIn:
        self.slips += 1
        slip = {"terminal": "1", "batch": "1", "voucher": f"{self.slips}"}
        code = {"channel": "wechat", "tail": f"{self.slips:06d}"}
        cheque = {"number": f"{self.slips:08d}"}
        return TenderIn(kind, amount, {TenderKind.QR_CODE: code, TenderKind.CHEQUE: cheque}.get(kind, slip))

    # Acts

    @precondition(is_open)
    @rule(
        units=st.lists(UNITS, min_size=1, max_size=2, unique=True),
        tender=st.sampled_from([TenderKind.CASH, TenderKind.CARD, TenderKind.QR_CODE, TenderKind.CHEQUE]),
        part=st.integers(0, 100),
        ahead=st.sampled_from(["", *LATER]),
        kept=st.sampled_from([0, 0, 1, 777, 20_000]),
        from_balance=st.booleans(),
        extra=st.sampled_from([0, 0, 3, 5_000]),
    )
    def pay(
        self, units: list[int], tender: TenderKind, part: int, ahead: str, kept: int, from_balance: bool, extra: int
    ) -> None:
        desk = self.desk
        later = tuple(each for unit in units for each in desk.ahead(unit, ahead)) if ahead else ()
        order = desk.order(*units, ahead=later, to_balance=kept, rounding=0)
        pay_now = order.pay_now if part >= 60 else order.pay_now * part // 60
        if pay_now + kept <= 0:
            return
        other_fund = any(each.fund != "operating" for each in (*desk.charges(*units), *later))
        tenders = self.tenders(tender, pay_now + kept, units, from_balance and not other_fund)
        cash = sum(each.amount for each in tenders if each.kind is TenderKind.CASH)
        more: dict[str, Any] = {"received_cash": cash + extra} if cash else {}
        if tender is TenderKind.CASH and not from_balance and part >= 60 and not kept:
            more = {"tenders": None, "rounding": self.allowed_rounding(units, later)}
        else:
            more |= {"tenders": tenders, "rounding": 0}
        paid = desk.pay(*units, ahead=later, pay_now=pay_now, to_balance=kept, **more)
        assert paid.change >= 0
        assert paid.change == more.get("received_cash", cash) - cash or "received_cash" not in more
        asked = pay_now + kept + more["rounding"]
        assert sum(receipt.total for receipt in paid.receipts) == asked

    def tenders(self, kind: TenderKind, amount: int, units: list[int], from_balance: bool) -> list[TenderIn]:
        """The sum as one tender, or partly from what the units hold as balance."""
        held = sum(accounts.balance(self.desk.connection, unit) for unit in units)
        used = min(held, amount) if from_balance else 0
        rest = amount - used
        made = [TenderIn(TenderKind.BALANCE, used)] if used else []
        if rest:
            made.append(TenderIn(kind, rest) if kind is TenderKind.CASH else self.slip(kind, rest))
        return made

    def allowed_rounding(self, units: list[int], later: tuple[Any, ...]) -> int:
        """The rounding the office would take, found by asking for it."""
        charges = self.desk.charges(*units)
        due = sum(c.open for c in charges) + sum(a.amount for a in later)
        operating = sum(c.open for c in charges if c.fund == "operating")
        operating += sum(a.amount for a in later if a.fund == "operating")
        return rounded(due, operating, self.desk.office.rounding, cash=True, in_full=True).rounding

    @precondition(is_open)
    @rule(unit=UNITS)
    def pay_a_stale_screen(self, unit: int) -> None:
        stale = self.desk.order(unit, rounding=0)
        if not stale.chosen:
            return
        self.desk.pay(unit, pay_now=1, rounding=0)
        events = self.desk.count("event")
        with pytest.raises(AccountChanged):
            self.desk.take(stale)
        assert self.desk.count("event") == events

    @precondition(is_open)
    @rule(place=st.integers(0, 5))
    def void(self, place: int) -> None:
        standing = self.standing()
        if not standing:
            return
        found = standing[place % len(standing)]
        try:
            void_receipt(
                self.desk.books, found.id, "x", request_id=self.desk.request(), requester=CASHIER, till=1,
                approver=SUPERVISOR,
            )  # fmt: skip
        except (MoneyUsedSince, NotEnoughCash, ReceiptDayClosed, ReceiptAmended):
            return

    @precondition(is_open)
    @rule(place=st.integers(0, 5), to=UNITS)
    def move(self, place: int, to: int) -> None:
        standing = [each for each in self.standing() if each.unit_id != to]
        if not standing:
            return
        found, cash = standing[place % len(standing)], self.desk.account("till_cash")
        try:
            moved = move_payment(
                self.desk.books, found.id, to, "x", request_id=self.desk.request(), requester=CASHIER,
                approver=SUPERVISOR, till=1, office=self.desk.office, words=self.desk.words,
            )  # fmt: skip
        except (MoneyUsedSince, ReceiptAmended):
            return
        assert moved.settled + moved.to_balance == found.total
        assert self.desk.account("till_cash") == cash

    def standing(self) -> list[receipts.ReceiptRow]:
        """The newest receipts for money that stand."""
        newest = receipts.latest(self.desk.connection, 6)
        return [each for each in newest if each.voided_by is None and receipts.takes_money(each.series)]

    @precondition(is_open)
    @rule(place=st.integers(0, 5), share=st.integers(1, 3), which=st.integers(0, 3))
    def refund(self, place: int, share: int, which: int) -> None:
        """Give back a share of one line, or (share 1, which 0) everything, the way it was paid."""
        standing = self.standing()
        if not standing:
            return
        found = standing[place % len(standing)]
        lines = [line for line in standing_lines(self.desk.connection, found) if line.kind != "rounding"]
        if not lines:
            return
        rounding = sum(each.amount for each in standing_lines(self.desk.connection, found)) - sum(
            each.amount for each in lines
        )
        line = lines[which % len(lines)]
        everything = share == 1 and which == 0
        wanted = {each.key: each.amount for each in lines} if everything else {line.key: line.amount // share}
        whole = wanted == {each.key: each.amount for each in lines}
        total = sum(wanted.values()) + (rounding if whole else 0)
        if total <= 0:
            return
        ways = same_way(total, tenders_left(self.desk.connection, found))
        tenders = tuple(
            self.slip(TenderKind(kind), amount) if kind in ("card", "scan") else TenderIn(TenderKind(kind), amount)
            for kind, amount in ways.items()
            if kind not in ("qr_code", "cheque")
        )
        by_code = ways.get("qr_code", 0) + ways.get("cheque", 0)
        tenders += (TenderIn(TenderKind.TRANSFER, by_code),) if by_code else ()
        fund_reason = "mistake" if found.fund == "maintenance" else ""
        order = RefundOrder(found.id, tuple(wanted.items()), tenders, "x", fund_reason=fund_reason)
        try:
            done = refund_payment(
                self.desk.books, order, "x", request_id=self.desk.request(), requester=CASHIER, till=1,
                approver=SUPERVISOR, office=self.desk.office, words=self.desk.words,
            )  # fmt: skip
        except (MoneyNotSeen, NotEnoughCash, MoneyUsedSince):
            return
        assert done.total == total

    @precondition(is_open)
    @rule(place=st.integers(0, 5), which=st.integers(0, 3), to=st.booleans())
    def reverse(self, place: int, which: int, to: bool) -> None:
        standing = self.standing()
        if not standing:
            return
        found, cash = standing[place % len(standing)], self.desk.account("till_cash")
        lines = [line for line in standing_lines(self.desk.connection, found) if line.kind != "rounding"]
        if not lines:
            return
        line = lines[which % len(lines)]
        open_ones = [c for c in self.desk.charges(found.unit_id or 0) if c.fund == found.fund]
        targets = [c.charge_id for c in open_ones if c.charge_id != line.charge_id]
        try:
            done = reverse_payment(
                self.desk.books, found.id, line.key, line.amount, targets[0] if to and targets else None, "x",
                request_id=self.desk.request(), requester=CASHIER, approver=SUPERVISOR, till=1,
                office=self.desk.office, words=self.desk.words,
            )  # fmt: skip
        except MoneyUsedSince:
            return
        assert done.settled + done.to_balance == line.amount
        assert self.desk.account("till_cash") == cash

    @precondition(is_open)
    @rule(place=st.integers(0, 5))
    def copy(self, place: int) -> None:
        found = receipts.latest(self.desk.connection, 6)
        if not found:
            return
        receipt = found[place % len(found)]
        try:
            number = reprint(
                self.desk.books, receipt.id, request_id=self.desk.request(), person=CASHIER, till=1,
                office=self.desk.office, words=self.desk.words,
            )  # fmt: skip
        except TooManyCopies:
            return
        assert number == receipt.copies + 1

    @rule(arrived=st.booleans())
    def look_up(self, arrived: bool) -> None:
        waiting = unchecked(self.desk.connection)
        if not waiting:
            return
        if waiting[0].kind == "cheque" and not arrived:
            self.cheque_comes_back(waiting[0].event_id, waiting[0].line)
            return
        check_code(
            self.desk.books, waiting[0].event_id, waiting[0].line, arrived=arrived, request_id=self.desk.request(),
            checker=FINANCE,
        )  # fmt: skip

    def cheque_comes_back(self, event: int, line: int) -> None:
        try:
            done = return_cheque(
                self.desk.books, event, line, "x", request_id=self.desk.request(), clerk=FINANCE,
                office=self.desk.office, words=self.desk.words,
            )  # fmt: skip
        except MoneyUsedSince:
            return
        self.returned += done.amount

    @rule(kept_back=st.sampled_from([0, 0, 1, 500]))
    def bank_what_lies_in_the_safe(self, kept_back: int) -> None:
        lines = [each for each in safe.in_safe(self.desk.connection) if each.fund == "operating"]
        amount = sum(each.left for each in lines) - kept_back
        if amount <= 0:
            return
        self.bags += 1
        bag_cash(
            self.desk.books, "operating", [each.close_event for each in lines], amount, f"B{self.bags}", "x",
            request_id=self.desk.request(), clerk=SUPERVISOR, office=self.desk.office, words=self.desk.words,
        )  # fmt: skip
        assert sum(e.left for e in safe.in_safe(self.desk.connection) if e.fund == "operating") == kept_back

    @precondition(is_open)
    @rule(sums=st.dictionaries(UNITS, st.integers(1, 60_000), min_size=1, max_size=3))
    def bring_cash_in(self, sums: dict[int, int]) -> None:
        before = self.desk.account("till_cash")
        done = bring_cash(
            self.desk.books, "x", {1: sum(sums.values())}, [Share(unit, amount) for unit, amount in sums.items()],
            request_id=self.desk.request(), cashier=CASHIER, till=1, office=self.desk.office, words=self.desk.words,
        )  # fmt: skip
        assert sum(each.total for each in done.receipts) == done.total == self.desk.account("till_cash") - before

    @precondition(is_open)
    @rule(off=st.integers(-1000, 1000), overnight=st.booleans())
    def close_and_open(self, off: int, overnight: bool) -> None:
        closed = self.desk.close(max(0, self.desk.account("till_cash") + off))
        assert (closed.difference, self.desk.account("till_cash")) == (off, 0)
        if overnight:
            self.desk.clock.wait(days=1)
        open_till(self.desk.books, FLOAT, request_id=self.desk.request(), cashier=CASHIER, till=1)

    @rule()
    def bill_a_month(self) -> None:
        """Bill where nobody paid ahead; applying what was paid ahead is the bill run's own affair."""
        done = {row[0] for row in self.desk.connection.execute("SELECT DISTINCT period FROM charge")}
        label = next((each for each in LATER if each not in done), None)
        if label is not None and not self.desk.account("paid_ahead"):
            bill(self.desk.books, label)

    # What always holds

    @invariant()
    def every_fund_sums_to_nothing(self) -> None:
        sums = "SELECT fund, sum(amount) FROM posting GROUP BY fund HAVING sum(amount) <> 0"
        assert self.desk.connection.execute(sums).fetchall() == []

    @invariant()
    def nothing_crosses_into_the_maintenance_fund_or_out_of_it(self) -> None:
        """Its charges are settled by its own money alone, and its money does nothing else."""
        assert list(check_funds(self.desk.connection)) == []
        both = (
            "SELECT event_id FROM posting JOIN event ON id = event_id"
            " WHERE kind NOT IN ('charges_billed', 'till_closed', 'cash_dropped')"
            " GROUP BY event_id HAVING count(DISTINCT fund) > 1"
        )
        assert self.desk.connection.execute(both).fetchall() == []

    @invariant()
    def receivable_is_what_is_open(self) -> None:
        rows = "SELECT coalesce(sum(open), 0) FROM open_item"
        assert self.desk.account("receivable") == self.desk.connection.execute(rows).fetchone()[0]
        for unit in AREAS:
            assert self.desk.account("receivable", unit=unit) == self.desk.owed(unit)

    @invariant()
    def nobody_holds_less_than_nothing(self) -> None:
        rows = self.desk.connection.execute(
            "SELECT fund, account, unit_id, item_id, period FROM posting WHERE account IN ('balance', 'paid_ahead')"
            " GROUP BY fund, account, unit_id, item_id, period HAVING sum(amount) > 0"
        )
        assert rows.fetchall() == []

    @invariant()
    def the_drawer_is_the_postings(self) -> None:
        state = till_state(self.desk.connection, 1)
        if state is not None:
            drawer = drawer_of(self.desk.connection, state)
            assert drawer.cash_expected == self.desk.account("till_cash")
            assert drawer.received == sum(drawer.by_item.values()) == sum(drawer.by_fund.values())
            assert sum(drawer.fund_tenders.values()) == drawer.by_fund.get("maintenance", 0)

    @invariant()
    def receipts_have_no_gap_and_their_sums_are_the_tenders(self) -> None:
        series = "SELECT series, count(*), min(number), max(number) FROM receipt GROUP BY series"
        rows = self.desk.connection.execute(series)
        assert all((first, last) == (1, count) for _series, count, first, last in rows.fetchall())
        standing = "SELECT coalesce(sum(total), 0) FROM receipt WHERE id NOT IN (SELECT receipt_id FROM receipt_void)"
        tendered = "SELECT coalesce(sum(amount), 0) FROM tender"
        # A returned cheque takes its tender back and leaves the receipt standing, marked.
        assert (
            self.desk.connection.execute(standing).fetchone()[0]
            == self.desk.connection.execute(tendered).fetchone()[0] + self.returned
        )

    @invariant()
    def the_safe_is_what_its_zs_brought_in(self) -> None:
        lying = sum(each.left for each in safe.in_safe(self.desk.connection))
        float_out = FLOAT_SUM if self.is_open() else 0
        assert self.desk.account("safe_cash") == CHANGE_FUND + lying - float_out

    @invariant()
    def what_replays_is_what_is_stored(self) -> None:
        stored = self.desk.connection.execute("SELECT * FROM open_item ORDER BY charge_id").fetchall()
        with self.desk.books.machine() as connection:
            rebuild(connection)
        assert self.desk.connection.execute("SELECT * FROM open_item ORDER BY charge_id").fetchall() == stored


TestTheBooksHold = Counter.TestCase
TestTheBooksHold.settings = settings(
    max_examples=400 if TORTURE else 12,
    stateful_step_count=60 if TORTURE else 20,
    deadline=None,
    print_blob=True,
    phases=[Phase.reuse, Phase.generate, *([Phase.shrink] if TORTURE else [])],
)
