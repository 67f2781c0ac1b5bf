"""Numbered forms by keys: the next one in the queue of papers, that of a receipt on its sheet; nothing is cut."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.desk.forms import next_form
from counter.presenters.session import Session
from counter.screens.look import LIGHT
from counter.screens.navigation import NavEntry
from counter.screens.paper_queue import PaperQueueSheet
from counter.screens.receipt_sheet import ReceiptSheet
from counter.screens.shell import Shell
from counter.settings import MachineSettings, PrinterSettings
from counter.words import Language, Words
from db.queries import forms
from tests.desk.office import CASHIER, EVEN, Desk
from tests.presenters.units_office import SecondPerson, open_office
from tests.screens.kit import Stage, assert_nothing_clipped, texts


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_office(tmp_path) as made:
        yield made


def fail_loudly(error: BaseException) -> str:
    raise AssertionError("the window met what it did not foresee") from error


def shell_on(stage: Stage, desk: Desk, language: Language, scale: float) -> tuple[Shell, Session]:
    w = Words.load(language)
    settings = MachineSettings(language=language, printer=PrinterSettings(form="preprinted"))
    session = Session(desk.books, settings, w, w)
    session.log_in(CASHIER)
    nav = [NavEntry("pay", w("Pay"), "F2")]
    return Shell(stage.root, w, stage.dress(LIGHT, scale), nav, log=fail_loudly, on_lock=lambda: None), session


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_n_notes_the_next_form_and_p_the_form_of_a_receipt(
    stage: Stage, desk: Desk, language: Language, scale: float
) -> None:
    receipt_id = desk.pay(EVEN).receipts[0].id
    shell, session = shell_on(stage, desk, language, scale)
    second = SecondPerson()
    queue = PaperQueueSheet(shell, session, second, wake=lambda: None)
    queue.open()
    stage.pump()
    assert_nothing_clipped(stage.root)
    stage.press("n")
    stage.type_text("A000017")
    stage.press("Return")
    assert next_form(desk.connection, 1) == "A000017"
    assert any("A000017" in text for text in texts(stage.root))
    stage.press("n")
    stage.press(*["BackSpace"] * 7)
    stage.type_text("A000021")
    stage.press("F9")
    stage.pump()
    assert_nothing_clipped(stage.root)
    assert any("A000020" in text for text in texts(stage.root)), "the leap is said"
    stage.press("Escape")
    ReceiptSheet(shell, session, second).open(receipt_id)
    stage.press("p")
    stage.press("Return")
    assert forms.of_receipt(desk.connection, receipt_id) == {"A000021": "used"}
    stage.pump()
    assert "A000021" in texts(stage.root)
    assert_nothing_clipped(stage.root)
    shell.close()
    session.close()


def test_a_roll_shows_no_form_in_the_queue(stage: Stage, desk: Desk) -> None:
    w = Words.load("en")
    session = Session(desk.books, MachineSettings(), w, w)
    session.log_in(CASHIER)
    shell = Shell(stage.root, w, stage.dress(LIGHT, 1.0), [], log=fail_loudly, on_lock=lambda: None)
    PaperQueueSheet(shell, session, SecondPerson(), wake=lambda: None).open()
    stage.press("n")
    stage.pump()
    assert not any("form" in text.lower() for text in texts(stage.root))
    shell.close()
    session.close()
