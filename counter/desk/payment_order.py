"""What a payment is asked to be."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from counter.desk.payment_postings import Ahead
from counter.desk.tenders import TenderIn
from counter.desk.withheld import Withheld


class Chosen(NamedTuple):
    """A charge the payer settles, with what the screen showed as open of it."""

    charge_id: int
    open: int


class LateEntry(NamedTuple):
    """A handwritten receipt that is entered later (补录): its form's number, the real day (ISO), who wrote it.

    sure: a day that lies long back was asked about once more and is right.
    """

    form: str
    written_on: str
    writer: str
    sure: bool = False

    @property
    def day(self) -> str:
        """Return the real day as YYYY-MM-DD."""
        return date.fromisoformat(self.written_on).isoformat()


class ShownFee(NamedTuple):
    """The late fee of a chosen charge as the screen showed it, not posted yet."""

    charge_id: int
    amount: int


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """What the person at the window agreed to; amounts in minor units.

    chosen: charges in the payer's order, with the sums the screen showed. ahead: future periods priced by the screen.
    pay_now: how much of them is paid now, before rounding. to_balance: what is kept as balance on top.
    tenders: what covers pay_now + rounding + to_balance; cash carries what is applied, received_cash what was handed
    over. rounding: what the screen showed. late: the handwritten receipt this payment was taken on. opens_drawer:
    whether its cash is put into the drawer now. late_fees: what stands besides the chosen charges; principal_only: they
    are posted and stay open. kept_for: the fee item that what is kept as balance is earmarked for, None: general.
    withheld: what of chosen charges is disputed and not paid. written_off: bad debt that is paid all the same, with the
    sums the screen showed.
    """

    unit_ids: tuple[int, ...]
    chosen: tuple[Chosen, ...]
    pay_now: int
    tenders: tuple[TenderIn, ...]
    ahead: tuple[Ahead, ...] = ()
    rounding: int = 0
    to_balance: int = 0
    received_cash: int | None = None
    payer_id: int | None = None
    payer_name: str = ""
    note: str = ""
    late: LateEntry | None = None
    opens_drawer: bool = True
    late_fees: tuple[ShownFee, ...] = ()
    principal_only: bool = False
    kept_for: int | None = None
    withheld: tuple[Withheld, ...] = ()
    written_off: tuple[Chosen, ...] = ()

    def fee_day(self, day: str) -> str:
        """Return up to which day (ISO date) late fees run in a payment of a day: that of the handwritten receipt."""
        return self.late.day if self.late else day
