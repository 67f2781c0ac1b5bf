"""One visit at the sample's window: what is open is chosen, rounded, tendered and posted as any payment is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from random import Random

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
_NOTES = (100, 500, 1000, 2000, 5000, 10_000)


@dataclass(frozen=True, slots=True)
class Window:
    """Who sits at the sample's window and in what language its papers are; slips gives out slip numbers."""

    cashier: Person
    till: int
    office: Office
    words: Words
    unit_ids: dict[str, int]
    households: tuple[Household, ...]
    slips: "Slips"


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


def visit_window(tx: Tx, window: Window, visit: Visit, day: date, chance: Random) -> Paid | None:
    """Post what a household pays on a day; None where it owes nothing and pays nothing ahead."""
    household = window.households[visit.household]
    unit_ids = tuple(window.unit_ids[code] for code in household.units)
    charges = accounts.open_charges(tx.connection, unit_ids)
    chosen = tuple(Chosen(charge.charge_id, charge.open) for charge in charges)
    ahead = _ahead(tx, unit_ids, visit, day)
    total = sum(each.open for each in chosen) + sum(each.amount for each in ahead)
    pay_now = total // 20_000 * 10_000 if visit.half else total
    if pay_now <= 0:
        return None
    return pay_within(
        tx, _order(window, visit, household, unit_ids, chosen, ahead, pay_now, total, chance),
        cashier=window.cashier, office=window.office, words=window.words,
    )  # fmt: skip


def _order(
    window: Window, visit: Visit, household: Household, unit_ids: tuple[int, ...], chosen: tuple[Chosen, ...],
    ahead: tuple[Ahead, ...], pay_now: int, total: int, chance: Random,
) -> PaymentOrder:  # fmt: skip
    cash = visit.tender is TenderKind.CASH
    rounded = round_at_window(pay_now, window.office.rounding, cash=cash, in_full=pay_now == total)
    received = _notes_for(rounded.to_pay, chance) if cash else None
    details = {} if cash else window.slips.details(visit.tender, chance)
    return PaymentOrder(
        unit_ids=unit_ids,
        chosen=chosen,
        pay_now=pay_now,
        tenders=(TenderIn(visit.tender, rounded.to_pay, details),),
        ahead=ahead,
        rounding=rounded.rounding,
        received_cash=received,
        payer_name=household.payer,
    )


def _ahead(tx: Tx, unit_ids: tuple[int, ...], visit: Visit, day: date) -> tuple[Ahead, ...]:
    """The property fee of the months that follow, where the household pays them ahead."""
    if not visit.ahead_months:
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
