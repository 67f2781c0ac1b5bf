"""The pages of charging in the real window: worked by keys alone, nothing cut in either language."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from counter.presenters.session import Session
from counter.presenters.settings_machine import MachineDeeds
from counter.screens.navigation import NavEntry
from counter.screens.settings import SettingsScreen
from counter.screens.shell import Shell
from counter.screens.units import UnitsScreen
from counter.screens.worker import Worker
from counter.settings import MachineSettings
from counter.words import LANGUAGES, Language, Words
from db.books import Books
from db.queries import registers
from tests.desk.charging_office import bill, charging_office
from tests.desk.small_estate import MANAGER
from tests.presenters.units_office import SecondPerson
from tests.screens.kit import Stage, assert_nothing_clipped, texts


class Office:
    """The settings of the estate in a window, a manager at it."""

    def __init__(self, stage: Stage, books: Books, language: Language = "en", scale: float = 1.0) -> None:
        look = stage.dress(scale=scale)
        words = Words.load(language)
        self.stage, self.books = stage, books
        self.session = Session(books, MachineSettings(language=language), words, words)
        self.session.log_in(MANAGER)
        self.worker = Worker(stage.root)
        self.errors: list[BaseException] = []
        nav = [NavEntry("units", words("Units"), "F3"), NavEntry("settings", words("Settings"), "Shift-F12")]
        self.second = SecondPerson()
        self.shell = Shell(stage.root, words, look, nav, log=self._log, on_lock=lambda: None)
        deeds = MachineDeeds(lambda s: None, lambda s, p: None, list, lambda: None)
        self.shell.add_screen(
            "settings",
            lambda parent: SettingsScreen(parent, self.shell, self.session, self.worker, deeds, self.second),
        )
        self.shell.add_screen(
            "units",
            lambda parent: UnitsScreen(
                parent, self.shell, self.session, take_payment=lambda unit: None, open_receipt=lambda receipt: None,
                ask=self.second,
            ),
        )  # fmt: skip
        self.shell.show("settings")

    def _log(self, error: BaseException) -> str:
        self.errors.append(error)
        return "E"

    def press(self, *keys: str) -> None:
        self.stage.press(*keys)
        self.stage.pump(lambda: not self.worker.busy)

    def type(self, text: str) -> None:
        self.stage.type_text(text)
        self.stage.pump(lambda: not self.worker.busy)

    def close(self) -> None:
        self.worker.close()
        self.shell.close()
        self.session.close()
        assert self.errors == []


@pytest.fixture
def at(stage: Stage, tmp_path: Path) -> Iterator[Callable[..., Office]]:
    made: list[Office] = []
    with charging_office(tmp_path) as books:

        def open_at(language: Language = "en", scale: float = 1.0) -> Office:
            made.append(Office(stage, books, language, scale))
            return made[-1]

        yield open_at
        for each in made:
            each.close()


def test_a_route_is_read_by_the_number_keys_alone(at: Callable[..., Office]) -> None:
    office = at()
    office.press("7")
    office.type("150\n151.5\n\n152\n")
    assert "152" in " ".join(texts(office.stage.root))
    office.press("Up", "Up")
    office.type("149\n")
    office.press("F9")
    found = registers.readings(office.books.database.connection())
    assert sorted(each.value for each in found if each.period == "2026-01") == [149_000, 150_000, 151_500, 152_000]
    assert "4 readings saved." in office.shell.message


def test_letters_are_commands_and_esc_gives_the_digits_back_to_the_pages(at: Callable[..., Office]) -> None:
    office = at()
    office.press("7", "e")
    assert "estimated" in " ".join(texts(office.stage.root))
    office.press("Escape", "4")
    assert "Prices" in texts(office.stage.root)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_readings_fit(at: Callable[..., Office], language: Language, scale: float) -> None:
    office = at(language, scale)
    office.press("7")
    assert_nothing_clipped(office.stage.root)
    office.type("171\n")
    assert_nothing_clipped(office.stage.root)
    office.press("r")
    assert_nothing_clipped(office.stage.root)
    office.press("Escape", "a")
    assert_nothing_clipped(office.stage.root)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_prices_of_every_kind_and_their_bands_fit(at: Callable[..., Office], language: Language, scale: float) -> None:
    office = at(language, scale)
    office.press("4")
    for _ in range(6):
        assert_nothing_clipped(office.stage.root)
        office.press("Down")
    office.press("Up", "Up", "a")
    assert_nothing_clipped(office.stage.root)
    office.press("x", "n")
    assert_nothing_clipped(office.stage.root)


def test_a_new_band_is_typed_and_the_price_saved_by_keys(at: Callable[..., Office]) -> None:
    office = at()
    office.press("4", "a", "a")
    office.type("300\n9.9\n")
    office.press("F9")
    office.type("2026-02-01\n\n\n")
    office.press("6")
    newest = max(registers.tariffs(office.session.connection), key=lambda row: row.id)
    assert "[300000,99000]" in str(newest.terms)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_bill_run_with_its_reasons_and_earlier_runs_fits(
    at: Callable[..., Office], language: Language, scale: float
) -> None:
    office = at(language, scale)
    bill(office.books, "2025-12")
    office.press("5", "m")
    office.type("2601\n")
    office.press("u")
    assert_nothing_clipped(office.stage.root)
    office.press("o")
    assert_nothing_clipped(office.stage.root)
    office.press("e")
    assert_nothing_clipped(office.stage.root)
    office.press("t", "1")
    assert_nothing_clipped(office.stage.root)
    office.type("算错了" if language == "zh_CN" else "wrong")
    office.press("F9")
    assert_nothing_clipped(office.stage.root)
    assert office.session.connection.execute("SELECT sum(amount) FROM charge").fetchone()[0] == 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_floor_plan_and_the_filter_fit(at: Callable[..., Office], language: Language, scale: float) -> None:
    office = at(language, scale)
    bill(office.books, "2025-12")
    office.press("F3", "Return")
    assert_nothing_clipped(office.stage.root)
    office.press("6")
    assert_nothing_clipped(office.stage.root)
    office.press("F9")
    assert_nothing_clipped(office.stage.root)
    office.press("F9", "F10")
    assert_nothing_clipped(office.stage.root)


def test_the_floor_plan_is_walked_by_arrow_keys_and_enter_opens_the_card(at: Callable[..., Office]) -> None:
    office = at()
    bill(office.books, "2025-12")
    office.press("F3")
    office.type("1-1-101")
    office.press("Return", "F9", "Up", "Right")
    assert "1-1-202, Flat: owes 1 month" in texts(office.stage.root)
    office.press("Return")
    shown = texts(office.stage.root)
    assert "Building 1 (1 of 3)" not in shown
    assert "1-1-202" in shown
    office.press("F9", "Next")
    assert "1-1-202, Flat: owes 1 month" not in texts(office.stage.root)
    office.press("Escape", "F10", "7")
    assert "Listed: Parking places, 1" in office.shell.message


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_shared_bills_reductions_and_the_barrier_fit(
    at: Callable[..., Office], language: Language, scale: float
) -> None:
    office = at(language, scale)
    for digit, keys in (("8", ("a",)), ("9", ("a", "1")), ("0", ("e",))):
        office.press(digit)
        assert_nothing_clipped(office.stage.root)
        for key in keys:
            office.press(key)
            assert_nothing_clipped(office.stage.root)
        office.press("Escape")
