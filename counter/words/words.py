"""Sentences in one language, looked up by their English form."""

import gettext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Language = Literal["zh_CN", "en"]
LANGUAGES: tuple[Language, ...] = ("zh_CN", "en")


def N_(sentence: str) -> str:  # noqa: N802  the usual name of this marker
    """Mark a sentence that is kept in a table now and said later by `w(sentence, …)`."""
    return sentence


@dataclass(frozen=True, slots=True, eq=False)  # one and the same is equal to itself, and quick to look up by
class Words:
    """The sentences of one language; handed to whoever speaks, never installed globally."""

    language: Language
    _catalogue: gettext.NullTranslations = field(repr=False)
    _found: dict[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, language: Language) -> "Words":
        """Return the words of a language; English needs no file, Chinese reads the compiled catalogue (OSError)."""
        if language == "en":
            return cls("en", gettext.NullTranslations())
        with catalogue_path(language).open("rb") as file:
            return cls(language, gettext.GNUTranslations(file))

    def __call__(self, sentence: str, /, **fields: object) -> str:
        """Return the sentence in this language with its {fields} filled in."""
        found = self._found.get(sentence)
        if found is None:
            found = self._found[sentence] = self._catalogue.gettext(sentence) if sentence else ""
        return found.format(**fields) if fields else found

    def n(self, singular: str, plural: str, n: int, /, **fields: object) -> str:
        """Return the form of the sentence that goes with the count; {n} is the count, thousands separated."""
        return _fill(self._catalogue.ngettext(singular, plural, n), {"n": f"{n:,}", **fields})

    def c(self, context: str, sentence: str, /, **fields: object) -> str:
        """Return a sentence whose English has several meanings, told apart by a context that is never shown."""
        return _fill(self._catalogue.pgettext(context, sentence), fields)


def catalogue_path(language: Language) -> Path:
    """Return where the compiled catalogue of a language lies."""
    return Path(__file__).parent / language / "LC_MESSAGES" / "counterfoil.mo"


def _fill(sentence: str, fields: dict[str, object]) -> str:
    return sentence.format(**fields) if fields else sentence
