"""Our sums, checked by hledger."""

import shutil
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from backup.beancount import account_name, beancount_text
from backup.journal import write_journal
from backup.journal_content import open_journal
from backup.plain_text import account_path, plain_text
from db.rows import Posting
from tests.backup.little_estate import Estate, next_day, work_a_day

needs_hledger = pytest.mark.skipif(shutil.which("hledger") is None, reason="hledger is not installed")


def written(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def of_books(estate: Estate, first: int, last: int) -> list[str]:
    reader = estate.books.reader()
    try:
        return list(plain_text(reader.connection(), first, last))
    finally:
        reader.close()


def hledger(path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["hledger", "-f", str(path), *words], capture_output=True, text=True, check=False, env={"LANG": "C.UTF-8"}
    )


def balances(estate: Estate, last: int) -> dict[str, int]:
    reader = estate.books.reader()
    try:
        rows = reader.connection().execute(
            "SELECT fund, account, sum(amount) FROM posting WHERE event_id <= ? GROUP BY fund, account", (last,)
        )
        return {account_path(fund, account): amount for fund, account, amount in rows.fetchall()}
    finally:
        reader.close()


def read_balances(path: Path) -> dict[str, int]:
    told = hledger(path, "balance", "--flat", "--empty", "-N", "-O", "csv")
    found = {}
    for line in told.stdout.splitlines()[1:]:
        account, amount = line.strip('"').split('","')
        found[account] = 0 if amount == "0" else int(amount.removesuffix(" CNY").replace(".", ""))
    return found


@needs_hledger
def test_hledger_accepts_the_books_and_has_our_balances(estate: Estate, tmp_path: Path) -> None:
    last = work_a_day(estate).id
    path = written(tmp_path / "all.journal", of_books(estate, 1, last))
    checked = hledger(path, "check", "--strict", "balancednoautoconversion")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert read_balances(path) == balances(estate, last)


@needs_hledger
def test_one_day_begins_with_what_came_before(estate: Estate, tmp_path: Path) -> None:
    first = work_a_day(estate).id
    next_day(estate)
    last = work_a_day(estate).id
    path = written(tmp_path / "day.journal", of_books(estate, first + 1, last))
    assert hledger(path, "check", "--strict").returncode == 0
    assert read_balances(path) == balances(estate, last)


@needs_hledger
def test_a_journal_file_is_accepted_too(estate: Estate, tmp_path: Path) -> None:
    last = work_a_day(estate).id
    file = write_journal(estate.path, last, estate.journals, program="0.1.0").path
    with closing(open_journal(file)) as connection:
        path = written(tmp_path / "day.journal", list(plain_text(connection, 1, last)))
    assert hledger(path, "check", "--strict").returncode == 0
    assert path.read_text(encoding="utf-8").splitlines() == of_books(estate, 1, last)


@needs_hledger
def test_hledger_notices_when_a_sum_was_altered(estate: Estate, tmp_path: Path) -> None:
    lines = of_books(estate, 1, work_a_day(estate).id)
    altered = next(n for n, line in enumerate(lines) if line.startswith("    assets:operating:card_clearing  200"))
    lines[altered] = lines[altered].replace("200.00", "200.01")
    assert hledger(written(tmp_path / "a.journal", lines), "check").returncode != 0


def test_amounts_are_spelt_without_floating_point(estate: Estate) -> None:
    lines = of_books(estate, 1, work_a_day(estate).id)
    assert "    assets:operating:till_cash  -70.00 CNY" in lines
    assert any(line.startswith("2026-11-23 * (e") and line.endswith("payment 2026-000001") for line in lines)
    reader = estate.books.reader()
    try:
        whole = list(plain_text(reader.connection(), 1, 9, currency="JPY", digits=0))
    finally:
        reader.close()
    assert whole[0] == "commodity 1000. JPY"
    assert "    revenues:operating:income  -110120 JPY" in whole


def keep_for_an_item(estate: Estate) -> int:
    """What two flats leave as balance, general and for fee item 1; returns the event."""
    with estate.books.transaction("kept", staff_id=1) as tx:
        kept = [Posting("operating", "balance", -1_500, 1), Posting("operating", "balance", -700, 1, 1)]
        return tx.post("payment", {"change": 0}, [Posting("operating", "bank", 2_200), *kept]).id


@needs_hledger
def test_money_kept_for_an_item_has_an_account_of_its_own_below_that_of_balances(
    estate: Estate, tmp_path: Path
) -> None:
    before = work_a_day(estate).id
    general = balances(estate, before).get("liabilities:operating:balance", 0)
    last = keep_for_an_item(estate)
    path = written(tmp_path / "kept.journal", of_books(estate, before, last))
    assert hledger(path, "check", "--strict").returncode == 0
    told = read_balances(path)
    assert (told["liabilities:operating:balance"], told["liabilities:operating:balance:item1"]) == (
        general - 1_500, -700,
    )  # fmt: skip
    reader = estate.books.reader()
    try:
        lines = list(beancount_text(reader.connection(), 1, last))
    finally:
        reader.close()
    sums, asserted = of_beancount(lines)
    item, whole = "Liabilities:Operating:Balance:Item1", "Liabilities:Operating:Balance"
    assert (sums[item], asserted[item]) == (-700, -700)
    assert asserted[whole] == sums[whole] + sums[item] == general - 2_200
    tool = shutil.which("bean-check")
    if tool is not None:
        assert subprocess.run([tool, str(written(tmp_path / "b.beancount", lines))]).returncode == 0


def test_a_range_without_money_is_empty(estate: Estate) -> None:
    assert of_books(estate, 1, 2) == []


def of_beancount(lines: list[str]) -> tuple[dict[str, int], dict[str, int]]:
    """What beancount itself works out of a file: every account's sum, and the balances asserted; entries balance."""
    sums: dict[str, int] = {}
    asserted: dict[str, int] = {}
    rest = 0
    for line in lines:
        words = line.split()
        if line.startswith("  "):
            amount = int(words[1].replace(".", ""))
            assert words[0] in sums, "an account is opened first"
            sums[words[0]] += amount
            rest += amount
            continue
        assert rest == 0, "every entry balances"
        if words[1:2] == ["open"]:
            sums[words[2]] = 0
        elif words[1:2] == ["balance"]:
            asserted[words[2]] = int(words[3].replace(".", ""))
    return sums, asserted


def test_beancount_has_our_balances_of_a_whole_and_of_one_day(estate: Estate, tmp_path: Path) -> None:
    first = work_a_day(estate).id
    next_day(estate)
    last = work_a_day(estate).id
    reader = estate.books.reader()
    try:
        whole = list(beancount_text(reader.connection(), 1, last))
        day = list(beancount_text(reader.connection(), first + 1, last))
        rows = reader.connection().execute("SELECT fund, account, sum(amount) FROM posting GROUP BY 1, 2").fetchall()
    finally:
        reader.close()
    ours = {account_name(fund, account): amount for fund, account, amount in rows}
    assert of_beancount(whole) == (ours, ours)
    assert of_beancount(day) == (ours, ours)
    assert "Assets:Operating:Till-Cash" in ours
    tool = shutil.which("bean-check")
    if tool is not None:
        assert subprocess.run([tool, str(written(tmp_path / "b.beancount", whole))]).returncode == 0
