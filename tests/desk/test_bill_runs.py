"""Bill runs: what is billed, to whom, once, and what was paid ahead for it."""

import json
import threading
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.desk.bill_payers import payers_in
from counter.desk.bill_prices import Prices, period_billed_in
from counter.desk.change_prices import Scope, set_price
from counter.desk.estate_rows import EstateFile
from counter.desk.long_work import Cancelled
from counter.desk.people import Person
from counter.desk.preview_bills import preview
from counter.desk.run_bills import BillRun, PreviewOutdated, apply_ahead, charge_postings, run
from counter.rules.periods import PartMethod, month, period_of
from counter.rules.permissions import NotAllowed
from counter.rules.tariff import recompute
from db.books import Books
from db.queries.billing import Ahead
from db.queries.registers import FeeItemRow, HoldingRow, TariffRow, UnitRow
from db.rows import Charge, Posting
from tests.desk.small_estate import MANAGER, SMALL, bring, flat, founded, owner, price


def bill(books: Books, *months: str, request_id: str = "") -> BillRun:
    shown = preview(books.database.connection(), months)
    return run(books, shown, request_id=request_id or f"bill-{'-'.join(months)}", staff=MANAGER)


def charges(books: Books) -> list[tuple[str, str, str, str, int]]:
    return list(
        books.database.connection().execute(
            "SELECT u.code, f.name_zh, c.period, c.first, c.amount FROM charge c JOIN unit u ON u.id = c.unit_id"
            " AND u.until_event IS NULL JOIN fee_item f ON f.id = c.item_id AND f.until_event IS NULL ORDER BY c.id"
        )
    )


def scalar(books: Books, sql: str) -> int:
    found: int = books.database.connection().execute(sql).fetchone()[0]
    return found


