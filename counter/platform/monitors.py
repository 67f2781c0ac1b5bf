"""The monitors of this computer, as its window system tells them; where it tells nothing there is one unknown."""

import ctypes
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple


class Monitor(NamedTuple):
    """A monitor's place on the whole surface, in pixels."""

    x: int
    y: int
    width: int
    height: int

    def holds(self, x: int, y: int) -> bool:
        """Whether a point lies on it."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


def monitors() -> tuple[Monitor, ...]:
    """Return the monitors, none where the window system cannot be asked. Never raises."""
    try:
        return tuple(dict.fromkeys(_listed()))
    except (OSError, AttributeError):  # no such library, or one without the function
        return ()


def other_monitor(found: Sequence[Monitor], x: int, y: int) -> Monitor | None:
    """Return the first monitor that does not hold a point (where the cashier's window is), None where there is none."""
    here = next((each for each in found if each.holds(x, y)), None)
    return next((each for each in found if each != here and not _covers(here, each)), None)


def _covers(here: Monitor | None, other: Monitor) -> bool:
    """Whether a monitor shows the same as the other: one that mirrors it lies at the same place."""
    return here is not None and (here.x, here.y) == (other.x, other.y)


if sys.platform == "win32":
    from ctypes import wintypes

    def _listed() -> list[Monitor]:
        """Ask EnumDisplayMonitors (winuser.h)."""
        found: list[Monitor] = []

        def each(_monitor: int, _context: int, place: "ctypes._Pointer[wintypes.RECT]", _data: int) -> int:
            at = place.contents
            found.append(Monitor(at.left, at.top, at.right - at.left, at.bottom - at.top))
            return 1

        handler = ctypes.WINFUNCTYPE(
            ctypes.c_int, wintypes.HMONITOR, wintypes.HDC, ctypes.POINTER(wintypes.RECT), wintypes.LPARAM
        )
        ctypes.windll.user32.EnumDisplayMonitors(None, None, handler(each), 0)
        return found

elif sys.platform == "darwin":

    class _Rect(ctypes.Structure):
        """CGRect: four doubles."""

        _fields_ = (("x", ctypes.c_double), ("y", ctypes.c_double), ("w", ctypes.c_double), ("h", ctypes.c_double))

    def _listed() -> list[Monitor]:
        """Ask CGGetActiveDisplayList of Core Graphics."""
        graphics = ctypes.CDLL("/System/Library/Frameworks/CoreGraphics.framework/CoreGraphics")
        graphics.CGDisplayBounds.restype = _Rect
        ids, count = (ctypes.c_uint32 * 16)(), ctypes.c_uint32()
        graphics.CGGetActiveDisplayList(16, ids, ctypes.byref(count))
        places = [graphics.CGDisplayBounds(ctypes.c_uint32(ids[n])) for n in range(count.value)]
        return [Monitor(int(at.x), int(at.y), int(at.w), int(at.h)) for at in places]

else:

    class _Head(ctypes.Structure):
        """XineramaScreenInfo: the number and four shorts."""

        _fields_ = (
            ("number", ctypes.c_int), ("x", ctypes.c_short), ("y", ctypes.c_short), ("w", ctypes.c_short),
            ("h", ctypes.c_short),
        )  # fmt: skip

    def _listed() -> list[Monitor]:
        """Ask XineramaQueryScreens on a connection of its own."""
        x11, xinerama = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXinerama.so.1")
        x11.XOpenDisplay.restype = ctypes.c_void_p
        xinerama.XineramaQueryScreens.restype = ctypes.POINTER(_Head)
        display = ctypes.c_void_p(x11.XOpenDisplay(None))
        if not display:
            return []
        count, found = ctypes.c_int(), []
        heads = xinerama.XineramaQueryScreens(display, ctypes.byref(count))
        with suppress(ValueError):  # a pointer to nothing: the server knows no such thing
            found = [Monitor(heads[n].x, heads[n].y, heads[n].w, heads[n].h) for n in range(count.value)]
            x11.XFree(heads)
        x11.XCloseDisplay(display)
        return found
