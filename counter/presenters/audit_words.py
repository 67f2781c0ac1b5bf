"""An event of the trail in words: what happened, what it was about, and everything its body and registers say."""

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from counter.words import Words, dates, formats
from counter.words.event_kinds import KINDS
from counter.words.events import FACTS, VALUES
from counter.words.masks import mask_phone
from counter.words.terms import ACTS, ROLES, term
from db.queries import accounts, audit, people, receipts
from db.queries.audit import AuditRow, Version

Pair = tuple[str, str]

_ENVELOPE = frozenset({"kind", "at", "day", "staff", "till", "request", "rows", "digests", "registers", "kept"})
_MONEY = frozenset({"amount", "total", "received", "change", "to_balance", "rounding", "opening_total", "difference",
                    "applied", "over_short_limit", "cash_limit"})  # fmt: skip
_STAFF = frozenset({"who", "manager", "steward_id"})
_UNITS = frozenset({"unit", "unit_id", "plates_of"})
# Too long for the list, or said by another column of it.
_NOT_IN_LINE = frozenset({"seen", "drawer", "items", "ahead", "counts", "float", "wish", "taken_back", "books_id",
                          "before", "after", "slips", "keys"})  # fmt: skip
_HIDDEN = frozenset({"spellings", "initials"})


class AuditWords:
    """Words for the events of one set of books; names are read once."""

    def __init__(self, connection: Any, words: Words, currency: formats.Currency) -> None:
        self._connection, self._words, self._currency = connection, words, currency

    @cached_property
    def _names(self) -> dict[int, str]:
        return {row.id: row.name for row in people.all_staff(self._connection)}

    def who(self, staff_id: int | None) -> str:
        """Return the name of a member of staff, a dash where nobody acted."""
        return "–" if staff_id is None else self._names.get(staff_id, str(staff_id))

    def what(self, kind: str) -> str:
        """Return what a kind of event is called."""
        return term(kind, KINDS, self._words)

    def about(self, row: AuditRow) -> str:
        """Return in one line what an event was about."""
        body: dict[str, Any] = json.loads(row.body)
        parts = [*self._receipts(body)]
        # Whoever acted stands in a column of their own.
        left_out = _NOT_IN_LINE | {"who"} if body.get("who") == row.staff_id else _NOT_IN_LINE
        parts += [f"{label} {value}" for label, value in self._facts(body, left_out) if value]
        parts += [f"{label} {value}" for label, value in self._changes(body)]
        parts += [value for _label, value in self._approvals(body)]
        return " · ".join(parts)

    def cells(self, row: AuditRow) -> tuple[str, ...]:
        """Return number, moment, person, till, what and about, as the list and the file show them."""
        till = "" if row.till is None else str(row.till)
        return str(row.id), dates.moment(row.at), self.who(row.staff_id), till, self.what(row.kind), self.about(row)

    def everything(self, row: AuditRow) -> list[Pair]:
        """Return all that is known of an event: who, when, where, what it says, before and after, its hash."""
        w = self._words
        body: dict[str, Any] = json.loads(row.body)
        return [
            (w("Who"), self.who(row.staff_id)),
            (w("When"), w("{moment}, business day {day}", moment=dates.moment(row.at), day=row.day)),
            (w("Till"), w("office") if row.till is None else str(row.till)),
            *((w("Receipt"), each) for each in self._receipts(body)),
            *self._facts(body, frozenset({"before", "after"})),
            *self._changes(body),
            *self._approvals(body),
            *(pair for each in audit.versions(self._connection, row.id) for pair in self._version(each)),
            (w("Chain"), row.hash[:16]),
        ]

    # The body

    def _receipts(self, body: Mapping[str, Any]) -> Iterator[str]:
        for receipt in body.get("rows", {}).get("receipt", []):
            yield self._words("receipt {number}, {amount}", number=receipts.receipt_label(receipt[1], receipt[2]),
                              amount=formats.money(receipt[6], self._currency))  # fmt: skip
        yield from self._other_rows(body.get("rows", {}))

    def _other_rows(self, rows: Mapping[str, Any]) -> Iterator[str]:
        w = self._words
        for receipt_id, number in rows.get("copy", []):
            yield w("copy no. {number} of {receipt}", number=number, receipt=self._receipt(receipt_id))
        for receipt_id, printed, _outcome in rows.get("form", []):
            yield w("form {number}, receipt {receipt}", number=printed, receipt=self._receipt(receipt_id or 0))
        for till, number, day, _first, _opened, expected, counted, _perpetual in rows.get("close", []):
            fields = {"till": till, "number": f"{number:06d}", "day": day}
            money = formats.money(counted, self._currency)
            rest = formats.money(expected, self._currency)
            yield w("Z {number}, till {till}, {day}", **fields)
            yield w("counted {counted}, expected {expected}", counted=money, expected=rest)
        for close_event, step, place, _digest in rows.get("close_step", []):
            yield w("{step} of Z in event {event}: {place}", step=self._word(step), event=close_event, place=place)

    def _facts(self, body: Mapping[str, Any], left_out: frozenset[str]) -> Iterator[Pair]:
        for name, value in body.items():
            if name not in _ENVELOPE | left_out and value not in (None, "", [], {}):
                yield self._words(FACTS[name]) if name in FACTS else name, self._value(name, value)

    def _changes(self, body: Mapping[str, Any]) -> Iterator[Pair]:
        before, after = body.get("before", {}), body.get("after", {})
        for key, value in after.items() if isinstance(after, dict) else ():
            label = self._words(FACTS[key]) if key in FACTS else key
            yield label, self._from_to(self._value(key, before.get(key)), self._value(key, value))

    def _approvals(self, body: Mapping[str, Any]) -> Iterator[Pair]:
        w = self._words
        for act, subject, requester, approver, outcome, reason in body.get("rows", {}).get("approval", []):
            fields = {"approver": self.who(approver), "requester": self.who(requester), "reason": reason,
                      "act": term(act, ACTS, w), "subject": self._subject(subject)}  # fmt: skip
            if outcome == "granted":
                yield w("Approval"), w("{approver} agreed for {requester}: {act}, {subject}, {reason}", **fields)
            else:
                yield w("Approval"), w("{approver} refused {requester}: {act}, {subject}, {reason}", **fields)

    def _version(self, version: Version) -> Iterator[Pair]:
        for name, after in version.after.items():
            before = version.before.get(name) if version.before is not None else None
            if name in _HIDDEN or before == after:
                continue
            label = self._words(FACTS[name]) if name in FACTS else name
            if name == "pin_hash":
                yield label, self._words("another one")
            else:
                yield label, self._from_to(self._value(name, before), self._value(name, after))

    # Values

    def _from_to(self, before: str, after: str) -> str:
        return f"{before or '–'} → {after or '–'}"

    def _value(self, name: str, value: Any) -> str:
        w = self._words
        if value is None:
            return ""
        if isinstance(value, bool):
            return w("yes") if value else w("no")
        if name == "phone":
            return mask_phone(str(value))
        if name in _MONEY and isinstance(value, int):
            return formats.money(value, self._currency)
        if name in _STAFF and isinstance(value, int):
            return self.who(value)
        if name in _UNITS and isinstance(value, int):
            return self._unit(value)
        if name == "had":
            return w(", ").join(self.who(each) for each in value)
        if name == "units":
            return w(", ").join(self._unit(each) for each in value)
        if name == "receipt" or (name == "from" and isinstance(value, int)):
            return self._receipt(value)
        if name == "subject":
            return self._subject(value)
        if isinstance(value, dict):
            return w(", ").join(f"{self._word(key)}: {self._value(key, each)}" for key, each in value.items())
        if isinstance(value, list):
            return w(", ").join(self._value("", each) for each in value)
        return self._word(str(value))

    def _word(self, code: str) -> str:
        w = self._words
        for table in (VALUES, ROLES, ACTS, KINDS, FACTS):
            if code in table:
                return w(table[code])
        return code

    def _unit(self, unit_id: int) -> str:
        unit = accounts.unit(self._connection, unit_id)
        return unit.code if unit else str(unit_id)

    def _receipt(self, receipt_id: int) -> str:
        found = receipts.receipt(self._connection, receipt_id)
        return found.label if found else str(receipt_id)

    def _subject(self, subject: str) -> str:
        kind, _, rest = subject.partition(":")
        w = self._words
        if kind == "receipt" and rest.isdigit():
            return w("receipt {number}", number=self._receipt(int(rest)))
        if kind == "till":
            return w("till {till}", till=rest)
        if kind == "z":
            till, _, number = rest.partition(":")
            return w("Z {number}, till {till}", number=f"{int(number):06d}", till=till)
        if kind == "unit" and rest.isdigit():
            return self._unit(int(rest))
        return rest or subject
