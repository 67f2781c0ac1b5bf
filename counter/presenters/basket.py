"""What is about to be paid: the ticked charges, months ahead, tenders noted so far, and the sums that follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from counter.desk.late_fees import StandingFee
from counter.desk.payment_order import ShownFee
from counter.desk.payment_postings import Ahead
from counter.desk.settlement import rounded
from counter.desk.standing import fee_of
from counter.desk.take_payment import Chosen, PaymentOrder
from counter.desk.tenders import TenderIn
from counter.desk.withheld import Withheld
from counter.rules.freeze import is_frozen
from counter.rules.rounding import Rounded, Rounding
from counter.rules.tender import TenderKind
from db.queries.accounts import OpenCharge


@dataclass(frozen=True, slots=True)
class Basket:
    """A payment being put together; amounts in minor units. pay_now None means everything that is ticked.

    late_fees: what stands today besides the charges; principal_only: they, and late fees posted before, stay open.
    takes_fund: whether the maintenance fund is taken at this counter. kept_for: the fee item that what is kept as
    balance is for, None: for whatever will be owed. rests: of charges that are disputed in part what nobody disputes,
    which is what is paid of them; whole: those of them of which all is paid, under reservation. lost: which of the
    charges are written off as bad debt; they stand last and are paid only where somebody ticks them.
    """

    charges: tuple[OpenCharge, ...] = ()
    frozen: frozenset[int] = frozenset()
    ticked: frozenset[int] = frozenset()
    ahead: tuple[Ahead, ...] = ()
    noted: tuple[TenderIn, ...] = ()
    pay_now: int | None = None
    keep_change: bool = False
    kept_for: int | None = None
    late_fees: tuple[StandingFee, ...] = ()
    principal_only: bool = False
    takes_fund: bool = True
    rests: Mapping[int, int] = field(default_factory=dict)
    whole: frozenset[int] = frozenset()
    lost: frozenset[int] = frozenset()

    def pays(self, charge: OpenCharge) -> int:
        """Return how much of a charge is paid where it is ticked: what nobody disputes, unless all of it is wanted."""
        if charge.charge_id in self.whole:
            return charge.open
        return self.rests.get(charge.charge_id, charge.open)

    @property
    def withheld(self) -> tuple[Withheld, ...]:
        """Return what of ticked charges is disputed and stays open."""
        parts = ((charge, self.pays(charge)) for charge in self.chosen)
        return tuple(Withheld(charge.charge_id, charge.open - paid) for charge, paid in parts if paid != charge.open)

    @property
    def chosen(self) -> tuple[OpenCharge, ...]:
        """Return the ticked charges, oldest due first."""
        return tuple(charge for charge in self.charges if self.is_ticked(charge))

    @property
    def chosen_fees(self) -> tuple[StandingFee, ...]:
        """Return the late fees that stand besides the ticked charges, whether they are paid now or stay open."""
        return tuple(fee for fee in self.late_fees if fee.charge.charge_id in self.ticked)

    @property
    def fee_sum(self) -> int:
        """Return how much late fee of today is paid with the ticked charges."""
        return 0 if self.principal_only else sum(fee.amount for fee in self.chosen_fees)

    @property
    def total(self) -> int:
        """Return the sum of everything ticked, its late fees and every month ahead."""
        return sum(self.pays(charge) for charge in self.chosen) + self.fee_sum + sum(each.amount for each in self.ahead)

    @property
    def fund_sum(self) -> int:
        """Return what of it is for the maintenance fund, which gets a receipt of its own."""
        return sum(self.pays(each) for each in self.chosen if each.fund == "maintenance") + sum(
            each.amount for each in self.ahead if each.fund == "maintenance"
        )

    @property
    def due(self) -> int:
        """Return what is to be paid now, before rounding."""
        return self.total if self.pay_now is None else min(self.pay_now, self.total)

    @property
    def noted_sum(self) -> int:
        """Return what the tenders noted so far carry."""
        return sum(tender.amount for tender in self.noted)

    def rounded(self, mode: Rounding) -> Rounded:
        """Return what is asked for if the rest is paid in cash, by the rule that desk holds the payment to."""
        cash_only = all(tender.kind is TenderKind.CASH for tender in self.noted)
        operating = sum(self.pays(charge) for charge in self.chosen if charge.fund == "operating") + self.fee_sum
        operating += sum(each.amount for each in self.ahead if each.fund == "operating")
        return rounded(self.due, operating, mode, cash=cash_only, in_full=self.due == self.total)

    def left(self, mode: Rounding, *, cash: bool) -> int:
        """Return what the next tender has still to cover."""
        return (self.rounded(mode).to_pay if cash else self.due) - self.noted_sum

    def toggle(self, charge_id: int) -> "Basket":
        """Tick or untick a charge; ticking a frozen one is the payer's own choice and allowed.

        One that is disputed in part goes from its rest to all of it, then to nothing, then to its rest again.
        """
        if any(self.is_elsewhere(charge) for charge in self.charges if charge.charge_id == charge_id):
            return self
        if charge_id in self.rests and charge_id in self.ticked and charge_id not in self.whole:
            return replace(self, whole=self.whole | {charge_id}, pay_now=None)
        return replace(self, ticked=self.ticked ^ {charge_id}, whole=self.whole - {charge_id}, pay_now=None)

    def without_ahead(self, place: int | None = None) -> "Basket":
        """Take a month ahead off, and the later months of the same item and unit: no gap is ever paid over.

        None takes off all of them.
        """
        off = None if place is None else self.ahead[place]
        kept = () if off is None else tuple(
            each for each in self.ahead
            if (each.unit_id, each.item_id) != (off.unit_id, off.item_id) or each.first < off.first
        )  # fmt: skip
        return self if kept == self.ahead else replace(self, ahead=kept, pay_now=None)

    def without_noted(self) -> "Basket":
        """Take the tender noted last out again."""
        return replace(self, noted=self.noted[:-1])

    def joined(self, other: "Basket") -> "Basket":
        """Return this payment with what another unit owes."""
        return replace(
            self,
            charges=self.charges + other.charges,
            frozen=self.frozen | other.frozen,
            ticked=self.ticked | other.ticked,
            late_fees=self.late_fees + other.late_fees,
            rests={**self.rests, **other.rests},
            lost=self.lost | other.lost,
            pay_now=None,
        )

    def renewed(
        self, charges: Sequence[OpenCharge], frozen: frozenset[int], late_fees: tuple[StandingFee, ...] = (),
        rests: Mapping[int, int] = MappingProxyType({}),
        lost: Sequence[OpenCharge] = (),
    ) -> "Basket":  # fmt: skip
        """Return this payment over the charges as they are open now; what was unticked stays so, new ones are ticked.

        Tenders noted so far stay: their money was handed over.
        """
        known = {charge.charge_id for charge in self.charges}
        fresh = basket_of(charges, frozen, late_fees, takes_fund=self.takes_fund, rests=rests, lost=lost)
        ticked = (fresh.ticked - known) | (self.ticked & {charge.charge_id for charge in fresh.charges})
        same = (fresh.charges, late_fees, fresh.rests) == (self.charges, self.late_fees, self.rests)
        return replace(
            self, charges=fresh.charges, frozen=frozen, ticked=ticked, late_fees=late_fees, rests=fresh.rests,
            whole=self.whole & fresh.rests.keys(), lost=fresh.lost,
            pay_now=self.pay_now if same else None,
        )  # fmt: skip

    def is_ticked(self, charge: OpenCharge) -> bool:
        """Whether a charge is paid now: a late fee posted before is not where only the principal is."""
        if self.is_elsewhere(charge):
            return False
        return charge.charge_id in self.ticked and not (self.principal_only and fee_of(charge) is not None)

    def is_elsewhere(self, charge: OpenCharge) -> bool:
        """Whether a charge is the maintenance fund's and is not paid at this counter."""
        return charge.fund == "maintenance" and not self.takes_fund

    def is_frozen(self, charge_id: int) -> bool:
        """Whether a charge is frozen by a dispute."""
        return is_frozen(charge_id, self.frozen)


