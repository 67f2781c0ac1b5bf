"""A letter to a real unit to look at while its words are written: the same facts as those of a letter that is sent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from counter.desk.letter_draft import draft, slipped
from counter.desk.letter_settings import PERSONAL_PART, TITLE_PART, LetterSettings, shipped, text_key
from counter.desk.office import Office
from counter.desk.owing import Owing
from counter.papers.letter import LetterFacts
from counter.papers.letter_texts import SHIPPED
from counter.rules.arrears import Segment, Step
from counter.words import Words


class Examples(NamedTuple):
    """The units a text can be looked at with; real: whether such a letter would go to them today."""

    units: tuple[Owing, ...]
    real: bool


def examples(units: Sequence[Owing], step: Step, segment: Segment | None) -> Examples:
    """Return the units that a text is for: those due for a step or, where one is named, those who pay like a segment.

    Where there is none, every unit that owes something will do. Heirs are written to in words of their own, and what is
    said of disputes goes to everybody of whose charges some are disputed.
    """
    if segment is not Segment.HEIRS:
        units = [each for each in units if each.verdict.segment is not Segment.HEIRS] or units
    owing = tuple(each for each in units if each.asked(coming=step is Step.FRIENDLY))
    if segment is Segment.DISPUTING:
        fitting = tuple(each for each in owing if each.debtor.frozen)
    elif segment is not None:
        fitting = tuple(
            each for each in owing
            if each.verdict.segment is segment and (segment is not Segment.SLIPPED or slipped(each))
        )  # fmt: skip
    else:
        fitting = tuple(each for each in owing if each.verdict.step is step and each.verdict.hold is None)
    if fitting:
        return Examples(fitting, True)
    if segment is Segment.SLIPPED:
        owing = tuple(each for each in owing if slipped(each)) or owing
    return Examples(owing or tuple(each for each in units if each.demanded or each.coming), False)


def example_letter(
    connection: Any, found: Owing, step: Step, segment: Segment | None, day: date, office: Office,
    settings: LetterSettings, words: Words,
) -> LetterFacts:  # fmt: skip
    """Return the letter of a step to a unit as of a day, as if it paid like a segment where one is named."""
    if segment is not None:
        found = found._replace(verdict=found.verdict._replace(segment=segment))
    if not found.asked(coming=step is Step.FRIENDLY):
        # It shows the words; with which charges is said beside it.
        either = found.demanded or found.coming
        found = found._replace(lines=either, coming=either, rests=(), former=frozenset())
    return draft(connection, found, step, day, office, settings, words)


def as_shipped(settings: LetterSettings, part: str, of: str, words: Words) -> LetterSettings:
    """Return the settings with the shipped words for one text."""
    key = text_key(part, of, words.language)
    return replace(settings, texts={**settings.texts, key: shipped(part, of, words)})


def step_shown(part: str, of: str, last: Step) -> tuple[Step, Segment | None]:
    """Return with which step a text is looked at, and for whom: a segment's words do not stand in every letter."""
    if part == PERSONAL_PART:
        segment = Segment(of)
        only_reminder = segment is Segment.SLIPPED or last is Step.FRIENDLY
        return (Step.REMINDER if only_reminder else last), segment
    return (Step(of) if of in SHIPPED[TITLE_PART] else last), None
