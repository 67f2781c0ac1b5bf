"""What a payment settles: its order checked against the books, read and priced anew before anything is posted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from counter.desk.late_fees import charged_fees
from counter.desk.office import Office
from counter.desk.payment_order import PaymentOrder
from counter.desk.payment_postings import Ahead
from counter.desk.post_late_fees import as_charges
from counter.desk.purses import NotForThisItem, earmarkable
from counter.desk.standing import disputed, fee_of, fees_touched, open_lines
from counter.desk.tenders import no_card_number
from counter.desk.withheld import is_disputed
from counter.rules.allocation import Allocation, ChargeListedTwice, Order, settle
from counter.rules.periods import month_of
from counter.rules.purses import Purse
from counter.rules.rounding import Rounded, Rounding, round_at_window
from counter.rules.tender import TenderKind
from db.queries.accounts import OpenCharge, open_charges
from db.queries.write_offs import written_off


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a payment settles; amounts in minor units.

    late_fees: the charges among these that are late fees to be posted with it. kept: what becomes balance, by purse:
    what the payer wants kept is the first unit's, for the fee item they named, if any; what is too little for a whole
    period is general money of the unit whose period it was for.
    """

    charges: tuple[OpenCharge, ...]
    late_fees: tuple[OpenCharge, ...]
    allocations: tuple[Allocation, ...]
    ahead: tuple[Ahead, ...]
    kept: Mapping[Purse, int]


class AccountChanged(Exception):
    """What the screen showed is not what is open any more."""

    code = "account_changed"

    def __init__(self, shown_minor: int, found_minor: int) -> None:
        super().__init__(shown_minor, found_minor)
        self.shown_minor = shown_minor
        self.found_minor = found_minor


class NothingToPay(Exception):
    """Neither a charge nor a future period nor a balance is to be paid."""

    code = "nothing_to_pay"


class PaysTooMuch(Exception):
    """More is to be paid than is chosen."""

    code = "pays_too_much"

    def __init__(self, pays_minor: int, chosen_minor: int) -> None:
        super().__init__(pays_minor, chosen_minor)
        self.pays_minor = pays_minor
        self.chosen_minor = chosen_minor


def settlement(connection: Any, order: PaymentOrder, office: Office, day: str) -> Settlement:
    """Return what the order settles on a day (ISO date), read and priced anew.

    Raises NothingToPay, ChargeListedTwice, AccountChanged, PaysTooMuch, NotForThisItem, FullCardNumber (in the note or
    the name).
    """
    no_card_number(order.note)
    no_card_number(order.payer_name)
    _check_earmark(connection, order)
    if min(order.pay_now, order.to_balance, order.pay_now + order.rounding + order.to_balance - 1) < 0:
        raise NothingToPay
    units = tuple(dict.fromkeys(order.unit_ids))
    charges = open_charges(connection, units)
    lost = _lost(connection, order, units, charges)
    shown = _shown(connection, order, charges) + sum([each.open for each in lost])
    fees = _late_fees(connection, order, charges, office, order.fee_day(day))
    asked = [] if order.principal_only else fees
    shown += sum([fee.open for fee in asked])
    later = sum([each.amount for each in order.ahead])
    _check_ahead(connection, order, office)
    if order.pay_now > shown + later:
        raise PaysTooMuch(order.pay_now, shown + later)
    owed = [*charges, *lost]
    _check_rounding(order, owed, shown + later, office)
    named = in_order([*_chosen(order, charges), *lost, *asked], Order(office.allocation_order))
    withheld = dict(order.withheld)
    lines = [
        line._replace(open=line.open - withheld.get(line.charge_id, 0))
        for line in open_lines([*owed, *asked], disputed(connection, charges))
        if line.charge_id in named
    ]
    allocations = settle(lines, min(order.pay_now, shown), named, Order(office.allocation_order))
    paid, rest = whole_periods(order.ahead, order.pay_now - sum([each.amount for each in allocations]))
    posted = fees_touched(fees, [each.charge_id for each in allocations])
    return Settlement(
        (*owed, *posted), tuple(posted), tuple(allocations), paid, _kept(order, paid, rest)
    )  # fmt: skip


def _kept(order: PaymentOrder, paid: Sequence[Ahead], rest: int) -> dict[Purse, int]:
    kept = {Purse(order.unit_ids[0], order.kept_for): order.to_balance}
    if rest:
        unpaid = next(each for each in earliest_first(order.ahead) if each not in paid)
        purse = Purse(unpaid.unit_id)
        kept[purse] = kept.get(purse, 0) + rest
    return {purse: amount for purse, amount in kept.items() if amount}


def _check_earmark(connection: Any, order: PaymentOrder) -> None:
    """Raise NotForThisItem where what is kept is earmarked for what no purse can be of."""
    if order.kept_for is not None and order.kept_for not in {each.id for each in earmarkable(connection)}:
        raise NotForThisItem(order.kept_for)


def in_order(chosen: Sequence[OpenCharge], order: Order) -> list[int]:
    """Return the chosen charges as the office settles them: in the payer's order, each late fee at its place.

    By the law it comes before its principal, as shipped after every principal.
    """
    places = {charge.charge_id: place for place, charge in enumerate(chosen)}

    def key(charge: OpenCharge) -> tuple[int, int]:
        principal = fee_of(charge)
        place, is_fee = places.get(principal or 0, places[charge.charge_id]), principal is not None
        return (place, not is_fee) if order is Order.STATUTORY else (is_fee, place)

    return [charge.charge_id for charge in sorted(chosen, key=key)]


