"""What waits at a till: payments by code to look up, transfers to claim, acts to decide."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from counter.desk.check_codes import Unchecked, check_code, unchecked
from counter.desk.refund_payment import decide_refund, prepared
from counter.desk.transfers import record_transfer, unclaimed
from counter.desk.void_receipt import decide_void
from counter.presenters.approval import AskApproval
from counter.presenters.list_row import ListRow
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form, channel_name
from counter.presenters.session import Session
from counter.presenters.till_view import ListFacts, ListKind, TillView
from counter.rules.fold import to_ascii
from counter.rules.money import parse_amount
from counter.rules.permissions import Act
from counter.words import Words, formats
from counter.words.terms import TENDERS, term
from db.queries import people, receipts
from db.queries.people import PendingAct


def code_rows(connection: Any, w: Words, currency: formats.Currency) -> tuple[ListRow, ...]:
    """Return the payments whose money has not been seen yet: day, unit, receipt, how, number, sum."""
    return tuple(code_row(each, w, currency) for each in unchecked(connection))


def code_row(each: Unchecked, w: Words, currency: formats.Currency) -> ListRow:
    """Return one payment whose money has not been seen yet."""
    details: dict[str, str] = json.loads(each.details or "{}")
    how = channel_name(details["channel"], w) if "channel" in details else term(each.kind, TENDERS, w)
    tail = details.get("tail") or details.get("trade") or details.get("payer", "")
    label = receipts.receipt_label(each.series, each.number)
    amount = formats.money(each.amount, currency)
    return ListRow(f"{each.event_id}.{each.line}", (each.day, each.unit_code or "", label, how, tail, amount))


class TillLists:
    """The three lists; `refresh` is told after each change so that the list is shown anew."""

    def __init__(self, session: Session, view: TillView, approval: AskApproval, refresh: Callable[[], None]) -> None:
        self._session = session
        self._view = view
        self._approval = approval
        self._refresh = refresh

    def facts(self, kind: ListKind) -> ListFacts:
        """Return one list as it stands now."""
        w = self._session.words
        if kind == "codes":
            text = w("Look each one up on the account or in the bill. A payer's screenshot is no proof.")
            return ListFacts(kind, text, code_rows(self._session.connection, w, self._session.currency))
        if kind == "transfers":
            text = w("Money on the account that nobody has claimed yet. It is claimed as a tender of a payment.")
            return ListFacts(kind, text, self._transfer_rows())
        text = w("A second person decides each of them, at the latest before the day is closed.")
        return ListFacts(kind, text, tuple(self._request_row(each) for each in self._requests()))

    def counts(self) -> tuple[int, int, int]:
        """Return how many codes, transfers and requests wait."""
        connection = self._session.connection
        return len(unchecked(connection)), len(unclaimed(connection)), len(self._requests())

    # Codes

    def arrived(self, row_id: str) -> None:
        """Mark the money of a payment as seen."""
        self._check(row_id, arrived=True)

    def missing(self, row_id: str) -> None:
        """Ask once more, then mark the money as not arrived."""
        w = self._session.words
        row = next((each for each in self.facts("codes").rows if each.id == row_id), None)
        if row is None:
            return
        _day, unit, label, how, _tail, amount = row.cells

        def take(_values: dict[str, str]) -> str:
            self._check(row_id, arrived=False)
            return ""

        self._view.ask(
            Form(
                w("{amount} by {how} has not arrived?", amount=amount, how=how),
                w("Receipt {number}, unit {unit}. The sum is then carried as missing money.", number=label, unit=unit),
                "",
                take,
                choices=(("1", w("It has not arrived")),),
            )
        )

    def _check(self, row_id: str, *, arrived: bool) -> None:
        session, w = self._session, self._session.words
        event, _, line = row_id.partition(".")
        try:
            check_code(
                session.books, int(event), int(line), arrived=arrived, request_id=session.new_request(),
                checker=session.person,
            )  # fmt: skip
        except Exception as error:
            self._failed(error)
            return
        self._view.say("saved", w("Marked as arrived.") if arrived else w("Marked as missing."))
        self._refresh()

    # Transfers

    def record(self) -> None:
        """Ask for a transfer as the bank's statement shows it."""
        w = self._session.words
        self._view.ask(
            Form(
                w("Record a bank transfer"),
                w("Type it as the bank's statement shows it."),
                w("Record it"),
                self._recorded,
                (
                    Asked("day", w("Day"), self._session.today().isoformat()),
                    Asked("amount", w("Amount"), "", True),
                    Asked("payer", w("Payer")),
                    Asked("remark", w("Remark")),
                ),
            )
        )

    def _recorded(self, values: dict[str, str]) -> str:
        session, w = self._session, self._session.words
        day = _day_typed(values["day"])
        if day is None:
            return w("“{text}” is no day. Type it as {example}.", text=values["day"], example=session.today())
        if day > session.today():
            return w("{day} is still to come. Type the day on which the money arrived.", day=day)
        try:
            amount = parse_amount(values["amount"], session.currency.digits)
            record_transfer(
                session.books, day, amount, values["payer"], values["remark"],
                request_id=session.new_request(), clerk=session.person,
            )  # fmt: skip
        except Exception as error:
            told = session.told(error)
            return f"{told.sentence} {told.next_step}".strip()
        self._view.say("saved", w("Recorded: {amount}", amount=formats.money(amount, session.currency)))
        self._refresh()
        return ""

    def _transfer_rows(self) -> tuple[ListRow, ...]:
        return tuple(
            ListRow(str(number), (day, payer, remark, formats.money(left, self._session.currency)))
            for number, day, left, payer, remark in unclaimed(self._session.connection)
        )

    # Requests

    def grant(self, row_id: str) -> None:
        """Let a second person agree to a void that was asked for."""
        self._decide(row_id, grant=True)

    def refuse(self, row_id: str) -> None:
        """Let a second person refuse it; the receipt stands."""
        self._decide(row_id, grant=False)

    def _decide(self, row_id: str, *, grant: bool) -> None:
        session, w = self._session, self._session.words
        asked = next((each for each in self._requests() if str(each.event_id) == row_id), None)
        if asked is None:
            return
        row = self._request_row(asked)
        fields = {"number": row.cells[0], "amount": row.cells[2]}
        title = w("Void receipt {number}, {amount}", **fields) if grant else w("Do not void {number}", **fields)
        if asked.act == "refund":
            self._decide_refund(asked, fields, row.cells[3], grant=grant)
            return

        def decided(approver: Any, reason: str) -> None:
            try:
                decide_void(
                    session.books, asked.event_id, request_id=session.new_request(), approver=approver,
                    till=session.till, grant=grant, reason=reason,
                )  # fmt: skip
            except Exception as error:
                self._failed(error)
                return
            self._view.say("saved", w("Receipt {number} is void.", **fields) if grant
                           else w("Receipt {number} stands.", **fields))  # fmt: skip
            session.on_commit()
            self._refresh()

        told = w("{name} asked for it: {reason}", name=row.cells[3], reason=asked.reason)
        self._approval(
            Act.APPROVE_VOID, title, told, needs_reason=not grant, on_granted=decided, requester=asked.requester_id
        )

    def _decide_refund(self, asked: PendingAct, fields: dict[str, str], name: str, *, grant: bool) -> None:
        session, w = self._session, self._session.words
        title = w("Refund {amount} of receipt {number}", **fields) if grant else w("Do not refund {number}", **fields)

        def decided(approver: Any, reason: str) -> None:
            try:
                done = decide_refund(
                    session.books, asked.event_id, request_id=session.new_request(), approver=approver,
                    till=session.till, grant=grant, office=session.office, words=session.paper_words, reason=reason,
                )  # fmt: skip
            except Exception as error:
                self._failed(error)
                return
            text = w("Receipt {number} stands.", **fields)
            if done is not None:
                text = w("Refund {number}, {amount}. The note is being printed.", number=done.number,
                         amount=fields["amount"])  # fmt: skip
            self._view.say("saved", text)
            session.on_commit()
            self._refresh()

        told = w("{name} asked for it: {reason}", name=name, reason=asked.reason)
        self._approval(
            Act.APPROVE_REFUND, title, told, needs_reason=not grant, on_granted=decided, requester=asked.requester_id
        )

    def _requests(self) -> list[PendingAct]:
        return [each for each in people.pending_acts(self._session.connection) if each.act in ("void", "refund")]

    def _request_row(self, asked: PendingAct) -> ListRow:
        connection = self._session.connection
        order = prepared(connection, asked) if asked.act == "refund" else None
        receipt_id = order.receipt_id if order else int(asked.subject.removeprefix("receipt:"))
        found = receipts.receipt(connection, receipt_id)
        who = people.staff(connection, asked.requester_id)
        label, unit, total = (found.label, found.unit_code or "", found.total) if found else (asked.subject, "", 0)
        amount = formats.money(sum(way.amount for way in order.tenders) if order else total, self._session.currency)
        w = self._session.words
        reason = w("Refund: {reason}", reason=asked.reason) if order else asked.reason
        return ListRow(str(asked.event_id), (label, unit, amount, who.name if who else "", reason))

    def _failed(self, error: Exception) -> None:
        told = self._session.told(error)
        self._view.say("risk", told.sentence, told.next_step)


def _day_typed(text: str) -> date | None:
    """Read 2026-11-23, 20261123 or 2026/11/23; None where it is no day."""
    plain = to_ascii(text).strip().replace("/", "-").replace(".", "-")
    try:
        return date.fromisoformat(plain)
    except ValueError:
        return None
