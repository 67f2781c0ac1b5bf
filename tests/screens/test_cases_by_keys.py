"""A whole dispute (费用异议) through the real window by keys alone: the charge, the case, the answer."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.desk.formulas import recompute
from counter.screens.cases import CasePlaces, CasesScreen
from counter.screens.look import DARK, LIGHT
from counter.screens.navigation import NavEntry
from counter.screens.shell import Shell
from counter.screens.units import UnitsScreen
from counter.screens.worker import Worker
from counter.words import LANGUAGES, Language
from db.check import check_books
from db.queries import cases
from tests.desk.case_office import papers_of
from tests.desk.office import EVEN, FINANCE, MANAGER, Desk
from tests.presenters.units_office import SecondPerson, open_office, session_of
from tests.screens.kit import Stage, assert_nothing_clipped, texts

MONTH = 25_060


class Window:
    """Units and cases in one window, the manager at it and a second person to ask."""

    def __init__(self, stage: Stage, desk: Desk, language: Language) -> None:
        self.stage, self.desk, self.second = stage, desk, SecondPerson()
        self.led: list[tuple[str, int, int]] = []
        scale, palette = (1.5, DARK) if language == "zh_CN" else (1.0, LIGHT)
        look = stage.dress(palette, scale)
        self.worker = Worker(stage.root)
        self._session = session_of(desk, MANAGER, language)
        self.session = self._session.__enter__()
        w = self.session.words
        nav = (NavEntry("units", w("Units"), "F3"), NavEntry("cases", w("Cases"), "F6"))
        self.shell = shell = Shell(stage.root, w, look, nav, log=self._log, on_lock=lambda: None)
        shell.add_screen(
            "units",
            lambda parent: UnitsScreen(
                parent, shell, self.session, take_payment=lambda unit: None, open_receipt=lambda receipt: None,
                ask=self.second,
            ),
        )  # fmt: skip
        shell.add_screen(
            "cases",
            lambda parent: CasesScreen(
                parent,
                shell,
                self.session,
                self.worker,
                self.second,
                CasePlaces(lambda unit: None, lambda *cause: self.led.append(cause)),
            ),
        )
        shell.show("units")
        self._language, self._looks = language, 0

    def _log(self, error: BaseException) -> str:
        raise AssertionError("the window met an error") from error

    def keys(self, *keys: str) -> None:
        """Press keys; a word in brackets is typed. Nothing is ever cut off."""
        for key in keys:
            if key.startswith("["):
                self.stage.type_text(key[1:-1])
            else:
                self.stage.press(key)
            self.stage.pump()
            assert_nothing_clipped(self.stage.root)

    def look(self, name: str) -> None:
        """Keep a picture where somebody asks for pictures."""
        if folder := os.environ.get("COUNTERFOIL_PICTURES"):
            self.stage.screenshot(Path(folder) / f"{name}-{self._language}.png")

    def read(self) -> str:
        return "\n".join(texts(self.stage.root))

    def close(self) -> None:
        self.worker.close()
        self.shell.close()
        self._session.__exit__(None, None, None)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_office(tmp_path) as desk:
        yield desk


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_dispute_is_recorded_examined_mediated_and_settled_by_keys(
    stage: Stage, desk: Desk, language: Language
) -> None:
    window = Window(stage, desk, language)
    try:
        window.keys("[321201]", "Return", "d")
        window.look("dispute-kind")
        window.keys("1", "2", "1", "[79.50]", "Return", "[less]", "Return")
        window.look("dispute-form")
        window.keys("[100]", "F9")
        (case,) = cases.cases(desk.connection)
        assert (case.case.number, case.case.topic, case.frozen) == ("Y2026-000001", "area", 10_000)
        window.look("dispute-unit")
        assert "Y2026-000001" in window.read()
        window.keys("F6")
        window.look("cases")
        window.keys("Return", "e", "[deed]", "F9", "m", "[half]", "Return", "[Zhao]", "F9")
        window.look("case")
        window.keys("s", "2", "[80]", "Return", "[deed]", "F9")
        window.second.asked[-1].granted(FINANCE, "")
        stage.pump()
        assert_nothing_clipped(stage.root)
        window.look("case-settled")
        assert (desk.owed(EVEN), cases.cases(desk.connection)[0].frozen) == (3 * MONTH - 8_000, 0)
        window.keys("Escape", "2")
        assert "Y2026-000001" in window.read()
        assert len(papers_of(desk, "case_answer")) == 1
        window.keys("3", "g")
        window.look("case-figures")
        window.keys("r")
        window.look("case-causes")
        window.keys("r", "p")
        assert len(papers_of(desk, "case_year")) == 1
        assert [str(each) for each in check_books(desk.books.database, recompute=recompute).findings] == []
    finally:
        window.close()


def test_the_line_that_is_marked_is_the_one_that_is_disputed_after_a_look_at_the_history(
    stage: Stage, desk: Desk
) -> None:
    window = Window(stage, desk, "en")
    try:
        window.keys("[321201]", "Return", "Down", "2", "1", "d")
        assert "Dispute Property fee 2026-10" in window.read()
    finally:
        window.close()
