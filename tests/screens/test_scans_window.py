"""Scans and the erasing of a person in the real window, worked by keys; a file comes by its path or by the dialog."""

from collections.abc import Iterator
from pathlib import Path
from tkinter import filedialog

import pytest

from counter.presenters.scan_places import ScanPlaces
from counter.presenters.session import Session
from counter.presenters.settings_machine import MachineDeeds
from counter.screens.navigation import NavEntry
from counter.screens.settings import SettingsScreen
from counter.screens.shell import Shell
from counter.screens.units import UnitsScreen
from counter.screens.worker import Worker
from counter.words import LANGUAGES, Language
from db.queries import registers, scans
from tests.desk.office import AUDITOR, CASHIER, EVEN, MANAGER, SUPERVISOR, Desk
from tests.desk.scans import PDF, scan
from tests.desk.test_desk_erasure import move_out
from tests.presenters.units_office import SecondPerson, open_office, session_of
from tests.screens.kit import Stage, assert_nothing_clipped, texts


class Window:
    """Units and Settings with a viewer that only writes down what it was given."""

    def __init__(self, stage: Stage, desk: Desk, session: Session, folder: Path, scale: float = 1.0) -> None:
        self.stage, self.desk, self.second = stage, desk, SecondPerson()
        self.opened: list[Path] = []
        self.errors: list[BaseException] = []
        session.scans = ScanPlaces(folder / "attachments", folder / "lent", self.opened.append)
        w, look = session.words, stage.dress(scale=scale)
        self.worker = Worker(stage.root)
        nav = (NavEntry("units", w("Units"), "F3"), NavEntry("settings", w("Settings"), "Shift-F12"))
        self.shell = Shell(stage.root, w, look, nav, log=self._log, on_lock=lambda: None)
        self.shell.add_screen(
            "units",
            lambda parent: UnitsScreen(
                parent, self.shell, session, take_payment=lambda unit: None, open_receipt=lambda receipt: None,
                ask=self.second,
            ),
        )  # fmt: skip
        deeds = MachineDeeds(lambda s: None, lambda s, p: None, list, lambda: None)
        self.shell.add_screen(
            "settings", lambda parent: SettingsScreen(parent, self.shell, session, self.worker, deeds, self.second)
        )
        self.shell.show("units")
        stage.pump()

    def _log(self, error: BaseException) -> str:
        self.errors.append(error)
        return "E"

    def unit(self) -> None:
        self.stage.type_text("321201")
        self.stage.press("Return")

    def read(self) -> str:
        return "\n".join(texts(self.stage.root))

    def whole(self) -> None:
        self.stage.pump()
        assert_nothing_clipped(self.stage.root)

    def type_path(self, path: Path) -> None:
        self.stage.focused().insert(0, str(path))  # type: ignore[attr-defined]
        self.stage.press("Return")

    def close(self) -> None:
        self.worker.close()
        self.shell.close()
        assert self.errors == []


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_office(tmp_path) as desk:
        yield desk


@pytest.fixture
def window(stage: Stage, desk: Desk, tmp_path: Path) -> Iterator[Window]:
    with session_of(desk, MANAGER) as session:
        window = Window(stage, desk, session, tmp_path)
        yield window
        window.close()


def test_a_scan_is_kept_with_a_unit_listed_and_opened(window: Window, tmp_path: Path) -> None:
    window.unit()
    window.stage.press("5")
    assert "No scan is kept with this unit" in window.read()
    window.stage.press("a", "1")
    window.type_path(scan(tmp_path / "usb"))
    assert window.shell.message == "The scan is kept with 3-2-1201."
    for told in ("Contract", "PDF", "2026-11-23", "陈静"):
        assert told in window.read()
    window.stage.press("Return")
    (opened,) = window.opened
    assert (opened.name, opened.read_bytes()) == ("contract.pdf", PDF)


