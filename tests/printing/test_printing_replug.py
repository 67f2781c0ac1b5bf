"""Printers pulled out and plugged in again, over each kind of connection: the queue goes on where it stopped.

What never began waits and prints by itself; what broke off is never sent again from here.
"""

import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import pytest

from printing.connect import connect
from printing.device_file import DeviceFileTransport
from printing.network import NetworkTransport
from printing.printers import ThermalPrinter
from printing.profile import ThermalProfile
from printing.serial_port import SerialTransport
from printing.spool import Spool
from printing.status import Offline
from printing.transport import PrinterUnreachable, Transport
from printing.usb import UsbTransport
from tests.printing.samples import FONTS
from tests.printing.test_printing_spool import a_job, copy_mark, queue, silent

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs ptys and executable scripts")
CUT = b"\x1dV"


class Plug(Protocol):
    """A printer that can be pulled out; got: everything it took."""

    got: bytearray
    transport: Transport

    def plug_in(self) -> None: ...
    def pull_out(self) -> None: ...
    def break_next(self) -> None: ...


class Cable:
    """A pty behind a name, as a serial port or a device file: the name is gone while it is pulled out."""

    def __init__(self, folder: Path, kind: Callable[[str], Transport]) -> None:
        self.got, self._breaks, self._name = bytearray(), False, folder / "port"
        self.transport = kind(str(self._name))
        self._master = -1

    def plug_in(self) -> None:
        import tty

        self._master, slave = os.openpty()
        tty.setraw(slave)
        self._name.symlink_to(os.ttyname(slave))
        thread = threading.Thread(target=self._read, args=(self._master, slave), daemon=True)
        thread.start()

    def _read(self, master: int, slave: int) -> None:
        with ExitStack() as end:
            end.callback(os.close, slave)
            try:
                while part := os.read(master, 512):
                    if self._breaks and len(part) > 4:
                        self._breaks = False
                        self._name.unlink()
                        end.callback(os.close, master)
                        return
                    self._take(part, master)
            except OSError:
                return

    def _take(self, part: bytes, master: int) -> None:
        self.got += part
        if part.endswith(b"\x1dr\x01"):
            os.write(master, b"\x00")
        elif part[:2] == b"\x10\x04":
            os.write(master, b"\x12")

    def pull_out(self) -> None:
        self._name.unlink(missing_ok=True)

    def break_next(self) -> None:
        self._breaks = True


class NetworkPlug:
    """A socket on loopback that closes in the middle of a paper."""

    def __init__(self) -> None:
        self.got, self._breaks = bytearray(), False
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        self.transport: Transport = NetworkTransport("127.0.0.1", self._port)
        self._server: socket.socket | None = None

    def plug_in(self) -> None:
        self._server = socket.create_server(("127.0.0.1", self._port))
        threading.Thread(target=self._serve, args=(self._server,), daemon=True).start()

    def _serve(self, server: socket.socket) -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line:
                while part := line.recv(512):
                    if self._breaks and part[:2] not in (b"\x1dr", b"\x10\x04"):
                        self._breaks = False
                        self.pull_out()
                        # With bytes unread the close is a reset, as of a printer that loses its power.
                        break
                    self.got += part
                    if part.endswith(b"\x1dr\x01"):
                        line.sendall(b"\x00")
                    elif part[:2] == b"\x10\x04":
                        line.sendall(b"\x12")

    def pull_out(self) -> None:
        if self._server is not None:
            self._server.shutdown(socket.SHUT_RDWR)
            self._server.close()

    def break_next(self) -> None:
        self._breaks = True


@pytest.fixture(params=["serial", "device file", "network"])
def plug(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Plug]:
    made: Plug
    if request.param == "network":
        made = NetworkPlug()
    else:
        made = Cable(tmp_path, SerialTransport if request.param == "serial" else DeviceFileTransport)
    yield made
    made.pull_out()


