"""Unit codes as files write them, brought to the form in which the register keeps them."""

from counter.rules.fold import to_ascii
from counter.rules.room import fold


def unit_code(text: str) -> str:
    """Return the code a unit is kept under: 3栋2单元1201 becomes 3-2-1201, 商铺S-12 stays as it is written."""
    folded = fold(text)
    return folded if folded.isascii() else to_ascii(text).strip().upper()


def joined(building: str, entrance: str, room: str) -> str:
    """Return the code made of the parts a file has in columns of their own."""
    return unit_code("-".join(part for part in (building, entrance, room) if part))


def parts(code: str) -> tuple[str, str, str]:
    """Return (building, entrance, room) of a code; what it does not name is empty."""
    pieces = code.split("-")
    if len(pieces) == 3 and code.isascii():
        return pieces[0], pieces[1], pieces[2]
    if len(pieces) == 2 and code.isascii():
        return pieces[0], "", pieces[1]
    return "", "", code
