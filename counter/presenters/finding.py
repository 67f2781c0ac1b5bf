"""Find: one box for rooms, names, initials, phone tails, plates and our own codes."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from counter.rules import room
from counter.rules.codes import NotOurCode, paper_number, parse_code, parse_paper_number, parse_reference
from counter.rules.fold import to_ascii
from counter.rules.query_kind import QueryKind, kinds
from counter.words.masks import mask_phone
from db import find
from db.queries.accounts import unit
from db.queries.dunning import letter_by_number
from db.queries.receipts import receipt_by_number

LIMIT = 12
_PLATE_SIGNS, _NAME_SIGNS = re.compile(r"[ ·•.\-]"), re.compile(r"[ .'\-]")


class FoundUnit(NamedTuple):
    """A unit that fits what was typed, worded for the list; receipt_id where a code named a receipt."""

    unit_id: int
    code: str
    who: str
    receipt_id: int = 0


class UnknownCode(Exception):
    """A code of our own form was scanned, but these books have no such paper."""

    code = "unknown_code"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def find_units(reader: Any, text: str, limit: int = LIMIT) -> list[FoundUnit]:
    """Return the units a typed or scanned text may mean, likeliest first. Raises WrongCheck, UnknownCode."""
    found: dict[int, FoundUnit] = {}
    for hit in _hits(reader, text, limit):
        found.setdefault(hit.unit_id, hit)
        if len(found) >= limit:
            break
    return list(found.values())


def _hits(reader: Any, text: str, limit: int) -> Iterator[FoundUnit]:
    for kind in kinds(text):
        if kind is QueryKind.CODE:
            yield from _by_code(reader, text)
        elif kind is QueryKind.ROOM:
            for key in room.keys(text):
                yield from _search(reader, "room", key, limit)
        else:
            yield from _search(reader, _KEY_KIND[kind], _folded(kind, text), limit)


_KEY_KIND = {
    QueryKind.NAME: "name",
    QueryKind.INITIALS: "initials",
    QueryKind.PHONE_TAIL: "phone",
    QueryKind.PLATE: "plate",
}


def _folded(kind: QueryKind, text: str) -> str:
    folded = to_ascii(text).strip().upper()
    if kind is QueryKind.PLATE:
        return _PLATE_SIGNS.sub("", folded)
    if kind is QueryKind.INITIALS:
        return _NAME_SIGNS.sub("", folded)
    return folded


def _search(reader: Any, kind: str, key: str, limit: int) -> Iterator[FoundUnit]:
    for hit in find.search(reader, kind, key, limit):
        who = f"{hit.name}  {mask_phone(hit.phone)}" if hit.phone else hit.name
        yield FoundUnit(hit.unit_id, hit.code, who)


def _by_code(reader: Any, text: str) -> Iterator[FoundUnit]:
    try:
        yield _of_unit(reader, parse_reference(text), text)
        return
    except NotOurCode:
        pass
    series, number, prefix = _paper(text)
    letter = letter_by_number(reader.connection(), paper_number(series, number)) if series.startswith("L") else None
    if letter is not None and letter.hash.upper().startswith(prefix):
        yield _of_unit(reader, int(letter.facts["unit"]), text)
        return
    found = receipt_by_number(reader.connection(), series, number)
    if found is None or found.unit_id is None or not found.hash.upper().startswith(prefix):
        if prefix:
            raise UnknownCode(text)
        return
    yield FoundUnit(found.unit_id, found.unit_code or "", "", found.id)


def _of_unit(reader: Any, unit_id: int, text: str) -> FoundUnit:
    """Return the unit that a letter or a payment reference names. Raises UnknownCode."""
    found = unit(reader.connection(), unit_id)
    if found is None:
        raise UnknownCode(text)
    return FoundUnit(found.id, found.code, "")


def _paper(text: str) -> tuple[str, int, str]:
    """Return series, number and hash prefix of a scanned code, or of a receipt number as it is printed."""
    try:
        return parse_code(text)
    except NotOurCode:
        pass
    try:
        series, number = parse_paper_number(text)
    except NotOurCode:
        return "", 0, ""
    # Receipts print their number without the R of their series.
    return (f"R{series}" if series.isdigit() else series), number, ""
