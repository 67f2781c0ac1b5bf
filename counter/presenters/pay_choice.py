"""Choosing what is paid: ticks, months ahead, and how much of the sum is paid now."""

from collections.abc import Callable
from dataclasses import replace

from counter.desk.payment_postings import Ahead
from counter.presenters.pay_late_fees import FEE_LINE
from counter.presenters.pay_lines import charge_line
from counter.presenters.pay_state import PayState
from counter.presenters.pay_view import Asked, PayView
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.rules.money import parse_amount
from counter.rules.payahead import months_ahead
from counter.rules.periods import Period, parse_month
from counter.words import formats


class PayChoice:
    """What Space, F and N do with the payment in hand.

    show paints the account anew; changed is told that the sums may be others now; principal_only is what Space on the
    line of a late fee does.
    """

    def __init__(
        self,
        session: Session,
        view: PayView,
        state: PayState,
        *,
        show: Callable[[], None],
        changed: Callable[[], None],
        principal_only: Callable[[], None],
    ) -> None:
        self._session = session
        self._view = view
        self._state = state
        self._show = show
        self._changed = changed
        self._principal_only = principal_only

    def toggle(self, line_id: str) -> None:
        """Tick or untick a charge, or take a month ahead off again, with the later months of its item."""
        if not self._state.in_hand:
            return
        if line_id.startswith(FEE_LINE):
            self._principal_only()
            return
        place = int(line_id[1:])
        if line_id.startswith("a"):
            self._state.basket = self._state.basket.without_ahead(place)
            self._show()
            return
        self._state.basket = self._state.basket.toggle(place)
        if any(fee.charge.charge_id == place for fee in self._state.basket.late_fees):
            self._show()  # the line of its late fee is another one now
            return
        charge = next(each for each in self._state.basket.charges if each.charge_id == place)
        session = self._session
        self._view.show_line(charge_line(charge, self._state, session.today(), session.words))
        self._changed()

    def ask_pay_ahead(self) -> None:
        """Ask up to which month is paid ahead."""
        if self._state.in_hand:
            self._view.ask(
                Form(
                    self._w("Pay ahead to which month?"),
                    self._w("Year and month, for example 2712 for December 2027."),
                    self._w("Add the months"),
                    lambda values: self.pay_ahead(values["month"]),
                    (Asked("month", self._w("Month"), "", True),),
                )
            )

    def pay_ahead(self, text: str) -> str:
        """Add the months up to the one typed; returns what is wrong with it, or ''."""
        try:
            month = parse_month(text)
        except Exception as error:
            return self._session.sentence(error)
        from counter.desk.price_ahead import price_ahead  # pricing is loaded with the first payment ahead

        lines: list[Ahead] = []
        for each in self._state.standings:
            lines += price_ahead(self._session.connection, each.unit.id, month, method=self._session.office.part_month)
        if not lines:
            return self._w("Nothing is left to pay up to {month}.", month=month.label)
        self._state.basket = replace(self._state.basket, ahead=tuple(lines), pay_now=None)
        self._show()
        self._view.focus_received()
        self._warn_far_ahead(month)
        return ""

    def _warn_far_ahead(self, month: Period) -> None:
        """Some cities limit prepayments (Hangzhou, Zhengzhou: 12 months): warn, never refuse."""
        months, limit = months_ahead(self._session.today(), month), self._session.office.ahead_ceiling_months
        if months > limit:
            text = self._w(
                "This pays {months} months ahead; the office's limit is {limit}.", months=months, limit=limit
            )
            self._view.say("risk", text)

    def ask_pay_now(self) -> None:
        """Ask how much of the sum is paid now."""
        if self._state.in_hand and self._state.basket.total:
            self._view.ask(
                Form(
                    self._w("How much is paid now?"),
                    self._w("The rest stays open. What is due first is settled first."),
                    self._w("Pay this much"),
                    lambda values: self.pay_now(values["amount"]),
                    (Asked("amount", self._w("Pay now"), "", True),),
                )
            )

    def pay_now(self, text: str) -> str:
        """Pay only so much of what is ticked; returns what is wrong with it, or ''."""
        digits = self._session.currency.digits
        try:
            amount = parse_amount(text, digits)
        except Exception as error:
            return self._session.sentence(error)
        if not 0 < amount <= self._state.basket.total:
            least, total = formats.money(1), formats.money(self._state.basket.total)
            return self._w("Between {least} and {total} can be paid now.", least=least, total=total)
        self._state.basket = replace(self._state.basket, pay_now=amount)
        self._changed()
        return ""

    def _w(self, sentence: str, **fields: object) -> str:
        return self._session.words(sentence, **fields)
