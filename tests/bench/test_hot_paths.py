"""What is exact about the quick paths: one sync for a payment, indexes used, and no more work on old books."""

import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from counter import app
from counter.bench.history import bill, grow
from counter.bench.office import FIRST_DAY, furnish, open_day, opened
from counter.bench.payments import pay
from counter.desk import move_data, take_over
from counter.rules.periods import month_of
from db.check import check_books
from db.check.tills import OPEN_TILLS
from db.queries import accounts, billing, cases, deposits, drawer, forms, messages, owed, people, safe, tenders

ROOT = Path(__file__).parents[2]
UNITS, PAYMENTS = 12, 5
# getppid is called by nothing else here: it marks the trace before and after each payment.
_CHILD = f"""
import os, sys
from datetime import timedelta
from pathlib import Path
from counter.bench.office import FIRST_DAY, opened
from counter.bench.payments import pay
with opened(Path(sys.argv[1])) as desk:
    desk.clock.set(FIRST_DAY + timedelta(days=1), 9)
    pay(desk, 1)  # the first commit after a start also writes and syncs the head of the log
    for unit in range(2, {2 + PAYMENTS}):
        os.getppid()
        pay(desk, unit)
        os.getppid()
"""


@pytest.fixture
def books(tmp_path: Path) -> Path:
    path = tmp_path / "books.sqlite"
    with opened(path) as desk:
        furnish(desk, UNITS, UNITS)
        bill(desk, month_of(FIRST_DAY))
        open_day(desk, FIRST_DAY + timedelta(days=1), "test")
    return path


