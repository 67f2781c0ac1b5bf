"""A cashier alone, by keys: a forgotten day closed with its approval owed, then decided at the manager's own log-in."""

from pathlib import Path

import pytest

from counter.words import Language
from db.queries.people import pending_acts
from tests.desk.office import MANAGER, ODD
from tests.presenters.till_window import PIN
from tests.screens.kit import Stage, assert_nothing_clipped
from tests.screens.test_till_by_keys import Counter, counter_at

OWED = {"en": "Approval owed", "zh_CN": "待补授权"}
ALONE = {"en": "Nobody is here", "zh_CN": "无人在场，先办"}


def close_yesterday_alone(counter: Counter, alone: str) -> None:
    """From the open till of yesterday to its Z, nobody else being there."""
    counter.press("F9")
    counter.count_pieces("2", "", "", "4")
    counter.press("F9", "F9")
    counter.type_text("went home")
    counter.press("F9")
    assert alone in counter.texts()
    assert_nothing_clipped(counter.stage.root)
    assert counter.shell.overlay.is_open
    counter.press("F10")
    assert not counter.shell.overlay.is_open


def decide_as_manager(counter: Counter, key: str, reason: str) -> None:
    """Log in as the manager, open the requests of the closed till and decide on the first."""
    counter.press("F12", "Tab")
    counter.type_text("1" + PIN)
    counter.press("Return", "F11", key)
    if reason:
        counter.type_text(reason)
        counter.press("Return")
    counter.type_text(PIN)
    counter.press("Return")


@pytest.mark.parametrize(("scale", "language"), [(1.0, "en"), (1.5, "zh_CN")])
def test_a_cashier_alone_closes_yesterday_and_takes_money_and_the_manager_decides_later(
    stage: Stage, tmp_path: Path, scale: float, language: Language
) -> None:
    with counter_at(stage, tmp_path / "office", language, scale) as counter:
        counter.desk.open()
        counter.desk.clock.wait(days=1)
        counter.shell.show("till")
        close_yesterday_alone(counter, ALONE[language])
        assert OWED[language] in counter.texts()
        assert [each.act for each in pending_acts(counter.desk.connection)] == ["over_short", "late_close"]
        counter.wait_for_worker()
        counter.press("F9")
        counter.press("F9")
        assert_nothing_clipped(stage.root)
        assert OWED[language] in " ".join(counter.texts())
        decide_as_manager(counter, "F10", "the bag was never looked for")
        decide_as_manager(counter, "F9", "")
        assert pending_acts(counter.desk.connection) == []
        outcomes = counter.desk.connection.execute("SELECT outcome FROM approval ORDER BY event_id").fetchall()
        assert outcomes == [("refused",), ("granted",)]
        counter.press("Escape", "F9")
        # The manager has opened the till, so that it is theirs.
        assert counter.desk.take(counter.desk.order(ODD), cashier=MANAGER).receipts
        assert counter.desk.findings() == []
