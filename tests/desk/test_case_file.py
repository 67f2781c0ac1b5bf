"""The case file: the claim is the ledger's, each demand stands there with its proof, and the letters follow as sent."""

from datetime import date
from pathlib import Path

import pytest

from counter.desk.case_file import case_facts, case_file
from counter.desk.letter_settings import LetterSettings
from counter.desk.letters_file import write_indexed
from counter.desk.note_contact import note_call
from counter.desk.owing import owing_unit
from counter.desk.promises import promise_to_pay
from counter.words import LANGUAGES, Language, Words
from printing.blocks import Table
from printing.form import LETTER
from printing.pdf import pdf_bytes
from tests.desk.office import CASHIER, EVEN, Desk
from tests.desk.scans import PNG
from tests.desk.test_letter_delivery import deliver, sent
from tests.printing.samples import CREATED, FONTS


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_holds_the_claim_its_demands_and_the_letters_as_sent(desk: Desk, language: Language) -> None:
    words, day = Words.load(language), desk.clock.today()
    letter = sent(desk)
    deliver(desk, letter, "by_hand", "signed", receiver="owner")
    note_call(desk.books, EVEN, "refuses", request_id="c", staff=CASHIER)
    promise_to_pay(desk.books, EVEN, 1000, date(2026, 11, 30), request_id="p", staff=CASHIER)
    found = owing_unit(desk.connection, EVEN, day, LetterSettings())
    assert found is not None
    facts = case_facts(desk.connection, found, day, desk.office, LetterSettings(), words, "王芳")
    assert facts.total == desk.account("receivable", unit=EVEN)
    assert [(each.number, each.total) for each in facts.demands] == [("L2026-000001", 75_180)]
    assert "2026-11-23" in facts.demands[0].deliveries[0]
    assert {each.expires for each in facts.lines} == {"2029-11-23"}
    assert len(facts.others) == 2
    case = case_file(desk.connection, found, day, desk.office, LetterSettings(), words, "王芳")
    papers = case.papers()
    assert [paper.kind for paper in papers] == ["case_file", "letter"]
    index = next(block for block in case.papers([2, 1])[0].blocks if isinstance(block, Table))
    assert [row.cells[1] for row in index.rows] == ["1–2", "3"]
    assert "L2026-000001" in index.rows[1].cells[0]
    assert pdf_bytes(papers, LETTER, FONTS, CREATED).startswith(b"%PDF")


def test_every_page_of_a_case_file_says_of_which_file_it_is(desk: Desk, tmp_path: Path) -> None:
    sent(desk)
    found = owing_unit(desk.connection, EVEN, desk.clock.today(), LetterSettings())
    assert found is not None
    case = case_file(desk.connection, found, desk.clock.today(), desk.office, LetterSettings(), desk.words, "王芳")
    seen: list[tuple[int, int]] = []

    def label(page: int, pages: int) -> str:
        seen.append((page, pages))
        return case.label(page, pages)

    assert write_indexed(tmp_path / "case.pdf", case.papers, label, FONTS, desk.clock.today()) > 1000
    assert seen == [(1, 2), (2, 2)]
    assert case.label(1, 2) == "Case file 3-2-1201, page 1 of 2"


def test_a_signed_promise_is_told_as_one_and_its_scan_named_as_the_proof(desk: Desk, tmp_path: Path) -> None:
    paper, day = tmp_path / "paper.png", desk.clock.today()
    paper.write_bytes(PNG)
    promise_to_pay(
        desk.books, EVEN, 1000, date(2026, 11, 30), request_id="p", staff=CASHIER, signed=True,
        store=desk.books_folder() / "attachments", scan=paper,
    )  # fmt: skip
    found = owing_unit(desk.connection, EVEN, day, LetterSettings())
    assert found is not None
    facts = case_facts(desk.connection, found, day, desk.office, LetterSettings(), desk.words, "王芳")
    assert facts.others[0][1].endswith("signed on paper")
    assert facts.scans[0].rpartition(" ")[2] in facts.lines[0].why
