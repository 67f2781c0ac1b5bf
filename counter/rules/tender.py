"""How a payment is made: tender kinds, split tenders, change, and what a card slip may leave behind."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from counter.rules.fold import to_ascii


class TenderKind(StrEnum):
    """The ways to pay at the window."""

    CASH = "cash"
    CARD = "card"
    SCAN = "scan"
    QR_CODE = "qr_code"
    TRANSFER = "transfer"
    CHEQUE = "cheque"
    BALANCE = "balance"


class Tender(NamedTuple):
    """One tender of a payment and the sum it carries, in fen."""

    kind: TenderKind
    amount: int


class Tendered(NamedTuple):
    """A payment whose tenders cover it exactly.

    change: fen handed back. cash: fen that stay in the till. received_cash: fen handed over.
    parts: what each tender pays, in the order given; they sum to the sum to pay.
    """

    change: int
    cash: int
    received_cash: int
    parts: tuple[Tender, ...]


class PaysTooLittle(ValueError):
    """The tenders do not reach the sum to pay."""

    code = "pays_too_little"

    def __init__(self, missing_minor: int) -> None:
        super().__init__(missing_minor)
        self.missing_minor = missing_minor


class ChangeOnlyFromCash(ValueError):
    """Card, code, transfer, cheque or balance carry more than is to pay; change is given from cash only."""

    code = "change_only_from_cash"

    def __init__(self, excess_minor: int) -> None:
        super().__init__(excess_minor)
        self.excess_minor = excess_minor


class EmptyTender(ValueError):
    """A tender of a split payment carries nothing, or less."""

    code = "empty_tender"

    def __init__(self, tender: str) -> None:
        super().__init__(tender)
        self.tender = tender


class FullCardNumber(ValueError):
    """More of a card number was typed than a slip shows; only the masked form travels with the error."""

    code = "full_card_number"

    def __init__(self, masked: str) -> None:
        super().__init__(masked)
        self.masked = masked


class NotACardNumber(ValueError):
    """The text is no masked card number."""

    code = "not_a_card_number"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class NotATail(ValueError):
    """The text is not so many figures from the end of a number."""

    code = "not_a_tail"

    def __init__(self, text: str, figures: int) -> None:
        super().__init__(text, figures)
        self.text = text
        self.figures = figures


_RUN = re.compile(r"[0-9]+(?:[ \t.·_\u200b\-]+[0-9]+)*")
_CARD_LENGTHS = range(12, 20)
_SMALLEST_GROUP = 3
_LONGEST_OF_SLIP = 15  # the merchant number
_MASKED = re.compile(r"(?P<head>[0-9]{0,6})(?P<mask>[*X•.…#]*)(?P<tail>[0-9]{0,4})")
_HEAD, _TAIL = 6, 4


def tendered(to_pay: int, tenders: Sequence[Tender], received_cash: int | None = None) -> Tendered:
    """Checks that tenders cover the sum to pay (fen) and works out the change.

    Cash pays what the others leave. A cash tender may carry either that or the notes handed over;
    received_cash, where given, is what was handed over. Raises EmptyTender, PaysTooLittle, ChangeOnlyFromCash.
    """
    for tender in tenders:
        if tender.amount <= 0:
            raise EmptyTender(tender.kind.value)
    others = sum(tender.amount for tender in tenders if tender.kind is not TenderKind.CASH)
    if others > to_pay:
        raise ChangeOnlyFromCash(others - to_pay)
    cash = to_pay - others
    counted = sum(tender.amount for tender in tenders if tender.kind is TenderKind.CASH)
    handed_over = counted if received_cash is None else received_cash
    if handed_over < cash:
        raise PaysTooLittle(cash - handed_over)
    parts = [tender for tender in tenders if tender.kind is not TenderKind.CASH]
    if cash:
        place = next((i for i, tender in enumerate(tenders) if tender.kind is TenderKind.CASH), len(parts))
        parts.insert(place, Tender(TenderKind.CASH, cash))
    return Tendered(handed_over - cash, cash, handed_over, tuple(parts))


def check_card_number(text: str) -> str:
    """The masked card number of a slip ("622202******0123", or its end alone), spaces and dashes dropped.

    Raises FullCardNumber for more than the first six and last four figures, NotACardNumber for anything else.
    """
    packed = _packed(text)
    figures = "".join(c for c in packed if c.isdecimal())
    if len(figures) > _HEAD + _TAIL or holds_card_number(text):
        raise FullCardNumber(mask_card_number(figures))
    match = _MASKED.fullmatch(packed)
    if match is None or not figures:
        # A mask that covers too little shows too much, though few figures in all.
        if re.fullmatch(r"[0-9*X•.…#]+", packed) and figures:
            raise FullCardNumber(mask_card_number(figures))
        raise NotACardNumber(text)
    if len(figures) == _HEAD + _TAIL:
        return mask_card_number(figures)
    return match["head"] + "*" * len(match["mask"]) + match["tail"]


def holds_card_number(text: str) -> bool:
    """Whether a free text holds 12 to 19 figures in a row that pass the card check sum.

    Spaces, dashes and dots inside the number are seen through where it is written in groups of three figures or more.
    """
    if len(text) < _CARD_LENGTHS.start:
        return False
    return any(_has_card(re.findall("[0-9]+", run)) for run in _RUN.findall(_figures(text)))


def refuse_long_number(text: str) -> None:
    """Raise FullCardNumber where a text has more figures in a row than any number of a slip, spaces not counted.

    Not every card of a bank passes the check sum; sixteen figures are a card's and no slip's.
    """
    for run in _RUN.findall(_figures(text)):
        figures = "".join(re.findall("[0-9]+", run))
        if len(figures) > _LONGEST_OF_SLIP:
            raise FullCardNumber(mask_card_number(figures))


def _has_card(groups: list[str]) -> bool:
    """Whether some neighbouring groups together make a card number."""
    for start in range(len(groups)):
        joined = ""
        for group in groups[start:]:
            if joined and min(len(group), len(groups[start])) < _SMALLEST_GROUP:
                break
            joined += group
            if len(joined) in _CARD_LENGTHS and _passes_luhn(joined):
                return True
    return False


def mask_card_number(figures: str) -> str:
    """The first six and last four figures with six stars between; of a short number the last four only."""
    if len(figures) < _HEAD + _TAIL:
        return "*" * max(0, len(figures) - _TAIL) + figures[-_TAIL:]
    return figures[:_HEAD] + "******" + figures[-_TAIL:]


def check_tail(text: str, n: int) -> str:
    """The last n figures of a number as typed, full-width forms folded; raises NotATail, FullCardNumber."""
    packed = _packed(text)
    if holds_card_number(text):
        raise FullCardNumber(mask_card_number(packed))
    if len(packed) != n or not (packed.isascii() and packed.isdigit()):
        raise NotATail(text, n)
    return packed


def _figures(text: str) -> str:
    """Folded to ASCII, other scripts' figures too: a number must not slip through in any of them."""
    return "".join(str(int(c)) if c.isdecimal() else c for c in to_ascii(text))


def _packed(text: str) -> str:
    return _figures(text).upper().replace(" ", "").replace("-", "")


def _passes_luhn(figures: str) -> bool:
    """The check sum of ISO/IEC 7812-1, annex B."""
    total = sum(int(c) for c in figures[::-2])
    return (total + sum(sum(divmod(2 * int(c), 10)) for c in figures[-2::-2])) % 10 == 0
