"""The transport that the settings ask for."""

import sys
from pathlib import Path

from printing.files import FileTransport
from printing.profile import FontFiles
from printing.transport import Kind, NoPrinter, Transport


class PrinterSettingWrong(Exception):
    """The port of a printer setting does not fit its kind."""

    code = "printer_setting_wrong"

    def __init__(self, kind: str, port: str) -> None:
        super().__init__(kind, port)
        self.kind = kind
        self.port = port


def connect(kind: Kind, port: str, *, columns: int, fonts: FontFiles, baud: int = 9600) -> Transport:
    """Return the transport for a kind and its port; nothing is opened yet. Raises PrinterSettingWrong.

    port: a device file or COM port, host or host:port, a queue's name, a folder, USB ids as 04b8:0e15, a
    USB printer's device file, or nothing.
    """
    if kind == "none":
        return NoPrinter()
    if kind != "usb" and not port.strip():
        raise PrinterSettingWrong(kind, port)
    if kind == "usb":
        return _usb(port.strip())
    # A window loads what talks to its own printer alone.
    if kind == "serial":
        from printing.serial_port import SerialTransport

        return SerialTransport(port, baud)
    if kind == "network":
        return _network(port.strip())
    if kind == "queue":
        return _queue(port)
    return FileTransport(Path(port), columns, fonts)


def _usb(port: str) -> Transport:
    if port.startswith("/") and sys.platform != "win32":
        from printing.device_file import DeviceFileTransport

        return DeviceFileTransport(port)
    from printing.usb import UsbTransport

    vendor, colon, product = port.partition(":")
    try:
        fits = not port or (bool(colon) and int(vendor, 16) <= 0xFFFF and int(product, 16) <= 0xFFFF)
    except ValueError:
        fits = False
    if not fits:
        raise PrinterSettingWrong("usb", port)
    return UsbTransport(port)


def _network(port: str) -> Transport:
    from printing.network import PORT, NetworkTransport

    host, colon, number = port.rpartition(":")
    if not colon:
        return NetworkTransport(port, PORT)
    if not host or not number.isdecimal() or not 0 < int(number) < 65536:
        raise PrinterSettingWrong("network", port)
    return NetworkTransport(host.strip("[]"), int(number))


def _queue(name: str) -> Transport:
    if sys.platform == "win32":
        from printing.queue_windows import SpoolerTransport

        return SpoolerTransport(name)
    from printing.queue_unix import QueueTransport

    return QueueTransport(name)
