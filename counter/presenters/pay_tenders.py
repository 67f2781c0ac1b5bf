"""The tender keys of the Pay screen: cash, balance, splits, and what every tender comes to: one commit.

Money is committed here and nowhere else on the screen, always from a state that shows the sum.
"""

from collections.abc import Callable
from dataclasses import replace

from counter.desk.take_payment import AccountChanged, NothingToPay, Paid, take_payment
from counter.desk.tenders import TenderIn, checked, refuse_used
from counter.desk.tills import require_open_till
from counter.presenters import pay_sums
from counter.presenters.basket import order_of
from counter.presenters.pay_slips import PaySlips
from counter.presenters.pay_state import PayState
from counter.presenters.pay_view import PayView
from counter.presenters.session import Session
from counter.rules.money import parse_amount
from counter.rules.permissions import Act
from counter.rules.rounding import Rounded
from counter.rules.tender import TenderKind
from counter.words import formats

_QUOTED = 24


class PayTenders:
    """What the tender keys do with the payment that is being put together.

    reopen reads the unit again after somebody else settled part of it; paid is told of every payment that is saved.
    """

    def __init__(
        self,
        session: Session,
        view: PayView,
        state: PayState,
        *,
        reopen: Callable[[], None],
        paid: Callable[[Paid], None],
    ) -> None:
        self._session = session
        self._view = view
        self._state = state
        self._reopen = reopen
        self._paid = paid
        self.slips = PaySlips(session, view, state, self)

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

    def keep_change(self) -> None:
        """Keep what is handed over beyond the sum as balance instead of giving change."""
        if not self._state.in_hand:
            return
        kept = not self._state.basket.keep_change
        self._state.basket = replace(self._state.basket, keep_change=kept)
        text = (
            self._w("What is handed over beyond the sum becomes balance.")
            if kept
            else self._w("What is handed over beyond the sum is given back as change.")
        )
        self._view.say("plain", text)
        self.refresh_sums()

    def split(self) -> None:
        """Note the typed sum as cash; the rest is paid by the next tender."""
        if not self._ready():
            return
        amount = self._received()
        left = self._left()
        if amount is None:
            return
        if not 0 < amount < left:
            self._view.received_error(self._w("For a split, type a cash sum below {left}.", left=formats.money(left)))
            return
        self._note(TenderIn(TenderKind.CASH, amount))

    def use_balance(self) -> None:
        """Note as much as possible from the units' balance; a tender key takes the payment."""
        if not self._ready():
            return
        available = sum(each.balance for each in self._state.standings)
        used = sum(t.amount for t in self._state.basket.noted if t.kind is TenderKind.BALANCE)
        amount = min(available - used, self._left())
        if amount <= 0:
            self._view.say("risk", self._w("There is no balance to pay from."))
            return
        self._note(TenderIn(TenderKind.BALANCE, amount))
        if self._left() == 0:
            self._view.say("plain", self._w("The balance pays it all. F9 saves it."))

    def cash(self) -> None:
        """F9: take cash; with nothing typed the exact sum; a smaller sum only at the second press."""
        if not self._ready():
            return
        received = self._received()
        if received is None:
            return
        basket, mode = self._state.basket, self._session.office.rounding
        left = basket.left(mode, cash=True)
        if not self._state.typed.strip():
            received = max(left, 0)
        elif received == 0 < left:
            self._view.received_error(self._w("Type what is handed over, or nothing for the exact sum."))
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
        left, typed = self._left(), self._received()
        return typed if typed is not None and 0 < typed < left else left

    def _left(self) -> int:
        """What is still to pay by anything but cash: only cash is rounded."""
        return self._state.basket.left(self._session.office.rounding, cash=False)

    def _ready(self) -> bool:
        """Whether a tender key may act: a unit is open and not paid yet, and no other one is half found."""
        state = self._state
        if state.searching.strip():
            text = self._w("“{text}” is only typed: Enter opens the unit.", text=state.searching.strip()[:_QUOTED])
            self._view.say("risk", text)
            return False
        if not state.standings:
            self._view.say("plain", self._w("Find the unit first; then its sum stands here."))
        return state.in_hand

    def can_tender(self) -> bool:
        """Whether a slip may be asked for: what would refuse the payment anyway is said before it is typed."""
        if not self._ready() or self._received() is None:
            return False
        session = self._session
        try:
            session.person.require(Act.TAKE_PAYMENT)
            require_open_till(session.connection, session.till, session.today().isoformat())
            if self._left() <= 0:
                raise NothingToPay
        except Exception as error:
            self._failed(error)
            return False
        return True

    def take(self, tender: TenderIn) -> None:
        """Commit when the tender covers the rest, note it where something is left; raises what desk refuses."""
        tenders = (*self._state.basket.noted, tender)
        if tender.amount >= self._left():
            self._commit(tenders, None, raising=True)
            return
        # A slip that could not stand is refused while it lies on the counter, not when the rest is paid.
        day = self._session.today().isoformat()
        rows = [checked(each, day) for each in tenders if each.kind is not TenderKind.CASH]
        refuse_used(self._session.connection, rows, tuple(self._state.codes))
        self._note(tender)

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
        order = order_of(
            self._state.basket,
            tenders,
            unit_ids=tuple(each.unit.id for each in self._state.standings),
            payer=self._state.payer,
            rounding=rounding,
            received_cash=received,
            pay_now=self._state.basket.due if due is None else due,
            to_balance=to_balance,
        )
        try:
            paid = take_payment(
                self._session.books,
                replace(order, late=self._state.late),
                request_id=self._state.request,
                cashier=self._session.person,
                till=self._session.till,
                office=self._session.office,
                words=self._session.paper_words,
            )
        except Exception as error:
            if isinstance(error, AccountChanged):
                self._reopen()
            if raising:
                raise
            self._failed(error)
            return
        self._done(paid)

    def _failed(self, error: Exception) -> None:
        told = self._session.told(error)
        self._view.say("risk", told.sentence, told.next_step)

    def _done(self, paid: Paid) -> None:
        self._state.paid = paid
        self._state.armed = False
        self._view.say("saved", self.saved_text(paid), self._w("printing…"))
        self.refresh_sums()
        self._paid(paid)
        self._session.on_commit()

    def saved_text(self, paid: Paid) -> str:
        """Return the sentence that names the receipts of a payment."""
        numbers = self._w(", ").join(receipt.number for receipt in paid.receipts)
        return self._w("Saved. Receipt {number}", number=numbers)

    def _received(self) -> int | None:
        """The typed sum, 0 where nothing is typed, None where it is no sum (and said so)."""
        if not self._state.typed.strip():
            self._view.received_error("")
            return 0
        try:
            amount = parse_amount(self._state.typed, self._session.currency.digits)
        except Exception as error:
            self._view.received_error(self._session.sentence(error))
            return None
        self._view.received_error("")
        return amount

    def _say_part(self, received: int, left: int) -> None:
        """Show what stays open; the next F9 takes it."""
        self._state.armed = True
        self.refresh_sums()
        pays, stays = formats.money(received), formats.money(left - received)
        self._view.say("risk", self._w("Pays {pays}, {stays} stays open. F9 again to take it.", pays=pays, stays=stays))

    def refresh_sums(self) -> None:
        """Show the right column as it is now."""
        received, anything = self._received(), bool(self._state.typed.strip())
        state = pay_sums.Typed(received if anything else None, anything, self._state.armed)
        self._view.show_sums(pay_sums.sums_of(self._state.basket, state, self._state.paid, self._session))

    def _w(self, sentence: str, **fields: object) -> str:
        return self._session.words(sentence, **fields)
