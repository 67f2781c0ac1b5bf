"""Colours and sizes as values; no window is needed."""

import pytest

from counter.screens.look import DARK, LIGHT, Look, Palette
from counter.screens.theme import clamp_scale, palette_named
from counter.screens.widgets.key_button import Kind, colours_of
from counter.screens.widgets.pill import PillKind, pill_colours

READ_ON = [
    ("ink", "surface"),
    ("ink", "ground"),
    ("ink", "tint"),
    ("ink", "quiet"),
    ("soft", "surface"),
    ("soft", "ground"),
    ("ink", "line"),
    ("muted", "surface"),
    ("on_bar", "bar"),
    ("accent_ink", "tint_strong"),
    ("accent_ink", "ground"),
    ("saved", "surface"),
    ("risk", "surface"),
    ("risk", "ground"),
]


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB (WCAG 2.1)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
@pytest.mark.parametrize(("text", "ground"), READ_ON)
def test_every_text_can_be_read_on_its_ground(palette: Palette, text: str, ground: str) -> None:
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
@pytest.mark.parametrize("kind", ["primary", "quiet", "danger", "chip"])
def test_the_words_on_a_button_can_be_read_also_under_the_mouse(palette: Palette, kind: Kind) -> None:
    tones = colours_of(kind, palette)
    assert contrast(tones.ink, tones.fill) >= 4.5
    assert contrast(tones.ink, tones.hover) >= 4.5
    assert contrast(tones.key_ink, tones.fill) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
@pytest.mark.parametrize("kind", ["accent", "plain", "saved", "warning", "risk"])
def test_the_words_on_a_pill_can_be_read(palette: Palette, kind: PillKind) -> None:
    fill, ink = pill_colours(kind, palette)
    assert contrast(ink, fill) >= 4.5


def test_sizes_follow_the_scale() -> None:
    assert [Look(LIGHT, scale, "x").px(15) for scale in (1.0, 1.25, 1.5, 2.0)] == [15, 19, 22, 30]
    assert Look(LIGHT, 2.0, "x").font(20, bold=True) == ("x", -40, "bold")


def test_an_absurd_scale_is_brought_into_what_the_screens_are_made_for() -> None:
    assert (clamp_scale(0.2), clamp_scale(1.5), clamp_scale(9)) == (1.0, 1.5, 2.0)


def test_an_unknown_theme_is_light() -> None:
    assert palette_named("dark") is DARK
    assert palette_named("sepia") is LIGHT
