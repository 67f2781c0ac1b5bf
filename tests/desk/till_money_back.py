"""Random days, money going back: refunds, reversals, cheques and what the bank says of them."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from counter.desk.check_codes import check_code
from counter.desk.pay_refund import pay_refund, payable
from counter.desk.people import Person
from counter.desk.receipt_lines import standing_lines, tenders_left, whole
from counter.desk.refund_payment import RefundOrder, refund_payment
from counter.desk.return_cheque import outstanding, return_cheque
from counter.desk.reverse_payment import reverse_payment
from counter.desk.tenders import TenderIn
from counter.rules.permissions import Act
from counter.rules.tender import TenderKind
from db.queries import people
from db.queries.receipts import ReceiptRow, receipt
from tests.desk.office import CASHIER, FINANCE, MANAGER, OTHER_CASHIER, SUPERVISOR
from tests.desk.shift import said
from tests.desk.till_model import UNITS, TillModel, while_serving

WAYS = [TenderKind.CASH, TenderKind.TRANSFER, TenderKind.BALANCE]
APPROVERS = st.sampled_from([None, CASHIER, SUPERVISOR, SUPERVISOR, MANAGER, MANAGER])
CLERKS = st.sampled_from([FINANCE, FINANCE, MANAGER, CASHIER])


class MoneyBack(TillModel):
    """What was taken and goes back, today or later."""

    def drawn(self, data: st.DataObject) -> tuple[ReceiptRow, list[Any]]:
        found = receipt(self.desk.connection, data.draw(st.sampled_from(self.issued)))
        assert found is not None
        return found, standing_lines(self.desk.connection, found)

    @precondition(lambda self: bool(self.issued))
    @while_serving
    @rule(
        data=st.data(), share=st.sampled_from([1, 2]), odd=st.sampled_from([None, None, *WAYS]), approver=APPROVERS,
        who=st.sampled_from([None, None, CASHIER, OTHER_CASHIER]),
    )  # fmt: skip
    def refund(
        self, data: st.DataObject, share: int, odd: TenderKind | None, approver: Person | None, who: Person | None
    ) -> None:  # fmt: skip
        """Give all or half back the way it came where that can be, or in an odd way that may have to be refused."""
        found, lines = self.drawn(data)
        self.give_back(found, lines, share, odd, approver, who)

    @precondition(lambda self: bool(self.issued) and self.serving)
    @rule(share=st.sampled_from([1, 2, 3]))
    def refund_the_newest(self, share: int) -> None:
        found = receipt(self.desk.connection, self.issued[-1])
        assert found is not None
        approver = SUPERVISOR if self.hand == MANAGER else MANAGER
        self.give_back(found, standing_lines(self.desk.connection, found), share, None, approver)

    def give_back(
        self, found: ReceiptRow, lines: list[Any], share: int, odd: TenderKind | None, approver: Person | None,
        who: Person | None = None,
    ) -> None:  # fmt: skip
        left = tenders_left(self.desk.connection, found)
        way = odd or (TenderKind.CASH if "cash" in left else TenderKind.TRANSFER)
        wanted = {line.key: max(1, line.amount // share) for line in lines if line.kind != "rounding"}
        total = sum(whole(lines, wanted).values())
        why = "mistake" if found.fund == "maintenance" else ""
        order = RefundOrder(found.id, tuple(wanted.items()), (TenderIn(way, total),), "张三", fund_reason=why)
        before, who = self.desk.account("till_cash"), who or self.hand
        refused = self.outcome(
            lambda: refund_payment(
                self.desk.books, order, "moved out", requester=who, approver=approver, **said(self.desk)
            )
        )
        assert refused or (self.serving and approver != who and total > 0)
        # Cash leaves the drawer only by whoever runs it; what waits moves nothing yet.
        assert refused or approver is None or way is not TenderKind.CASH or self.runs(who)
        if not refused:
            notes = total if way is TenderKind.CASH else 0
            if self.done.waiting:
                self.asked_back[people.pending_acts(self.desk.connection)[-1].event_id] = notes
                self.ask_later(who, set())
            else:
                assert before - self.desk.account("till_cash") == notes
                self.cash -= notes
                self.counted = None

    @precondition(lambda self: bool(self.issued))
    @while_serving
    @rule(
        data=st.data(),
        elsewhere=st.booleans(),
        approver=st.sampled_from([CASHIER, OTHER_CASHIER, SUPERVISOR, SUPERVISOR, SUPERVISOR]),
    )
    def reverse(self, data: st.DataObject, elsewhere: bool, approver: Person) -> None:
        found, lines = self.drawn(data)
        if not lines:
            return
        line = data.draw(st.sampled_from(lines))
        there = [each for each in self.desk.charges(found.unit_id or 1) if each.fund == found.fund]
        target = there[-1].charge_id if elsewhere and there else None
        before = self.desk.account("till_cash")
        refused = self.outcome(
            lambda: reverse_payment(
                self.desk.books, found.id, line.key, line.amount, target, "wrong line", requester=CASHIER,
                approver=approver, **said(self.desk),
            )
        )  # fmt: skip
        assert refused or (self.serving and approver is SUPERVISOR)
        assert self.desk.account("till_cash") == before
        self.counted = self.counted if refused else None

    @rule(who=CLERKS)
    def pay_a_refund_out(self, who: Person) -> None:
        waiting = payable(self.desk.connection)
        if not waiting:
            return
        request, day = self.desk.request(), self.clock.today()
        self.attempt(
            lambda: pay_refund(self.desk.books, waiting[0].event_id, day, "b", request_id=request, clerk=who),
            allowed=self.confirmed and who.may(Act.PAY_REFUNDS),
        )

    @while_serving
    @rule(unit=UNITS, part=st.integers(1, 60_000))
    def pay_by_cheque(self, unit: int, part: int) -> None:
        part = min(part, self.desk.owed(unit))
        if part > 0:
            self.vouchers += 1
            details = {"number": f"{self.vouchers:08d}", "bank": "工商银行", "drawer": "张三", "date": "2026-11-22"}
            tender = TenderIn(TenderKind.CHEQUE, part, details)
            self.pay_with(self.desk.order(unit, pay_now=part, rounding=0, tenders=(tender,)))

    @rule(who=CLERKS, comes_back=st.booleans())
    def hear_of_a_cheque(self, who: Person, comes_back: bool) -> None:
        waiting = outstanding(self.desk.connection)
        if not waiting:
            return
        said_by = {"request_id": self.desk.request()}
        event, line = waiting[0].event_id, waiting[0].line
        if comes_back:
            refused = self.outcome(
                lambda: return_cheque(
                    self.desk.books, event, line, "no funds", clerk=who, office=self.desk.office,
                    words=self.desk.words, **said_by,
                )
            )  # fmt: skip
        else:
            refused = self.outcome(
                lambda: check_code(self.desk.books, event, line, arrived=True, checker=who, **said_by)
            )
        assert refused or (self.confirmed and who.may(Act.CHECK_CODES))
        assert len(outstanding(self.desk.connection)) == len(waiting) - (not refused)
