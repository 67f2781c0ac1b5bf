"""The tenders that leave a slip or a number: card, scan, static code, transfer; what is asked of each."""

from typing import Protocol

from counter.desk.tenders import TenderIn
from counter.presenters import pay_sums
from counter.presenters.pay_cards import PayCards
from counter.presenters.pay_view import PayView
from counter.presenters.questions import Form, channel_name, code_form
from counter.presenters.session import Session
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
    """What F10, F11 and T ask for."""

    def __init__(self, session: Session, view: PayView, tenders: Taking, cards: PayCards) -> None:
        self._session = session
        self._view = view
        self._tenders = tenders
        self.cards = cards

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
