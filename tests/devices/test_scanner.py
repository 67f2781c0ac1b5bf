"""A scanner on a serial line: codes whole by their end or by silence, whatever garbage comes, and a line that goes."""

import os
import sys
import threading
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.devices.lines import serial_line
from counter.devices.scanner import LONGEST, ScanReader, SerialScanner


def test_a_code_ends_with_its_return_or_with_silence_and_comes_in_pieces() -> None:
    reader = ScanReader()
    assert reader.feed(b"CF-R-2026-", 0.0) == []
    assert reader.feed(b"000123\r\nCF-B", 0.05) == ["CF-R-2026-000123"]
    assert reader.feed(b"", 0.1) == []
    assert reader.feed(b"", 0.3) == ["CF-B"]
    assert reader.feed(b"", 0.6) == []


def test_chinese_is_read_in_either_code_and_signs_are_left_out() -> None:
    assert ScanReader().feed("京A12345\r".encode(), 0.0) == ["京A12345"]
    assert ScanReader().feed("京A12345\r".encode("gb18030"), 0.0) == ["京A12345"]
    assert ScanReader().feed(b"\x02AB\x1bC\x03\r", 0.0) == ["ABC"]


@settings(max_examples=settings().max_examples // 4)
@given(st.lists(st.binary(max_size=90), max_size=8))
def test_garbage_neither_throws_nor_grows(pieces: list[bytes]) -> None:
    reader = ScanReader()
    for at, piece in enumerate(pieces):
        assert all(0 < len(code) <= LONGEST for code in reader.feed(piece, at / 20))
    assert ScanReader().feed(b"A" * 10_000 + b"\rB\r", 0.0) == ["B"]


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 5
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        threading.Event().wait(0.005)


@pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo terminals")
def test_codes_come_over_a_real_line_and_a_pulled_one_is_told() -> None:
    import tty

    own, theirs = os.openpty()
    tty.setraw(theirs)
    scanner = SerialScanner(serial_line(os.ttyname(theirs), 9600))
    seen: list[str] = []

    def both() -> bool:
        os.write(own, b"CF-R-1\rCF-R-2\r")  # what stood on the line before it was opened is thrown away
        seen.extend(scanner.codes())
        return len(seen) > 1

    until(both)
    assert set(seen) == {"CF-R-1", "CF-R-2"}
    os.close(own)
    os.close(theirs)
    until(lambda: scanner.trouble)
    scanner.close()
