import os
from collections.abc import Iterator

import pytest

from counter.platform.fonts import load_bundled_fonts
from counter.platform.screen import has_display
from tests.screens.kit import Stage


@pytest.fixture(scope="session")
def session_stage() -> Iterator[Stage]:
    """The one window of the session; opening one per test would cost more than the tests."""
    if not has_display(os.environ):
        pytest.skip("no display to open a window on")
    from counter.screens.root import open_root

    family = load_bundled_fonts()
    root = open_root("Counterfoil", 1.0, zoomed=False)
    yield Stage(root, family)
    root.destroy()


@pytest.fixture
def stage(session_stage: Stage) -> Iterator[Stage]:
    """The window, empty before and after, with nothing left of an earlier test's keys."""
    for key in ("<Key>", "<<Tick>>"):
        session_stage.root.unbind(key)
    yield session_stage
    session_stage.root.grab_release()
    for child in session_stage.root.winfo_children():
        child.destroy()
    session_stage.root.update()
