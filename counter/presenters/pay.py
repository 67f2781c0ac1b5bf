"""The Pay screen: find, look, type what was handed over, F9. Money moves only at the tender keys."""

from collections.abc import Callable
from dataclasses import replace

from counter.desk.payment_postings import Ahead
from counter.desk.price_ahead import price_ahead
from counter.desk.standing import standing
from counter.desk.take_payment import Paid
from counter.presenters.basket import basket_of
from counter.presenters.finding import FoundUnit, find_units
from counter.presenters.pay_lines import ahead_line, charge_line, head_of, why_line
from counter.presenters.pay_state import PayState
from counter.presenters.pay_tenders import PayTenders
from counter.presenters.pay_view import AccountLine, Asked, HitLine, PayView
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.rules.money import parse_amount
from counter.rules.payahead import months_ahead
from counter.rules.periods import Period, parse_month
from counter.words import formats
from db.queries import accounts, receipts

CHIPS = 5


class PayPresenter:
    """One window's Pay screen. Amounts are minor units; every wish carries a request id of its own."""

    def __init__(self, session: Session, view: PayView, *, open_receipt: Callable[[int], None]) -> None:
        self._session = session
        self._view = view
        self._open_receipt = open_receipt
        self._hits: list[FoundUnit] = []
        self._adding = False
        self._state = PayState(request=session.new_request())
        self.tenders = PayTenders(session, view, self._state, reopen=self._reopen, paid=self._after_payment)

    # Finding

    def start(self) -> None:
        """Show the empty screen, ready to find."""
        self._view.show_empty(
            self._w("Who is paying?"),
            self._w("Type a room, a name, its pinyin initials, the end of a phone number or a plate, or scan a paper."),
        )
        self._refresh_chips()
        self._view.focus_find()

    def find_changed(self, text: str) -> None:
        """List what fits while typing."""
        self._view.find_error("")
        try:
            self._hits = find_units(self._session.reader, text)
        except Exception as error:
            self._hits = []
            self._view.find_error(self._session.told(error).sentence)
        self._view.show_hits([HitLine(str(hit.unit_id), hit.code, hit.who) for hit in self._hits])

    def find_entered(self, text: str, selected: str = "") -> None:
        """Open the unit selected in the list, or the likeliest one."""
        self.find_changed(text)
        chosen = next((hit for hit in self._hits if str(hit.unit_id) == selected), None)
        if chosen is None and self._hits:
            chosen = self._hits[0]
        if chosen is None:
            if text.strip():
                self._view.find_error(self._w("Nothing was found for “{text}”.", text=text.strip()))
            return
        self._view.show_hits([])
        self.open_unit(chosen.unit_id)

    def add_unit(self) -> None:
        """Let the next unit found join this payment: one payer for several units."""
        if self._state.standings:
            self._adding = True
            self._view.set_find("")
            self._view.focus_find()
            self._view.say("plain", self._w("Find the next unit of the same payer."))

    def open_unit(self, unit_id: int) -> None:
        """Open a unit with everything due ticked, or add it to the payment that is being put together."""
        opened = standing(self._session.connection, unit_id)
        if self._adding and all(each.unit.id != unit_id for each in self._state.standings):
            self._state.standings.append(opened)
            fresh = basket_of(opened.charges, opened.frozen)
            self._state.basket = replace(
                self._state.basket,
                charges=self._state.basket.charges + fresh.charges,
                frozen=self._state.basket.frozen | fresh.frozen,
                ticked=self._state.basket.ticked | fresh.ticked,
                pay_now=None,
            )
        else:
            self._state.clear(self._session.new_request())
            self._state.standings = [opened]
            self._state.basket = basket_of(opened.charges, opened.frozen)
        self._adding = False
        self._state.request = self._session.new_request()
        self._view.set_find(", ".join(each.unit.code for each in self._state.standings))
        self._view.set_received("")
        self._show_account()
        self._view.focus_received()

    def back(self) -> None:
        """Esc: first take back a warning or a noted tender, then leave the unit."""
        if self._state.armed:
            self._state.armed = False
        elif self._state.basket.noted:
            self._state.basket = replace(self._state.basket, noted=())
        elif self._state.standings:
            self._state.clear(self._session.new_request())
            self._view.set_find("")
            self._view.set_received("")
            self.start()
        self.tenders.refresh_sums()

    # Choosing what is paid

    def toggle(self, line_id: str) -> None:
        """Tick or untick a charge, or take a month ahead off again."""
        if line_id.startswith("a"):
            self._state.basket = replace(
                self._state.basket, ahead=self._state.basket.ahead[: int(line_id[1:])], pay_now=None
            )
            self._show_account()
            return
        self._state.basket = self._state.basket.toggle(int(line_id[1:]))
        self._state.armed = False
        self._view.show_line(self._line(line_id))
        self.tenders.refresh_sums()

    def selected(self, line_id: str) -> None:
        """Explain the selected line."""
        charge = next((c for c in self._state.basket.charges if f"c{c.charge_id}" == line_id), None)
        told = (
            why_line(self._session.connection, charge, self._session.words, self._session.currency) if charge else None
        )
        self._view.show_why(told)

    def ask_pay_ahead(self) -> None:
        """Ask up to which month is paid ahead."""
        if self._state.standings:
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
            return self._session.told(error).sentence
        lines: list[Ahead] = []
        for each in self._state.standings:
            lines += price_ahead(self._session.connection, each.unit.id, month, method=self._session.office.part_month)
        if not lines:
            return self._w("Nothing is left to pay up to {month}.", month=month.label)
        self._state.basket = replace(self._state.basket, ahead=tuple(lines), pay_now=None)
        self._show_account()
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
        if self._state.basket.total:
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
        try:
            amount = parse_amount(text, self._session.currency.digits)
        except Exception as error:
            return self._session.told(error).sentence
        if not 0 < amount <= self._state.basket.total:
            total = formats.money(self._state.basket.total)
            return self._w("Between 0.01 and {total} can be paid now.", total=total)
        self._state.basket = replace(self._state.basket, pay_now=amount)
        self.tenders.refresh_sums()
        return ""

    # Showing

    def _reopen(self) -> None:
        """Read the unit anew after somebody else settled part of it; what was typed stays."""
        typed = self._state.typed
        self._adding = False
        self.open_unit(self._state.standings[0].unit.id)
        self._view.set_received(typed)

    def _after_payment(self, paid: Paid) -> None:
        """Leave sum and change on the screen; Find is ready for the next owner."""
        self._refresh_chips()
        self._view.set_find("")
        self._view.focus_find()

    def _w(self, sentence: str, **fields: object) -> str:
        return self._session.words(sentence, **fields)

    def shown(self) -> None:
        """Read the open units again after another screen was up, keeping what is chosen."""
        if self._state.standings and self._state.paid is None:
            self._state.standings = [standing(self._session.connection, each.unit.id) for each in self._state.standings]
        self._refresh_chips()

    def open_chip(self, receipt_id: str) -> None:
        """Open one of the last payments: view, reprint, void."""
        self._open_receipt(int(receipt_id))

    def _line(self, line_id: str) -> AccountLine:
        charge = next(c for c in self._state.basket.charges if f"c{c.charge_id}" == line_id)
        return charge_line(charge, self._state.basket, self._state.codes, self._session.today(), self._session.words)

    def _show_account(self) -> None:
        session = self._session
        names = accounts.item_names(session.connection)
        lines = [
            charge_line(charge, self._state.basket, self._state.codes, session.today(), session.words)
            for charge in self._state.basket.charges
        ]
        lines += [ahead_line(each, n, names, session.words) for n, each in enumerate(self._state.basket.ahead)]
        self._view.show_account(head_of(self._state.standings, session.words, session.currency), lines)
        self.selected(lines[0].id if lines else "")
        self.tenders.refresh_sums()

    def _refresh_chips(self) -> None:
        found = receipts.latest(self._session.connection, CHIPS)
        symbol = self._session.currency.symbol
        self._view.chips(
            [(str(each.id), f"{each.unit_code or each.label}  {symbol}{formats.money(each.total)}") for each in found]
        )
