"""The slip of a card terminal as evidence: what makes it recognisable, and when two of them are the same slip."""

import re
from typing import NamedTuple

from counter.rules.fold import to_ascii

PREFIX = "slip:"
# Before a reference that a driver made of date, hour and trace: it stands on no slip, so nobody can have typed it.
MADE = "T"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class SlipKey(NamedTuple):
    """What a slip is known by; '' where it was not typed.

    day: when it was typed (ISO date); it stands for a batch that was not typed, and of a known slip with a batch it is
    not kept.
    """

    terminal: str
    batch: str
    day: str
    voucher: str
    reference: str

    @property
    def text(self) -> str:
        """Return it as it is stored: slip:terminal:batch or day:voucher, and the reference where there is one."""
        parts = (self.terminal, self.batch or self.day, self.voucher, *([self.reference] if self.reference else []))
        return PREFIX + ":".join(parts)


def slip_key(terminal: str, batch: str, day: str, voucher: str, reference: str) -> SlipKey:
    """Return what the labels of a slip (as they were typed) come to on a day (ISO date)."""
    typed = (same_number(each).replace(":", "") for each in (terminal, batch, voucher, reference))
    terminal, batch, voucher, reference = typed
    return SlipKey(terminal, batch, day, voucher, reference)


def same_number(number: str) -> str:
    """Return a slip's number as it compares: width, case, spaces and leading zeros do not make another slip."""
    return to_ascii(number).replace(" ", "").upper().lstrip("0")


def next_voucher(voucher: str) -> str:
    """Return the number of the slip after one, as long as that one; '' where it is no number."""
    if not (voucher.isascii() and voucher.isdecimal()):
        return ""
    return str(int(voucher) % (10 ** len(voucher) - 1) + 1).zfill(len(voucher))


def read_slip_key(text: str) -> SlipKey:
    """Return the key that was stored as text."""
    terminal, batch, voucher, *rest = text.removeprefix(PREFIX).split(":")
    is_day = _DAY.fullmatch(batch) is not None
    return SlipKey(terminal, "" if is_day else batch, batch if is_day else "", voucher, rest[0] if rest else "")


def is_same_slip(typed: SlipKey, known: SlipKey) -> bool:
    """Whether a slip that is typed now is one that is known: what was left out proves nothing.

    An equal reference is enough. An equal voucher is, unless terminal or batch contradict each other, or two different
    references do where terminal and batch are not both there; one that a driver made says nothing against one that is
    printed. Where the known slip has no batch, its voucher only means something on its day.
    """
    if typed.reference and typed.reference == known.reference:
        return True
    if typed.voucher != known.voucher or _contradict(typed.terminal, known.terminal):
        return False
    if _contradict(typed.batch, known.batch):
        return False
    whole = typed.terminal == known.terminal != "" and typed.batch == known.batch != ""
    alike = _is_made(typed.reference) == _is_made(known.reference)
    if not whole and alike and _contradict(typed.reference, known.reference):
        return False
    return bool(known.batch) or known.day == typed.day


def _is_made(reference: str) -> bool:
    return reference.startswith(MADE)


def _contradict(one: str, other: str) -> bool:
    return bool(one and other and one != other)
