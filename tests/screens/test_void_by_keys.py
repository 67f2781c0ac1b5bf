"""A void at the window: the sheet says how each tender goes back, in whole words at every scale."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.screens.receipt_sheet import ReceiptSheet
from counter.words import Language
from tests.desk.office import EVEN, SUPERVISOR, Desk, card, cash
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
