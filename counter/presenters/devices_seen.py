"""How the devices of the window were when somebody looked."""

from typing import Literal, NamedTuple

DeviceName = Literal["printer", "drawer", "terminal", "display", "scanner", "modem"]
NAMES: tuple[DeviceName, ...] = ("printer", "drawer", "terminal", "display", "scanner", "modem")

# States that are no fault of a device; unknown and port_open are never called ready.
NO_FAULT = ("ready", "unknown", "absent", "open", "closed", "port_open", "put_away", "one_monitor")


class DeviceSeen(NamedTuple):
    """How a device is: one of NO_FAULT, or a reason (a code).

    last: the last reason it was not ready, and when (UTC), '' where there was none since the window opened; signal: of
    a modem, per cent, None where it says none.
    """

    name: DeviceName
    state: str
    last: str = ""
    last_at: str = ""
    signal: int | None = None


class SeenPort(NamedTuple):
    """A serial port of this computer, and what hangs on it as the system says."""

    port: str
    what: str
