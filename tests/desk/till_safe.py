"""Random days, behind the window: finance receives slips, cash goes to the bank in bags."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from counter.desk.bank_cash import bag_cash, confirm_banking
from counter.desk.people import Person
from counter.desk.receive_remittance import receive_remittance, slips
from counter.rules.permissions import Act
from db.queries import safe
from tests.desk.office import CASHIER, FINANCE, MANAGER, STAFF, SUPERVISOR
from tests.desk.till_model import LIMIT, TillModel

AGREEING = st.sampled_from([None, FINANCE, SUPERVISOR, MANAGER])
CLERKS = st.sampled_from([FINANCE, FINANCE, MANAGER, SUPERVISOR, CASHIER])
CHANGE = 100_000


def agrees(approver: Person | None, who: Person) -> bool:
    """Whether a second person is there who may agree to a difference of somebody's."""
    return approver is not None and approver != who and approver.may(Act.APPROVE_OVER_SHORT)


class SafeAndBank(TillModel):
    """What becomes of a Z's cash."""

    @rule(who=CLERKS, off=st.sampled_from([0, 0, -300, 500]), newest=st.booleans())
    def receive_a_slip(self, who: Person, off: int, newest: bool) -> None:
        listed = slips(self.desk.connection)
        slip = listed[-1] if newest else listed[0]
        counted = slip.cash + off
        can_be = counted >= 0 or slip.cash < 0  # less than nothing is counted only of a slip that says so
        allowed = self.confirmed and who.may(Act.RECEIVE_REMITTANCE) and not slip.said and can_be
        self.attempt(
            lambda: receive_remittance(
                self.desk.books, slip.close.event_id, counted, "counted" if off else "",
                request_id=self.desk.request(), clerk=who, office=self.desk.office, words=self.desk.words,
            ),
            allowed=allowed and slip.cashier_id != who.staff_id and self.safe_covers(-off),
        )  # fmt: skip

    @rule(
        who=CLERKS, kept=st.sampled_from([0, 0, 500, 5000]), fund=st.sampled_from(["operating", "maintenance"]),
        approver=AGREEING,
    )  # fmt: skip
    def bag_the_oldest_cash(self, who: Person, kept: int, fund: str, approver: Person | None) -> None:
        lines = [each for each in safe.in_safe(self.desk.connection) if each.fund == fund and each.left > kept]
        # Enough stays as change: the floats of the coming days are taken from there.
        stays = CHANGE if fund == "operating" else 0
        lines = [each for each in lines if self.desk.account("safe_cash", fund) - each.left >= stays]
        if not lines:
            return
        self.vouchers += 1
        self.attempt(
            lambda: bag_cash(
                self.desk.books, fund, [lines[0].close_event], lines[0].left - kept, f"B{self.vouchers}",
                "change" if kept else "", request_id=self.desk.request(), clerk=who, office=self.desk.office,
                words=self.desk.words, approver=approver,
            ),
            allowed=self.confirmed and who.may(Act.BANK_CASH) and (kept <= LIMIT or agrees(approver, who)),
        )  # fmt: skip

    @rule(fund=st.sampled_from(["operating", "operating", "maintenance"]))
    def finance_does_its_round(self, fund: str) -> None:
        self.receive_a_slip(FINANCE, 0, newest=False)
        self.bag_the_oldest_cash(FINANCE, 0, fund, None)
        self.hear_of_a_bag(MANAGER, 0, None)

    @rule(who=CLERKS, off=st.sampled_from([0, 0, -100, -5000]), approver=AGREEING)
    def hear_of_a_bag(self, who: Person, off: int, approver: Person | None) -> None:
        bags = safe.on_the_way(self.desk.connection)
        if not bags:
            return
        request, day, bag = self.desk.request(), self.clock.today(), bags[0]
        counted = max(0, bag.amount + off)
        bagger = next(each for each in STAFF if each.staff_id == bag.staff_id)
        # Whoever closed a bag above the limit neither confirms it nor agrees to its difference.
        allowed = self.confirmed and who.may(Act.BANK_CASH) and (bag.amount <= LIMIT or who != bagger)
        agreed = bag.amount - counted <= LIMIT or (agrees(approver, who) and approver != bagger)
        self.attempt(
            lambda: confirm_banking(
                self.desk.books, bag.event_id, "slip", day, counted, "counted" if off else "", request_id=request,
                clerk=who, office=self.desk.office, approver=approver,
            ),
            allowed=allowed and agreed,
        )  # fmt: skip
