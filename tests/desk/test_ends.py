"""A price and a reduction end on a day: days after it are billed as they should be, and nothing ends silently."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from counter.desk.change_prices import PriceEndsBeforeItBegins, Scope, set_price
from counter.desk.end_reduction import ReductionNotExtended, UnknownReduction, end_reduction
from counter.desk.preview_bills import Preview, preview
from counter.desk.reductions import ReductionEndsBeforeItBegins, grant_reduction
from counter.desk.run_bills import run
from counter.rules.tariff import recompute
from db.books import Books
from db.check import check_books
from tests.desk.small_estate import MANAGER, SMALL, bring, founded

FLAT, FEE = 1, 1
SINCE = date(2025, 1, 1)


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    with founded(tmp_path, date(2026, 1, 5)) as opened:
        bring(opened, SMALL)
        yield opened


def ends(books: Books, until: date | None, request: str = "end", scope: Scope = Scope("flat")) -> None:  # noqa: B008
    set_price(books, FEE, scope, "area", 28_000, SINCE, until=until, request_id=request, staff=MANAGER)


def look(books: Books, month: str) -> Preview:
    return preview(books.database.connection(), [month])


def lacking(shown: Preview) -> list[tuple[str, int | None, str]]:
    return [(each.code, each.item_id, each.reason) for each in shown.unpriced]


def amount(shown: Preview, unit: int = FLAT) -> list[tuple[str, str, int]]:
    return [(each.first, each.last, each.amount) for each in shown.charges if each.unit_id == unit]


def test_a_price_that_ended_in_mid_month_bills_its_days_and_names_its_units(books: Books) -> None:
    ends(books, date(2026, 2, 14))
    assert lacking(look(books, "2026-01")) == []
    shown = look(books, "2026-02")
    assert amount(shown) == [("2026-02-01", "2026-02-14", 12_530)]  # 250.60 × 14/28
    both = [("1-101", FEE, "price_ended"), ("1-102", FEE, "price_ended")]
    assert lacking(shown) == lacking(look(books, "2026-03")) == both
    ends(books, None, "open again")
    assert lacking(look(books, "2026-02")) == []


def test_another_price_from_the_next_day_leaves_nothing_out(books: Books) -> None:
    ends(books, date(2026, 2, 14))
    set_price(books, FEE, Scope("flat"), "area", 30_000, date(2026, 2, 15), request_id="new", staff=MANAGER)
    shown = look(books, "2026-02")
    assert lacking(shown) == []
    assert [days[:2] for days in amount(shown)] == [("2026-02-01", "2026-02-14"), ("2026-02-15", "2026-02-28")]


def test_the_end_of_a_units_own_price_brings_back_that_of_its_kind(books: Books) -> None:
    set_price(books, FEE, Scope(unit_id=FLAT), "area", 10_000, SINCE, until=date(2026, 1, 31), request_id="own",
              staff=MANAGER)  # fmt: skip
    assert [each[2] for each in amount(look(books, "2026-01"))] == [8950]
    assert [each[2] for each in amount(look(books, "2026-02"))] == [25_060]
    assert lacking(look(books, "2026-02")) == []


def test_a_price_never_ends_before_it_begins(books: Books) -> None:
    with pytest.raises(PriceEndsBeforeItBegins):
        ends(books, date(2024, 12, 31))


def test_a_reduction_ends_inside_a_month_to_the_day(books: Books) -> None:
    number = grant_reduction(books, FLAT, 3000, SINCE, reason="空置", request_id="r", staff=MANAGER, paper="7")
    for _ in range(2):
        end_reduction(books, number, date(2026, 1, 10), reason="已入住", request_id="end", staff=MANAGER)
    # 250.60 × 70 % × 10/31 = 56.5870…, then 250.60 × 21/31 = 169.7612…
    assert amount(look(books, "2026-01")) == [("2026-01-01", "2026-01-10", 5659), ("2026-01-11", "2026-01-31", 16_976)]
    run(books, look(books, "2026-01"), request_id="jan", staff=MANAGER)
    assert [each[2] for each in amount(look(books, "2026-02"))] == [25_060]
    assert check_books(books.database, recompute=recompute).clean


def test_a_reduction_is_never_made_longer_or_ended_before_it_began(books: Books) -> None:
    number = grant_reduction(
        books, FLAT, 3000, SINCE, reason="x", request_id="r", staff=MANAGER, paper="7", until=date(2026, 3, 31)
    )  # fmt: skip
    for day, refused in ((date(2026, 4, 1), ReductionNotExtended), (date(2024, 12, 31), ReductionEndsBeforeItBegins)):
        with pytest.raises(refused):
            end_reduction(books, number, day, reason="x", request_id="e", staff=MANAGER)
    with pytest.raises(UnknownReduction):
        end_reduction(books, 99, date(2026, 4, 1), reason="x", request_id="e", staff=MANAGER)
