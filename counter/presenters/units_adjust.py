"""Adjusting and waiving a charge from the unit's card: by how much and why, then how it is approved."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from counter.desk.adjust_charge import Change, Wish, adjust_charge, adjustable, ask_for_adjustment, standing_amount
from counter.desk.paper_approvals import enter_paper
from counter.desk.people import Person
from counter.presenters import approval
from counter.presenters.approval import AskApproval
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.scans import ScanView
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.rules.money import parse_amount
from counter.rules.permissions import Act
from counter.words import formats
from db.queries import accounts, corrections
from db.queries.accounts import Unit
from db.rows import Charge

_PAPERS = 6


class _Draft(NamedTuple):
    """What was typed so far, under the request that posts it once."""

    wish: Wish
    reason: str
    request: str
    title: str


class AdjustCharge:
    """Asks its way to an adjustment or waiver; done is told after it."""

    def __init__(self, session: Session, view: ScanView, ask: AskApproval, done: Callable[[], None]) -> None:
        self._session, self._view, self._ask, self._done = session, view, ask, done

    def begin(self, unit: Unit, charge_id: int | None) -> None:
        """Ask what is to be done with the selected charge; without one say how to select it."""
        w = self._session.words
        charge = corrections.charge(self._session.connection, charge_id) if charge_id is not None else None
        if charge is None:
            self._view.say("plain", w("Select a charge first, among the open ones or in the history."))
            return
        left = standing_amount(self._session.connection, charge)
        options: list[tuple[tuple[Change, int], str]] = [
            (("waiver", -1), w("Waive part or all of it")),
            (("adjustment", -1), w("Adjust it downwards, for it was too much")),
            (("adjustment", 1), w("Adjust it upwards, for it was too little")),
        ]
        text = w("{item} {period} of {unit} comes to {amount} now.", item=self._item(charge), period=charge.period,
                 unit=unit.code, amount=self._money(left))  # fmt: skip
        self._view.ask(choose(w("Adjust or waive"), text, options, partial(self._sum, charge)))

    def _sum(self, charge: Charge, chosen: tuple[Change, int]) -> str:
        w = self._session.words
        change, sign = chosen
        title = w("Waive") if change == "waiver" else w("Adjust downwards") if sign < 0 else w("Adjust upwards")
        fields = (Asked("amount", w("By how much"), "", True), Asked("reason", w("Reason")))
        text = w("The charge itself stays as it is; this is a line of its own with its reason.")
        self._view.ask(Form(title, text, w("Next"), partial(self._typed, charge, change, sign), fields))
        return ""

    def _typed(self, charge: Charge, change: Change, sign: int, values: dict[str, str]) -> str:
        session = self._session
        w = session.words
        try:
            amount = parse_amount(values["amount"], session.currency.digits)
            wish = Wish(charge.id, change, sign * amount)
            adjustable(session.connection, wish)
        except Exception as error:
            return session.sentence(error)
        if not values["reason"].strip():
            return w("A reason is needed.")
        fields = {"amount": self._money(amount), "item": self._item(charge), "period": charge.period}
        title = (
            w("Waive {amount} of {item} {period}", **fields)
            if change == "waiver"
            else w("Let off {amount} of {item} {period}", **fields)
            if sign < 0
            else w("Add {amount} to {item} {period}", **fields)
        )
        self._how(_Draft(wish, values["reason"].strip(), session.new_request(), title))
        return ""

    def _how(self, draft: _Draft) -> None:
        """Ask how it is approved: by somebody here, by a paper that was entered, or by one to be entered now."""
        session = self._session
        w = session.words
        wanted = abs(draft.wish.amount)
        papers = [each for each in corrections.paper_approvals(session.connection) if each.left >= wanted]
        options: list[tuple[Callable[[], None], str]] = [
            (partial(self._second_person, draft), w("A second person agrees now or later")),
        ]
        options += [
            (partial(self._post, draft, paper=each.event_id),
             w("Paper {number}, {left} left", number=each.number, left=self._money(each.left)))
            for each in papers[-_PAPERS:]
        ]  # fmt: skip
        if session.may(Act.APPROVE_ADJUSTMENT):
            options.append((partial(self._new_paper, draft), w("Enter an approval on paper")))
        self._view.ask(choose(draft.title, w("How is it approved?"), options, _go))

    def _second_person(self, draft: _Draft) -> None:
        self._ask(approval.Wish(
            Act.APPROVE_ADJUSTMENT, draft.title, draft.reason, needs_reason=False,
            on_granted=lambda approver, _reason: self._post(draft, approver=approver),
            on_request=lambda reason: self._request(draft, reason),
        ))  # fmt: skip

    def _new_paper(self, draft: _Draft) -> None:
        w, session = self._session.words, self._session
        fields = (
            Asked("number", w("Number of the paper")),
            Asked("dated", w("Dated"), session.today().isoformat()),
            Asked("signer", w("Signed by")),
            Asked("amount", w("Allows up to"), formats.money(abs(draft.wish.amount), session.currency), True),
            Asked("path", w("Scan (may be empty)"), file=True),
        )
        text = w("What is left of its sum can be used for other charges later.")
        entering = partial(self._paper_typed, draft, session.new_request())
        self._view.ask(Form(w("Approval on paper"), text, w("Use it"), entering, fields))

    def _paper_typed(self, draft: _Draft, request: str, values: dict[str, str]) -> str:
        session = self._session
        path = values["path"].strip().strip('"')
        try:
            dated = date.fromisoformat(values["dated"].strip())
        except ValueError:
            return session.words("A day is written like 2026-11-23.")
        try:
            paper = enter_paper(
                session.books, values["number"], dated, values["signer"],
                parse_amount(values["amount"], session.currency.digits), draft.reason, request_id=request,
                staff=session.person, store=session.scans.store, scan=Path(path).expanduser() if path else None,
            )  # fmt: skip
        except Exception as error:
            return session.sentence(error)
        self._post(draft, paper=paper)
        return ""

    def _post(self, draft: _Draft, approver: Person | None = None, paper: int | None = None) -> None:
        session = self._session
        try:
            done = adjust_charge(
                session.books, draft.wish, draft.reason, request_id=draft.request, staff=session.person,
                till=session.till, approver=approver, paper=paper,
            )  # fmt: skip
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        self._done()
        rest = session.words("{amount} of it was paid already and is balance now.",
                             amount=self._money(done.to_balance)) if done.to_balance else ""  # fmt: skip
        if done.from_balance:
            rest = session.words("{amount} of it is settled from what was given back before.",
                                 amount=self._money(done.from_balance))  # fmt: skip
        self._view.say("saved", session.words("Done: {what}.", what=draft.title), rest)

    def _request(self, draft: _Draft, reason: str) -> None:
        session = self._session
        try:
            ask_for_adjustment(
                session.books, draft.wish, f"{draft.reason} {reason}".strip() if reason != draft.reason else reason,
                request_id=draft.request, staff=session.person, till=session.till,
            )  # fmt: skip
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        self._view.say("saved", session.words("Asked for; it waits for a decision at the till, list 3."))

    def _item(self, charge: Charge) -> str:
        names = accounts.item_names(self._session.connection).get(charge.item_id, ("", ""))
        return names[0 if self._session.words.language == "zh_CN" else 1]

    def _money(self, minor: int) -> str:
        return formats.money_with_symbol(minor, self._session.currency)


def _go(begin: Callable[[], None]) -> str:
    begin()
    return ""
