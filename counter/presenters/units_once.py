"""Charging a unit once from its card: which fee item, then its price or a typed sum with a reason."""

from collections.abc import Callable
from functools import partial

from counter.desk.charge_once import charge_once, once_items, priced
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.scans import ScanView
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.rules.money import parse_amount
from counter.words import formats
from db.queries import registers
from db.queries.accounts import Unit
from db.queries.registers import FeeItemRow

_ITEMS = 9


class ChargeSomethingOnce:
    """Asks its way to the charge; done is told after it."""

    def __init__(self, session: Session, view: ScanView, done: Callable[[], None]) -> None:
        self._session, self._view, self._done = session, view, done

    def begin(self, unit: Unit, reason: str = "") -> None:
        """Ask for which fee item; where there is none say what to do first. reason: stands in the form already."""
        w = self._session.words
        items = once_items(self._session.connection)[:_ITEMS]
        if not items:
            self._view.say("risk", w("No fee item is asked for once."), w("Add one among the prices first."))
            return
        options = [(item, self._name(item)) for item in items]
        self._view.ask(choose(w("Charge {unit} once", unit=unit.code), "", options, partial(self._sum, unit, reason)))

    def _sum(self, unit: Unit, reason: str, item: FeeItemRow) -> str:
        session = self._session
        w = session.words
        row = registers.unit(session.connection, unit.id)
        price = priced(session.connection, row, item, session.today()) if row else None
        now = formats.money(price.amount, session.currency) if price else ""
        text = (
            w("The sum is its price; another sum needs a reason.")
            if price
            else w("It has no price: type sum and reason.")
        )
        fields = (Asked("amount", w("Amount"), now, True), Asked("reason", w("Reason"), reason))
        typed = partial(self._typed, unit, item, now, session.new_request())
        self._view.ask(Form(w("{item} for {unit}", item=self._name(item), unit=unit.code), text, w("Charge it"), typed,
                            fields))  # fmt: skip
        return ""

    def _typed(self, unit: Unit, item: FeeItemRow, now: str, request: str, values: dict[str, str]) -> str:
        session = self._session
        w = session.words
        own = values["amount"].strip() != now or bool(values["reason"].strip())
        try:
            amount = parse_amount(values["amount"], session.currency.digits) if own else None
            done = charge_once(
                session.books, unit.id, item.id, request_id=request, staff=session.person, till=session.till,
                amount=amount, reason=values["reason"],
            )  # fmt: skip
        except Exception as error:
            return session.sentence(error)
        self._done()
        told = w("Charged: {item}, {amount}. T takes the payment.", item=self._name(item),
                 amount=formats.money_with_symbol(done.amount, session.currency))  # fmt: skip
        self._view.say("saved", told)
        return ""

    def _name(self, item: FeeItemRow) -> str:
        return (item.name_zh if self._session.words.language == "zh_CN" else item.name_en) or item.name_zh
