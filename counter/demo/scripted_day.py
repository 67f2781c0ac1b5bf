"""A whole day at the counter, done by keys in the real window: it presses, waits and looks, and calls nothing."""

from collections.abc import Iterator

from counter.demo.at_the_window import Keyboard, World
from counter.demo.tour import look_around
from counter.rules.cash import DENOMINATIONS_CNY
from counter.rules.money import format_amount
from counter.words import Words


def run_day(keys: Keyboard, world: World, w: Words) -> None:
    """Do the whole day: open, nine owners, a copy, a void, a look around, cash in and out, X, close, stick."""
    _log_in(keys, world, w)
    _open_till(keys, w)
    _payments(keys, world, w)
    _copy_and_void(keys, world, w)
    look_around(keys, world, w)
    _cash_moves(keys, w)
    _close(keys, world, w)


def take_one_payment(keys: Keyboard, world: World, w: Words) -> None:
    """Log in, open the till and take one payment in cash."""
    _log_in(keys, world, w)
    _open_till(keys, w)
    _owner(keys, world.rooms[0])
    keys.press("F9")
    _saved(keys, w)


def _log_in(keys: Keyboard, world: World, w: Words) -> None:
    keys.wait_for(w("PIN"))
    keys.look("log-in")
    keys.type(world.cast.cashier)
    keys.type(world.cast.cashier_pin)
    keys.press("Return")
    keys.wait_for(w("Who is paying?"))
    keys.look("ready")


def _open_till(keys: Keyboard, w: Words) -> None:
    keys.press("F4")
    keys.wait_for(w("Opening float"))
    keys.look("float")
    keys.press("F9")
    keys.wait_for(w("X report"))
    keys.look("till-open")
    keys.press("F2")


def _payments(keys: Keyboard, world: World, w: Words) -> None:
    rooms = iter(world.rooms)
    _cash(keys, w, rooms)
    _terminal_and_code(keys, world, w, rooms)
    _ahead_and_two_units(keys, world, w, rooms)


def _owner(keys: Keyboard, room: str, received: str = "") -> None:
    keys.type(room)
    keys.press("Return")
    keys.type(received)


def _saved(keys: Keyboard, w: Words) -> None:
    keys.wait_for(w("Saved. Receipt {number}", number=""))


def _cash(keys: Keyboard, w: Words, rooms: Iterator[str]) -> None:
    _owner(keys, next(rooms), "1000")
    keys.look("pay")
    keys.press("F9")
    _saved(keys, w)
    keys.look("paid-with-change")
    _owner(keys, next(rooms))
    keys.press("F9")
    _saved(keys, w)
    _owner(keys, next(rooms), "100")
    keys.press("F9")
    keys.look("part-payment-asks")
    keys.press("F9")
    _saved(keys, w)


def _terminal_and_code(keys: Keyboard, world: World, w: Words, rooms: Iterator[str]) -> None:
    _owner(keys, next(rooms))
    _slip(keys, w, world.tag + "01", "card-slip")
    _saved(keys, w)
    _owner(keys, next(rooms))
    keys.press("F11")
    keys.wait_for(w("Which code?"))
    keys.type("2")
    keys.type(world.tag)
    keys.look("static-code")
    keys.press("F9")
    _saved(keys, w)
    _owner(keys, next(rooms), "50")
    keys.press("KeyPress-s")
    keys.look("split")
    _slip(keys, w, world.tag + "02", "")
    _saved(keys, w)


def _ahead_and_two_units(keys: Keyboard, world: World, w: Words, rooms: Iterator[str]) -> None:
    _owner(keys, next(rooms))
    keys.press("KeyPress-f")
    keys.wait_for(w("Pay ahead to which month?"))
    keys.type(world.month)
    keys.press("Return")
    keys.look("pay-ahead")
    keys.press("F9")
    _saved(keys, w)
    _owner(keys, next(rooms))
    keys.press("KeyPress-a")
    _owner(keys, next(rooms))
    keys.look("two-units")
    keys.press("F9")
    _saved(keys, w)


