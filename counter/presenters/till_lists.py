"""What waits at a till: payments by code to look up, transfers to claim, acts to decide."""

import json
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from counter.desk.approve import ACTS
from counter.desk.check_codes import Unchecked, check_code, unchecked
from counter.desk.parked import parked, unpark
from counter.desk.people import Person
from counter.desk.transfers import record_transfer, take_back_transfer, unclaimed
from counter.presenters.approval import AskApproval, Wish
from counter.presenters.card_backs import Backs
from counter.presenters.list_row import ListRow
from counter.presenters.pay_parking import parked_rows
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form, channel_name
from counter.presenters.requests import Requests
from counter.presenters.session import Session
from counter.presenters.till_view import ListFacts, ListKind, TillView
from counter.presenters.unsigned_drops import UnsignedDrops
from counter.presenters.waiting import drops_for
from counter.rules.fold import to_ascii
from counter.rules.money import parse_amount
from counter.words import Words, formats
from counter.words.terms import TENDERS, term
from db.queries import receipts


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
    """The lists; `refresh` is told after each change so that the list is shown anew.

    take_up goes on with a parked payment on the Pay screen; backs: what the card terminal can be asked to give back.
    """

    def __init__(
        self, session: Session, view: TillView, approval: AskApproval, refresh: Callable[[], None],
        take_up: Callable[[int], None], backs: Backs = lambda: None,
    ) -> None:  # fmt: skip
        self._session = session
        self._view = view
        self._refresh = refresh
        self._take_up = take_up
        self._approval = approval
        self._asked_for = Requests(session, view, approval, refresh, backs)
        self._drops = UnsignedDrops(session, view, approval, refresh)

    def facts(self, kind: ListKind) -> ListFacts:
        """Return one list as it stands now."""
        w = self._session.words
        if kind == "codes":
            text = w("Look each one up on the account or in the bill. A payer's screenshot is no proof.")
            return ListFacts(kind, text, code_rows(self._session.connection, w, self._session.currency))
        if kind == "transfers":
            text = w("Money on the account that nobody has claimed yet. It is claimed as a tender of a payment.")
            return ListFacts(kind, text, self._transfer_rows())
        if kind == "parked":
            text = w("Payments put aside half-done. They hold no money, but none may be left at the close.")
            return ListFacts(kind, text, parked_rows(self._session))
        text = w(
            "A second person decides each of them; voids at the latest before the day is closed. What is done already "
            "stays done; the decision stands beside it. F10 on your own request takes it back."
        )
        return ListFacts(kind, text, (*self._asked_for.rows(), *self._drops.rows()))

    def counts(self) -> tuple[int, int, int, int]:
        """Return how many codes, transfers, requests for the person logged in and parked payments wait."""
        connection, aside = self._session.connection, parked(self._session.connection, self._session.till)
        asked_for = self._asked_for.for_me() + drops_for(self._session)
        return len(unchecked(connection)), len(unclaimed(connection)), asked_for, len(aside)

    # Parked payments

    def take_up(self, row_id: str) -> None:
        """Go on with a parked payment on the Pay screen."""
        self._take_up(int(row_id))

    def drop(self, row_id: str) -> None:
        """Drop a parked payment; nothing of it was taken."""
        session = self._session
        try:
            unpark(session.books, int(row_id), cashier=session.person, till=session.till)
        except Exception as error:
            self._failed(error)
            return
        self._view.say("saved", session.words("Discarded; nothing of it had been taken."))
        self._refresh()

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
        try:
            amount = parse_amount(values["amount"], session.currency.digits)
            record_transfer(
                session.books, day, amount, values["payer"], values["remark"],
                request_id=session.new_request(), clerk=session.person,
            )  # fmt: skip
        except Exception as error:
            told = session.told(error)
            return told.whole
        self._view.say("saved", w("Recorded: {amount}", amount=formats.money(amount, session.currency)))
        self._refresh()
        return ""

    def take_back(self, row_id: str) -> None:
        """Take back a transfer that was typed wrongly, with a second person."""
        w = self._session.words
        row = next((each for each in self.facts("transfers").rows if each.id == row_id), None)
        if row is None:
            return
        day, payer, remark, amount = row.cells
        self._approval(Wish(
            ACTS["transfer"].needed, w("Take back the transfer of {day}, {amount}", day=day, amount=amount),
            w("{payer} {remark}. It is booked back and can be recorded anew.", payer=payer, remark=remark),
            needs_reason=True, on_granted=partial(self._taken_back, self._session.new_request(), int(row_id)),
        ))  # fmt: skip

    def _taken_back(self, request: str, incoming_id: int, approver: Person, reason: str) -> None:
        session = self._session
        try:
            amount = take_back_transfer(
                session.books, incoming_id, reason, request_id=request, clerk=session.person, approver=approver
            )
        except Exception as error:
            self._failed(error)
            return
        told = formats.money(amount, session.currency)
        self._view.say("saved", session.words("Taken back: {amount}", amount=told))
        self._refresh()

    def _transfer_rows(self) -> tuple[ListRow, ...]:
        return tuple(
            ListRow(str(number), (day, payer, remark, formats.money(left, self._session.currency)))
            for number, day, left, payer, remark in unclaimed(self._session.connection)
        )

    # Requests

    def grant(self, row_id: str) -> None:
        """Let a second person agree to what was asked for."""
        if not self._drops.press(row_id, grant=True):
            self._asked_for.decide(row_id, grant=True)

    def refuse(self, row_id: str) -> None:
        """Let a second person refuse it."""
        if not self._drops.press(row_id, grant=False):
            self._asked_for.decide(row_id, grant=False)

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
