"""The values of an event's body in words: money, people, units, receipts, codes; lists and groups of them."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from counter.presenters.price_words import KINDS as PRICE_KINDS
from counter.presenters.units_words import UNIT_KINDS
from counter.words import Words, formats
from counter.words.event_cases import VALUES as CASE_VALUES
from counter.words.event_kinds import KINDS
from counter.words.event_messages import BY_NAME as MESSAGE_VALUES
from counter.words.event_till import REASONS
from counter.words.event_till import VALUES as TILL_VALUES
from counter.words.events import FACTS, VALUES
from counter.words.masks import mask_address, mask_email, mask_phone
from counter.words.terms import (
    ACTS,
    BASES,
    CARD_STATES,
    DEPOSITS,
    FORM_OUTCOMES,
    FUNDS,
    HOLDERS,
    METER_UNITS,
    ROLES,
    TENDERS,
    WEIGHTS,
)
from db.queries import accounts, cases, people, receipts
from db.tables import REGISTERS

_MONEY = frozenset({
    "amount", "total", "received", "change", "to_balance", "from_balance", "rounding", "opening_total", "difference",
    "applied", "over_short_limit", "cash_limit", "pay_now", "cash_expected", "opening_float", "returned", "left_amount",
    "by_fund", "by_item", "slip_amount", "counted_amount", "settled", "owed_again", "paid_out", "deducted", "late_fee",
    "sms_cost",
})  # fmt: skip
_STAFF = frozenset(
    {"who", "cashier", "manager", "steward_id", "witness", "giver", "taker", "nobody_else", "had", "approver"}
)
_OF_ITEM = frozenset({"item_id", "kept_for", "from_item", "to_item"})
_UNITS = frozenset({"unit", "unit_id", "plates_of"})
# What somebody typed is said as it was typed, even where it looks like a code.
_TYPED = frozenset(
    {
        "reason",
        "note",
        "remark",
        "said",
        "wants",
        "told",
        "members",
        "writer",
        "bringer",
        "payee",
        "supplier",
        "signer",
        "name",
        "payer_name",
    }
)
_PIECES = frozenset({"counts", "float", "left"})
_ITEMS = frozenset({"items", "by_item"})
_CODES = (
    VALUES, TILL_VALUES, ROLES, ACTS, TENDERS, FUNDS, HOLDERS, UNIT_KINDS, DEPOSITS, PRICE_KINDS, BASES, CARD_STATES,
    FORM_OUTCOMES, METER_UNITS, WEIGHTS, KINDS, FACTS, CASE_VALUES,
)  # fmt: skip
# What a code means depends on what it is said of.
_BY_NAME: Mapping[str, Mapping[str, str]] = {
    "fund": FUNDS, "tender": TENDERS, "tenders": TENDERS, "ways": TENDERS, "deposit": DEPOSITS,
    "role": {**ROLES, **HOLDERS}, "unit_kind": UNIT_KINDS, "basis_kind": BASES,
    **MESSAGE_VALUES,
    **dict.fromkeys(("case_kind", "topic", "channel", "step", "from_step", "to", "actor"), CASE_VALUES),
}  # fmt: skip


class AuditValues:
    """Words for the values of one set of books; names are read once."""

    def __init__(self, connection: Any, words: Words, currency: formats.Currency) -> None:
        self._connection, self._words, self._currency = connection, words, currency

    @cached_property
    def _names(self) -> dict[int, str]:
        return {row.id: row.name for row in people.all_staff(self._connection)}

    @cached_property
    def _items(self) -> dict[int, tuple[str, str]]:
        return accounts.item_names(self._connection)

    def who(self, staff_id: int | None) -> str:
        """Return the name of a member of staff, a dash where nobody acted."""
        return "–" if staff_id is None else self._names.get(staff_id, str(staff_id))

    def label(self, name: str) -> str:
        """Return what a fact of a body or a column of a register is called."""
        return self._words(FACTS[name]) if name in FACTS else name

    def value(self, name: str, value: Any) -> str:
        """Return a value in words; name is the fact it is the value of."""
        w = self._words
        if value is None:
            return ""
        if isinstance(value, bool):
            return w("yes") if value else w("no")
        if isinstance(value, int):
            return self._number(name, value)
        if isinstance(value, dict):
            return self._group(name, value)
        if isinstance(value, list):
            return self._list(name, value)
        return self._text(name, str(value))

    def _number(self, name: str, value: int) -> str:
        if name in _MONEY:
            return formats.money(value, self._currency)
        named: Mapping[str, Callable[[int], str]] = {
            **dict.fromkeys(_STAFF, self.who), **dict.fromkeys(_UNITS, self._unit), "receipt": self.receipt,
            "receipts": self.receipt, "from": self.receipt, **dict.fromkeys(_OF_ITEM, self._item), "units": self._unit,
        }  # fmt: skip
        return named[name](value) if name in named else str(value)

    def _text(self, name: str, text: str) -> str:
        if name in _TYPED:
            return self._words(REASONS[text]) if name == "reason" and text in REASONS else text
        if name == "phone":
            return mask_phone(text)
        if name == "address":
            return mask_address(text)
        if name == "email":
            return mask_email(text)
        if name == "subject" or (name == "approval" and text.startswith("reduction:")):
            return self.subject(text)
        if name in ("value", "terms") and text[:1] in '[{"' and text:
            return self._kept(text)
        if name in ("line", "lines") and ":" in text:
            return self._line(text)
        if name in _BY_NAME and text in _BY_NAME[name]:
            return self._words(_BY_NAME[name][text])
        return self.word(text)

    def _kept(self, text: str) -> str:
        """Return a setting as it is kept, canonical JSON."""
        try:
            return self.value("", json.loads(text))
        except ValueError:
            return text

    def _group(self, name: str, group: Mapping[str, Any]) -> str:
        w = self._words
        if name in _PIECES and all(face.isdigit() for face in group):
            return w(", ").join(
                w("{face} × {pieces}", face=formats.money(int(face), self._currency), pieces=number)
                for face, number in group.items()
            )
        return w(", ").join(
            w("{name}: {value}", name=self._key(name, key), value=self.value(self._inner(name, key), each))
            for key, each in group.items()
        )

    def _key(self, name: str, key: str) -> str:
        if name in _ITEMS and key.isdigit():
            return self._item(int(key))
        return self.label(key) if key in FACTS else self._text(name, key)

    def _inner(self, name: str, key: str) -> str:
        """A sum for each item or fund is a sum; within other groups each part has a name of its own."""
        return name if name in ("by_item", "by_fund") else key

    def _list(self, name: str, values: list[Any]) -> str:
        w = self._words
        if name in REGISTERS and len(values) >= len(REGISTERS[name]):
            return w(", ").join(self._columns(name, values))
        if name in ("chosen", "lines", "late_fees", "disputed", "upheld", "withheld", "written_off", "charges") and all(
            isinstance(each, list) for each in values
        ):
            return w(", ").join(self._sum_of(each) for each in values)
        if name in ("tenders", "ways") and all(isinstance(each, list) for each in values):
            return w(", ").join(self._tender(each) for each in values)
        return w(", ").join(self.value(name, each) for each in values if each not in ("", None))

    def _columns(self, table: str, values: list[Any]) -> Iterator[str]:
        for column, value in zip(REGISTERS[table], values[-len(REGISTERS[table]) :], strict=True):
            if value not in (None, "", [], {}):
                yield self._words("{name}: {value}", name=self.label(column), value=self.value(column, value))

    def _sum_of(self, pair: list[Any]) -> str:
        what, amount = pair[0], pair[1]
        line = f"charge:{what}" if isinstance(what, int) else str(what)
        return f"{self._line(line)} {formats.money(amount, self._currency)}"

    def _tender(self, tender: list[Any]) -> str:
        return f"{self._text('tender', str(tender[0]))} {formats.money(tender[1], self._currency)}"

    def _line(self, key: str) -> str:
        """Return one line of a receipt (counter.desk.receipt_lines) in words."""
        kind, _, rest = key.partition(":")
        w = self._words
        if kind == "charge" and rest.isdigit():
            return w("charge no. {number}", number=rest)
        if kind == "ahead":
            return w("paid ahead {period}", period=rest.rpartition(".")[2])
        if kind == "balance":
            item = rest.partition(".")[2]
            return w("balance for {item}", item=self._item(int(item))) if item.isdigit() else w("balance")
        if kind == "deposit":
            return w("deposit")
        return self.word(key)

    def word(self, code: str) -> str:
        """Return the word for a code; what is none is what somebody typed."""
        return next((self._words(table[code]) for table in _CODES if code in table), code)

    def receipt(self, receipt_id: int) -> str:
        """Return a receipt's number."""
        found = receipts.receipt(self._connection, receipt_id)
        return found.label if found else str(receipt_id)

    def _unit(self, unit_id: int) -> str:
        unit = accounts.unit(self._connection, unit_id)
        return unit.code if unit else str(unit_id)

    def _item(self, item_id: int) -> str:
        names = self._items.get(item_id)
        return names[0 if self._words.language == "zh_CN" else 1] if names else str(item_id)

    def subject(self, subject: str) -> str:
        """Return what an approval or a request is about."""
        kind, _, rest = subject.partition(":")
        w = self._words
        if kind == "receipt" and rest.isdigit():
            return w("receipt {number}", number=self.receipt(int(rest)))
        if kind == "case" and rest.isdigit():
            return cases.number_of(self._connection, int(rest))
        if kind == "till":
            return w("till {till}", till=rest)
        if kind in ("z", "opening"):
            till, _, number = rest.partition(":")
            number = f"{int(number):06d}" if number.isdigit() else number
            return w("Z {number}, till {till}", number=number, till=till)
        if kind == "day":
            return rest.partition(":")[0]
        if kind in ("drawer", "restore", "handover"):
            return self.word(kind)
        if kind in ("unit", "debt") and rest.isdigit():
            return self._unit(int(rest))
        if kind == "charge" and rest.isdigit():
            return w("charge no. {number}", number=rest)
        if kind == "price":
            item, _, more = rest.partition(":")
            whom, _, day = more.rpartition(":")
            names = [self._item(int(item)) if item.isdigit() else item, self.word(whom), day]
            return w(", ").join(each for each in names if each)
        if kind == "card":
            return w("card payment {number}", number=rest)
        if kind == "reduction":
            asked = rest.removeprefix("asked:")
            return w("reduction {number}", number=rest) if asked == rest else w("asked for in event {n}", n=asked)
        return self.word(rest or subject)
