"""A till driven through days that nobody planned: whatever happens in whatever order, every fen is explained.

Beside the books runs a model of the drawer in a few plain numbers (till_model). Each act must be possible exactly when
the model says so, and after each step the cash, the chain, the numbers and every fund are checked.
"""

from contextlib import suppress
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from counter.desk import approve
from counter.desk.approve import ACTS
from counter.desk.close_till import close_till
from counter.desk.confirm_date import confirm_date
from counter.desk.decide import decide
from counter.desk.handover import withdraw
from counter.desk.open_till import Explained
from counter.desk.parked import unpark
from counter.desk.people import Person
from counter.desk.refuse_note import refuse_note
from counter.desk.sign_drop import sign_drop, unsigned
from counter.desk.suspend_till import take_up_till
from counter.desk.void_receipt import void_receipt
from counter.desk.withdraw_request import withdraw_request
from counter.desk.x_report import print_x, report_facts
from counter.rules.permissions import Act
from db.queries import people
from db.queries.people import PendingAct
from tests.desk.office import (
    CASHIER,
    FEE,
    MANAGER,
    OTHER_CASHIER,
    OTHER_SUPERVISOR,
    STAFF,
    SUPERVISOR,
    card,
    cash,
    code,
    desk_at,
    from_balance,
)
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
from tests.desk.test_desk_remittance_slip import same_sum
from tests.desk.till_brought_in import BroughtIn
from tests.desk.till_model import LIMIT, PEOPLE, SUMS, UNITS, once_in_a_while, while_serving
from tests.desk.till_money_back import MoneyBack
from tests.desk.till_safe import SafeAndBank

ANYBODY = st.sampled_from([None, None, None, CASHIER, OTHER_CASHIER, SUPERVISOR])  # None: whoever runs the till


class Abandoned(Exception):
    """The power went while a transaction was open."""


