"""Money to be checked against what arrived, cheques until they are cleared, refunds that finance has to pay."""

import json
from functools import partial

from counter.desk.check_codes import Unchecked, check_code, unchecked
from counter.desk.pay_refund import Payable, pay_refund, payable
from counter.desk.return_cheque import outstanding, return_cheque
from counter.desk.transfers import unclaimed
from counter.presenters.finance_view import FinanceColumn, FinanceKey, Part, Segment
from counter.presenters.list_row import ListRow
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.till_lists import code_row
from db.queries.receipts import receipt_label

_CLAIM = "transfer"


class CheckSegment(Segment):
    """One list of all money that somebody has still to look up: codes, transfers, and transfers nobody claimed."""

    def part(self) -> Part:
        """Return the payments that wait, then the money that came without a payer."""
        columns = (
            FinanceColumn(self.w("Day"), 96), FinanceColumn(self.w("Unit"), 90, 2),
            FinanceColumn(self.w("Receipt"), 116), FinanceColumn(self.w("Tender"), 110, 2),
            FinanceColumn(self.w("Last figures"), 90, 1), FinanceColumn(self.w("Amount"), 100, 0, "right"),
        )  # fmt: skip
        waiting = [each for each in unchecked(self.session.connection) if each.kind != "cheque"]
        rows = [code_row(each, self.session.words, self.session.currency) for each in waiting]
        rows += [
            ListRow(f"{_CLAIM}.{number}", (day, "", self.w("unclaimed"), payer, remark, self.money(left)))
            for number, day, left, payer, remark in unclaimed(self.session.connection)
        ]
        return Part(
            self.w("Money to be checked"),
            self.w("Look each one up on the account or in the bill. Unclaimed transfers are claimed by a payment."),
            columns, tuple(rows), self.w("Nothing is waiting"),
            (FinanceKey(self.w("Has not arrived"), "F10"), FinanceKey(self.w("Has arrived"), "F9")),
        )  # fmt: skip

    def press(self, key: str, row_id: str) -> None:
        """F9 or F10: the money of the selected payment arrived, or did not."""
        if not row_id:
            return
        if row_id.startswith(_CLAIM):
            self.view.say("plain", self.w("Take the payment of its owner and claim this transfer with T."))
            return
        request = self.session.new_request()
        if key == "F9":
            self._check(row_id, request, arrived=True)
            return
        self.view.ask(
            Form(
                self.w("It has not arrived?"), self.w("The sum is then carried as missing money."), "",
                lambda _values: self._check(row_id, request, arrived=False),
                choices=(("1", self.w("It has not arrived")),),
            )
        )  # fmt: skip

    def _check(self, row_id: str, request: str, *, arrived: bool) -> str:
        event, _, line = row_id.partition(".")
        try:
            check_code(
                self.session.books, int(event), int(line), arrived=arrived, request_id=request,
                checker=self.session.person,
            )  # fmt: skip
        except Exception as error:
            self.tell(error)
            return ""
        self.saved(self.w("Marked as arrived.") if arrived else self.w("Marked as missing."))
        return ""