def basket_of(
    charges: Sequence[OpenCharge], frozen: frozenset[int], late_fees: tuple[StandingFee, ...] = (), *,
    takes_fund: bool = True, rests: Mapping[int, int] = MappingProxyType({}), lost: Sequence[OpenCharge] = (),
) -> Basket:  # fmt: skip
    """Return the basket a unit opens with: everything due is ticked; frozen, bad debt or not taken here is not.

    Of a charge that is disputed in part the rest is ticked (rests, in minor units).
    """
    gone = frozenset(each.charge_id for each in lost)
    opened = Basket((*charges, *lost), frozen, late_fees=late_fees, takes_fund=takes_fund, rests=dict(rests), lost=gone)
    held_back = frozen - rests.keys()
    ticked = (c.charge_id for c in charges if not is_frozen(c.charge_id, held_back) and not opened.is_elsewhere(c))
    return replace(opened, ticked=frozenset(ticked))


def order_of(
    basket: Basket,
    tenders: Sequence[TenderIn],
    *,
    unit_ids: tuple[int, ...],
    payer: tuple[int | None, str],
    rounding: int,
    received_cash: int | None,
    pay_now: int,
    to_balance: int,
) -> PaymentOrder:
    """Return what is asked of desk: the charges with the sums the screen shows."""
    return PaymentOrder(
        unit_ids=unit_ids,
        chosen=tuple(Chosen(each.charge_id, each.open) for each in basket.chosen if each.charge_id not in basket.lost),
        pay_now=pay_now,
        tenders=tuple(tenders),
        ahead=basket.ahead,
        rounding=rounding,
        to_balance=to_balance,
        received_cash=received_cash,
        payer_id=payer[0],
        payer_name=payer[1],
        late_fees=tuple(ShownFee(fee.charge.charge_id, fee.amount) for fee in basket.chosen_fees),
        principal_only=basket.principal_only,
        withheld=basket.withheld,
        written_off=tuple(Chosen(each.charge_id, each.open) for each in basket.chosen if each.charge_id in basket.lost),
    )
