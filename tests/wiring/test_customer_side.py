"""The display of the settings, over a real line: the estate's name at the start, then what the payer owes."""

import os
import sys
from pathlib import Path

import pytest

from counter.presenters.pay_view import Sums
from counter.settings import DisplaySettings
from counter.wiring.customer_side import CustomerSide
from tests.presenters.pay_window import pay_window

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo terminals")


def read_until(end: int, last: bytes) -> bytes:
    seen = b""
    while not seen.endswith(last):
        seen += os.read(end, 1024)
    return seen


def test_the_display_of_the_settings_shows_estate_and_sum(tmp_path: Path) -> None:
    import tty

    own, theirs = os.openpty()
    tty.setraw(theirs)
    with pay_window(tmp_path) as window:
        side = CustomerSide(DisplaySettings("cd5220", os.ttyname(theirs)), window.session)
        try:
            seen = read_until(own, b"\x1bQB" + b" " * 20 + b"\r")
            assert seen.startswith(b"\x1b\x40\x0c\x1bQASunshine Garden")
            side.show_sums(Sums((), "548.40", "none", "", ""))
            assert b"To pay        548.40" in read_until(own, b"\x1bQB" + b" " * 20 + b"\r")
            assert side.state == "port_open", "it answers nothing, so nobody can say that it is ready"
        finally:
            side.close()
    os.close(own)
    os.close(theirs)


def test_without_a_display_nothing_is_done(tmp_path: Path) -> None:
    with pay_window(tmp_path) as window:
        side = CustomerSide(DisplaySettings(), window.session)
        side.show_sums(Sums((), "548.40", "none", "", ""))
        assert (side.display, side.state) == (None, "absent")
        side.close()
