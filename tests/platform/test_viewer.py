"""Opening a file with the system's viewer: started apart from the window, and refused in words where there is none."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from counter.platform import viewer
from counter.platform.viewer import NoViewer, open_with_system

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows opens files by itself")


def opener(folder: Path, script: str) -> None:
    path = folder / ("open" if sys.platform == "darwin" else "xdg-open")
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def test_the_systems_viewer_gets_the_file_and_the_window_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fifo = tmp_path / "opened"
    os.mkfifo(fifo)
    opener(tmp_path, f'echo "$1" > "{fifo}"')
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    began = time.monotonic()
    open_with_system(tmp_path / "合同 1.pdf")
    assert time.monotonic() - began < 5.0, "the viewer stays until somebody reads; the window does not"
    assert fifo.read_text(encoding="utf-8").strip() == str(tmp_path / "合同 1.pdf")


def test_where_nothing_opens_a_file_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoViewer):
        open_with_system(tmp_path / "a.pdf")


def test_a_viewer_that_cannot_be_started_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_words: object, **_more: object) -> None:
        raise PermissionError(13, "Permission denied")

    opener(tmp_path, "exit 0")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(subprocess, "Popen", refuse)
    with pytest.raises(NoViewer) as caught:
        viewer.open_with_system(tmp_path / "a.pdf")
    assert caught.value.reason == "Permission denied"
