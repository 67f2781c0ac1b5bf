"""What the scripted walks are given: a keyboard and eyes, the people of the day, and what is known without a screen."""

from collections.abc import Callable
from typing import NamedTuple, Protocol


class Keyboard(Protocol):
    """The hands and eyes of the day: real key events at the focus of the real window."""

    def press(self, *keys: str) -> None:
        """Press keys by their Tk names."""

    def type(self, text: str) -> None:
        """Type a text, key by key."""

    def wait_for(self, text: str, seconds: float = 20.0) -> None:
        """Wait until a text stands somewhere in the window; raises NotSeen."""

    def look(self, name: str) -> None:
        """Keep a picture of the window and what can be read on it."""


class Cast(NamedTuple):
    """Who works on this day: the digit that chooses the cashier and their PIN; supervisor and manager by name and PIN.

    The manager stands right before the cashier in the list of names.
    """

    cashier: str
    cashier_pin: str
    supervisor: str
    supervisor_pin: str
    manager_pin: str


class World(NamedTuple):
    """What people at the window see without the screen: owners' rooms, the notes in the drawer, the terminal's slip.

    rooms: nine units that owe something, the smallest sum first; tag: six figures no slip of another day carries;
    cash: what lies in the drawer, in fen; slips: (count, sum in fen) of each tender that went through the terminal;
    month: the month somebody pays ahead to, as typed (2712).
    """

    rooms: tuple[str, ...]
    cash: Callable[[], int]
    slips: Callable[[], list[tuple[int, int]]]
    month: str
    cast: Cast
    tag: str
