"""Many months billed in one run: all or none, the same as one after the other, one month in memory at a time."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from counter.desk.estate_rows import EstateFile
from counter.desk.formulas import recompute
from counter.desk.long_work import Cancelled
from counter.desk.preview_bills import preview
from counter.desk.run_bills import PreviewOutdated, run
from counter.desk.run_months import MonthsBackwards, labels, preview_months, run_months
from counter.desk.take_back_bills import take_back
from counter.rules.permissions import NotAllowed
from db.books import Books
from db.check import check_books
from tests.desk.office import CASHIER
from tests.desk.small_estate import MANAGER, SMALL, bring, founded, price

QUARTER = ["2026-01", "2026-02", "2026-03"]
CHARGES = "SELECT unit_id, item_id, first, last, amount, revision, payer_id, ingredients FROM charge ORDER BY 1, 2, 3"


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    with founded(tmp_path, date(2026, 1, 5)) as opened:
        bring(opened, SMALL)
        yield opened


def rows(books: Books, sql: str = CHARGES) -> list[Any]:
    return list(books.database.execute_sql(sql).fetchall())


def test_it_bills_what_month_after_month_would_bill(books: Books, tmp_path: Path) -> None:
    shown = preview_months(books.database.connection(), QUARTER)
    done = run_months(books, shown, request_id="q", staff=MANAGER)
    assert [(each.count, each.total) for each in done] == [(4, 98_660)] * 3
    (tmp_path / "other").mkdir()
    with founded(tmp_path / "other", date(2026, 1, 5)) as others:
        bring(others, SMALL)
        for month in QUARTER:
            run(others, preview(others.database.connection(), [month]), request_id=month, staff=MANAGER)
        assert rows(books) == rows(others)
    assert check_books(books.database, recompute=recompute).clean


def test_the_same_request_posts_once_and_one_month_can_be_taken_back(books: Books) -> None:
    shown = preview_months(books.database.connection(), QUARTER)
    done = run_months(books, shown, request_id="q", staff=MANAGER)
    assert run_months(books, shown, request_id="q", staff=MANAGER) == done
    assert len(rows(books)) == 12
    take_back(books, done[1].event_id or 0, reason="x", request_id="b", staff=MANAGER)
    again = preview_months(books.database.connection(), QUARTER)
    assert [each.count for each in again.months] == [0, 4, 0]


def test_all_months_are_posted_or_none(books: Books) -> None:
    shown = preview_months(books.database.connection(), QUARTER)
    answers = iter([False] * 4 + [True])
    with pytest.raises(Cancelled):
        run_months(books, shown, request_id="q", staff=MANAGER, cancel=lambda: next(answers))
    assert rows(books) == []
    bring(books, EstateFile(prices=(price(value=30_000, since="2026-03-01"),)), "dearer")
    with pytest.raises(PreviewOutdated):
        run_months(books, shown, request_id="q", staff=MANAGER)
    assert rows(books) == []
    with pytest.raises(NotAllowed):
        run_months(books, shown, request_id="q", staff=CASHIER)


def test_months_are_typed_first_and_last() -> None:
    assert labels("2511", "2026-02") == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert labels("2026-02", "2026-02") == ["2026-02"]
    with pytest.raises(MonthsBackwards):
        labels("2026-02", "2026-01")
