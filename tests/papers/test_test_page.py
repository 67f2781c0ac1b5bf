"""The printer's test page: what must be seen on it, and what is no fault of the printer."""

import pytest
from fontTools.ttLib import TTFont

from counter.papers.test_page import RARE, printer_test_page
from counter.platform.fonts import FONT_REGULAR
from counter.words import LANGUAGES, Language, Words
from printing.blocks import Text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_box_in_the_place_of_a_rare_character_is_explained_beside_what_must_be_right(language: Language) -> None:
    lacking = set(RARE) - {" "} - {chr(each) for each in TTFont(FONT_REGULAR).getBestCmap()}
    paper = printer_test_page(Words.load(language), printer="", columns=32)
    said = " ".join(block.text for block in paper.blocks if isinstance(block, Text))
    assert lacking
    assert ("方框" if language == "zh_CN" else "A box with a number") in said
