"""The floor of a printed receipt: python-escpos's own calls writing lines that are laid out already."""

from collections.abc import Sequence
from typing import Any

from printing.thermal import Laid, QrLine


def write_lines(lines: Sequence[Laid], dots: int) -> bytes:
    """Return a paper's lines as the library writes them into its `Dummy`; dots: of a module of the code.

    Its `text` has no two-byte Chinese, so the characters go in as GB18030; styles, code and cut are the library's.
    """
    from escpos.printer import Dummy

    printer: Any = Dummy()
    printer.hw("INIT")
    style = (False, 1)
    for line in lines:
        if isinstance(line, QrLine):
            printer.set(align="center")
            printer.qr(line.content, native=True, size=dots)
            printer.set(align="left")
            continue
        for text, bold, scale in line.spans:
            if (bold, scale) != style:
                big = scale == 2
                printer.set(bold=bold, double_width=big, double_height=big, normal_textsize=not big)
                style = (bold, scale)
            printer._raw(text.encode("gb18030"))
        printer._raw(b"\n")
    printer.cut("PART")
    written: bytes = printer.output
    return written
