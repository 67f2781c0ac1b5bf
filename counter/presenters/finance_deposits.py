"""The register of deposits (押金登记): what is held, since when and of how much; each one's life; the way back."""

from collections.abc import Callable
from datetime import date

from counter.desk.deposit_kinds import told
from counter.presenters.approval import AskApproval
from counter.presenters.finance_view import FinanceColumn, FinanceKey, FinanceView, Part, Segment
from counter.presenters.list_row import ListRow
from counter.presenters.return_deposit import ReturnDeposit
from counter.presenters.session import Session
from counter.rules.permissions import Act
from db.queries import deposits
from db.queries.deposits import Deposit, Step
from db.queries.receipts import receipt_label


class DepositSegment(Segment):
    """Every deposit that is held, the oldest first; on a key those that are settled too, or the life of one."""

    def __init__(
        self, session: Session, view: FinanceView, approval: AskApproval, refresh: Callable[[], None]
    ) -> None:  # fmt: skip
        super().__init__(session, view, approval, refresh)
        self._back = ReturnDeposit(session, view, approval, refresh)
        self._all = False
        self._life: int | None = None

    def part(self) -> Part:
        """Return the register, or the life of one deposit."""
        columns = (
            FinanceColumn(self.w("Receipt no."), 126), FinanceColumn(self.w("Date"), 100),
            FinanceColumn(self.w("Unit"), 84, 1), FinanceColumn(self.w("Payer"), 90, 3),
            FinanceColumn(self.w("For what"), 100, 3), FinanceColumn(self.w("Amount"), 92, 0, "right"),
            FinanceColumn(self.w("Still held"), 92, 0, "right"), FinanceColumn(self.w("Days"), 50, 0, "right"),
        )  # fmt: skip
        keys = (
            FinanceKey(self.w("Held, or all"), "F11"), FinanceKey(self.w("Its history, or the list"), "F10"),
            FinanceKey(self.w("Give it back"), "F9"),
        )  # fmt: skip
        every = deposits.every(self.session.connection)
        one = next((each for each in every if each.receipt_id == self._life), None)
        empty = self.w("No deposit is held")
        if one is not None:
            title = self.w("Deposit {number}", number=receipt_label(one.series, one.number))
            text = self.w("What became of it, step by step; F10 goes back to the list.")
            return Part(title, text, columns, self._steps(one), empty, keys)
        held = sum(each.amount for each in every)
        text = self.w("Held for those who paid, {amount} in all. New ones are taken on a unit's card.",
                      amount=self.money(held))  # fmt: skip
        rows = tuple(self._row(each) for each in every if self._all or each.amount)
        title = self.w("Deposits, settled ones too") if self._all else self.w("Deposits held")
        return Part(title, text, columns, rows, empty, keys)

    def press(self, key: str, row_id: str) -> None:
        """F9 gives the selected deposit back, F10 shows its life, F11 those that are settled too."""
        receipt_id = self._life if self._life is not None else int(row_id or 0)
        if key == "F10":
            self._life = None if self._life is not None else receipt_id or None
            self.refresh()
        elif key == "F11":
            self._all, self._life = not self._all, None
            self.refresh()
        elif receipt_id:
            self._give_back(receipt_id)

    def _give_back(self, receipt_id: int) -> None:
        try:
            self.session.person.require(Act.REQUEST_REFUND)
        except Exception as error:
            self.tell(error)
            return
        if deposits.deposit(self.session.connection, receipt_id) is None:
            self.view.say("plain", self.w("Nothing is held of this deposit any more."))
            return
        self._back.begin_with(receipt_id)

    def _row(self, each: Deposit) -> ListRow:
        age = (self.session.today() - date.fromisoformat(each.day)).days
        cells = (
            receipt_label(each.series, each.number), each.day, each.unit_code, each.payer_name or "–",
            told(each, self.session.words), self.money(each.taken), self.money(each.amount),
            str(age) if each.amount else "–",
        )  # fmt: skip
        return ListRow(str(each.receipt_id), cells)

    def _steps(self, one: Deposit) -> tuple[ListRow, ...]:
        """Return the row of the receipt, then one for each sum that was paid back or kept, with what was left."""
        first = (
            receipt_label(one.series, one.number), one.day, one.unit_code,
            self.w("from {name}", name=one.payer_name or "–"), told(one, self.session.words),
            self.money(one.taken), self.money(one.taken), "",
        )  # fmt: skip
        rows, rest = [ListRow("taken", first)], one.taken
        for step in deposits.steps(self.session.connection, one.receipt_id):
            for place, (what, why, amount) in enumerate(self._parts(step)):
                rest -= amount
                cells = (
                    step.number or "–", step.day, one.unit_code, what, why, self.money(-amount), self.money(rest),
                    self._days(one.day, step.day),
                )  # fmt: skip
                rows.append(ListRow(f"{step.event_id}.{place}", cells))
        return tuple(rows)

    def _parts(self, step: Step) -> list[tuple[str, str, int]]:
        """Return what was done by whom, why, and the sum, for each part of an act."""
        name = step.staff_name or "–"
        parts = [
            (
                self.w("deducted by {name}", name=name)
                if charge is None
                else self.w("set off by {name}", name=name),
                reason, amount,
            )
            for amount, reason, charge in step.deductions
        ]  # fmt: skip
        if step.paid_out:
            why = self.w("slip {number}: {reason}", number=step.inspection, reason=step.reason)
            parts.append((self.w("paid back by {name}", name=name), why, step.paid_out))
        return parts

    def _days(self, taken: str, day: str) -> str:
        return str((date.fromisoformat(day) - date.fromisoformat(taken)).days)
