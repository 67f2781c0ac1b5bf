"""Taking a deposit from the unit's card: what for, how much, from whom, how it is paid."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from counter.desk.deposit_kinds import DepositKind, kinds, proposed
from counter.desk.take_deposit import WAYS, DepositOrder, take_deposit
from counter.desk.tenders import TenderIn
from counter.presenters.last_slip import next_slip
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form, channel_name, code_form, slip_form
from counter.presenters.scans import ScanView
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.rules.money import parse_amount
from counter.rules.tariff import Charged
from counter.rules.tender import TenderKind
from counter.words import formats
from counter.words.explain_charge import composition
from counter.words.terms import TENDERS, term
from db.queries import registers
from db.queries.accounts import Unit

_KINDS = 9  # as many as there are number keys


class _Draft(NamedTuple):
    """What was typed so far, under the request that posts it once; amounts in minor units."""

    unit: Unit
    what: str
    payer: str
    amount: int
    request: str
    reason: str


class TakeDeposit:
    """Asks its way to a deposit; done is told after it."""

    def __init__(self, session: Session, view: ScanView, done: Callable[[], None]) -> None:
        self._session, self._view, self._done = session, view, done

    def begin(self, unit: Unit) -> None:
        """Ask what the deposit is for."""
        w = self._session.words
        options = [(kind, kind.name(w)) for kind in kinds(self._session.connection)[:_KINDS]]
        self._view.ask(choose(w("Take a deposit for {unit}", unit=unit.code), "", options, partial(self._whom, unit)))

    def _whom(self, unit: Unit, kind: DepositKind) -> str:
        session = self._session
        w = session.words
        price = self._proposed(unit, kind)
        amount = formats.money(price.amount, session.currency) if price else ""
        fields = [Asked("amount", w("Amount"), amount, True), Asked("payer", w("Payer (person or firm)"))]
        text = w("It goes back to this payer. A fit-out firm pays its deposit itself.")
        if price:
            worked = composition(price.ingredients, w, session.currency)
            text = w("By its price: {working}. {text}", working=worked, text=text)
            fields.append(Asked("reason", w("Reason, where it is another sum")))
        title = w("{what} for {unit}", what=kind.name(w), unit=unit.code)
        asked = price.amount if price else None
        self._view.ask(Form(title, text, w("Next"), partial(self._typed, unit, kind.code, asked), tuple(fields)))
        return ""

    def _proposed(self, unit: Unit, kind: DepositKind) -> Charged | None:
        """Return what the price of a kind of deposit proposes for a unit today."""
        session = self._session
        row = registers.unit(session.connection, unit.id)
        if kind.item is None or row is None:
            return None
        try:
            return proposed(session.connection, row, kind.item, session.today())
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return None

    def _typed(self, unit: Unit, what: str, price: int | None, values: dict[str, str]) -> str:
        session = self._session
        w = session.words
        try:
            amount = parse_amount(values["amount"], session.currency.digits)
        except Exception as error:
            return session.sentence(error)
        if amount <= 0 or not values["payer"].strip():
            return w("Type a sum above nothing and who pays it.")
        reason = values.get("reason", "").strip()
        if price is not None and amount != price and not reason:
            return w("Another sum than the price says needs a reason.")
        draft = _Draft(unit, what, values["payer"].strip(), amount, session.new_request(), reason)
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
            self._view.ask(
                slip_form(kind, shown, next_slip(self._session, ()), w, lambda slip: self._post(draft, kind, slip))
            )
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
        order = DepositOrder(draft.unit.id, draft.what, draft.payer, tender, received, reason=draft.reason)
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