class ATill(MoneyBack, SafeAndBank, BroughtIn):
    """Cashiers, a supervisor, finance, a clock and the power do what they like."""

    # The day

    @initialize()
    def begin(self) -> None:
        self.open_the_till(keep=False, extra=0, goes="safe")

    @rule(leave=st.integers(0, 40_000), off=st.sampled_from([0, 300, -7000]), nobody=st.booleans())
    def end_the_day_in_order(self, leave: int, off: int, nobody: bool) -> None:
        """Undo what hangs, decide what waits, take up what lies aside, count and close; a float is found next day."""
        if not self.confirmed:
            self.confirm_the_date(SUPERVISOR)
        if self.cashier is None:
            self.open_the_till(keep=True, extra=0, goes="safe")
        if self.taker is not None:
            self.take_the_offer_back(MANAGER)
        if self.resting:
            self.come_back(MANAGER)
        if self.at_work:
            for asked in approve.holding_day(self.desk.connection):
                decider = SUPERVISOR if asked.requester_id != SUPERVISOR.staff_id else MANAGER
                self.decide_on(asked, decider, grant=False)
            while self.aside:
                self.take_up()
            who = self.hand
            self.count_the_drawer(off, who)
            able = (each for each in (SUPERVISOR, MANAGER, OTHER_SUPERVISOR) if self.agrees_to_the_day(each, who))
            self.close_the_till(who, None if nobody else next(able, None), leave, alone=True)
            self.clock.wait(hours=14)
            self.open_the_till(keep=True, extra=0, goes="safe")

    @rule(grant=st.booleans())
    def settle_what_is_owed(self, grant: bool) -> None:
        """Somebody who had nothing to do with it decides, one day, on each act that was done alone."""
        for asked in people.pending_acts(self.desk.connection):
            act, asker, had = self.waits[asked.event_id]
            able = (each for each in (MANAGER, SUPERVISOR, OTHER_SUPERVISOR) if each.staff_id not in {asker, *had})
            if ACTS[act].owes and self.confirmed:
                self.decide_on(asked, next(able, MANAGER), grant)

    @precondition(lambda self: self.serving and self.deputy is None)
    @rule(who=st.sampled_from([SUPERVISOR, MANAGER]))
    def somebody_stands_in(self, who: Person) -> None:
        self.take_the_till_up(who)

    @rule(taker=PEOPLE, off=st.sampled_from([0, -200, 4000]), nobody=st.booleans())
    def hand_over_in_order(self, taker: Person, off: int, nobody: bool) -> None:
        if self.serving and self.cashier is not None and taker != self.cashier and not self.aside:
            self.hand_over(self.cashier, taker)
            self.count_for_the_handover(taker, off)
            able = (each for each in (SUPERVISOR, MANAGER, OTHER_SUPERVISOR) if each.staff_id not in self.had_handed())
            self.accept(taker, None if nobody else next(able, None), alone=True)

    @once_in_a_while
    @rule(
        keep=st.booleans(), extra=st.sampled_from([0, 0, 5000, 50_000, 900_000]),
        goes=st.sampled_from(["safe", "over_short"]), approver=st.sampled_from([CASHIER, SUPERVISOR, None]),
        alone=st.booleans(),
    )  # fmt: skip
    def open_the_till(
        self, keep: bool, extra: int, goes: Any, approver: Person | None = SUPERVISOR, alone: bool = False
    ) -> None:  # fmt: skip
        total = self.left if keep and self.left else 30_000 + extra
        off = total - self.left
        differs = bool(self.left) and off != 0
        explained = Explained(goes, "counted twice", LIMIT, approver, alone) if differs else None
        asks = differs and abs(off) > LIMIT and (goes == "over_short" or off < 0)
        agreed = not asks or (alone if approver is None else approver is SUPERVISOR)
        out = off if not differs or goes == "safe" else 0
        allowed = self.cashier is None and self.confirmed and self.safe_covers(out) and agreed
        if self.attempt(lambda: open_with(self.desk, {1: total}, explained), allowed=allowed):
            self.cash = self.own = total
            self.change, self.lent = self.change - out, total
            self.left, self.day = 0, self.done.day
            self.begins(CASHIER)
            self.receipts, self.counters, self.found_all = {}, set(), []
            self.counted, self.second = None, False
            self.ask_later(CASHIER, {CASHIER.staff_id})

    @once_in_a_while
    @rule(who=PEOPLE)
    def take_the_till_up(self, who: Person) -> None:
        """A deputy runs the till for its cashier; for whoever runs it already nothing changes."""
        may = who == self.cashier or who.may(Act.RESUME_TILL)
        allowed = self.cashier is not None and self.confirmed and may
        request = self.desk.request()
        if self.attempt(lambda: take_up_till(self.desk.books, request_id=request, person=who, till=1), allowed=allowed):
            self.deputy = who
            self.ran.add(who.staff_id)

    @precondition(lambda self: self.cashier is not None)
    @once_in_a_while
    @rule(off=st.sampled_from([0, 0, 0, 300, -300, -7000]), who=PEOPLE)
    def count_the_drawer(self, off: int, who: Person) -> None:
        total = max(0, self.cash + off)
        allowed = self.at_work and self.ends(who)
        if self.attempt(lambda: self.desk.count_drawer(total, cashier=who), allowed=allowed):
            again = self.counted not in (None, total)
            self.second = self.second or again or abs(total - self.cash) > LIMIT
            self.counted = total
            self.counters.add(who.staff_id)

    def agrees_to_the_day(self, approver: Person | None, closer: Person) -> bool:
        if approver is None or approver == closer or approver.staff_id in self.ran | self.counters:
            return False
        return approver.may(Act.APPROVE_OVER_SHORT)

    @precondition(lambda self: self.cashier is not None)
    @once_in_a_while
    @rule(
        who=PEOPLE, approver=st.sampled_from([None, CASHIER, SUPERVISOR, MANAGER]), leave=st.integers(0, 40_000),
        alone=st.booleans(),
    )  # fmt: skip
    def close_the_till(self, who: Person, approver: Person | None, leave: int, alone: bool) -> None:
        counted = self.counted
        left = min(leave, counted or 0)
        late = self.day < self.today
        off = (counted or 0) - self.cash
        agreed = not (late or self.second) or (
            alone if approver is None else self.agrees_to_the_day(approver, who)
        )  # fmt: skip
        waiting = bool(approve.holding_day(self.desk.connection))
        allowed = self.at_work and self.ends(who) and counted is not None and not self.aside and not waiting and agreed
        before = drawer_now(self.desk)
        if self.attempt(lambda: self.close(who, approver, left, alone), allowed=allowed):
            self.ask_later(who, self.ran | self.counters)
            body = self.desk.body(self.done.close_event)
            assert (self.done.difference, self.done.day) == (off, self.day)
            in_z = body["drawer"]
            assert in_z["cash_expected"] == before.cash_expected == self.cash
            assert in_z["by_item"] == dict(before.by_item)
            assert {name: t["received"] - t["returned"] for name, t in in_z["tenders"].items()} == {
                name: t.net for name, t in before.tenders.items()
            }
            assert self.desk.account("till_cash") == 0
            same_sum(self.desk, self.done.close_event)
            self.cashier = self.deputy = None
            self.left, self.cash, self.own = left, 0, 0
            self.change += self.lent - left

    def close(self, who: Person, approver: Person | None, left: int, alone: bool) -> Any:
        return close_till(
            self.desk.books, left={1: left}, reason="it was like that", approver=approver, alone=alone,
            **said(self.desk, cashier=who),
        )  # fmt: skip

    @precondition(lambda self: self.cashier is not None)
    @once_in_a_while
    @rule()
    def print_an_x(self) -> None:
        allowed = self.day >= self.today and self.confirmed
        self.attempt(lambda: print_x(self.desk.books, **said(self.desk, cashier=CASHIER)), allowed=allowed)
        facts = report_facts(
            self.desk.connection, state_of(self.desk), self.desk.office, "", "2026-11-23T00:00:00.000Z", "en"
        )
        assert facts.drawer == drawer_now(self.desk)

    # Payments

    @while_serving
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
        self.pay_with(order)

    @while_serving
    @rule(unit=UNITS, amount=SUMS, item=st.sampled_from([None, FEE]))
    def pay_into_the_balance(self, unit: int, amount: int, item: int | None) -> None:
        kept = {"to_balance": amount, "kept_for": item}
        self.pay_with(self.desk.order(unit, chosen=[], pay_now=0, rounding=0, tenders=(cash(amount),), **kept))

    @while_serving
    @rule(unit=st.integers(1, 3), amount=SUMS)
    def pay_from_the_balance(self, unit: int, amount: int) -> None:
        held = -self.desk.account("balance", "operating", unit)
        part = min(amount, held, self.desk.owed(unit))
        if part > 0:
            self.pay_with(self.desk.order(unit, pay_now=part, rounding=0, tenders=(from_balance(part),)))

    @precondition(lambda self: bool(self.receipts))
    @while_serving
    @rule(
        data=st.data(), approver=st.sampled_from([None, CASHIER, SUPERVISOR, MANAGER]),
        who=st.sampled_from([None, None, CASHIER, OTHER_CASHIER]),
    )  # fmt: skip
    def void_a_receipt(self, data: st.DataObject, approver: Person | None, who: Person | None) -> None:
        receipt = data.draw(st.sampled_from(sorted(self.receipts)))
        before, who = self.desk.account("till_cash"), who or self.hand
        refused = self.outcome(
            lambda: void_receipt(
                self.desk.books, receipt, "wrong unit", request_id=self.desk.request(), requester=who, till=1,
                approver=approver,
            )
        )  # fmt: skip
        assert refused or (self.serving and approver != who)
        if not refused:
            self.ask_later(who, set())
        if not refused and approver is not None:
            notes = self.receipts.pop(receipt)
            assert not notes or self.runs(who)
            assert before - self.desk.account("till_cash") == notes
            self.cash -= notes
            self.counted = None

    @precondition(lambda self: bool(people.pending_acts(self.desk.connection)))
    @rule(data=st.data(), who=st.sampled_from([*STAFF, SUPERVISOR, MANAGER]), grant=st.booleans())
    def decide_what_was_asked(self, data: st.DataObject, who: Person, grant: bool) -> None:
        self.decide_on(data.draw(st.sampled_from(people.pending_acts(self.desk.connection))), who, grant)

    def decide_on(self, asked: PendingAct, who: Person, grant: bool) -> None:
        """Grant or refuse: never by who asked, nor what was done already by who had to do with it."""
        act, asker, had = self.waits[asked.event_id]
        assert (act, asker) == (asked.act, asked.requester_id)
        before, done = self.events(), ACTS[act].owes or not grant
        refused = self.outcome(
            lambda: decide(
                self.desk.books, asked.event_id, request_id=self.desk.request(), approver=who, till=1, grant=grant,
                words=self.desk.words, reason="no",
            )
        )  # fmt: skip
        may = who.may(ACTS[act].needed) and who.staff_id not in {asker, *had} and self.confirmed
        assert refused or may, (act, who)
        assert not (refused and may and done), f"nothing speaks against it, the desk says {refused}"
        assert not refused or self.events() == before
        if refused or done:
            return
        if act == "void":
            self.cash -= self.receipts.pop(int(asked.subject.removeprefix("receipt:")))
        else:
            self.cash -= self.asked_back.pop(asked.event_id)
        self.counted = None

    @precondition(lambda self: bool(people.pending_acts(self.desk.connection)))
    @once_in_a_while
    @rule(data=st.data(), who=PEOPLE)
    def take_a_request_back(self, data: st.DataObject, who: Person) -> None:
        asked = data.draw(st.sampled_from(people.pending_acts(self.desk.connection)))
        act, asker, _had = self.waits[asked.event_id]
        request = self.desk.request()
        self.attempt(
            lambda: withdraw_request(self.desk.books, asked.event_id, request_id=request, person=who, till=1),
            allowed=self.confirmed and who.staff_id == asker and not ACTS[act].owes,
        )

    # Cash without a payment

    @while_serving
    @rule(amount=SUMS, source=st.sampled_from(["safe", "bank", "petty_cash"]), who=ANYBODY, all_of_it=st.booleans())
    def pay_in(self, amount: int, source: str, who: Person | None, all_of_it: bool) -> None:
        """Bring change into the drawer; now and then more than the safe holds."""
        who, held = who or self.hand, self.desk.account("safe_cash", "operating")
        amount += held if source == "safe" and all_of_it else 0
        there = source != "safe" or self.safe_covers(amount)
        allowed = self.serving and self.runs(who) and there
        if self.attempt(lambda: paid_in(self.desk, amount, source, cashier=who), allowed=allowed):
            self.cash += amount
            self.own += amount if source != "safe" else 0
            self.change -= amount if source == "safe" else 0
            self.lent += amount if source == "safe" else 0
            self.counted = None

    @while_serving
    @rule(amount=SUMS, purpose=st.sampled_from(["expense", "petty_cash"]), who=ANYBODY)
    def pay_out(self, amount: int, purpose: str, who: Person | None) -> None:
        who = who or self.hand
        allowed = self.serving and self.runs(who) and amount <= min(self.own, self.cash)
        if self.attempt(lambda: paid_out(self.desk, amount, purpose, cashier=who), allowed=allowed):
            self.cash -= amount
            self.own -= amount
            self.counted = None

    @while_serving
    @rule(
        amount=st.one_of(SUMS, st.none()), witness=st.sampled_from([None, CASHIER, OTHER_CASHIER, SUPERVISOR]),
        who=ANYBODY,
    )  # fmt: skip
    def drop(self, amount: int | None, witness: Person | None, who: Person | None) -> None:
        """Drop a sum, or everything there is, so that what comes next finds nothing in the drawer."""
        amount, who = self.cash if amount is None else amount, who or self.hand
        if not amount:
            return
        allowed = self.serving and self.runs(who) and witness != who and amount <= self.cash
        if self.attempt(lambda: dropped(self.desk, {1: amount}, witness, cashier=who), allowed=allowed):
            self.cash -= amount
            self.counted = None
            if witness is None:
                self.alone.append((self.events(), who.staff_id))

    @precondition(lambda self: bool(self.alone))
    @rule(who=st.sampled_from(STAFF))
    def sign_a_drop_later(self, who: Person) -> None:
        assert [(each.event_id, each.staff_id) for each in unsigned(self.desk.connection)] == self.alone
        event, dropper = self.alone[0]
        request = self.desk.request()
        if self.attempt(
            lambda: sign_drop(self.desk.books, event, request_id=request, witness=who, till=1),
            allowed=self.confirmed and who.staff_id != dropper and who.may(Act.WITNESS_DROP),
        ):
            self.alone.pop(0)

    @while_serving
    @once_in_a_while
    @rule(why=st.sampled_from(["suspicious", "torn", "no_change"]))
    def refuse_a_note(self, why: Any) -> None:
        self.attempt(
            lambda: refuse_note(self.desk.books, why, request_id=self.desk.request(), cashier=self.hand, till=1),
            allowed=self.serving,
        )

    # Breaks, hand-overs, payments put aside

    @once_in_a_while
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

    @once_in_a_while
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
            self.found = total
            self.found_all.append((self.cash, total, who.staff_id))

    def had_handed(self) -> set[int]:
        """Who has to do with a hand-over: giver and taker, who ran the till in between, who counted for it."""
        taker = {self.taker.staff_id} if self.taker is not None else set()
        return self.ran | taker | {who for _due, _found, who in self.found_all}

    @precondition(lambda self: self.taker is not None)
    @rule(who=PEOPLE, approver=st.sampled_from([None, CASHIER, SUPERVISOR, MANAGER]), alone=st.booleans())
    def accept(self, who: Person, approver: Person | None, alone: bool) -> None:
        off, had = (self.found or 0) - self.cash, self.had_handed()
        # A count of an offer that was taken back stays: whoever counts the same money again knows what is expected.
        again = any(a[0] == b[0] and a[1] != b[1] for a, b in pairwise(self.found_all))
        asks = again or any(abs(found - due) > LIMIT for due, found, _who in self.found_all)
        able = approver is not None and approver.may(Act.APPROVE_OVER_SHORT) and approver.staff_id not in had
        agreed = not asks or (alone if approver is None else able)
        allowed = who == self.taker and self.found is not None and self.confirmed and agreed
        done = self.attempt(
            lambda: accepted(self.desk, who, reason="counted", approver=approver, alone=alone), allowed=allowed
        )
        if done:
            self.ask_later(who, had)
            self.cash += off
            self.begins(who)
            self.taker, self.counted, self.found_all = None, None, []

    @precondition(lambda self: self.taker is not None)
    @rule(who=PEOPLE)
    def reject(self, who: Person) -> None:
        allowed = who == self.taker and self.found is not None and self.confirmed
        if self.attempt(lambda: rejected(self.desk, taker=who), allowed=allowed):
            self.taker, self.found_all = None, []

    @while_serving
    @rule(unit=UNITS)
    def park(self, unit: int) -> None:
        before = self.events()
        allowed = self.cashier is not None and not self.resting and self.taker is None and self.day >= self.today
        if self.attempt(lambda: put_aside(self.desk, unit, self.hand), allowed=allowed):
            self.aside.append(self.done)
        assert self.events() == before

    @precondition(lambda self: bool(self.aside))
    @rule()
    def take_up(self) -> None:
        unpark(self.desk.books, self.aside.pop(), cashier=CASHIER, till=1)

    # The world

    @once_in_a_while
    @rule(minutes=st.integers(1, 600))
    def time_passes(self, minutes: int) -> None:
        self.clock.wait(minutes=minutes)

    @once_in_a_while
    @rule(days=st.sampled_from([-1, 1, 1, 3]))
    def the_clock_jumps(self, days: int) -> None:
        self.clock.wait(days=days)

    @precondition(lambda self: not self.confirmed)
    @rule(approver=st.sampled_from([CASHIER, SUPERVISOR, None]))
    def confirm_the_date(self, approver: Person | None) -> None:
        def confirm() -> None:
            confirm_date(self.desk.books, request_id=self.desk.request(), requester=CASHIER, approver=approver)

        if self.attempt(confirm, allowed=approver is not CASHIER):
            self.ask_later(CASHIER, set())

    @once_in_a_while
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


TestATill = ATill.TestCase
# A sixth of the profile's examples, each of many steps: sixteen in a hurry, five hundred for torture.
TestATill.settings = settings(
    max_examples=max(8, settings().max_examples // 6), stateful_step_count=50, deadline=None, print_blob=True,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
