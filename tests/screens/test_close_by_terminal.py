"""The close in the real window with a terminal that tells its sums: F10 fills them in, F9 lists what differs."""

from pathlib import Path

import pytest

from counter.devices.card_terminal import ManualSlip, Settled
from counter.presenters.close_terminal import TerminalSums
from counter.screens.till import TillScreen, on_worker
from counter.words import Language
from tests.presenters.test_close_by_terminal import SettledTerminal
from tests.screens.kit import Stage, assert_nothing_clipped
from tests.screens.test_till_by_keys import counter_at, owe_nothing


@pytest.mark.parametrize(
    ("language", "scale", "line"),
    [("en", 1.5, "0124: only on the terminal"), ("zh_CN", 1.0, "0124：只在刷卡机上有")],
)
def test_f10_fills_the_terminals_sums_in_and_f9_lists_what_differs(
    stage: Stage, tmp_path: Path, language: Language, scale: float, line: str
) -> None:
    terminal = SettledTerminal(Settled(2, 80_000, 123, 124))
    with counter_at(stage, tmp_path / "office", language, scale) as counter:
        owe_nothing(counter)
        screen = counter.shell.show("till")
        assert isinstance(screen, TillScreen)
        sums = TerminalSums(counter.session, terminal, on_worker(counter.worker))
        screen.presenter.close.terminal = sums
        counter.press("F9")
        counter.count_pieces("10")
        counter.press("F9", "F10")
        counter.wait_for_worker()
        assert terminal.days == 1
        assert_nothing_clipped(stage.root)
        counter.press("F9")
        assert line in counter.texts()
        assert_nothing_clipped(stage.root)
        counter.press("F9")
        assert counter.events("slips_checked") == 1


@pytest.mark.parametrize(
    ("language", "scale", "line"),
    [("zh_CN", 1.5, "凭证 000123：金额正好是差额"), ("en", 1.0, "Slip 000123: just the difference")],
)
def test_by_hand_the_slips_to_compare_stand_below_the_sums_that_differ(
    stage: Stage, tmp_path: Path, language: Language, scale: float, line: str
) -> None:
    with counter_at(stage, tmp_path / "office", language, scale) as counter:
        owe_nothing(counter)
        screen = counter.shell.show("till")
        assert isinstance(screen, TillScreen)
        screen.presenter.close.terminal = TerminalSums(counter.session, ManualSlip(), on_worker(counter.worker))
        counter.press("F9")
        counter.count_pieces("10")
        counter.press("F9")
        counter.type_text("0")
        counter.press("Return")
        counter.type_text("0")
        counter.press("F9")
        assert line in counter.texts()
        assert_nothing_clipped(stage.root)
        counter.press("F9")
        assert counter.events("slips_checked") == 1
