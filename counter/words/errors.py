"""What a person is told when something fails: one sentence saying what happened, one saying what to do next.

Every error names itself by its class attribute `code`; the sentences of each room stand in `counter.words.sentences`.
The error's fields fill the {fields} of the sentences and are written by their names: `…_minor` is money, `…_utc` a
moment, `…_count` a count, `…_bytes` a size, `…_seconds` a length of time, `price` a unit price,
a `date` a day; the codes of the fields in
`terms.BY_FIELD` (a printer's `reason`, a `tender`, a `role`) are said in words.
"""

import dataclasses
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from pathlib import PurePath
from types import MappingProxyType
from typing import NamedTuple

from counter.words import dates, formats
from counter.words.terms import BY_FIELD, account_name, term
from counter.words.words import Words

_FIELD = re.compile(r"\{(\w+)\}")
_WHOLE = re.compile(r"-?\d+")
_ABSENT = "–"
_FULL_WIDTH_ENDS = ("。", "？", "！", "；", "：")


class Explained(NamedTuple):
    """What to tell: what happened, and what to do next."""

    sentence: str
    next_step: str

    @property
    def whole(self) -> str:
        """Both in one line; after a Chinese full stop no space follows."""
        return together(self.sentence, self.next_step)


def together(*sentences: str) -> str:
    """Return sentences in one line, with a space between them where their language has one."""
    line = ""
    for sentence in filter(None, sentences):
        line += sentence if not line or line.endswith(_FULL_WIDTH_ENDS) else f" {sentence}"
    return line


def explain(error: object, w: Words, currency: formats.Currency = formats.RENMINBI) -> Explained | None:
    """Return what to tell a person of an error or a reported problem; None for one that has no sentence of its own.

    An error without a sentence is a fault of the program: log it and use `explain_unknown` with the log's id.
    """
    from counter.words.sentences import SENTENCES  # those of every room: loaded with the first error

    return _told(error, SENTENCES, w, currency)


def explain_finding(finding: object, w: Words, currency: formats.Currency = formats.RENMINBI) -> Explained | None:
    """Return what to tell a person of a finding of the check; None for one whose code has no sentence.

    Where a finding is about money, its texts are minor units, and its sentence has them as {expected_minor} and
    {found_minor}; where it is about an anchor, {witness} says where that lies.
    """
    fields = _fields(finding)
    from counter.words.sentences.check import FINDINGS

    return _told(finding, FINDINGS, w, currency, {**_sums(fields), "witness": _witness(str(fields.get("row", "")), w)})


def _witness(row: str, w: Words) -> str:
    """Return where an anchor lies, as a sentence names it; row: "anchor journal 2026-11-23_till1_Z000307.sqlite"."""
    _anchor, kind, name, *_ = (*row.split(" ", 2), "", "", "")
    if kind == "journal":
        return w("The journal {file}", file=name)
    if kind == "stick":
        return w("The stick “{name}”", name=name)
    return row


def _sums(fields: Mapping[str, object]) -> dict[str, object]:
    texts = {f"{name}_minor": str(fields.get(name) or "") for name in ("expected", "found")}
    return {name: int(text) if _WHOLE.fullmatch(text) else text for name, text in texts.items()}


def _told(
    what: object, sentences: Mapping[str, tuple[str, str]], w: Words, currency: formats.Currency,
    more: Mapping[str, object] = MappingProxyType({}),
) -> Explained | None:  # fmt: skip
    told = sentences.get(getattr(what, "code", ""))
    if told is None:
        return None
    fields = {name: shown(name, value, w, currency) for name, value in {**_fields(what), **more}.items()}
    return Explained(*(_say(w, sentence, fields) for sentence in told))


def explain_unknown(event: str, w: Words) -> Explained:
    """Return what to tell a person of an event that was not foreseen, under the id the log gave it."""
    return Explained(
        w("Something went wrong that the program did not expect. It is noted under {event}.", event=event),
        w("What was saved stays saved. Try again; if it happens again, pass on the number {event}.", event=event),
    )


def shown(name: str, value: object, w: Words, currency: formats.Currency = formats.RENMINBI) -> str:
    """Return the value of a field as a sentence shows it; the ending of its name tells money, moments and counts."""
    if value is None or value == "":
        return _ABSENT
    if isinstance(value, bool):
        return w("yes") if value else w("no")
    if isinstance(value, int) and not isinstance(value, Enum):
        return _number(name, value, w, currency)
    if isinstance(value, datetime):
        return dates.moment(value.isoformat())
    if isinstance(value, date):
        return dates.day(value)
    if isinstance(value, PurePath | str | Enum):
        return _text(name, str(value.value if isinstance(value, Enum) else value), w)
    if isinstance(value, Iterable):
        return w(", ").join(shown(name, each, w, currency) for each in value) or _ABSENT
    return str(value)


def _number(name: str, value: int, w: Words, currency: formats.Currency) -> str:
    if name.endswith("_minor"):
        return formats.money_in_sentence(value, w, currency)
    if name == "price":
        return formats.price_in_sentence(value, w, currency)
    if name.endswith("_bytes"):
        return formats.file_size(value)
    if name.endswith("_seconds"):
        return dates.duration(value, w)
    return formats.count(value) if name.endswith("_count") else str(value)


def _text(name: str, value: str, w: Words) -> str:
    if name in BY_FIELD:
        return term(value, BY_FIELD[name], w)
    if name == "account":
        return account_name(value, w)
    if name.endswith("_utc"):
        try:
            return dates.moment(value)
        except ValueError:
            return value
    return value


def _fields(error: object) -> dict[str, object]:
    """Return an error's own fields, whether it keeps them as attributes, as a dataclass or as a named tuple."""
    found = {key: value for key, value in getattr(error, "__dict__", {}).items() if not key.startswith("_")}
    if isinstance(error, tuple):
        found |= {name: getattr(error, name) for name in getattr(error, "_fields", ())}
    elif dataclasses.is_dataclass(error):
        found |= {each.name: getattr(error, each.name) for each in dataclasses.fields(error)}
    return found


def _say(w: Words, sentence: str, fields: dict[str, str]) -> str:
    wanted = _FIELD.findall(sentence)
    return w(sentence, **{name: fields.get(name, _ABSENT) for name in wanted})