def test_papers_wait_while_the_printer_is_out_and_print_once_when_it_is_back(plug: Plug, tmp_path: Path) -> None:
    jobs = queue(a_job(1), a_job(2))
    printer = ThermalPrinter(ThermalProfile(native_qr=True), plug.transport, FONTS, tmp_path / "cache")
    spool = Spool(jobs, printer, silent, copy_mark)
    assert not spool.step()
    assert jobs.states == {1: "queued"}
    assert plug.transport.status(0.2) == Offline("unreachable")
    plug.plug_in()
    assert spool.step()
    assert jobs.states[1] == "confirmed"
    plug.pull_out()
    assert not spool.step()
    assert jobs.states[2] == "queued"
    plug.plug_in()
    assert spool.step()
    assert jobs.states == {1: "confirmed", 2: "confirmed"}
    assert plug.got.count(CUT) == 2, "each paper once"


def test_a_plug_pulled_in_the_middle_leaves_that_paper_unsure_and_the_next_one_goes_on(
    plug: Plug, tmp_path: Path
) -> None:
    jobs = queue(a_job(1), a_job(2))
    printer = ThermalPrinter(ThermalProfile(native_qr=False), plug.transport, FONTS, tmp_path / "cache")
    spool = Spool(jobs, printer, silent, copy_mark)
    plug.plug_in()
    plug.break_next()
    spool.step()
    assert jobs.states[1] in ("unsure", "sent"), "it may be on paper: nobody says it is not"
    before = plug.got.count(CUT)
    plug.plug_in()
    while jobs.states.get(2) != "confirmed":
        assert spool.step()
    assert jobs.states[1] in ("unsure", "sent")
    assert plug.got.count(CUT) == before + 1


def test_a_plain_file_is_no_printer_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "lp0"
    path.write_bytes(b"mine")
    with pytest.raises(PrinterUnreachable) as told:
        connect("usb", str(path), columns=48, fonts=FONTS).send(b"x", 0.3)
    assert (told.value.reason, told.value.begun) == ("not_found", False)
    assert path.read_bytes() == b"mine"


class Endpoint:
    """The bulk endpoint of a printer that is pulled out after so many pieces."""

    bEndpointAddress = 0x01  # noqa: N815  as pyusb names it

    def __init__(self, pieces: int) -> None:
        self.left, self.got = pieces, bytearray()

    def write(self, data: bytes, timeout: int) -> int:
        import usb.core

        if not self.left:
            raise usb.core.USBError("No such device (it may have been disconnected)", errno=19)
        self.left -= 1
        self.got += data
        return len(data)


class UsbDevice:
    """A USB printer without a driver of the system's."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    def __iter__(self) -> Iterator[list["UsbInterface"]]:
        return iter([[UsbInterface(self._endpoint)]])

    def is_kernel_driver_active(self, number: int) -> bool:
        raise NotImplementedError


class UsbInterface:
    bInterfaceClass, bInterfaceNumber = 7, 0  # noqa: N815  as pyusb names them

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    def __iter__(self) -> Iterator[Endpoint]:
        return iter([self._endpoint])


def test_a_usb_printer_that_is_unplugged_in_the_middle_is_told_and_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    import usb.core
    import usb.util

    there: list[UsbDevice] = []

    def find(**wanted: Any) -> list[UsbDevice]:
        return there

    monkeypatch.setattr(usb.core, "find", find)
    for name in ("claim_interface", "dispose_resources"):
        monkeypatch.setattr(usb.util, name, lambda *given: None)
    transport = UsbTransport()
    with pytest.raises(PrinterUnreachable) as told:
        transport.send(b"x", 0.3)
    assert (told.value.reason, told.value.begun) == ("not_found", False)
    there.append(UsbDevice(Endpoint(1)))
    with pytest.raises(PrinterUnreachable) as told:
        transport.send(b"x" * 9000, 0.3)
    assert (told.value.reason, told.value.begun) == ("not_found", True)
    back = Endpoint(9)
    there[:] = [UsbDevice(back)]
    transport.send(b"y" * 9000, 0.3)
    assert len(back.got) == 9000
