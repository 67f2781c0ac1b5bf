"""The Pay screen: find, look, type what was handed over, F9. Money moves only at the tender keys."""

from collections.abc import Callable

from counter.desk.fund_taken import COUNTER
from counter.desk.standing import standing
from counter.desk.take_payment import Paid
from counter.devices.card_terminal import CardTerminal
from counter.presenters.account_lines import account_head, account_lines, payer_account
from counter.presenters.approval import AskApproval
from counter.presenters.basket import basket_of
from counter.presenters.finding import FoundUnit, find_units
from counter.presenters.pay_choice import PayChoice
from counter.presenters.pay_dispute import PayDispute
from counter.presenters.pay_late_fees import FEE_LINE, PayLateFees, late_fees_of
from counter.presenters.pay_lines import nothing_due, why_line
from counter.presenters.pay_note import PayNote
from counter.presenters.pay_papers import PayPapers
from counter.presenters.pay_parking import PayParking
from counter.presenters.pay_state import PayState
from counter.presenters.pay_tenders import PayTenders
from counter.presenters.pay_view import HitLine, PayerAccount, PayView
from counter.presenters.session import Session
from counter.words import Words, formats
from counter.words.terms import TENDERS, term
from db.queries import receipts

CHIPS = 5
_QUOTED = 24


