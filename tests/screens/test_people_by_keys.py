"""People, the table of who may do what, the audit trail and the PIN for one use, by keys in the real window."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import load_workbook

from counter.desk.change_pin import reset_pin
from counter.desk.people import Person, prove
from counter.desk.void_receipt import void_receipt
from counter.presenters.journal import JournalPlaces
from counter.presenters.session import Session
from counter.presenters.settings_machine import MachineDeeds
from counter.rules.permissions import Act
from counter.screens.approval import ApprovalOverlay
from counter.screens.journal import JournalScreen
from counter.screens.log_in import LogInCover
from counter.screens.look import LIGHT
from counter.screens.navigation import NavEntry
from counter.screens.settings import SettingsScreen
from counter.screens.shell import Shell
from counter.screens.worker import Worker
from counter.settings import MachineSettings
from counter.words import LANGUAGES, Language, Words
from tests.desk.office import CASHIER, EVEN, MANAGER, SUPERVISOR, Desk
from tests.desk.test_desk_approvals import ask_price
from tests.presenters.till_window import PIN, till_office
from tests.screens.kit import Stage, assert_nothing_clipped, texts
from tests.screens.test_till_by_keys import counter_at

SCALES = [1.0, 1.5]


class Office(NamedTuple):
    """A window with settings and journal, and the office behind it."""

    stage: Stage
    desk: Desk
    session: Session
    worker: Worker
    cover: LogInCover
    let_in: list[Any]

    def texts(self) -> list[str]:
        self.stage.pump()
        return texts(self.stage.root)

    def says(self, text: str) -> bool:
        return any(text in each for each in self.texts())

    def wait(self) -> None:
        self.stage.pump(lambda: not self.worker.busy)

    def fits(self) -> None:
        assert_nothing_clipped(self.stage.root)


@contextmanager
def office_at(
    stage: Stage, folder: Path, language: Language = "en", scale: float = 1.0, who: Person = MANAGER
) -> Iterator[Office]:
    with till_office(folder / "office") as desk:
        look, w = stage.dress(LIGHT, scale), Words.load(language)
        session = Session(desk.books, MachineSettings(language=language), w, w)
        session.log_in(who)
        worker = Worker(stage.root)
        nav = [NavEntry("settings", w("Settings")), NavEntry("journal", w("Journal"), "F7")]
        locks: list[Callable[[], None]] = []
        shell = Shell(stage.root, w, look, nav, log=str, on_lock=lambda: locks[0]())
        ask = ApprovalOverlay(shell, session).presenter.ask
        let_in = list[Any]()
        cover = LogInCover(stage.root, look, session, lambda: let_in.append(session.person))
        locks.append(cover.presenter.lock)
        deeds = MachineDeeds(lambda s: None, lambda s, p: None, list, lambda: None)
        places = JournalPlaces(folder / "journals", folder, folder / "back", list, list)
        shell.add_screen("settings", lambda parent: SettingsScreen(parent, shell, session, worker, deeds, ask))
        shell.add_screen("journal", lambda parent: JournalScreen(parent, shell, session, worker, places, ask))
        shell.show("settings")
        try:
            yield Office(stage, desk, session, worker, cover, let_in)
        finally:
            worker.close()
            session.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", SCALES)
def test_the_table_is_changed_by_letters_and_kept_from_a_day(
    stage: Stage, tmp_path: Path, language: Language, scale: float
) -> None:
    with office_at(stage, tmp_path, language, scale) as office:
        w = office.session.words
        stage.press("3")
        office.fits()
        stage.press("t")
        office.fits()
        assert office.says(w("Who may do what"))
        assert {w("may"), w.c("a permission", "never"), w("–")} <= set(office.texts())
        stage.press("Down", "Down", "c")
        assert w("no, new") in office.texts()
        office.fits()
        stage.press("a")
        assert office.says(w("This is fixed for the role {role}: {act}.", role=w("Auditor"), act=w("close the till")))
        office.fits()
        stage.press("F9")
        office.fits()
        stage.press("Return")
        stage.press("b")
        assert w("no, new") not in office.texts()
        person = office.session.person
        assert Act.CLOSE_TILL not in person.table[CASHIER.role]  # type: ignore[index]
        assert office.desk.body(office.desk.count("event"))["taken"] == {"cashier": ["close_till"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_may_not_change_people_looks_and_changes_their_own_pin(
    stage: Stage, tmp_path: Path, language: Language
) -> None:
    with office_at(stage, tmp_path, language, who=CASHIER) as office:
        stage.press("3", "t")
        office.fits()
        stage.press("c", "F9", "b", "a", "m")
        office.fits()
        stage.type_text(f"{PIN}\n1470\n1470\n")
        assert office.says(office.session.words("Your PIN is changed."))
        assert prove(office.desk.books, CASHIER.staff_id, "1470") == CASHIER


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", SCALES)
def test_the_trail_is_read_found_and_taken_out(stage: Stage, tmp_path: Path, language: Language, scale: float) -> None:
    with office_at(stage, tmp_path, language, scale) as office:
        w, desk = office.session.words, office.desk
        desk.open()
        receipt = desk.pay(EVEN).receipts[0].id
        void_receipt(
            desk.books, receipt, "typed twice", request_id="v", requester=CASHIER, till=1, approver=SUPERVISOR
        )  # fmt: skip
        stage.press("F7")
        office.fits()
        stage.press("2")
        office.fits()
        assert w("Receipt voided") in office.texts()
        stage.press("Return")
        assert office.says("typed twice")
        office.fits()
        stage.press("Escape", "f")
        office.fits()
        stage.type_text("typed\n\n\n\n\n\n\n")
        office.wait()
        assert w("Payment taken") not in office.texts()
        assert w("Receipt voided") in office.texts()
        stage.press("e")
        office.fits()
        stage.press("F9")
        office.wait()
        office.fits()
        (file,) = (tmp_path / "exports").iterdir()
        rows = list(load_workbook(file).worksheets[0].iter_rows(values_only=True))
        assert [row[4] for row in rows] == [w("What happened"), w("Receipt voided")]
        assert desk.body(desk.count("event"))["kind"] == "exported"
        stage.press("x")
        assert w("List exported") in office.texts()
        stage.press("1")
        office.fits()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", SCALES)
def test_a_pin_for_one_use_is_changed_at_the_lock(
    stage: Stage, tmp_path: Path, language: Language, scale: float
) -> None:
    with office_at(stage, tmp_path, language, scale) as office:
        reset_pin(office.desk.books, CASHIER.staff_id, "1111", request_id="r", staff=MANAGER)
        w = office.session.words
        office.cover.presenter.lock()
        stage.press("Tab", "2")
        stage.type_text("1111\n")
        assert office.says(w("That PIN was for one use. Type a new PIN that nobody else knows."))
        office.fits()
        stage.type_text("1470\n")
        assert office.says(w("Type the new PIN once more."))
        stage.type_text("1470\n")
        assert office.let_in == [CASHIER]


def test_no_title_of_a_window_and_no_name_of_a_file_names_a_person(stage: Stage, tmp_path: Path) -> None:
    with office_at(stage, tmp_path) as office:
        office.desk.open()
        office.desk.pay(EVEN)
        stage.press("F7", "2", "e", "F9")
        office.wait()
        title = str(stage.root.tk.call("wm", "title", str(stage.root)))
        names = [path.name for path in tmp_path.rglob("*")]
        people = ("张三", "王芳", "陈静", "1380013800")
        assert not [name for name in (title, *names) for each in people if each in name]
        assert any(re.fullmatch(r"audit-trail-2026-11-23\.xlsx", name) for name in names)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", SCALES)
def test_a_price_that_waits_is_agreed_to_while_the_till_is_closed(
    stage: Stage, tmp_path: Path, language: Language, scale: float
) -> None:
    with counter_at(stage, tmp_path, language, scale) as counter:
        w = counter.session.words
        ask_price(counter.desk)
        counter.session.log_in(MANAGER)
        stage.press("F2", "F4")
        assert any(w("Requests to decide") in each for each in counter.texts())
        assert_nothing_clipped(stage.root)
        stage.press("F11")
        assert w("New price") in counter.texts()
        assert_nothing_clipped(stage.root)
        stage.press("F9")
        assert_nothing_clipped(stage.root)
        assert any("3.10" in each for each in counter.texts())
        stage.type_text(f"{PIN}\n")
        body = counter.desk.body(counter.desk.count("event"))
        assert body["kind"] == "prices_changed"
        assert "3.10" in body["seen"]
        assert w("Nothing is waiting") in counter.texts()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_void_that_waits_is_refused_with_a_reason(stage: Stage, tmp_path: Path, language: Language) -> None:
    with counter_at(stage, tmp_path, language) as counter:
        w, desk = counter.session.words, counter.desk
        desk.open()
        receipt = desk.pay(EVEN).receipts[0].id
        void_receipt(desk.books, receipt, "wrong sum", request_id="v", requester=CASHIER, till=1, approver=None)
        counter.session.log_in(SUPERVISOR)
        stage.press("F2", "F4", "3")
        assert w("Void") in counter.texts()
        assert_nothing_clipped(stage.root)
        stage.press("F10")
        stage.type_text("it is right\n")
        stage.type_text(f"{PIN}\n")
        body = desk.body(desk.count("event"))
        assert (body["kind"], body["rows"]["approval"][0][3:5]) == ("request_refused", [3, "refused"])
        assert w("Nothing is waiting") in counter.texts()
