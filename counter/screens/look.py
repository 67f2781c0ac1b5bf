"""The look as a value: two palettes of the same roles, the sizes of type, the factor of all sizes."""

import tkinter as tk
from dataclasses import dataclass
from functools import lru_cache
from tkinter import font as tkfont
from typing import Literal

SMALL, BODY, BUTTON, HEAD, TITLE = 13, 15, 17, 20, 24
SUM, SUM_LARGE, SUM_HUGE = 32, 40, 56

Font = tuple[str, int] | tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by role as #RRGGBB; every text role has a contrast of at least 4.5 on the grounds it is used on."""

    name: Literal["light", "dark"]
    ink: str
    soft: str
    muted: str
    surface: str
    ground: str
    line: str
    outline: str
    bar: str
    on_bar: str
    bar_risk: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_ink: str
    tint: str
    tint_strong: str
    quiet: str
    quiet_hover: str
    ring: str
    saved: str
    saved_tint: str
    ready: str
    risk: str
    risk_hover: str
    risk_tint: str
    on_risk: str
    warning: str
    warning_ink: str
    warning_tint: str
    scrim: str


LIGHT = Palette(
    name="light",
    ink="#1D2430",
    soft="#5F6A79",
    muted="#6B7684",
    surface="#FFFFFF",
    ground="#F4F5F7",
    line="#E1E5EA",
    outline="#C3CAD4",
    bar="#1F2A37",
    on_bar="#F3F5F8",
    bar_risk="#FF8F85",
    accent="#1F6FD1",
    accent_hover="#1A60B7",
    on_accent="#FFFFFF",
    accent_ink="#17559F",
    tint="#F0F6FE",
    tint_strong="#E4EFFC",
    quiet="#EDF0F5",
    quiet_hover="#E2E7EE",
    ring="#0B3A78",
    saved="#17713F",
    saved_tint="#EAF7EF",
    ready="#2FB36A",
    risk="#B3261E",
    risk_hover="#982019",
    risk_tint="#FCEEED",
    on_risk="#FFFFFF",
    warning="#E0A530",
    warning_ink="#7A5300",
    warning_tint="#FDF5E3",
    scrim="#BFC6D0",
)

DARK = Palette(
    name="dark",
    ink="#E9EDF3",
    soft="#A3AEBD",
    muted="#8A95A5",
    surface="#1B212A",
    ground="#12161C",
    line="#2C3541",
    outline="#455162",
    bar="#0B0E13",
    on_bar="#E6EAF0",
    bar_risk="#FF8F85",
    accent="#5AA0F2",
    accent_hover="#74B0F6",
    on_accent="#07121F",
    accent_ink="#8CBFFA",
    tint="#1F2C3E",
    tint_strong="#22354E",
    quiet="#2A323D",
    quiet_hover="#343E4B",
    ring="#D6E7FC",
    saved="#6FD69C",
    saved_tint="#18342A",
    ready="#45C580",
    risk="#FF8F85",
    risk_hover="#FFA59D",
    risk_tint="#361D1C",
    on_risk="#2A0805",
    warning="#E5B34A",
    warning_ink="#F0C873",
    warning_tint="#33290F",
    scrim="#06080B",
)


@dataclass(frozen=True, slots=True)
class Look:
    """What a widget needs to draw itself: colours, the factor of all sizes, the family of the face."""

    palette: Palette
    scale: float
    family: str

    def px(self, size: int) -> int:
        """Return a design size in the pixels of this window."""
        return round(size * self.scale)

    def font(self, size: int = BODY, *, bold: bool = False) -> Font:
        """Return a font for Tk's own widgets; the negative size means pixels."""
        return (self.family, -self.px(size), "bold") if bold else (self.family, -self.px(size))

    def measure(self, text: str, size: int = BODY, *, bold: bool = False) -> int:
        """Return the width of a text in pixels; needs an open window."""
        widths = char_widths(self.family, self.px(size), bold)
        return sum([widths[char] for char in text])


class FontHolder(tk.Label):
    """Never shown: while it is there Tk keeps its font open, which it would otherwise open for every question."""


class CharWidths(dict[str, int]):
    """The width of each character of one font in pixels, asked of Tk once each.

    Tk sets characters side by side without kerning, so a text is as wide as its characters. Asking Tk for each text
    would cost half a millisecond where no widget shows the font at the moment.
    """

    def __init__(self, font: tkfont.Font) -> None:
        super().__init__()
        self._font = font
        FontHolder(font=font)

    def __missing__(self, char: str) -> int:
        width = self[char] = self._font.measure(char)
        return width


@lru_cache(maxsize=64)
def char_widths(family: str, pixels: int, bold: bool) -> CharWidths:
    """Return the widths of one font, kept for all texts of the window."""
    return CharWidths(tkfont.Font(family=family, size=-pixels, weight="bold" if bold else "normal"))
