"""The Arrears screen in a window: every page and question fits at both sizes, and the letters go out by keys."""

from pathlib import Path

import pytest

from counter.presenters.arrears_page import ArrearsPlaces
from counter.screens.arrears import ArrearsScreen
from counter.screens.navigation import NavEntry
from counter.screens.shell import Shell
from counter.screens.worker import Worker
from counter.words import Language
from db.queries import dunning
from tests.desk.acts_at_desk import sell
from tests.desk.office import EVEN, MANAGER
from tests.presenters.units_office import open_office, session_of
from tests.screens.kit import Stage, assert_nothing_clipped, texts


@pytest.mark.parametrize(("scale", "language"), [(1.0, "en"), (1.5, "zh_CN")])
def test_the_letters_are_worked_out_sent_and_delivered_by_keys_and_nothing_is_cut(
    stage: Stage, tmp_path: Path, scale: float, language: Language
) -> None:
    with open_office(tmp_path) as desk, session_of(desk, MANAGER, language) as session:
        look, w = stage.dress(scale=scale), session.words
        worker, errors, opened = Worker(stage.root), list[BaseException](), list[Path]()
        shell = Shell(
            stage.root, w, look, [NavEntry("arrears", w("Arrears"), "F5")], on_lock=lambda: None,
            log=lambda error: f"E{errors.append(error)}",  # type: ignore[func-returns-value]
        )  # fmt: skip
        places = ArrearsPlaces(tmp_path / "letters", open_file=opened.append)
        shell.add_screen("arrears", lambda parent: ArrearsScreen(parent, shell, session, worker, places))
        screen = shell.show("arrears")
        assert isinstance(screen, ArrearsScreen)

        def settled(*keys: str) -> None:
            stage.press(*keys)
            stage.pump(lambda: not worker.busy and not screen.pane.busy)
            assert_nothing_clipped(stage.root)

        for keys in (("F5",), ("f",), ("Escape",), ("Return",), ("c",), ("Escape",), ("p",), ("Escape",), ("k",)):
            settled(*keys)
        settled("Escape", "x", "2", "F9")
        settled("u")
        settled("u", "F9")
        settled("1")
        stage.pump(lambda: opened)
        assert [path.name for path in opened] == ["L2026-000001-000004.pdf"]
        settled("3", "d")
        settled("1")
        stage.press("F9")
        settled()
        assert w("signed for") in " ".join(texts(stage.root))
        for digit in "456789":
            settled(digit)
        settled("7")
        for key in "gggcg":
            settled(key)
        assert w("otherwise, no letter's doing") in " ".join(texts(stage.root))
        settled("p")
        settled("5", "r")
        settled("Escape")
        worker.close()
        shell.close()
        assert errors == []
        noted = [each.facts["outcome"] for each in dunning.all_contacts(desk.connection) if "outcome" in each.facts]
        assert noted == ["signed"]


def test_the_address_of_a_seller_is_entered_by_keys_and_the_letter_goes_out(stage: Stage, tmp_path: Path) -> None:
    with open_office(tmp_path) as desk, session_of(desk, MANAGER, "en") as session:
        sell(desk, EVEN, "2026-11-20")
        look, w = stage.dress(), session.words
        worker, opened = Worker(stage.root), list[Path]()
        shell = Shell(
            stage.root, w, look, [NavEntry("arrears", w("Arrears"), "F5")], on_lock=lambda: None, log=lambda error: ""
        )
        places = ArrearsPlaces(tmp_path / "letters", open_file=opened.append)
        shell.add_screen("arrears", lambda parent: ArrearsScreen(parent, shell, session, worker, places))
        screen = shell.show("arrears")
        assert isinstance(screen, ArrearsScreen)
        stage.press("F5", "Return", "m")
        stage.type_text("Wenyi 1")
        stage.press("F9")
        assert any("Letters go to Wenyi 1." in each for each in texts(stage.root))
        assert_nothing_clipped(stage.root)
        for key in ("2", "F9", "F9", "1"):
            stage.press(key)
            stage.pump(lambda: not worker.busy and not screen.pane.busy)
        stage.pump(lambda: opened)
        worker.close()
        shell.close()
        sent = [each.facts for each in dunning.all_contacts(desk.connection) if each.kind == "letter_sent"]
        assert [each.get("left") for each in sent if each["person"] == EVEN] == [1]
