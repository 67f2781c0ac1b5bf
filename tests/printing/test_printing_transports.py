import os
import socket
import stat
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from printing.connect import PrinterSettingWrong, connect
from printing.escpos import receipt_bytes
from printing.files import FileTransport
from printing.network import NetworkTransport
from printing.profile import ThermalProfile
from printing.status import Offline, Online, Unknown
from printing.transport import Kind, NoPrinter, PrinterUnreachable, Transport
from tests.printing.samples import FONTS, receipt_zh

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs ptys and executable scripts")


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        yield server


def serve(server: socket.socket, got: bytearray, *, answer: bool = False) -> threading.Thread:
    def work() -> None:
        connection, _ = server.accept()
        with connection:
            connection.settimeout(5)
            while part := connection.recv(4096):
                got.extend(part)
                if answer and part[:2] == b"\x10\x04":
                    connection.sendall(b"\x12")
                if answer and part[:2] == b"\x1dr":
                    connection.sendall(b"\x00")

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def at(server: socket.socket) -> NetworkTransport:
    return NetworkTransport("127.0.0.1", server.getsockname()[1])


def test_a_network_printer_gets_every_byte(listener: socket.socket) -> None:
    got = bytearray()
    thread = serve(listener, got)
    at(listener).send(b"abc" * 1000, 2.0)
    thread.join(5)
    assert bytes(got) == b"abc" * 1000


def test_a_printer_that_stops_reading_ends_in_a_deadline(listener: socket.socket) -> None:
    started = time.monotonic()
    with pytest.raises(PrinterUnreachable) as told:
        at(listener).send(b"x" * 30_000_000, 0.3)
    assert (told.value.reason, told.value.begun) == ("timeout", True)
    assert time.monotonic() - started < 3


def test_a_printer_that_talks_unasked_is_not_cut_off_before_it_has_read_everything(listener: socket.socket) -> None:
    ended: list[str] = []
    talked = threading.Event()

    def work() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.sendall(b"\x14\x00\x00\x0f")  # its state by itself, as many printers are set to do
            talked.set()
            got = bytearray()
            try:
                while part := connection.recv(64):
                    got.extend(part)
                ended.append(f"in order after {len(got)}")
            except ConnectionResetError:
                ended.append("cut off")

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    with at(listener).line(2.0) as line:
        assert talked.wait(5)
        line.write(b"x" * 3000, 2.0)
    thread.join(5)
    assert ended == ["in order after 3000"]


def test_a_printer_that_never_stops_talking_holds_nothing_up(listener: socket.socket) -> None:
    over = threading.Event()

    def work() -> None:
        connection, _ = listener.accept()
        with connection, suppress(OSError):
            while not over.is_set():
                connection.sendall(b"\x14\x00\x00\x0f")

    talker = threading.Thread(target=work, daemon=True)
    talker.start()
    sender = threading.Thread(target=lambda: at(listener).send(b"x", 2.0), daemon=True)
    sender.start()
    sender.join(5)
    held_up = sender.is_alive()
    over.set()
    talker.join(5)
    assert not held_up


def test_a_printer_that_is_off_was_never_begun() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        free = server.getsockname()[1]
    with pytest.raises(PrinterUnreachable) as told:
        NetworkTransport("127.0.0.1", free).send(b"x", 0.5)
    assert (told.value.reason, told.value.begun) == ("refused", False)
    assert NetworkTransport("127.0.0.1", free).status(0.5) == Offline("unreachable")


def test_a_network_printer_tells_its_status_and_confirms(listener: socket.socket) -> None:
    threads = [serve(listener, bytearray(), answer=True)]
    assert at(listener).status(2.0) == Online()
    threads.append(serve(listener, bytearray(), answer=True))
    assert at(listener).confirm(2.0)
    for thread in threads:
        thread.join(5)


def test_a_mute_network_printer_is_unknown_and_confirms_nothing(listener: socket.socket) -> None:
    assert at(listener).status(0.2) == Unknown()
    assert not at(listener).confirm(0.2)


@posix_only
def test_a_serial_printer_gets_every_byte_and_answers() -> None:
    from printing.serial_port import SerialTransport

    master, slave = os.openpty()
    got = bytearray()

    def work() -> None:
        answered = 0
        while answered < 4:
            got.extend(os.read(master, 4096))
            for question in bytes(got).partition(b"END")[2].split(b"\x10\x04")[1 + answered :]:
                if question:
                    os.write(master, {1: b"\x1a", 2: b"\x16"}.get(question[0], b"\x12"))
                    answered += 1

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    printer = SerialTransport(os.ttyname(slave))
    data = receipt_bytes(receipt_zh(), ThermalProfile(), FONTS) + b"END"
    printer.send(data, 5.0)
    assert printer.status(2.0) == Offline("cover_open")
    thread.join(5)
    assert bytes(got).startswith(data)
    os.close(master)
    os.close(slave)