def test_a_file_that_cannot_be_kept_is_refused_and_what_was_typed_stays(window: Window, tmp_path: Path) -> None:
    window.unit()
    window.stage.press("5", "a", "3")
    window.type_path(scan(tmp_path, "letter.docx", b"PK\x03\x04"))
    assert "The file letter.docx is no PDF and no picture" in window.read()
    assert str(tmp_path / "letter.docx") in window.read()
    window.whole()
    window.stage.press("Escape")
    assert scans.scans_of(window.desk.connection, f"unit:{EVEN}") == []


def test_the_dialog_of_the_system_gives_a_path_with_all_its_signs(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = scan(tmp_path / "资料（旧）", "合同－甲（2026）.pdf")
    monkeypatch.setattr(filedialog, "askopenfilename", lambda **more: str(source))
    window.unit()
    window.stage.press("5", "a", "1", "F10")
    assert str(source) in window.read()
    window.stage.press("Return")
    assert window.shell.message == "The scan is kept with 3-2-1201."


def test_the_basis_of_a_price_gets_its_scan_by_keys(window: Window, tmp_path: Path) -> None:
    window.shell.show("settings")
    window.stage.press("4", "s")
    window.type_path(scan(tmp_path / "usb", "业主大会决议.pdf"))
    assert window.shell.message == "Kept for 1 price."
    assert f"业主大会决议.pdf ({len(PDF)} B)" in window.read()
    window.stage.press("o")
    assert window.opened[0].name == "业主大会决议.pdf"


def test_whoever_only_reads_opens_no_contract(stage: Stage, desk: Desk, tmp_path: Path) -> None:
    with session_of(desk, MANAGER) as session:
        window = Window(stage, desk, session, tmp_path)
        window.unit()
        stage.press("5", "a", "1")
        window.type_path(scan(tmp_path / "usb"))
        for who, said in (
            (AUDITOR, "Your role may not look at the papers of a unit."),
            (CASHIER, "contract.pdf is opened by the system's viewer."),
        ):
            session.log_in(who)
            stage.press("Return")
            assert window.shell.message == said
            stage.press("a")
            assert window.shell.message == "Your role may look at units but not change them."
        window.close()


def test_a_person_is_erased_by_keys_after_a_second_persons_word(window: Window) -> None:
    window.desk.pay(EVEN)
    move_out(window.desk)
    window.unit()
    window.stage.press("e")
    assert window.shell.message == "Choose the person, then press E again."
    window.stage.press("e")
    assert window.second.asked == []
    assert "This person still holds 3-2-1201 (Owner)." in window.shell.message
    window.stage.press("Down", "e")
    asked = window.second.asked[-1]
    assert asked.title == "Erase the data of 张三"
    assert "receipts with the payer's name, thirty years by law" in asked.text
    asked.granted(SUPERVISOR, "asked in writing")
    window.stage.pump()
    assert window.shell.message == "The person's data is erased."
    assert "张三" not in window.read()
    row = registers.person(window.desk.connection, EVEN)
    assert row is not None
    assert row.name is None
    assert window.desk.findings() == []


def test_nobody_but_a_manager_comes_that_far(stage: Stage, desk: Desk, tmp_path: Path) -> None:
    with session_of(desk, SUPERVISOR) as session:
        window = Window(stage, desk, session, tmp_path)
        window.unit()
        stage.press("4", "e")
        assert window.shell.message == "Only a manager may erase a person's data."
        window.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_nothing_is_clipped(stage: Stage, desk: Desk, tmp_path: Path, scale: float, language: Language) -> None:
    with session_of(desk, MANAGER, language) as session:
        window = Window(stage, desk, session, tmp_path, scale)
        window.unit()
        stage.press("5", "a")
        window.whole()
        stage.press("1")
        window.whole()
        window.type_path(scan(tmp_path / "usb"))
        window.whole()
        stage.press("4")
        window.whole()
        window.shell.show("settings")
        stage.press("4", "s")
        window.whole()
        window.type_path(scan(tmp_path / "usb"))
        window.whole()
        window.close()
