"""A late fee (违约金) that was posted too high is posted back: whatever came to light later, the sum is as at once."""

import itertools
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter.desk import late_fees
from counter.desk.adjust_charge import Wish, adjust_charge
from counter.desk.change_settings import change_settings
from counter.desk.correct_late_fees import correct_late_fees
from counter.desk.office import load_office
from counter.desk.payment_order import LateEntry
from counter.desk.split_at_sale import split_at_sale
from counter.desk.waive_late_fees import standing_late_fees, waive_late_fees
from counter.rules.late_fee import Pause
from counter.words.explain_charge import why
from tests.desk.acts_at_desk import sell
from tests.desk.late_fee_office import next_day, posted, recomputed, running, void, with_late_fee
from tests.desk.office import CASHIER, EVEN, FINANCE, FOUNDED_BEFORE, MANAGER, SUPERVISOR, Desk, desk_at

# 250.60 due on the 15th of September, October and November; today is the 23rd of November: 69, 39 and 8 days.
TODAY = [865, 489, 100]
MONTH = 25_060
FOUNDED = date(2026, 11, 23) - timedelta(days=FOUNDED_BEFORE)


@pytest.fixture
def late(desk: Desk) -> Desk:
    return with_late_fee(desk)


def fee_of(desk: Desk, charge_id: int) -> int:
    """What stands posted of a charge's fee, in fen."""
    return sum(each.amount for each in posted(desk, charge_id))


def by_hand(desk: Desk, amount: int, day: str, form: str = "A1") -> None:
    """Enter a handwritten receipt over part of the oldest charge."""
    desk.pay(
        EVEN, chosen=desk.charges(EVEN)[:1], pay_now=amount, late=LateEntry(form, day, "王芳", sure=True), rounding=0
    )


def adjust(desk: Desk, charge_id: int, amount: int) -> None:
    adjust_charge(
        desk.books, Wish(charge_id, "adjustment", amount), "area", request_id=desk.request(), staff=FINANCE,
        approver=MANAGER,
    )  # fmt: skip


def test_money_of_an_earlier_day_entered_late_posts_the_fee_back_from_what_is_open_of_it(late: Desk) -> None:
    charge = late.charges(EVEN)[0].charge_id
    late.pay(EVEN, chosen=late.charges(EVEN)[:1], pay_now=60, rounding=0)
    assert fee_of(late, charge) == TODAY[0]
    by_hand(late, 20_000, "2026-11-13")
    # 59 days on 250.60, ten on the 50.60 that were left then: 739.27 + 25.30 fen.
    assert (fee_of(late, charge), late.account("late_fee_income")) == (765, -765)
    assert [line.open for line in late.charges(EVEN) if line.charge_id in {f.id for f in posted(late)}] == [765]
    assert (late.account("balance"), late.account("receivable", unit=EVEN)) == (0, late.owed(EVEN))
    assert recomputed(late) == []
    back = posted(late, charge)[-1]
    told = why(back.amount, json.loads(back.ingredients), None, late.words)
    assert told.calculation.endswith("− 8.65 before = −¥1.00")
    assert "too much was posted before, so the difference is posted back" in told.remarks


def test_what_was_paid_of_a_fee_that_was_too_high_becomes_balance(late: Desk) -> None:
    charge = late.charges(EVEN)[0].charge_id
    late.pay(EVEN, chosen=late.charges(EVEN)[:1], rounding=0)
    adjust(late, charge, -10_000)
    assert fee_of(late, charge) == 520, "69 days on 150.60"
    assert late.account("balance", unit=EVEN) == -10_000 - (865 - 520)
    assert recomputed(late) == []


def test_what_was_waived_of_it_is_no_money_and_comes_off_the_waiver(late: Desk) -> None:
    found = standing_late_fees(late.connection, EVEN, late.office, "2026-11-23")
    waive_late_fees(
        late.books, EVEN, found.total, "x", request_id="w", requester=CASHIER, approver=SUPERVISOR, till=1,
        office=late.office,
    )  # fmt: skip
    adjust(late, late.charges(EVEN)[0].charge_id, -MONTH)
    rest = sum(TODAY[1:])
    assert (late.account("waivers"), late.account("late_fee_income"), late.account("balance")) == (rest, -rest, 0)
    assert recomputed(late) == []


def test_a_charge_that_was_raised_first_and_let_off_whole_bears_no_fee_below_nothing(late: Desk) -> None:
    first = late.charges(EVEN)[0]
    late.pay(EVEN, chosen=[first], rounding=0)
    adjust(late, first.charge_id, 100)
    adjust(late, first.charge_id, -MONTH - 100)
    # What was added is open and simply goes; what was paid, its late fee too, becomes balance.
    assert (fee_of(late, first.charge_id), late.account("balance")) == (0, -MONTH - 865)
    assert late.owed(EVEN) == 2 * MONTH
    assert (late.account("receivable", unit=EVEN), recomputed(late)) == (late.owed(EVEN), [])