@posix_only
def test_a_serial_printer_that_stops_reading_ends_in_a_deadline() -> None:
    from printing.serial_port import SerialTransport

    master, slave = os.openpty()
    started = time.monotonic()
    with pytest.raises(PrinterUnreachable) as told:
        SerialTransport(os.ttyname(slave), 4_000_000).send(b"x" * 100_000, 0.3)
    assert (told.value.reason, told.value.begun) == ("timeout", True)
    assert time.monotonic() - started < 3
    os.close(master)
    os.close(slave)


@posix_only
def test_a_long_paper_has_the_time_that_the_speed_of_the_line_takes() -> None:
    from printing.serial_port import SerialTransport

    master, slave = os.openpty()
    got = bytearray()

    def work() -> None:
        began = time.monotonic()
        while len(got) < 24_000:  # a printer that keeps its speed exactly
            if len(got) * 10 / 230_400 <= time.monotonic() - began:
                got.extend(os.read(master, 512))

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    SerialTransport(os.ttyname(slave), 230_400).send(b"x" * 24_000, 0.2)
    thread.join(5)
    assert len(got) == 24_000
    os.close(master)
    os.close(slave)


def test_a_serial_port_that_is_not_there_was_never_begun(tmp_path: Path) -> None:
    from printing.serial_port import SerialTransport

    with pytest.raises(PrinterUnreachable) as told:
        SerialTransport(str(tmp_path / "ttyNONE")).send(b"x", 0.3)
    assert (told.value.reason, told.value.begun) == ("not_found", False)


def test_an_absent_usb_printer_is_told() -> None:
    transport = connect("usb", "dead:beef", columns=48, fonts=FONTS)
    with pytest.raises(PrinterUnreachable) as told:
        transport.send(b"x", 0.3)
    assert not told.value.begun
    assert transport.status(0.3) == Offline("unreachable")


@posix_only
@pytest.mark.parametrize(
    ("tool", "data", "options"),
    [
        ("lp", b"\x1b@\x00\xff", "-s -d Front -o raw -"),
        ("lpr", b"\x1b@\x00\xff", "-P Front -l"),
        ("lp", b"%PDF-1.7", "-s -d Front -"),
    ],
)
def test_a_queue_gets_the_bytes_untouched_and_filters_only_pdf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tool: str, data: bytes, options: str
) -> None:
    script = tmp_path / tool
    script.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/options\n/bin/cat > {tmp_path}/taken\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path))
    connect("queue", "Front", columns=48, fonts=FONTS).send(data, 5.0)
    assert (tmp_path / "taken").read_bytes() == data
    assert (tmp_path / "options").read_text().strip() == options


@posix_only
@pytest.mark.parametrize(
    ("body", "reason", "begun"), [("exit 1", "refused", False), ("exec /bin/sleep 5", "timeout", True)]
)
def test_a_queue_that_refuses_or_hangs_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, reason: str, begun: bool
) -> None:
    script = tmp_path / "lp"
    script.write_text(f"#!/bin/sh\n{body}\n")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PrinterUnreachable) as told:
        connect("queue", "Front", columns=48, fonts=FONTS).send(b"x", 0.3)
    assert (told.value.reason, told.value.begun) == (reason, begun)


def test_a_folder_takes_numbered_papers_with_their_pictures(tmp_path: Path) -> None:
    transport = FileTransport(tmp_path / "papers", 48, FONTS)
    data = receipt_bytes(receipt_zh(), ThermalProfile(48), FONTS)
    transport.send(data, 1.0)
    transport.send(data, 1.0)
    names = sorted(path.name for path in (tmp_path / "papers").iterdir())
    assert names == ["000001.bin", "000001.png", "000002.bin", "000002.png"]
    assert (tmp_path / "papers" / "000002.bin").read_bytes() == data
    assert transport.status(1.0) == Online()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(PrinterUnreachable) as told:
        FileTransport(tmp_path / "taken" / "papers", 48, FONTS).send(b"x\n", 1.0)
    assert not told.value.begun


def test_without_a_printer_papers_are_refused_before_they_begin() -> None:
    transport: Transport = NoPrinter()
    with pytest.raises(PrinterUnreachable) as told:
        transport.send(b"x", 1.0)
    assert (told.value.reason, told.value.begun) == ("no_printer", False)
    assert transport.status(1.0) == Offline("no_printer")
    assert not transport.confirm(1.0)


@pytest.mark.parametrize(
    ("kind", "port"),
    [("network", ""), ("network", "host:0"), ("network", ":9100"), ("usb", "04b8"), ("usb", "x:y"), ("serial", " ")],
)
def test_a_port_that_cannot_be_is_told_before_anything_is_opened(kind: Kind, port: str) -> None:
    with pytest.raises(PrinterSettingWrong):
        connect(kind, port, columns=48, fonts=FONTS)


@pytest.mark.parametrize(
    ("kind", "port", "device"),
    [
        ("network", "10.0.0.9", "10.0.0.9:9100"),
        ("network", "10.0.0.9:9101", "10.0.0.9:9101"),
        ("usb", "", "usb"),
        ("serial", "COM3", "COM3"),
        ("queue", "Front", "Front"),
        ("none", "", "none"),
    ],
)
def test_each_kind_of_setting_makes_its_transport(kind: Kind, port: str, device: str) -> None:
    assert connect(kind, port, columns=48, fonts=FONTS).device == device