def _slip(keys: Keyboard, w: Words, voucher: str, picture: str) -> None:
    """Fill in the card slip in its own order; what the last slip said of the terminal stands there already.

    The first one of the day begins at the terminal's new batch, the next at the number after it, which is typed over.
    """
    keys.press("F10")
    keys.wait_for(w("Voucher no."))
    if picture:
        keys.type("000931")
        keys.press("Return")
    keys.type(voucher)
    keys.press("Return")
    keys.type(f"2315{voucher}")
    keys.press("Return")
    keys.type("004417")
    keys.press("Return")
    keys.type("0123")
    if picture:
        keys.look(picture)
    keys.press("F9")


def _copy_and_void(keys: Keyboard, world: World, w: Words) -> None:
    keys.press("F3")
    keys.wait_for(w("Receipts"))
    keys.type(world.rooms[1])
    keys.press("Return")
    keys.type("3")
    keys.look("unit-receipts")
    keys.press("Return")
    keys.wait_for(w("Print a copy"))
    keys.look("receipt")
    keys.press("KeyPress-r")
    keys.wait_for(w("It is printed with the mark “COPY no. {number}”.", number=1))
    keys.type("1")
    keys.wait_for(w("Copy no. {number} is being printed.", number=1))
    keys.press("KeyPress-v")
    keys.wait_for(w("Reason"))
    keys.press("F8")
    _approve(keys, world, w("Typed for the wrong owner"), "approval")
    keys.wait_for(w("Void"))
    keys.look("voided")
    keys.press("Escape")


def _approve(keys: Keyboard, world: World, reason: str, picture: str) -> None:
    keys.type(reason)
    keys.press("Return")
    keys.press("Down")  # the manager stands first
    keys.type(world.cast.supervisor_pin)
    keys.look(picture)
    keys.press("Return")


def _cash_moves(keys: Keyboard, w: Words) -> None:
    """Fetch change from the safe, and later bring a hundred back into it."""
    keys.press("F4")
    keys.wait_for(w("X report"))
    keys.type("6")
    keys.wait_for(w("Where does it come from?"))
    keys.type("1")
    keys.wait_for(w("Move it"))
    keys.type("100")
    keys.press("Return")
    keys.type(w("Change for the queue"))
    keys.press("F9")
    keys.wait_for(w("Paid in: {amount}. Slip {number}", amount="100.00", number=""))
    keys.type("8")
    keys.wait_for(w("Drop it"))
    keys.type("1")
    keys.press("F9")
    keys.wait_for(w("Who sees it?"))
    keys.type("2")
    keys.wait_for(w("Dropped: {amount}. Slip {number}", amount="100.00", number=""))


def _close(keys: Keyboard, world: World, w: Words) -> None:
    keys.press("F4")
    keys.wait_for(w("X report"))
    keys.look("till-evening")
    keys.type("5")
    keys.press("F9")
    keys.wait_for(w("Cash count (blind)"))
    keys.look("count-begins")
    left = world.cash() - 50  # half a yuan is missing tonight
    for denomination in DENOMINATIONS_CNY:
        pieces, left = divmod(left, denomination)
        keys.type(str(pieces))
        keys.press("Return")
    keys.look("blind-count")
    keys.press("F9")
    keys.wait_for(w("Card and code slips"))
    for count, amount in world.slips():
        keys.type(str(count))
        keys.press("Return")
        keys.type(format_amount(amount).replace(",", ""))
        keys.press("Return")
    keys.look("slips")
    keys.press("F9")
    keys.wait_for(w("Expected and counted"))
    keys.look("difference")
    keys.press("F9")
    keys.wait_for(w("Z report"))
    keys.look("z")
    keys.press("F9")
    keys.wait_for(w("Read back and the same. Press F10 before you pull the stick."), 120)
    keys.look("safe-to-remove")
    keys.press("F9")
