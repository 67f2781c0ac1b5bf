"""F1's table and the screens hold the same keys: what a screen acts on stands in the table, and nothing else does."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from counter.desk.open_case import Disputed
from counter.presenters.arrears_page import ArrearsPlaces
from counter.presenters.journal import JournalPlaces
from counter.presenters.session import Session
from counter.presenters.settings_devices import DeviceDeeds
from counter.presenters.settings_find_printer import FindDeeds
from counter.presenters.settings_machine import MachineDeeds
from counter.rules.cases import Kind, Step
from counter.screens.arrears import ArrearsScreen
from counter.screens.cases import CasePlaces, CasesScreen
from counter.screens.journal import JournalScreen
from counter.screens.key_row import EVERYWHERE, LOST, SETTINGS, TABLES, KeyRow
from counter.screens.keys import KEYS, KeyHelp
from counter.screens.navigation import NavEntry
from counter.screens.pay import PayScreen
from counter.screens.settings import SettingsScreen
from counter.screens.shell import Shell
from counter.screens.till import TillScreen
from counter.screens.units import UnitsScreen
from counter.screens.widgets.boxes import in_columns
from counter.screens.worker import Worker
from counter.settings import MachineSettings
from counter.words import LANGUAGES, Language, Words
from db.queries import registers
from tests.desk.case_office import bring, move, settle
from tests.desk.charging_office import CODES, bill, charging_office, outlived_reduction
from tests.desk.office import EVEN, MANAGER, Desk
from tests.presenters.pay_window import presenter
from tests.presenters.test_practice_page import OnPaper
from tests.presenters.till_window import good_steps
from tests.presenters.units_office import SecondPerson, open_office, session_of
from tests.screens.kit import Stage, assert_nothing_clipped, texts
from tests.screens.test_till_by_keys import counter_at, walk

DATA = Path(__file__).resolve().parents[1] / "data"
NAV = {
    "pay": "F2", "units": "F3", "till": "F4", "arrears": "F5", "cases": "F6", "journal": "F7", "settings": "Shift-F12",
}  # fmt: skip


def keys_of(row: KeyRow) -> set[str]:
    """The keys that a row stands for: "1 – 5" is five of them."""
    run = re.fullmatch(r"(\d) – (\d)", row.shown)
    return {str(n) for n in range(int(run[1]), int(run[2]) + 1)} if run else {row.key}


def in_table(*scopes: str) -> set[str]:
    return {key for row in KEYS if row.scope in scopes for key in keys_of(row)}


def own(keys: Mapping[str, object]) -> set[str]:
    """What a screen binds beside the keys that work everywhere."""
    return keys.keys() - in_table(EVERYWHERE)


class Window:
    """Every screen but the till in one window, a manager at it."""

    def __init__(self, stage: Stage, session: Session, folder: Path, scale: float = 1.0) -> None:
        self.session = session
        self.desk: Desk
        self.stage, w, look = stage, session.words, stage.dress(scale=scale)
        self.worker = Worker(stage.root)
        self.errors: list[BaseException] = []
        nav = [NavEntry(name, w(name.capitalize()), key) for name, key in NAV.items()]
        self.shell = shell = Shell(stage.root, w, look, nav, log=self._log, on_lock=lambda: None)
        places = JournalPlaces(folder, folder, folder / "back", list, list)
        devices = DeviceDeeds(list, list, lambda s, p: None, lambda: None)
        find = FindDeeds(list, lambda network: (), str, lambda s, p: None)
        deeds = MachineDeeds(lambda s: None, lambda s, p: None, list, lambda: None, devices, find, practice=OnPaper())
        makers: dict[str, Callable[[Any], Any]] = {
            "pay": lambda parent: PayScreen(parent, shell, lambda view: presenter(session, view)),
            "units": lambda parent: UnitsScreen(
                parent, shell, session, take_payment=lambda unit: None, open_receipt=lambda receipt: None,
                ask=SecondPerson(),
            ),
            "cases": lambda parent: CasesScreen(
                parent, shell, session, self.worker, SecondPerson(),
                CasePlaces(lambda unit: None, lambda what, which, item: None),
            ),
            "arrears": lambda parent: ArrearsScreen(parent, shell, session, self.worker, ArrearsPlaces(folder)),
            "journal": lambda parent: JournalScreen(parent, shell, session, self.worker, places, SecondPerson()),
            "settings": lambda parent: SettingsScreen(parent, shell, session, self.worker, deeds, SecondPerson()),
        }  # fmt: skip
        for name, make in makers.items():
            shell.add_screen(name, make)

    def _log(self, error: BaseException) -> str:
        self.errors.append(error)
        return "E"

    def close(self) -> None:
        self.worker.close()
        self.shell.close()
        assert self.errors == []


@pytest.fixture
def window(stage: Stage, tmp_path: Path) -> Iterator[Window]:
    with open_office(tmp_path) as desk, session_of(desk, MANAGER) as session:
        made = Window(stage, session, tmp_path)
        made.desk = desk
        yield made
        made.close()


@pytest.mark.parametrize("name", ["pay", "units"])
def test_what_a_screen_acts_on_stands_in_the_table_and_the_other_way_round(window: Window, name: str) -> None:
    screen = window.shell.show(name)
    assert own(screen.keys) == in_table(name)
    assert name in screen.help_scopes


def test_the_list_of_cases_and_every_step_of_one_stand_in_the_table(window: Window) -> None:
    screen = window.shell.show("cases")
    assert isinstance(screen, CasesScreen)
    assert own(screen.keys) == in_table("cases")
    bound = set[str]()
    for kind, moves in ((Kind.DISPUTE, (Step.EXAMINED, Step.WITHDRAWN)), (Kind.REPAIR, (Step.IN_HAND, Step.SETTLED))):
        charges = (Disputed(window.desk.charges(EVEN)[0].charge_id, 100),) if kind is Kind.DISPUTE else ()
        opened = bring(window.desk, *charges, kind=kind, topic="other")
        for move_to in (None, *moves):
            if move_to is Step.SETTLED:
                settle(window.desk, opened.case_id, approver=None)
            elif move_to is not None:
                move(window.desk, opened.case_id, move_to)
            screen.open_case(opened.case_id)
            bound |= own(screen.keys)
    assert bound == in_table("case")
    assert screen.help_scopes == ("case", "tables")
    window.stage.press("3")
    assert own(screen.keys) == in_table("case_figures")
    assert screen.help_scopes == ("case_figures", "tables")


def test_both_pages_of_the_journal_stand_in_the_table(window: Window) -> None:
    screen = window.shell.show("journal")
    days = own(screen.keys)
    window.stage.press("t")
    assert days | own(screen.keys) == in_table("journal")
    assert "journal" in screen.help_scopes
    window.stage.press("t", "r")
    assert own(screen.keys) - {"1", "2"} == in_table("journal_copies")
    assert "journal_copies" in screen.help_scopes
    window.stage.press("r")


def test_every_page_of_the_arrears_stands_in_the_table(window: Window) -> None:
    screen = window.shell.show("arrears")
    assert isinstance(screen, ArrearsScreen)
    bound: dict[str, set[str]] = {}

    def see() -> None:
        scope = screen.help_scopes[0]
        bound[scope] = bound.get(scope, set()) | own(screen.keys)

    see()
    window.stage.press("Return")
    see()
    window.stage.press("Escape")
    for digit in "123456789":
        window.stage.press(digit)
        see()
        if digit == "2":
            window.stage.press("F9")
            window.stage.pump(lambda: not window.worker.busy)
            see()
    window.stage.press("6", "e")
    see()
    window.stage.press("Escape", "Escape")
    see()
    assert bound == {scope: in_table(scope) for scope in bound}
    assert set(bound) == {row.scope for row in KEYS if row.scope.startswith("arrears")}


def test_every_page_of_the_settings_stands_in_the_table(stage: Stage, tmp_path: Path) -> None:
    with charging_office(tmp_path) as books:
        outlived_reduction(books, CODES[0])
        words = Words.load("en")
        session = Session(books, MachineSettings(), words, words)
        session.log_in(MANAGER)
        window = Window(stage, session, tmp_path)
        turn_every_page(window)
        window.close()
        session.close()


def turn_every_page(window: Window) -> None:
    screen = window.shell.show("settings")
    assert isinstance(screen, SettingsScreen)
    for tab in screen.presenter.tabs:
        window.stage.press("Escape", tab.key)  # from the field of a page back to its table first
        bound = own(screen.keys)
        if tab.name == "machine":
            screen.presenter.opened("scale")
            window.stage.type_text("150\n")  # a change that needs the window built anew
            bound |= own(screen.keys)
            for key in ("d", "f", "s"):
                window.stage.press(key)
                window.stage.pump(lambda: not window.worker.busy)
                bound |= own(screen.keys)
                window.stage.press(key)
        if tab.name == "prices":
            prices = registers.tariffs(window.session.connection)
            screen.presenter.opened(next(str(each.id) for each in prices if each.kind == "tiered"))
            bound |= own(screen.keys)
            window.stage.press("x")
        if tab.name == "bills":
            window.stage.press("m")
            window.stage.type_text("2602")
            window.stage.press("Return")
            window.stage.pump(lambda: not window.worker.busy)
            for key in ("o", "u", "i"):  # the view at hand is not offered itself
                bound |= own(screen.keys)
                window.stage.press(key)
            bound |= own(screen.keys)
            bill(window.session.books, "2025-12")
            window.stage.press("e")
            bound |= own(screen.keys)
        if tab.name == "import":
            for file in ("estate_wrong", "estate_register", "wide_2025"):
                window.stage.press("f")
                window.stage.type_text(str(DATA / f"{file}.xlsx"))
                window.stage.press("Return")
                window.stage.pump(lambda: not window.worker.busy)
                bound |= own(screen.keys)
        assert screen.help_scopes == (SETTINGS, f"settings_{tab.name}", TABLES)
        assert bound == in_table(SETTINGS, f"settings_{tab.name}"), tab.name


def test_every_pane_of_the_till_stands_in_the_table(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressed: set[str] = set()
    plain: Callable[[TillScreen], Mapping[str, Any]] = vars(TillScreen)["keys"].fget

    def written_down(screen: TillScreen) -> Mapping[str, Any]:
        found = plain(screen)
        pressed.update(own(found))
        return found

    monkeypatch.setattr(TillScreen, "keys", property(written_down))
    with counter_at(stage, tmp_path / "office", steps=good_steps([])) as counter:
        walk(counter)
    assert pressed == in_table("till")


def test_every_place_of_the_table_is_a_screens(window: Window) -> None:
    scopes = {row.scope for row in KEYS}
    shown = {TillScreen.help_scopes, (EVERYWHERE,)}
    for name in ("pay", "units", "journal"):
        shown.add(window.shell.show(name).help_scopes)
    shown |= {("cases",), ("case",), ("case_figures",)}  # both seen above
    arrears = window.shell.show("arrears")
    assert isinstance(arrears, ArrearsScreen)
    shown |= {("arrears_card",), ("arrears_editor",)}  # walked above
    for page in arrears.pages:
        arrears.turn_to(page)
        shown.add(arrears.help_scopes)
    journal = window.shell.show("journal")
    assert isinstance(journal, JournalScreen)
    journal.presenter.pressed("R")
    shown.add(journal.help_scopes)
    journal.presenter.pressed("R")
    shown.add((LOST,))  # only in books that were brought back: tests/screens/test_copies_window.py
    journal.turn_to("trail")
    assert own(journal.keys) <= in_table("journal_trail")
    shown.add(journal.help_scopes)
    screen = window.shell.show("settings")
    assert isinstance(screen, SettingsScreen)
    for tab in screen.presenter.tabs:
        screen.turn_to(tab.name)
        shown.add(screen.help_scopes)
    assert scopes <= {scope for each in shown for scope in each}


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        ((8, 1, 3, 4), [[8], [1, 3], [4]]),
        ((12, 10, 3), [[12], [10], [3]]),
        ((5, 1, 3, 4), [[5], [1, 3], [4]]),  # a column grows rather than that a fourth begins
        ((11, 17, 3), [[11], [8], [9, 3]]),  # a long place goes on in the next column
        ((), []),
    ],
)
def test_the_places_stand_in_three_columns_at_most(rows: tuple[int, ...], columns: list[list[int]]) -> None:
    parts = [KeyHelp("", (("F9", "does it"),) * count) for count in rows]
    assert [[len(part.rows) for part in column] for column in in_columns(parts)] == columns


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_table_of_every_screen_fits(stage: Stage, tmp_path: Path, scale: float, language: Language) -> None:
    with open_office(tmp_path) as desk, session_of(desk, MANAGER, language) as session:
        window = Window(stage, session, tmp_path, scale)
        turn_page = Words.load(language)("Turn the page")
        for name in ("pay", "units", "arrears", "cases", "journal", "settings"):
            window.shell.show(name)
            for digit in "123456" if name == "settings" else "":
                stage.press(digit, "F1")
                assert_nothing_clipped(stage.root)
                assert turn_page in texts(stage.root)
                stage.press("Escape")
            stage.press("F1")
            assert_nothing_clipped(stage.root)
            stage.press("Escape")
        window.close()
