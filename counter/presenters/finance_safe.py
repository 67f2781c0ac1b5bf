"""What lies in the safe: takings Z by Z, the change fund beside them, and the bag that goes to the bank."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from itertools import starmap

from counter.desk.approve import SecondPersonNeeded
from counter.desk.bank_cash import bag_cash
from counter.desk.people import Person
from counter.presenters.approval import AskApproval
from counter.presenters.change_fund import ChangeFund
from counter.presenters.finance_view import FinanceColumn, FinanceKey, FinanceView, Part, Segment
from counter.presenters.list_row import ListRow
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.rules.banking import days_lain
from counter.rules.money import parse_amount
from counter.rules.permissions import Act
from counter.words import formats
from counter.words.terms import FUNDS, term
from db.queries import safe
from db.queries.safe import ZCash


class SafeSegment(Segment):
    """What lies in the safe, Z by Z, until it goes to the bank."""

    def __init__(
        self, session: Session, view: FinanceView, approval: AskApproval, refresh: Callable[[], None]
    ) -> None:  # fmt: skip
        super().__init__(session, view, approval, refresh)
        self._fund = ChangeFund(session, view, approval, refresh)

    def part(self) -> Part:
        """Return the cash of each Z, the oldest first, with a warning where it lies too long."""
        connection = self.session.connection
        lines = safe.in_safe(connection)
        columns = (
            FinanceColumn(self.w("Day"), 96), FinanceColumn(self.w("Till"), 50, 0, "right"),
            FinanceColumn(self.w("Z no."), 76, 0, "right"), FinanceColumn(self.w("Fund"), 120, 2),
            FinanceColumn(self.w("Lies for"), 130, 2), FinanceColumn(self.w("Cash"), 110, 1, "right"),
        )  # fmt: skip
        beside, kept = safe.beside_the_zs(connection, lines), safe.kept_back(connection, lines)
        today = safe.open_drops(connection)
        lies = {
            fund: beside.get(fund, 0) + today.get(fund, 0) + sum(line.left for line in lines if line.fund == fund)
            for fund in FUNDS
        }
        sums = self.w("; ").join(
            self.w("{fund} {amount}", fund=term(fund, FUNDS, self.session.words), amount=self.money(amount))
            for fund, amount in lies.items()
            if amount or fund in {*beside, *today}
        )  # fmt: skip
        text = self.w("In the safe: {sums}", sums=sums) if sums else self.w("Takings are banked whole and not spent.")
        rows = (
            *(self._row(line, line in kept) for line in lines), *starmap(self._today, today.items()),
            *starmap(self._beside, beside.items()),
        )  # fmt: skip
        keys = (
            FinanceKey(self.w("Enter the change fund"), "F10"), FinanceKey(self.w("Take it to the bank"), "F9"),
        )  # fmt: skip
        empty = self.w("No takings lie in the safe")
        return Part(self.w("Cash in the safe"), text, columns, rows, empty, keys, self._warning(lines, kept))

    def _row(self, line: ZCash, kept: bool) -> ListRow:
        lain = days_lain(date.fromisoformat(line.day), self.session.today())
        since = self.session.words.n("{n} day", "{n} days", lain)
        cells = (
            line.day, str(line.till), f"{line.z_number:06d}", term(line.fund, FUNDS, self.session.words),
            self.w("{days}, kept back", days=since) if kept else since, self.money(line.left),
        )  # fmt: skip
        return ListRow(f"{line.close_event}.{line.fund}", cells)

    def _today(self, fund: str, amount: int) -> ListRow:
        name = term(fund, FUNDS, self.session.words)
        cells = ("–", "", "", self.w("{fund}: dropped today, no Z yet", fund=name), "", self.money(amount))
        return ListRow(f"today.{fund}", cells)

    def _beside(self, fund: str, amount: int) -> ListRow:
        name = term(fund, FUNDS, self.session.words)
        cells = ("–", "", "", self.w("{fund}: change, from no Z", fund=name), "", self.money(amount))
        return ListRow(f"beside.{fund}", cells)

    def _warning(self, lines: list[ZCash], kept: Mapping[ZCash, str]) -> str:
        below = safe.below_nothing(self.session.connection)
        if below:
            return self.w(
                "By the books the safe holds {amount} less than nothing. Enter the change fund that lay in it.",
                amount=self.money(below),
            )  # fmt: skip
        since, today = safe.lain_since(lines), self.session.today()
        if since is None or days_lain(since, today) <= self.session.office.banking_days:
            return self._kept(kept)
        text = self.w(
            "Cash of {day} still lies here; {days} days are agreed. Take it to the bank.", day=since.isoformat(),
            days=self.session.office.banking_days,
        )  # fmt: skip
        return " ".join(part for part in (text, self._kept(kept)) if part)

    def _kept(self, kept: Mapping[ZCash, str]) -> str:
        if not kept:
            return ""
        oldest = min(kept, key=lambda line: line.day)
        return self.w(
            "Kept back: {amount}, the oldest of {day}: {reason}", day=oldest.day, reason=kept[oldest],
            amount=self.money(sum(line.left for line in kept)),
        )  # fmt: skip

    def press(self, key: str, row_id: str) -> None:
        """F9: a bag with everything that lies here of the selected line's fund; F10: the change fund."""
        if key == "F10":
            self._fund.begin()
            return
        lines = safe.in_safe(self.session.connection)
        fund = row_id.partition(".")[2]
        # The change, and what an open day dropped, stay.
        mine = [line for line in lines if line.fund == fund]
        if not mine:
            return
        try:
            self.session.person.require(Act.BANK_CASH)
        except Exception as error:
            self.tell(error)
            return
        total = sum(line.left for line in mine)
        self.view.ask(
            Form(
                self.w("Bag for the bank, {fund}", fund=term(fund, FUNDS, self.session.words)),
                self.w("From Z of {first} to {last}. Less than the whole needs a reason: takings are not spent.",
                       first=mine[0].day, last=mine[-1].day),
                self.w("Close the bag"),
                partial(self._typed, fund, [line.close_event for line in mine], self.session.new_request()),
                (
                    Asked("bag", self.w("Bag no."), ""), Asked("amount", self.w("Amount"), formats.money(total), True),
                    Asked("reason", self.w("Reason")),
                ),
            )
        )  # fmt: skip

    def _typed(self, fund: str, closes: list[int], request: str, values: dict[str, str]) -> str:
        try:
            self._bag(fund, closes, request, values, None)
        except SecondPersonNeeded:
            self.approval(
                Act.APPROVE_OVER_SHORT,
                self.w("Bag {bag} takes less than the whole: {amount}", bag=values["bag"], amount=values["amount"]),
                self.w("Reason: {reason}", reason=values["reason"].strip()), needs_reason=False,
                on_granted=lambda person, _reason: self._agreed(fund, closes, request, values, person),
            )  # fmt: skip
        except Exception as error:
            return self.session.sentence(error)
        return ""

    def _agreed(self, fund: str, closes: list[int], request: str, values: dict[str, str], approver: Person) -> None:
        try:
            self._bag(fund, closes, request, values, approver)
        except Exception as error:
            self.tell(error)

    def _bag(
        self, fund: str, closes: list[int], request: str, values: dict[str, str], approver: Person | None
    ) -> None:  # fmt: skip
        session = self.session
        amount = parse_amount(values["amount"], session.currency.digits)
        bagged = bag_cash(
            session.books, fund, closes, amount, values["bag"], values["reason"], request_id=request,
            clerk=session.person, office=session.office, words=session.paper_words, approver=approver,
        )  # fmt: skip
        self.saved(
            self.w("Bag {bag}, {amount}: out of the safe.", bag=bagged.bag, amount=self.money(bagged.amount)),
            self.w("printing…"),
        )
