"""What is shown of a person where others can look over a shoulder."""

import re

# The two-character surnames still met often enough that hiding half of one would read wrongly.
_PAIRS = "欧阳司马上官诸葛东方皇甫尉迟公孙慕容长孙宇文司徒夏侯令狐端木百里南宫独孤轩辕呼延西门司空闻人"
_NO_DIGIT = re.compile(r"\D")
COMPOUND_SURNAMES = frozenset(_PAIRS[at : at + 2] for at in range(0, len(_PAIRS), 2))


def mask_phone(text: str) -> str:
    """Return a telephone number with its middle hidden: 138****8000; short numbers keep their last two digits."""
    digits = _NO_DIGIT.sub("", text)
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    if len(digits) >= 11:
        return f"{digits[:3]}{'*' * (len(digits) - 7)}{digits[-4:]}"
    if len(digits) >= 7:
        return f"{digits[:2]}{'*' * (len(digits) - 4)}{digits[-2:]}"
    return f"****{digits[-2:]}" if len(digits) > 4 else "*" * len(digits)


def mask_name(name: str) -> str:
    """Return a name as a door notice may show it: 张**, 欧阳**, J**; how long it is stays hidden too."""
    shown = name.strip()
    if not shown:
        return ""
    return f"{shown[:2] if shown[:2] in COMPOUND_SURNAMES and len(shown) > 2 else shown[0]}**"


def mask_address(address: str) -> str:
    """Return a postal address with its first signs alone: 杭州市西湖区…"""
    return f"{address[:6]}…"


def mask_email(address: str) -> str:
    """Return an e-mail address with one letter before its @: z***@example.net."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}***{at}{domain}" if at else "***"
