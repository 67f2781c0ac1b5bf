"""Placeholders: what is filled in, what is named as a slip, and that no text can break the letter it goes into."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.rules.placeholders import filled, misspelt
from counter.rules.text_difference import difference

KNOWN = ("name", "total", "deadline")
VALUES = {"name": "张三", "total": "¥751.80", "deadline": "2026-12-11"}


def test_placeholders_are_filled_in_and_doubled_braces_are_braces() -> None:
    assert filled("{name}: {{{total}}} by {deadline}", VALUES) == "张三: {¥751.80} by 2026-12-11"
    assert misspelt("{name}: {{{total}}} {{x}}", KNOWN) == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("{nmae}", "name"),
        ("{Total}", "total"),
        ("｛name｝", "name"),  # as a Chinese input method types it
        ("{name｝", "name"),
        ("{name!r}", "name"),
        ("{total:>9999}", "total"),
        ("{name.__class__}", ""),
        ("{}", ""),
        ("{", ""),
        ("}", ""),
        ("｝", ""),
    ],
)
def test_what_nobody_fills_in_is_named_with_its_place_and_what_was_meant(typed: str, meant: str) -> None:
    text = f"Dear {{name}},\n请 {typed}"
    (found,) = misspelt(text, KNOWN)
    assert (found.line, found.column, found.typed) == (2, 3, typed)
    assert text[found.at : found.end] == typed
    assert not meant or found.meant == meant
    assert filled(text, VALUES) == f"Dear 张三,\n请 {typed}"


@settings(max_examples=25)
@given(st.text(alphabet="{}｛｝ab\n张 !:", max_size=40))
def test_no_text_breaks_the_letter_and_without_a_slip_only_doubled_braces_change(text: str) -> None:
    said = filled(text, VALUES)
    if not misspelt(text, KNOWN):
        assert said == text.replace("{{", "{").replace("}}", "}")


@settings(max_examples=25)
@given(st.text(alphabet="ab 请缴{}", max_size=30), st.text(alphabet="ab 请缴{}", max_size=30))
def test_without_what_differs_both_wordings_are_the_same(old: str, new: str) -> None:
    found = difference(old, new)
    assert _without(old, found.removed) == _without(new, found.added)
    assert (found == ((), ())) == (old == new)


def test_a_difference_is_told_by_whole_words_and_by_single_han_characters() -> None:
    assert difference("please pay {total} soon", "please settle {total} soon") == (((7, 13),), ((7, 10),))
    assert difference("请尽快缴清", "请按时缴清") == (((1, 3),), ((1, 3),))


def _without(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    for start, end in reversed(spans):
        text = text[:start] + text[end:]
    return text
