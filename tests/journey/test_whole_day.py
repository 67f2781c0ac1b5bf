"""Whole days at the counter: a child process does them by keys in the real window, outsiders read what is left."""

import csv
import io
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import zxingcpp
from PIL import Image

from counter.rules.codes import parse_code
from counter.rules.money import format_amount

LANGUAGES = ("zh_CN", "en")
TOUR = (
    "keys", "units", "unit-charges", "unit-history", "unit-people", "journal", "list-codes", "list-transfers",
    "list-requests", "locked", "settings-computer", "settings-office", "settings-people", "settings-prices",
    "settings-bills",
)  # fmt: skip
STEPS = (
    "log-in", "ready", "float", "till-open", "pay", "paid-with-change", "part-payment-asks", "card-slip", "static-code",
    "split", "pay-ahead", "two-units", "unit-receipts", "receipt", "approval", "voided", *TOUR, "till-evening",
    "count-begins", "blind-count", "slips", "difference", "z", "safe-to-remove",
)  # fmt: skip
RECEIPTS_A_DAY = 8
MISSING = -50  # the scripted cashier counts half a yuan less than there is

Verb = Callable[..., dict[str, Any]]
OwnHome = Callable[[str], Path]


class Day(NamedTuple):
    """A day in each language: the home it was done in, and the folder of what it left."""

    home: Path
    out: Path


class Z(NamedTuple):
    """A close of the day as the books have it; sums in fen."""

    event_id: int
    number: int
    opened: int
    expected: int
    counted: int
    perpetual: int
    head: str


@pytest.fixture(scope="module")
def day(verb: Verb, own_home: OwnHome, tmp_path_factory: pytest.TempPathFactory) -> Day:
    home, out = own_home("whole-day"), tmp_path_factory.mktemp("day")
    answer = verb("day", "--home", str(home), "--out", str(out))
    assert answer["findings"] == 0
    return Day(home, out)


def ask(books: Path, question: str, *values: object) -> list[Any]:
    connection = sqlite3.connect(f"file:{books}?mode=ro", uri=True)
    try:
        return connection.execute(question, values).fetchall()
    finally:
        connection.close()


@pytest.fixture(scope="module")
def zs(day: Day) -> dict[str, Z]:
    """The two closes of the scripted day, by the language it was done in."""
    rows = ask(
        day.home / "books.sqlite",
        "SELECT c.event_id, c.z_number, c.opened_event, c.expected, c.counted, c.perpetual, e.hash"
        " FROM close c JOIN event e ON e.id = c.event_id ORDER BY c.event_id DESC LIMIT 2",
    )
    return dict(zip(LANGUAGES, (Z(*row) for row in reversed(rows)), strict=True))


def read_on(day: Day, language: str) -> dict[str, list[str]]:
    """What could be read on the window at each step, in the order of the day."""
    files = sorted((day.out / "screens" / language).glob("*.txt"))
    return {file.stem.split("-", 1)[1]: file.read_text(encoding="utf-8").splitlines() for file in files}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_of_the_day_was_seen_once_and_in_its_order(day: Day, language: str) -> None:
    pictures = sorted((day.out / "screens" / language).glob("*.png"))
    assert tuple(picture.stem.split("-", 1)[1] for picture in pictures) == STEPS


