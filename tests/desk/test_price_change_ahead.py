"""Months paid ahead before a price changed: the difference is asked for, or the price they were paid at holds."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from counter.desk.change_prices import Scope, set_price
from counter.desk.change_registers import save_unit
from counter.desk.change_settings import change_settings
from counter.desk.preview_bills import preview
from counter.desk.reductions import grant_reduction
from counter.desk.run_bills import run
from counter.desk.take_back_bills import take_back
from counter.words import Words
from counter.words.explain_charge import why
from db.queries import registers
from tests.desk.office import EVEN, FEE, MANAGER, ODD, Desk, desk_at, furnish, open_office_books
from tests.desk.office import HandClock as Clock


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "books.sqlite"
    books = open_office_books(path, Clock())
    furnish(books)
    books.close()
    opened = desk_at(path)
    opened.open()
    yield opened
    opened.books.close()


def dearer(desk: Desk, price: int = 30_000, since: date = date(2026, 12, 1)) -> int:
    return set_price(
        desk.books, FEE, Scope("flat"), "area", price, since, request_id=f"price-{price}-{since}", staff=MANAGER
    )


def billed(desk: Desk, label: str = "2026-12") -> dict[int, list[tuple[int, int, int | None]]]:
    """Bills a month of the property fee; amount, what is open of it and its price, by unit."""
    shown = preview(desk.connection, [label], [FEE])
    assert run(desk.books, shown, request_id=f"run-{label}-{shown.head_id}", staff=MANAGER).count == shown.count
    found: dict[int, list[tuple[int, int, int | None]]] = {}
    for charge in shown.charges:
        left = desk.connection.execute("SELECT open FROM open_item WHERE charge_id = ?", (charge.id,)).fetchone()
        found.setdefault(charge.unit_id, []).append((charge.amount, left[0] if left else 0, charge.tariff_id))
    assert desk.findings() == []
    return found


def hold(desk: Desk) -> None:
    change_settings(desk.books, {"ahead_difference": "holds"}, date(2026, 1, 1), request_id="holds", staff=MANAGER)


def test_the_difference_is_asked_for_where_nothing_else_is_set(desk: Desk) -> None:
    desk.pay(EVEN, ahead=desk.ahead(EVEN, "2026-12"))
    new = dearer(desk)
    assert billed(desk)[EVEN] == [(26_850, 1_790, new)]


def test_the_difference_is_given_back_as_balance_where_the_price_falls(desk: Desk) -> None:
    desk.pay(EVEN, ahead=desk.ahead(EVEN, "2026-12"))
    new = dearer(desk, 20_000)
    assert billed(desk)[EVEN] == [(17_900, 0, new)]
    assert desk.account("balance", unit=EVEN) == -(25_060 - 17_900)


@pytest.mark.parametrize("price", [30_000, 20_000])
@pytest.mark.parametrize("since", [date(2026, 12, 1), date(2026, 12, 16)])
def test_where_the_price_paid_holds_nothing_is_owed_and_the_charge_says_why(
    desk: Desk, price: int, since: date
) -> None:
    hold(desk)
    desk.pay(EVEN, ahead=desk.ahead(EVEN, "2026-12"))
    dearer(desk, price, since)
    charges = billed(desk)
    assert charges[EVEN] == [(25_060, 0, 1)]
    assert len(charges[ODD]) == (1 if since.day == 1 else 2)
    [ingredients] = desk.connection.execute(
        "SELECT ingredients FROM charge WHERE unit_id = ? AND period = '2026-12'", (EVEN,)
    ).fetchone()
    told = why(25_060, json.loads(ingredients), None, Words.load("zh_CN"))
    assert told.remarks == ("1 个整月，无减免", "已按此标准预交，后来调价不补差")
    assert desk.account("balance", unit=EVEN) == 0


@pytest.mark.parametrize("paid_before", [True, False])
def test_what_is_let_off_is_let_off_the_price_that_holds(desk: Desk, paid_before: bool) -> None:
    hold(desk)
    if paid_before:
        desk.pay(EVEN, ahead=desk.ahead(EVEN, "2026-12"))
    vacant = {"reason": "空置", "request_id": "vacant", "staff": MANAGER, "paper": "7"}
    grant_reduction(desk.books, EVEN, 3000, date(2026, 12, 11), until=date(2026, 12, 20), **vacant)  # type: ignore[arg-type]
    if not paid_before:
        desk.pay(EVEN, ahead=desk.ahead(EVEN, "2026-12"))
    dearer(desk)
    # 250.60 × 10/31, × 70 % × 10/31, × 11/31: 80.8387…, 56.5870…, 88.9225…
    parts = [(8084, 0, 1), (5659, 0, 1), (8892, 0, 1)]
    assert billed(desk)[EVEN] == parts
    assert desk.account("balance", unit=EVEN) == (-(25_060 - 22_635) if paid_before else 0)
    event = desk.connection.execute("SELECT max(event_id) FROM charge").fetchone()[0]
    take_back(desk.books, event, reason="录入错误", request_id="back", staff=MANAGER)
    assert billed(desk)[EVEN] == parts


def test_a_sum_that_no_earlier_price_comes_to_asks_for_the_difference(desk: Desk) -> None:
    hold(desk)
    desk.pay(EVEN, ahead=desk.ahead(EVEN, "2026-12"))
    row = registers.unit(desk.connection, EVEN)
    assert row is not None
    save_unit(desk.books, row._replace(area=10_000), request_id="measured anew", staff=MANAGER)
    new = dearer(desk)
    assert billed(desk)[EVEN] == [(30_000, 30_000 - 25_060, new)]


@pytest.mark.parametrize("since", [date(2026, 12, 1), date(2026, 12, 16)])
def test_what_was_billed_at_the_price_paid_is_taken_back_and_promised_again(desk: Desk, since: date) -> None:
    hold(desk)
    desk.pay(EVEN, ahead=desk.ahead(EVEN, "2026-12"))
    dearer(desk, since=since)
    billed(desk)
    event = desk.connection.execute("SELECT max(event_id) FROM charge").fetchone()[0]
    take_back(desk.books, event, reason="录入错误", request_id="back", staff=MANAGER)
    assert desk.account("paid_ahead", unit=EVEN) == -25_060
    assert billed(desk)[EVEN] == [(25_060, 0, 1)]


def test_months_after_a_gap_are_not_paid_ahead_twice(desk: Desk) -> None:
    ended(desk, date(2026, 12, 14))
    dearer(desk, 30_000, date(2027, 2, 1))
    first = desk.ahead(EVEN, "2027-03")
    # December up to the 14th: 250.60 × 14/31 = 113.1741…; no price holds in January.
    assert [(each.period, each.amount) for each in first] == [
        ("2026-12", 11_317), ("2027-02", 26_850), ("2027-03", 26_850),
    ]  # fmt: skip
    desk.pay(EVEN, ahead=first)
    assert [each.period for each in desk.ahead(EVEN, "2027-04")] == ["2027-04"]


def test_a_month_let_off_whole_does_not_let_the_next_be_paid_twice(desk: Desk) -> None:
    grant_reduction(
        desk.books, EVEN, 10_000, date(2027, 1, 1), until=date(2027, 1, 31), reason="x", paper="1", request_id="off",
        staff=MANAGER,
    )  # fmt: skip
    desk.pay(EVEN, ahead=desk.ahead(EVEN, "2027-02"))
    assert [each.period for each in desk.ahead(EVEN, "2027-03")] == ["2027-03"]


def test_what_was_paid_ahead_of_an_ended_price_waits_is_named_and_pays_the_next_price(desk: Desk) -> None:
    desk.pay(EVEN, ahead=desk.ahead(EVEN, "2027-01"))
    ended(desk, date(2026, 12, 14))
    # The days at the old price are paid; what is more of December is given back as balance, January waits.
    assert billed(desk)[EVEN][0][:2] == (11_317, 0)
    assert desk.account("balance", unit=EVEN) == -(25_060 - 11_317)
    shown = preview(desk.connection, ["2027-01"], [FEE])
    assert [each.reason for each in shown.unpriced if each.unit_id == EVEN] == ["price_ended"]
    assert [(each.unit_id, each.amount) for each in shown.ahead] == [(EVEN, 25_060)]
    new = dearer(desk, 25_000, date(2026, 12, 15))
    assert billed(desk, "2027-01")[EVEN] == [(22_375, 0, new)]
    assert desk.account("paid_ahead", unit=EVEN) == 0
    # The rest of December too, once a price holds for it: 223.75 × 17/31 = 122.7016…
    assert billed(desk)[EVEN] == [(12_270, 12_270, new)]


def ended(desk: Desk, until: date) -> None:
    set_price(
        desk.books, FEE, Scope("flat"), "area", 28_000, date(2020, 1, 1), until=until, request_id=f"end-{until}",
        staff=MANAGER,
    )  # fmt: skip
