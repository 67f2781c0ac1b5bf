"""How wide text is on a receipt printer, and where it may break; the breaker serves PDF too, with its own measure.

A printer in two-byte mode gives one cell to ASCII and two to everything else, also to signs the East-Asian width
tables call ambiguous (× … ①), because they come from its Han font.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

# Characters that may not begin a line, and those that may not end one (kinsoku; the closing and opening marks of
# GB/T 15834), with their ASCII counterparts.
NOT_FIRST = frozenset("。，、；：？！）》」』】〕〉”’％‰℃…—·～°㎡²³元角分,.;:?!)]}%")
NOT_LAST = frozenset("（《「『【〔〈“‘￥¥＄$([{#№第")

# Signs between two figures, and units after one: a product stays on its line with what it is made of.
_TIMES = frozenset("×")
_UNITS = frozenset(("m", "㎡", "kWh", "kW", "t", "吨", "度", "户"))  # "m" begins m² and m³

_AMOUNT = re.compile(r"[-+−±]?[¥￥$]?[-−]?\d[\d,]*(\.\d+)?%?")
_TOKEN = re.compile(r" +|[-+−]?[¥￥]?[!-~]+(?:[¥￥][!-~]+)?|.", re.DOTALL)
_PLAIN = re.compile(r"[ -~一-龥，。、：；！？（）《》￥×㎡①-⑩]*")  # nothing in it that normalising changes
_UNPRINTED = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me", "Zl", "Zp"))
_SAME = {"¥": "￥", "\u00a0": " ", "\t": " ", "\u2002": " ", "\u2009": " ", "\u2011": "-", "\u2212": "-"}


@lru_cache(maxsize=1024)
def normalise(text: str) -> str:
    """Return the text as a receipt printer gets it, to be measured only afterwards.

    The yen sign and m² become the full-width ones the printer's font has; invisible and control characters go, line
    breaks stay.
    """
    if _PLAIN.fullmatch(text):
        return text
    composed = unicodedata.normalize("NFC", text).replace("m²", "㎡")
    return "".join(_SAME.get(char, char) for char in composed if char == "\n" or char in _SAME or _prints(char))


def _prints(char: str) -> bool:
    return " " <= char <= "~" or unicodedata.category(char) not in _UNPRINTED


def columns(text: str) -> int:
    """Return how many cells normalised text takes."""
    return len(text) if text.isascii() else 2 * len(text) - len(text.encode("ascii", "ignore"))


@lru_cache(maxsize=4096)
def is_amount(text: str) -> bool:
    """Return whether the text is one figure, which stands right-aligned and is never broken."""
    return _AMOUNT.fullmatch(text.strip()) is not None


def wrap(text: str, limit: float, measure: Callable[[str], float] = columns) -> list[str]:
    """Break text into lines no wider than the limit, in the unit of `measure`; at least one line.

    Han text breaks between any two characters except against NOT_FIRST and NOT_LAST; words, amounts, dates and room
    numbers stay whole while they fit on a line by themselves.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        if measure(paragraph) <= limit:
            lines.append(paragraph)
        else:
            lines.extend(_broken(paragraph, limit, measure))
    return lines


def _broken(paragraph: str, limit: float, measure: Callable[[str], float]) -> Iterator[str]:
    line = ""
    for piece in pieces(paragraph):
        if measure(line + piece.rstrip(" ")) <= limit:
            line += piece
            continue
        if line.strip():
            yield line.rstrip(" ")
        line = piece.lstrip(" ")
        while measure(line) > limit and len(line) > 1:
            cut = _longest(line, limit, measure)
            yield line[:cut].rstrip(" ")
            line = line[cut:].lstrip(" ")
    yield line.rstrip(" ")


def _longest(piece: str, limit: float, measure: Callable[[str], float]) -> int:
    """Where to cut what is wider than a line: as far as fits, earlier at a space or where a mark forbids that place."""
    cut = 1
    while cut < len(piece) and measure(piece[: cut + 1]) <= limit:
        cut += 1
    space = piece.rfind(" ", 1, cut + 1)
    if 0 < space < len(piece) - 1:
        return space + 1
    best = cut
    while best > 1 and (piece[best] in NOT_FIRST or piece[best - 1] in NOT_LAST):
        best -= 1
    return best if best > 1 else cut


def pieces(paragraph: str) -> list[str]:
    """Return the smallest parts of a paragraph that stay whole, in order; joined they are the paragraph."""
    whole: list[str] = []
    for token in _TOKEN.findall(paragraph):
        if len(whole) > 1 and whole[-1] == " " and _belongs(token, whole[-2]):
            whole[-2:] = [whole[-2] + " "]
            whole[-1] += token
            continue
        glued = whole and (
            (token[0] in NOT_FIRST and not whole[-1].isspace()) or (whole[-1][-1] in NOT_LAST and not token.isspace())
        )
        if glued:
            whole[-1] += token
        else:
            whole.append(token)
    return whole


def _belongs(token: str, before: str) -> bool:
    """Whether a token stays with what stands before the space: a figure with its unit (947.50 元), a product whole."""
    if token[0] in NOT_FIRST or token in _UNITS:
        return before[-1].isdigit()
    return token in _TIMES or before[-1] in _TIMES


def pad(text: str, width: int, align: str) -> str:
    """Return the text filled with spaces to a width in cells; text that is wider comes back as it is."""
    free = width - columns(text)
    if free <= 0:
        return text
    if align == "right":
        return " " * free + text
    if align == "center":
        return " " * (free // 2) + text + " " * (free - free // 2)
    return text + " " * free
