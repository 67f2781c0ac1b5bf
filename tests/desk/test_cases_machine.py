"""Disputes in whatever order with payments, adjustments and days: no illegal step, and frozen is what is disputed.

After each step the frozen sum is that of the disputes which have not ended, an ended one freezes nothing, every fund is
in balance, no late fee stands posted above what its charge bears, and the check finds nothing. A twin office in which
the charge was right from the start bears the same late fee.
"""

import itertools
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from counter.desk.adjust_charge import standing_amount
from counter.desk.late_fees import overposted, standing_fee
from counter.desk.letter_settings import LetterSettings
from counter.desk.open_case import Disputed, DisputedAlready, DisputesTooMuch, NotDisputable
from counter.desk.owing import owing_unit
from counter.desk.standing import disputed, fee_of
from counter.desk.withheld import Withheld
from counter.rules.cases import Kind, Step, StepNotAllowed, has_ended, moves
from db.queries import cases, corrections
from tests.desk.case_office import bring, frozen_sum, move, papers_of, settle
from tests.desk.late_fee_office import next_day, posted, recomputed, with_late_fee
from tests.desk.office import EVEN, ODD, Desk, HandClock, cash, desk_at, furnish, open_office_books
from tests.desk.test_late_fees_corrected import adjust

MONTH = 25_060
WHICH = st.integers(0, 1000)
SUMS = st.integers(1, MONTH)


@cache
def furnished() -> Path:
    path = Path(tempfile.mkdtemp(prefix="cases-")) / "books.sqlite"
    books = open_office_books(path, HandClock())
    furnish(books)
    books.close()
    desk = desk_at(path)
    with_late_fee(desk)
    desk.open()
    desk.books.close()
    return path


def office(folder: Path) -> Desk:
    """The office with a late fee and its till open, in books of its own."""
    path = folder / "books.sqlite"
    shutil.copy(furnished(), path)
    desk = desk_at(path, HandClock())
    desk._requests = itertools.count(1000)  # those before it furnished the office
    desk.set_office(late_fee_mode="charged")
    return desk