def test_a_month_is_billed_by_area_and_by_place(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        bring(books, SMALL)
        done = bill(books, "2026-01")
        assert charges(books) == [
            ("1-101", "物业费", "2026-01", "2026-01-01", 25060),
            ("1-102", "物业费", "2026-01", "2026-01-01", 33600),
            ("S-1", "物业费", "2026-01", "2026-01-01", 20000),
            ("B1-001", "车位费", "2026-01", "2026-01-01", 20000),
        ]
        assert (done.count, done.total, done.applied) == (4, 98660, 0)


def test_billing_twice_bills_nothing(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        bring(books, SMALL)
        bill(books, "2026-01")
        head = scalar(books, "SELECT max(id) FROM event")
        again = preview(books.database.connection(), ["2026-01"])
        assert (again.count, again.total, again.already_billed) == (0, 0, 4)
        assert run(books, again, request_id="again", staff=MANAGER) == BillRun(None, 0, 0, 0)
        assert scalar(books, "SELECT max(id) FROM event") == head


def test_the_same_request_posts_once(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        bring(books, SMALL)
        shown = preview(books.database.connection(), ["2026-01"])
        first = run(books, shown, request_id="r", staff=MANAGER)
        bring(books, EstateFile(units=(flat("1-103"),)), "more")
        shown_again = preview(books.database.connection(), ["2026-01"])
        assert run(books, shown_again, request_id="r", staff=MANAGER) == first
        assert scalar(books, "SELECT count(*) FROM charge") == 4


def test_a_new_unit_is_billed_later_without_touching_the_others(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        bring(books, SMALL)
        bill(books, "2026-01")
        bring(books, EstateFile(units=(flat("1-103"),)), "more")
        done = bill(books, "2026-01", request_id="rest")
        assert (done.count, done.total) == (1, 25060)


def test_nothing_is_billed_before_a_price_begins(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        begins = price(value=31_000, since="2026-01-11")
        bring(books, EstateFile((flat("1-101", 10_000),), (owner("1-101"),), (begins,)))
        assert preview(books.database.connection(), ["2025-12"]).count == 0
        bill(books, "2026-01")
        # 100 m² × 3.10 × 21/31
        assert charges(books) == [("1-101", "物业费", "2026-01", "2026-01-11", 21000)]


def test_a_price_change_within_the_month_bills_both_parts(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        prices = (price(value=31_000), price(value=62_000, since="2026-01-11"))
        bring(books, EstateFile((flat("1-101", 10_000),), (owner("1-101"),), prices))
        bill(books, "2026-01")
        assert [row[3:] for row in charges(books)] == [("2026-01-01", 10000), ("2026-01-11", 42000)]


def test_the_price_of_one_unit_goes_before_that_of_its_kind(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        bring(books, SMALL._replace(prices=(*SMALL.prices, price(value=10_000, unit="1-102"))))
        bill(books, "2026-01")
        assert [row[4] for row in charges(books)][:2] == [25060, 12000]


def test_a_quarter_is_billed_with_its_last_month(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        quarterly = price("公共能耗", 150_000, method="fixed", months=3)
        bring(books, EstateFile((flat("1-101"),), (owner("1-101"),), (quarterly,)))
        assert preview(books.database.connection(), ["2026-01", "2026-02"]).count == 0
        bill(books, "2026-03")
        assert charges(books) == [("1-101", "公共能耗", "2026-Q1", "2026-01-01", 4500)]


def test_units_that_cannot_be_billed_are_named(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        units = (flat("1-101", None), flat("C-1", None, "storage"), flat("1-102"))
        bring(books, EstateFile(units, (), (price(),)))
        shown = preview(books.database.connection(), ["2026-01"])
        assert [(u.code, u.reason) for u in shown.unpriced] == [("1-101", "no_area"), ("C-1", "no_price")]
        assert shown.count == 1


def test_the_preview_stands_next_to_the_last_run_and_names_outliers(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        bring(books, SMALL)
        first = preview(books.database.connection(), ["2026-01"])
        assert (first.last_run_total, first.outliers) == (None, ())
        bill(books, "2026-01")
        bring(books, EstateFile(units=(flat("1-102", 24_000),)), "bigger")
        shown = preview(books.database.connection(), ["2026-02"])
        assert shown.last_run_total == 98660
        assert [(o.code, o.amount, o.before) for o in shown.outliers] == [("1-102", 67200, 33600)]
        assert [(i.name_zh, i.charges, i.last_period, i.last_total) for i in shown.by_item] == [
            ("物业费", 3, "2026-01", 78660),
            ("车位费", 1, "2026-01", 20000),
        ]


def test_a_month_in_parts_is_compared_whole(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        bring(books, SMALL)
        bill(books, "2026-01")
        set_price(books, 1, Scope("flat"), "area", 29_000, date(2026, 2, 15), request_id="dearer", staff=MANAGER)
        shown = preview(books.database.connection(), ["2026-02"])
        assert (len(shown.charges), shown.outliers) == (6, ())


def test_a_run_is_refused_where_prices_changed_since_it_was_shown(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        bring(books, SMALL)
        shown = preview(books.database.connection(), ["2026-01"])
        set_price(books, 1, Scope("flat"), "area", 30_000, date(2026, 1, 1), request_id="p", staff=MANAGER)
        with pytest.raises(PreviewOutdated) as refused:
            run(books, shown, request_id="r", staff=MANAGER)
        assert (refused.value.shown_minor, refused.value.now_minor) == (98660, 98660 + 1790 + 2400)
        assert scalar(books, "SELECT count(*) FROM charge") == 0


def test_a_change_that_alters_no_sum_does_not_stop_a_run(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        bring(books, SMALL)
        shown = preview(books.database.connection(), ["2026-01"])
        bring(books, EstateFile(holders=(owner("1-102", "赵六", "13700137000"),)), "sold")
        assert run(books, shown, request_id="r", staff=MANAGER).total == shown.total
        # January was begun under the owner before; the last day is the new one's: 336.00 × 30/31 and × 1/31.
        rows = books.database.execute_sql(
            "SELECT c.amount, p.name FROM charge c JOIN person p ON p.id = c.payer_id WHERE c.unit_id = 2 ORDER BY c.id"
        )
        assert rows.fetchall() == [(32_516, "李四"), (1_084, "赵六")]


def test_a_cashier_may_not_bill(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        bring(books, SMALL)
        shown = preview(books.database.connection(), ["2026-01"])
        with pytest.raises(NotAllowed):
            run(books, shown, request_id="r", staff=Person(2, "王芳", "cashier"))


def test_a_cancelled_run_leaves_nothing(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        bring(books, SMALL)
        stop = threading.Event()
        stop.set()
        with pytest.raises(Cancelled):
            preview(books.database.connection(), ["2026-01"], cancel=stop.is_set)
        shown = preview(books.database.connection(), ["2026-01"])
        with pytest.raises(Cancelled):
            run(books, shown, request_id="r", staff=MANAGER, cancel=stop.is_set)
        assert scalar(books, "SELECT count(*) FROM event WHERE kind = 'charges_billed'") == 0


def pay_ahead(books: Books, unit_id: int, item_id: int, period: str, amount: int) -> None:
    """Money taken for a period that is not billed yet, as a payment posts it."""
    with books.transaction(f"ahead-{unit_id}-{period}", staff_id=1) as tx:
        rows = [
            Posting("operating", "till_cash", amount, tender="cash"),
            Posting("operating", "paid_ahead", -amount, unit_id, item_id, period),
        ]
        tx.post("payment", {}, rows)


@pytest.mark.parametrize(
    ("paid", "open_after", "balance"), [(25060, 0, 0), (20000, 5060, 0), (30000, 0, 4940)]
)  # fmt: skip
def test_a_period_paid_ahead_is_settled_when_it_is_billed(
    tmp_path: Path, paid: int, open_after: int, balance: int
) -> None:
    with founded(tmp_path) as books:
        bring(books, SMALL)
        pay_ahead(books, 1, 1, "2026-01", paid)
        done = bill(books, "2026-01")
        assert done.applied == min(paid, 25060)
        assert scalar(books, "SELECT coalesce(sum(open), 0) FROM open_item WHERE unit_id = 1") == open_after
        assert scalar(books, "SELECT sum(amount) FROM posting WHERE account = 'paid_ahead'") == 0
        assert scalar(books, "SELECT -coalesce(sum(amount), 0) FROM posting WHERE account = 'balance'") == balance


def test_money_paid_ahead_while_the_preview_is_shown_is_applied_too(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        bring(books, SMALL)
        shown = preview(books.database.connection(), ["2026-01"])
        pay_ahead(books, 1, 1, "2026-01", 25060)
        assert run(books, shown, request_id="r", staff=MANAGER).applied == 25060


def test_every_amount_can_be_computed_again_from_its_ingredients(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        bring(books, SMALL._replace(prices=(*SMALL.prices, price(value=33_333, since="2026-01-17"))))
        bill(books, "2026-01", "2026-02")
        rows = books.database.connection().execute("SELECT amount, ingredients FROM charge").fetchall()
        assert len(rows) == 10
        assert all(recompute(json.loads(ingredients)) == amount for amount, ingredients in rows)


AREAS = st.lists(st.integers(1, 40_000), min_size=1, max_size=12)


# Each example opens books of its own.
@settings(max_examples=25)
@given(AREAS, st.integers(1, 99_999), st.lists(st.sampled_from(["2026-01", "2026-02", "2026-03"]), min_size=1))
def test_charges_receivables_and_open_items_agree(
    tmp_path_factory: pytest.TempPathFactory, areas: list[int], value: int, months: list[str]
) -> None:
    with founded(tmp_path_factory.mktemp("law")) as books:
        units = tuple(flat(f"1-{n}", area) for n, area in enumerate(areas))
        bring(books, EstateFile(units, (), (price(value=value),)))
        for n, label in enumerate(months):
            bill(books, label, request_id=f"run-{n}")
        total = scalar(books, "SELECT coalesce(sum(amount), 0) FROM charge")
        assert scalar(books, "SELECT coalesce(sum(amount), 0) FROM posting WHERE account = 'receivable'") == total
        assert scalar(books, "SELECT -coalesce(sum(amount), 0) FROM posting WHERE account = 'income'") == total
        assert scalar(books, "SELECT coalesce(sum(open), 0) FROM open_item") == total
        assert scalar(books, "SELECT count(*) FROM charge") == len(areas) * len(set(months))


def charge(number: int, amount: int, unit_id: int = 1, fund: str = "operating") -> Charge:
    days = ("2026-01-01", "2026-01-31", "2026-01", "2026-01-15")
    return Charge(number, unit_id, 1, fund, *days, amount, 0, None, None, "{}")


@given(
    st.lists(st.tuples(st.integers(0, 9_999), st.integers(1, 3)), max_size=8),
    st.dictionaries(st.integers(1, 4), st.integers(1, 20_000)),
)
def test_applying_money_paid_ahead_loses_and_invents_nothing(made: list[tuple[int, int]], paid: dict[int, int]) -> None:
    lines = [charge(n, amount, unit_id) for n, (amount, unit_id) in enumerate(made, start=1)]
    ahead = [Ahead(unit_id, 1, "2026-01", "operating", amount) for unit_id, amount in paid.items()]
    postings, allocations = apply_ahead(lines, ahead)
    by_charge = {line.id: line.amount for line in lines}
    assert sum(posting.amount for posting in postings) == 0
    assert all(0 < each.amount <= by_charge[each.charge_id] for each in allocations)
    for unit_id, amount in paid.items():
        owed = sum(line.amount for line in lines if line.unit_id == unit_id)
        met = any(line.unit_id == unit_id for line in lines)
        moved = Counter[str]()
        for posting in postings:
            if posting.unit_id == unit_id:
                moved[posting.account] += posting.amount
        assert moved["receivable"] == -min(amount, owed)
        assert moved["paid_ahead"] == (amount if met else 0)


@pytest.mark.parametrize(
    ("fund", "credit"), [("operating", "income"), ("maintenance", "fund_owed"), ("held", "collected_for_others")]
)
def test_money_for_others_is_no_income(fund: str, credit: str) -> None:
    postings = charge_postings([charge(1, 500, fund=fund)])
    assert [(p.account, p.amount) for p in postings] == [("receivable", 500), (credit, -500)]


def test_what_is_left_of_an_earmarked_fund_is_owed_back() -> None:
    postings, _ = apply_ahead([charge(1, 500, fund="held")], [Ahead(1, 1, "2026-01", "held", 700)])
    assert ("held", "refunds_payable", -200) in [posting[:3] for posting in postings]


UNIT = UnitRow(1, "1", "", "101", "1-101", "flat", 8950, "2026-03-10", None, None)


def holding(number: int, role: str, since: str | None = None, until: str | None = None, items: str = "") -> HoldingRow:
    return HoldingRow(number, 1, number, role, since, until, items or None)


@pytest.mark.parametrize(
    ("label", "payer"), [("2026-02", 1), ("2026-03", 1), ("2026-04", 2)]
)  # fmt: skip
def test_the_developer_pays_through_the_month_of_handover(label: str, payer: int) -> None:
    holdings = [holding(1, "developer"), holding(2, "owner", "2026-03-01")]
    assert payers_in(month(label), [UNIT], holdings).of(1, 1) == payer


def test_the_occupier_pays_the_items_named_and_the_owner_the_rest() -> None:
    holdings = [holding(1, "owner"), holding(2, "occupier", "2026-01-01", "2026-06-30", "[7]")]
    during = payers_in(month("2026-05"), [UNIT], holdings)
    after = payers_in(month("2026-07"), [UNIT], holdings)
    assert (during.of(1, 7), during.of(1, 8), after.of(1, 7)) == (2, 1, 1)


def test_nobody_owes_for_a_unit_without_people() -> None:
    assert payers_in(month("2026-05"), [UNIT], []).of(1, 7) is None


def item(months: int, due_after: int = 0) -> FeeItemRow:
    return FeeItemRow(1, "物业费", "Property fee", "operating", 1, months, 15, due_after, 0)


@given(st.sampled_from([1, 3, 6, 12]), st.sampled_from([-11, 0, 1]))
def test_each_period_of_a_year_is_billed_by_exactly_one_month(months: int, due_after: int) -> None:
    found = [period_billed_in(item(months, due_after), month(f"2026-{n:02d}")) for n in range(1, 13)]
    periods = [period for period in found if period is not None]
    assert len(periods) == len(set(periods)) == 12 // months


def tariff(number: int, since: date, until: date | None) -> TariffRow:
    end = until.isoformat() if until else None
    return TariffRow(number, 1, "flat", None, "area", 28_000, since.isoformat(), end, None, None, None, None)


DAYS = st.dates(date(2025, 12, 1), date(2026, 5, 31))


@given(st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=5))
def test_stretches_follow_each_other_and_hold_the_price_of_each_day(spans: list[tuple[date, date | None]]) -> None:
    rows = [tariff(n, since, until) for n, (since, until) in enumerate(spans, start=1)]
    period = period_of("2026-Q1")
    stretches = Prices(rows, PartMethod.ACTUAL).stretches(1, "flat", None, period)
    for before, after in pairwise(stretches):
        assert before.last < after.first
    for n in range(90):
        day = date.fromordinal(period.first.toordinal() + n).isoformat()
        held = [row for row in rows if row.since <= day and (row.until is None or row.until >= day)]
        expected = max(held, key=lambda row: (row.since, row.id)).id if held else None
        found = [s.price.id for s in stretches if s.first <= day <= s.last]
        assert found == ([expected] if expected else [])
