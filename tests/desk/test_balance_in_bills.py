"""A bill run settles open charges from the balance where the owner wishes it, once, and gives it back whole."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter.desk import apply_balance
from counter.desk.change_settings import change_settings
from counter.desk.formulas import recompute
from counter.desk.late_fees import standing_fee
from counter.desk.preview_balance import preview_balance
from counter.desk.preview_bills import preview
from counter.desk.run_bills import BillRun, run
from counter.desk.run_months import preview_months, run_months
from counter.desk.take_back_bills import preview_take_back, take_back
from counter.desk.use_balance import NobodyHolds, use_balance
from db.books import Books
from db.check import check_books
from db.queries import accounts, purses
from db.rows import Allocation, Posting, Receipt
from tests.desk.small_estate import MANAGER, SMALL, SetClock, bring, founded
from tests.desk.test_billed_after_sale import sell
from tests.desk.test_charge_kinds import item, priced

FLAT, OTHER, FEE = 1, 2, 1
MONTHLY = 25_060


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    with founded(tmp_path, date(2026, 1, 5)) as opened:
        bring(opened, SMALL)
        yield opened


def hold(books: Books, amount: int, unit: int = FLAT, item_id: int | None = None) -> None:
    """Money that somebody left as balance, by bank."""
    with books.transaction(f"held-{unit}-{item_id}-{amount}", staff_id=1) as tx:
        tx.post(
            "payment",
            {"change": 0},
            [Posting("operating", "bank", amount), Posting("operating", "balance", -amount, unit, item_id)],
        )


def wish(books: Books, since: str = "2026-01-01", *, used: bool = True, items: list[int] | None = None) -> None:
    use_balance(books, FLAT, date.fromisoformat(since), used=used, items=items, request_id=f"wish-{since}-{used}",
                staff=MANAGER)  # fmt: skip


def bill(books: Books, month: str, request: str = "") -> BillRun:
    return run(books, preview(books.database.connection(), [month]), request_id=request or month, staff=MANAGER)


def back(books: Books, event: int | None) -> int:
    return take_back(books, event or 0, reason="重做", request_id=f"back-{event}", staff=MANAGER).count


def held(books: Books, unit: int = FLAT) -> int:
    return accounts.balance(books.database.connection(), unit)


def owed(books: Books, unit: int = FLAT) -> list[tuple[str, int]]:
    return [(each.period, each.open) for each in accounts.open_charges(books.database.connection(), (unit,))]


def sums(books: Books) -> list[tuple[str, int]]:
    found = books.database.execute_sql(
        "SELECT account, sum(amount) FROM posting GROUP BY account HAVING sum(amount) <> 0 ORDER BY account"
    )
    return [(row[0], row[1]) for row in found.fetchall()]


def whole(books: Books) -> bool:
    return check_books(books.database, recompute=recompute).clean


def test_only_who_wishes_it_pays_from_the_balance_and_the_oldest_debt_first(books: Books) -> None:
    bill(books, "2026-01")
    hold(books, 30_000)
    hold(books, 30_000, OTHER)
    wish(books)
    shown = preview(books.database.connection(), ["2026-02"])
    assert preview_balance(books.database.connection(), shown, "2026-01-05") == (1, 30_000)
    for _ in range(2):
        assert bill(books, "2026-02").from_balance == 30_000
    assert owed(books) == [("2026-02", 2 * MONTHLY - 30_000)]
    assert (held(books), held(books, OTHER)) == (0, 30_000)
    assert bill(books, "2026-02", "again").event_id is None
    assert whole(books)


def test_a_run_taken_back_gives_the_balance_back_also_what_it_used_for_older_charges(books: Books) -> None:
    bill(books, "2026-01")
    hold(books, 3 * MONTHLY)
    wish(books)
    before, debts = sums(books), owed(books)
    done = bill(books, "2026-02")
    assert (owed(books), held(books)) == ([], MONTHLY)
    assert back(books, done.event_id) == 4
    assert (sums(books), owed(books), held(books)) == (before, debts, 3 * MONTHLY)
    assert bill(books, "2026-02", "again").from_balance == 2 * MONTHLY
    assert whole(books)


def test_units_named_get_their_own_balance_back_and_no_other(books: Books) -> None:
    hold(books, MONTHLY)
    hold(books, 99_999, OTHER)
    wish(books)
    use_balance(books, OTHER, date(2026, 1, 1), used=True, request_id="other", staff=MANAGER)
    done = bill(books, "2026-01")
    take_back(books, done.event_id or 0, reason="一户", request_id="one", staff=MANAGER, units=[FLAT])
    assert (held(books), held(books, OTHER)) == (MONTHLY, 99_999 - 33_600)
    assert back(books, done.event_id) == 3
    assert held(books, OTHER) == 99_999
    assert whole(books)


def test_an_earmarked_balance_pays_its_item_only(books: Books) -> None:
    rubbish = item(books, "垃圾费")
    priced(books, rubbish, "fixed", 50_000)
    hold(books, 30_000)
    wish(books, items=[rubbish])
    assert bill(books, "2026-01").from_balance == 500
    assert owed(books) == [("2026-01", MONTHLY)]


def test_money_earmarked_for_an_item_pays_it_first_and_nothing_else_and_comes_back_to_its_purse(books: Books) -> None:
    rubbish = item(books, "垃圾费")
    priced(books, rubbish, "fixed", 50_000)
    bill(books, "2026-01")
    hold(books, 1_200, item_id=rubbish)
    hold(books, MONTHLY + 100)
    wish(books)
    before, purse = sums(books), {rubbish: 1_200, None: MONTHLY + 100}
    shown = preview(books.database.connection(), ["2026-02"])
    assert preview_balance(books.database.connection(), shown, "2026-01-05").total == 1_000 + MONTHLY + 100
    done = bill(books, "2026-02")
    assert done.from_balance == 1_000 + MONTHLY + 100
    assert (purses.held(books.database.connection(), FLAT), owed(books)) == (
        {rubbish: 200},
        [("2026-02", MONTHLY - 100)],
    )
    back(books, done.event_id)
    assert (purses.held(books.database.connection(), FLAT), sums(books)) == (purse, before)
    assert whole(books)


def test_a_wish_for_one_item_uses_its_own_purse_and_general_money_and_leaves_the_others(books: Books) -> None:
    rubbish = item(books, "垃圾费")
    priced(books, rubbish, "fixed", 50_000)
    hold(books, 300, item_id=rubbish)
    hold(books, 90_000, item_id=FEE)
    hold(books, 50)
    wish(books, items=[rubbish])
    assert bill(books, "2026-01").from_balance == 350
    assert purses.held(books.database.connection(), FLAT) == {FEE: 90_000}
    assert owed(books) == [("2026-01", MONTHLY), ("2026-01", 150)]
    assert whole(books)


def test_a_late_fee_is_never_paid_from_an_item_s_purse(books: Books) -> None:
    with_late_fee(books)
    bill(books, "2026-01")
    hold(books, 9 * MONTHLY, item_id=FEE)
    at(books, date(2026, 3, 2))
    wish(books)
    assert bill(books, "2026-03").from_balance == 2 * MONTHLY
    assert (fees(books), owed(books)) == ([576], [("2026-01", 576)])
    assert whole(books)


def test_the_wish_holds_from_its_day_until_it_ends_or_the_flat_is_another_s(books: Books) -> None:
    hold(books, 9 * MONTHLY)
    wish(books, "2026-02-01")
    assert bill(books, "2026-01").from_balance == 0
    clock = books.clock
    assert isinstance(clock, SetClock)
    clock.day = date(2026, 2, 5)
    assert bill(books, "2026-02").from_balance == 2 * MONTHLY
    wish(books, "2026-03-01", used=False)
    clock.day = date(2026, 3, 5)
    assert bill(books, "2026-03").from_balance == 0
    wish(books, "2026-03-02")
    with books.transaction("sold", staff_id=1) as tx:
        row = tx.connection.execute("SELECT id, person_id FROM holding WHERE unit_id = 1").fetchone()
        old = (row[0], FLAT, row[1], "owner", None, "2026-03-31", None)
        tx.change("registers_changed", {"unit": FLAT}, {"holding": [old]})
    clock.day = date(2026, 4, 5)
    assert bill(books, "2026-04").from_balance == 0
    with pytest.raises(NobodyHolds):
        wish(books, "2026-04-05")


def test_a_buyers_balance_pays_nothing_that_the_seller_owes(books: Books) -> None:
    bill(books, "2026-01")
    sell(books, "2026-01-05")
    hold(books, 9 * MONTHLY)
    wish(books)
    shown = preview(books.database.connection(), ["2026-02"])
    assert preview_balance(books.database.connection(), shown, "2026-01-05") == (1, MONTHLY)
    assert bill(books, "2026-02").from_balance == MONTHLY
    assert (owed(books), whole(books)) == ([("2026-01", MONTHLY)], True)


def test_a_disputed_charge_is_not_paid_from_the_balance(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    bill(books, "2026-01")
    charge = accounts.open_charges(books.database.connection(), (FLAT,))[0]
    monkeypatch.setattr(apply_balance, "disputed", lambda connection, charges: frozenset({charge.charge_id}))
    hold(books, 9 * MONTHLY)
    wish(books)
    assert bill(books, "2026-02").from_balance == MONTHLY
    assert owed(books) == [("2026-01", MONTHLY)]


def with_late_fee(books: Books, **more: str) -> None:
    now = {"late_fee_mode": "charged", **more}
    change_settings(books, now, date(2026, 1, 5), request_id="mode", staff=MANAGER)
    change_settings(books, {"late_fee_rate": 500}, date(2020, 1, 1), request_id="fee", staff=MANAGER)


def fees(books: Books) -> list[int]:
    rows = books.database.execute_sql(
        "SELECT amount FROM charge WHERE json_extract(ingredients, '$.kind') = 'late_fee' ORDER BY id"
    )
    return [row[0] for row in rows.fetchall()]


def at(books: Books, day: date) -> None:
    clock = books.clock
    assert isinstance(clock, SetClock)
    clock.day = day


def test_late_fees_run_to_the_day_of_the_run_and_go_back_with_it(books: Books) -> None:
    with_late_fee(books)
    bill(books, "2026-01")
    hold(books, 9 * MONTHLY)
    at(books, date(2026, 3, 2))
    wish(books)
    before = sums(books)
    shown = preview(books.database.connection(), ["2026-03"])
    expected = preview_balance(books.database.connection(), shown, "2026-03-02").total
    done = bill(books, "2026-03")
    # 250.60 × 0.05 % × 46 days (16 January to 2 March) = 5.7638
    assert (fees(books), owed(books)) == ([576], [])
    assert done.from_balance == expected == 2 * MONTHLY + 576
    back(books, done.event_id)
    assert (sums(books), owed(books)) == (before, [("2026-01", MONTHLY)])
    assert bill(books, "2026-03", "again").from_balance == expected, "no day is charged twice or forgotten"
    assert whole(books)


def test_on_the_days_on_which_a_run_held_a_debt_settled_nobody_was_late(books: Books) -> None:
    with_late_fee(books)
    bill(books, "2026-01")
    hold(books, 9 * MONTHLY)
    at(books, date(2026, 3, 2))
    wish(books)
    done = bill(books, "2026-03")
    at(books, date(2026, 3, 12))
    shown = preview_take_back(books.database.connection(), done.event_id or 0)
    assert (shown.to_balance, shown.late_fees) == (2 * MONTHLY + 576, 576)
    taken = take_back(books, done.event_id or 0, reason="重做", request_id="back", staff=MANAGER)
    again = take_back(books, done.event_id or 0, reason="重做", request_id="back", staff=MANAGER)
    assert taken.late_fees == again.late_fees == 576
    at(books, date(2026, 3, 20))
    # Late from 16 January to 2 March, and again from 13 to 20 March: 250.60 × 0.05 % × (46 + 8) days = 6.7662
    fee = standing_fee(books.database.connection(), FLAT, "2026-03-20")
    assert [each.amount for each in fee] == [677]
    assert whole(books)


def test_the_fees_of_each_month_of_a_run_of_many_go_back_with_that_month(books: Books) -> None:
    with_late_fee(books)
    bill(books, "2025-12")
    hold(books, 100)
    at(books, date(2026, 3, 2))
    wish(books)
    shown = preview_months(books.database.connection(), ["2026-01", "2026-02"])
    january, february = run_months(books, shown, request_id="both", staff=MANAGER)
    assert (january.from_balance, february.from_balance) == (100, 0)
    posted = sum(fees(books))
    later = preview_take_back(books.database.connection(), february.event_id or 0)
    assert (later.to_balance, later.late_fees) == (0, 0)
    assert preview_take_back(books.database.connection(), january.event_id or 0).to_balance == 100
    back(books, february.event_id)
    assert sum(fees(books)) == posted
    assert whole(books)


def test_a_run_taken_back_takes_its_late_fees_back_and_what_a_later_run_settled_of_it(books: Books) -> None:
    with_late_fee(books, allocation_order="statutory")
    january = bill(books, "2026-01")
    at(books, date(2026, 3, 2))
    hold(books, 1000)
    wish(books)
    assert bill(books, "2026-03").from_balance == 1000
    assert owed(books) == [("2026-01", MONTHLY - 424), ("2026-03", MONTHLY)]
    taken = preview_take_back(books.database.connection(), january.event_id or 0)
    assert (taken.to_balance, taken.late_fees, taken.kept) == (1000, 576, ())
    back(books, january.event_id)
    assert (owed(books), held(books), sum(fees(books))) == ([("2026-03", MONTHLY)], 1000, 0)
    assert whole(books)


def test_a_charge_whose_late_fee_was_paid_stays(books: Books) -> None:
    with_late_fee(books)
    january = bill(books, "2026-01")
    at(books, date(2026, 3, 2))
    hold(books, 100)
    wish(books)
    bill(books, "2026-03")
    fee = next(each for each in accounts.open_charges(books.database.connection(), (FLAT,)) if each.amount == 576)
    with books.transaction("pay-fee", staff_id=1, till=1) as tx:
        receipt = Receipt(tx.next_id("receipt"), "R2026", tx.take_number("R2026"), "operating", FLAT, None, 76)
        money = Posting("operating", "till_cash", 76, tender="cash")
        settled = Posting("operating", "receivable", -76, FLAT, fee.item_id, fee.period, fee.charge_id)
        tx.post("payment", {"change": 0}, [receipt, Allocation(fee.charge_id, 76, receipt.id), money, settled])
    taken = preview_take_back(books.database.connection(), january.event_id or 0)
    assert [(kept.unit_id, kept.reason) for kept in taken.kept] == [(FLAT, "late_fee_paid")]
    assert back(books, january.event_id) == 3
    assert whole(books)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.lists(st.integers(0, 60_000), min_size=1, max_size=3))
def test_whatever_is_held_nothing_is_lost_and_taking_back_is_as_if_never_billed(
    tmp_path_factory: pytest.TempPathFactory, amounts: list[int]
) -> None:
    with founded(tmp_path_factory.mktemp("balance"), date(2026, 1, 5)) as books:
        bring(books, SMALL)
        wish(books)
        history = [sums(books)]
        runs: list[int | None] = []
        given_in = 0
        for place, amount in enumerate(amounts, 1):
            if amount:
                hold(books, amount + place)
                given_in += amount + place
            history.append(sums(books))
            debt = sum(each for _, each in owed(books)) + MONTHLY
            expected = min(held(books), debt)
            done = bill(books, f"2026-{place:02d}")
            assert done.from_balance == expected
            assert held(books) + len(runs) * MONTHLY + MONTHLY - sum(each for _, each in owed(books)) == given_in
            runs.append(done.event_id)
        back(books, runs[-1])
        assert sums(books) == history[-1]
        assert whole(books)
