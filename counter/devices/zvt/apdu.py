"""APDUs: class, instruction, length, data; and the commands that the counter gives. Amounts in minor units."""

from typing import NamedTuple

STATUS_INFORMATION = b"\x04\x0f"
INTERMEDIATE = b"\x04\xff"
COMPLETION = b"\x06\x0f"
ABORTED = b"\x06\x1e"
PRINT_LINE, PRINT_TEXT = b"\x06\xd1", b"\x06\xd3"
POSITIVE = b"\x80\x00\x00"

CURRENCIES = {"CNY": 156, "EUR": 978, "HKD": 344, "MOP": 446, "USD": 840}
_LONG = 0xFF
_LARGEST = 10**12 - 1
# The terminal tells how far it is, and prints its own slips.
_CONFIG = 0x08
_PASSWORD = 0


class CannotEncode(Exception):
    """A figure has no place in the terminal's protocol: a defect of the program, or a currency it does not know."""

    code = "zvt_cannot_encode"

    def __init__(self, value: str) -> None:
        super().__init__(value)
        self.value = value


class Apdu(NamedTuple):
    """One message: kind is class and instruction."""

    kind: bytes
    data: bytes


def encode_apdu(kind: bytes, data: bytes = b"") -> bytes:
    """Return the bytes of an APDU; data may be 65,535 bytes long."""
    if len(data) < _LONG:
        return kind + bytes([len(data)]) + data
    return kind + bytes([_LONG]) + len(data).to_bytes(2, "little") + data


def decode_apdu(raw: bytes) -> Apdu | None:
    """Return the APDU that bytes are, None where their length says that they are none."""
    end = apdu_length(raw)
    if end is None or end != len(raw):
        return None
    return Apdu(raw[:2], raw[5:] if raw[2] == _LONG else raw[3:])


def apdu_length(raw: bytes) -> int | None:
    """Return how many bytes an APDU has that begins so, None where it is not known yet."""
    if len(raw) < 3:
        return None
    if raw[2] != _LONG:
        return 3 + raw[2]
    return None if len(raw) < 5 else 5 + int.from_bytes(raw[3:5], "little")


def bcd(number: int, size: int) -> bytes:
    """Return a number as so many bytes of two figures each. Raises CannotEncode."""
    text = f"{number:0{size * 2}d}"
    if number < 0 or len(text) > size * 2:
        raise CannotEncode(str(number))
    return bytes.fromhex(text)


def register(currency: str) -> bytes:
    """Return 06 00: who we are, what the terminal shall tell us, and in which currency."""
    return encode_apdu(b"\x06\x00", bcd(_PASSWORD, 3) + bytes([_CONFIG]) + _currency(currency))


def authorise(amount: int, currency: str) -> bytes:
    """Return 06 01: take a payment."""
    return encode_apdu(b"\x06\x01", _amount(amount) + b"\x49" + _currency(currency))


def repeat_receipt() -> bytes:
    """Return 06 20: tell the last payment again."""
    return encode_apdu(b"\x06\x20", bcd(_PASSWORD, 3))


def reverse(receipt: int) -> bytes:
    """Return 06 30: take a payment back, named by its receipt number."""
    return encode_apdu(b"\x06\x30", bcd(_PASSWORD, 3) + b"\x87" + bcd(receipt, 2))


def refund(amount: int, currency: str) -> bytes:
    """Return 06 31: give money back to a card."""
    return encode_apdu(b"\x06\x31", bcd(_PASSWORD, 3) + _amount(amount) + b"\x49" + _currency(currency))


def end_of_day() -> bytes:
    """Return 06 50: close the terminal's day."""
    return encode_apdu(b"\x06\x50", bcd(_PASSWORD, 3))


def abort() -> bytes:
    """Return 06 B0: stop waiting for a card."""
    return encode_apdu(b"\x06\xb0")


def status_enquiry() -> bytes:
    """Return 05 01: say how you are."""
    return encode_apdu(b"\x05\x01", bcd(_PASSWORD, 3))


def _amount(amount: int) -> bytes:
    if not 0 < amount <= _LARGEST:
        raise CannotEncode(str(amount))
    return b"\x04" + bcd(amount, 6)


def _currency(currency: str) -> bytes:
    if currency not in CURRENCIES:
        raise CannotEncode(currency)
    return bcd(CURRENCIES[currency], 2)
