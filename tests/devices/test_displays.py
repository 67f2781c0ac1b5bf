"""Customer displays: the bytes of each family against the facts, and silence where a display is not there."""

import threading
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.devices.display_line import CustomerDisplay
from counter.devices.displays import COLUMNS, Shown, bytes_of, start_of, two_sided, width
from counter.devices.lines import Line, LineBroken

DUE = Shown("to_pay", two_sided("To pay", "548.40"), "", "548.40")
CHANGE = Shown("change", two_sided("实收", "600.00"), two_sided("找零", "51.60"), "51.60")
BLANK = b" " * COLUMNS


def test_cd5220_is_started_and_writes_its_two_lines() -> None:
    assert start_of("cd5220") == b"\x1b\x40\x0c"
    assert bytes_of("cd5220", DUE) == b"\x1bQATo pay        548.40\r\x1bQB" + BLANK + b"\r"


def test_escpos_is_selected_and_gives_the_line_back_to_the_printer() -> None:
    assert bytes_of("escpos", DUE) == (
        b"\x1b\x3d\x02\x0c\x1f\x24\x01\x01To pay        548.40\x1f\x24\x01\x02" + BLANK + b"\x1b\x3d\x01"
    )


def test_led8n_shows_figures_and_lights_the_lamp_that_names_them() -> None:
    assert bytes_of("led8n", DUE) == b"\x1bs2\x1bQA548.40\r"
    assert bytes_of("led8n", CHANGE) == b"\x1bs4\x1bQA51.60\r"
    assert bytes_of("led8n", DUE._replace(figures="1,008.00")) == b"\x1bs2\x1bQA1008.00\r"
    assert bytes_of("led8n", DUE._replace(figures="1234567.89")) == b"\x1bs2\x1bQA--------\r", (
        "half a sum is a wrong sum"
    )


def test_chinese_is_sent_as_gb18030_and_counted_two_columns_wide() -> None:
    assert bytes_of("cd5220", CHANGE, "gb18030") == (
        b"\x1bQA" + "实收".encode("gb18030") + b" " * 10 + b"600.00\r\x1bQB" + "找零".encode("gb18030") + b" " * 11
        + b"51.60\r"
    )  # fmt: skip
    assert b"?" in bytes_of("cd5220", CHANGE, "ascii")


@settings(max_examples=settings().max_examples // 4)
@given(st.text(max_size=60), st.text("0123456789,.", min_size=1, max_size=12))
def test_a_line_is_never_longer_and_its_sum_is_never_cut(word: str, amount: str) -> None:
    line = two_sided(word, amount)
    assert width(line) == COLUMNS
    assert line.endswith(amount)
    sent = bytes_of("cd5220", Shown("to_pay", line, word, amount))
    assert len(sent) == 2 * (3 + COLUMNS + 1) or any(
        width(each) != len(each.encode("ascii", "replace")) for each in word
    )
    assert b"\x1b" not in sent.replace(b"\x1bQA", b"").replace(b"\x1bQB", b"")


class Wire:
    """A line of memory that can be pulled."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.pulled = False
        self.closed = 0

    def connect(self) -> Line:
        if self.pulled:
            raise LineBroken("not_found")
        return self

    def read(self, seconds: float) -> bytes:
        return b""

    def write(self, data: bytes) -> None:
        if self.pulled:
            raise LineBroken("broken_off")
        self.sent.append(data)

    def close(self) -> None:
        self.closed += 1


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 5
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        threading.Event().wait(0.002)


def test_a_display_that_is_pulled_disturbs_nobody_and_shows_the_newest_when_it_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("counter.devices.display_line.AGAIN_S", 0.01)
    wire = Wire()
    display = CustomerDisplay(wire.connect, "led8n", "ascii")
    display.show(DUE)
    until(lambda: wire.sent[-1:] == [bytes_of("led8n", DUE)])
    wire.pulled = True
    display.show(CHANGE)
    until(lambda: display.trouble)
    wire.pulled = False
    until(lambda: wire.sent[-1:] == [bytes_of("led8n", CHANGE)])
    assert display.trouble == ""
    display.close()
    assert wire.closed >= 2
