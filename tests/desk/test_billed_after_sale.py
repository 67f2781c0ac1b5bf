"""What is billed after a flat was sold: seller and buyer owe their days, none is owed twice and none left out."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter.desk.formulas import recompute
from counter.desk.issue_certificate import UnitOwes, require_settled
from counter.desk.preview_bills import preview
from counter.desk.run_bills import run
from counter.desk.standing import standing
from counter.desk.take_back_bills import take_back
from counter.rules.gaps import gaps
from counter.words import Words
from counter.words.explain_charge import composition, why
from db.books import Books
from db.check import check_books
from db.queries import accounts, registers
from db.queries.accounts import OpenCharge
from db.rows import Allocation, Posting, Receipt
from tests.desk.small_estate import MANAGER, SMALL, bring, founded

FLAT, BUYER = 1, 50


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    with founded(tmp_path, date(2026, 1, 5)) as opened:
        bring(opened, SMALL)
        yield opened


def sell(books: Books, since: str, *, gap: int = 0) -> int:
    """Let somebody else own the flat from a day on; returns the seller."""
    seller = next(row for row in registers.holdings(books.database.connection()) if row.unit_id == FLAT)
    last = (date.fromisoformat(since) - timedelta(days=1 + gap)).isoformat()
    with books.transaction(f"sold-{since}", staff_id=1) as tx:
        new = (tx.next_id("holding"), FLAT, BUYER, "owner", since, None, None)
        person = (BUYER, "买方甲", None, None, "person", None)
        old = tuple(seller._replace(since="2020-01-01", until=last))
        tx.change("registers_changed", {"unit": FLAT}, {"person": [person], "holding": [old, new]})
    return seller.person_id


def bill(books: Books, month: str, request: str = "") -> int:
    done = run(books, preview(books.database.connection(), [month]), request_id=request or month, staff=MANAGER)
    return done.event_id or 0


def owed(books: Books) -> list[OpenCharge]:
    return sorted(accounts.open_charges(books.database.connection(), (FLAT,)), key=lambda each: each.first)


def whole(books: Books) -> bool:
    return check_books(books.database, recompute=recompute).clean


def test_the_month_of_the_sale_is_split_and_later_months_are_the_buyers(books: Books) -> None:
    seller = sell(books, "2026-01-11")
    bill(books, "2026-01")
    bill(books, "2026-02")
    # 250.60 × 10/31 = 80.8387…, × 21/31 = 169.7612…: the missing fen goes to the larger remainder.
    assert [(each.first, each.last, each.amount, each.payer_id) for each in owed(books)] == [
        ("2026-01-01", "2026-01-10", 8084, seller),
        ("2026-01-11", "2026-01-31", 16_976, BUYER),
        ("2026-02-01", "2026-02-28", 25_060, BUYER),
    ]
    assert preview(books.database.connection(), ["2026-01", "2026-02"]).count == 0
    assert whole(books)


def test_why_says_the_whole_sum_and_the_days_of_the_part(books: Books) -> None:
    sell(books, "2026-01-11")
    bill(books, "2026-01")
    part, english = owed(books)[1], Words.load("en")
    made_of = json.loads(part.ingredients)
    assert composition(made_of, english) == "89.50 m² × 2.80, of it 2026-01-11 to 2026-01-31"
    told = why(part.amount, made_of, None, english)
    assert (told.question, "250.60" in told.calculation) == ("Why 169.76?", True)
    assert any("2026-01-11 to 2026-01-31" in remark for remark in told.remarks)


def test_days_on_which_the_register_names_nobody_are_owed_by_the_next_owner(books: Books) -> None:
    sell(books, "2026-01-20", gap=9)
    bill(books, "2026-01")
    assert [(each.first, each.payer_id == BUYER) for each in owed(books)] == [
        ("2026-01-01", False), ("2026-01-11", True),
    ]  # fmt: skip


def test_a_month_taken_back_is_billed_again_in_parts_once_the_sale_is_known(books: Books) -> None:
    event = bill(books, "2026-01")
    take_back(books, event, reason="过户", request_id="back", staff=MANAGER)
    sell(books, "2026-01-11")
    again = bill(books, "2026-01", "again")
    assert [each.first for each in owed(books)] == ["2026-01-01", "2026-01-11"]
    take_back(books, again, reason="再来", request_id="back-2", staff=MANAGER)
    bill(books, "2026-01", "third")
    assert sum(each.open for each in owed(books)) == 25_060
    assert whole(books)


def test_the_certificate_waits_for_the_buyers_part_too(books: Books) -> None:
    sell(books, "2026-01-11")
    bill(books, "2026-01")
    connection = books.database.connection()
    for part, left in zip(owed(books), (1, 0), strict=True):
        with pytest.raises(UnitOwes):
            require_settled(connection, standing(connection, FLAT))
        with books.transaction(f"pay-{part.first}", staff_id=1, till=1) as tx:
            receipt = Receipt(
                tx.next_id("receipt"), "R2026", tx.take_number("R2026"), "operating", FLAT, None, part.open
            )
            place = (FLAT, part.item_id, part.period, part.charge_id)
            money = [Posting("operating", "bank", part.open), Posting("operating", "receivable", -part.open, *place)]
            tx.post("payment", {}, [receipt, Allocation(part.charge_id, part.open, receipt.id), *money])
        assert len(owed(books)) == left
    require_settled(connection, standing(connection, FLAT))
    assert [each.day for each in standing(connection, FLAT).paid_to] == [date(2026, 1, 31)]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=st.integers(0, 58), gap=st.integers(0, 20))
def test_whatever_the_day_no_day_is_left_out_or_owed_twice(
    tmp_path_factory: pytest.TempPathFactory, day: int, gap: int
) -> None:
    with founded(tmp_path_factory.mktemp("sale"), date(2026, 1, 5)) as books:
        bring(books, SMALL)
        sell(books, (date(2026, 1, 1) + timedelta(days=day)).isoformat(), gap=gap)
        for month in ("2026-01", "2026-02"):
            bill(books, month)
        days = [(date.fromisoformat(each.first), date.fromisoformat(each.last)) for each in owed(books)]
        assert gaps(days) == []
        assert sum((last - first).days + 1 for first, last in days) == 59
        assert sum(each.amount for each in owed(books)) == 2 * 25_060
