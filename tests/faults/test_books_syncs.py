"""A payment is durable at the price of exactly one sync, counted where the disk is asked for it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.broken_books import make_books

ROOT = Path(__file__).parents[2]
PAYMENTS = 6
# getppid is called by nothing else here: it marks the trace before and after each payment.
_CHILD = f"""
import os, sys
from pathlib import Path
from tests.db.small_books import new_books, pay
from tests.faults.broken_books import later_clock
books = new_books(Path(sys.argv[1]), later_clock())
books.database.connection().execute("PRAGMA synchronous = " + sys.argv[2])
pay(books, "warm-up", 1, 700)  # the first commit after a start also writes and syncs the head of the log
for number in range({PAYMENTS}):
    os.getppid()
    pay(books, f"traced-{{number}}", 1 + number % 4, 700)
    os.getppid()
"""


def syncs_per_payment(path: Path, synchronous: str) -> list[int]:
    trace = path.with_suffix(".trace")
    if sys.platform != "linux" or shutil.which("strace") is None:
        pytest.skip("needs strace")
    calls = "trace=fsync,fdatasync,sync_file_range,getppid"
    ran = subprocess.run(
        ["strace", "-f", "-o", str(trace), "-e", calls, sys.executable, "-c", _CHILD, str(path), synchronous],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "ptrace" in ran.stderr.lower():
        pytest.skip(f"may not trace: {ran.stderr.strip()}")
    assert ran.returncode == 0, ran.stderr
    parts = trace.read_text(encoding="utf-8").split("getppid()")
    assert len(parts) == 2 * PAYMENTS + 1
    return [part.count("sync(") for part in parts[1::2]]


def test_a_payment_asks_the_disk_for_exactly_one_sync(tmp_path: Path) -> None:
    assert syncs_per_payment(make_books(tmp_path), "FULL") == [1] * PAYMENTS


def test_the_count_would_show_a_payment_that_is_not_durable(tmp_path: Path) -> None:
    assert syncs_per_payment(make_books(tmp_path), "NORMAL") == [0] * PAYMENTS