class ChequeSegment(Segment):
    """Cheques that are neither cleared nor returned."""

    def part(self) -> Part:
        """Return the cheques outstanding, the oldest first."""
        columns = (
            FinanceColumn(self.w("Day"), 96), FinanceColumn(self.w("Unit"), 90, 1),
            FinanceColumn(self.w("Receipt"), 116), FinanceColumn(self.w("Cheque no."), 100, 1),
            FinanceColumn(self.w("Bank"), 90, 2), FinanceColumn(self.w("Drawer"), 90, 2),
            FinanceColumn(self.w("Amount"), 100, 0, "right"),
        )  # fmt: skip
        waiting = outstanding(self.session.connection)
        total = self.money(sum(each.amount for each in waiting))
        return Part(
            self.w("Cheques outstanding"),
            self.w("In hand: {amount}. A cheque counts as paid once the bank has cleared it.", amount=total),
            columns, tuple(self._row(each) for each in waiting), self.w("No cheque is outstanding"),
            (FinanceKey(self.w("Returned by the bank"), "F10"), FinanceKey(self.w("Cleared"), "F9")),
        )  # fmt: skip

    def _row(self, each: Unchecked) -> ListRow:
        details: dict[str, str] = json.loads(each.details or "{}")
        cells = (
            each.day, each.unit_code or "", receipt_label(each.series, each.number), details.get("number", ""),
            details.get("bank", ""), details.get("drawer", ""), self.money(each.amount),
        )  # fmt: skip
        return ListRow(f"{each.event_id}.{each.line}", cells)

    def press(self, key: str, row_id: str) -> None:
        """F9 or F10: the selected cheque was cleared, or came back."""
        cheque = next(
            (each for each in outstanding(self.session.connection) if f"{each.event_id}.{each.line}" == row_id), None
        )
        if cheque is None:
            return
        request = self.session.new_request()
        if key == "F9":
            self._cleared(cheque, request)
            return
        label = receipt_label(cheque.series, cheque.number)
        self.view.ask(
            Form(
                self.w("Cheque over {amount} returned", amount=self.money(cheque.amount)),
                self.w("What receipt {number} settled with it is owed again; the payer gets a notice.", number=label),
                self.w("It came back"), partial(self._returned, cheque, request), (Asked("reason", self.w("Reason")),),
            )
        )  # fmt: skip

    def _cleared(self, cheque: Unchecked, request: str) -> None:
        try:
            check_code(
                self.session.books, cheque.event_id, cheque.line, arrived=True, request_id=request,
                checker=self.session.person,
            )  # fmt: skip
        except Exception as error:
            self.tell(error)
            return
        self.saved(self.w("Cleared: {amount}.", amount=self.money(cheque.amount)))

    def _returned(self, cheque: Unchecked, request: str, values: dict[str, str]) -> str:
        session = self.session
        try:
            done = return_cheque(
                session.books, cheque.event_id, cheque.line, values["reason"], request_id=request,
                clerk=session.person, office=session.office, words=session.paper_words,
            )  # fmt: skip
        except Exception as error:
            return session.sentence(error)
        self.saved(
            self.w("Returned. {amount} is owed again, receipt {number}.", amount=self.money(done.owed_again),
                   number=done.receipt_number),
            self.w("The notice is being printed."),
        )  # fmt: skip
        return ""


class RefundSegment(Segment):
    """Refunds by bank transfer that are agreed and not paid yet."""

    def part(self) -> Part:
        """Return the refunds to pay, the oldest first."""
        columns = (
            FinanceColumn(self.w("Day"), 96), FinanceColumn(self.w("Refund note"), 130, 1),
            FinanceColumn(self.w("Payee"), 110, 2), FinanceColumn(self.w("Amount"), 110, 1, "right"),
        )  # fmt: skip
        rows = tuple(
            ListRow(
                str(each.event_id),
                (each.day, receipt_label(each.series, each.number), each.payee, self.money(each.amount)),
            )
            for each in payable(self.session.connection)
        )
        return Part(
            self.w("Refunds to pay by bank transfer"), self.w("The account stands on the signed refund note."), columns,
            rows, self.w("No refund waits to be paid"), (FinanceKey(self.w("Paid"), "F9"),),
        )  # fmt: skip

    def press(self, key: str, row_id: str) -> None:
        """F9: the selected refund was paid out by the bank."""
        waiting = payable(self.session.connection)
        refund = next((each for each in waiting if str(each.event_id) == row_id), None)
        if refund is None:
            return
        self.view.ask(
            Form(
                self.w("{amount} paid to {payee}", amount=self.money(refund.amount), payee=refund.payee),
                self.w("Type it as the bank's statement shows it."), self.w("Note it"),
                partial(self._typed, refund, self.session.new_request()),
                (
                    Asked("day", self.w("Day"), self.session.today().isoformat()),
                    Asked("reference", self.w("Bank's reference")),
                ),
            )
        )  # fmt: skip

    def _typed(self, refund: Payable, request: str, values: dict[str, str]) -> str:
        day = self.day_of(values["day"])
        if day is None:
            return self.day_wrong()
        try:
            pay_refund(
                self.session.books, refund.event_id, day, values["reference"], request_id=request,
                clerk=self.session.person,
            )  # fmt: skip
        except Exception as error:
            return self.session.sentence(error)
        self.saved(self.w("Paid: {amount}.", amount=self.money(refund.amount)))
        return ""
