"""The late fee at the real window by keys: shown to the day, left open on P, asked to be waived on W, nothing cut."""

from pathlib import Path

import pytest

from counter.presenters.session import Session
from counter.words import Language
from tests.desk.late_fee_office import posted, with_late_fee
from tests.desk.office import EVEN
from tests.screens.kit import Stage, assert_nothing_clipped
from tests.screens.test_pay_by_keys import Counter, counter_at

WITH_FEES = 75_180 + 1_454 - 4  # three months, their late fees, the odd fen of cash


def _opened(counter: Counter) -> None:
    with_late_fee(counter.desk)
    session: Session = counter.screen.presenter._session
    session.refresh_office()
    counter.type_text("3-2-1201")
    counter.press("Return")


def test_room_enter_f9_takes_the_late_fee_too(stage: Stage, tmp_path: Path) -> None:
    with counter_at(stage, tmp_path / "office") as counter:
        _opened(counter)
        assert {"late fee (to date)", "14.54", "Late fee", "8.65"} <= set(counter.texts())
        counter.press("F9")
        assert (counter.totals(), counter.desk.owed(EVEN), counter.logged) == ([WITH_FEES], 0, [])


def test_p_leaves_the_late_fee_open_and_what_is_typed_stays(stage: Stage, tmp_path: Path) -> None:
    with counter_at(stage, tmp_path / "office") as counter:
        _opened(counter)
        counter.type_text("800")
        counter.press("p")
        assert (counter.received, counter.in_received()) == ("800", True)
        assert "late fee, stays open" in counter.texts()
        counter.press("F9")
        assert (counter.totals(), counter.desk.owed(EVEN), len(posted(counter.desk))) == ([75_180], 1_454, 3)


def test_the_arrows_explain_a_late_fee_and_space_leaves_it_open(stage: Stage, tmp_path: Path) -> None:
    with counter_at(stage, tmp_path / "office") as counter:
        _opened(counter)
        counter.press("Down")
        assert "250.60 × 69 days × 0.05 %/day = ¥8.65" in counter.texts()
        counter.press("space")
        assert "late fee, stays open" in counter.texts()


def test_w_asks_a_second_person_to_waive_it(stage: Stage, tmp_path: Path) -> None:
    with counter_at(stage, tmp_path / "office") as counter:
        _opened(counter)
        counter.press("w")
        assert [each.title for each in counter.screen.presenter.late_fees._approve.asked] == [  # type: ignore[attr-defined]
            "Waive late fee ¥14.54 of 3-2-1201"
        ]


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_nothing_is_cut_with_a_late_fee_at_every_sum(
    stage: Stage, tmp_path: Path, scale: float, language: Language
) -> None:
    with counter_at(stage, tmp_path / "office", language, scale) as counter:
        _opened(counter)
        counter.type_text("100")
        counter.press("s")
        counter.type_text("20")
        assert_nothing_clipped(stage.root)
        counter.press("s")
        counter.type_text("30")
        assert_nothing_clipped(stage.root)
        counter.press("p")
        assert_nothing_clipped(stage.root)
