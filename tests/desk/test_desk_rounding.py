"""Rounding (抹零): cash in full only, on a line of its own, borne by the operating fund alone."""

import pytest

from counter.desk.settlement import rounded
from counter.desk.take_payment import AccountChanged
from counter.rules.rounding import Rounding
from tests.desk.office import EVEN, FUND, FUNDED, ODD, Desk, card, cash, from_balance


def test_cash_in_full_is_rounded_down_to_jiao_in_a_posting_of_its_own(desk: Desk) -> None:
    paid = desk.pay(ODD)
    assert paid.receipts[0].total == 75200
    assert desk.accounts_of(paid.receipts[0].event_id) == {
        ("operating", "till_cash"): 75200,
        ("operating", "rounding"): 4,
        ("operating", "receivable"): -75204,
    }
    assert desk.body(paid.receipts[0].event_id)["rounding"] == -4
    assert desk.owed(ODD) == 0


def test_whole_yuan_where_the_office_wants_them(desk: Desk) -> None:
    desk.set_office(rounding=Rounding.YUAN)
    assert desk.pay(ODD, chosen=desk.charges(ODD)[:1]).receipts[0].total == 25000


@pytest.mark.parametrize(
    "tenders",
    [(card(75200),), (card(50000), cash(25200)), (card(100), from_balance(75100))],
    ids=["card", "card and cash", "card and balance"],
)
def test_anything_but_cash_alone_stays_exact(desk: Desk, tenders: tuple[object, ...]) -> None:
    with pytest.raises(AccountChanged) as refused:
        desk.pay(ODD, tenders=tenders, rounding=-4)
    assert (refused.value.shown_minor, refused.value.found_minor) == (75200, 75204)
    assert desk.count("receipt") == 0


def test_cash_beside_balance_is_exact(desk: Desk) -> None:
    desk.pay(ODD, chosen=[], pay_now=0, to_balance=5000)
    paid = desk.pay(ODD, tenders=(from_balance(5000), cash(70204)))
    assert paid.receipts[0].total == 75204
    with pytest.raises(AccountChanged):
        desk.pay(FUNDED, tenders=(from_balance(1), cash(90206)), rounding=-3)


def test_a_part_payment_is_exact(desk: Desk) -> None:
    with pytest.raises(AccountChanged):
        desk.pay(ODD, pay_now=75203, rounding=-3)
    assert desk.pay(ODD, pay_now=75203).receipts[0].total == 75203
    assert desk.owed(ODD) == 1


def test_a_rounding_of_the_screens_own_is_refused(desk: Desk) -> None:
    for wrong in (-5, -1, 4, -75203):
        with pytest.raises(AccountChanged):
            desk.pay(ODD, rounding=wrong)


def test_the_exact_sum_may_be_paid_in_cash_too(desk: Desk) -> None:
    assert desk.pay(ODD, rounding=0).receipts[0].total == 75204


def test_keep_mode_asks_for_whole_jiao_and_keeps_the_odd_amount_as_balance(desk: Desk) -> None:
    desk.set_office(rounding=Rounding.KEEP)
    paid = desk.pay(ODD, rounding=0, to_balance=6)
    assert paid.receipts[0].total == 75210
    assert (desk.account("balance", unit=ODD), desk.account("rounding")) == (-6, 0)


def test_balance_kept_beside_a_rounded_sum_adds_up(desk: Desk) -> None:
    paid = desk.pay(ODD, to_balance=5000)
    assert paid.receipts[0].total == 80200
    assert desk.accounts_of(paid.receipts[0].event_id) == {
        ("operating", "till_cash"): 80200,
        ("operating", "rounding"): 4,
        ("operating", "receivable"): -75204,
        ("operating", "balance"): -5000,
    }


def test_the_maintenance_fund_is_never_rounded(desk: Desk) -> None:
    fund = [charge for charge in desk.charges(FUNDED) if charge.item_id == FUND]
    with pytest.raises(AccountChanged):
        desk.pay(FUNDED, chosen=fund, rounding=-9)
    paid = desk.pay(FUNDED, chosen=fund, rounding=0)
    assert [(r.number, r.total) for r in paid.receipts] == [("M2026-000001", 15009)]


def test_the_operating_fund_bears_the_rounding_of_a_mixed_sum(desk: Desk) -> None:
    paid = desk.pay(FUNDED)
    assert 75204 + 15009 == 90213
    assert [r.total for r in paid.receipts] == [75204 - 3, 15009]
    assert desk.account("rounding", "operating") == 3
    assert desk.account("rounding", "maintenance") == 0


def test_the_operating_part_must_hold_more_than_the_rounding_gives_up() -> None:
    assert rounded(5008, 5, Rounding.JIAO, cash=True, in_full=True) == (5008, 0, 0)
    assert rounded(5008, 8, Rounding.JIAO, cash=True, in_full=True) == (5008, 0, 0)
    assert rounded(5008, 9, Rounding.JIAO, cash=True, in_full=True) == (5000, -8, 0)
    assert rounded(4, 4, Rounding.JIAO, cash=True, in_full=True) == (4, 0, 0)


def test_a_few_fen_of_the_operating_fund_beside_another_stay_exact(desk: Desk) -> None:
    october = [charge for charge in desk.charges(FUNDED) if charge.period == "2026-10"]
    desk.pay(FUNDED, chosen=[c for c in october if c.item_id != FUND], pay_now=25066, tenders=(card(25066),))
    rest = [charge for charge in desk.charges(FUNDED) if charge.period == "2026-10"]
    assert sum(charge.open for charge in rest) == 2 + 5003
    with pytest.raises(AccountChanged):
        desk.pay(FUNDED, chosen=rest, rounding=-5)
    assert [r.total for r in desk.pay(FUNDED, chosen=rest, rounding=0).receipts] == [2, 5003]


def test_a_sum_without_odd_fen_has_no_rounding_line(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    assert ("operating", "rounding") not in desk.accounts_of(paid.receipts[0].event_id)
