"""The simulator's own frames, written from the published vectors; nothing of the driver is used here."""

import re

ACK, NAK = b"\x06", b"\x15"
_FRAME = re.compile(rb"\x02([^\x03]*)\x03(.)", re.DOTALL)


def framed(text: str) -> bytes:
    """Return a message as it stands on the line."""
    check = 3
    for letter in text:
        check ^= ord(letter)
    return b"\x02" + text.encode("ascii") + b"\x03" + bytes([check])


def texts_in(buffer: bytes) -> tuple[list[str], bytes]:
    """Return the messages that are whole and right, and what of the next one is there."""
    texts, end = [], 0
    for found in _FRAME.finditer(buffer):
        text, end = found[1].decode("ascii", "replace"), found.end()
        if framed(text)[-1:] == found[2]:
            texts.append(text)
    rest = buffer[end:]
    return texts, rest[rest.rfind(b"\x02") :] if b"\x02" in rest else b""
