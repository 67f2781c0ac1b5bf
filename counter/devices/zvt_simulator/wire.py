"""The simulator's own frames and fields, written from the published vectors; nothing of the driver is used here."""

import binascii
import re

ACK, NAK = b"\x06", b"\x15"
_FRAME = re.compile(rb"\x10\x02((?:[^\x10]|\x10\x10)*+)\x10\x03(..)", re.DOTALL)
_MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


def check_sum(body: bytes) -> bytes:
    """Return the two check bytes of a body: the CCITT sum over mirrored bits, mirrored back, low byte first."""
    total = binascii.crc_hqx((body + b"\x03").translate(_MIRRORED), 0)
    return int(f"{total:016b}"[::-1], 2).to_bytes(2, "little")


def wrap(body: bytes) -> bytes:
    """Return a body as it stands on the line."""
    return b"\x10\x02" + body.replace(b"\x10", b"\x10\x10") + b"\x10\x03" + check_sum(body)


def unwrap(buffer: bytes) -> tuple[bytes | None, bytes]:
    """Return the first thing on the line and the rest.

    A sign is returned as it is, a body behind a byte b"=", a broken frame as b"!", None where more has to come.
    """
    while buffer and buffer[:1] not in (ACK, NAK, b"\x10"):
        buffer = buffer[1:]
    if buffer[:1] in (ACK, NAK):
        return buffer[:1], buffer[1:]
    if len(buffer) >= 2 and buffer[1:2] != b"\x02":
        return unwrap(buffer[1:])
    found = _FRAME.match(buffer)
    if found is None:
        return None, buffer
    body = found[1].replace(b"\x10\x10", b"\x10")
    return (b"=" + body if check_sum(body) == found[2] else b"!"), buffer[found.end() :]


def message(name: str, *data: bytes) -> bytes:
    """Return a message: four hexadecimal figures, and its data behind their length."""
    body = b"".join(data)
    size = bytes([len(body)]) if len(body) < 255 else b"\xff" + len(body).to_bytes(2, "little")
    return bytes.fromhex(name) + size + body


def figures(number: int | str, size: int) -> bytes:
    """Return a number as so many bytes, two figures each."""
    return binascii.unhexlify(str(number).rjust(size * 2, "0"))


def number_of(raw: bytes) -> int:
    """Return the number that such bytes are."""
    return int(binascii.hexlify(raw))
