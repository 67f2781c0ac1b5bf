"""Words say sentences in one language, and never in the language of the computer by accident."""

import pytest

from counter.words import LANGUAGES, Words

EN, ZH = Words.load("en"), Words.load("zh_CN")


def test_english_is_the_sentence_in_the_code_with_its_fields() -> None:
    assert EN("“{text}” is not a month.", text="13") == "“13” is not a month."


def test_chinese_comes_from_the_catalogue() -> None:
    assert ZH("“{text}” is not a month.", text="13") == "“13”不是有效月份。"


def test_a_sentence_without_translation_is_said_in_english() -> None:
    assert ZH("Nobody says {this}", this="x") == "Nobody says x"


def test_counts_choose_the_english_form_and_separate_thousands() -> None:
    said = [EN.n("{n} month", "{n} months", n) for n in (0, 1, 2, 1200)]
    assert said == ["0 months", "1 month", "2 months", "1,200 months"]
    assert [ZH.n("{n} month", "{n} months", n) for n in (1, 1200)] == ["1 个月", "1,200 个月"]


def test_a_context_is_never_shown() -> None:
    assert EN.c("money handed back", "Change {sum}", sum="1.00") == "Change 1.00"
    assert ZH.c("a context nobody translated", "Change") == "Change"


def test_an_empty_sentence_stays_empty_and_is_not_the_catalogues_header() -> None:
    assert ZH("") == ""


def test_braces_in_a_value_are_left_alone() -> None:
    assert ZH("“{text}” is not a month.", text="{text}") == "“{text}”不是有效月份。"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_installed_globally(language: str) -> None:
    import builtins

    Words.load("zh_CN" if language == "zh_CN" else "en")
    assert not hasattr(builtins, "_")
