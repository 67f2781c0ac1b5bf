"""The tender keys of the Pay screen: cash, card, code, transfer, balance, and splits between them.

Money is committed here and nowhere else on the screen, always from a state that shows the sum.
"""

from collections.abc import Callable
from dataclasses import replace

from counter.desk.take_payment import AccountChanged, Paid, take_payment
from counter.desk.tenders import TenderIn
from counter.presenters import pay_sums
from counter.presenters.basket import order_of
from counter.presenters.pay_state import PayState
from counter.presenters.pay_view import PayView
from counter.presenters.questions import Form, channel_name, code_form, slip_form
from counter.presenters.session import Session
from counter.rules.money import parse_amount
from counter.rules.rounding import Rounded
from counter.rules.tender import TenderKind
from counter.words import formats


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

    def received_changed(self, text: str) -> None:
        """Work out change or what stays open while the sum is typed."""
        self._state.armed = False
        self._state.typed = text
        self.refresh_sums()

    def keep_change(self) -> None:
        """Keep what is handed over beyond the sum as balance instead of giving change."""
        self._state.basket = replace(self._state.basket, keep_change=not self._state.basket.keep_change)
        self.refresh_sums()

    def split(self) -> None:
        """Note the typed sum as cash; the rest is paid by the next tender."""
        amount = self._received()
        left = self._state.basket.due - self._state.basket.noted_sum
        if amount is None:
            return
        if not 0 < amount < left:
            self._view.received_error(self._w("For a split, type a cash sum below {left}.", left=formats.money(left)))
            return
        self._note(TenderIn(TenderKind.CASH, amount))

    def use_balance(self) -> None:
        """Pay as much as possible from the units' balance."""
        available = sum(each.balance for each in self._state.standings)
        used = sum(t.amount for t in self._state.basket.noted if t.kind is TenderKind.BALANCE)
        amount = min(available - used, self._state.basket.due - self._state.basket.noted_sum)
        if amount <= 0:
            self._view.say("risk", self._w("There is no balance to pay from."))
            return
        if amount == self._state.basket.due - self._state.basket.noted_sum:
            self._commit((*self._state.basket.noted, TenderIn(TenderKind.BALANCE, amount)), None)
        else:
            self._note(TenderIn(TenderKind.BALANCE, amount))

    def cash(self) -> None:
        """F9: take cash; with nothing typed the exact sum; a smaller sum only at the second press."""
        if self._state.paid is not None or not self._state.standings:
            return
        received = self._received()
        if received is None:
            return
        left = self._state.basket.left(self._session.office.rounding, cash=True)
        if not self._state.typed.strip():
            received = left
        if received < left and not self._state.armed and self._state.basket.total:
            self._state.armed = True
            self.refresh_sums()
            self._say_part(received, left)
            return
        asked, due = self._state.basket.rounded(self._session.office.rounding), self._state.basket.due
        if received < left:
            due, left = self._state.basket.noted_sum + received, received
            asked = Rounded(due, 0)
        kept = received - left if self._state.basket.keep_change or not self._state.basket.total else 0
        rounding, to_balance = asked.rounding, asked.to_balance + kept
        cash = [TenderIn(TenderKind.CASH, left + kept)] if left + kept else []
        handed = received + sum(t.amount for t in self._state.basket.noted if t.kind is TenderKind.CASH)
        self._commit((*self._state.basket.noted, *cash), handed, rounding=rounding, due=due, to_balance=to_balance)

    def card(self) -> None:
        """F10: ask for the card slip."""
        self._ask_slip(TenderKind.CARD)

    def code(self) -> None:
        """F11: ask which kind of code was scanned."""
        if self._can_tender():
            channels = [
                (str(n), channel_name(c, self._session.words))
                for n, c in enumerate(self._session.office.qr_channels, 2)
            ]
            self._view.ask(
                Form(
                    self._w("Which code?"),
                    self._w("The terminal prints a slip; the estate's static code is checked in the evening."),
                    "",
                    self._chosen_code,
                    choices=(("1", self._w("Scanned by the terminal")), *channels),
                )
            )

    def _chosen_code(self, values: dict[str, str]) -> str:
        if values["choice"] == "1":
            self._ask_slip(TenderKind.SCAN)
            return ""
        channel = self._session.office.qr_channels[int(values["choice"]) - 2]
        amount = self._next_amount()
        self._view.ask(
            code_form(channel, formats.money(amount), self._session.words, lambda typed: self._slip_typed(
                TenderKind.QR_CODE, amount, {"channel": channel, **typed}
            ))
        )  # fmt: skip
        return ""

    def claim_transfer(self) -> None:
        """Pay from money that arrived by bank transfer."""
        waiting = pay_sums.claimable(self._session.connection)
        if not self._can_tender():
            return
        if not waiting:
            self._view.say("risk", self._w("No transfer is waiting to be claimed."))
            return
        choices = tuple(
            (str(n), pay_sums.incoming_text(each, self._session.words)) for n, each in enumerate(waiting[:9], 1)
        )
        self._view.ask(
            Form(
                self._w("Which transfer is it?"),
                self._w("Only money that was seen on the account is listed."),
                "",
                lambda values: self._claimed(waiting[int(values["choice"]) - 1]),
                choices=choices,
            )
        )

    def _claimed(self, incoming: pay_sums.Incoming) -> str:
        amount = min(incoming.left, self._next_amount())
        details = {"incoming": str(incoming.id), "date": incoming.received_on}
        self._take(TenderIn(TenderKind.TRANSFER, amount, details))
        return ""

    def _ask_slip(self, kind: TenderKind) -> None:
        if self._can_tender():
            amount = self._next_amount()
            text = formats.money(amount)
            take = lambda typed: self._slip_typed(kind, amount, typed)  # noqa: E731  bound to this form
            self._view.ask(slip_form(kind, text, self._state.slip, self._session.words, take))

    def _slip_typed(self, kind: TenderKind, amount: int, typed: dict[str, str]) -> str:
        try:
            self._take(TenderIn(kind, amount, typed), raising=True)
        except Exception as error:
            told = self._session.told(error)
            return f"{told.sentence} {told.next_step}".strip()
        self._state.slip |= {name: typed[name] for name in ("merchant", "terminal", "batch") if name in typed}
        return ""

    def _next_amount(self) -> int:
        """The typed sum, or everything left where nothing (or more than that) is typed."""
        left = self._state.basket.left(self._session.office.rounding, cash=False)
        typed = self._received() if self._state.typed.strip() else None
        return typed if typed is not None and 0 < typed < left else left

    def _can_tender(self) -> bool:
        return bool(self._state.standings) and self._state.paid is None and self._state.basket.left(
            self._session.office.rounding, cash=False
        ) > 0  # fmt: skip

    def _take(self, tender: TenderIn, *, raising: bool = False) -> None:
        """Commit when the tender covers the rest, note it where something is left."""
        left = self._state.basket.left(self._session.office.rounding, cash=False)
        if tender.amount < left:
            self._note(tender)
        else:
            self._commit((*self._state.basket.noted, tender), None, raising=raising)

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
                order,
                request_id=self._state.request,
                cashier=self._session.person,
                till=self._session.till,
                office=self._session.office,
                words=self._session.paper_words,
            )
        except Exception as error:
            if raising:
                raise
            self._failed(error)
            return
        self._done(paid)

    def _failed(self, error: Exception) -> None:
        told = self._session.told(error)
        if isinstance(error, AccountChanged):
            self._reopen()
        self._view.say("risk", told.sentence, told.next_step)

    def _done(self, paid: Paid) -> None:
        self._state.paid = paid
        numbers = self._w(", ").join(receipt.number for receipt in paid.receipts)
        self._view.say("saved", self._w("Saved. Receipt {number}", number=numbers), self._w("printing…"))
        self.refresh_sums()
        self._paid(paid)
        self._session.on_commit()

    def _received(self) -> int | None:
        """The typed sum, 0 where nothing is typed, None where it is no sum (and said so)."""
        if not self._state.typed.strip():
            return 0
        try:
            amount = parse_amount(self._state.typed, self._session.currency.digits)
        except Exception as error:
            self._view.received_error(self._session.told(error).sentence)
            return None
        self._view.received_error("")
        return amount

    def _say_part(self, received: int, left: int) -> None:
        pays, stays = formats.money(received), formats.money(left - received)
        self._view.say("risk", self._w("Pays {pays}, {stays} stays open. F9 again to take it.", pays=pays, stays=stays))

    def refresh_sums(self) -> None:
        received = self._received() if self._state.typed.strip() else None
        state = pay_sums.Typed(received, bool(self._state.typed.strip()), self._state.armed)
        self._view.show_sums(pay_sums.sums_of(self._state.basket, state, self._state.paid, self._session))

    def _w(self, sentence: str, **fields: object) -> str:
        return self._session.words(sentence, **fields)
