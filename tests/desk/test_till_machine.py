"""A till driven through days that nobody planned: whatever happens in whatever order, every fen is explained.

Beside the books runs a model of the drawer in a few plain numbers. Each act must be possible exactly when the model
says so, and after each step the cash, the chain, the numbers and every fund are checked.
"""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from counter.desk.close_till import close_till
from counter.desk.confirm_date import confirm_date
from counter.desk.decide import decide
from counter.desk.handover import withdraw
from counter.desk.open_till import Explained
from counter.desk.parked import unpark
from counter.desk.people import Person
from counter.desk.refuse_note import refuse_note
from counter.desk.void_receipt import void_receipt
from counter.desk.x_report import print_x, report_facts
from counter.rules.tender import TenderKind
from db.check import check_books
from db.queries import people
from tests.desk.office import (
    AREAS,
    CASHIER,
    MANAGER,
    OTHER_CASHIER,
    SUPERVISOR,
    Desk,
    card,
    cash,
    code,
    desk_at,
    from_balance,
    furnish,
    open_office_books,
)
from tests.desk.office import HandClock as Clock
from tests.desk.shift import (
    accepted,
    back,
    drawer_now,
    dropped,
    offered,
    on_break,
    open_with,
    paid_in,
    paid_out,
    put_aside,
    rejected,
    said,
    state_of,
    taker_counts,
)

UNITS = st.sampled_from(sorted(AREAS))
SUMS = st.integers(1, 40_000)
PEOPLE = st.sampled_from([CASHIER, OTHER_CASHIER, SUPERVISOR, MANAGER])
LIMIT = 1000
# What the desk refuses with: a sentence for the person, never a fault of the program.
REFUSALS = {
    "account_changed", "acts_pending", "balance_too_small", "cannot_take", "clock_far_ahead", "difference_unexplained",
    "drops_too_much",
    "handover_hangs", "late_close_unapproved", "leaves_too_much", "money_used_since", "no_handover", "not_allowed",
    "not_counted", "not_enough_cash", "not_parked", "not_pending", "not_suspended", "not_the_taker", "not_your_till",
    "parked_payments", "receipt_already_void", "receipt_day_closed", "safe_holds_less", "self_approval",
    "spends_takings", "till_already_open", "till_day_over", "till_not_open", "till_suspended", "had_the_drawer",
    "till_not_taken_up", "counted_again",
}  # fmt: skip


@cache
def furnished() -> Path:
    path = Path(tempfile.mkdtemp(prefix="office-")) / "books.sqlite"
    books = open_office_books(path, Clock())
    furnish(books)
    books.close()
    return path


class Abandoned(Exception):
    """The power went while a transaction was open."""


