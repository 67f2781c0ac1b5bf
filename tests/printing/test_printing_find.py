"""Printers that are found: on USB, in the queue, on the network; nobody is asked who was not to be."""

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from printing import find
from printing.find import Candidate, device_files, found_printers, queues, usb_printers
from printing.find_network import hosts_of, network_printers

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs device files and executable scripts")


class Part(NamedTuple):
    bInterfaceClass: int  # noqa: N815  as pyusb names it


class Device:
    """A USB device as pyusb shows it; one whose name may not be read raises as pyusb does."""

    def __init__(self, vendor: int, product_id: int, kind: int, name: str | None) -> None:
        self.idVendor, self.idProduct, self._kind, self._name = vendor, product_id, kind, name

    @property
    def product(self) -> str:
        if self._name is None:
            raise ValueError("The device has no langid")
        return self._name

    def __iter__(self) -> Iterator[list[Part]]:
        return iter([[Part(3), Part(self._kind)]])


def a_system(folder: Path) -> Path:
    """A /sys with one printer at lp0, as Linux lays it out."""
    about = folder / "devices" / "usb1" / "1-4"
    (about / "1-4:1.0").mkdir(parents=True)
    for name, text in (
        ("manufacturer", "EPSON\n"),
        ("product", "TM-T20\n"),
        ("idVendor", "04b8"),
        ("idProduct", "0e15"),
    ):
        (about / name).write_text(text)
    entry = folder / "class" / "usbmisc" / "lp0"
    entry.mkdir(parents=True)
    (entry / "device").symlink_to(about / "1-4:1.0")
    return folder


@posix_only
def test_a_usb_printer_is_named_as_it_names_itself_and_only_where_it_may_be_used(tmp_path: Path) -> None:
    system, devices = a_system(tmp_path / "sys"), tmp_path / "dev"
    (devices / "usb").mkdir(parents=True)
    assert device_files(system, devices) == [], "its file is not there"
    (devices / "usb" / "lp0").touch()
    found = device_files(system, devices)
    assert found == [(Candidate("usb", str(devices / "usb" / "lp0"), "EPSON TM-T20"), "04b8:0e15")]


def test_only_what_says_it_is_a_printer_is_one_also_where_its_name_may_not_be_read() -> None:
    devices = [
        Device(0x046D, 0xC31C, 3, "Keyboard"),
        Device(0x04B8, 0x0E15, 7, "TM-T20"),
        Device(0x0416, 0x5011, 7, None),
    ]
    assert usb_printers(devices) == [Candidate("usb", "04b8:0e15", "TM-T20"), Candidate("usb", "0416:5011", "")]


@posix_only
def test_the_queues_of_the_system_are_found_and_one_that_hangs_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "lpstat"
    script.write_text('#!/bin/sh\n[ "$1" = -e ] && printf "Front\\nOffice_Laser\\n"\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert queues() == [Candidate("queue", "Front"), Candidate("queue", "Office_Laser")]
    script.write_text("#!/bin/sh\nexec /bin/sleep 5\n")
    monkeypatch.setattr(find, "LIST_S", 0.1)
    assert queues() == []
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    assert queues() == []


def test_ports_of_other_devices_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    ports = [Candidate("serial", "/dev/ttyUSB0"), Candidate("serial", "/dev/ttyUSB1")]
    monkeypatch.setattr(find, "serial_ports", lambda: ports)
    found = [each for each in found_printers({"/dev/ttyUSB1"}) if each.kind == "serial"]
    assert found == [Candidate("serial", "/dev/ttyUSB0")]


def test_the_network_shows_who_takes_a_connection_and_no_byte_is_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        port = server.getsockname()[1]
        found = network_printers((f"127.0.0.{last}" for last in range(1, 9)), port, 2.0)
        assert found == (Candidate("network", f"127.0.0.1:{port}"),)
        line, _ = server.accept()
        with line:
            line.settimeout(5)
            assert line.recv(64) == b""
    assert network_printers(("127.0.0.1",), port, 2.0) == (), "it is off now"


def test_a_silent_address_ends_with_the_time_given() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        lines = [socket.socket() for _ in range(3)]
        for line in lines:
            line.setblocking(False)
            line.connect_ex(("127.0.0.1", port))
        handles = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0
        found = network_printers(("127.0.0.1",), port, 0.2)
        assert found in ((), (Candidate("network", f"127.0.0.1:{port}"),))
        if handles:
            assert len(os.listdir("/proc/self/fd")) == handles, "every line is closed again"
        for line in lines:
            line.close()


@pytest.mark.parametrize("wrong", ["", "192.168", "192.168.1.5", "8.8.8", "office", "192.168.1/24"])
def test_only_a_private_network_of_three_figures_is_looked_at(wrong: str) -> None:
    assert len(hosts_of("192.168.1")) == 254
    assert hosts_of(" 10.0.7. ")[0] == "10.0.7.1"
    with pytest.raises(ValueError, match=r".*"):
        hosts_of(wrong)
