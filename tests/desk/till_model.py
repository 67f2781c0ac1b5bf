"""The model that runs beside the books of the random days, and what must hold after every step."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition

from counter.desk.approve import ACTS
from counter.desk.payment_order import PaymentOrder
from counter.desk.people import Person
from counter.rules.permissions import Act, may
from counter.rules.tender import TenderKind
from db.check import check_books
from db.queries import people, safe
from tests.desk.office import (
    AREAS,
    CASHIER,
    CHANGE_FUND,
    FOUNDED_BEFORE,
    FUNDED,
    MANAGER,
    OTHER_CASHIER,
    STAFF,
    SUPERVISOR,
    Desk,
    HandClock,
    desk_at,
    furnish,
    open_office_books,
)
from tests.desk.shift import drawer_now, open_with

UNITS = st.sampled_from(sorted(AREAS))
SUMS = st.integers(1, 40_000)
PEOPLE = st.sampled_from([CASHIER, OTHER_CASHIER, SUPERVISOR, MANAGER])
LIMIT = 1000
IN_THE_SAFE = 300_000
# What somebody does by their own right when an event of this kind is theirs; a second person's is in ACTS.
RIGHTS = {
    "payment": Act.TAKE_PAYMENT, "cash_brought_in": Act.TAKE_PAYMENT, "till_opened": Act.OPEN_TILL,
    "till_closed": Act.CLOSE_TILL, "x_reported": Act.CLOSE_TILL,
    "paid_in": Act.PAY_IN_OUT, "paid_out": Act.PAY_IN_OUT, "cash_dropped": Act.DROP_CASH,
    "receipt_voided": Act.REQUEST_VOID, "void_requested": Act.REQUEST_VOID, "payment_refunded": Act.REQUEST_REFUND,
    "refund_requested": Act.REQUEST_REFUND, "payment_reversed": Act.REVERSE_PAYMENT, "code_checked": Act.CHECK_CODES,
    "cheque_returned": Act.CHECK_CODES, "refund_paid_out": Act.PAY_REFUNDS, "cash_bagged": Act.BANK_CASH,
    "cash_banked": Act.BANK_CASH, "remittance_confirmed": Act.RECEIVE_REMITTANCE,
    "remittance_differs": Act.RECEIVE_REMITTANCE, "till_taken_up": Act.RESUME_TILL, "till_counted": Act.CLOSE_TILL,
    "drop_signed": Act.WITNESS_DROP, "drawer_opened": Act.OPEN_DRAWER,
}  # fmt: skip
ROLE = {each.staff_id: each.role for each in STAFF}
# What the desk refuses with: a sentence for the person, never a fault of the program.
REFUSALS = {
    "account_changed", "acts_pending", "balance_too_small", "cannot_take", "clock_far_ahead", "difference_unexplained",
    "drops_too_much",
    "handover_hangs", "late_close_unapproved", "leaves_too_much", "money_used_since", "no_handover", "not_allowed",
    "not_counted", "not_enough_cash", "not_parked", "not_pending", "not_suspended", "not_the_taker", "not_your_till",
    "parked_payments", "receipt_already_void", "receipt_day_closed", "safe_holds_less", "self_approval",
    "spends_takings", "till_already_open", "till_day_over", "till_not_open", "till_suspended", "had_the_drawer",
    "already_checked", "bank_differs", "count_below_nothing", "charge_not_there", "form_number_used",
    "less_than_takings", "line_gone", "money_not_seen", "no_payment", "nothing_to_bank", "nothing_to_refund",
    "own_slip", "receipt_amended",
    "refund_waits", "refund_way_too_much", "remittance_differs", "slip_received", "took_the_money",
    "till_not_taken_up", "counted_again", "second_person_needed", "bagged_it", "not_your_request",
}  # fmt: skip


@cache
def furnished() -> Path:
    """Make the office, with a first day behind it whose takings lie in the safe: floats come from there."""
    path = Path(tempfile.mkdtemp(prefix="office-")) / "books.sqlite"
    clock = HandClock()
    clock.wait(days=-1)
    books = open_office_books(path, clock)
    furnish(books)
    books.close()
    desk = desk_at(path, clock)
    desk._requests = count(-9)  # other requests than those of the days to come
    open_with(desk, {1: 0})
    desk.pay(FUNDED, chosen=[], pay_now=0, to_balance=IN_THE_SAFE, rounding=0)
    desk.close()
    desk.books.close()
    return path


class TillModel(RuleBasedStateMachine):
    """The books, the clock, and what should lie in the drawer in a few plain numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="till-"))
        shutil.copy(furnished(), self.folder / "books.sqlite")
        self.clock = HandClock()
        self.desk: Desk = desk_at(self.folder / "books.sqlite", self.clock)
        self.reader = self.desk.books.reader()
        self.requests = 0  # how often anything was tried
        self.vouchers = 0
        # The model: what should lie in the drawer, of it the till's own money, and who answers for it.
        self.cash = self.own = self.left = 0
        self.change, self.lent = CHANGE_FUND, 0  # in the safe, and what of it the open day has got
        self.cashier: Person | None = None
        self.day = ""
        self.deputy: Person | None = None  # who took the till up last
        self.ran: set[int] = set()  # who ran it since it was opened or handed over
        self.counters: set[int] = set()
        self.second = False  # whether the counts of the day ask for a second person
        self.taker: Person | None = None
        self.found: int | None = None
        self.found_all: list[tuple[int, int, int]] = []  # what was due, found and by whom, until it is decided
        # What waits for a decision: the act, who asked, and who had to do with it.
        self.waits: dict[int, tuple[str, int, set[int]]] = {}
        self.alone: list[tuple[int, int]] = []  # drops nobody saw, and who made them
        self.resting = False
        self.aside: list[int] = []
        self.receipts: dict[int, int] = {}  # today's that may be voided, and the notes each brought
        self.issued: list[int] = []
        self.asked_back: dict[int, int] = {}  # refunds that wait: the cash each would take out
        self.forms: set[int] = set()
        self.founded = (self.clock.today() - timedelta(days=1 + FOUNDED_BEFORE)).isoformat()
        self.seen = 0  # the last event whose rights were looked at
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
        before = self.events()
        code = self.outcome(act)
        assert (code == "") is allowed, f"the model says {allowed}, the desk says {code or 'done'}"
        assert allowed or self.events() == before
        return allowed

    def outcome(self, act: Callable[[], Any]) -> str:
        """Do something and return the code it was refused with, '' where it was done; anything else is a fault."""
        self.requests += 1
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
        """Whether the clock may be believed: not far ahead of the latest time any event has."""
        last = self.reader.execute_sql("SELECT max(at) FROM event").fetchone()[0]
        return (self.clock.now() - self.clock.now().fromisoformat(last)).total_seconds() <= 2 * 24 * 3600

    @property
    def at_work(self) -> bool:
        """Whether money may move at the drawer."""
        return self.cashier is not None and not self.resting and self.taker is None and self.confirmed

    @property
    def hand(self) -> Person:
        """Whoever stands at the window: the deputy while there is one."""
        return self.deputy or self.cashier or CASHIER

    def runs(self, who: Person) -> bool:
        return who.staff_id in self.ran

    def ends(self, who: Person) -> bool:
        """Whether somebody may count and close: who runs the till, or anybody where the day was forgotten."""
        return self.runs(who) or self.day < self.today

    def begins(self, cashier: Person) -> None:
        """The till has a cashier of its own from now on."""
        self.cashier, self.deputy, self.ran = cashier, None, {cashier.staff_id}

    def ask_later(self, asker: Person, had: set[int]) -> None:
        """Note what began to wait for a decision."""
        for each in people.pending_acts(self.desk.connection):
            self.waits.setdefault(each.event_id, (each.act, asker.staff_id, had))

    @property
    def serving(self) -> bool:
        """Whether a payment may be taken."""
        return self.at_work and self.day >= self.today

    def pay_with(self, order: PaymentOrder, *, allowed: bool | None = None) -> bool:
        """Take a payment as whoever runs the till; what is in cash lies in the drawer after it."""
        may_be = self.serving if allowed is None else allowed
        if self.attempt(lambda: self.desk.take(order, cashier=self.hand), allowed=may_be):
            notes = sum(t.amount for t in order.tenders if t.kind is TenderKind.CASH)
            self.cash += notes
            self.counted = None
            self.issued += [each.id for each in self.done.receipts]
            if len(self.done.receipts) == 1:
                self.receipts[self.done.receipts[0].id] = notes
        return may_be

    def safe_covers(self, amount: int) -> bool:
        """Whether this much can come out of the safe."""
        return amount <= 0 or amount <= self.desk.account("safe_cash", "operating")

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

    @invariant()
    def the_safe_never_holds_less_than_nothing(self) -> None:
        for fund in ("operating", "maintenance", "held"):
            assert self.desk.account("safe_cash", fund) >= 0, fund

    @invariant()
    def what_lies_in_the_safe_is_known_z_by_z_and_the_change_beside(self) -> None:
        lines = safe.in_safe(self.desk.connection)
        assert safe.beside_the_zs(self.desk.connection, lines).get("operating", 0) == self.change
        listed = sum(line.left for line in lines) + sum(safe.open_drops(self.desk.connection).values())
        assert listed + self.change == self.desk.account("safe_cash")

    @invariant()
    def numbers_have_no_gaps(self) -> None:
        for table, series in (("receipt", "series"), ('"close"', "till")):
            number = "number" if series == "series" else "z_number"
            gaps = (
                f"SELECT {series} FROM {table} GROUP BY {series} HAVING max({number}) <> count(*) OR min({number}) <> 1"
            )
            assert self.reader.execute_sql(gaps).fetchall() == []

    @invariant()
    def everybody_did_only_what_they_may(self) -> None:
        after = (self.seen,)
        for event, kind, staff in self.reader.execute_sql("SELECT id, kind, staff_id FROM event WHERE id > ?", after):
            assert kind not in RIGHTS or may(ROLE[staff], RIGHTS[kind]), (kind, staff)
            self.seen = max(self.seen, event)
        for act, who in self.reader.execute_sql("SELECT act, approver_id FROM approval WHERE event_id > ?", after):
            assert may(ROLE[who], ACTS[act].needed), (act, who)


# Most acts are tried where they can be done, and now and then where they must be refused.
while_serving = precondition(lambda self: self.serving or self.requests % 9 == 0)
once_in_a_while = precondition(lambda self: self.requests % 4 == 0)
