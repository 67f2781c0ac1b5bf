"""The simulated terminal by keys in the real window: D, S, a row, Enter; the devices in both languages and sizes."""

from pathlib import Path

import pytest

from counter.presenters.devices_seen import DeviceSeen, SeenPort
from counter.presenters.session import Session
from counter.presenters.settings_devices import DeviceDeeds
from counter.presenters.settings_machine import MachineDeeds
from counter.screens.approval import ApprovalOverlay
from counter.screens.look import LIGHT
from counter.screens.navigation import NavEntry
from counter.screens.settings import SettingsScreen
from counter.screens.shell import Shell
from counter.screens.worker import Worker
from counter.settings import MachineSettings, TerminalSettings
from counter.words import Language, Words
from tests.desk.office import MANAGER
from tests.presenters.test_practice_page import OnPaper
from tests.presenters.till_window import till_office
from tests.screens.kit import Stage, assert_nothing_clipped, texts

SEEN = (
    DeviceSeen("printer", "paper_out", "paper_out", "2026-11-23T00:30:00+00:00"),
    DeviceSeen("drawer", "unknown"),
    DeviceSeen("terminal", "ready"),
    DeviceSeen("display", "not_found", "not_found", "2026-11-23T00:31:00+00:00"),
    DeviceSeen("scanner", "unknown"),
    DeviceSeen("modem", "absent"),
)


@pytest.mark.parametrize(("language", "scale"), [("en", 1.0), ("zh_CN", 1.5)])
def test_what_the_next_payment_meets_is_chosen_by_keys(
    stage: Stage, tmp_path: Path, language: Language, scale: float
) -> None:
    w, terminal = Words.load(language), OnPaper()
    with till_office(tmp_path / "office") as desk:
        session = Session(desk.books, MachineSettings(terminal=TerminalSettings("simulated_zvt")), w, w)
        session.log_in(MANAGER)
        worker = Worker(stage.root)
        shell = Shell(
            stage.root, w, stage.dress(LIGHT, scale), [NavEntry("settings", w("Settings"))], log=str,
            on_lock=lambda: None,
        )  # fmt: skip
        devices = DeviceDeeds(lambda: SEEN, lambda: (SeenPort("/dev/ttyUSB0", "USB"),), lambda s, p: None, lambda: None)
        deeds = MachineDeeds(lambda s: None, lambda s, p: None, list, lambda: None, devices, practice=terminal)
        ask = ApprovalOverlay(shell, session).presenter.ask
        shell.add_screen("settings", lambda parent: SettingsScreen(parent, shell, session, worker, deeds, ask))
        shell.show("settings")
        stage.press("d")
        stage.pump(lambda: not worker.busy)
        assert w("it is not found") in texts(stage.root)
        assert texts(stage.root).count(w("unknown: it does not report its state")) == 2
        stage.press("Down", "Down")
        assert_nothing_clipped(stage.root)
        stage.press("s", "Down", "Return")
        assert terminal.lesson == "declined"
        assert_nothing_clipped(stage.root)
        assert w("Nothing is taken and the bill stays open: ask for another card, or for cash.") in texts(stage.root)
        stage.press("End", "Return")
        assert terminal.takes_back
        stage.press("d")
        stage.pump(lambda: not worker.busy)
        stage.press("d")
        assert w("Till number") in texts(stage.root)
        worker.close()
        session.close()
