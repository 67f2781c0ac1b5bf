"""A payment at the window: what it settles, what it refuses, and that it happens once."""

from dataclasses import asdict, replace
from hashlib import sha256

import pytest

from counter.desk.payment_postings import Ahead
from counter.desk.requests import RequestReused
from counter.desk.take_payment import AccountChanged, Chosen, NothingToPay, PaysTooMuch
from counter.desk.tills import TillDayOver, TillNotOpen
from counter.rules.allocation import ChargeListedTwice
from counter.rules.tender import EmptyTender, PaysTooLittle
from db.chain import canonical
from tests.desk.office import EVEN, FLOAT_SUM, FUNDED, ODD, THIRD, Desk, card, cash


def test_cash_in_full_settles_every_charge_and_lies_in_the_till(desk: Desk) -> None:
    owed = desk.owed(EVEN)
    paid = desk.pay(EVEN)
    assert owed == 3 * 25060
    assert desk.owed(EVEN) == 0
    assert (paid.change, paid.repeated, [r.number for r in paid.receipts]) == (0, False, ["2026-000001"])
    assert desk.account("till_cash") == FLOAT_SUM + owed
    assert desk.accounts_of(paid.receipts[0].event_id) == {
        ("operating", "till_cash"): owed,
        ("operating", "receivable"): -owed,
    }
    assert desk.findings() == []


def test_part_of_a_sum_settles_the_oldest_first_and_leaves_the_rest_open(desk: Desk) -> None:
    desk.pay(EVEN, pay_now=30000)
    assert [(c.period, c.open) for c in desk.charges(EVEN)] == [("2026-10", 25060 - 4940), ("2026-11", 25060)]


def test_the_payers_choice_goes_before_the_oldest(desk: Desk) -> None:
    september, october, november = desk.charges(EVEN)
    desk.pay(EVEN, chosen=[november, october], pay_now=30000)
    assert [(c.period, c.open) for c in desk.charges(EVEN)] == [("2026-09", 25060), ("2026-10", 25060 - 4940)]
    assert september.open == 25060


def test_more_cash_than_asked_gives_change_and_only_the_sum_stays(desk: Desk) -> None:
    paid = desk.pay(EVEN, received_cash=80000)
    body = desk.body(paid.receipts[0].event_id)
    assert (paid.change, body["received"], body["change"]) == (4820, 80000, 4820)
    assert desk.account("till_cash") == FLOAT_SUM + 75180


def test_the_notes_handed_over_may_stand_on_the_cash_tender_itself(desk: Desk) -> None:
    paid = desk.pay(EVEN, tenders=(cash(80000),))
    assert (paid.change, paid.receipts[0].total) == (4820, 75180)


def test_less_cash_than_the_sum_is_refused_and_posts_nothing(desk: Desk) -> None:
    events = desk.count("event")
    with pytest.raises(PaysTooLittle) as refused:
        desk.pay(EVEN, received_cash=75000)
    assert refused.value.missing_minor == 180
    assert desk.count("event") == events


def test_the_same_request_twice_posts_once_and_answers_the_same(desk: Desk) -> None:
    order = desk.order(EVEN, received_cash=80000)
    first = desk.take(order, "twice")
    events = desk.count("event")
    again = desk.take(order, "twice")
    assert again == first._replace(repeated=True)
    assert (desk.count("event"), desk.count("receipt"), desk.count("paper")) == (events, 1, 1)


def test_a_request_is_found_again_after_the_till_was_closed(desk: Desk) -> None:
    order = desk.order(EVEN)
    first = desk.take(order, "twice")
    desk.close()
    assert desk.take(order, "twice") == first._replace(repeated=True)


def test_what_the_screen_showed_is_refused_where_it_changed_and_no_number_is_used(desk: Desk) -> None:
    stale = desk.order(EVEN)
    desk.pay(EVEN, pay_now=10000)
    events = desk.count("event")
    with pytest.raises(AccountChanged) as refused:
        desk.take(stale)
    assert (refused.value.shown_minor, refused.value.found_minor) == (75180, 65180)
    assert desk.count("event") == events
    assert desk.pay(EVEN).receipts[0].number == "2026-000002"


def test_one_charge_from_two_windows_is_paid_once(desk: Desk) -> None:
    here, there = desk.order(EVEN), desk.order(EVEN)
    desk.take(here)
    with pytest.raises(AccountChanged):
        desk.take(there)
    assert desk.owed(EVEN) == 0
    assert desk.account("receivable", unit=EVEN) == 0


def test_a_charge_of_another_unit_is_not_settled(desk: Desk) -> None:
    with pytest.raises(AccountChanged):
        desk.pay(EVEN, chosen=desk.charges(THIRD))


def test_a_charge_chosen_twice_is_refused_rather_than_counted_twice(desk: Desk) -> None:
    charge = desk.charges(EVEN)[0]
    with pytest.raises(ChargeListedTwice):
        desk.pay(EVEN, chosen=[charge, charge])
    assert desk.count("receipt") == 0


def test_more_than_is_chosen_is_refused(desk: Desk) -> None:
    charge = desk.charges(EVEN)[0]
    with pytest.raises(PaysTooMuch) as refused:
        desk.pay(EVEN, chosen=[charge], pay_now=charge.open + 1)
    assert (refused.value.pays_minor, refused.value.chosen_minor) == (25061, 25060)


