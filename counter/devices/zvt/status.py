"""What a terminal says of a payment (04 0F): its fields, read with care, the card's number masked at once."""

import re
from collections.abc import Iterator
from typing import NamedTuple

NOT_SAID = -1
APPROVED = 0x00
ALREADY_REVERSED = 0xB4
# Sizes of the fields (PA00P015, chapter 3); a field that is not known ends what can be read.
_FIXED = {
    0x01: 1, 0x02: 1, 0x03: 1, 0x04: 6, 0x05: 1, 0x0B: 3, 0x0C: 3, 0x0D: 2, 0x0E: 2, 0x17: 2, 0x19: 1, 0x27: 1,
    0x29: 4, 0x37: 3, 0x3A: 2, 0x3B: 8, 0x3D: 3, 0x49: 2, 0x87: 2, 0x88: 3, 0x8A: 1, 0x8C: 1, 0xA0: 1, 0xAA: 3,
    0xBA: 5, 0xD0: 1, 0xD3: 1,
}  # fmt: skip
_COUNTED = {  # field: figures of its own length, each a byte Fx
    0x22: 2, 0x23: 2, 0x24: 3, 0x2D: 2, 0x2E: 3, 0x3C: 3, 0x60: 3, 0x8B: 2, 0x92: 3, 0x9A: 3, 0xA7: 2, 0xAF: 3,
}  # fmt: skip
_TLV = 0x06
_HEAD, _TAIL = 6, 4
_MADE = "T"  # as counter.rules.slip knows it: no slip carries it
_WORD = re.compile("[0-9A-Za-z]+")


class Identity(NamedTuple):
    """What tells one payment of a terminal from another; '' where it was not said."""

    terminal: str
    receipt: str
    trace: str
    date: str
    time: str

    @property
    def text(self) -> str:
        """Return it as it is kept with a wish: its parts, / between them."""
        return "/".join(self)


def read_identity(text: str) -> Identity | None:
    """Return the identity that was kept as text, None where it is none."""
    parts = text.split("/")
    return Identity(*parts) if len(parts) == len(Identity._fields) else None


class Status(NamedTuple):
    """One 04 0F: result (a byte, or NOT_SAID), amount in minor units (None where not said), card masked."""

    result: int
    amount: int | None
    currency: str
    identity: Identity
    card: str
    authorisation: str
    turnover: str
    totals: bytes

    @property
    def is_approved(self) -> bool:
        """Whether it tells of a payment that was taken: without an amount it is none."""
        return self.result == APPROVED and self.amount is not None

    @property
    def slip(self) -> dict[str, str]:
        """Return it by the slip's labels; the reference is made of date, hour, trace, for traces come round again."""
        one = self.identity
        reference = _MADE + one.date + one.time[:2] + _MADE + one.trace if one.date and one.time and one.trace else ""
        slip = {
            "terminal": one.terminal,
            "voucher": one.receipt or one.trace,
            "reference": reference,
            "authorisation": self.authorisation,
            "card": self.card,
        }
        return {name: value for name, value in slip.items() if value}


def read_status(data: bytes) -> Status:
    """Return what the data of a 04 0F say; what cannot be read is left out."""
    found = dict(fields_of(data))
    figures = {tag: value.hex() for tag, value in found.items()}
    amount = figures.get(0x04, "")
    return Status(
        result=found[0x27][0] if 0x27 in found else NOT_SAID,
        amount=int(amount) if amount.isdecimal() else None,
        currency=figures.get(0x49, ""),
        identity=Identity(*(figures.get(tag, "") for tag in (0x29, 0x87, 0x0B, 0x0D, 0x0C))),
        card=masked(figures.get(0x22, "")),
        authorisation="".join(_WORD.findall(found.get(0x3B, b"").decode("ascii", "ignore"))),
        turnover=figures.get(0x88, ""),
        totals=found.get(0x60, b""),
    )


def fields_of(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the fields of a message, each a number and its bytes, up to the first that cannot be read."""
    at = 0
    while at < len(data):
        tag = data[at]
        at += 1
        if tag in _FIXED:
            size = _FIXED[tag]
        elif tag in _COUNTED:
            counted = _count(data[at : at + _COUNTED[tag]], _COUNTED[tag])
            at += _COUNTED[tag]
            if counted is None:
                return
            size = counted
        elif tag == _TLV:
            size, at = _tlv_length(data, at)
        else:
            return
        if at + size > len(data):
            return
        yield tag, data[at : at + size]
        at += size


def masked(figures: str) -> str:
    """Return a card's number with no more than its first six and last four figures, whatever the terminal sent."""
    text = figures.rstrip("f")
    shown = [i for i, figure in enumerate(text) if figure.isdecimal() and (i < _HEAD or i >= len(text) - _TAIL)]
    if len(text) <= _HEAD + _TAIL:
        shown = [i for i in shown if i >= len(text) - _TAIL]
    return "".join(figure if i in shown else "*" for i, figure in enumerate(text)) if shown else ""


def _count(raw: bytes, figures: int) -> int | None:
    if len(raw) < figures or any(byte >> 4 != 0xF or byte & 0xF > 9 for byte in raw):
        return None
    return int("".join(str(byte & 0xF) for byte in raw))


def _tlv_length(data: bytes, at: int) -> tuple[int, int]:
    """Return the size of a TLV container and where its bytes begin; one that runs over the end is too long."""
    first = data[at] if at < len(data) else 0xFF
    if first < 0x80:
        return first, at + 1
    more = first & 0x7F
    if more not in (1, 2) or at + 1 + more > len(data):
        return len(data) + 1, at
    return int.from_bytes(data[at + 1 : at + 1 + more], "big"), at + 1 + more
