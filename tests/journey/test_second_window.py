"""A second start on books that are open: the first window comes forward, and where there is none it is refused."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock
from PIL import ImageGrab

from counter.platform.folders import Home
from counter.wiring.come_forward import call_forward, heard
from counter.words import Words

ROOT = Path(__file__).parents[2]
MAGENTA = (255, 0, 255)
COVER = """
import tkinter
root = tkinter.Tk()
root.configure(bg="#ff00ff")
root.attributes("-fullscreen", True)
root.focus_force()
root.mainloop()
"""


@contextmanager
def running(*command: str) -> Iterator[None]:
    started = subprocess.Popen([sys.executable, *command], cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        yield
        assert started.poll() is None, "it ended by itself"
    finally:
        started.terminate()
        started.wait(20)


def colour() -> tuple[int, ...]:
    """The colour in the middle of the screen."""
    picture = ImageGrab.grab(xdisplay="").convert("RGB")
    found = picture.getpixel((picture.width // 2, picture.height // 2))
    assert isinstance(found, tuple)
    return found


def wait_until(seen: Callable[[], bool], seconds: float = 20.0) -> bool:
    end = time.monotonic() + seconds
    while not seen() and time.monotonic() < end:
        time.sleep(0.1)
    return seen()


def start(home: Path) -> tuple[int, dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "main.py", "--home", str(home), "--json"],
        cwd=ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return done.returncode, answer


def test_a_second_start_brings_the_open_window_forward(own_home: Callable[[str], Path]) -> None:
    home = own_home("second")
    before = colour()
    with running("main.py", "--home", str(home)):
        assert wait_until(lambda: colour() != before), "the window never opened"
        with running("-c", COVER):
            assert wait_until(lambda: colour() == MAGENTA), "the other program never came"
            assert start(home)[0] == 0
            assert wait_until(lambda: colour() != MAGENTA, 5.0), "the window stayed behind"


def test_where_no_window_answers_the_second_start_is_refused_with_a_sentence(own_home: Callable[[str], Path]) -> None:
    home = own_home("busy")
    with FileLock(f"{home / 'books.sqlite'}.lock"):
        code, answer = start(home)
    assert (code, answer["error"]) == (3, "books_in_use")
    zh = Words.load("zh_CN")("The books are open in another window or program: {path}", path=home / "books.sqlite")
    en = f"The books are open in another window or program: {home / 'books.sqlite'}"
    assert answer["sentence"] in (zh, en)
    assert not heard(Home(home, home)), "a call nobody heard is taken back"


def test_a_call_is_heard_once(tmp_path: Path) -> None:
    home, ticks = Home(tmp_path, tmp_path), list[bool]()
    assert call_forward(home, sleep=lambda _s: ticks.append(heard(home)))
    assert ticks == [True]
    assert not heard(home)


def test_whoever_calls_gives_up_after_some_seconds(tmp_path: Path) -> None:
    home, now = Home(tmp_path, tmp_path), [0]

    def wait(_seconds: float) -> None:
        now[0] += 1

    assert not call_forward(home, patience_s=3, clock=lambda: now[0], sleep=wait)
    assert now == [3]
