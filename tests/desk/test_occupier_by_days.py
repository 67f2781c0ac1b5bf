"""An occupier who moves in or out in mid-period owes their days, whenever it is entered; the parts are the charge."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter.desk.change_registers import add_holder, end_holding
from counter.desk.change_settings import change_settings
from counter.desk.formulas import recompute
from counter.desk.preview_bills import preview
from counter.desk.run_bills import run
from counter.desk.split_at_sale import NothingToSplit, Split, parts_of_others, split_at_sale
from counter.desk.take_back_bills import take_back
from counter.words import Words
from counter.words.explain_charge import composition, why
from db.books import Books
from db.check import check_books
from db.queries import accounts, registers
from db.queries.accounts import OpenCharge
from tests.desk.small_estate import MANAGER, SMALL, bring, founded, price

FLAT, FEE, ENERGY = 1, 1, 3
TENANT = 60
EN, ZH = Words.load("en"), Words.load("zh_CN")


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    with founded(tmp_path, date(2026, 1, 5)) as opened:
        bring(opened, SMALL._replace(prices=(*SMALL.prices, price("公共能耗", 100_000, method="fixed", months=3))))
        with opened.transaction("tenants", staff_id=1) as tx:
            names = ("租户甲", "租户乙")
            people = [(TENANT + place, name, None, None, "person", None) for place, name in enumerate(names)]
            tx.change("registers_changed", {}, {"person": people})
        yield opened


def move_in(books: Books, since: str, person: int = TENANT, items: tuple[int, ...] = (FEE,), until: str = "") -> int:
    return add_holder(
        books, FLAT, person, "occupier", request_id=f"in-{since}-{person}", staff=MANAGER,
        since=date.fromisoformat(since), until=date.fromisoformat(until) if until else None, items=items,
    )  # fmt: skip


def move_out(books: Books, tie: int, last: str) -> None:
    end_holding(books, tie, date.fromisoformat(last), request_id=f"out-{tie}-{last}", staff=MANAGER)


def bill(books: Books, month: str, request: str = "") -> int:
    shown = preview(books.database.connection(), [month])
    return run(books, shown, request_id=request or month, staff=MANAGER).event_id or 0


def owed(books: Books, item: int = FEE) -> list[OpenCharge]:
    found = accounts.open_charges(books.database.connection(), (FLAT,))
    return sorted((each for each in found if each.item_id == item and each.open), key=lambda each: each.first)


def told(books: Books, item: int = FEE) -> list[tuple[str, str, int, str]]:
    """First and last day, what is open, and who owes it."""
    names = {TENANT: "tenant", TENANT + 1: "second"}
    return [
        (each.first[5:], each.last[5:], each.open, names.get(each.payer_id or 0, "owner")) for each in owed(books, item)
    ]


def whole(books: Books) -> bool:
    return check_books(books.database, recompute=recompute).clean


def split(books: Books, request: str = "split") -> Split:
    return split_at_sale(books, FLAT, request_id=request, staff=MANAGER)


def count_by(books: Books, method: str) -> None:
    change_settings(books, {"part_month": method}, date(2020, 1, 1), request_id=f"by-{method}", staff=MANAGER)


def test_the_month_of_moving_in_and_that_of_moving_out_are_cut_by_days(books: Books) -> None:
    tie = move_in(books, "2026-01-11")
    bill(books, "2026-01")
    bill(books, "2026-02")
    move_out(books, tie, "2026-03-05")
    bill(books, "2026-03")
    # 250.60 × 10/31 = 80.8387…, × 21/31 = 169.7612…; × 5/31 = 40.4193…, × 26/31 = 210.1806…
    assert told(books) == [
        ("01-01", "01-10", 8084, "owner"), ("01-11", "01-31", 16_976, "tenant"), ("02-01", "02-28", 25_060, "tenant"),
        ("03-01", "03-05", 4042, "tenant"), ("03-06", "03-31", 21_018, "owner"),
    ]  # fmt: skip
    assert preview(books.database.connection(), ["2026-01", "2026-02", "2026-03"]).count == 0
    assert whole(books)


def test_only_the_items_an_occupier_pays_are_cut(books: Books) -> None:
    move_in(books, "2026-02-11", items=(ENERGY,))
    for month in ("2026-01", "2026-02", "2026-03"):
        bill(books, month)
    assert [each[3] for each in told(books)] == ["owner"] * 3
    # 30.00 for the quarter: 1 + 10/28 of its three months are 13.5714…, 18/28 + 1 are 16.4285…
    assert told(books, ENERGY) == [("01-01", "02-10", 1357, "owner"), ("02-11", "03-31", 1643, "tenant")]


def test_one_tenant_after_another_in_one_month(books: Books) -> None:
    tie = move_in(books, "2026-01-01")
    move_out(books, tie, "2026-01-10")
    move_in(books, "2026-01-21", TENANT + 1)
    bill(books, "2026-01")
    assert [each[::3] for each in told(books)] == [("01-01", "tenant"), ("01-11", "owner"), ("01-21", "second")]
    assert sum(each[2] for each in told(books)) == 25_060


def test_a_price_of_which_part_begins_after_the_move_is_the_tenants(books: Books) -> None:
    bring(books, SMALL._replace(units=(), holders=(), prices=(price(value=56_000, since="2026-01-16"),)), "dearer")
    move_in(books, "2026-01-11")
    bill(books, "2026-01")
    assert [each[::3] for each in told(books)] == [("01-01", "owner"), ("01-11", "tenant"), ("01-16", "tenant")]


def test_why_says_that_an_occupier_moved(books: Books) -> None:
    move_in(books, "2026-01-11")
    bill(books, "2026-01")
    part = owed(books)[1]
    made_of = json.loads(part.ingredients)
    assert composition(made_of, EN) == "89.50 m² × 2.80, of it 2026-01-11 to 2026-01-31"
    assert "an occupier moved in or out, split by actual days" in why(part.amount, made_of, None, EN).remarks[0]
    assert "使用人迁入或迁出，按实际天数分摊" in why(part.amount, made_of, None, ZH).remarks[0]


def test_by_thirtieths_a_quarter_goes_by_days_of_thirty_and_says_so(books: Books) -> None:
    count_by(books, "30")
    move_in(books, "2026-02-11", items=(ENERGY,))
    bill(books, "2026-03")
    # 1 + 10/30 against 18/30 + 1: 30.00 × 40/88 = 13.6363…, × 48/88 = 16.3636…
    assert [each[2] for each in told(books, ENERGY)] == [1364, 1636]
    part = owed(books, ENERGY)[0]
    assert "split by days of 30" in why(part.amount, json.loads(part.ingredients), None, EN).remarks[0]
    assert whole(books)


def test_where_a_begun_month_counts_whole_whoever_is_there_on_its_first_day_pays_it(books: Books) -> None:
    count_by(books, "whole")
    tie = move_in(books, "2026-01-11")
    for month in ("2026-01", "2026-02"):
        bill(books, month)
    move_out(books, tie, "2026-03-05")
    bill(books, "2026-03")
    bill(books, "2026-04")
    assert [each[3] for each in told(books)] == ["owner", "tenant", "tenant", "owner"]


def test_a_move_entered_late_splits_what_is_open(books: Books) -> None:
    for month in ("2026-01", "2026-02"):
        bill(books, month)
    tie = move_in(books, "2026-01-11")
    assert split(books) == split(books) == Split(2, 16_976 + 25_060)
    assert [(each[0], each[2], each[3]) for each in told(books)] == [
        ("01-01", 8084, "owner"), ("01-11", 16_976, "tenant"), ("02-01", 25_060, "tenant"),
    ]  # fmt: skip
    part = owed(books)[1]
    remarks = why(part.amount, json.loads(part.ingredients), None, EN).remarks
    assert remarks == ("an occupier moved in or out on 2026-01-11; split by actual days",)
    # And out again: what is the tenant's of February goes back to the owner from the day after.
    move_out(books, tie, "2026-02-14")
    assert split(books, "back") == Split(1, 12_530)
    assert sorted((each[3], each[2]) for each in told(books)) == [
        ("owner", 8084), ("owner", 12_530), ("tenant", 12_530), ("tenant", 16_976),
    ]  # fmt: skip
    with pytest.raises(NothingToSplit):
        split(books, "again")
    assert whole(books)


def test_a_short_stay_entered_late_leaves_the_owner_the_days_around_it(books: Books) -> None:
    bill(books, "2026-01")
    move_in(books, "2026-01-11", until="2026-01-20")
    assert split(books) == Split(1, 8084 + 8892)
    # 250.60 × 10/31 twice and × 11/31 = 88.9225…
    assert [each[::2] + each[3:] for each in told(books)] == [
        ("01-01", 8084, "owner"), ("01-11", 8084, "tenant"), ("01-21", 8892, "owner"),
    ]  # fmt: skip
    due = {each.first: each.due for each in owed(books)}
    assert due["2026-01-21"] == due["2026-01-01"], "the owner was asked for it before"
    with pytest.raises(NothingToSplit):
        split(books, "again")
    assert whole(books)


def test_a_run_taken_back_is_billed_again_by_who_is_there_now(books: Books) -> None:
    event = bill(books, "2026-01")
    take_back(books, event, reason="x", request_id="back", staff=MANAGER)
    move_in(books, "2026-01-11")
    bill(books, "2026-01", "again")
    assert [each[::3] for each in told(books)] == [("01-01", "owner"), ("01-11", "tenant")]
    assert whole(books)


def stays(firsts: list[tuple[int, int]]) -> list[tuple[str, str]]:
    """Stays of tenants in the first quarter, one after the other: days until each comes, and that it lasts."""
    day, found = date(2026, 1, 1), []
    for gap, length in firsts:
        begins = day + timedelta(days=gap)
        found.append((begins.isoformat(), (begins + timedelta(days=length)).isoformat()))
        day = begins + timedelta(days=length + 1)
    return found


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 30)), min_size=1, max_size=3),
    st.sampled_from(["actual", "30", "whole"]), st.booleans(),
)  # fmt: skip
def test_whoever_stays_when_the_parts_are_the_charges_day_by_day(
    tmp_path_factory: pytest.TempPathFactory, visits: list[tuple[int, int]], method: str, late: bool
) -> None:
    with founded(tmp_path_factory.mktemp("stay"), date(2026, 1, 5)) as books:
        bring(books, SMALL)
        count_by(books, method)
        if late:
            billed(books)
        with books.transaction("tenants", staff_id=1) as tx:
            people = [(TENANT + place, f"租户{place}", None, None, "person", None) for place in range(3)]
            tx.change("registers_changed", {}, {"person": people})
        for place, (since, until) in enumerate(stays(visits)):
            move_in(books, since, TENANT + place, until=until)
        if not late:
            billed(books)
        elif moved(books):
            split(books)
        days = [(date.fromisoformat(each.first), date.fromisoformat(each.last), each.payer_id) for each in parts(books)]
        assert sum(each.open for each in owed(books)) == 3 * 25_060
        assert all(one[1] + timedelta(1) == after[0] for one, after in pairwise(days))
        assert (days[0][0], days[-1][1]) == (date(2026, 1, 1), date(2026, 3, 31))
        if method != "whole":
            for first, last, payer in days:
                assert {payer_on(books, day) for day in (first, last)} == {payer}
        assert whole(books)


def billed(books: Books) -> None:
    for month in ("2026-01", "2026-02", "2026-03"):
        bill(books, month)


def moved(books: Books) -> bool:
    try:
        return bool(parts_of_others(books.database.connection(), FLAT, "2026-01-05"))
    except NothingToSplit:
        return False


def parts(books: Books) -> list[Any]:
    """What is owed by days: a charge that was split keeps the days before what was split off it."""
    rows = owed(books)
    firsts = [each.first for each in rows]
    return [
        each._replace(last=min(each.last, (date.fromisoformat(after) - timedelta(1)).isoformat()))
        for each, after in zip(rows, [*firsts[1:], "2099-01-01"], strict=True)
    ]


def payer_on(books: Books, day: date) -> int:
    rows = [row for row in registers.holdings(books.database.connection()) if row.unit_id == FLAT]
    text = day.isoformat()
    tenants = [
        row.person_id for row in rows if row.role == "occupier" and (row.since or "") <= text <= (row.until or "9")
    ]
    return tenants[0] if tenants else next(row.person_id for row in rows if row.role == "owner")
