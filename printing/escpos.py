"""A paper as the bytes of an ESC/POS receipt printer, collected by python-escpos's `Dummy`.

The library's own text output cannot be used for Chinese (it never sends `FS &` and counts columns in characters), so
every byte comes from `printing.encode` and the library only carries them.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from printing import encode
from printing.blocks import Paper
from printing.profile import FontFiles, ThermalProfile
from printing.thermal import Line, lay_out

if TYPE_CHECKING:
    from printing.canvas import Painter

CACHE_VARIABLE = "ESCPOS_CAPABILITIES_PICKLE_DIR"


def use_cache(folder: Path) -> None:
    """Keep the library's printer table and the empty folders its import leaves behind in a folder of our own.

    Call it once before the first receipt; imports the library (about 0.3 s), so call it on the spool's thread.
    Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    os.environ[CACHE_VARIABLE] = str(folder)
    if "escpos.capabilities" in sys.modules:
        return
    litter = folder / "scratch"
    litter.mkdir(exist_ok=True)
    for old in litter.iterdir():
        if old.is_dir() and not any(old.iterdir()):
            old.rmdir()
    before, tempfile.tempdir = tempfile.tempdir, str(litter)
    try:
        import escpos.printer  # noqa: F401
    finally:
        tempfile.tempdir = before


def receipt_bytes(paper: Paper, profile: ThermalProfile, fonts: FontFiles, painter: Painter | None = None) -> bytes:
    """Return the whole paper for the printer, cut included.

    Raises OSError where a font file is needed for a picture and missing.
    """
    from escpos.printer import Dummy

    if painter is None:
        from printing.canvas import Painter

        painter = Painter(fonts)
    parts, lines = [encode.opening(profile.encoding)], list[Line]()
    for laid in lay_out(paper, profile.columns):
        if isinstance(laid, Line):
            lines.append(laid)
            continue
        parts += (encode.text_bytes(lines, profile, painter), *encode.code_bytes(laid.content, profile))
        lines = []
    parts += (encode.text_bytes(lines, profile, painter), encode.closing(profile))
    printer: Any = Dummy()
    printer._raw(b"".join(parts))
    output: bytes = printer.output
    return output
