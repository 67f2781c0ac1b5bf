"""Whole days at the counter: a child process does them by keys in the real window, outsiders read what is left."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from counter.rules.codes import parse_code

ROOT = Path(__file__).parents[2]
STEPS = (
    "log-in", "float", "till-open", "pay", "paid-with-change", "part-payment-asks", "card-slip", "static-code", "split",
    "pay-ahead", "two-units", "receipt", "approval", "voided", "blind-count", "slips", "difference", "z",
    "safe-to-remove",
)  # fmt: skip


def verb(*words: str) -> dict[str, Any]:
    """Run one verb of the program and return its JSON answer."""
    done = subprocess.run(
        [sys.executable, "main.py", *words, "--json"], cwd=ROOT, capture_output=True, text=True, timeout=400
    )
    assert done.returncode == 0, done.stdout + done.stderr
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("estate")
    verb("demo", "--home", str(folder), "--units", "48", "--years", "1")
    return folder


@pytest.fixture(scope="module")
def left(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a day in each language leaves behind."""
    out = tmp_path_factory.mktemp("day")
    answer = verb("day", "--home", str(home), "--out", str(out))
    assert answer["findings"] == 0
    return out


def names(folder: Path) -> list[str]:
    return [path.stem.split("-", 1)[1] for path in sorted(folder.glob("*.png"))]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_step_of_the_day_was_seen_in_both_languages(left: Path, language: str) -> None:
    seen = names(left / "screens" / language)
    assert [step for step in STEPS if step not in seen] == []
    assert "not-seen" not in seen


def receipts_of(home: Path) -> dict[int, str]:
    with sqlite3.connect(f"file:{home / 'books.sqlite'}?mode=ro", uri=True) as books:
        rows = books.execute("SELECT r.number, e.hash FROM receipt r JOIN event e ON e.id = r.event_id")
        return {number: hash_hex[:8].upper() for number, hash_hex in rows}


def test_a_reader_that_is_not_ours_reads_every_receipt_and_find_knows_the_code(left: Path, home: Path) -> None:
    known = receipts_of(home)
    pictures = sorted((left / "receipts").glob("*.png"))
    assert len(pictures) == len(list((left / "receipts").glob("*.bin"))) > 16
    found = [code.text for path in pictures for code in zxingcpp.read_barcodes(Image.open(path))]
    assert len(found) >= 16
    for text in found:
        code = parse_code(text)
        assert known[code.number] == code.hash_prefix


def sqlite(file: Path, question: str) -> Sequence[str]:
    done = subprocess.run(["sqlite3", str(file), question], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_the_plain_sqlite_shell_reads_the_journal_of_the_day(left: Path) -> None:
    for journal in sorted((left / "journal").glob("*.sqlite")):
        assert len(sqlite(journal, "SELECT * FROM day_summary")) > 5
        assert int(sqlite(journal, "SELECT count(*) FROM receipts")[0]) == 8
        assert int(sqlite(journal, "SELECT count(*) FROM README")[0]) > 20
        # Half a yuan was missing, and the journal says so.
        assert sqlite(journal, "SELECT counted - expected FROM close") == ["-50"]


def test_the_journals_check_without_the_books(left: Path) -> None:
    assert verb("check", str(left / "journal"))["findings"] == []


def test_the_restored_books_are_whole_and_end_where_the_stick_says(left: Path) -> None:
    assert verb("check", "--home", str(left / "restored"))["findings"] == []


def test_plain_text_accounting_accepts_the_books(home: Path, tmp_path: Path) -> None:
    text = tmp_path / "books.journal"
    verb("journal", "--home", str(home), "--text", str(text))
    subprocess.run(["hledger", "-f", str(text), "check"], check=True, capture_output=True)


def test_the_papers_for_finance_are_sound_pdf(left: Path) -> None:
    papers = sorted((left / "papers").glob("*.pdf"))
    assert len(papers) >= 4
    for paper in papers:
        subprocess.run(["qpdf", "--check", str(paper)], check=True, capture_output=True)
    said = [subprocess.run(["pdftotext", str(p), "-"], capture_output=True, text=True).stdout for p in papers]
    assert any("交款单" in text for text in said)
    assert any("Remittance slip" in text for text in said)
