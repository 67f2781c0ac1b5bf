"""The deposits held (在押押金): all of them with their sum, and the way back to whoever paid."""

from collections.abc import Callable

from counter.presenters.approval import AskApproval
from counter.presenters.finance_view import FinanceColumn, FinanceKey, FinanceView, Part, Segment
from counter.presenters.list_row import ListRow
from counter.presenters.return_deposit import ReturnDeposit
from counter.presenters.session import Session
from counter.rules.permissions import Act
from counter.words.terms import DEPOSITS, term
from db.queries import deposits
from db.queries.receipts import receipt_label


class DepositSegment(Segment):
    """Every deposit that is held, the oldest first."""

    def __init__(
        self, session: Session, view: FinanceView, approval: AskApproval, refresh: Callable[[], None]
    ) -> None:  # fmt: skip
        super().__init__(session, view, approval, refresh)
        self._back = ReturnDeposit(session, view, approval, refresh)

    def part(self) -> Part:
        """Return the deposits held."""
        columns = (
            FinanceColumn(self.w("Receipt no."), 130), FinanceColumn(self.w("Date"), 104),
            FinanceColumn(self.w("Unit"), 90, 1), FinanceColumn(self.w("Payer"), 100, 3),
            FinanceColumn(self.w("For what"), 100, 2), FinanceColumn(self.w("Amount"), 100, 0, "right"),
        )  # fmt: skip
        held = deposits.held(self.session.connection)
        rows = tuple(
            ListRow(
                str(each.receipt_id),
                (
                    receipt_label(each.series, each.number), each.day, each.unit_code, each.payer_name or "–",
                    term(each.what, DEPOSITS, self.session.words), self.money(each.amount),
                ),
            )
            for each in held
        )  # fmt: skip
        total = self.money(sum(each.amount for each in held))
        text = self.w("Held for those who paid, {amount} in all. New ones are taken on a unit's card.", amount=total)
        keys = (FinanceKey(self.w("Give it back"), "F9"),)
        return Part(self.w("Deposits held"), text, columns, rows, self.w("No deposit is held"), keys)

    def press(self, key: str, row_id: str) -> None:
        """F9 gives the selected deposit back."""
        try:
            self.session.person.require(Act.REQUEST_REFUND)
        except Exception as error:
            self.tell(error)
            return
        if row_id:
            self._back.begin_with(int(row_id))
