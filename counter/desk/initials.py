"""Pinyin initials of a name, for finding 张三 by "zs"; surnames are read as surnames."""

# Characters that are read otherwise when they are a surname, with the initial they then have.
_SURNAMES = {
    "单": "s", "查": "z", "曾": "z", "仇": "q", "解": "x", "区": "o", "翟": "z", "种": "c", "繁": "p", "召": "s",
    "乐": "y", "秘": "b", "折": "s", "覃": "q", "佴": "n", "祭": "z", "郇": "x", "隗": "w", "乜": "n", "重": "c",
    "朴": "p", "缪": "m", "盖": "g", "谌": "c", "尉": "w", "员": "y", "冼": "x", "长": "c",
}  # fmt: skip
# Surnames of two characters, where the first alone would be read otherwise.
_COMPOUND = {"单于": "cy", "尉迟": "yc", "万俟": "mq", "澹台": "tt", "长孙": "zs", "乐正": "yz", "仇由": "qy"}
_LONGEST_NAME = 4


def initials(name: str) -> str:
    """Return the first letters of a name in pinyin, upper case; letters and figures of other scripts stay.

    What is longer than four characters (a company) is read without a surname.
    """
    from pypinyin import Style, lazy_pinyin

    written = "".join(name.split())
    head = _surname(written) if len(written) <= _LONGEST_NAME else ""
    rest = lazy_pinyin(written[len(head) :], style=Style.FIRST_LETTER, errors=lambda text: text)
    return (head + "".join(rest)).upper()


def _surname(name: str) -> str:
    """The initials of a surname that needs the tables, else nothing."""
    compound = _COMPOUND.get(name[:2], "") if len(name) > 2 else ""
    return compound or _SURNAMES.get(name[:1], "")
