"""What a text typed into Find looks like, so that the likeliest search goes first."""

import re
from enum import StrEnum

from counter.rules.codes import PREFIX
from counter.rules.fold import to_ascii


class QueryKind(StrEnum):
    """The searches that one box offers."""

    ROOM = "room"
    NAME = "name"
    INITIALS = "initials"
    PHONE_TAIL = "phone_tail"
    PLATE = "plate"
    CODE = "code"


ROOM, NAME, INITIALS = QueryKind.ROOM, QueryKind.NAME, QueryKind.INITIALS
PHONE_TAIL, PLATE, CODE = QueryKind.PHONE_TAIL, QueryKind.PLATE, QueryKind.CODE

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使"
_PLATE = re.compile(rf"[{_PROVINCES}][A-Z][0-9A-Z]{{0,6}}[挂学警港澳使领]?")
_PLATE_WITHOUT_PROVINCE = re.compile(r"[A-Z](?=[0-9A-Z]*[0-9])[0-9A-Z]{4,6}")
_PLATE_SIGNS = re.compile(r"[ ·•.\-]")
_REFERENCE = re.compile(r"U[0-9]{6,}-[0-9A-Z]{2}")
_PAPER_NUMBER = re.compile(r"(?:[A-Z]{1,3}-?[0-9]{4}|[0-9]{4})-[0-9]{5,12}")
_HAN = "[\u3400-\u9fff\U00020000-\U0003ffff]"  # compiled when first needed: takes longer than all others
_ROOM_WORD = re.compile(r"(?:[0-9A-Z]|[一二三四五六七八九十])\s*(?:号|栋|幢|座|楼|单元|室|弄|期|区|#)")
_LETTERS = re.compile(r"[A-Z][A-Z .'\-]*")
_LONGEST_INITIALS = 8
_PHONE_LENGTHS = range(3, 12)
_MOBILE_LENGTH = 11


def kinds(text: str) -> tuple[QueryKind, ...]:
    """The searches worth trying for a typed text, likeliest first; none for an empty text."""
    folded = to_ascii(text).strip().upper()
    if not folded:
        return ()
    if folded.startswith(PREFIX + "-") or _REFERENCE.fullmatch(folded):
        return (CODE,)
    if folded.isascii() and folded.isdecimal():
        return _figures(folded)
    if _PLATE.fullmatch(_PLATE_SIGNS.sub("", folded)):
        return (PLATE,)
    if _PAPER_NUMBER.fullmatch(folded):
        return (CODE, ROOM)
    if not folded.isascii() and re.search(_HAN, folded):
        return _with_han(folded)
    if _LETTERS.fullmatch(folded):
        return _letters(folded)
    return (ROOM, PLATE) if _PLATE_WITHOUT_PROVINCE.fullmatch(folded) else (ROOM,)


def _figures(figures: str) -> tuple[QueryKind, ...]:
    """Figures alone are a room; from three on perhaps a phone's end; a whole mobile number first of all."""
    if len(figures) == _MOBILE_LENGTH and figures[0] == "1":
        return (PHONE_TAIL, ROOM)
    return (ROOM, PHONE_TAIL) if len(figures) in _PHONE_LENGTHS else (ROOM,)


def _with_han(text: str) -> tuple[QueryKind, ...]:
    """Chinese is a name, unless figures or the words of an address stand in it."""
    if _ROOM_WORD.search(text):
        return (ROOM, NAME)
    return (ROOM, NAME) if re.search("[0-9]", text) else (NAME, ROOM)


def _letters(text: str) -> tuple[QueryKind, ...]:
    """Letters alone are pinyin initials, a name in Latin script, or the beginning of a shop's number."""
    if len(text) > _LONGEST_INITIALS or not text.isalpha():
        return (NAME, INITIALS)
    return (INITIALS, ROOM, NAME) if len(text) <= 2 else (INITIALS, NAME)