@pytest.mark.parametrize(
    ("pay_now", "to_balance"), [(0, 0), (-100, 200), (25060, -5000), (0, -1)], ids=["nothing", "less", "drawn", "minus"]
)
def test_nothing_and_negative_sums_are_refused(desk: Desk, pay_now: int, to_balance: int) -> None:
    with pytest.raises(NothingToPay):
        desk.pay(EVEN, pay_now=pay_now, to_balance=to_balance, rounding=0, tenders=(cash(100),))
    assert desk.count("receipt") == 0


def test_a_tender_of_nothing_is_refused(desk: Desk) -> None:
    with pytest.raises(EmptyTender):
        desk.pay(EVEN, tenders=(card(75180), cash(0)))


def test_several_units_of_one_payer_are_one_receipt(desk: Desk) -> None:
    owed = desk.owed(EVEN) + desk.owed(THIRD)
    paid = desk.pay(EVEN, THIRD)
    assert [r.total for r in paid.receipts] == [owed]
    assert (desk.owed(EVEN), desk.owed(THIRD)) == (0, 0)
    assert desk.account("receivable", unit=THIRD) == 0


def test_a_unit_named_twice_is_still_one(desk: Desk) -> None:
    order = desk.order(EVEN)
    desk.take(type(order)((EVEN, EVEN), order.chosen, order.pay_now, order.tenders))
    assert desk.owed(EVEN) == 0


def test_two_funds_are_two_events_and_two_receipts_in_one_commit(desk: Desk) -> None:
    paid = desk.pay(FUNDED, tenders=(card(3 * (25068 + 5003)),))
    assert [(r.number, r.total) for r in paid.receipts] == [("2026-000001", 75204), ("M2026-000001", 15009)]
    events = [receipt.event_id for receipt in paid.receipts]
    assert events[1] == events[0] + 1
    assert {fund for fund, _ in desk.accounts_of(events[1])} == {"maintenance"}
    assert desk.findings() == []


def test_two_receipts_of_one_payment_each_add_up_to_their_own_cash(desk: Desk) -> None:
    paid = desk.pay(FUNDED, received_cash=100_000)
    bodies = [desk.body(receipt.event_id) for receipt in paid.receipts]
    assert paid.change == 100_000 - 90210
    assert sum(body["received"] for body in bodies) == 100_000
    assert [body["received"] - body["change"] for body in bodies] == [r.total for r in paid.receipts]


def test_a_closed_till_takes_nothing(closed_desk: Desk) -> None:
    with pytest.raises(TillNotOpen):
        closed_desk.pay(EVEN)
    assert closed_desk.count("receipt") == 0


def test_yesterdays_till_takes_nothing(desk: Desk) -> None:
    desk.clock.wait(days=1)
    with pytest.raises(TillDayOver) as refused:
        desk.pay(EVEN)
    assert refused.value.open_day == "2026-11-23"


def test_a_future_period_made_up_by_a_screen_is_refused(desk: Desk) -> None:
    real = desk.ahead(ODD, "2026-12")[0]
    for wrong in (
        real._replace(amount=20000),
        real._replace(fund="maintenance"),
        Ahead(ODD, real.item_id, "operating", "2026-11-01", "2026-11-30", "2026-11", real.amount),
    ):
        with pytest.raises(AccountChanged):
            desk.pay(ODD, chosen=[], ahead=(wrong,))
    with pytest.raises(AccountChanged):
        desk.pay(EVEN, chosen=[], ahead=(real,))
    assert desk.count("receipt") == 0


def test_an_unknown_charge_is_an_account_that_changed(desk: Desk) -> None:
    order = desk.order(EVEN)
    stranger = type(order)((EVEN,), (Chosen(9999, 100),), 100, (cash(100),))
    with pytest.raises(AccountChanged) as refused:
        desk.take(stranger)
    assert refused.value.found_minor == 0


def test_a_request_that_comes_again_with_another_content_is_an_error(desk: Desk) -> None:
    order = desk.order(EVEN)
    paid = desk.take(order, "same")
    assert desk.take(order, "same") == paid._replace(repeated=True)
    for other in (desk.order(ODD), replace(order, received_cash=100_000)):
        with pytest.raises(RequestReused) as refused:
            desk.take(other, "same")
        assert refused.value.number == paid.receipts[0].number
    assert desk.count("receipt") == 1


def test_the_digest_of_an_order_tells_no_names(desk: Desk) -> None:
    order = desk.order(EVEN)
    desk.take(order, "same")
    assert desk.take(replace(order, payer_name="李四", note="by his brother"), "same").repeated


def test_an_order_is_known_again_by_the_digest_that_earlier_books_hold(desk: Desk) -> None:
    order = replace(desk.order(EVEN), tenders=(card(70000), cash(5180)), payer_name="李四", note="by his brother")
    digest = desk.body(desk.take(order, "same").receipts[0].event_id)["order"]
    whole = canonical(asdict(replace(order, payer_name="", note="")))
    assert digest == sha256(whole.encode()).hexdigest()
