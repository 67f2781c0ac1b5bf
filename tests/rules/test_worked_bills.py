"""Bills worked out by hand from published prices and rules come out to the fen (tests/data/worked_bills.toml)."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from counter.rules.late_fee import Paid, Pause, Terms, late_fee
from counter.rules.maintenance_fund import Account, owed
from counter.rules.metering import MULTIPLIER_SCALE, USAGE_SCALE, Advance
from counter.rules.periods import PartMethod, part_of, period_of
from counter.rules.shared_costs import spread
from counter.rules.tariff import Charged, charged, metered, once, recompute, tiered
from counter.rules.tiers import Band

BILLS: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parents[1] / "data" / "worked_bills.toml").read_text("utf-8")
)


def of_kind(kind: str) -> list[Any]:
    return [pytest.param(bill, id=f"{kind}-{place}") for place, bill in enumerate(BILLS[kind], start=1)]


def proved(made: Charged, bill: dict[str, Any]) -> None:
    assert made.amount == bill["amount"], bill["source"]
    assert recompute(made.ingredients) == bill["amount"]


def test_there_are_forty_bills_or_more_and_each_names_its_source() -> None:
    bills = [bill for group in BILLS.values() for bill in group]
    assert len(bills) >= 40
    assert all(bill["source"] for bill in bills)


@pytest.mark.parametrize("bill", of_kind("month"))
def test_a_price_by_the_month(bill: dict[str, Any]) -> None:
    period, method = period_of(bill["period"]), PartMethod(bill.get("method", "actual"))
    part = None
    if "first" in bill or "last" in bill:
        first, last = (
            date.fromisoformat(bill[name]) if name in bill else getattr(period, name) for name in ("first", "last")
        )
        part = part_of(period, first, last, method)
    proved(charged(bill["kind"], period, part, reduction=bill.get("reduction", 0)), bill)


def advances(bill: dict[str, Any]) -> list[Advance]:
    return [Advance(one[0], one[1], one[2] if len(one) > 2 else 0, len(one) > 3) for one in bill["advances"]]


@pytest.mark.parametrize("bill", of_kind("meter"))
def test_a_price_by_meter(bill: dict[str, Any]) -> None:
    multiplier, loss = bill.get("multiplier", MULTIPLIER_SCALE), bill.get("loss", 0)
    proved(metered(advances(bill), bill["price"], multiplier=multiplier, loss=loss), bill)


@pytest.mark.parametrize("bill", of_kind("tier"))
def test_a_price_by_tiers(bill: dict[str, Any]) -> None:
    before = bill.get("before", 0) * USAGE_SCALE // 1000
    proved(tiered(advances(bill), [Band(*band) for band in bill["bands"]], used_before=before), bill)


@pytest.mark.parametrize("bill", of_kind("share"))
def test_a_shared_bill(bill: dict[str, Any]) -> None:
    shares = spread(bill["total"], "share", dict(enumerate(bill["weights"])))
    assert [share.amount for share in shares.values()] == bill["amounts"], bill["source"]


@pytest.mark.parametrize("bill", of_kind("late"))
def test_a_late_fee(bill: dict[str, Any]) -> None:
    terms = Terms(bill["rate"], bill.get("grace", 0), bill.get("from_due", False), bill.get("cap", 100))
    paid = [Paid(date.fromisoformat(day), amount) for day, amount in bill.get("paid", ())]
    pauses = [Pause(date.fromisoformat(first), date.fromisoformat(last)) for first, last in bill.get("pauses", ())]
    due, as_of = date.fromisoformat(bill["due"]), date.fromisoformat(bill["as_of"])
    assert late_fee(bill["charge"], due, paid, as_of, terms, pauses).amount == bill["amount"], bill["source"]


@pytest.mark.parametrize("bill", of_kind("fund"))
def test_a_debt_to_the_maintenance_fund(bill: dict[str, Any]) -> None:
    first = once(bill["price"], area=bill["area"])
    assert recompute(first.ingredients) == first.amount
    account = Account(first.amount, *(bill.get(name, 0) for name in ("paid_in", "interest", "drawn")))
    found = owed(account, bill.get("share", 30), bill.get("to", 100))
    assert (found.due, found.amount) == (bill["due"], bill["amount"]), bill["source"]
