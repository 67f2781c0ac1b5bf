"""The tender keys of the Pay screen: cash, splits, and what every tender comes to: one commit.

Money is committed here and nowhere else on the screen, always from a state that shows the sum.
"""

from collections.abc import Callable
from dataclasses import replace

from counter.desk.drawer import drop_is_due
from counter.desk.take_payment import AccountChanged, Paid, PaymentOrder, take_payment
from counter.desk.tenders import TenderIn
from counter.devices.card_terminal import CardTerminal
from counter.presenters import pay_sums
from counter.presenters.approval import AskApproval
from counter.presenters.basket import order_of
from counter.presenters.pay_balance import PayBalance
from counter.presenters.pay_cards import PayCards
from counter.presenters.pay_ready import PayReady
from counter.presenters.pay_slips import PaySlips
from counter.presenters.pay_state import PayState
from counter.presenters.pay_view import PayView, Sums
from counter.presenters.session import Session
from counter.rules.rounding import Rounded
from counter.rules.tender import TenderKind
from counter.words import formats
from db.queries.tills import till_state


class PayTenders:
    """What the tender keys do with the payment that is being put together.

    reopen reads the unit again after somebody else settled part of it; paid is told of every payment that is saved;
    reread shows what is owed anew where another day counts.
    """

    def __init__(
        self, session: Session, view: PayView, state: PayState, *, terminal: CardTerminal, approve: AskApproval,
        reopen: Callable[[], None], paid: Callable[[Paid], None], reread: Callable[[], None],
    ) -> None:  # fmt: skip
        self._session = session
        self._view = view
        self._state = state
        self._reopen = reopen
        self._paid = paid
        self._terminal = terminal
        self._sums: Sums | None = None
        self.cards = PayCards(session, view, state, self, terminal, approve)
        self.slips = PaySlips(session, view, state, self, self.cards, reread)
        self._ready = PayReady(session, view, state, self.cards.waiting)
        self.balance = PayBalance(
            session, view, state, self._ready, order=lambda sum_: self._order((), None, pay_now=sum_), note=self._note,
            refresh=self.refresh_sums,
        )  # fmt: skip

    def received_changed(self, text: str) -> None:
        """Work out change or what stays open while the sum is typed."""
        self.disarm()
        self._state.typed = text
        self.refresh_sums()

    def disarm(self) -> None:
        """Take the warning of a part payment back, and what it said."""
        if self._state.armed:
            self._state.armed = False
            self._view.say("plain", "")

    def split(self) -> None:
        """Note the typed sum as cash; the rest is paid by the next tender."""
        if not self._ready.ready():
            return
        amount = self._ready.received()
        left = self._ready.left()
        if amount is None:
            return
        if not 0 < amount < left:
            self._view.received_error(self._w("For a split, type a cash sum below {left}.", left=formats.money(left)))
            return
        self._note(TenderIn(TenderKind.CASH, amount))

    def cash(self) -> None:
        """F9: take cash; with nothing typed the exact sum; a smaller sum only at the second press."""
        if not self._ready.ready():
            return
        received = self._ready.received()
        if received is None:
            return
        basket, mode = self._state.basket, self._session.office.rounding
        left = basket.left(mode, cash=True)
        if not self._state.typed.strip():
            received = max(left, 0)
        elif received == 0 < left:
            self._view.received_error(self._w("Type what is handed over, or nothing for the exact sum."))
            return
        if self._state.overtaken and received and not basket.total and not self._state.armed:
            self._say_kept(received)
            return
        if received < left and not self._state.armed and basket.total:
            self._say_part(received, left)
            return
        asked, due = basket.rounded(mode), basket.due
        if received < left:
            due, left = basket.noted_sum + received, received
            asked = Rounded(due, 0)
        kept = received - left if basket.keep_change or not basket.total else 0
        cash = [TenderIn(TenderKind.CASH, left + kept)] if left + kept > 0 else []
        handed = received + sum(t.amount for t in basket.noted if t.kind is TenderKind.CASH)
        self._commit(
            (*basket.noted, *cash), handed, rounding=asked.rounding, due=due, to_balance=asked.to_balance + kept
        )

    def next_amount(self) -> int:
        """The typed sum, or everything left where nothing (or more than that) is typed."""
        left, typed = self._ready.left(), self._ready.received()
        return typed if typed is not None and 0 < typed < left else left

    def can_tender(self) -> bool:
        """Whether a slip may be asked for; says why not."""
        return self._ready.can_tender()

    def refuse(self, tender: TenderIn) -> None:
        """Raise what desk would refuse about a slip."""
        self._ready.refuse(tender)

    def take(self, tender: TenderIn, *, final: bool = False) -> None:
        """Commit when the tender covers the rest or is final, else note it; raises what desk refuses."""
        if final or tender.amount >= self._ready.left():
            order = self.order_with(tender)
            self._commit(order.tenders, None, due=order.pay_now, raising=True)
            return
        self.refuse(tender)
        self._note(tender)

    def order_with(self, tender: TenderIn) -> PaymentOrder:
        """Return what is posted if this tender is the last one: all of the sum, or as much as is covered."""
        tenders = (*self._state.basket.noted, tender)
        covered = sum(each.amount for each in tenders)
        return self._order(tenders, None, pay_now=min(self._state.basket.due, covered))

    def _note(self, tender: TenderIn) -> None:
        self._state.basket = replace(self._state.basket, noted=(*self._state.basket.noted, tender))
        self._view.set_received("")
        self._state.typed = ""
        self.refresh_sums()

    # Committing

    def _commit(
        self, tenders: tuple[TenderIn, ...], received: int | None, *, rounding: int = 0, due: int | None = None,
        to_balance: int = 0, raising: bool = False,
    ) -> None:  # fmt: skip
        pay_now = self._state.basket.due if due is None else due
        order = self._order(tenders, received, rounding=rounding, pay_now=pay_now, to_balance=to_balance)
        try:
            paid = take_payment(
                self._session.books,
                order,
                request_id=self._state.request,
                cashier=self._session.person,
                till=self._session.till,
                office=self._session.office,
                words=self._session.paper_words,
            )
        except Exception as error:
            if isinstance(error, AccountChanged):
                self._reopen()
                self._state.overtaken = True
            if raising:
                raise
            self.failed(error)
            return
        for tender in tenders:
            if tender.intent:
                self._terminal.acknowledge(tender.intent)
        self.done(paid)

    def _order(
        self, tenders: tuple[TenderIn, ...], received: int | None, *, pay_now: int, rounding: int = 0,
        to_balance: int = 0,
    ) -> PaymentOrder:  # fmt: skip
        order = order_of(
            self._state.basket,
            tenders,
            unit_ids=tuple(each.unit.id for each in self._state.standings),
            payer=self._state.payer,
            rounding=rounding,
            received_cash=received,
            pay_now=pay_now,
            to_balance=to_balance,
        )
        kept_for = self._state.basket.kept_for if to_balance else None
        return replace(order, late=self._state.late, note=self._state.note, kept_for=kept_for)

    def failed(self, error: Exception) -> None:
        """Say what went wrong; what has no sentence is raised again."""
        told = self._session.told(error)
        self._view.say("risk", told.sentence, told.next_step)

    def done(self, paid: Paid) -> None:
        """Show a payment that is saved."""
        self._state.paid = paid
        self._state.armed = False
        self._state.drop_due = self._drop_is_due()
        self._view.say("saved", self.saved_text(paid), self._w("printing…"))
        self.refresh_sums()
        self._paid(paid)
        self._session.on_commit()

    def saved_text(self, paid: Paid) -> str:
        """Return the sentence that names the receipts of a payment."""
        numbers = self._w(", ").join(receipt.number for receipt in paid.receipts)
        if self._state.drop_due:
            return self._w("Saved. Receipt {number} – the drawer is full, drop cash now (F4, 8)", number=numbers)
        return self._w("Saved. Receipt {number}", number=numbers)

    def _drop_is_due(self) -> bool:
        """Whether to ask for a safe drop; it never holds a payment up and tells no sum."""
        session = self._session
        state = till_state(session.connection, session.till)
        return state is not None and drop_is_due(session.connection, state, session.office)

    def _say_part(self, received: int, left: int) -> None:
        """Show what stays open; the next F9 takes it."""
        pays, stays = formats.money(received), formats.money(left - received)
        self._arm(self._w("Pays {pays}, {stays} stays open. F9 again to take it.", pays=pays, stays=stays))

    def _say_kept(self, received: int) -> None:
        """Money typed for what somebody else paid meanwhile becomes balance only at the next F9."""
        self._arm(self._w("Nothing is due any more: {amount} would become balance. F9 again to take it.",
                          amount=formats.money(received)))  # fmt: skip

    def _arm(self, warning: str) -> None:
        self._state.armed = True
        self.refresh_sums()
        self._view.say("risk", warning)

    def refresh_sums(self) -> None:
        """Show the right column as it is now."""
        received, anything = self._ready.received(), bool(self._state.typed.strip())
        state = pay_sums.Typed(received if anything else None, anything, self._state.armed)
        self._sums = pay_sums.sums_of(self._state.basket, state, self._state.paid, self._session)
        self._view.show_sums(self._sums)

    def every_row(self) -> None:
        """K: show every row of the sums, those that are folded too."""
        self._view.ask(pay_sums.every_row(self._sums, self._session.words))

    def _w(self, sentence: str, **fields: object) -> str:
        return self._session.words(sentence, **fields)
