"""What the office decided about its letters: rules, words, how it is reached, the rest days for limitation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from unicodedata import category

from counter.papers.letter_texts import PLACEHOLDERS, SHIPPED
from counter.rules.arrears import Terms
from counter.rules.letter_cost import Costs
from counter.rules.limitation import Calendar, RestYear
from counter.rules.placeholders import misspelt
from counter.words import LANGUAGES, Words
from db.queries.settings import in_force

TERMS, TEXTS, REST_DAYS, REPLY_DAYS = "arrears_terms", "letter_texts", "rest_days", "letter_reply_days"
COSTS = "letter_costs"
CONTACTS = ("letter_contact", "letter_contact_en")
TITLE_PART, PERSONAL_PART = "title", "personal"
PARTS = (TITLE_PART, "opening", "closing")
COMMON_PARTS = ("ways", "rights")
KEYS = frozenset({TERMS, TEXTS, REST_DAYS, REPLY_DAYS, COSTS})
LONGEST_TEXT, LONGEST_TITLE = 1200, 60
_MOST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class LetterSettings:
    """The settings of letters in force on a day; reply_days: how long a letter gives to pay.

    texts: the office's own words by "opening.demand.zh_CN"; where one is missing the shipped ones are said.
    """

    terms: Terms = field(default_factory=Terms)
    reply_days: int = 15
    texts: Mapping[str, str] = field(default_factory=dict)
    contact: str = ""
    contact_en: str = ""
    calendar: Calendar = field(default_factory=dict)
    costs: Costs = field(default_factory=Costs)

    def text(self, part: str, step: str, w: Words) -> str:
        """Return a part of a step's letter, of every letter (step EVERY), or what is said to a segment.

        Placeholders are not filled in.
        """
        return self.texts.get(text_key(part, step, w.language), "") or shipped(part, step, w)

    def reached(self, language: str) -> str:
        """Return how the office is reached, for a paper of a language."""
        return (self.contact if language == "zh_CN" else self.contact_en) or self.contact


def shipped(part: str, step: str, w: Words) -> str:
    """Return the words that come with the program in place of an office's own."""
    return w(SHIPPED[part][step])


def text_key(part: str, step: str, language: str) -> str:
    """Return the name under which the office's own words are kept."""
    return f"{part}.{step}.{language}"


def load_letter_settings(connection: Any, day: str) -> LetterSettings:
    """Return the settings of letters in force on a day (ISO date)."""
    kept = in_force(connection, day)
    return LetterSettings(
        Terms(**kept.get(TERMS, {})),
        kept.get(REPLY_DAYS, 15),
        kept.get(TEXTS, {}),
        kept.get(CONTACTS[0], ""),
        kept.get(CONTACTS[1], ""),
        calendar_of(kept.get(REST_DAYS, {})),
        Costs(**kept.get(COSTS, {})),
    )


def calendar_of(kept: Mapping[str, Mapping[str, Any]]) -> Calendar:
    """Return the rest days as the books keep them, by year."""
    return {
        int(year): RestYear(_days(each.get("off", ())), _days(each.get("worked", ()))) for year, each in kept.items()
    }


def _days(texts: Any) -> frozenset[date]:
    return frozenset(date.fromisoformat(each) for each in texts)


def fits(key: str, value: Any) -> bool:
    """Whether a setting of letters can have a value."""
    if key == REPLY_DAYS:
        return type(value) is int and 1 <= value <= 90
    if not isinstance(value, dict):
        return False
    if key in (TERMS, COSTS):
        known = set((Terms if key == TERMS else Costs)._fields)
        return value.keys() <= known and all(type(n) is int and 0 <= n <= _MOST for n in value.values())
    if key == TEXTS:
        parts = _parts()
        return value.keys() <= parts.keys() and all(
            isinstance(text, str) and text_fits(parts[name], text) for name, text in value.items()
        )
    try:
        calendar = calendar_of(value)
    except (AttributeError, TypeError, ValueError):
        return False
    return all(day.year == year for year, each in calendar.items() for day in each.off | each.worked)


def _parts() -> dict[str, str]:
    """The part of a letter that each text is, by the name under which it is kept."""
    return {
        text_key(part, of, language): part for part, texts in SHIPPED.items() for of in texts for language in LANGUAGES
    }


def text_fits(part: str, text: str) -> bool:
    """Whether a text is of a length for its part of a letter, and names no placeholder that nobody fills in."""
    return not too_long(part, text) and not misspelt(text, PLACEHOLDERS)


def longest(part: str) -> int:
    """Return of how many characters a part of a letter may be; a title also stands in one line."""
    return LONGEST_TITLE if part == TITLE_PART else LONGEST_TEXT


def tidy(text: str) -> str:
    """Return a text without what no paper prints: tabs become spaces, other control characters go.

    Empty lines around it go too; the wide space that Chinese paragraphs begin with stays.
    """
    lines = "\n".join(text.splitlines())
    shown = (" " if char in "\t\u00a0" else char for char in lines)
    return "".join(char for char in shown if char == "\n" or category(char) not in ("Cc", "Cf")).strip("\n ")


def too_long(part: str, text: str) -> bool:
    """Whether a text is longer than its part of a letter may be, or a title has a second line."""
    return len(text) > longest(part) or (part == TITLE_PART and "\n" in text)
