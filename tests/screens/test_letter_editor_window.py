"""The editor of letters in a window, by keys: several lines, placeholders, save, back; nothing is cut at both sizes."""

from pathlib import Path

import pytest

from counter.desk.letter_settings import load_letter_settings
from counter.presenters.arrears_page import ArrearsPlaces
from counter.screens.arrears import ArrearsScreen
from counter.screens.look import DARK, LIGHT, Palette
from counter.screens.navigation import NavEntry
from counter.screens.shell import Shell
from counter.screens.worker import Worker
from counter.words import Language
from tests.desk.office import MANAGER
from tests.presenters.units_office import open_office, session_of
from tests.screens.kit import Stage, assert_nothing_clipped, texts


@pytest.mark.parametrize(("scale", "language", "palette"), [(1.0, "zh_CN", LIGHT), (1.5, "en", DARK)])
def test_a_letter_is_written_looked_at_and_saved_by_keys_and_nothing_is_cut(
    stage: Stage, tmp_path: Path, scale: float, language: Language, palette: Palette
) -> None:
    with open_office(tmp_path) as desk, session_of(desk, MANAGER, language) as session:
        look, w = stage.dress(palette, scale), session.words
        worker, errors = Worker(stage.root), list[BaseException]()
        nav = [NavEntry("arrears", w("Arrears"), "F5"), NavEntry("units", w("Units"), "F3")]
        shell = Shell(
            stage.root, w, look, nav, on_lock=lambda: None,
            log=lambda error: f"E{errors.append(error)}",  # type: ignore[func-returns-value]
        )  # fmt: skip
        for name in ("arrears", "units"):
            shell.add_screen(
                name, lambda parent: ArrearsScreen(parent, shell, session, worker, ArrearsPlaces(tmp_path))
            )
        screen = shell.show("arrears")
        assert isinstance(screen, ArrearsScreen)
        stage.press("6", "e")
        editor = screen.editor
        assert editor is not None
        assert all(len(key) > 1 for key in editor.keys), "no key that an input method would take for text"

        def drawn() -> None:
            stage.pump(lambda: editor.at_rest and not worker.busy)
            assert_nothing_clipped(stage.root)

        drawn()
        shipped = editor.box.get("1.0", "end-1c")
        stage.press("Control-End", "Return", "Return")
        stage.type_text("请于本月底前办理" if language == "zh_CN" else "come by")
        stage.press("Shift-F1", "Shift-F4")
        typed = editor.box.get("1.0", "end-1c")
        assert typed.startswith(shipped)
        assert typed.endswith("{name}{total}")
        stage.type_text("{nmae}")
        drawn()
        assert any("{name}" in each and "{nmae}" in each for each in texts(stage.root)), "the slip is named"
        stage.press("F9")
        assert load_letter_settings(desk.connection, "2026-11-23").texts == {}
        stage.press(*("BackSpace",) * 6)
        stage.press("F11", "Next", "F10")
        drawn()
        stage.press("F10")
        drawn()
        stage.press("F3", "F5")
        assert editor.box.get("1.0", "end-1c") == typed, "what was typed is still there"
        drawn()
        stage.press("F9")
        assert load_letter_settings(desk.connection, "2026-11-23").texts == {f"opening.reminder.{language}": typed}
        stage.press("Shift-F9")
        assert editor.box.get("1.0", "end-1c") == shipped
        stage.press("Control-z")
        assert editor.box.get("1.0", "end-1c") == typed
        stage.press("Control-a")
        stage.root.clipboard_clear()
        stage.root.clipboard_append("pasted")
        editor.box.event_generate("<<Paste>>")
        assert editor.box.get("1.0", "end-1c") == "pasted", "what is selected is replaced"
        before = stage.focused()
        stage.press("Tab")
        assert stage.focused() is not before
        editor.box.focus_set()
        stage.press("Escape", "End", "Return")
        assert editor.table.selected == "rights.every"
        stage.type_text("!")
        drawn()
        stage.press("Shift-F10", "F1")
        assert_nothing_clipped(stage.root)
        stage.press("Escape", "Escape", "Escape")
        assert screen.editor is None
        drawn()
        worker.close()
        shell.close()
        assert errors == []