def test_the_two_days_speak_two_languages(day: Day) -> None:
    chinese, english = ("\n".join(read_on(day, language)["pay"]) for language in LANGUAGES)
    assert "收款" in chinese
    assert "Pay\n" in english
    assert "Pay\n" not in chinese


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_count_was_blind(day: Day, zs: dict[str, Z], language: str) -> None:
    """Neither what should lie in the drawer nor the cash taken stands on any till screen before the count is given."""
    seen, z = read_on(day, language), zs[language]
    opening = ask(
        day.home / "books.sqlite", "SELECT sum(amount) FROM posting WHERE event_id = ? AND amount > 0", z.opened
    )
    taken = z.expected - int(opening[0][0])
    telling = [format_amount(z.expected), format_amount(taken)]
    before = [line for step in ("till-open", "till-evening", "count-begins", "blind-count") for line in seen[step]]
    assert [line for line in before if any(sum_ in line for sum_ in telling)] == []
    # The same reading finds the sum where it may be read, so a telling screen would have been noticed.
    assert any(telling[0] in line for line in seen["difference"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_printed_before_the_count_was_blind_too(day: Day, zs: dict[str, Z], language: str) -> None:
    z = zs[language]
    books = day.home / "books.sqlite"
    previous = ask(books, "SELECT max(event_id) FROM close WHERE event_id < ?", z.event_id)[0][0]
    papers = ask(
        books,
        "SELECT kind, content FROM paper WHERE id > (SELECT coalesce(max(id), 0) FROM paper WHERE event_id <= ?)"
        " AND id < (SELECT min(id) FROM paper WHERE event_id = ?)",
        previous, z.event_id,
    )  # fmt: skip
    assert "x_report" in [kind for kind, _content in papers]
    assert [kind for kind, content in papers if format_amount(z.expected) in content] == []


def test_every_paper_of_the_printer_has_its_picture(day: Day) -> None:
    folder = day.out / "receipts"
    papers = {path.stem for path in folder.glob("*.bin")}
    assert papers == {path.stem for path in folder.glob("*.png")}
    # Eight receipts, the copy, a statement, the slips of a void, a pay-in and a drop, X and Z, in each language.
    assert len(papers) == len(LANGUAGES) * (RECEIPTS_A_DAY + 7)


def test_a_reader_that_is_not_ours_reads_the_code_of_every_receipt_and_find_knows_it(
    day: Day, zs: dict[str, Z]
) -> None:
    issued = ask(
        day.home / "books.sqlite",
        "SELECT r.series, r.number, e.hash FROM receipt r JOIN event e ON e.id = r.event_id WHERE e.id > ?",
        zs["zh_CN"].opened,
    )
    pictures = sorted((day.out / "receipts").glob("*.png"))
    read = [parse_code(code.text) for path in pictures for code in zxingcpp.read_barcodes(Image.open(path))]
    assert {(code.series, code.number, code.hash_prefix) for code in read} == {
        (series, number, digest[:8].upper()) for series, number, digest in issued
    }
    assert len(issued) == len(LANGUAGES) * RECEIPTS_A_DAY
    assert len(read) == len(issued) + len(LANGUAGES)  # the copy carries the code of its receipt


def text_of(paper: Path) -> str:
    return subprocess.run(["pdftotext", "-layout", str(paper), "-"], capture_output=True, text=True, check=True).stdout


def test_the_papers_for_finance_are_sound_and_carry_the_z_and_the_head_of_the_chain(day: Day, zs: dict[str, Z]) -> None:
    papers = sorted((day.out / "papers").glob("*.pdf"))
    for paper in papers:
        subprocess.run(["qpdf", "--check", str(paper)], check=True, capture_output=True)
    said = {paper.stem.split("-", 1)[1] + str(at // 2): text_of(paper) for at, paper in enumerate(papers)}
    assert sorted(said) == ["remittance0", "remittance1", "z_report0", "z_report1"]
    for at, language in enumerate(LANGUAGES):
        z = zs[language]
        for name in ("z_report", "remittance"):
            assert f"{z.number:06d}" in said[f"{name}{at}"]
        assert z.head in said[f"z_report{at}"]
        assert format_amount(z.perpetual) in said[f"z_report{at}"]
    assert "收费日结单" in said["z_report0"]
    assert "Z report" in said["z_report1"]


def shell(file: Path, question: str) -> list[dict[str, str]]:
    """Ask with the sqlite3 command line, as somebody without the program would."""
    done = subprocess.run(
        ["sqlite3", "-readonly", "-csv", "-header", str(file), question], capture_output=True, text=True, check=True
    )
    return list(csv.DictReader(io.StringIO(done.stdout)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plain_sqlite_shell_reads_in_the_journal_what_the_z_says(day: Day, zs: dict[str, Z], language: str) -> None:
    z = zs[language]
    (journal,) = (day.out / "journal").glob(f"*_till1_Z{z.number:06d}.sqlite")
    summary = {row["en"]: int(row["amount"]) for row in shell(journal, "SELECT en, amount FROM day_summary")}
    assert summary["Cash expected"] == z.expected
    assert summary["Cash counted"] == z.counted
    assert summary["Over/short"] == z.counted - z.expected == MISSING
    assert summary["Perpetual total"] == z.perpetual
    receipts = shell(journal, "SELECT amount FROM receipts")
    assert len(receipts) == RECEIPTS_A_DAY
    assert sum(int(row["amount"]) for row in receipts) == summary["Receipts"]
    explained = {row["table_name"] for row in shell(journal, "SELECT DISTINCT table_name FROM README")}
    assert {"day_summary", "receipts", "event"} <= explained


def test_the_journals_check_without_the_books(day: Day, verb: Verb) -> None:
    assert len(list((day.out / "journal").glob("*.sqlite"))) == len(LANGUAGES)
    assert verb("check", str(day.out / "journal"))["findings"] == []


def test_the_stick_restores_into_whole_books_that_hold_the_last_z(
    day: Day, zs: dict[str, Z], verb: Verb, tmp_path: Path
) -> None:
    into = tmp_path / "restored"
    answer = verb("restore", str(day.out / "stick"), str(into))
    assert (answer["findings"], answer["passed_over"]) == (0, [])
    assert verb("check", "--home", str(into))["findings"] == []
    newest = ask(into / "books.sqlite", "SELECT max(z_number) FROM close")
    assert newest[0][0] == zs["en"].number


def test_plain_text_accounting_accepts_the_books(day: Day, verb: Verb, tmp_path: Path) -> None:
    text = tmp_path / "books.journal"
    verb("journal", "--home", str(day.home), "--text", str(text))
    subprocess.run(["hledger", "-f", str(text), "check"], check=True, capture_output=True)
    last_day = ask(day.home / "books.sqlite", "SELECT max(day) FROM close")[0][0]
    assert f"\n{last_day} " in text.read_text(encoding="utf-8")