def _chosen(order: PaymentOrder, charges: Sequence[OpenCharge]) -> list[OpenCharge]:
    known = {charge.charge_id: charge for charge in charges}
    return [known[chosen.charge_id] for chosen in order.chosen]


def _late_fees(
    connection: Any, order: PaymentOrder, charges: Sequence[OpenCharge], office: Office, day: str
) -> list[OpenCharge]:
    """Return the late fees of the chosen charges; raises AccountChanged where the screen showed others."""
    chosen = {each.charge_id for each in order.chosen}
    fees = charged_fees(connection, [charge for charge in charges if charge.charge_id in chosen], office, day)
    found = {fee.charge.charge_id: fee.amount for fee in fees}
    if found != dict(order.late_fees) or len(found) != len(order.late_fees):
        shown = sum(each.open for each in order.chosen)
        raise AccountChanged(shown + sum(each.amount for each in order.late_fees), shown + sum(found.values()))
    return as_charges(connection, fees)


def _lost(
    connection: Any, order: PaymentOrder, units: Sequence[int], charges: Sequence[OpenCharge]
) -> list[OpenCharge]:
    """Return the bad debt that is paid all the same; raises AccountChanged where it is not there like that.

    A charge of which something is open besides is paid first and revived afterwards.
    """
    if not order.written_off:
        return []
    still_open = {each.charge_id for each in charges}
    known = {each.charge_id: each for each in written_off(connection, units) if each.charge_id not in still_open}
    found = [known[each] for each in dict.fromkeys(one.charge_id for one in order.written_off) if each in known]
    if [(each.charge_id, each.open) for each in found] != list(order.written_off):
        raise AccountChanged(sum(each.open for each in order.written_off), sum(each.open for each in found))
    return found


def _shown(connection: Any, order: PaymentOrder, charges: Sequence[OpenCharge]) -> int:
    """Return the sum of the chosen charges; raises AccountChanged where one of them is not open like that."""
    found = {charge.charge_id: charge.open for charge in charges}
    ids = [chosen.charge_id for chosen in order.chosen]
    for charge_id in ids:
        if ids.count(charge_id) > 1:
            raise ChargeListedTwice(charge_id)
    shown = sum([chosen.open for chosen in order.chosen]) - sum([each.amount for each in order.withheld])
    same = all([found.get(chosen.charge_id) == chosen.open for chosen in order.chosen])
    if not same or not is_disputed(connection, order.withheld, dict(order.chosen)):
        raise AccountChanged(shown, sum(found.get(charge_id, 0) for charge_id in ids))
    return shown


def _check_ahead(connection: Any, order: PaymentOrder, office: Office) -> None:
    """Raise AccountChanged where a future period is billed, paid or priced otherwise by now."""
    if not order.ahead:
        return
    from counter.desk.price_ahead import price_ahead  # pricing is loaded with the first payment ahead

    to = month_of(max(date.fromisoformat(each.last) for each in order.ahead))
    priced: list[Ahead] = []
    for unit_id in dict.fromkeys(order.unit_ids):
        priced += price_ahead(connection, unit_id, to, method=office.part_month)
    known = {(each.unit_id, each.item_id, each.first): each for each in priced}
    found = [known.get((each.unit_id, each.item_id, each.first)) for each in order.ahead]
    if found != list(order.ahead) or len(set(order.ahead)) != len(order.ahead):
        raise AccountChanged(sum(each.amount for each in order.ahead), sum(each.amount for each in found if each))


def earliest_first(ahead: Sequence[Ahead]) -> list[Ahead]:
    """Return future periods in the order in which money pays them."""
    return sorted(ahead, key=lambda period: period.first)


def whole_periods(ahead: Sequence[Ahead], amount: int) -> tuple[tuple[Ahead, ...], int]:
    """Return the future periods that an amount pays whole, earliest first, and what is left of it.

    Money is never turned into part of a period: what is too little for the next one is the payer's balance.
    """
    paid = set()
    for each in earliest_first(ahead):
        if each.amount > amount:
            break
        paid.add(each)
        amount -= each.amount
    return tuple(each for each in ahead if each in paid), amount


def rounded(due: int, operating: int, mode: Rounding, *, cash: bool, in_full: bool) -> Rounded:
    """Return the rounding of a sum due, of which so much belongs to the operating fund (minor units).

    The operating fund alone gives the odd amount up, so it must hold more than that; other funds are never rounded.
    """
    found = round_at_window(due, mode, cash=cash, in_full=in_full)
    return found if operating + found.rounding > 0 else Rounded(due, 0)


def _check_rounding(order: PaymentOrder, charges: Sequence[OpenCharge], total: int, office: Office) -> None:
    chosen = {each.charge_id for each in (*order.chosen, *order.written_off)}
    fees = 0 if order.principal_only else sum([each.amount for each in order.late_fees])
    withheld = dict(order.withheld)
    operating = sum(
        [
            charge.open - withheld.get(charge.charge_id, 0)
            for charge in charges
            if charge.charge_id in chosen and charge.fund == "operating"
        ]
    )
    operating += fees
    operating += sum([each.amount for each in order.ahead if each.fund == "operating"])
    cash = all([tender.kind is TenderKind.CASH for tender in order.tenders])
    allowed = rounded(order.pay_now, operating, office.rounding, cash=cash, in_full=order.pay_now == total)
    if order.rounding not in (0, allowed.rounding):
        raise AccountChanged(order.pay_now + order.rounding, allowed.to_pay)
