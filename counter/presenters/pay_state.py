"""The payment that is being put together on one Pay screen."""

from dataclasses import dataclass, field
from typing import NamedTuple

from counter.desk.payment_order import LateEntry
from counter.desk.standing import Standing
from counter.desk.take_payment import Paid
from counter.presenters.basket import Basket
from counter.rules.tender import TenderKind
from db.queries.cases import Dispute


class Asked(NamedTuple):
    """What the card terminal is being asked for; amount in minor units."""

    intent_id: str
    kind: TenderKind
    amount: int


@dataclass(slots=True)
class PayState:
    """What the keys of the Pay screen work on.

    request: the id this wish is posted under; typed: what stands in *received*; searching: what is typed in Find and
    not opened yet; adding: the next unit found joins this payment; armed: F9 was pressed once for a part payment;
    overtaken: what was chosen was paid from another place meanwhile; paid: the payment just saved, whose change stays
    on screen; asked: what the card terminal has not answered yet;
    drop_due: the drawer holds more than the office allows since that payment; late: the handwritten receipt that is
    being entered; paid_by: who pays where somebody typed it; note: what is to stand on the receipt.
    """

    standings: list[Standing] = field(default_factory=list)
    basket: Basket = field(default_factory=Basket)
    request: str = ""
    typed: str = ""
    searching: str = ""
    adding: bool = False
    armed: bool = False
    overtaken: bool = False
    paid: Paid | None = None
    asked: Asked | None = None
    drop_due: bool = False
    late: LateEntry | None = None
    paid_by: str = ""
    note: str = ""

    def clear(self, request: str) -> None:
        """Begin anew under a new request."""
        self.standings = []
        self.basket = Basket()
        self.request = request
        self.typed = self.searching = ""
        self.adding = self.armed = self.overtaken = False
        self.paid = None
        self.late = None
        self.paid_by = self.note = ""

    @property
    def in_hand(self) -> bool:
        """Whether a payment is being put together: a unit is open, nothing was saved of it, no terminal is asked."""
        return bool(self.standings) and self.paid is None and self.asked is None

    @property
    def codes(self) -> dict[int, str]:
        """Return the codes of the open units by their id."""
        return {each.unit.id: each.unit.code for each in self.standings}

    @property
    def disputes(self) -> dict[int, Dispute]:
        """Return what freezes charges of the open units."""
        return {charge: each for standing in self.standings for charge, each in standing.disputes.items()}

    @property
    def frozen(self) -> frozenset[int]:
        """Return the charges of the open units that are disputed, in part or as a whole."""
        return frozenset().union(*(each.frozen for each in self.standings))

    @property
    def rests(self) -> dict[int, int]:
        """Return what nobody disputes of charges of the open units that are disputed in part."""
        return {charge: rest for standing in self.standings for charge, rest in standing.rests.items()}

    @property
    def payer(self) -> tuple[int | None, str]:
        """Return id and name of who pays: whoever was typed, else the first holder of the first unit.

        Somebody who has nothing to do with the unit has no id.
        """
        found = self.standings[0].payer if self.standings else None
        if not self.paid_by or (found is not None and found.name == self.paid_by):
            return (found.person_id, found.name or "") if found else (None, "")
        holders = [each for standing in self.standings for each in standing.holders if each.name == self.paid_by]
        return (holders[0].person_id if holders else None), self.paid_by
