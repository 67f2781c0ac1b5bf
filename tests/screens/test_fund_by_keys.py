"""The maintenance fund by keys alone in the real window, in both languages, with nothing cut at the largest scale."""

from pathlib import Path

import pytest

from counter.words import Language
from tests.desk.acts_at_desk import fund_deposit
from tests.desk.office import MANAGER
from tests.screens.kit import Stage, assert_nothing_clipped
from tests.screens.test_till_by_keys import counter_at


@pytest.mark.parametrize(("language", "scale"), [("en", 1.0), ("zh_CN", 1.5)])
def test_the_register_is_filled_and_a_notice_printed(
    stage: Stage, tmp_path: Path, language: Language, scale: float
) -> None:
    with counter_at(stage, tmp_path / "office", language, scale) as counter:
        fund_deposit(counter.desk)
        counter.desk.open()
        counter.session.log_in(MANAGER)
        counter.shell.show("till")
        counter.press("F", "M", "x", "1")
        counter.type_text("8950")
        counter.press("F9")
        assert counter.events("fund_entered") == 1
        assert_nothing_clipped(stage.root)
        counter.press("F11")
        assert counter.events("charged_once") == 1
        counter.press("F9", "1")
        assert counter.events("fund_notice_issued") == 1
        counter.press("F10", "F10")
        assert_nothing_clipped(stage.root)
