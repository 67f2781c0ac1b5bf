"""The pulse that opens a cash drawer hanging on a receipt printer (ESC p, and DLE DC4 at once)."""

_PULSE = b"\x19\xfa"  # on for 50 ms, off for 500 ms, in units of 2 ms


def kick_bytes(pin: int) -> bytes:
    """Return the pulse for connector pin 2 or 5; raises ValueError for any other."""
    if pin not in (2, 5):
        raise ValueError(pin)
    return b"\x1bp" + (b"\x00" if pin == 2 else b"\x01") + _PULSE


def urgent_kick_bytes(pin: int) -> bytes:
    """Return the pulse that is carried out at once or not at all, also without paper; raises ValueError for no pin.

    An ordinary pulse would wait in the printer and open the drawer when a roll is put in, with nobody at it.
    """
    if pin not in (2, 5):
        raise ValueError(pin)
    return b"\x10\x14\x01" + (b"\x00" if pin == 2 else b"\x01") + b"\x01"
