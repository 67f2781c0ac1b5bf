"""Room numbers as people write them, brought to one canonical form, and shown in the estate's own format.

Canonical: parts of A–Z, 0–9 or Chinese joined by '-': "3栋2单元1201" is "3-2-1201", "商铺S-12" is "商铺-S-12".
"""

import re

from counter.rules.fold import to_ascii

_WORDS = "号楼|单元|[栋幢座号楼室弄期区#]"
_AFTER_PART = re.compile(rf"(?<=[0-9A-Z])\s*(?:{_WORDS})+")
# Patterns that only Chinese needs are compiled with the first of it: the window stands before that.
_NUMERAL = (
    "(?<![一二三四五六七八九十])([一二三四五六七八九]?)(十?)([一二三四五六七八九]?)"
    r"(?=\s*(?:号楼|单元|[栋幢座号楼弄期区]))"
)
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_OTHER = re.compile(rf"[^0-9A-Z{_HAN}]+")
_BORDER = rf"(?<=[0-9A-Z])(?=[{_HAN}])|(?<=[{_HAN}])(?=[0-9A-Z])"
_LETTERS_FIGURES = re.compile(r"(?<=[A-Z])(?=[0-9])")
_DASHES = re.compile("-+")
_LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
_LEVEL_AND_PLACE = re.compile(r"(B[1-9])([0-9]{2,4})")
_NUMERALS = "一二三四五六七八九"


def fold(text: str) -> str:
    """The canonical form of a room number as typed; folding it again changes nothing. Empty when nothing is left."""
    plain = to_ascii(text).upper()
    if plain.isascii():  # no numerals and no borders with Han, and most are typed like that
        return _OTHER.sub("-", _AFTER_PART.sub("-", plain)).strip("-")
    plain = _AFTER_PART.sub("-", re.sub(_NUMERAL, _numeral, plain))
    return _DASHES.sub("-", re.sub(_BORDER, "-", _OTHER.sub("-", plain))).strip("-")


def keys(text: str) -> list[str]:
    """The canonical forms a typed room number may mean, likeliest first, to look up by prefix.

    A bare run of figures is read in every way that makes building, entrance and room:
    "321201" may be 3-2-1201, 32-1-201, 3-21-201, 32-1201 or 321-201.
    """
    folded = fold(text)
    if not folded:
        return []
    found = [folded, _LEADING_ZEROS.sub("", folded)]
    *before, last = folded.split("-")
    if last.isdecimal() and len(before) <= 1 and not any(_has_han(part) for part in before):
        found += ["-".join([*before, *split]) for split in _splits(last, parts_before=len(before))]
    found += _letters_apart(folded) + _basement(folded)
    found += [_LEADING_ZEROS.sub("", key) for key in found]
    return list(dict.fromkeys(found))


def index_keys(room: str) -> list[str]:
    """The keys under which a room is to be found: its canonical form, and the shorter ways people write it.

    Without leading zeros, without a leading Chinese word ("S-12" for 商铺S-12), without the entrance
    ("5-1201" for 5-2-1201).
    """
    folded = fold(room)
    if not folded:
        return []
    found = [folded]
    parts = folded.split("-")
    if len(parts) > 1 and _has_han(parts[0]):
        parts = parts[1:]
        found.append("-".join(parts))
    if len(parts) == 3 and all(part.isdecimal() for part in parts):
        found.append(f"{parts[0]}-{parts[2]}")
    found += [_LEADING_ZEROS.sub("", key) for key in found]
    found += [apart for key in found for apart in _letters_apart(key)]
    return list(dict.fromkeys(found))


def _numeral(match: re.Match[str]) -> str:
    """A Chinese numeral up to 99 before 栋, 单元 and the like."""
    tens, ten, ones = match.groups()
    if ten:
        return str((_NUMERALS.index(tens) + 1 if tens else 1) * 10 + (_NUMERALS.index(ones) + 1 if ones else 0))
    if tens and ones:
        return f"{_NUMERALS.index(tens) + 1}{_NUMERALS.index(ones) + 1}"
    figure = tens or ones
    return str(_NUMERALS.index(figure) + 1) if figure else ""


def _has_han(part: str) -> bool:
    return bool(part) and not part.isascii()


def _splits(figures: str, parts_before: int) -> list[list[str]]:
    """Ways to cut a run of figures: with nothing before it into building, entrance, room or building, room;
    after a building into entrance and room."""
    if parts_before:
        return _cut(figures, ((1,), (2,)))
    return _cut(figures, ((1, 1), (2, 1), (1, 2), (2, 2))) + _cut(figures, ((1,), (2,), (3,)))


def _cut(figures: str, heads: tuple[tuple[int, ...], ...]) -> list[list[str]]:
    """Cuts heads of the given lengths off; what is left must look like a room of three or four figures."""
    result = []
    for room_length in (4, 3):
        for lengths in heads:
            if sum(lengths) + room_length != len(figures):
                continue
            parts, at = [], 0
            for length in lengths:
                parts.append(figures[at : at + length].lstrip("0"))
                at += length
            if all(parts) and _looks_like_a_room(figures[at:]):
                result.append([*parts, figures[at:]])
    return result


def _looks_like_a_room(figures: str) -> bool:
    """Storey and door: "1201", "201", and "0502" with its storey in two figures, but never storey nought."""
    return not figures.startswith("00" if len(figures) == 4 else "0")


def _letters_apart(folded: str) -> list[str]:
    """ "S12" written as "S-12", where the last part mixes letters and figures."""
    head, dash, last = folded.rpartition("-")
    apart = _LETTERS_FIGURES.sub("-", last)
    return [] if apart == last else [head + dash + apart]


def _basement(folded: str) -> list[str]:
    """ "B1023" may be place 023 on level B1."""
    match = _LEVEL_AND_PLACE.fullmatch(folded)
    return [f"{match[1]}-{match[2]}"] if match else []
