"""What the widgets compute before they draw."""

import io
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from counter.screens import glyphs
from counter.screens.folding import fold, letter
from counter.screens.key_row import EVERYWHERE, PAY
from counter.screens.keys import KEYS, help_for, key_name
from counter.screens.widgets.columns import kept, share_widths
from counter.screens.widgets.progress import seconds_left
from counter.screens.widgets.text import ELLIPSIS, fit
from counter.words import Words

WIDTHS = st.lists(st.tuples(st.integers(1, 400), st.integers(0, 5)), min_size=1, max_size=12)


@given(WIDTHS, st.integers(0, 5000))
def test_columns_fill_the_table_exactly(columns: list[tuple[int, int]], total: int) -> None:
    widths = share_widths(total, [least for least, _ in columns], [share for _, share in columns])
    assert sum(widths) == total
    assert min(widths) >= 0


@given(WIDTHS, st.integers(0, 2000))
def test_with_room_to_spare_no_column_is_below_its_least_width(columns: list[tuple[int, int]], spare: int) -> None:
    least = [width for width, _ in columns]
    widths = share_widths(sum(least) + spare, least, [share for _, share in columns])
    assert all(width >= minimum for width, minimum in zip(widths, least, strict=True))


def test_words_give_way_before_figures_do() -> None:
    assert share_widths(300, [200, 100, 100], [1, 0, 0]) == [100, 100, 100]
    assert share_widths(100, [200, 100, 100], [1, 0, 0]) == [50, 25, 25]


def test_columns_that_yield_leave_only_where_the_room_ends() -> None:
    yields = [False, True, True, False]
    assert kept(400, [100, 100, 100, 100], yields) == [0, 1, 2, 3]
    assert kept(399, [100, 100, 100, 100], yields) == [0, 1, 3]
    assert kept(50, [100, 100, 100, 100], yields) == [0, 3]


@given(st.text(max_size=40))
def test_folding_keeps_the_length_and_folds_once(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("１２．５０", "12.50"),
        ("600。00", "600.00"),
        ("３－２－１２０１", "3-2-1201"),
        ("Ｂ１－０２３", "B1-023"),
        ("张三", "张三"),
    ],
)
def test_what_an_input_method_types_is_what_was_meant(typed: str, meant: str) -> None:
    assert fold(typed) == meant


@pytest.mark.parametrize(("char", "name"), [("p", "P"), ("P", "P"), ("ｐ", "P"), ("5", ""), ("張", ""), ("", "")])
def test_a_letter_is_a_command_in_either_case_and_width(char: str, name: str) -> None:
    assert letter(char) == name


@given(st.text(max_size=30), st.integers(0, 300))
def test_a_shortened_text_fits_and_is_a_beginning(text: str, width: int) -> None:
    def measure(part: str) -> int:
        return 10 * len(part)

    short = fit(text, width, 10, measure)
    if short != text:
        assert short.endswith(ELLIPSIS)
        assert text.startswith(short[:-1])
        assert measure(short) <= max(width, measure(ELLIPSIS))
    else:
        assert measure(text) <= width


def test_a_tick_box_is_smooth_at_its_corners_and_full_inside() -> None:
    picture = Image.open(io.BytesIO(glyphs.render(glyphs.ticked("#1F6FD1", "#FFFFFF"), 18)))
    pixels = [picture.getpixel((x, y)) for x, y in ((0, 0), (9, 2))]
    assert picture.size == (18, 18)
    assert pixels[1] == (0x1F, 0x6F, 0xD1, 255)
    assert isinstance(pixels[0], tuple)
    assert pixels[0][3] < 60


def test_a_sign_is_the_picture_that_was_approved() -> None:
    sign = glyphs.light_attention("#B45309", "#10233F")
    dots = [Image.open(io.BytesIO(glyphs.render(sign, size))).tobytes() for size in (12, 18, 24)]
    assert sha256(b"".join(dots)).hexdigest()[:16] == "8edddc5f22951723"


def test_the_lights_differ_in_shape_and_not_only_in_colour() -> None:
    signs = [
        glyphs.light_ready("#FFFFFF"),
        glyphs.light_absent("#FFFFFF"),
        glyphs.light_attention("#FFFFFF", "#000000"),
        glyphs.light_fault("#FFFFFF", "#000000"),
        glyphs.light_unknown("#FFFFFF"),
    ]
    assert len({glyphs.render(sign, 12) for sign in signs}) == len(signs)


def test_no_key_means_two_things_in_one_place() -> None:
    places = [(row.scope, row.key) for row in KEYS]
    assert len(places) == len(set(places))
    everywhere = {row.key for row in KEYS if row.scope == EVERYWHERE}
    assert not everywhere & {row.key for row in KEYS if row.scope != EVERYWHERE}


def test_the_help_names_only_screens_that_are_there() -> None:
    everywhere, pay = help_for(Words.load("en"), (EVERYWHERE, PAY), frozenset({"F2", "F4"}))
    shown = [key for key, _ in everywhere.rows]
    assert "F4" in shown
    assert "F5" not in shown
    assert ("F9", "Take cash; with nothing typed, the exact sum") in pay.rows


@pytest.mark.parametrize(
    ("keysym", "state", "name"),
    [("F9", 0, "F9"), ("F9", 1, "Shift-F9"), ("KP_Enter", 0, "Return"), ("p", 0, "P"), ("P", 1, "P"), ("c", 4, "")],
)
def test_a_key_has_one_name_however_it_is_pressed(keysym: str, state: int, name: str) -> None:
    assert key_name(keysym, state) == name


def test_the_time_left_follows_the_pace_so_far() -> None:
    assert seconds_left(250, 1000, 10.0) == 30
    assert seconds_left(0, 1000, 10.0) is None
    assert seconds_left(3, 1000, 0.2) is None