def test_what_was_added_and_let_off_again_bears_no_fee(late: Desk) -> None:
    charge = late.charges(EVEN)[0].charge_id
    for amount in (100_000, -100_000):
        wish = Wish(charge, "adjustment", amount)
        adjust_charge(late.books, wish, "x", request_id=late.request(), staff=FINANCE, approver=MANAGER)
        next_day(late, 2)
        if amount > 0:
            added = next(each for each in late.charges(EVEN) if each.amount == amount)
            late.pay(EVEN, chosen=[added], pay_now=1, rounding=0)
            assert [each.amount for each in posted(late, added.charge_id)] == [100]
    assert sum(each.amount for each in posted(late, added.charge_id)) == 0
    assert recomputed(late) == []


def test_a_void_charges_again_what_was_posted_back_of_the_fee_it_takes_with_it(late: Desk) -> None:
    first = late.charges(EVEN)[0]
    paid = late.pay(EVEN, chosen=[first], rounding=0).receipts[0]
    adjust(late, first.charge_id, -10_000)
    assert late.account("balance", unit=EVEN) == -10_000 - 345
    void(late, paid.id)
    # The fee went back with the money, so what had become balance of it is owed again.
    assert (fee_of(late, first.charge_id), running(late, EVEN)[0]) == (0, 520)
    assert [line.open for line in late.charges(EVEN) if line.item_zh == "违约金"] == [345]
    late.pay(EVEN, rounding=0)
    assert (fee_of(late, first.charge_id), recomputed(late)) == (520, [])


def test_the_seller_is_not_late_with_what_the_buyer_owes(late: Desk) -> None:
    charge = late.charges(EVEN)[2]
    late.pay(EVEN, chosen=[charge], pay_now=1, rounding=0)
    sell(late, EVEN, "2026-11-11")
    split_at_sale(late.books, EVEN, request_id="s", staff=FINANCE)
    assert fee_of(late, charge.charge_id) == 33, "eight days on the 83.53 of the seller"
    assert recomputed(late) == []


def test_a_dispute_that_is_acknowledged_takes_its_days_back(late: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    charge = late.charges(EVEN)[0].charge_id
    late.pay(EVEN, chosen=late.charges(EVEN)[:1], rounding=0)
    days = {charge: (Pause(date(2026, 9, 16), date(2026, 11, 13)),)}
    monkeypatch.setattr(late_fees, "disputed_days", lambda _connection, _charges: days)
    with late.books.transaction("dispute", staff_id=1) as tx:
        assert correct_late_fees(tx, [charge]) is not None
    with late.books.transaction("again", staff_id=1) as tx:
        assert correct_late_fees(tx, [charge]) is None, "what is right is left alone"
    assert (fee_of(late, charge), late.account("balance")) == (125, 125 - 865)
    assert recomputed(late) == []


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    paid=st.lists(st.tuples(st.integers(1, 9_000), st.integers(0, FOUNDED_BEFORE)), min_size=1, max_size=3),
    off=st.lists(st.integers(1, 9_000), max_size=2),
    data=st.data(),
)
def test_whatever_the_order_of_entering_the_sum_posted_is_that_computed_at_once(
    furnished: Path, tmp_path_factory: pytest.TempPathFactory, paid: list[tuple[int, int]], off: list[int],
    data: st.DataObject,
) -> None:  # fmt: skip
    acts = [("paid", *each) for each in paid] + [("off", each, 0) for each in off]
    sums = []
    for order in (sorted(acts, key=lambda act: (act[0], -act[2])), data.draw(st.permutations(acts))):
        path = tmp_path_factory.mktemp("order") / "books.sqlite"
        path.write_bytes(furnished.read_bytes())
        desk = desk_at(path)
        try:
            desk.open()
            with_late_fee(desk)
            first, forms = desk.charges(EVEN)[0], itertools.count()
            for what, amount, ago in order:
                left = next((line.open for line in desk.charges(EVEN) if line.charge_id == first.charge_id), 0)
                if what == "off":
                    adjust(desk, first.charge_id, -amount)
                elif left:
                    day = date.fromordinal(date(2026, 11, 23).toordinal() - ago).isoformat()
                    by_hand(desk, min(amount, left), day, f"A{next(forms)}")
            next_day(desk)
            left_over = [line for line in desk.charges(EVEN) if line.charge_id == first.charge_id]
            if left_over:
                desk.pay(EVEN, chosen=left_over, rounding=0)
            sums.append((fee_of(desk, first.charge_id), desk.account("late_fee_income")))
            assert (desk.account("receivable"), recomputed(desk)) == (
                sum(map(desk.owed, (1, 2, 3))) + _fourth(desk),
                [],
            )
        finally:
            desk.books.close()
    assert sums[0] == sums[1]


def _fourth(desk: Desk) -> int:
    return desk.owed(4)


def test_a_mode_dated_before_the_books_holds_from_their_first_day(desk: Desk) -> None:
    for _ in range(2):
        mode = {"late_fee_mode": "charged"}
        held = change_settings(desk.books, mode, date(2020, 1, 1), request_id="m", staff=MANAGER)
        assert held == FOUNDED
    assert load_office(desk.connection, FOUNDED.isoformat()).late_fee_mode == "charged"
    change_settings(desk.books, {"late_fee_rate": 500}, date(2020, 1, 1), request_id="r", staff=MANAGER)
    assert running(desk, EVEN) == TODAY, "the terms go by the day a charge fell due"
