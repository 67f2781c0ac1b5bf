"""Why a charge of a bill run stands out, and why one cannot be made, in words."""

from collections.abc import Mapping

from counter.desk.apply_balance import BalanceUse
from counter.desk.bill_lines import Unpriced
from counter.desk.bill_quantities import Unshared
from counter.desk.preview_bills import Outlier, Preview
from counter.desk.run_bills import BillRun
from counter.rules.plausible import TIMES_THE_USUAL
from counter.words import N_, Words, formats
from db.queries.registers import SharedCostRow

NOT_BILLED: Mapping[str, str] = {
    "no_price": N_("no price holds for it"),
    "price_ended": N_("its price has ended and no other follows"),
    "no_area": N_("the area is missing"),
    "no_count": N_("the number of persons is missing"),
    "no_meter": N_("it has no meter"),
    "no_reading": N_("the reading of the period is missing"),
    "no_bill": N_("the shared bill of the period is not entered"),
    "reading_below_last": N_("the reading is below the last one"),
    "reading_beyond_counter": N_("the reading is more than the counter can show"),
    "bad_bands": N_("the bands of its price leave a gap"),
    "formula_divides_by_zero": N_("its formula divides by nothing, for example by no persons"),
    "formula_out_of_bounds": N_("its formula comes to less than nothing, or to more than any bill"),
}


def not_billed(lacking: Unpriced, w: Words, waiting: int = 0, currency: formats.Currency = formats.RENMINBI) -> str:
    """Return what a unit or one of its items lacks; waiting: minor units that were paid ahead for it."""
    if waiting and lacking.reason in ("no_price", "price_ended"):
        paid = formats.money_with_symbol(waiting, currency)
        return w("no price holds for it any more; {paid} paid ahead for it waits for one, or is given back", paid=paid)
    return w(NOT_BILLED[lacking.reason]) if lacking.reason in NOT_BILLED else lacking.reason


def shared_by(bill: SharedCostRow, w: Words) -> str:
    """Return the units that a bill is for."""
    return w("building {name}", name=bill.building) if bill.building else w("all units")


def not_shared(found: Unshared, w: Words, currency: formats.Currency) -> str:
    """Return which bill nobody can share, and why."""
    bill, total = found.bill, formats.money_with_symbol(found.bill.total, currency)
    if found.reason == "no_area":
        return w("bill {paper} of {total} for {period}: none of its units has an area to share it by",
                 paper=bill.paper or bill.id, total=total, period=bill.period)  # fmt: skip
    return w("bill {paper} of {total} for {period}: no unit has a price that is a share of it",
             paper=bill.paper or bill.id, total=total, period=bill.period)  # fmt: skip


def left_out_words(ready: Preview, w: Words) -> str:
    """Return that shared bills are left out of a run, '' where none is."""
    if not ready.unshared:
        return ""
    named = w(", ").join(str(each.bill.paper or each.bill.id) for each in ready.unshared)
    return w("Nobody can share these bills, so they are billed later: {bills}. U says why.", bills=named)


def stands_out(outlier: Outlier, w: Words) -> str:
    """Return how a charge compares with the one before."""
    now, before = outlier.amount, outlier.before
    if now < 0:
        return w("gives back what was billed too much")
    if before > 0 and now >= TIMES_THE_USUAL * before:
        return w("{times} times the last bill", times=formats.scaled(now * 10 // before, 1))
    if not now:
        return w("nothing is billed this time")
    if before > 0:
        share = formats.percent(abs(now - before), before, 0)
        return w("{share} more than last time", share=share) if now > before else w("{share} less", share=share)
    return w("last time nothing was billed")


def balance_fact(use: BalanceUse, w: Words, currency: formats.Currency) -> tuple[tuple[str, str], ...]:
    """Return how much of the balances a run would use as a fact of the page, nothing where none."""
    return ((w("From balances"), formats.money_with_symbol(use.total, currency)),) if use.total else ()


def balance_words(use: BalanceUse, w: Words, currency: formats.Currency) -> str:
    """Return of how many units a run would use the balance, '' where of none."""
    if not use.total:
        return ""
    total = formats.money_with_symbol(use.total, currency)
    return w.n("{total} of it and of older debts is settled from the balance of {n} unit.",
               "{total} of it and of older debts is settled from the balances of {n} units.",
               use.units, total=total)  # fmt: skip


def settled_words(done: BillRun, w: Words, currency: formats.Currency) -> str:
    """Return what a run settled by itself, '' where it settled nothing."""
    told = []
    if done.applied:
        applied = formats.money_with_symbol(done.applied, currency)
        told.append(w("{applied} was settled from money paid ahead", applied=applied))
    if done.from_balance:
        used = formats.money_with_symbol(done.from_balance, currency)
        told.append(w("{used} was settled from balances", used=used))
    return w("; ").join(told)