class Disputes(RuleBasedStateMachine):
    """Owners dispute, the office moves on, settles and adjusts, and the days go by."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="disputes-"))
        self.desk = office(self.folder)
        self.charges = [each.charge_id for each in self.desk.charges(EVEN)]
        self.steps: dict[int, Step] = {}
        self.frozen: dict[int, dict[int, int]] = {}

    def teardown(self) -> None:
        assert recomputed(self.desk) == []
        self.desk.books.close()
        shutil.rmtree(self.folder)

    def left(self, charge_id: int) -> int:
        found = corrections.charge(self.desk.connection, charge_id)
        assert found is not None
        return standing_amount(self.desk.connection, found)

    @rule(which=WHICH, amount=SUMS, ago=st.integers(0, 40))
    def dispute(self, which: int, amount: int, ago: int) -> None:
        charge = self.charges[which % len(self.charges)]
        day = self.desk.clock.today().toordinal() - ago
        raised = self.desk.clock.today().fromordinal(day).isoformat()
        taken = any(charge in each for each in self.frozen.values())
        try:
            opened = bring(self.desk, Disputed(charge, amount), raised_on=raised)
        except DisputedAlready:
            assert taken
        except (DisputesTooMuch, NotDisputable):
            assert amount > self.left(charge)
        else:
            assert not taken
            self.steps[opened.case_id], self.frozen[opened.case_id] = Step.RECEIVED, {charge: amount}

    @rule(which=WHICH, to=st.sampled_from([step for step in Step if step is not Step.SETTLED]))
    def step(self, which: int, to: Step) -> None:
        if not self.steps:
            return
        case = sorted(self.steps)[which % len(self.steps)]
        before = self.desk.count("event")
        try:
            move(self.desk, case, to, members="Zhao")
        except StepNotAllowed:
            assert to not in moves(Kind.DISPUTE, self.steps[case])
            assert self.desk.count("event") == before, "what is refused leaves nothing"
        except DisputedAlready:
            assert has_ended(self.steps[case])
        else:
            assert to in moves(Kind.DISPUTE, self.steps[case])
            reopened = has_ended(self.steps[case])
            self.steps[case] = to
            if has_ended(to):
                self.frozen.pop(case, None)
            elif reopened:
                now = {each.charge_id: each.amount for each in self.open_rows(case)}
                assert all(amount <= self.left(charge) for charge, amount in now.items())
                self.frozen[case] = now

    def open_rows(self, case: int) -> Sequence[cases.FrozenRow]:
        return [each for each in cases.frozen_by(self.desk.connection, case) if each.until is None]

    @rule(which=WHICH, amount=SUMS)
    def settle(self, which: int, amount: int) -> None:
        if not self.steps:
            return
        case = sorted(self.steps)[which % len(self.steps)]
        upheld = [Disputed(each, min(amount, part)) for each, part in self.frozen.get(case, {}).items()]
        upheld = [each for each in upheld if each.amount <= self.left(each.charge_id)]
        allowed = Step.SETTLED in moves(Kind.DISPUTE, self.steps[case])
        before = self.desk.owed(EVEN) + self.desk.account("balance", unit=EVEN)
        try:
            done = settle(self.desk, case, *upheld)
        except StepNotAllowed:
            assert not allowed
        else:
            assert allowed
            # What is let off is owed no more, or is the owner's; nothing of it comes from anywhere else.
            after = self.desk.owed(EVEN) + self.desk.account("balance", unit=EVEN)
            assert before - after == done.let_off + done.late_fee_back
            self.steps[case] = Step.SETTLED
            self.frozen.pop(case, None)

    @rule(which=WHICH, amount=SUMS)
    def pay(self, which: int, amount: int) -> None:
        lines = self.desk.charges(EVEN)
        if lines:
            line = lines[which % len(lines)]
            self.desk.pay(EVEN, chosen=[line], pay_now=min(amount, line.open), rounding=0)

    @rule(which=WHICH)
    def pay_what_nobody_disputes(self, which: int) -> None:
        """Of a charge that is disputed in part its rest, as Pay proposes it."""
        lines = self.desk.charges(EVEN)
        amounts = {charge: amount for each in self.frozen.values() for charge, amount in each.items()}
        parts = [each for each in lines if 0 < amounts.get(each.charge_id, 0) < each.open]
        if parts:
            line = parts[which % len(parts)]
            kept = amounts[line.charge_id]
            whole = self.desk.order(EVEN, chosen=[line], rounding=0)
            due = whole.pay_now - kept
            withheld = (Withheld(line.charge_id, kept),)
            self.desk.take(replace(whole, pay_now=due, tenders=(cash(due),), withheld=withheld))
            assert [each.open for each in self.desk.charges(EVEN) if each.charge_id == line.charge_id] == [kept]

    @rule(which=WHICH, amount=st.integers(1, 3_000))
    def let_off(self, which: int, amount: int) -> None:
        charge = self.charges[which % len(self.charges)]
        if amount <= self.left(charge):
            adjust(self.desk, charge, -amount)

    @rule(days=st.integers(1, 2))
    def days_go_by(self, days: int) -> None:
        next_day(self.desk, days)

    @invariant()
    def what_is_frozen_is_what_is_disputed(self) -> None:
        assert frozen_sum(self.desk) == sum(sum(each.values()) for each in self.frozen.values())
        listed = {each.case.id: each.frozen for each in cases.cases(self.desk.connection)}
        assert listed == {case: sum(self.frozen.get(case, {}).values()) for case in self.steps}
        frozen = {charge for each in self.frozen.values() for charge in each}
        lines = self.desk.charges(EVEN, ODD)
        assert disputed(self.desk.connection, lines) == frozen & {each.charge_id for each in lines}

    @invariant()
    def letters_demand_all_that_is_due_but_what_is_disputed(self) -> None:
        today = self.desk.clock.today()
        found = owing_unit(self.desk.connection, EVEN, today, LetterSettings())
        assert found is not None
        due = [each for each in self.desk.charges(EVEN) if each.due < today.isoformat()]
        amounts = {charge: amount for each in self.frozen.values() for charge, amount in each.items()}
        # Nobody is asked for the late fee of what they object to, whatever part of it they do.
        fees = sum(each.open for each in due if fee_of(each) in amounts)
        disputed_of_it = fees + sum(min(each.open, amounts.get(each.charge_id, 0)) for each in due)
        assert sum(each.open for each in found.demanded) == sum(each.open for each in due) - disputed_of_it
        assert found.debtor.overdue == sum(each.open for each in found.demanded)
        assert found.debtor.frozen == disputed_of_it

    @invariant()
    def every_fund_is_in_balance_and_no_fee_stands_above_what_its_charge_bears(self) -> None:
        sums = self.desk.connection.execute(
            "SELECT fund, sum(amount) FROM posting GROUP BY fund HAVING sum(amount) <> 0"
        )
        assert sums.fetchall() == []
        assert overposted(self.desk.connection, self.charges, self.desk.clock.today().isoformat()) == ()


TestDisputes = Disputes.TestCase
# A few short histories in a hurry, hundreds of long ones for torture.
TestDisputes.settings = settings(
    max_examples=max(6, settings().max_examples // 16),
    stateful_step_count=12 if settings().max_examples <= 100 else 40, deadline=None, print_blob=True,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


# The twin


def fee_borne(desk: Desk, charge: int) -> int:
    """The late fee of a charge, posted or running, in fen."""
    fees = standing_fee(desk.connection, EVEN, desk.clock.today().isoformat())
    late = sum(each.amount for each in posted(desk, charge))
    return late + sum(each.amount for each in fees if each.charge.charge_id == charge)


def pay_some(desk: Desk, charge: int, amount: int) -> None:
    lines = [each for each in desk.charges(EVEN) if each.charge_id == charge]
    if lines and amount:
        desk.pay(EVEN, chosen=lines, pay_now=min(amount, lines[0].open), rounding=0)


def history(
    folder: Path, part: int, upheld: int, paid: tuple[int, int], ago: int, days: tuple[int, int], *, right: bool
) -> int:
    """Live through a dispute, or through the same days with the charge right from the start; returns its late fee."""
    desk = office(folder)
    try:
        charge = desk.charges(EVEN)[0].charge_id
        if right:
            adjust(desk, charge, -upheld)
        raised = desk.clock.today().fromordinal(desk.clock.today().toordinal() - ago).isoformat()
        rest = part - upheld if right else part
        pay_some(desk, charge, paid[0])
        case = bring(desk, Disputed(charge, rest), raised_on=raised).case_id if rest else 0
        next_day(desk, days[0])
        pay_some(desk, charge, paid[1])
        if case:
            move(desk, case, Step.EXAMINED)
            settle(desk, case, *(() if right else (Disputed(charge, upheld),)))
        next_day(desk, days[1])
        assert recomputed(desk) == []
        assert right or len(papers_of(desk, "case_answer")) == 1
        return fee_borne(desk, charge)
    finally:
        desk.books.close()


PARTS = st.integers(1, MONTH).flatmap(lambda part: st.tuples(st.just(part), st.integers(1, part)))


@settings(max_examples=max(6, settings().max_examples // 16))
@given(parts=PARTS, paid=st.tuples(st.integers(0, MONTH), st.integers(0, MONTH)), ago=st.integers(0, 80),
       days=st.tuples(st.integers(1, 2), st.integers(1, 2)))  # fmt: skip
def test_an_upheld_charge_bears_the_late_fee_of_one_that_was_right_from_the_start(
    tmp_path_factory: pytest.TempPathFactory, parts: tuple[int, int], paid: tuple[int, int], ago: int,
    days: tuple[int, int],
) -> None:  # fmt: skip
    folders = (tmp_path_factory.mktemp("a"), tmp_path_factory.mktemp("b"))
    fees = [
        history(folder, *parts, paid, ago, days, right=right)
        for folder, right in zip(folders, (False, True), strict=True)
    ]
    assert fees[0] == fees[1]
