"""A letter to a real unit drawn with the texts as they stand in the editor; on a thread beside the window."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from counter.desk.letter_draft import placeholder_values
from counter.desk.letter_example import Examples, as_shipped, example_letter, examples, step_shown
from counter.desk.letter_settings import LetterSettings, tidy
from counter.desk.office import Office
from counter.desk.owing import Owing, owing_units
from counter.papers.letter import letter_paper
from counter.presenters.letter_picture import LetterPicture, draw_letter, sheets
from counter.presenters.letter_texts_state import TextId
from counter.rules.arrears import Step
from counter.rules.placeholders import filled
from counter.rules.text_difference import Difference, difference
from counter.words import Words
from db.books import Books


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be drawn: a text as typed within settings that have it, the shipped one, for whom and how wide.

    step: the letter looked at last; units: those that owe, None where they are to be read; unit_id: the one wished for.
    """

    text: TextId
    words: Words
    typed: str
    shipped: str
    settings: LetterSettings
    day: date
    office: Office
    step: Step
    units: tuple[Owing, ...] | None
    unit_id: int
    width: int


class Drawn(NamedTuple):
    """What was drawn: for which of the units found; no picture where nobody owes anything.

    values: what each placeholder gives; sheets: of the letter as typed, and with the shipped words.
    """

    units: tuple[Owing, ...]
    found: Examples
    at: int
    picture: LetterPicture | None
    values: dict[str, str]
    sheets: tuple[int, int]
    beside: Difference
    width: int


def draw_example(books: Books, wanted: Wanted) -> Drawn:
    """Return the letter as wanted; for the window's worker. Raises OSError without faces."""
    reader = books.reader()
    try:
        return _drawn(reader.connection(), wanted)
    finally:
        reader.close()


def _drawn(connection: object, wanted: Wanted) -> Drawn:
    settings, words = wanted.settings, wanted.words
    units = wanted.units
    if units is None:
        units = tuple(owing_units(connection, wanted.day, settings))
    step, segment = step_shown(wanted.text.part, wanted.text.of, wanted.step)
    found = examples(units, step, segment)
    beside = difference(wanted.shipped, wanted.typed if wanted.typed.strip() else wanted.shipped)
    if not found.units:
        return Drawn(units, found, 0, None, {}, (0, 0), beside, wanted.width)
    at = next((place for place, each in enumerate(found.units) if each.unit.id == wanted.unit_id), 0)
    facts, plain = (
        example_letter(connection, found.units[at], step, segment, wanted.day, wanted.office, each, words)
        for each in (settings, as_shipped(settings, *wanted.text, words))
    )
    values = placeholder_values(facts)
    said = filled(tidy(wanted.typed) or wanted.shipped, values)
    picture = draw_letter(letter_paper(facts, words), wanted.width, said)
    taken = len(picture.pages), sheets(letter_paper(plain, words))
    return Drawn(units, found, at, picture, values, taken, beside, wanted.width)
