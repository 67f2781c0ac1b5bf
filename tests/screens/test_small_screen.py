"""The window on screens of every size: nothing lies below the edge, and it can be closed without a title bar."""

import pytest

from counter.screens.root import closed_by, fill_screen, largest_scale
from tests.screens.kit import Stage


@pytest.mark.parametrize(("height", "scale", "bare"), [(768, 1.0, True), (1000, 1.0, False), (1080, 1.4, True)])
def test_where_a_title_bar_has_no_room_the_window_fills_the_whole_screen(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, height: int, scale: float, bare: bool
) -> None:
    monkeypatch.setattr(stage.root, "winfo_screenheight", lambda: height)
    fill_screen(stage.root, scale)
    try:
        stage.pump(lambda: bool(stage.root.attributes("-fullscreen")) is bare)
        assert bool(stage.root.attributes("-fullscreen")) is bare
    finally:
        stage.root.attributes("-fullscreen", False, "-zoomed", False)
        stage.pump(lambda: not stage.root.attributes("-fullscreen") and not stage.root.attributes("-zoomed"))


@pytest.mark.parametrize(
    ("size", "most"), [((1024, 768), 100), ((1366, 768), 100), ((1920, 1080), 140), ((800, 600), 100)]
)
def test_the_largest_size_of_everything_is_what_the_screen_has_room_for(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], most: int
) -> None:
    monkeypatch.setattr(stage.root, "winfo_screenwidth", lambda: size[0])
    monkeypatch.setattr(stage.root, "winfo_screenheight", lambda: size[1])
    assert largest_scale(stage.root) == most


def test_alt_f4_closes_where_there_is_no_button_for_it(stage: Stage) -> None:
    closed: list[str] = []
    closed_by(stage.root, lambda: closed.append("closed"))
    stage.root.focus_force()
    stage.root.event_generate("<Alt-F4>")
    stage.root.update()
    stage.root.unbind("<Alt-F4>")
    assert closed == ["closed"]
