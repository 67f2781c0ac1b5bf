"""SMS as a GSM modem takes them (3GPP TS 23.040 in UCS2): one PDU for 70 units, several parts of 67 above that.

A unit is a UTF-16 code unit; a character beyond the first plane takes two, which are never parted.
"""

import re
from collections.abc import Iterator

ALONE, PART = 70, 67  # units of a message that stands alone, and of each part of a longer one
MOST_PARTS = 255
_SUBMIT, _WITH_REPORT, _WITH_HEADER = 0x01, 0x20, 0x40
_UCS2 = 0x08
_INTERNATIONAL, _NATIONAL = 0x91, 0x81
_NUMBER = re.compile(r"(\+?)([0-9]{3,20})")


class NumberUnusable(ValueError):
    """The telephone number is none that a message can be sent to."""

    code = "number_unusable"

    def __init__(self, phone: str) -> None:
        super().__init__(phone)
        self.phone = phone


class TextTooLong(ValueError):
    """The text takes more parts than a message can have."""

    code = "text_too_long"

    def __init__(self, units_count: int, most_count: int) -> None:
        super().__init__(units_count, most_count)
        self.units_count = units_count
        self.most_count = most_count


def submit_pdus(number: str, text: str, reference: int = 0, *, report: bool = False) -> list[tuple[str, int]]:
    """Return (hex PDU, octets without the service centre's address) of each part, in the order to send them.

    reference: tells the parts of one message from those of another, 0 to 255; report: whether the network is asked to
    tell of the delivery. Raises NumberUnusable, TextTooLong.
    """
    address = _address(number)
    submit = _SUBMIT | (_WITH_REPORT if report else 0)
    units = len(text.encode("utf-16-be")) // 2
    if units <= ALONE:
        return [_pdu(submit, address, text.encode("utf-16-be"))]
    parts = list(split_text(text))
    if len(parts) > MOST_PARTS:
        raise TextTooLong(units, MOST_PARTS * PART)
    header = (5, 0, 3, reference & 0xFF, len(parts))
    return [
        _pdu(submit | _WITH_HEADER, address, bytes((*header, place)) + part.encode("utf-16-be"))
        for place, part in enumerate(parts, 1)
    ]


def count_parts(text: str) -> int:
    """Return how many parts a text takes, as the network counts and charges them."""
    return 1 if len(text.encode("utf-16-be")) // 2 <= ALONE else sum(1 for _ in split_text(text))


def split_text(text: str) -> Iterator[str]:
    """Yield the parts of a long text, each of at most 67 units, no character cut in two."""
    part, units = "", 0
    for char in text:
        wide = 2 if ord(char) > 0xFFFF else 1
        if units + wide > PART:
            yield part
            part, units = "", 0
        part, units = part + char, units + wide
    if part:
        yield part


def _pdu(first: int, address: bytes, data: bytes) -> tuple[str, int]:
    """The service centre's address is left to the modem (00); no message reference, no validity period."""
    body = bytes((first, 0)) + address + bytes((0, _UCS2, len(data))) + data
    return "00" + body.hex().upper(), len(body)


def _address(number: str) -> bytes:
    """Return the digits in swapped halves behind their count and kind; signs that people write between them go."""
    match = _NUMBER.fullmatch(re.sub(r"[ ()\-]", "", number))
    if match is None:
        raise NumberUnusable(number)
    plus, digits = match.groups()
    padded = digits + "F" * (len(digits) % 2)
    swapped = "".join(padded[at + 1] + padded[at] for at in range(0, len(padded), 2))
    return bytes((len(digits), _INTERNATIONAL if plus else _NATIONAL)) + bytes.fromhex(swapped)
