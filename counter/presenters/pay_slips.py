"""The tenders that leave a slip or a number: card, scan, static code, cheque, transfer; what is asked of each."""

from collections.abc import Callable
from typing import Protocol

from counter.desk.late_entry import LateDayOld, check_late
from counter.desk.payment_order import LateEntry
from counter.desk.tenders import TenderIn
from counter.presenters import pay_sums
from counter.presenters.pay_cards import PayCards
from counter.presenters.pay_state import PayState
from counter.presenters.pay_view import Asked, PayView
from counter.presenters.questions import Form, channel_name, code_form
from counter.presenters.session import Session
from counter.rules.fold import to_ascii
from counter.rules.tender import TenderKind
from counter.words import formats


class Taking(Protocol):
    """Where a tender goes once it is known; amounts in minor units."""

    def can_tender(self) -> bool:
        """Whether something may be asked for now; says why not."""

    def next_amount(self) -> int:
        """Return what the next tender carries."""

    def take(self, tender: TenderIn) -> None:
        """Note the tender, or commit the payment where it covers the rest; raises what desk refuses."""


class PaySlips:
    """What F10, F11, C, T and L ask for."""

    def __init__(
        self, session: Session, view: PayView, state: PayState, tenders: Taking, cards: PayCards,
        reread: Callable[[], None],
    ) -> None:  # fmt: skip
        self._session = session
        self._view = view
        self._state = state
        self._tenders = tenders
        self.cards = cards
        self._reread = reread
        self._asked_day = ""

    def card(self) -> None:
        """F10: ask the terminal for a card payment."""
        self.cards.ask(TenderKind.CARD)

    def code(self) -> None:
        """F11: ask which kind of code was scanned."""
        if self._tenders.can_tender():
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
            self.cards.ask(TenderKind.SCAN)
            return ""
        channel = self._session.office.qr_channels[int(values["choice"]) - 2]
        amount = self._tenders.next_amount()
        self._view.ask(
            code_form(channel, formats.money(amount), self._session.words, lambda typed: self._taken(
                TenderIn(TenderKind.QR_CODE, amount, {"channel": channel, **typed})
            ))
        )  # fmt: skip
        return ""

    def cheque(self) -> None:
        """C: ask for what stands on the cheque; it counts once the bank has cleared it."""
        if not self._tenders.can_tender():
            return
        amount = self._tenders.next_amount()
        self._view.ask(
            Form(
                self._w("Cheque, {amount}", amount=formats.money(amount)),
                self._w("It stays outstanding until the bank clears it; a returned cheque never paid anything."),
                self._w("Take it"), lambda typed: self._taken(TenderIn(TenderKind.CHEQUE, amount, typed)),
                (
                    Asked("number", self._w("Cheque no."), "", True), Asked("bank", self._w("Bank")),
                    Asked("drawer", self._w("Drawer")),
                    Asked("date", self._w("Date of issue"), self._session.today().isoformat()),
                ),
            )
        )  # fmt: skip

    def enter_late(self) -> None:
        """L: say which handwritten receipt the payment in hand was taken on (补录)."""
        state = self._state
        if not state.in_hand:
            self._view.say("plain", self._w("Find the unit first; then its sum stands here."))
            return
        known = state.late
        self._asked_day = known.written_on if known and known.sure else ""
        self._view.ask(
            Form(
                self._w("Handwritten receipt, entered later"),
                self._w("It gets a number of today and the mark ENTERED LATER; the real day is kept beside it."),
                self._w("Next"), self._late_typed,
                (
                    Asked("form", self._w("Number printed on the form"), known.form if known else ""),
                    Asked("day", self._w("Day on the form"), known.written_on if known else ""),
                    Asked("writer", self._w("Written by"), known.writer if known else ""),
                ),
            )
        )  # fmt: skip

    def _late_typed(self, typed: dict[str, str]) -> str:
        session = self._session
        day = to_ascii(typed["day"]).strip()
        late = LateEntry(typed["form"].strip(), day, typed["writer"].strip(), sure=day == self._asked_day)
        try:
            outside = check_late(session.connection, late, session.today().isoformat(), session.person)
        except LateDayOld as error:
            self._asked_day = day  # the same day once more is an answer, not a slip of the hand
            return session.sentence(error)
        except Exception as error:
            return session.sentence(error)
        self._state.late = late
        self._reread()
        text = self._w("Entered later: form {form}. Now take the payment as it was taken.", form=late.form)
        rest = self._w("This form is in no book that was received.") if outside else ""
        self._view.say("risk" if outside else "plain", text, rest)
        return ""

    def claim_transfer(self) -> None:
        """Pay from money that arrived by bank transfer."""
        if not self._tenders.can_tender():
            return
        waiting = pay_sums.claimable(self._session.connection)
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
        amount = min(incoming.left, self._tenders.next_amount())
        details = {"incoming": str(incoming.id), "date": incoming.received_on}
        return self._taken(TenderIn(TenderKind.TRANSFER, amount, details))

    def _taken(self, tender: TenderIn) -> str:
        """Take a tender; returns what is wrong with it, or ''."""
        try:
            self._tenders.take(tender)
        except Exception as error:
            return self._session.sentence(error)
        return ""

    def _w(self, sentence: str, **fields: object) -> str:
        return self._session.words(sentence, **fields)
