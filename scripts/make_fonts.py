"""Make the two bundled faces from the variable Noto Sans SC.

Usage: python scripts/make_fonts.py NotoSansSC[wght].ttf OFL.txt OUTPUT_FOLDER

The source is the variable TrueType face of the Noto project (SIL Open Font License 1.1). It is cut down to the
characters a payment counter in China meets, made static at the weights 400 and 700, relieved of hinting and layout
tables no program of ours reads, and given another family name, because a changed font may not carry the reserved one.
The same input gives the same bytes.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FAMILY = "Counterfoil Sans SC"
VERSION = "Version 1.000"
SIGNS = "¥￥€×÷−±·•…‰№℃㎡²³≥≤≠≈–—‘’“”′″←↑→↓↵▲▼△▽◆◇■□●○★☆✓①②③④⑤⑥⑦⑧⑨⑩"
BOX = ((90, -50), (90, 770), (910, 770), (910, -50))
BOX_INSIDE = ((160, 20), (840, 20), (840, 700), (160, 700))
TICK = ((224, 372), (292, 440), (438, 296), (712, 604), (782, 542), (442, 156))


def encodable(codec: str) -> set[int]:
    """Code points of the basic plane that the codec can write."""
    found = set[int]()
    for point in range(0x20, 0xD800):
        try:
            chr(point).encode(codec)
        except UnicodeEncodeError:
            continue
        found.add(point)
    return found


def wanted(codec: str) -> set[int]:
    """Code points kept in a face: a Chinese codec's, Latin, full-width forms and our signs."""
    latin = set(range(0x20, 0x7F)) | set(range(0xA0, 0x180))
    full_width = set(range(0xFF01, 0xFF5F)) | set(range(0xFFE0, 0xFFE7))
    return encodable(codec) | latin | full_width | {ord(sign) for sign in SIGNS}


def outside_the_basic_plane(source: Path) -> set[int]:
    """Rare Han beyond U+FFFF that the source has: characters of people's names."""
    with TTFont(source, lazy=True) as font:
        return {point for point in font.getBestCmap() if point > 0xFFFF}


def subset(font: TTFont, points: Iterable[int]) -> None:
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.glyph_names = False
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "vhea", "vmtx", "VORG", "gasp"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)


def polygon(pen: TTGlyphPen, points: Iterable[tuple[int, int]]) -> None:
    first, *rest = points
    pen.moveTo(first)
    for point in rest:
        pen.lineTo(point)
    pen.closePath()


def add_check_boxes(font: TTFont) -> None:
    """Draw ☐ and ☑, which the source lacks, one em wide (1,000 units)."""
    for point, contours in ((0x2610, (BOX, BOX_INSIDE)), (0x2611, (BOX, BOX_INSIDE, TICK))):
        name = f"uni{point:04X}"
        pen = TTGlyphPen(None)
        for contour in contours:
            polygon(pen, contour)
        glyph = pen.glyph()
        font.setGlyphOrder([*font.getGlyphOrder(), name])
        font["glyf"].glyphs[name] = glyph
        font["glyf"].glyphOrder = font.getGlyphOrder()
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (1000, glyph.xMin)
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[point] = name


def rename(font: TTFont, style: str, weight: int) -> None:
    """Give the face our family name; the copyright, trademark and licence lines of the source stay."""
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in (0, 7, 8, 9, 10, 13, 14)]
    postscript = f"{FAMILY.replace(' ', '')}-{style}"
    texts = {1: FAMILY, 2: style, 3: f"1.000;{postscript}", 4: f"{FAMILY} {style}", 5: VERSION, 6: postscript}
    for number, text in texts.items():
        names.setName(text, number, 3, 1, 0x409)
    bold = style == "Bold"
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0x61) | (0x20 if bold else 0x40)
    font["head"].macStyle = 1 if bold else 0


def make(source: Path, target: Path, points: set[int], style: str, weight: int) -> None:
    font = TTFont(source, recalcTimestamp=False)
    subset(font, points)
    font = instancer.instantiateVariableFont(font, {"wght": weight})
    for table in ("STAT", "HVAR", "MVAR", "avar"):
        if table in font:
            del font[table]
    add_check_boxes(font)
    rename(font, style, weight)
    font["post"].formatType = 3.0
    font.save(target)
    print(f"{target.name}: {len(points)} characters asked for, {target.stat().st_size:,} bytes")


def main(arguments: list[str]) -> int:
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    source, licence, folder = (Path(argument) for argument in arguments)
    folder.mkdir(parents=True, exist_ok=True)
    stem = FAMILY.replace(" ", "")
    regular = wanted("gbk") | outside_the_basic_plane(source)
    make(source, folder / f"{stem}-Regular.ttf", regular, "Regular", 400)
    make(source, folder / f"{stem}-Bold.ttf", wanted("gb2312"), "Bold", 700)
    shutil.copyfile(licence, folder / "OFL.txt")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
