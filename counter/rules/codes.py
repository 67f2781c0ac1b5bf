"""Our own code, as the QR on a paper carries it and a window's scanner reads it back: A–Z, 0–9 and '-' only.

CF1-R2026-000123-7F3A09C1-K4: version, series, number, first eight figures of the receipt's hash, two check
characters. The check is ISO/IEC 7064 MOD 1271-36 with '-' counted as a 37th character, so that every single
wrong character and every exchange of neighbours is found.
"""

import re
from typing import NamedTuple

from counter.rules.fold import to_ascii

PREFIX = "CF1"
HASH_FIGURES = 8
_MODULUS, _RADIX = 1271, 36
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"
_VALUE = {character: value for value, character in enumerate(_ALPHABET)}
_HASH = re.compile(r"[0-9A-F]{8}")
_SERIES = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
_CODE = re.compile(r"CF1-(?P<series>[A-Z0-9]+(?:-[A-Z0-9]+)*)-(?P<number>[0-9]{6,})-(?P<hash>[0-9A-F]{8})-[0-9A-Z]{2}")
_REFERENCE = re.compile(r"U(?P<unit>[0-9]{6,})-[0-9A-Z]{2}")
_NUMBER = re.compile(r"(?P<series>[A-Z]{0,3}-?[0-9]{4}|[A-Z]{1,3})-(?P<number>[0-9]{6,12})")


class Code(NamedTuple):
    """What a code says: the series and number of a paper, and the beginning of its hash (upper-case hex)."""

    series: str
    number: int
    hash_prefix: str


class NotOurCode(ValueError):
    """The text is no code of ours."""

    code = "not_our_code"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class WrongCheck(ValueError):
    """The text has the shape of our code, but a character was read wrongly."""

    code = "wrong_check"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class BadSeries(ValueError):
    """A series, number or hash that no code can carry."""

    code = "bad_series"

    def __init__(self, series: str, number: int, hash_hex: str) -> None:
        super().__init__(series, number, hash_hex)
        self.series = series
        self.number = number
        self.hash_hex = hash_hex


def receipt_code(series: str, number: int, hash_hex: str) -> str:
    """The code of a paper from its series, its number and its hash in hex; raises BadSeries."""
    prefix = hash_hex[:HASH_FIGURES].upper()
    if not _SERIES.fullmatch(series) or number < 0 or not _HASH.fullmatch(prefix):
        raise BadSeries(series, number, hash_hex)
    body = f"{PREFIX}-{series}-{number:06d}-{prefix}-"
    return body + _check_characters(body)


def parse_code(text: str) -> Code:
    """Reads a scanned or typed code, in any case and width; raises NotOurCode, WrongCheck."""
    folded = to_ascii(text).strip().upper()
    match = _CODE.fullmatch(folded)
    if match is None:
        raise NotOurCode(text)
    if _remainder(folded) != 1:
        raise WrongCheck(text)
    return Code(match["series"], int(match["number"]), match["hash"])


def payment_reference(unit_id: int) -> str:
    """What a payer writes beside a transfer, so that it is known whose it is: "U000123-K4", two check characters."""
    body = f"U{unit_id:06d}-"
    return body + _check_characters(body)


def parse_reference(text: str) -> int:
    """The unit of a payment reference, in any case and width; raises NotOurCode, WrongCheck."""
    folded = to_ascii(text).strip().upper()
    match = _REFERENCE.fullmatch(folded)
    if match is None:
        raise NotOurCode(text)
    if _remainder(folded) != 1:
        raise WrongCheck(text)
    return int(match["unit"])


def paper_number(series: str, number: int) -> str:
    """The number as people read it on paper: "R2026-000123"."""
    return f"{series}-{number:06d}"


def parse_paper_number(text: str) -> tuple[str, int]:
    """Series and number of "R2026-000123", or "2026-000123" with a series of figures only; raises NotOurCode."""
    match = _NUMBER.fullmatch(to_ascii(text).strip().upper())
    if match is None:
        raise NotOurCode(text)
    return match["series"], int(match["number"])


def _check_characters(body: str) -> str:
    """The two characters that bring the whole code to remainder one."""
    missing = (1 - _remainder(body + "00")) % _MODULUS
    high, low = divmod(missing, _RADIX)
    return _ALPHABET[high] + _ALPHABET[low]


def _remainder(text: str) -> int:
    value = 0
    for character in text:
        value = (value * _RADIX + _VALUE[character]) % _MODULUS
    return value
