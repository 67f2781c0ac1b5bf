"""Reversals from the sheet (冲正): which line, how much of it, and where it belongs instead."""

from collections.abc import Callable, Iterator
from functools import partial

from counter.desk.payment_receipt import item_name
from counter.desk.people import Person
from counter.desk.receipt_lines import Line, standing_lines
from counter.desk.refund_into_purses import from_purse
from counter.desk.reverse_payment import WishedReversal, ask_for_reversal, reverse_payment
from counter.desk.undo import standing_receipt
from counter.presenters.approval import AskApproval, Wish
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.receipt_sheet_lines import choose_line, line_text
from counter.presenters.receipt_sheet_view import ReceiptView
from counter.presenters.session import Session
from counter.rules.money import parse_amount
from counter.rules.permissions import Act
from counter.words import formats
from db.queries import accounts
from db.queries.accounts import OpenCharge
from db.queries.receipts import ReceiptRow

CHARGES = 6


class ReverseReceipt:
    """Asks its way to a reversal; done is called with the kind of what to say, and the words."""

    def __init__(
        self, session: Session, view: ReceiptView, approve: AskApproval, *, done: Callable[[str, str], None]
    ) -> None:
        self._session = session
        self._view = view
        self._approve = approve
        self._done = done

    def ask(self, receipt_id: int) -> None:
        """Ask which line was booked wrongly. Raises what desk refuses before anything is asked."""
        session = self._session
        session.person.require(Act.REVERSE_PAYMENT)
        found = standing_receipt(session.connection, receipt_id)
        lines = [line for line in standing_lines(session.connection, found) if line.kind != "rounding"]
        if not lines:
            self._view.say("risk", self._w("Nothing of receipt {number} stands any more.", number=found.label))
            return
        choose_line(session, self._view, lines, self._w("Which line was booked wrongly?"), partial(self._amount, found))

    def _amount(self, found: ReceiptRow, line: Line) -> None:
        self._view.ask(
            Form(
                line_text(self._session, line), self._w("How much of it belongs elsewhere? No money is handed over."),
                self._w("Next"), partial(self._typed, found, line),
                (Asked("amount", self._w("Amount"), formats.money(line.amount), True),),
            )
        )  # fmt: skip

    def _typed(self, found: ReceiptRow, line: Line, values: dict[str, str]) -> str:
        try:
            amount = parse_amount(values["amount"], self._session.currency.digits)
        except Exception as error:
            return self._session.sentence(error)
        if not 0 < amount <= line.amount:
            return self._w("At most {amount} of it stands.", amount=self._money(line.amount))
        charges = [
            each
            for each in accounts.open_charges(self._session.connection, (line.unit_id or found.unit_id or 0,))
            if each.fund == found.fund and each.charge_id != line.charge_id
        ][:CHARGES]
        choices = [("1", self._w("Keep it as balance"))]
        choices += [(str(n), self._charge_text(each)) for n, each in enumerate(charges, 2)]
        self._view.ask(
            Form(
                self._w("Where does {amount} belong?", amount=self._money(amount)),
                "\n".join(self._what_becomes_of_it(found, line, amount)), "",
                lambda chosen: self._chosen(found, line, amount, charges, chosen), choices=tuple(choices),
            )
        )  # fmt: skip
        return ""

    def _what_becomes_of_it(self, found: ReceiptRow, line: Line, amount: int) -> Iterator[str]:
        yield self._w("What is more than the charge becomes balance.")
        own = from_purse(self._session.connection, found, line, amount)
        if own:
            yield self._w(
                "{amount} came from balance kept for its fee item: it pays that item only, or goes back there.",
                amount=self._money(own),
            )

    def _charge_text(self, charge: OpenCharge) -> str:
        return self._w(
            "{item}  {period}  {amount}", item=item_name(charge, self._session.words), period=charge.period,
            amount=formats.money(charge.open),
        )  # fmt: skip

    def _chosen(
        self, found: ReceiptRow, line: Line, amount: int, charges: list[OpenCharge], values: dict[str, str]
    ) -> str:
        place = int(values["choice"])
        to = None if place == 1 else charges[place - 2].charge_id
        where = self._w("balance") if place == 1 else self._charge_text(charges[place - 2])
        request = self._session.new_request()
        self._approve(Wish(
            Act.APPROVE_REVERSAL,
            self._w("Book {amount} of receipt {number} otherwise", amount=self._money(amount), number=found.label),
            self._w("From {line} to {target}. No money is handed over.", line=line_text(self._session, line),
                    target=where),
            needs_reason=True,
            on_granted=partial(self._post, request, found.id, line.key, amount, to),
            on_request=partial(self._request, request, WishedReversal(found.id, line.key, amount, to)),
        ))  # fmt: skip
        return ""

    def _request(self, request: str, wish: WishedReversal, reason: str) -> None:
        session = self._session
        try:
            ask_for_reversal(
                session.books, wish, reason, request_id=request, requester=session.person, till=session.till
            )
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        self._done("saved", self._w("Asked for: a second person decides on it. Nothing is changed yet."))

    def _post(
        self, request: str, receipt_id: int, key: str, amount: int, to: int | None, approver: Person, reason: str
    ) -> None:
        session = self._session
        try:
            done = reverse_payment(
                session.books, receipt_id, key, amount, to, reason, request_id=request, requester=session.person,
                approver=approver, till=session.till, office=session.office, words=session.paper_words,
            )  # fmt: skip
        except Exception as error:
            self._view.say("risk", *session.told(error))
            return
        told = self._w("Booked otherwise, {number}. The note is being printed.", number=done.number)
        self._done("saved", told)

    def _money(self, minor: int) -> str:
        return formats.money_with_symbol(minor, self._session.currency)

    def _w(self, sentence: str, **fields: object) -> str:
        return self._session.words(sentence, **fields)
