"""Taking a deposit from the unit's card: what for, how much, from whom, how it is paid."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from counter.desk.take_deposit import WAYS, DepositOrder, take_deposit
from counter.desk.tenders import TenderIn
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form, channel_name, code_form, slip_form
from counter.presenters.scans import ScanView
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.rules.money import parse_amount
from counter.rules.tender import TenderKind
from counter.words import formats
from counter.words.terms import DEPOSITS, TENDERS, term
from db.queries.accounts import Unit


class _Draft(NamedTuple):
    """What was typed so far, under the request that posts it once; amounts in minor units."""

    unit: Unit
    what: str
    payer: str
    amount: int
    request: str


class TakeDeposit:
    """Asks its way to a deposit; done is told after it."""

    def __init__(self, session: Session, view: ScanView, done: Callable[[], None]) -> None:
        self._session, self._view, self._done = session, view, done

    def begin(self, unit: Unit) -> None:
        """Ask what the deposit is for."""
        w = self._session.words
        options = [(what, term(what, DEPOSITS, w)) for what in DEPOSITS]
        self._view.ask(choose(w("Take a deposit for {unit}", unit=unit.code), "", options, partial(self._whom, unit)))

    def _whom(self, unit: Unit, what: str) -> str:
        w = self._session.words
        fields = (Asked("amount", w("Amount"), "", True), Asked("payer", w("Payer (person or firm)")))
        text = w("It goes back to this payer. A fit-out firm pays its deposit itself.")
        title = w("{what} for {unit}", what=term(what, DEPOSITS, w), unit=unit.code)
        self._view.ask(Form(title, text, w("Next"), partial(self._typed, unit, what), fields))
        return ""

    def _typed(self, unit: Unit, what: str, values: dict[str, str]) -> str:
        session = self._session
        w = session.words
        try:
            amount = parse_amount(values["amount"], session.currency.digits)
        except Exception as error:
            return session.sentence(error)
        if amount <= 0 or not values["payer"].strip():
            return w("Type a sum above nothing and who pays it.")
        draft = _Draft(unit, what, values["payer"].strip(), amount, session.new_request())
        options = [(kind, term(kind.value, TENDERS, w)) for kind in WAYS]
        self._view.ask(choose(w("How is {amount} paid?", amount=self._money(amount)), "", options,
                              partial(self._way, draft)))  # fmt: skip
        return ""

    def _way(self, draft: _Draft, kind: TenderKind) -> str:
        w, shown = self._session.words, self._money(draft.amount)
        if kind is TenderKind.CASH:
            fields = (Asked("received", w("Cash handed over"), formats.money(draft.amount), True),)
            self._view.ask(
                Form(w("Cash, {amount}", amount=shown), "", w("Take it"), partial(self._cash, draft), fields)
            )
        elif kind is TenderKind.QR_CODE:
            channels = [(each, channel_name(each, w)) for each in self._session.office.qr_channels]
            self._view.ask(choose(w("Which code?"), "", channels, partial(self._code, draft)))
        else:
            self._view.ask(slip_form(kind, shown, {}, w, lambda slip: self._post(draft, kind, slip)))
        return ""

    def _code(self, draft: _Draft, channel: str) -> str:
        def typed(values: dict[str, str]) -> str:
            return self._post(draft, TenderKind.QR_CODE, {**values, "channel": channel})

        self._view.ask(code_form(channel, self._money(draft.amount), self._session.words, typed))
        return ""

    def _cash(self, draft: _Draft, values: dict[str, str]) -> str:
        try:
            received = parse_amount(values["received"], self._session.currency.digits)
        except Exception as error:
            return self._session.sentence(error)
        return self._post(draft, TenderKind.CASH, {}, received)

    def _post(self, draft: _Draft, kind: TenderKind, slip: dict[str, str], received: int | None = None) -> str:
        session = self._session
        tender = TenderIn(kind, draft.amount, slip)
        order = DepositOrder(draft.unit.id, draft.what, draft.payer, tender, received)
        try:
            done = take_deposit(
                session.books, order, request_id=draft.request, cashier=session.person, till=session.till,
                office=session.office, words=session.paper_words,
            )  # fmt: skip
        except Exception as error:
            return session.sentence(error)
        session.on_commit()
        self._done()
        w = session.words
        change = w("Change {amount}.", amount=self._money(done.change)) if done.change else ""
        self._view.say(
            "saved", w("Deposit {number} is held. The receipt is being printed.", number=done.number), change
        )
        return ""

    def _money(self, minor: int) -> str:
        return formats.money_with_symbol(minor, self._session.currency)
