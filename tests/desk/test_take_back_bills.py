"""A bill run that nobody paid can be taken back and billed again; what was paid stays, and every balance comes back."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from counter.desk.approve import ReasonMissing
from counter.desk.change_prices import Scope, set_price
from counter.desk.estate_rows import EstateFile
from counter.desk.preview_bills import preview
from counter.desk.readings import Read
from counter.desk.run_bills import run
from counter.desk.standing import paid_to
from counter.desk.take_back_bills import NoSuchRun, preview_take_back, take_back
from counter.rules.tariff import recompute
from db.books import Books
from db.check import check_books
from db.queries import accounts
from db.rows import Allocation, DetailRow, Posting, Receipt
from tests.desk.small_estate import MANAGER, SMALL, arrears, bring, founded
from tests.desk.test_charge_kinds import item, meter, priced, read

FLAT = 1


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    with founded(tmp_path, date(2026, 1, 5)) as opened:
        bring(opened, SMALL)
        yield opened


def bill(books: Books, month: str, request: str = "") -> int:
    done = run(books, preview(books.database.connection(), [month]), request_id=request or month, staff=MANAGER)
    assert done.event_id is not None
    return done.event_id


def sums(books: Books) -> list[tuple[str, int]]:
    found = books.database.execute_sql(
        "SELECT account, sum(amount) FROM posting GROUP BY account HAVING sum(amount) <> 0 ORDER BY account"
    )
    return [(row[0], row[1]) for row in found.fetchall()]


def owed(books: Books) -> list[tuple[int, str, int]]:
    connection = books.database.connection()
    return [(c.unit_id, c.period, c.open) for unit in range(1, 5) for c in accounts.open_charges(connection, (unit,))]


def clean(books: Books) -> bool:
    return check_books(books.database, recompute=recompute).clean


def pay(books: Books, charge_id: int, amount: int) -> None:
    """A payment as the books see one."""
    with books.transaction(f"pay-{charge_id}", staff_id=1, till=1) as tx:
        receipt = Receipt(tx.next_id("receipt"), "R2026", tx.take_number("R2026"), "operating", FLAT, None, amount)
        rows: list[DetailRow] = [
            receipt,
            Allocation(charge_id, amount, receipt.id),
            Posting("operating", "till_cash", amount, tender="cash"),
            Posting("operating", "receivable", -amount, FLAT, 1, "2026-01", charge_id),
        ]
        tx.post("payment", {"change": 0}, rows)


def test_a_run_taken_back_leaves_every_balance_as_it_was_and_can_be_billed_again(books: Books) -> None:
    before = sums(books)
    event = bill(books, "2026-01")
    after, debts = sums(books), owed(books)
    shown = preview_take_back(books.database.connection(), event)
    done = take_back(books, event, reason="单价录错", request_id="back", staff=MANAGER)
    assert (done.count, done.total, done.kept) == (shown.count, shown.total, ()) == (4, 98_660, ())
    assert (sums(books), owed(books)) == (before, [])
    assert take_back(books, event, reason="单价录错", request_id="back", staff=MANAGER).event_id == done.event_id
    set_price(
        books, 1, Scope("flat"), "area", 30_000, date(2025, 1, 1), request_id="right", staff=MANAGER
    )  # fmt: skip
    again = bill(books, "2026-01", "again")
    assert [debt for debt in owed(books) if debt[0] == FLAT] == [(FLAT, "2026-01", 26_850)]
    assert preview(books.database.connection(), ["2026-01"]).count == 0
    take_back(books, again, reason="再来", request_id="back-2", staff=MANAGER)
    set_price(books, 1, Scope("flat"), "area", 28_000, date(2025, 1, 1), request_id="old", staff=MANAGER)
    bill(books, "2026-01", "third")
    assert (sums(books), owed(books)) == (after, debts)
    assert clean(books)


def test_what_is_taken_back_is_no_longer_paid_up(books: Books) -> None:
    bill(books, "2026-01")
    charge = accounts.open_charges(books.database.connection(), (FLAT,))[0]
    pay(books, charge.charge_id, charge.open)
    february = bill(books, "2026-02")
    take_back(books, february, reason="未到期", request_id="back", staff=MANAGER)
    assert [to.day for to in paid_to(books.database.connection(), FLAT)] == [date(2026, 1, 31)]


def test_what_a_receipt_settled_stays_and_is_named(books: Books) -> None:
    event = bill(books, "2026-01")
    charge = accounts.open_charges(books.database.connection(), (FLAT,))[0]
    pay(books, charge.charge_id, 100)
    done = take_back(books, event, reason="重做", request_id="back", staff=MANAGER)
    assert done.count == 3
    assert [(kept.unit_id, kept.reason) for kept in done.kept] == [(FLAT, "paid")]
    assert owed(books) == [(FLAT, "2026-01", 25_060 - 100)]
    assert clean(books)


def test_only_the_units_named_are_taken_back(books: Books) -> None:
    event = bill(books, "2026-01")
    assert take_back(books, event, reason="一户", request_id="one", staff=MANAGER, units=[FLAT]).count == 1
    assert FLAT not in {unit for unit, _, _ in owed(books)}
    assert take_back(books, event, reason="其余", request_id="rest", staff=MANAGER).count == 3
    assert take_back(books, event, reason="没了", request_id="none", staff=MANAGER).event_id is None
    assert clean(books)


def test_a_month_paid_ahead_is_promised_again(books: Books) -> None:
    bring(books, EstateFile((), (), (), (arrears("1-101", "2026-01", 25_060, kind="paid_ahead"),)), "opening")
    before = sums(books)
    event = bill(books, "2026-01")
    assert FLAT not in {unit for unit, _, _ in owed(books)}
    take_back(books, event, reason="重做", request_id="back", staff=MANAGER)
    assert sums(books) == before
    bill(books, "2026-01", "again")
    assert FLAT not in {unit for unit, _, _ in owed(books)}
    assert clean(books)


def test_what_was_given_back_is_taken_back_only_while_it_is_there(books: Books) -> None:
    water = item(books, "水费")
    priced(books, water, "metered", 41_000)
    number = meter(books, FLAT, water, 0)
    read(books, "2026-01", Read(number, 20_000, estimated=True))
    bill(books, "2026-01")
    read(books, "2026-02", Read(number, 15_000))
    event = bill(books, "2026-02")
    assert accounts.balance(books.database.connection(), FLAT) == 2_050
    spend = [Posting("operating", "balance", 50, FLAT), Posting("operating", "bank", -50)]
    with books.transaction("spent", staff_id=1) as tx:
        tx.post("payment_out", {}, spend)
    kept = take_back(books, event, reason="读数有误", request_id="back", staff=MANAGER).kept
    assert [(each.unit_id, each.reason) for each in kept] == [(FLAT, "balance_used")]
    assert clean(books)


def test_a_reason_and_a_run_are_needed(books: Books) -> None:
    event = bill(books, "2026-01")
    with pytest.raises(ReasonMissing):
        take_back(books, event, reason=" ", request_id="a", staff=MANAGER)
    with pytest.raises(NoSuchRun):
        take_back(books, 1, reason="x", request_id="b", staff=MANAGER)
