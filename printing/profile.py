"""What the layout must know of a receipt printer and of the faces it may draw with."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Encoding = Literal["gb18030", "gbk", "utf-8", "bitmap"]
CELL = 12  # dots per column: font A of every ESC/POS printer; a line of text is two cells high


@dataclass(frozen=True, slots=True)
class ThermalProfile:
    """A receipt printer: 32 columns on 58 mm paper, 42 or 48 on 80 mm.

    native_qr: the printer draws QR codes itself, else they are sent as pictures; qr_dots: dots per QR module;
    cut: none only feeds the paper out.
    """

    columns: int = 48
    encoding: Encoding = "gb18030"
    native_qr: bool = True
    qr_dots: int = 6
    cut: Literal["full", "partial", "none"] = "partial"

    @property
    def dots(self) -> int:
        """The printable width in dots."""
        return self.columns * CELL


@dataclass(frozen=True, slots=True)
class FontFiles:
    """The TrueType files papers are drawn with; `rare` are asked, in order, for what the first two lack."""

    regular: Path
    bold: Path
    rare: tuple[Path, ...] = ()
