"""Full-width forms, as an input method produces them, folded to the plain characters they stand for.

Every character is replaced by exactly one, so that the insertion mark of an entry stays where it is. The punctuation of
a Chinese sentence is no such form: what an owner says goes onto papers as it was typed.
"""

import re

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SIGNS = {0x3000: " ", 0x3002: ".", 0xFF61: ".", 0x2212: "-", 0x2013: "-", 0x2014: "-", 0xFFE5: "¥", 0x3001: ","}
FOLDED: dict[int, int | str] = {**_FULL_WIDTH, **_SIGNS}
_IN_WORDS = {code: plain for code, plain in FOLDED.items() if chr(code) not in "，。、；：？！（）—"}
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")


def fold(text: str) -> str:
    """Return the text with full-width forms, the ideographic full stop and dashes made plain."""
    return text.translate(FOLDED)


def fold_words(text: str) -> str:
    """Return the text folded, but for the punctuation of a text that has Chinese words in it."""
    return text.translate(_IN_WORDS if _HAN.search(text) else FOLDED)


def letter(char: str) -> str:
    """Return a typed letter as the capital it is shown as beside its command, '' for anything else."""
    plain = fold(char).upper()
    return plain if len(plain) == 1 and "A" <= plain <= "Z" else ""
