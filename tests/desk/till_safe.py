"""Random days, behind the window: finance receives slips, cash goes to the bank in bags."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from counter.desk.bank_cash import bag_cash, confirm_banking
from counter.desk.people import Person
from counter.desk.receive_remittance import receive_remittance, slips
from counter.rules.permissions import Act
from db.queries import safe
from tests.desk.office import CASHIER, FINANCE, MANAGER, SUPERVISOR
from tests.desk.till_model import TillModel

CLERKS = st.sampled_from([FINANCE, FINANCE, MANAGER, SUPERVISOR, CASHIER])
CHANGE = 100_000


class SafeAndBank(TillModel):
    """What becomes of a Z's cash."""

    @rule(who=CLERKS, off=st.sampled_from([0, 0, -300, 500]), newest=st.booleans())
    def receive_a_slip(self, who: Person, off: int, newest: bool) -> None:
        listed = slips(self.desk.connection)
        slip = listed[-1] if newest else listed[0]
        if not self.safe_covers(-off):
            return
        counted = slip.cash + off
        can_be = counted >= 0 or slip.cash < 0  # less than nothing is counted only of a slip that says so
        allowed = self.confirmed and who.may(Act.RECEIVE_REMITTANCE) and not slip.said and can_be
        self.attempt(
            lambda: receive_remittance(
                self.desk.books, slip.close.event_id, counted, "counted" if off else "",
                request_id=self.desk.request(), clerk=who, office=self.desk.office, words=self.desk.words,
            ),
            allowed=allowed and slip.cashier_id != who.staff_id,
        )  # fmt: skip

    @rule(who=CLERKS, kept=st.sampled_from([0, 0, 5000]), fund=st.sampled_from(["operating", "maintenance"]))
    def bag_the_oldest_cash(self, who: Person, kept: int, fund: str) -> None:
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
                words=self.desk.words,
            ),
            allowed=self.confirmed and who.may(Act.BANK_CASH),
        )  # fmt: skip

    @rule(fund=st.sampled_from(["operating", "operating", "maintenance"]))
    def finance_does_its_round(self, fund: str) -> None:
        self.receive_a_slip(FINANCE, 0, newest=False)
        self.bag_the_oldest_cash(FINANCE, 0, fund)
        self.hear_of_a_bag(FINANCE, 0)

    @rule(who=CLERKS, off=st.sampled_from([0, 0, -100]))
    def hear_of_a_bag(self, who: Person, off: int) -> None:
        bags = safe.on_the_way(self.desk.connection)
        if not bags:
            return
        request, day = self.desk.request(), self.clock.today()
        self.attempt(
            lambda: confirm_banking(
                self.desk.books, bags[0].event_id, "slip", day, bags[0].amount + off, "counted" if off else "",
                request_id=request, clerk=who, office=self.desk.office,
            ),
            allowed=self.confirmed and who.may(Act.BANK_CASH),
        )  # fmt: skip
