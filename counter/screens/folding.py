"""Full-width forms, as an input method produces them, folded to the plain characters they stand for.

Every character is replaced by exactly one, so that the insertion mark of an entry stays where it is.
"""

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SIGNS = {0x3000: " ", 0x3002: ".", 0xFF61: ".", 0x2212: "-", 0x2013: "-", 0x2014: "-", 0xFFE5: "¥", 0x3001: ","}
FOLDED: dict[int, int | str] = {**_FULL_WIDTH, **_SIGNS}


def fold(text: str) -> str:
    """Return the text with full-width forms, the ideographic full stop and dashes made plain."""
    return text.translate(FOLDED)


def letter(char: str) -> str:
    """Return a typed letter as the capital it is shown as beside its command, '' for anything else."""
    plain = fold(char).upper()
    return plain if len(plain) == 1 and "A" <= plain <= "Z" else ""
