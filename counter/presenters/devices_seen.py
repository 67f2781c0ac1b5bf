"""How the devices of the window were when somebody looked."""

from typing import Literal, NamedTuple

DeviceName = Literal["printer", "drawer", "terminal", "display", "scanner"]
NAMES: tuple[DeviceName, ...] = ("printer", "drawer", "terminal", "display", "scanner")


class DeviceSeen(NamedTuple):
    """How a device is: ready, unknown, absent, a reason (a code), of a drawer open or closed.

    last: the last reason it was not ready, and when (UTC), '' where there was none since the window opened.
    """

    name: DeviceName
    state: str
    last: str = ""
    last_at: str = ""


class SeenPort(NamedTuple):
    """A serial port of this computer, and what hangs on it as the system says."""

    port: str
    what: str
