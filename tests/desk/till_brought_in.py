"""Random days, money that came in elsewhere: handwritten receipts entered later, and batches brought to the window."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from counter.desk.bring_cash import Share, bring_cash
from counter.desk.payment_order import LateEntry
from tests.desk.office import FUNDED, cash
from tests.desk.shift import said
from tests.desk.till_model import SUMS, UNITS, TillModel, while_serving


class BroughtIn(TillModel):
    """What stewards and guards took and the window books."""

    @while_serving
    @rule(unit=UNITS, part=SUMS, number=st.integers(1, 8), head=st.sampled_from(["A00000", "A", "a-", "A 0"]))
    def enter_a_handwritten_receipt(self, unit: int, part: int, number: int, head: str) -> None:
        part = min(part, self.desk.owed(unit))
        if part > 0:
            late = LateEntry(f"{head}{number}", self.today, "刘管家")
            order = self.desk.order(unit, pay_now=part, rounding=0, tenders=(cash(part),), late=late)
            fresh = number not in self.forms and self.today >= self.founded
            if self.pay_with(order, allowed=self.serving and fresh):
                self.forms.add(number)

    @while_serving
    @rule(first=SUMS, second=SUMS)
    def bring_a_batch(self, first: int, second: int) -> None:
        shares = [Share(1, first), Share(FUNDED, second)]
        counts = {1: first + second}
        done = self.attempt(
            lambda: bring_cash(self.desk.books, "刘管家", counts, shares, cashier=self.hand, **said(self.desk)),
            allowed=self.serving,
        )
        if done:
            assert self.done.total == first + second == sum(each.total for each in self.done.receipts)
            self.cash += first + second
            self.counted = None
            self.issued += [each.id for each in self.done.receipts]