def test_a_whole_payment_with_its_receipt_asks_the_disk_for_exactly_one_sync(books: Path, tmp_path: Path) -> None:
    if sys.platform != "linux" or shutil.which("strace") is None:
        pytest.skip("needs strace")
    trace = tmp_path / "trace"
    calls = "trace=fsync,fdatasync,sync_file_range,getppid"
    ran = subprocess.run(
        ["strace", "-f", "-o", str(trace), "-e", calls, sys.executable, "-c", _CHILD, str(books)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "ptrace" in ran.stderr.lower():
        pytest.skip(f"may not trace: {ran.stderr.strip()}")
    assert ran.returncode == 0, ran.stderr
    parts = trace.read_text(encoding="utf-8").split("getppid()")
    assert [part.count("sync(") for part in parts[1::2]] == [1] * PAYMENTS


def steps_of_a_payment(path: Path, payments_before: int) -> int:
    """The instructions SQLite executes for one payment: the same wherever and whenever it runs."""
    steps = [0]

    def count() -> int:
        steps[0] += 1
        return 0

    with opened(path) as desk:
        furnish(desk, UNITS, UNITS)
        grown = grow(desk, payments_before, "{}")
        open_day(desk, grown.open_month.first, "test")
        desk.connection.set_progress_handler(count, 1)
        pay(desk, 1)
        desk.connection.set_progress_handler(None, 0)
    return steps[0]


def test_a_payment_reads_no_more_after_two_years_than_after_two_months(tmp_path: Path) -> None:
    young = steps_of_a_payment(tmp_path / "young.sqlite", 2 * UNITS)
    old = steps_of_a_payment(tmp_path / "old.sqlite", 24 * UNITS)
    assert young > 100
    assert old <= young


@pytest.mark.parametrize(
    ("query", "values"),
    [
        (accounts._OPEN, (1,)),
        (accounts._LIABILITY.replace("account = ?", "account = 'paid_ahead'"), (1,)),
        (accounts._BALANCE, (1, "operating")),
        (tenders._NET, ("card:1",)),
        (drawer._TENDERS, (1, 9, 1)),
        (drawer._ITEMS, (1, 9, 1)),
        (drawer._RECEIPTS, (1, 9, 1)),
        (drawer._CASH, (1, 9, 1)),
    ],
)
def test_what_the_window_asks_is_answered_by_an_index(books: Path, query: str, values: tuple[Any, ...]) -> None:
    with opened(books) as desk:
        plan = [row[3] for row in desk.connection.execute(f"EXPLAIN QUERY PLAN {query}", values)]
    assert any(step.startswith("SEARCH") for step in plan)
    assert [step for step in plan if step.startswith("SCAN")] == []


@pytest.mark.parametrize(
    ("query", "values"),
    [
        (people._PENDING, ()),
        (owed._WAITING, ()),
        (forms._SET, (1, 1)),
        (safe._TOTALS, ()),
        (deposits._DEPOSITS + deposits._OLDEST_FIRST, ()),
        (OPEN_TILLS, ()),
        (messages._OF_UNIT, (1,)),
        (messages._FIRST_SINCE, ("2021-01-01",)),
        (safe._OPEN_DROPS, ()),
        (cases._AFTER, (1, "late_fees_corrected")),
    ],
)
def test_what_is_seldom_is_found_without_walking_over_all_payments(
    books: Path, query: str, values: tuple[Any, ...]
) -> None:
    walked = {
        "SCAN p", "SCAN o", "SCAN p USING COVERING INDEX posting_liability",
        "SCAN e USING COVERING INDEX event_rare", "SCAN close USING INDEX sqlite_autoindex_close_2",
    }  # fmt: skip
    with opened(books) as desk:
        plan = [row[3] for row in desk.connection.execute(f"EXPLAIN QUERY PLAN {query}", values)]
    assert {step for step in plan if step.startswith("SCAN")} <= walked
    assert "SEARCH event" not in plan  # from the first event on until one fits


@pytest.mark.parametrize("query", [drawer._MOVES, drawer._COUNTS % "'drawer_opened', 'note_refused'"])
def test_what_is_rare_in_a_day_is_counted_without_walking_over_its_payments(books: Path, query: str) -> None:
    with opened(books) as desk:
        plan = [row[3] for row in desk.connection.execute(f"EXPLAIN QUERY PLAN {query}", (1, 9, 1))]
    assert [step for step in plan if " e " in step] == ["SEARCH e USING INDEX event_rare (kind=? AND id>? AND id<?)"]


def test_what_is_billed_of_a_period_is_asked_for_unit_by_unit(books: Path) -> None:
    with opened(books) as desk:
        for values in ((1, "2021-01-01", "2021-01-31"), (3, "2021-02-01", "2021-02-28")):
            plan = [row[3] for row in desk.connection.execute(f"EXPLAIN QUERY PLAN {billing._BILLED}", values)]
            assert [step for step in plan if step.startswith("SCAN c")] == []


@pytest.mark.parametrize(
    ("query", "values"),
    [
        (billing._OPENING_OVERLAPS, (1, "2021-01-31", "2021-01-01")),
        (billing._OPENED, ()),
        (billing._RUNS, (40,)),
        (billing._TAKEN_BACK, ()),
    ],
)
def test_a_bill_run_walks_over_no_payments_and_no_charges_of_earlier_years(
    books: Path, query: str, values: tuple[Any, ...]
) -> None:
    with opened(books) as desk:
        plan = [row[3] for row in desk.connection.execute(f"EXPLAIN QUERY PLAN {query}", values)]
    assert "INDEX event_rare (kind=?)" in plan[0]
    assert [step for step in plan if step.startswith("SCAN")] == []


def test_the_check_asks_a_table_without_rows_but_once(tmp_path: Path) -> None:
    with opened(tmp_path / "books.sqlite") as desk:
        furnish(desk, UNITS, UNITS)
        grow(desk, 3 * UNITS, "{}")
        asked: list[str] = []
        desk.connection.set_trace_callback(asked.append)
        assert check_books(desk.books.database).findings == ()
    rows_of = [each.partition(" FROM ")[2].partition(" ")[0] for each in asked if "json_group_array" in each]
    assert rows_of.count("posting") > 2
    assert rows_of.count("card_intent") == 1


def test_how_far_items_are_paid_scans_nothing_but_the_few_items(books: Path) -> None:
    with opened(books) as desk:
        plan = [row[3] for row in desk.connection.execute(f"EXPLAIN QUERY PLAN {accounts._PAID_TO}", (1,))]
    assert [step for step in plan if step.startswith("SCAN")] == ["SCAN f USING INDEX fee_item_current"]


LATER = (
    "argon2", "escpos", "fpdf", "importlib.metadata", "openpyxl", "schedule", "serial", "backup.copy_to_stick",
    "backup.journal_content", "backup.manifest", "backup.snapshot", "backup.stick", "counter.desk.take_over",
    "counter.desk.ask_back", "counter.desk.close_steps", "counter.desk.close_till",
    "counter.desk.decide", "counter.desk.handover", "counter.desk.price_ahead", "counter.desk.refund_payment",
    "counter.desk.run_bills", "counter.desk.settle_back", "counter.desk.void_receipt", "counter.papers.till_report",
    "counter.presenters.lists_out", "counter.presenters.requests", "counter.presenters.rescue",
    "counter.screens.journal", "counter.screens.settings", "counter.screens.till", "counter.screens.units",
    "counter.wiring.first_window", "counter.words.events", "counter.words.sentences", "db.check", "printing.network",
    "printing.pdf_stock", "printing.serial_port", "printing.stock",
)  # fmt: skip
# The books are opened as the window opens them; the window itself would need a display.
_START = """
import sys
from pathlib import Path
from counter import app
from counter.platform.folders import Home
import counter.wiring.main_window
home = Home(Path(sys.argv[1]), Path(sys.argv[1]))
assert app._are_there(home)
app.open_parts(home, on_paper=lambda *moved: None).close()
print(*sys.modules)
"""


def test_the_window_loads_nothing_that_pay_does_not_need(books: Path) -> None:
    child = [sys.executable, "-c", _START, str(books.parent)]
    ran = subprocess.run(child, cwd=ROOT, capture_output=True, text=True, check=True)
    assert sorted(set(LATER) & set(ran.stdout.split())) == []


def test_a_start_looks_for_the_very_notes_that_are_written() -> None:
    assert (app.MOVE_NOTE, app.TAKE_OVER_NOTE) == (move_data.NOTE, take_over.NOTE)
