"""What the audit trail says that is no word of a language: codes and names of fields as the books keep them."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from counter.presenters.audit_words import AuditWords
from counter.words import Words
from counter.words.events import FACTS
from counter.words.formats import Currency
from db.queries import audit
from tests.desk.office import Desk

# What the tests type where people type; of names, files, patterns and digests nothing is said in words.
TYPED = (
    "asked in writing|counted on the first day|counted|float|forgotten|found|intent-1|no funds|no slip|rest later"
    r"|short|stamps|change|stick|torn|a coin|Access card|Fund share|Late fee|Maintenance fund|Property fee"
    r"|a\*{3}@example\.net|Sunshine Garden|trail\.csv|[0-9a-f]{16,}|\{\w+\}"
)
_LATIN = re.compile("[A-Za-z_]{2,}")
_LETTERS = frozenset({"PIN", "SHA", "CNY", "A1", "B1", "TH"})


@cache
def _chinese() -> Words:
    return Words.load("zh_CN")


def raw_words(desk: Desk) -> list[str]:
    """Every label without words, and what of the Chinese trail is not Chinese."""
    told = AuditWords(desk.connection, _chinese(), Currency("¥", "元", 2))
    found: list[str] = []
    for number in range(1, desk.count("event") + 1):
        row = audit.event(desk.connection, number)
        assert row is not None
        pairs = [*told.everything(row), (told.what(row.kind), told.about(row))]
        for label, text in pairs:
            rest = re.sub(TYPED, "", f"{label} {text}")
            found += [f"{row.kind}: {word}" for word in _LATIN.findall(rest) if word not in _LETTERS]
        found += [f"{row.kind}: {key} has no words" for key in _keys(desk.body(number)) if key not in FACTS]
    return sorted(set(found))


_NOT_TOLD = frozenset({"kind", "at", "day", "staff", "till", "request", "rows", "digests", "registers", "kept"})


def _keys(body: dict[str, Any]) -> Iterator[str]:
    """The names of facts in a body that the trail tells, not those of the envelope."""
    return (key for key in body if key not in _NOT_TOLD)
