"""Whether there is a display to open a window on."""

import socket
import sys
from collections.abc import Mapping

PATIENCE_S = 2.0
X_PORT = 6000


class NoScreen(Exception):
    """A window is wanted, but there is no display, real or virtual."""

    code = "no_screen"


def has_display(environ: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Return whether a window can be opened.

    Windows and macOS always have a display for a person who is logged in. Elsewhere Tk speaks X11 alone, so DISPLAY
    must name a server that answers; a Wayland session offers one through Xwayland.
    """
    if platform in {"win32", "darwin"}:
        return True
    return _answers(environ.get("DISPLAY", ""))


def parse_display(display: str) -> tuple[str, int] | None:
    """Return host and display number of an X display name such as ':0', 'unix:1.0' or 'pc:10.0', None for others."""
    host, colon, rest = display.rpartition(":")
    number = rest.partition(".")[0]
    if not colon or not number.isdecimal():
        return None
    return ("" if host == "unix" else host), int(number)


def _answers(display: str) -> bool:
    named = parse_display(display)
    if named is None:
        return False
    host, number = named
    if host:
        return _connects(socket.AF_INET, (host, X_PORT + number))
    if sys.platform == "win32":
        return False
    path = f"/tmp/.X11-unix/X{number}"
    return any(_connects(socket.AF_UNIX, name) for name in (path, f"\0{path}"))


def _connects(family: socket.AddressFamily, address: str | tuple[str, int]) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as line:
        line.settimeout(PATIENCE_S)
        try:
            line.connect(address)
        except OSError:
            return False
    return True
