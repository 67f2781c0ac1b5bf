"""A month of finance as outsiders see it: journals that agree with their Z, hledger's balances, and tampering found."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from backup.check_journal import check_journals
from backup.journal import write_journal
from backup.plain_text import plain_text
from counter.desk.bring_cash import Share
from counter.desk.copies import reprint
from counter.desk.form_register import void_form
from counter.desk.invoice_mark import mark_invoice
from counter.desk.tenders import TenderIn
from counter.presenters.finding import find_units
from counter.rules.codes import receipt_code
from counter.rules.tender import TenderKind
from db.check import check_books
from db.queries.receipts import receipt_by_number
from db.store import open_reader
from printing.blocks import Code, Mark, load
from tests.desk.office import CASHIER, CHANGE_FUND, EVEN, FINANCE, FLOAT_SUM, FUNDED, ODD, THIRD, Desk, cash
from tests.desk.test_desk_banking import bag, banked, receive
from tests.desk.test_desk_cheques import cheque, come_back
from tests.desk.test_desk_late_and_batch import LATE, bring
from tests.desk.test_desk_refund import lines, refund
from tests.desk.test_desk_reversal import keys, reverse


def two_days(desk: Desk) -> list[int]:
    """Two closed days with everything finance does in them; returns the events of their Zs."""
    paid = desk.pay(EVEN, ahead=desk.ahead(EVEN, "2027-01"))
    refund(desk, paid, {next(iter(lines(desk, paid))): 10000}, [cash(6000), TenderIn(TenderKind.TRANSFER, 4000)])
    other = desk.pay(FUNDED, rounding=0)
    reverse(desk, other, keys(desk, other)[0], 5000)
    desk.pay(ODD, tenders=[cheque(75204)])
    first = desk.close().close_event
    desk.clock.wait(days=1)
    desk.open()
    come_back(desk)
    handed_in = desk.account("safe_cash") + FLOAT_SUM - CHANGE_FUND  # the new day's float lies in the till
    receive(desk, first, handed_in - 50, "one coin short")
    bring(desk, Share(THIRD, 40000, LATE), Share(ODD, 80000))
    refund(desk, other)
    bag_event = bag(desk, [first], 100000, reason="the rest tomorrow")
    banked(desk, bag_event, 99900, "one note torn")
    mark_invoice(desk.books, paid.receipts[0].id, ["charge:1"], "254400", request_id="inv", clerk=FINANCE)
    void_form(desk.books, "A0000001", "torn", request_id="form", clerk=FINANCE)
    return [first, desk.close().close_event]


def test_the_journals_agree_with_the_z_of_their_days(desk: Desk, tmp_path: Path) -> None:
    for close in two_days(desk):
        write_journal(Path(desk.books.path), close, tmp_path / "journals", program="test")
    assert check_journals([tmp_path / "journals"]) == []
    assert desk.findings() == []


def test_the_journal_tells_refunds_and_what_each_item_brought_net(desk: Desk, tmp_path: Path) -> None:
    first, _second = two_days(desk)
    written = write_journal(Path(desk.books.path), first, tmp_path / "journals", program="test")
    with closing(sqlite3.connect(written.path)) as journal:
        day = {
            en: (times, amount) for en, times, amount in journal.execute("SELECT en, times, amount FROM day_summary")
        }
        items = journal.execute("SELECT sum(amount) FROM by_item").fetchone()[0]
        booked = {row[0] for row in journal.execute("SELECT DISTINCT account FROM cash_book")}
        receipts = journal.execute(
            "SELECT count(*), sum(total) FROM receipt WHERE series NOT LIKE 'T%' AND series NOT LIKE 'C%'"
        ).fetchone()
    assert (day["Refunds"], day["Receipts"]) == ((1, -10000), receipts)
    assert items == receipts[1] - 10000
    assert booked == {"till_cash", "safe_cash"}


@pytest.mark.skipif(shutil.which("hledger") is None, reason="hledger is not installed")
def test_hledger_accepts_refunds_bags_and_returned_cheques(desk: Desk, tmp_path: Path) -> None:
    last = two_days(desk)[-1]
    path = tmp_path / "all.journal"
    path.write_text("".join(f"{line}\n" for line in plain_text(desk.connection, 1, last)), encoding="utf-8")
    told = subprocess.run(
        ["hledger", "-f", str(path), "check", "--strict", "balancednoautoconversion"], capture_output=True, text=True,
        check=False, env={"LANG": "C.UTF-8"},
    )  # fmt: skip
    assert (told.returncode, told.stderr) == (0, "")


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE posting SET amount = amount - 1 WHERE account = 'refunds_payable'", "detail_differs"),
        ("UPDATE receipt SET total = -1 WHERE series = 'T2026' AND number = 1", "detail_differs"),
        ("UPDATE receipt SET number = 9 WHERE series = 'T2026' AND number = 2", "number_gap"),
        ("DELETE FROM receipt WHERE series = 'C2026'", "detail_missing"),
        ("UPDATE form SET outcome = 'used' WHERE outcome = 'void'", "detail_differs"),
        ("UPDATE tender_check SET outcome = 'arrived' WHERE outcome = 'returned'", "detail_differs"),
        ("UPDATE event SET body = replace(body, 'BAG-1', 'BAG-2') WHERE kind = 'cash_bagged'", "chain_broken"),
        ("UPDATE event SET body = replace(body, '254400', '254401') WHERE kind = 'invoice_marked'", "chain_broken"),
    ],
)
def test_what_is_changed_behind_our_back_is_found(desk: Desk, tmp_path: Path, statement: str, code: str) -> None:
    two_days(desk)
    copy = tmp_path / "copy.sqlite"
    with closing(sqlite3.connect(copy)) as target:
        desk.connection.backup(target)
        for (name,) in target.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            if not name.startswith("find"):
                target.execute(f"DROP TRIGGER {name}")
        assert target.execute(statement).rowcount > 0
        target.commit()
    reader = open_reader(copy)
    try:
        codes = {each.code for each in check_books(reader).findings}
    finally:
        reader.close()
    assert code in codes


def test_notes_are_found_by_number_and_by_their_code_and_copied(desk: Desk) -> None:
    two_days(desk)
    for series in ("T2026", "C2026"):
        note = receipt_by_number(desk.connection, series, 1)
        assert note is not None
        code = receipt_code(series, 1, note.hash)
        content = desk.connection.execute("SELECT content FROM paper WHERE receipt_id = ?", (note.id,)).fetchone()[0]
        assert any(isinstance(block, Code) and block.content == code for block in load(content).blocks)
        for text in (f"{series}-000001", code.lower()):
            hit = find_units(desk.books.database, text)[0]
            assert (hit.unit_id, hit.receipt_id) == (note.unit_id, note.id)


@pytest.mark.parametrize(("whole", "mark"), [(True, "REFUNDED"), (False, "PARTLY REFUNDED")])
def test_a_copy_says_what_became_of_the_receipt(desk: Desk, whole: bool, mark: str) -> None:
    paid = desk.pay(EVEN)
    refund(desk, paid, None if whole else {next(iter(lines(desk, paid))): 100})
    reprint(
        desk.books, paid.receipts[0].id, request_id="copy", person=CASHIER, till=1, office=desk.office, words=desk.words
    )
    content = desk.connection.execute("SELECT content FROM paper WHERE kind = 'receipt_copy'").fetchone()[0]
    assert load(content).blocks[:2] == (Mark(mark), Mark("COPY no. 1"))