class ATill(RuleBasedStateMachine):
    """Cashiers, a supervisor, a clock and the power do what they like."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="till-"))
        shutil.copy(furnished(), self.folder / "books.sqlite")
        self.clock = Clock()
        self.desk: Desk = desk_at(self.folder / "books.sqlite", self.clock)
        self.reader = self.desk.books.reader()
        self.requests = 0  # how often anything was tried
        self.vouchers = 0
        # The model: what should lie in the drawer, of it the till's own money, and who answers for it.
        self.cash = self.own = self.left = 0
        self.cashier: Person | None = None
        self.day = ""
        self.taker: Person | None = None
        self.found: int | None = None
        self.second = False  # whether the counts of the hand-over ask for a second person
        self.resting = False
        self.aside: list[int] = []
        self.receipts: dict[int, int] = {}
        self.counted: int | None = None
        self.done: Any = None

    def teardown(self) -> None:
        self.reader.close()
        self.desk.books.close()
        shutil.rmtree(self.folder)

    # How an act is tried

    def events(self) -> int:
        found: int = self.reader.execute_sql("SELECT count(*) FROM event").fetchone()[0]
        return found

    def attempt(self, act: Callable[[], Any], *, allowed: bool) -> bool:
        """Do what the model allows, or see it refused and nothing written; returns whether it was done."""
        self.requests += 1
        before = self.events()
        code = self.outcome(act)
        assert (code == "") is allowed, f"the model says {allowed}, the desk says {code or 'done'}"
        assert allowed or self.events() == before
        return allowed

    def outcome(self, act: Callable[[], Any]) -> str:
        """Do something and return the code it was refused with, '' where it was done; anything else is a fault."""
        try:
            self.done = act()
        except Exception as refused:
            code = getattr(refused, "code", "")
            if code not in REFUSALS:
                raise
            return str(code)
        return ""

    @property
    def today(self) -> str:
        return self.clock.today().isoformat()

    @property
    def confirmed(self) -> bool:
        """Whether the clock may be believed: not far ahead of the newest event."""
        last = self.reader.execute_sql("SELECT max(at) FROM event").fetchone()[0]
        return (self.clock.now() - self.clock.now().fromisoformat(last)).total_seconds() <= 2 * 24 * 3600

    @property
    def at_work(self) -> bool:
        """Whether money may move at the drawer."""
        return self.cashier is not None and not self.resting and self.taker is None and self.confirmed

    @property
    def serving(self) -> bool:
        """Whether a payment may be taken."""
        return self.at_work and self.day >= self.today

    def ends(self, who: Person) -> bool:
        """Whether somebody may count and close: the till's cashier, or anybody where the day was forgotten."""
        return who == self.cashier or self.day < self.today

    # The day

    @initialize()
    def begin(self) -> None:
        self.open_the_till(keep=False, extra=0, goes="safe")

    @rule(leave=st.integers(0, 40_000), off=st.sampled_from([0, 300, -7000]))
    def end_the_day_in_order(self, leave: int, off: int) -> None:
        """Decide what waits, take up what lies aside, count and close; the next morning finds the float."""
        if self.at_work:
            while people.pending_acts(self.desk.connection):
                self.decide_what_was_asked(grant=False)
            while self.aside:
                self.take_up()
            who = self.cashier or CASHIER
            self.count_the_drawer(off, who)
            approver = MANAGER if who == SUPERVISOR else SUPERVISOR
            self.close_the_till(who, approver, leave)
            self.clock.wait(hours=14)
            self.open_the_till(keep=True, extra=0, goes="safe")

    @rule(taker=PEOPLE, off=st.sampled_from([0, -200, 4000]))
    def hand_over_in_order(self, taker: Person, off: int) -> None:
        if self.serving and self.cashier is not None and taker != self.cashier and not self.aside:
            self.hand_over(self.cashier, taker)
            self.count_for_the_handover(taker, off)
            approver = next((each for each in (SUPERVISOR, MANAGER) if each not in (taker, self.cashier)), None)
            self.accept(taker, approver)

    @rule(keep=st.booleans(), extra=st.sampled_from([0, 0, 5000, 50_000]), goes=st.sampled_from(["safe", "over_short"]))
    def open_the_till(self, keep: bool, extra: int, goes: Any) -> None:
        total = self.left if keep and self.left else 30_000 + extra
        differs = bool(self.left) and total != self.left
        explained = Explained(goes, "counted twice", LIMIT, SUPERVISOR) if differs else None
        out = total - self.left if explained is None or goes == "safe" else 0
        allowed = self.cashier is None and self.confirmed and out <= self.desk.account("safe_cash", "operating")
        if self.attempt(lambda: open_with(self.desk, {1: total}, explained), allowed=allowed):
            self.cash = self.own = total
            self.left, self.cashier, self.day = 0, CASHIER, self.done.day
            self.receipts = {}
            self.counted = None

    @precondition(lambda self: self.cashier is not None)
    @rule(off=st.sampled_from([0, 0, 0, 300, -300, -7000]), who=PEOPLE)
    def count_the_drawer(self, off: int, who: Person) -> None:
        total = max(0, self.cash + off)
        if self.attempt(lambda: self.desk.count_drawer(total, cashier=who), allowed=self.at_work and self.ends(who)):
            self.counted = total

    @precondition(lambda self: self.cashier is not None)
    @rule(who=PEOPLE, approver=st.sampled_from([None, CASHIER, SUPERVISOR, MANAGER]), leave=st.integers(0, 40_000))
    def close_the_till(self, who: Person, approver: Person | None, leave: int) -> None:
        counted = self.counted
        left = min(leave, counted or 0)
        late = self.day < self.today
        off = (counted or 0) - self.cash
        needed = late or abs(off) > LIMIT
        agreed = approver in (SUPERVISOR, MANAGER) and approver not in (who, self.cashier)
        waiting = bool(people.pending_acts(self.desk.connection))
        allowed = self.at_work and self.ends(who) and counted is not None and not self.aside and not waiting
        allowed = allowed and (agreed or not needed)
        before = drawer_now(self.desk)
        if self.attempt(lambda: self.close(who, approver, left), allowed=allowed):
            body = self.desk.body(self.done.close_event)
            assert (self.done.difference, self.done.day) == (off, self.day)
            in_z = body["drawer"]
            assert in_z["cash_expected"] == before.cash_expected == self.cash
            assert in_z["by_item"] == dict(before.by_item)
            assert {name: t["received"] - t["returned"] for name, t in in_z["tenders"].items()} == {
                name: t.net for name, t in before.tenders.items()
            }
            assert self.desk.account("till_cash") == 0
            self.cashier, self.left, self.cash, self.own = None, left, 0, 0

    def close(self, who: Person, approver: Person | None, left: int) -> Any:
        return close_till(
            self.desk.books, left={1: left}, reason="it was like that", approver=approver,
            **said(self.desk, cashier=who),
        )  # fmt: skip

    @precondition(lambda self: self.cashier is not None)
    @rule()
    def print_an_x(self) -> None:
        allowed = self.day >= self.today and self.confirmed
        self.attempt(lambda: print_x(self.desk.books, **said(self.desk, cashier=CASHIER)), allowed=allowed)
        facts = report_facts(
            self.desk.connection, state_of(self.desk), self.desk.office, "", "2026-11-23T00:00:00.000Z", "en"
        )
        assert facts.drawer == drawer_now(self.desk)

    # Payments

    @rule(unit=UNITS, part=st.integers(1, 60_000), how=st.sampled_from(["cash", "card", "code", "split", "all"]))
    def pay(self, unit: int, part: int, how: str) -> None:
        owed = self.desk.owed(unit)
        part = min(part, owed)
        if part <= 1 or (how == "cash" and part == owed):
            return
        self.vouchers += 1
        slip = f"{self.vouchers:06d}"
        if how == "all":
            order = self.desk.order(unit)
        elif how == "cash":
            order = self.desk.order(unit, pay_now=part, rounding=0, tenders=(cash(part),))
        elif how == "split" and unit != 4:
            order = self.desk.order(unit, pay_now=part, rounding=0, tenders=(card(part - 1, slip), cash(1)))
        else:
            tender = code(part, slip) if how == "code" else card(part, slip)
            order = self.desk.order(unit, pay_now=part, rounding=0, tenders=(tender,))
        self._pay(order)

    @rule(unit=UNITS, amount=SUMS)
    def pay_into_the_balance(self, unit: int, amount: int) -> None:
        self._pay(self.desk.order(unit, chosen=[], pay_now=0, to_balance=amount, rounding=0, tenders=(cash(amount),)))

    @rule(unit=st.integers(1, 3), amount=SUMS)
    def pay_from_the_balance(self, unit: int, amount: int) -> None:
        held = -self.desk.account("balance", "operating", unit)
        part = min(amount, held, self.desk.owed(unit))
        if part > 0:
            self._pay(self.desk.order(unit, pay_now=part, rounding=0, tenders=(from_balance(part),)))

    def _pay(self, order: Any) -> None:
        if self.attempt(lambda: self.desk.take(order, cashier=self.cashier or CASHIER), allowed=self.serving):
            paid = self.done
            notes = sum(t.amount for t in order.tenders if t.kind is TenderKind.CASH)
            self.cash += notes
            self.counted = None
            if len(paid.receipts) == 1:
                self.receipts[paid.receipts[0].id] = notes

    @precondition(lambda self: bool(self.receipts))
    @rule(data=st.data(), approver=st.sampled_from([None, CASHIER, SUPERVISOR, MANAGER]))
    def void_a_receipt(self, data: st.DataObject, approver: Person | None) -> None:
        receipt = data.draw(st.sampled_from(sorted(self.receipts)))
        before = self.desk.account("till_cash")
        refused = self.outcome(
            lambda: void_receipt(
                self.desk.books, receipt, "wrong unit", request_id=self.desk.request(), requester=CASHIER, till=1,
                approver=approver,
            )
        )  # fmt: skip
        assert refused or (self.serving and approver is not CASHIER)
        if not refused and approver is not None:
            notes = self.receipts.pop(receipt)
            assert before - self.desk.account("till_cash") == notes
            self.cash -= notes
            self.counted = None

    @rule(grant=st.booleans())
    def decide_what_was_asked(self, grant: bool) -> None:
        asked = people.pending_acts(self.desk.connection)
        if not asked:
            return
        receipt = int(asked[0].subject.removeprefix("receipt:"))
        refused = self.outcome(
            lambda: decide(
                self.desk.books, asked[0].event_id, request_id=self.desk.request(), approver=SUPERVISOR, till=1,
                grant=grant, words=self.desk.words, reason="no",
            )
        )  # fmt: skip
        if grant and not refused:
            self.cash -= self.receipts.pop(receipt)
            self.counted = None

    # Cash without a payment

    @rule(amount=SUMS, source=st.sampled_from(["safe", "bank", "petty_cash"]))
    def pay_in(self, amount: int, source: str) -> None:
        there = source != "safe" or amount <= self.desk.account("safe_cash", "operating")
        if self.attempt(
            lambda: paid_in(self.desk, amount, source), allowed=self.serving and self.cashier == CASHIER and there
        ):
            self.cash += amount
            self.own += amount if source != "safe" else 0
            self.counted = None

    @rule(amount=SUMS, purpose=st.sampled_from(["expense", "petty_cash"]))
    def pay_out(self, amount: int, purpose: str) -> None:
        allowed = self.serving and self.cashier == CASHIER and amount <= min(self.own, self.cash)
        if self.attempt(lambda: paid_out(self.desk, amount, purpose), allowed=allowed):
            self.cash -= amount
            self.own -= amount
            self.counted = None

    @rule(amount=SUMS, witness=st.sampled_from([None, CASHIER, OTHER_CASHIER, SUPERVISOR]))
    def drop(self, amount: int, witness: Person | None) -> None:
        allowed = self.serving and self.cashier == CASHIER and witness is not CASHIER and amount <= self.cash
        if self.attempt(lambda: dropped(self.desk, {1: amount}, witness), allowed=allowed):
            self.cash -= amount
            self.counted = None

    @rule(why=st.sampled_from(["suspicious", "torn", "no_change"]))
    def refuse_a_note(self, why: Any) -> None:
        self.attempt(
            lambda: refuse_note(self.desk.books, why, request_id=self.desk.request(), cashier=CASHIER, till=1),
            allowed=self.serving and self.cashier == CASHIER,
        )

    # Breaks, hand-overs, payments put aside

    @rule(who=PEOPLE)
    def go_on_a_break(self, who: Person) -> None:
        allowed = self.serving and (who == self.cashier or who in (SUPERVISOR, MANAGER))
        if self.attempt(lambda: on_break(self.desk, who), allowed=allowed):
            self.resting = True

    @precondition(lambda self: self.resting or self.requests % 8 == 0)
    @rule(who=PEOPLE)
    def come_back(self, who: Person) -> None:
        allowed = self.resting and self.confirmed and (who == self.cashier or who in (SUPERVISOR, MANAGER))
        if self.attempt(lambda: back(self.desk, who), allowed=allowed):
            self.resting = False

    @rule(giver=PEOPLE, taker=PEOPLE)
    def hand_over(self, giver: Person, taker: Person) -> None:
        may_give = giver == self.cashier or giver in (SUPERVISOR, MANAGER)
        allowed = self.serving and may_give and taker != self.cashier and not self.aside
        agreed = None if giver == self.cashier else self.cashier
        if self.attempt(lambda: offered(self.desk, taker, giver, agreed), allowed=allowed):
            self.taker, self.found = taker, None

    @precondition(lambda self: self.taker is not None or self.requests % 8 == 0)
    @rule(who=PEOPLE)
    def take_the_offer_back(self, who: Person) -> None:
        may = who == self.cashier or who in (SUPERVISOR, MANAGER)
        allowed = self.taker is not None and self.confirmed and may
        request = self.desk.request()
        if self.attempt(lambda: withdraw(self.desk.books, request_id=request, person=who, till=1), allowed=allowed):
            self.taker = None

    @precondition(lambda self: self.taker is not None)
    @rule(who=PEOPLE, off=st.sampled_from([0, 0, -200, 4000]))
    def count_for_the_handover(self, who: Person, off: int) -> None:
        total = max(0, self.cash + off)
        allowed = who == self.taker and self.confirmed
        if self.attempt(lambda: taker_counts(self.desk, total, who), allowed=allowed):
            self.found, self.second = total, self.done.needs_second_person

    @precondition(lambda self: self.taker is not None)
    @rule(who=PEOPLE, approver=st.sampled_from([None, CASHIER, SUPERVISOR, MANAGER]))
    def accept(self, who: Person, approver: Person | None) -> None:
        off = (self.found or 0) - self.cash
        assert self.found is None or self.second or abs(off) <= LIMIT
        agreed = approver in (SUPERVISOR, MANAGER) and approver not in (who, self.cashier)
        counted = self.found is not None
        allowed = who == self.taker and counted and self.confirmed and (agreed or not self.second)
        if self.attempt(lambda: accepted(self.desk, who, reason="counted", approver=approver), allowed=allowed):
            self.cash += off
            self.cashier, self.taker, self.counted = self.taker, None, None

    @precondition(lambda self: self.taker is not None)
    @rule(who=PEOPLE)
    def reject(self, who: Person) -> None:
        allowed = who == self.taker and self.found is not None and self.confirmed
        if self.attempt(lambda: rejected(self.desk, taker=who), allowed=allowed):
            self.taker = None

    @rule(unit=UNITS)
    def park(self, unit: int) -> None:
        before = self.events()
        allowed = self.cashier == CASHIER and not self.resting and self.taker is None and self.day >= self.today
        if self.attempt(lambda: put_aside(self.desk, unit), allowed=allowed):
            self.aside.append(self.done)
        assert self.events() == before

    @precondition(lambda self: bool(self.aside))
    @rule()
    def take_up(self) -> None:
        unpark(self.desk.books, self.aside.pop(), cashier=CASHIER, till=1)

    # The world

    @rule(minutes=st.integers(1, 600))
    def time_passes(self, minutes: int) -> None:
        self.clock.wait(minutes=minutes)

    @rule(days=st.sampled_from([-1, 1, 1, 3]))
    def the_clock_jumps(self, days: int) -> None:
        self.clock.wait(days=days)

    @precondition(lambda self: not self.confirmed)
    @rule(approver=st.sampled_from([CASHIER, SUPERVISOR]))
    def confirm_the_date(self, approver: Person) -> None:
        def confirm() -> None:
            confirm_date(self.desk.books, request_id=self.desk.request(), requester=CASHIER, approver=approver)

        self.attempt(confirm, allowed=approver is SUPERVISOR)

    @rule()
    def the_power_goes(self) -> None:
        """What was not committed is gone, and the books open again as they were."""
        before = self.events()
        if self.confirmed:
            with suppress(Abandoned):
                self.half_an_act()
        self.reader.close()
        self.desk.books.close()
        requests = self.desk._requests
        self.desk = desk_at(self.folder / "books.sqlite", self.clock)
        self.desk._requests = requests
        self.reader = self.desk.books.reader()
        assert self.events() == before

    def half_an_act(self) -> None:
        with self.desk.books.transaction(self.desk.request(), staff_id=2, till=1) as tx:
            tx.post("drawer_opened", {"reason": "half-done"})
            tx.take_number("S1")
            raise Abandoned

    # What holds after every step

    @invariant()
    def the_drawer_holds_what_the_model_says(self) -> None:
        assert self.desk.account("till_cash") == self.cash >= 0
        assert self.desk.account("float_left") == self.left
        if self.cashier is not None:
            drawer = drawer_now(self.desk)
            moved = drawer.pay_in.amount - drawer.pay_out.amount - drawer.drops.amount + drawer.handovers.amount
            takings = drawer.tenders["cash"].net if "cash" in drawer.tenders else 0
            assert drawer.cash_expected == self.cash == drawer.opening_float + takings + moved

    @invariant()
    def the_books_are_whole(self) -> None:
        assert check_books(self.reader).findings == ()

    @invariant()
    def every_fund_is_in_balance(self) -> None:
        sums = self.reader.execute_sql("SELECT fund, sum(amount) FROM posting GROUP BY fund HAVING sum(amount) <> 0")
        assert sums.fetchall() == []

    @invariant()
    def nobody_approved_their_own(self) -> None:
        own = "SELECT count(*) FROM approval a WHERE a.requester_id = a.approver_id OR a.approver_id IN (2, 6)"
        witnesses = " AND a.act NOT IN ('drop', 'handover')"
        assert self.reader.execute_sql(own + witnesses).fetchone() == (0,)


TestATill = ATill.TestCase
# A sixth of the profile's examples, each of many steps: sixteen in a hurry, five hundred for torture.
TestATill.settings = settings(
    max_examples=max(8, settings().max_examples // 6), stateful_step_count=50, deadline=None, print_blob=True,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
