"""The texts of the letters as an editor holds them: what is in force, what was typed and is not saved yet."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from counter.desk.letter_settings import (
    COMMON_PARTS,
    PARTS,
    PERSONAL_PART,
    LetterSettings,
    shipped,
    text_fits,
    text_key,
    tidy,
)
from counter.papers.letter_texts import EVERY
from counter.rules.arrears import LADDER, Segment
from counter.words import LANGUAGES, N_, Language, Words
from counter.words.arrears_terms import SEGMENTS, STEPS
from counter.words.terms import term

PART_WORDS: Mapping[str, str] = {
    "title": N_("title"),
    "opening": N_("opening"),
    "closing": N_("closing"),
    "ways": N_("how to pay"),
    "rights": N_("rights"),
}


class TextId(NamedTuple):
    """A text of the letters: its part, and what it belongs to: a step, a segment or every letter."""

    part: str
    of: str

    def __str__(self) -> str:
        return f"{self.part}.{self.of}"


def text_id(text: str) -> TextId:
    """Return the id that is written "opening.demand"."""
    part, _, of = text.partition(".")
    return TextId(part, of)


TEXT_IDS: tuple[TextId, ...] = (
    *(TextId(part, step) for step in LADDER for part in PARTS),
    *(TextId(PERSONAL_PART, segment) for segment in Segment),
    *(TextId(part, EVERY) for part in COMMON_PARTS),
)


def name_of(text: TextId, w: Words) -> str:
    """Return what a text is called on the screen."""
    if text.part == PERSONAL_PART:
        return w("Said to: {segment}", segment=term(text.of, SEGMENTS, w))
    letter = w("Every letter") if text.of == EVERY else term(text.of, STEPS, w)
    return w("{letter}, {part}", letter=letter, part=w(PART_WORDS[text.part]))


class TextsState:
    """The texts in all languages; what is typed stays until it is saved or is again what is in force."""

    def __init__(self, settings: LetterSettings) -> None:
        self.settings = settings
        self._words = {language: Words.load(language) for language in LANGUAGES}
        self._typed: dict[tuple[TextId, Language], str] = {}

    def words(self, language: Language) -> Words:
        """Return the words of a language."""
        return self._words[language]

    def in_force(self, text: TextId, language: Language) -> str:
        """Return what letters say now."""
        return self.settings.text(text.part, text.of, self._words[language])

    def shipped(self, text: TextId, language: Language) -> str:
        """Return what came with the program."""
        return shipped(text.part, text.of, self._words[language])

    def now(self, text: TextId, language: Language) -> str:
        """Return what stands in the box for a text."""
        return self._typed.get((text, language), self.in_force(text, language))

    def take(self, text: TextId, language: Language, typed: str) -> None:
        """Keep what was typed."""
        if typed == self.in_force(text, language):
            self._typed.pop((text, language), None)
        else:
            self._typed[(text, language)] = typed

    def is_typed(self, text: TextId, language: Language) -> bool:
        """Whether something is typed for a text that is not saved."""
        return (text, language) in self._typed

    def is_own(self, text: TextId, language: Language) -> bool:
        """Whether the office has words of its own in force for a text."""
        return bool(self.settings.texts.get(text_key(*text, language)))

    @property
    def unsaved(self) -> tuple[tuple[TextId, Language], ...]:
        """Return the texts that are typed and not saved."""
        return tuple(self._typed)

    def as_typed(self) -> LetterSettings:
        """Return the settings as they would be if everything typed were saved."""
        return replace(self.settings, texts=self.to_save(self.settings.texts))

    def to_save(self, kept: Mapping[str, str]) -> dict[str, str]:
        """Return the office's own words with what is typed; an empty text and the shipped one are no own words."""
        texts = dict(kept)
        for (text, language), typed in self._typed.items():
            said, key = tidy(typed), text_key(*text, language)
            texts.pop(key, None)
            if said and said != self.shipped(text, language):
                texts[key] = said
        return texts

    def unfit(self) -> tuple[TextId, Language] | None:
        """Return the first text that cannot be saved: too long, or with a placeholder that nobody fills in."""
        return next(self._unfit(), None)

    def saved(self, settings: LetterSettings) -> None:
        """Hear that everything typed is in force."""
        self.settings = settings
        self._typed.clear()

    def read_again(self, settings: LetterSettings) -> None:
        """Take the settings as they are now; what is typed stays."""
        self.settings = settings
        for (text, language), typed in tuple(self._typed.items()):
            self.take(text, language, typed)

    def _unfit(self) -> Iterator[tuple[TextId, Language]]:
        texts = self.as_typed().texts
        for language in LANGUAGES:
            for text in TEXT_IDS:
                if not text_fits(text.part, texts.get(text_key(*text, language), "")):
                    yield text, language
