"""How an APDU travels on a serial line: 10 02, the APDU with every 10 doubled, 10 03, and its CRC (PA00P016)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

DLE, STX, ETX, ACK, NAK = 0x10, 0x02, 0x03, 0x06, 0x15
_LONGEST = 0xFFFF + 5
_POLYNOMIAL = 0x8408


class Sign(Enum):
    """What stands on the line beside whole frames."""

    ACK = "ack"
    NAK = "nak"
    BROKEN = "broken"


def crc_of(apdu: bytes) -> int:
    """Return the check sum of an APDU: reflected, from 0, with one byte 03 behind it."""
    crc = 0
    for byte in (*apdu, ETX):
        crc ^= byte
        for _bit in range(8):
            crc = (crc >> 1) ^ _POLYNOMIAL if crc & 1 else crc >> 1
    return crc


def encode_frame(apdu: bytes) -> bytes:
    """Return the framed bytes of an APDU, check sum low byte first."""
    doubled = apdu.replace(bytes([DLE]), bytes([DLE, DLE]))
    return bytes([DLE, STX]) + doubled + bytes([DLE, ETX]) + crc_of(apdu).to_bytes(2, "little")


@dataclass(slots=True)
class FrameReader:
    """Takes bytes as they come, in whatever pieces, and gives whole APDUs and signs; it never raises."""

    _apdu: bytearray = field(default_factory=bytearray)
    _crc: bytearray = field(default_factory=bytearray)
    _where: str = "outside"

    @property
    def inside(self) -> bool:
        """Whether a frame has begun and not ended."""
        return self._where != "outside"

    def reset(self) -> None:
        """Forget a frame that has begun."""
        self._apdu.clear()
        self._crc.clear()
        self._where = "outside"

    def feed(self, data: bytes) -> Iterator[bytes | Sign]:
        """Take bytes; yields APDUs whose check sum is right, and signs."""
        for byte in data:
            found = self._take(byte)
            if found is not None:
                yield found

    def _take(self, byte: int) -> bytes | Sign | None:
        if self._where == "outside":
            return self._outside(byte)
        if self._where == "dle_outside":
            self._where = {STX: "inside", DLE: "dle_outside"}.get(byte, "outside")
            return None
        if self._where == "crc":
            return self._check(byte)
        return self._inside(byte)

    def _outside(self, byte: int) -> Sign | None:
        if byte == DLE:
            self._where = "dle_outside"
        return {ACK: Sign.ACK, NAK: Sign.NAK}.get(byte)

    def _inside(self, byte: int) -> Sign | None:
        if self._where == "inside" and byte == DLE:
            self._where = "dle_inside"
        elif self._where == "inside" or byte == DLE:
            self._apdu.append(byte)
            self._where = "inside"
        elif byte == ETX:
            self._where = "crc"
        elif byte == STX:  # the other side began anew: what came before is lost
            self._apdu.clear()
            self._where = "inside"
            return Sign.BROKEN
        else:
            self.reset()
            return Sign.BROKEN
        if len(self._apdu) > _LONGEST:
            self.reset()
            return Sign.BROKEN
        return None

    def _check(self, byte: int) -> bytes | Sign | None:
        self._crc.append(byte)
        if len(self._crc) < 2:
            return None
        apdu, crc = bytes(self._apdu), int.from_bytes(self._crc, "little")
        self.reset()
        return apdu if crc == crc_of(apdu) else Sign.BROKEN
