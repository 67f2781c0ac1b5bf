"""One visit at the sample's window: what is open is chosen, rounded, tendered and posted as any payment is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from random import Random

from counter.demo.arrivals import Arrivals
from counter.demo.estate import PROPERTY_FEE, Household
from counter.demo.habits import Visit
from counter.desk.office import Office
from counter.desk.payment_postings import Ahead
from counter.desk.people import Person
from counter.desk.price_ahead import price_ahead
from counter.desk.take_payment import Chosen, Paid, PaymentOrder, pay_within
from counter.desk.tenders import TenderIn
from counter.rules.periods import month_of
from counter.rules.rounding import round_at_window
from counter.rules.tender import TenderKind
from counter.words import Words
from db.books import Tx
from db.queries import accounts

_TERMINAL, _MERCHANT = "10023457", "898110270014"
_KEEPS_ONE_IN = 30
_NOTES = (100, 500, 1000, 2000, 5000, 10_000)


@dataclass(frozen=True, slots=True)
class Window:
    """Who sits at the sample's window and in what language its papers are.

    slips gives out slip numbers; arrivals are the bank transfers; savers the households that may have a balance.
    """

    cashier: Person
    till: int
    office: Office
    words: Words
    unit_ids: dict[str, int]
    households: tuple[Household, ...]
    slips: "Slips"
    arrivals: Arrivals
    savers: set[int]


class Slips:
    """Numbers of card slips and trades, never the same twice."""

    def __init__(self) -> None:
        self._numbers: Iterator[int] = count(1)

    def details(self, kind: TenderKind, chance: Random) -> dict[str, str]:
        """Return what the slip of a tender shows."""
        number = next(self._numbers)
        if kind is TenderKind.QR_CODE:
            # 7919 is prime to a million: a million tails before one comes again.
            return {"channel": chance.choice(("wechat", "alipay")), "tail": f"{number * 7919 % 1_000_000:06d}"}
        slip = {
            "merchant": _MERCHANT,
            "terminal": _TERMINAL,
            "batch": f"{number // 500 + 1:06d}",
            "voucher": f"{number:06d}",
            "reference": f"{number * 104_729 % 10**11:011d}",
        }
        return slip | {"card": f"621700******{number % 10_000:04d}"} if kind is TenderKind.CARD else slip


def visit_window(tx: Tx, window: Window, visit: Visit, day: date, chance: Random) -> tuple[Visit, Paid] | None:
    """Post what a household pays on a day, with the visit as it came out; None where it pays nothing."""
    household = window.households[visit.household]
    unit_ids = tuple(window.unit_ids[code] for code in household.units)
    charges = accounts.open_charges(tx.connection, unit_ids)
    chosen = tuple(Chosen(charge.charge_id, charge.open) for charge in charges)
    ahead = _ahead(tx, unit_ids, visit, day)
    total = sum(each.open for each in chosen) + sum(each.amount for each in ahead)
    pay_now = total // 20_000 * 10_000 if visit.half else total
    claimed: list[TenderIn] = []
    if window.arrivals.left(visit.household) >= total > 0:
        visit = visit._replace(tender=TenderKind.TRANSFER)  # the money is there already
    if visit.tender is TenderKind.TRANSFER:
        claimed = [
            TenderIn(TenderKind.TRANSFER, amount, {"incoming": str(incoming)})
            for incoming, amount in window.arrivals.claim(visit.household, total)
        ]
        pay_now = sum(each.amount for each in claimed)
    if pay_now <= 0:
        return None
    order = PaymentOrder(unit_ids, chosen, pay_now, tuple(claimed), ahead, payer_name=household.payer)
    if visit.tender is TenderKind.CASH:
        order = _in_cash(window, visit, order, total, chance)
    elif not claimed:
        order = replace(order, tenders=_by_slip(tx, window, visit, order, chance))
    return visit, pay_within(tx, order, cashier=window.cashier, office=window.office, words=window.words)


def _in_cash(window: Window, visit: Visit, order: PaymentOrder, total: int, chance: Random) -> PaymentOrder:
    """Pay in notes; now and then the change is kept as balance."""
    rounded = round_at_window(order.pay_now, window.office.rounding, cash=True, in_full=order.pay_now == total)
    received = _notes_for(rounded.to_pay, chance)
    kept = received - rounded.to_pay if chance.randrange(_KEEPS_ONE_IN) == 0 and not visit.ahead_months else 0
    if kept:
        window.savers.add(visit.household)
    return replace(
        order, tenders=(TenderIn(TenderKind.CASH, rounded.to_pay + kept),), rounding=rounded.rounding, to_balance=kept,
        received_cash=received,
    )  # fmt: skip


def _by_slip(tx: Tx, window: Window, visit: Visit, order: PaymentOrder, chance: Random) -> tuple[TenderIn, ...]:
    """Pay from the balance what there is, and the rest by card or code."""
    held = 0
    if visit.household in window.savers:
        held = min(order.pay_now, sum(accounts.balance(tx.connection, unit_id) for unit_id in order.unit_ids))
        window.savers.discard(visit.household)
    rest = order.pay_now - held
    by_balance = (TenderIn(TenderKind.BALANCE, held),) if held else ()
    by_slip = (TenderIn(visit.tender, rest, window.slips.details(visit.tender, chance)),) if rest else ()
    return by_balance + by_slip


def _ahead(tx: Tx, unit_ids: tuple[int, ...], visit: Visit, day: date) -> tuple[Ahead, ...]:
    """The property fee of the months that follow, where the household pays them ahead."""
    if not visit.ahead_months or visit.tender is TenderKind.TRANSFER:
        return ()
    to = month_of(day)
    for _ in range(visit.ahead_months):
        to = to.next()
    standings = accounts.standings(tx.connection, unit_ids[0])
    fee = {each.item_id for each in standings if each.item_zh == PROPERTY_FEE}
    return tuple(price_ahead(tx.connection, unit_ids[0], to, items=fee))


def _notes_for(to_pay: int, chance: Random) -> int:
    """What is handed over in notes: sometimes the exact sum, mostly the next round one."""
    if chance.randrange(4) == 0:
        return to_pay
    note = chance.choice(_NOTES)
    return -(-to_pay // note) * note
