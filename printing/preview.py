"""The receipt as a picture on the screen, drawn from the same lines that are sent to the printer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from printing.blocks import Paper
from printing.codes import QUIET, code_module, qr_matrix
from printing.profile import FontFiles, ThermalProfile
from printing.thermal import Laid, QrLine, lay_out

if TYPE_CHECKING:
    from PIL import Image

    from printing.canvas import Painter

MARGIN = 24
ROW_STEP = 30  # the line feed printers start with: 1/6 inch at 180 to 203 dots


def preview(paper: Paper, profile: ThermalProfile, fonts: FontFiles, painter: Painter | None = None) -> Image.Image:
    """Return the paper as a grey picture, one dot of the printer a pixel; a kept painter makes the next one quicker.

    Raises OSError where a font file is missing.
    """
    from printing.canvas import Painter, sheet

    painter = painter or Painter(fonts)
    laid = lay_out(paper, profile.columns)
    height = 2 * MARGIN + sum(_height(line, profile) for line in laid)
    image = sheet(profile.dots + 2 * MARGIN, height)
    y = MARGIN
    for line in laid:
        _draw(image, painter, line, y, profile)
        y += _height(line, profile)
    return image


def _height(line: Laid, profile: ThermalProfile) -> int:
    if not isinstance(line, QrLine):
        return ROW_STEP * line.scale
    matrix = qr_matrix(line.content)
    return (len(matrix) + 2 * QUIET) * code_module(line.content, profile.qr_dots, profile.dots)


def _draw(image: Image.Image, painter: Painter, line: Laid, y: int, profile: ThermalProfile) -> None:
    if isinstance(line, QrLine):
        from printing.canvas import draw_code

        matrix = qr_matrix(line.content)
        module = code_module(line.content, profile.qr_dots, profile.dots)
        left = MARGIN + (profile.dots - len(matrix) * module) // 2
        draw_code(image, matrix, left, y + QUIET * module, module)
        return
    from printing.canvas import ROW

    x = MARGIN
    for span in line.spans:
        drop = ROW * (line.scale - span.scale)
        x = painter.text(image, x, y + drop, span.text, bold=span.bold, scale=span.scale)
