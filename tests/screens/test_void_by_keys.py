"""A void at the window: the sheet says how each tender goes back, in whole words at every scale."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.screens.approval import ApprovalOverlay
from counter.screens.receipt_sheet import ReceiptSheet
from counter.words import Language
from tests.desk.office import EVEN, SUPERVISOR, Desk, card, cash
from tests.presenters.till_window import PIN, till_office
from tests.presenters.units_office import SecondPerson, open_office
from tests.screens.kit import Stage, assert_nothing_clipped, texts
from tests.screens.test_forms_by_keys import shell_on


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_office(tmp_path) as made:
        yield made


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_after_a_void_the_sheet_says_what_goes_back_by_each_tender(
    stage: Stage, desk: Desk, language: Language, scale: float, tmp_path: Path
) -> None:
    paid = desk.pay(EVEN, tenders=(card(50000), cash(25180)))
    shell, session = shell_on(stage, desk, language, scale)
    second = SecondPerson()
    ReceiptSheet(shell, session, second).open(paid.receipts[0].id)
    stage.press("v")
    second.asked[-1].granted(SUPERVISOR, "twice")
    stage.pump()
    said = " ".join(texts(stage.root))
    assert "500.00" in said
    assert "251.80" in said
    assert_nothing_clipped(stage.root)
    shell.close()
    session.close()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_void_is_agreed_to_only_once_both_parts_were_said_to_lie_there(
    stage: Stage, tmp_path: Path, language: Language
) -> None:
    with till_office(tmp_path) as desk:
        desk.open()
        paid = desk.pay(EVEN)
        shell, session = shell_on(stage, desk, language, 1.5)
        ReceiptSheet(shell, session, ApprovalOverlay(shell, session).presenter.ask).open(paid.receipts[0].id)
        w = session.words
        stage.press("v")
        stage.type_text("twice\n")
        stage.press("Down")
        stage.type_text(PIN)
        stage.press("F9")
        stage.pump()
        assert w("First make sure, and press F8: {confirm}", confirm="").strip() in " ".join(texts(stage.root))
        assert_nothing_clipped(stage.root)
        stage.press("F8", "F9")
        stage.pump()
        body = desk.body(desk.count("event"))
        assert (body["kind"], body["parts_in_hand"], body["reason"]) == ("receipt_voided", True, "twice")
        assert w("Both parts of the receipt lie here, the payer's too.") in body["seen"]
        shell.close()
        session.close()
