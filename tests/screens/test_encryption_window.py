"""A passphrase is set by keys and nobody sees it, and going on with an encrypted copy asks for it."""

from pathlib import Path

import pytest

from counter.desk import encrypt_copies
from counter.desk.copy_key import copy_key
from counter.presenters.journal import JournalPlaces
from counter.presenters.session import Session
from counter.presenters.settings_machine import MachineDeeds
from counter.screens.journal import JournalScreen
from counter.screens.navigation import NavEntry
from counter.screens.settings import SettingsScreen
from counter.screens.shell import Shell
from counter.screens.worker import Worker
from counter.settings import MachineSettings
from counter.words import Language, Words
from tests.backup.keys import PASSPHRASE, QUICK_KEY
from tests.desk.office import MANAGER, SUPERVISOR
from tests.presenters.test_copies_and_bridges import Back
from tests.presenters.test_settings_and_journal import agreeing
from tests.screens.kit import Stage, assert_nothing_clipped, texts


@pytest.mark.parametrize(("language", "scale"), [("zh_CN", 1.0), ("en", 1.5)])
def test_a_passphrase_is_set_and_asked_for_by_keys(
    stage: Stage, tmp_path: Path, language: Language, scale: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encrypt_copies, "new_key", lambda passphrase: QUICK_KEY)
    back = Back(tmp_path)
    look, w = stage.dress(scale=scale), Words.load(language)
    worker = Worker(stage.root)
    session = Session(back.desk.books, MachineSettings(language=language), w, w)
    session.log_in(MANAGER)
    approval = agreeing(SUPERVISOR)
    deeds = MachineDeeds(lambda s: None, lambda s, p: None, back.sticks, lambda: None)
    places = JournalPlaces(back.home.journals, back.home.attachments, tmp_path / "look", tuple, back.sticks)
    nav = [NavEntry("journal", w("Journal"), "F7"), NavEntry("settings", w("Settings"))]
    shell = Shell(stage.root, w, look, nav, log=str, on_lock=lambda: None)
    shell.add_screen("settings", lambda parent: SettingsScreen(parent, shell, session, worker, deeds, approval))
    shell.add_screen("journal", lambda parent: JournalScreen(parent, shell, session, worker, places, approval))
    shell.show("settings")
    stage.press("e")
    assert str(stage.focused().cget("show")) == "●"
    stage.type_text(f"{PASSPHRASE}\n{PASSPHRASE}")
    assert_nothing_clipped(stage.root)
    stage.press("Return")
    stage.pump(lambda: not worker.busy and copy_key(session.connection, "9999-12-31") == QUICK_KEY)
    stage.pump(lambda: w("The recovery sheet is being printed") in texts(stage.root))
    assert_nothing_clipped(stage.root)
    stage.press("Escape")
    stage.press("e")
    stage.pump(lambda: w("Print the recovery sheet again") in texts(stage.root))
    assert_nothing_clipped(stage.root)
    stage.press("Escape")
    back.finish(back.desk.close().close_event)
    shell.show("journal")
    stage.press("r", "g")
    stage.pump(lambda: w("Passphrase of the copy") in texts(stage.root))
    assert_nothing_clipped(stage.root)
    stage.type_text("wrong wrong wrong\n")
    stage.pump(lambda: not worker.busy)
    assert_nothing_clipped(stage.root)
    session.close()
    back.session.close()
    back.desk.books.close()
    worker.close()
