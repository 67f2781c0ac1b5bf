"""The drawer's switch at the window: said to the cashier, recorded once for each time it stays open."""

from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from counter.settings import PrinterSettings
from counter.wiring.drawer_watch import DrawerWatch, is_open
from printing.status import Offline, Online, Status, Unknown
from tests.presenters.pay_window import Window, pay_window

OPEN, CLOSED = Online(signal=True), Online(signal=False)


def watch_of(window: Window, moments: list[float]) -> DrawerWatch:
    session = window.session
    session.settings = replace(session.settings, printer=PrinterSettings("usb", drawer_sensor="high"))
    return DrawerWatch(session, fail, lambda: moments[0])


def fail(error: Exception) -> None:
    raise AssertionError from error


def test_one_that_stays_open_is_said_and_recorded_once(tmp_path: Path) -> None:
    moments = [0.0]
    with pay_window(tmp_path) as window:
        watch = watch_of(window, moments)
        said = []
        for moment, status in (
            (0, OPEN), (10, OPEN), (20, OPEN), (30, Unknown()), (70, OPEN), (80, OPEN), (90, CLOSED), (100, OPEN),
        ):  # fmt: skip
            moments[0] = moment
            said.append(watch.see(status))
        assert said == ["", "", "open", "open", "left_open", "left_open", "", ""]
        assert window.desk.count("event WHERE kind = 'drawer_left_open'") == 1
        assert window.desk.findings() == []


@pytest.mark.parametrize(
    ("sensor", "status", "expected"),
    [
        ("high", OPEN, True), ("high", CLOSED, False), ("low", CLOSED, True), ("low", OPEN, False),
        ("none", OPEN, None), ("high", Unknown(), None), ("high", Online(), None),
        ("high", Offline("paper_out", signal=True), True),
    ],
)  # fmt: skip
def test_which_level_means_open_is_a_setting(
    sensor: Literal["none", "high", "low"], status: Status, expected: bool | None
) -> None:
    assert is_open(PrinterSettings("usb", drawer_sensor=sensor), status) is expected
