"""An event of the trail in words: what happened, what it was about, and everything its body and registers say."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from counter.presenters.audit_values import AuditValues
from counter.words import Words, dates, formats
from counter.words.event_kinds import KINDS
from counter.words.event_till import APPROVED
from counter.words.terms import ACTS, term
from db.queries import audit, receipts
from db.queries.audit import AuditRow, Version

Pair = tuple[str, str]

_ENVELOPE = frozenset({"kind", "at", "day", "staff", "till", "request", "rows", "digests", "registers", "kept"})
# Too long for the list, or said by another column of it.
_NOT_IN_LINE = frozenset({"seen", "drawer", "items", "ahead", "counts", "float", "wish", "taken_back", "books_id",
                          "before", "after", "slips", "keys"})  # fmt: skip
_HIDDEN = frozenset({"spellings", "initials"})


class AuditWords:
    """Words for the events of one set of books; names are read once."""

    def __init__(self, connection: Any, words: Words, currency: formats.Currency) -> None:
        self._connection, self._words, self._currency = connection, words, currency
        self._values = AuditValues(connection, words, currency)

    def who(self, staff_id: int | None) -> str:
        """Return the name of a member of staff, a dash where nobody acted."""
        return self._values.who(staff_id)

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
            yield w("copy no. {number} of {receipt}", number=number, receipt=self._values.receipt(receipt_id))
        for receipt_id, printed, _outcome in rows.get("form", []):
            yield w("form {number}, receipt {receipt}", number=printed, receipt=self._values.receipt(receipt_id or 0))
        for till, number, day, _first, _opened, expected, counted, _perpetual in rows.get("close", []):
            fields = {"till": till, "number": f"{number:06d}", "day": day}
            money = formats.money(counted, self._currency)
            rest = formats.money(expected, self._currency)
            yield w("Z {number}, till {till}, {day}", **fields)
            yield w("counted {counted}, expected {expected}", counted=money, expected=rest)
        for close_event, step, place, _digest in rows.get("close_step", []):
            yield w(
                "{step} of Z in event {event}: {place}", step=self._values.word(step), event=close_event, place=place
            )

    def _facts(self, body: Mapping[str, Any], left_out: frozenset[str]) -> Iterator[Pair]:
        for name, value in body.items():
            if name not in _ENVELOPE | left_out and value not in (None, "", [], {}):
                yield self._values.label(name), self._values.value(name, value)

    def _changes(self, body: Mapping[str, Any]) -> Iterator[Pair]:
        before, after = body.get("before", {}), body.get("after", {})
        for key, value in after.items() if isinstance(after, dict) else ():
            label = self._values.label(key)
            yield label, self._from_to(self._values.value(key, before.get(key)), self._values.value(key, value))

    def _approvals(self, body: Mapping[str, Any]) -> Iterator[Pair]:
        w = self._words
        for act, subject, requester, approver, outcome, reason in body.get("rows", {}).get("approval", []):
            fields = {"approver": self.who(approver), "requester": self.who(requester),
                      "act": term(act, {**ACTS, **APPROVED}, w), "subject": self._values.subject(subject),
                      "reason": self._values.value("reason", reason)}  # fmt: skip
            if outcome == "granted":
                yield w("Approval"), w("{approver} agreed for {requester}: {act}, {subject}, {reason}", **fields)
            else:
                yield w("Approval"), w("{approver} refused {requester}: {act}, {subject}, {reason}", **fields)

    def _version(self, version: Version) -> Iterator[Pair]:
        for name, after in version.after.items():
            before = version.before.get(name) if version.before is not None else None
            if name in _HIDDEN or before == after:
                continue
            label = self._values.label(name)
            if name == "pin_hash":
                yield label, self._words("another one")
            else:
                yield label, self._from_to(self._values.value(name, before), self._values.value(name, after))

    def _from_to(self, before: str, after: str) -> str:
        return f"{before or '–'} → {after or '–'}"
