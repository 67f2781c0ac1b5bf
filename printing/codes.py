"""QR codes as plain squares, one drawing for bitmap lines, previews and PDF."""

from bisect import bisect_left
from functools import lru_cache

QUIET = 4  # modules of white on every side, as ISO/IEC 18004 asks

# Bytes that a code of version 1, 2, … holds at level M (ISO/IEC 18004), whatever they are.
_HOLDS = (14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666)

Matrix = tuple[tuple[bool, ...], ...]


@lru_cache(maxsize=64)
def qr_matrix(content: str) -> Matrix:
    """Return the modules of a QR code (level M) row by row, dark ones True, without the quiet zone.

    One fixed mask instead of trying all eight: every reader undoes any mask, and a batch of letters is drawn five
    times faster.
    """
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    code = QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=3)
    code.add_data(content.encode())
    code.make(fit=True)
    return tuple(tuple(bool(cell) for cell in row) for row in code.get_matrix())


def side_at_most(content: str) -> int:
    """Return how many modules wide the QR code of a content is at most, without drawing it."""
    version = bisect_left(_HOLDS, len(content.encode())) + 1
    return 17 + 4 * version if version <= len(_HOLDS) else len(qr_matrix(content))


def code_module(content: str, wished: int, dots: int) -> int:
    """Return the largest module up to the wished one with which code and quiet zone fit into the paper's dots."""
    if (side_at_most(content) + 2 * QUIET) * wished <= dots:
        return max(wished, 1)
    return max(min(wished, dots // (len(qr_matrix(content)) + 2 * QUIET)), 1)


def runs(matrix: Matrix) -> list[tuple[int, int, int]]:
    """Return the dark stretches of a code as (row, first column, length)."""
    found = []
    for y, row in enumerate(matrix):
        start = None
        for x, dark in enumerate((*row, False)):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                found.append((y, start, x - start))
                start = None
    return found
