"""What nobody disputes of a charge is paid, and what is disputed of it stays open: to the fen, whoever asks for it."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter.desk.card_intents import ask_terminal
from counter.desk.open_case import Disputed
from counter.desk.payment_order import PaymentOrder
from counter.desk.settle_card import settle_paid
from counter.desk.settlement import AccountChanged, settlement
from counter.desk.tenders import TenderIn
from counter.desk.withheld import Withheld
from counter.rules.tender import TenderKind
from tests.desk.case_office import bring, examined, frozen_sum, papers_of, reads, settle
from tests.desk.late_fee_office import recomputed, running, with_late_fee
from tests.desk.office import CASHIER, EVEN, Desk, cash
from tests.desk.test_desk_card_intents import SLIP

MONTH, PART = 25_060, 10_000


def first(desk: Desk) -> int:
    return desk.charges(EVEN)[0].charge_id


def the_rest(desk: Desk, *withheld: Withheld, pay_now: int | None = None, **more: object) -> PaymentOrder:
    """Everything open of the flat but what is withheld, in cash unless said otherwise."""
    whole = desk.order(EVEN, rounding=0)
    due = whole.pay_now - sum(each.amount for each in withheld)
    paid = due if pay_now is None else pay_now
    return replace(whole, pay_now=paid, withheld=withheld, **{"tenders": (cash(paid),), **more})  # type: ignore[arg-type]


def opens(desk: Desk) -> list[int]:
    return [each.open for each in desk.charges(EVEN)]


def test_only_what_is_disputed_stays_open_and_nothing_is_reserved(desk: Desk) -> None:
    charge = first(desk)
    bring(desk, Disputed(charge, PART))
    desk.take(the_rest(desk, Withheld(charge, PART)))
    assert (opens(desk), frozen_sum(desk)) == ([PART], PART)
    assert "reservation" not in reads(papers_of(desk, "receipt")[-1])
    assert recomputed(desk) == []


def test_its_late_fee_is_paid_with_it_and_nothing_runs_on_what_is_left(desk: Desk) -> None:
    with_late_fee(desk)
    charge = first(desk)
    bring(desk, Disputed(charge, PART), raised_on="2026-11-01")
    order = the_rest(desk, Withheld(charge, PART))
    desk.take(order)
    assert order.pay_now == 3 * MONTH - PART + sum(each.amount for each in order.late_fees)
    assert (opens(desk), running(desk, EVEN)) == ([PART], [])
    assert recomputed(desk) == []


def test_a_screen_that_shows_another_dispute_than_there_is_posts_nothing(desk: Desk) -> None:
    charge, other = (each.charge_id for each in desk.charges(EVEN)[:2])
    case = examined(desk, Disputed(charge, PART))
    for wrong in (Withheld(charge, PART - 1), Withheld(other, PART)):
        with pytest.raises(AccountChanged):
            desk.take(the_rest(desk, wrong))
    order = the_rest(desk, Withheld(charge, PART))
    with pytest.raises(AccountChanged):
        desk.take(replace(order, chosen=order.chosen[1:], pay_now=1, tenders=(cash(1),)))
    settle(desk, case)
    with pytest.raises(AccountChanged):
        desk.take(order)
    assert sum(opens(desk)) == 3 * MONTH


def test_a_card_is_asked_for_the_rest_and_posts_the_rest(desk: Desk) -> None:
    charge = first(desk)
    bring(desk, Disputed(charge, PART))
    due = 3 * MONTH - PART
    order = the_rest(desk, Withheld(charge, PART), tenders=(TenderIn(TenderKind.CARD, due, {}, "i-1"),))
    ask_terminal(desk.books, order, cashier=CASHIER, till=desk.till, office=desk.office)
    settle_paid(
        desk.books, "i-1", SLIP, cashier=CASHIER, till=desk.till, office=desk.office, words=desk.words
    )  # fmt: skip
    assert opens(desk) == [PART]
    assert recomputed(desk) == []


def test_a_card_that_paid_while_the_dispute_ended_becomes_balance(desk: Desk) -> None:
    charge = first(desk)
    case = examined(desk, Disputed(charge, PART))
    due = 3 * MONTH - PART
    order = the_rest(desk, Withheld(charge, PART), tenders=(TenderIn(TenderKind.CARD, due, {}, "i-1"),))
    ask_terminal(desk.books, order, cashier=CASHIER, till=desk.till, office=desk.office)
    settle(desk, case)
    settle_paid(desk.books, "i-1", SLIP, cashier=CASHIER, till=desk.till, office=desk.office, words=desk.words)
    assert (sum(opens(desk)), -desk.account("balance", unit=EVEN)) == (3 * MONTH, due)
    assert recomputed(desk) == []


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data(), order=st.sampled_from(("principal_first", "statutory")))
def test_no_order_and_no_sum_ever_touches_what_is_withheld(desk: Desk, data: st.DataObject, order: str) -> None:
    office = replace(desk.office, allocation_order=order)
    lines = desk.charges(EVEN)
    if not frozen_sum(desk):
        for line, part in zip(lines, (PART, 1, MONTH - 1), strict=True):
            bring(desk, Disputed(line.charge_id, part))
    every = [Withheld(line.charge_id, part) for line, part in zip(lines, (PART, 1, MONTH - 1), strict=True)]
    some = data.draw(st.lists(st.sampled_from(every), unique=True, max_size=3))
    due = 3 * MONTH - sum(each.amount for each in some)
    pay_now = data.draw(st.integers(1, due))
    found = settlement(desk.connection, the_rest(desk, *some, pay_now=pay_now), office, "2026-11-23")
    paid = {each.charge_id: each.amount for each in found.allocations}
    assert sum(paid.values()) == pay_now
    assert all(paid.get(each.charge_id, 0) <= MONTH - each.amount for each in some)
