"""QR codes as plain squares, one drawing for bitmap lines, previews and PDF."""

from functools import lru_cache

QUIET = 4  # modules of white on every side, as ISO/IEC 18004 asks

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
