"""A look at every screen that the day itself does not need: units, lists, journal, settings, the table of keys."""

from counter.demo.at_the_window import Keyboard, World
from counter.words import Words

SETTINGS = ("computer", "office", "people", "prices", "bills")


def look_around(keys: Keyboard, world: World, w: Words) -> None:
    """Walk from screen to screen while the till is open, and be back at the till at the end."""
    keys.press("F2", "F1")
    keys.wait_for(w("Keys"))
    keys.look("keys")
    keys.press("Escape")
    _units(keys, world, w)
    keys.press("F7")
    keys.wait_for(w("Check everything"))
    keys.look("journal")
    _lists(keys, w)
    _settings(keys, world, w)
    keys.press("F4")


def _units(keys: Keyboard, world: World, w: Words) -> None:
    keys.press("F3")
    keys.wait_for(w("Receipts"))
    keys.press("Escape", "Escape")
    keys.look("units")
    keys.type(world.rooms[2])
    keys.press("Return")
    for key, part in (("1", "charges"), ("2", "history"), ("4", "people")):
        keys.type(key)
        keys.look(f"unit-{part}")
    keys.type("p")
    keys.wait_for(w("The statement of {unit} is being printed.", unit=world.rooms[2]))


def _lists(keys: Keyboard, w: Words) -> None:
    keys.press("F4")
    keys.wait_for(w("X report"))
    for key, name in (("1", "codes"), ("2", "transfers"), ("3", "requests")):
        keys.type(key)
        keys.look(f"list-{name}")
        keys.press("Escape")


def _settings(keys: Keyboard, world: World, w: Words) -> None:
    """The manager looks at the settings, and the cashier goes on afterwards."""
    locked = w("The window is locked. What was typed is still there.")
    keys.press("F12")
    keys.wait_for(locked)
    keys.look("locked")
    keys.press("Up")
    keys.type(world.cast.manager_pin)
    keys.press("Return", "Shift-F12")
    keys.wait_for(w("This computer"))
    for place, name in enumerate(SETTINGS, start=1):
        keys.type(str(place))
        keys.look(f"settings-{name}")
    keys.press("F12")
    keys.wait_for(locked)
    keys.press("Down")
    keys.type(world.cast.cashier_pin)
    keys.press("Return")
