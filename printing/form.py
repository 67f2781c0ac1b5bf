"""The sheets a paper can be laid out on, in millimetres, and the descriptions of pre-printed stock."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one value goes on pre-printed stock: baseline at y, left, centre or right at x, in mm; size in points.

    key: the name of the pair or sum, or its label; a title's text is "title", its sub "sub", a mark's text "mark", the
    text of running text "text", a code "code" (x and y its upper left corner, size its side in mm). width: mm after
    which the value goes on in the next line, `pitch` mm lower; 0 for one line.
    """

    key: str
    x: float
    y: float
    size: float = 10.0
    align: Literal["left", "center", "right"] = "left"
    width: float = 0.0
    pitch: float = 5.0


@dataclass(frozen=True, slots=True)
class RowSpots:
    """Where the lines of the first table go: one x per column (right-aligned ones end there), pitch between lines.

    rows: how many lines the stock has; what is over goes on a further sheet. detail_x: where the composition goes,
    None to leave it out. width: mm the first column may take before it is set smaller, at half size at the least.
    """

    xs: tuple[float, ...]
    right: tuple[bool, ...]
    y: float
    pitch: float
    rows: int
    size: float = 9.0
    width: float = 40.0
    detail_x: float | None = None


@dataclass(frozen=True, slots=True)
class Stock:
    """Pre-printed paper: only values are printed, each at its place; dx and dy (mm) move everything right and down."""

    spots: tuple[Spot, ...]
    rows: RowSpots | None = None
    dx: float = 0.0
    dy: float = 0.0

    def moved(self, dx: float, dy: float) -> "Stock":
        """Return the same stock with other offsets, in mm."""
        return replace(self, dx=dx, dy=dy)


@dataclass(frozen=True, slots=True)
class PdfForm:
    """A sheet: its size and margins in mm, the rhythm its lines keep, and the size of its text in points.

    wide: more pairs a row and compositions beside their line instead of under it; impact: printed by needles, so no
    grey surfaces; parts: one page for each of a paper's parts; code: side of a QR code in mm.
    air: between the rows of a table, in beats of the rhythm.
    """

    name: str
    width: float
    height: float
    margin_x: float
    margin_top: float
    margin_bottom: float
    rhythm: float = 4.0
    size: float = 9.5
    wide: bool = False
    impact: bool = False
    parts: bool = False
    code: float = 24.0
    stock: Stock | None = None
    air: float = 0.4


A5 = PdfForm("a5", 148, 210, 12, 12, 12)
A4 = PdfForm("a4", 210, 297, 19, 18, 17, size=10)
# Letters list a year of charges: compositions beside their line keep them on one sheet.
LETTER = replace(A4, name="letter", wide=True)
# What hangs at a door or on the board is read standing, from a step away.
NOTICE = replace(A4, name="notice", margin_x=25, margin_top=30, rhythm=8.0, size=18)
CONTINUOUS_HALVES = PdfForm(
    "continuous_halves", 241, 140, 21, 7, 7, rhythm=3.7, size=9, wide=True, impact=True, parts=True, code=22
)
CONTINUOUS_THIRDS = PdfForm(
    "continuous_thirds", 241, 93.1, 21, 4.5, 4.5, rhythm=2.9, size=8, wide=True, impact=True, parts=True, code=17
)

FORMS: Mapping[str, PdfForm] = {form.name: form for form in (A5, A4, CONTINUOUS_HALVES, CONTINUOUS_THIRDS)}


def preprinted(base: PdfForm, stock: Stock) -> PdfForm:
    """Return the form of pre-printed stock on a sheet of the base's size; its parts are one print through all plies."""
    return replace(base, name="preprinted", stock=stock, parts=False)
