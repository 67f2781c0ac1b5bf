"""`day`: only on sample books, and that is said before a window opens."""

from typing import Any

import pytest

from counter import app
from counter.platform.folders import Home
from tests.verbs.deeds import run


def test_the_scripted_day_refuses_the_books_of_an_office_before_a_window_opens(
    home: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Any] = []
    monkeypatch.setattr(app, "run_window", lambda *given, **_more: opened.append(given))
    before = home.books.read_bytes()
    ran = run(capsys, "day", "--home", home.root, "--out", home.root / "day")
    assert (ran.code, opened) == (3, [])
    assert "sample" in ran.text
    assert home.books.read_bytes() == before
    assert not (home.root / "day").exists()
