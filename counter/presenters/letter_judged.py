"""What is said of a text of the letters while it is typed: what nobody fills in, what threatens, what is too long."""

from collections.abc import Iterator

from counter.desk.letter_settings import TITLE_PART, longest, too_long
from counter.papers.letter_texts import PLACEHOLDERS
from counter.presenters.letter_editor_view import Judged, Told
from counter.presenters.letter_picture import LetterPicture
from counter.rules.placeholders import Misspelt, misspelt
from counter.rules.text_difference import Span
from counter.rules.threats import threats
from counter.words import Words, formats
from counter.words.arrears_terms import THREATS
from counter.words.terms import term


def judged(
    part: str, text: str, w: Words, *, sheets: tuple[int, int] = (0, 0), picture: LetterPicture | None = None
) -> Judged:  # fmt: skip
    """Return what is to be said of a text of a part.

    picture: the letter with it; sheets: of that letter, and of the one with the shipped text.
    """
    wrong = misspelt(text, PLACEHOLDERS)
    told = [Told("risk", _misspelt(each, w)) for each in wrong]
    told += [Told("risk", each) for each in _too_long(part, text, w)]
    threat = threats_told("", text, w)
    told += [Told("warning", threat)] if threat else []
    if picture is not None and picture.missing:
        told.append(Told("warning", w("No face of the paper has these characters: {characters}",
                                      characters=picture.missing)))  # fmt: skip
    if picture is not None and picture.too_wide:
        told.append(Told("warning", w("It is wider than its place in the letter.")))
    if sheets[0] > sheets[1]:
        told.append(Told("warning", w("With these words the letter takes {n} sheets, with the shipped ones {shipped}.",
                                      n=sheets[0], shipped=sheets[1])))  # fmt: skip
    return Judged(tuple(told), tuple((each.at, each.end) for each in wrong), tuple(_threats(text)))


def threats_told(name: str, text: str, w: Words) -> str:
    """Return the words that threaten, with what the law says, '' where none does; name: of the text, '' where clear."""
    found = threats(text)
    if not found:
        return ""
    kinds = dict.fromkeys(kind for kind, _words in found)
    named = w(", ").join(
        w("“{words}”: {what}", words=w(", ").join(words for each, words in found if each is kind),
          what=term(kind.value, THREATS, w))
        for kind in kinds
    )  # fmt: skip
    law = w("{found}. It is not allowed against debtors (Civil Code §944): a letter may name the court.", found=named)
    return w("{text}: {told}", text=name, told=law) if name else law


def _threats(text: str) -> Iterator[Span]:
    start = 0
    for _kind, words in threats(text):
        at = text.find(words, start)
        at = at if at >= 0 else text.find(words)
        start = at
        yield at, at + len(words)


def _misspelt(each: Misspelt, w: Words) -> str:
    if each.meant:
        return w("Line {line}, character {column}: {typed} is no placeholder. {meant} may be meant.",
                 line=each.line, column=each.column, typed=each.typed, meant=f"{{{each.meant}}}")  # fmt: skip
    return w("Line {line}, character {column}: {typed} is no placeholder.",
             line=each.line, column=each.column, typed=each.typed)  # fmt: skip


def _too_long(part: str, text: str, w: Words) -> Iterator[str]:
    if part == TITLE_PART and "\n" in text:
        yield w("A title has one line.")
    elif too_long(part, text):
        yield w("{n} characters are too many: {most} at the most.", n=formats.count(len(text)),
                most=formats.count(longest(part)))  # fmt: skip
