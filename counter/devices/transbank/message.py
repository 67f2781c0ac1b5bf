"""Messages: 02, fields parted by |, 03, and the exclusive or of all behind the 02. Amounts in minor units."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from hashlib import sha256
from operator import xor
from typing import NamedTuple

STX, ETX, ACK, NAK = 0x02, 0x03, 0x06, 0x15
_LARGEST = 10**9 - 1
_LONGEST = 4096
_SHOWN = 4


class AmountTooLarge(Exception):
    """The terminal's messages have no room for this amount."""

    code = "terminal_amount_too_large"

    def __init__(self, amount_minor: int) -> None:
        super().__init__(amount_minor)
        self.amount_minor = amount_minor


def encode(text: str) -> bytes:
    """Return a message as it stands on the line."""
    body = text.encode("ascii") + bytes([ETX])
    return bytes([STX]) + body + bytes([reduce(xor, body)])


def ticket_of(intent_id: str) -> str:
    """Return the six figures and letters by which the terminal knows an intent: it says them again of its last sale."""
    return sha256(intent_id.encode()).hexdigest()[:6].upper()


def sale(intent_id: str, amount: int) -> str:
    """Return the wish for a payment, without words in between. Raises AmountTooLarge."""
    if not 0 < amount <= _LARGEST:
        raise AmountTooLarge(amount)
    return f"0200|{amount}|{ticket_of(intent_id)}|||0|"


class Sale(NamedTuple):
    """What the terminal says of a sale; amount in minor units, None where it is none."""

    response: str
    terminal: str
    ticket: str
    authorisation: str
    amount: int | None
    tail: str
    operation: str

    @property
    def slip(self) -> dict[str, str]:
        """Return it by the slip's labels; the number of an account, which the terminal may send, is never read."""
        slip = {
            "terminal": self.terminal, "voucher": self.operation or self.ticket, "reference": self.ticket,
            "authorisation": self.authorisation, "card": "*" * 12 + self.tail if self.tail else "",
        }  # fmt: skip
        return {name: value for name, value in slip.items() if value}


def read_sale(fields: list[str]) -> Sale:
    """Return what the fields of 0210 or 0260 say; what is missing is ''."""
    at = [*(each.strip() for each in fields), *[""] * 11]
    amount = int(at[6]) if at[6].isdecimal() else None
    tail = at[9] if at[9].isdecimal() and len(at[9]) == _SHOWN else ""
    return Sale(at[1], at[3], at[4], at[5], amount, tail, at[10])


@dataclass(slots=True)
class MessageReader:
    """Takes bytes in whatever pieces, gives messages (their fields), ACK, NAK, or a broken message as b"!"."""

    _body: bytearray | None = None
    _ended: bool = field(default=False)

    def feed(self, data: bytes) -> Iterator[list[str] | bytes]:
        """Take bytes; it never raises."""
        for byte in data:
            found = self._take(byte)
            if found is not None:
                yield found

    def _take(self, byte: int) -> list[str] | bytes | None:
        if self._body is None:
            if byte == STX:
                self._body, self._ended = bytearray(), False
            return bytes([byte]) if byte in (ACK, NAK) else None
        if not self._ended:
            self._body.append(byte)
            self._ended = byte == ETX
            if len(self._body) > _LONGEST:
                self._body = None
                return b"!"
            return None
        body, self._body = bytes(self._body), None
        if reduce(xor, body) != byte:
            return b"!"
        return body[:-1].decode("ascii", "replace").split("|")