class PayPresenter:
    """One window's Pay screen. Amounts are minor units; every wish carries a request id of its own."""

    def __init__(
        self, session: Session, view: PayView, *, open_receipt: Callable[[int], None], terminal: CardTerminal,
        approve: AskApproval,
    ) -> None:  # fmt: skip
        self._session = session
        self._view = view
        self._open_receipt = open_receipt
        self._hits: list[FoundUnit] = []
        self._state = PayState(request=session.new_request())
        self.tenders = PayTenders(
            session, view, self._state, terminal=terminal, approve=approve, reopen=self._reopen,
            paid=self._after_payment, reread=self.shown,
        )  # fmt: skip
        self.papers = PayPapers(session, view, self._state, self.tenders.saved_text)
        self.late_fees = PayLateFees(
            session, view, self._state, show=self._show_account, reopen=self._reopen, approve=approve
        )
        self.choice = PayChoice(
            session, view, self._state, show=self._show_account, changed=self._sums_changed,
            principal_only=self.late_fees.principal_only,
        )  # fmt: skip
        self.note = PayNote(session, view, self._state)
        self.dispute = PayDispute(session, view, self._state, self._read_again, self._show_account)
        self.parking = PayParking(session, view, self._state, show=self._show_account, leave=self._leave)

    def start(self) -> None:
        """Show the empty screen, ready to find."""
        self._view.show_empty(
            self._w("Who is paying?"),
            self._w("Type a room, a name, its pinyin initials, the end of a phone number or a plate, or scan a paper."),
        )
        self._refresh_chips()
        self._view.focus_find()
        self.tenders.cards.outcomes.start()

    def find_changed(self, text: str) -> None:
        """List what fits while typing."""
        self._state.searching = text
        self._view.find_error("")
        try:
            self._hits = find_units(self._session.reader, text)
        except Exception as error:
            self._hits = []
            self._view.find_error(self._session.sentence(error))
        self._view.show_hits([HitLine(str(hit.unit_id), hit.code, hit.who) for hit in self._hits])

    def find_entered(self, text: str, selected: str = "") -> None:
        """Open the unit selected in the list, or the likeliest one; what is not found stays, ready to be typed over."""
        try:
            self._hits = find_units(self._session.reader, text)
        except Exception as error:
            self._not_found(text, self._session.sentence(error))
            return
        chosen = next((hit for hit in self._hits if str(hit.unit_id) == selected), None)
        if chosen is None and self._hits:
            chosen = self._hits[0]
        if chosen is not None:
            self.open_unit(chosen.unit_id)
        elif text.strip():
            quoted = text.strip() if len(text.strip()) <= _QUOTED else f"{text.strip()[:_QUOTED]}…"
            self._not_found(text, self._w("Nothing was found for “{text}”.", text=quoted))

    def _not_found(self, text: str, sentence: str) -> None:
        self._state.searching = text
        self._hits = []
        self._view.show_hits([])
        self._view.find_error(sentence)
        self._view.focus_find()

    def add_unit(self) -> None:
        """Let the next unit found join this payment: one payer for several units."""
        if self._state.in_hand:
            self._state.adding = True
            self._view.set_find("")
            self._view.focus_find()
            self._view.say("plain", self._w("Find the next unit of the same payer."))

    def open_unit(self, unit_id: int) -> None:
        """Open a unit with everything due ticked, or add it to the payment that is being put together.

        While tenders are noted no other unit takes the place of the one they were handed over for.
        """
        state = self._state
        if self.tenders.cards.waiting():
            self._back_to_payment()
            return
        adding, is_open = state.adding and state.in_hand, unit_id in state.codes
        if state.in_hand and (state.basket.noted or adding) and (is_open or not adding):
            self._stay(is_open)
            return
        opened = standing(self._session.connection, unit_id)
        fresh = basket_of(
            opened.charges, opened.frozen, late_fees_of(self._session, opened.charges, state.late if adding else None),
            takes_fund=self._session.office.maintenance_fund == COUNTER, rests=opened.rests, lost=opened.lost,
        )  # fmt: skip
        if adding:
            state.standings.append(opened)
            state.basket = state.basket.joined(fresh)
            state.request, state.armed = self._session.new_request(), False
        else:
            state.clear(self._session.new_request())
            state.standings, state.basket = [opened], fresh
            self._view.set_received("")
        self._view.say("plain", "")
        self._back_to_payment()
        self._show_account()
        self.tenders.cards.outcomes.tell_open()

    def _stay(self, is_open: bool) -> None:
        """Keep the payment in hand, and say why."""
        self._back_to_payment()
        codes = ", ".join(self._state.codes.values())
        if is_open:
            self._view.say("plain", self._w("{unit} is part of this payment already.", unit=codes))
        else:
            noted = self._in_words(self._state.basket.noted_sum)
            text = self._w(
                "{amount} is noted for {unit}. Take the rest first, or take it out with Esc.", amount=noted, unit=codes
            )
            self._view.say("risk", text)

    def _back_to_payment(self) -> None:
        self._state.adding = False
        self._state.searching = ""
        self._view.set_find(", ".join(self._state.codes.values()))
        self._view.focus_received()

    def back(self) -> None:
        """Esc: take back what was typed last (a search, a warning, a noted tender), then leave the unit."""
        state = self._state
        if self.tenders.cards.is_asked:
            self.tenders.cards.stop()
        elif state.in_hand and (state.searching or state.adding):
            self._view.find_error("")
            self._back_to_payment()
        elif state.armed:
            self.tenders.disarm()
        elif state.in_hand and state.basket.noted:
            self._take_out()
        elif state.standings or state.searching:
            self._view.find_error("")
            self._view.say("plain", "")
            self._leave()
        self.tenders.refresh_sums()

    def _leave(self) -> None:
        """Empty the screen for the next owner."""
        self._state.clear(self._session.new_request())
        self._view.set_find("")
        self._view.set_received("")
        self.start()
        self.tenders.refresh_sums()

    def _take_out(self) -> None:
        """Take the tender noted last out again: what a terminal has already taken is never dropped unsaid."""
        out = self._state.basket.noted[-1]
        if out.intent:
            try:
                self.tenders.cards.taken_out(out)
            except Exception as error:
                self.tenders.failed(error)
                return
        self._state.basket = self._state.basket.without_noted()
        text = self._w(
            "Taken out: {tender} {amount}.",
            tender=term(out.kind, TENDERS, self._session.words),
            amount=self._in_words(out.amount),
        )
        rest = self._w("Take it back on the terminal too.") if out.intent else ""
        self._view.say("risk" if rest else "plain", text, rest)

    def selected(self, line_id: str) -> None:
        """Explain the selected line."""
        if line_id.startswith(FEE_LINE):
            self._view.show_why(self.late_fees.why(line_id))
            return
        charge = next((c for c in self._state.basket.charges if f"c{c.charge_id}" == line_id), None)
        session = self._session
        told = why_line(session.connection, charge, session.words, session.currency, paying=True) if charge else None
        self._view.show_why(told)

    # Showing

    def _reopen(self) -> None:
        """Read the units anew after somebody else settled part of them; noted tenders and what was typed stay."""
        self._read_again()
        self._state.basket = self._state.basket.without_ahead()
        self._state.request = self._session.new_request()
        self._state.armed = False
        self._show_account()

    def _read_again(self) -> bool:
        """Read the open units anew; returns whether anything about them changed."""
        state = self._state
        found = [standing(self._session.connection, each.unit.id) for each in state.standings]
        changed, state.standings = found != state.standings, found
        charges = tuple(charge for each in found for charge in each.charges)
        lost = [charge for each in found for charge in each.lost]
        fees = late_fees_of(self._session, charges, state.late)
        changed = changed or fees != state.basket.late_fees
        state.basket = state.basket.renewed(charges, state.frozen, fees, state.rests, lost)
        return changed

    def _after_payment(self, paid: Paid) -> None:
        """Leave sum and change on the screen; Find is ready for the next owner."""
        self._refresh_chips()
        self._view.set_find("")
        self._view.focus_find()

    def shown(self) -> None:
        """Read the open units again after another screen or sheet was up, keeping what is chosen."""
        if self._state.in_hand and self._read_again():
            self._show_account()
        self._refresh_chips()
        self.tenders.cards.outcomes.tell_open()

    def open_chip(self, receipt_id: str) -> None:
        """Open one of the last payments: view, reprint, void."""
        self._open_receipt(int(receipt_id))

    def payer_account(self, words: Words) -> PayerAccount:
        """Return what is chosen for payment, in the words of the payer's own screen."""
        return payer_account(self._session, self._state, words)

    def _show_account(self) -> None:
        session, state = self._session, self._state
        lines = account_lines(session, state, session.words)
        self._view.show_account(account_head(session, state), lines)
        if lines:
            self.selected(lines[0].id)
        else:
            self._view.show_why(nothing_due(session.words))
        self.tenders.refresh_sums()

    def _sums_changed(self) -> None:
        self.tenders.disarm()
        self.tenders.refresh_sums()

    def _refresh_chips(self) -> None:
        found = receipts.latest(self._session.connection, CHIPS)
        symbol = self._session.currency.symbol
        self._view.chips(
            [(str(each.id), f"{each.unit_code or each.label}  {symbol}{formats.money(each.total)}") for each in found]
        )

    def _in_words(self, minor: int) -> str:
        return formats.money_in_sentence(minor, self._session.words, self._session.currency)

    def _w(self, sentence: str, **fields: object) -> str:
        return self._session.words(sentence, **fields)
