"""Balance earmarked for a fee item: it pays that item and no other, and what comes back goes where it came from."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter.desk.adjust_charge import Wish
from counter.desk.approve import SelfApproval
from counter.desk.card_intents import ask_terminal
from counter.desk.change_purse import PurseChange, PurseHoldsLess, change_purse
from counter.desk.charge_once import charge_once
from counter.desk.explain_charges import charge_facts, charges_named
from counter.desk.issue_certificate import issue_certificate
from counter.desk.move_payment import EarmarkedForUnit
from counter.desk.payment_order import PaymentOrder
from counter.desk.print_statement import statement_facts
from counter.desk.purses import NotForThisItem
from counter.desk.return_cheque import outstanding, return_cheque
from counter.desk.settle_card import settle_paid
from counter.desk.take_payment import Paid
from counter.desk.tenders import BalanceTooSmall, TenderIn
from counter.desk.undo import MoneyUsedSince
from counter.desk.void_receipt import void_receipt
from counter.papers.statement import statement_paper
from db.queries import purses
from db.queries.accounts import OpenCharge
from db.rows import Posting
from printing.blocks import Sum, Table, Text, load
from tests.desk.acts_at_desk import once_item
from tests.desk.office import (
    CASHIER,
    EVEN,
    FEE,
    FINANCE,
    FUND,
    MANAGER,
    ODD,
    SUPERVISOR,
    Desk,
    card,
    cash,
    desk_at,
    from_balance,
)
from tests.desk.test_adjust_charge import adjust
from tests.desk.test_deposits import transfer
from tests.desk.test_desk_cheques import cheque
from tests.desk.test_desk_move import drawer, move
from tests.desk.test_desk_refund import lines, refund
from tests.desk.test_desk_reversal import reverse
from tests.desk.test_price_change_ahead import billed, dearer

MONTH, CARD_PRICE = 25_060, 2_000
CARD = 3


@pytest.fixture
def office(desk: Desk) -> Desk:
    """The office with an access card (item 3) charged to the first flat besides its three months."""
    assert once_item(desk) == CARD
    charge_once(desk.books, EVEN, CARD, request_id="card", staff=MANAGER, amount=CARD_PRICE, reason="补办门禁卡")
    return desk


def keep(desk: Desk, amount: int, item: int | None = FEE, unit: int = EVEN, tender: TenderIn | None = None) -> Paid:
    tenders = [tender or cash(amount)]
    return desk.pay(unit, chosen=[], pay_now=0, to_balance=amount, kept_for=item, tenders=tenders)


def held(desk: Desk, unit: int = EVEN) -> dict[int | None, int]:
    return purses.held(desk.connection, unit)


def of_item(desk: Desk, item: int, unit: int = EVEN) -> list[OpenCharge]:
    return [each for each in desk.charges(unit) if each.item_id == item]


def drawn(desk: Desk, paid: Paid) -> list[tuple[int | None, int | None, int]]:
    """(item, charge, amount) of what purses gave."""
    rows = [Posting(*row) for row in desk.body(paid.receipts[0].event_id)["rows"]["posting"]]
    return [(each.item_id, each.charge_id, each.amount) for each in rows if each.tender == "balance"]


def newest_paper(desk: Desk) -> Sequence[object]:
    content = desk.connection.execute("SELECT content FROM paper ORDER BY id DESC LIMIT 1").fetchone()[0]
    return load(content).blocks


def test_what_is_kept_for_an_item_lies_apart_and_its_receipt_says_so(office: Desk) -> None:
    keep(office, 30_000)
    [row] = [row for block in newest_paper(office) if isinstance(block, Table) for row in block.rows]
    assert row.cells == ("Kept as balance for Property fee", "", "300.00")
    keep(office, 500, None)
    assert held(office) == {FEE: 30_000, None: 500}
    assert office.findings() == []


@pytest.mark.parametrize("item", [FUND, 99])
def test_nothing_is_kept_for_another_fund_or_for_an_item_there_is_not(office: Desk, item: int) -> None:
    with pytest.raises(NotForThisItem):
        keep(office, 100, item)


def test_its_item_is_paid_from_it_first_and_general_money_pays_the_rest(office: Desk) -> None:
    keep(office, MONTH)
    keep(office, 3_000, None)
    first = office.charges(EVEN)[0].charge_id
    chosen = [office.charges(EVEN)[0], *of_item(office, CARD)]
    paid = office.pay(EVEN, chosen=chosen, tenders=[from_balance(MONTH + CARD_PRICE)])
    assert drawn(office, paid) == [(FEE, first, MONTH), (None, None, CARD_PRICE)]
    assert held(office) == {None: 1_000}
    [tender] = [each for each in newest_paper(office) if isinstance(each, Sum) and "balance" in each.label]
    assert tender.label == "From balance (Property fee 250.60, general 20.00)"
    assert office.findings() == []


def test_it_pays_nothing_of_another_item_also_where_a_terminal_would_be_asked_for_the_rest(office: Desk) -> None:
    keep(office, 50_000)
    chosen = of_item(office, CARD)
    with pytest.raises(BalanceTooSmall) as refused:
        office.pay(EVEN, chosen=chosen, tenders=[from_balance(CARD_PRICE)])
    assert (refused.value.available_minor, refused.value.wanted_minor) == (0, CARD_PRICE)
    asked = card(CARD_PRICE - 500)._replace(intent="i-1", details={})
    order: PaymentOrder = office.order(EVEN, chosen=chosen, tenders=(from_balance(500), asked))
    with pytest.raises(BalanceTooSmall):
        ask_terminal(office.books, order, cashier=CASHIER, till=1, office=office.office)
    assert held(office) == {FEE: 50_000}


def test_a_month_ahead_is_paid_from_it_and_what_it_costs_less_when_billed_goes_back_to_it(office: Desk) -> None:
    office.pay(EVEN)
    keep(office, MONTH)
    keep(office, 9_000, None)
    office.pay(EVEN, chosen=[], ahead=office.ahead(EVEN, "2026-12"), tenders=[from_balance(MONTH)])
    assert held(office) == {None: 9_000}
    dearer(office, 20_000)
    assert billed(office)[EVEN][0][:2] == (17_900, 0)
    assert held(office) == {FEE: MONTH - 17_900, None: 9_000}


def test_a_void_puts_everything_back_into_its_purse(office: Desk) -> None:
    keep(office, 10_000)
    keep(office, 700, None)
    before = held(office)
    paid = office.pay(EVEN, tenders=[from_balance(10_700), card(3 * MONTH + CARD_PRICE - 10_700)])
    assert held(office) == {}
    void_receipt(office.books, paid.receipts[0].id, "x", request_id="v", requester=CASHIER, till=1, approver=SUPERVISOR)
    assert held(office) == before
    assert office.findings() == []


def test_a_receipt_whose_earmarked_money_was_used_is_not_voided_whatever_else_is_held(office: Desk) -> None:
    kept = keep(office, MONTH)
    keep(office, 90_000, None)
    office.pay(EVEN, chosen=office.charges(EVEN)[:1], tenders=[from_balance(MONTH)])
    with pytest.raises(MoneyUsedSince):
        void_receipt(
            office.books, kept.receipts[0].id, "x", request_id="v", requester=CASHIER, till=1, approver=SUPERVISOR
        )  # fmt: skip


def test_a_refund_of_kept_money_takes_it_from_its_own_purse(office: Desk) -> None:
    kept = keep(office, 10_000)
    keep(office, 5_000, None)
    assert lines(office, kept) == {f"balance:{EVEN}.{FEE}": 10_000}
    refund(office, kept, {f"balance:{EVEN}.{FEE}": 4_000})
    assert held(office) == {FEE: 6_000, None: 5_000}
    [row] = [row for block in newest_paper(office) if isinstance(block, Table) for row in block.rows]
    assert row.cells[0] == "Kept as balance for Property fee"
    assert office.findings() == []


def test_a_refund_to_the_balance_fills_the_purse_that_paid_and_no_more_than_it_gave(office: Desk) -> None:
    keep(office, 10_000)
    keep(office, 20_000, None)
    paid = office.pay(EVEN, chosen=office.charges(EVEN)[:1], tenders=[from_balance(MONTH)])
    key = next(iter(lines(office, paid)))
    refund(office, paid, {key: 8_000}, [from_balance(8_000)])
    assert held(office) == {FEE: 8_000, None: 20_000 - (MONTH - 10_000)}
    refund(office, paid, {key: 8_000}, [from_balance(8_000)])
    assert held(office) == {FEE: 10_000, None: 20_000 - (MONTH - 10_000) + 6_000}
    assert office.findings() == []


def test_moved_to_the_right_flat_it_stays_earmarked(office: Desk) -> None:
    kept = keep(office, 40_000)
    move(office, kept.receipts[0].id, ODD)
    assert (held(office), held(office, ODD)) == ({}, {FEE: 40_000})
    assert office.findings() == []


def test_what_was_paid_from_a_purse_and_is_let_off_goes_back_to_it(office: Desk) -> None:
    keep(office, 20_000)
    first = office.charges(EVEN)[0]
    office.pay(EVEN, chosen=[first], tenders=[from_balance(20_000), cash(MONTH - 20_000)])
    assert adjust(office, Wish(first.charge_id, "waiver", -15_000)) == 15_000
    assert held(office) == {FEE: 15_000}
    assert adjust(office, Wish(first.charge_id, "waiver", -8_000)) == 8_000
    assert held(office) == {FEE: 20_000, None: 3_000}
    assert office.findings() == []


def test_money_paid_out_meanwhile_is_not_the_purses_any_more(office: Desk) -> None:
    keep(office, MONTH)
    first = office.charges(EVEN)[0]
    paid = office.pay(EVEN, chosen=[first], tenders=[from_balance(MONTH)])
    refund(office, paid, None, [transfer(MONTH)])
    office.pay(EVEN, chosen=office.charges(EVEN)[:1])
    adjust(office, Wish(first.charge_id, "waiver", -1_000))
    assert held(office) == {None: 1_000}


def test_booked_otherwise_a_purses_money_goes_back_to_it_and_settles_no_other_item(office: Desk) -> None:
    keep(office, 20_000)
    first = office.charges(EVEN)[0]
    paid = office.pay(EVEN, chosen=[first], tenders=[from_balance(20_000), cash(MONTH - 20_000)])
    target = office.charges(EVEN)[-1]
    assert target.item_id == CARD
    done = reverse(office, paid, f"charge:{first.charge_id}", 21_000, target.charge_id)
    assert (done.settled, done.to_balance) == (1_000, 20_000)
    assert held(office) == {FEE: 20_000}
    assert office.findings() == []


def test_booked_on_another_month_of_its_item_it_is_the_purses_still(office: Desk) -> None:
    keep(office, MONTH)
    first, second = office.charges(EVEN)[:2]
    paid = office.pay(EVEN, chosen=[first], tenders=[from_balance(MONTH)])
    assert reverse(office, paid, f"charge:{first.charge_id}", MONTH, second.charge_id).settled == MONTH
    assert held(office) == {}
    assert list(lines(office, paid)) == [f"charge:{second.charge_id}"]
    adjust(office, Wish(second.charge_id, "waiver", -600))
    assert held(office) == {FEE: 600}
    assert office.findings() == []


def test_what_another_receipt_paid_of_the_charge_is_not_its_purses(office: Desk) -> None:
    keep(office, 10_000)
    first = office.charges(EVEN)[0]
    office.pay(EVEN, chosen=[first], pay_now=10_000, tenders=[from_balance(10_000)], rounding=0)
    paid = office.pay(EVEN, chosen=office.charges(EVEN)[:1])
    reverse(office, paid, f"charge:{first.charge_id}", 4_000)
    assert held(office) == {None: 4_000}
    assert office.findings() == []


@pytest.mark.parametrize("billed_since", [True, False])
def test_a_month_paid_ahead_from_a_purse_goes_back_to_it(office: Desk, billed_since: bool) -> None:
    office.pay(EVEN)
    keep(office, MONTH)
    keep(office, 100, None)
    paid = office.pay(EVEN, chosen=[], ahead=office.ahead(EVEN, "2026-12"), tenders=[from_balance(MONTH)])
    if billed_since:
        billed(office)
    key = next(iter(lines(office, paid)))
    assert key.startswith("charge:" if billed_since else "ahead:")
    refund(office, paid, {key: MONTH}, [from_balance(MONTH)])
    assert held(office) == {FEE: MONTH, None: 100}
    assert office.findings() == []


def test_money_earmarked_by_mistake_becomes_general_by_a_reversal_of_its_line(office: Desk) -> None:
    kept = keep(office, 5_000)
    reverse(office, kept, f"balance:{EVEN}.{FEE}", 2_000)
    assert held(office) == {FEE: 3_000, None: 2_000}
    assert lines(office, kept) == {f"balance:{EVEN}": 2_000, f"balance:{EVEN}.{FEE}": 3_000}
    assert office.findings() == []


def test_a_returned_cheque_opens_the_charge_that_its_earmarked_money_paid(office: Desk) -> None:
    keep(office, MONTH, tender=cheque(MONTH))
    first = office.charges(EVEN)[0]
    office.pay(EVEN, chosen=[first], tenders=[from_balance(MONTH)])
    office.pay(EVEN, chosen=of_item(office, CARD))  # the newest settled charge, but not out of this money
    waiting = outstanding(office.connection)[0]
    return_cheque(
        office.books, waiting.event_id, waiting.line, "空头", request_id="r", clerk=FINANCE, office=office.office,
        words=office.words,
    )  # fmt: skip
    assert office.charges(EVEN)[0] == first
    assert of_item(office, CARD) == []
    assert (held(office), office.findings()) == ({}, [])


def test_each_payer_of_several_flats_uses_the_purses_of_their_own_flat(office: Desk) -> None:
    keep(office, 90_000)
    keep(office, 10_000, unit=ODD)
    chosen = [office.charges(EVEN)[0], office.charges(ODD)[0]]
    most = MONTH + 10_000
    with pytest.raises(BalanceTooSmall) as refused:
        office.pay(EVEN, ODD, chosen=chosen, tenders=[from_balance(most + 1), card(MONTH + 8 - 10_001)])
    assert refused.value.available_minor == most
    office.pay(EVEN, ODD, chosen=chosen, tenders=[from_balance(most), card(MONTH + 8 - 10_000)])
    assert (held(office), held(office, ODD)) == ({FEE: 90_000 - MONTH}, {})


def test_the_day_counts_it_as_kept_and_not_as_received_for_its_item(office: Desk) -> None:
    keep(office, 4_000)
    assert drawer(office).by_item == {"balance": 4_000}
    office.close()
    assert office.findings() == []


def test_a_purse_that_is_overdrawn_behind_the_rules_is_found(office: Desk) -> None:
    keep(office, 100)
    with office.books.transaction("theft", staff_id=1) as tx:
        tx.post("payment", {"change": 0}, [
            Posting("operating", "balance", 150, EVEN, FEE), Posting("operating", "balance", -150, EVEN)
        ])  # fmt: skip
    assert [each.split()[0] for each in office.findings()] == ["purse_overdrawn"]


def test_statement_and_certificate_name_what_is_kept_for_an_item(office: Desk) -> None:
    keep(office, 700)
    keep(office, 300, None)
    facts = statement_facts(office.connection, EVEN, at="2026-11-23T00:30:00Z", clerk="王芳", office=office.office,
                            words=office.words)  # fmt: skip
    told = [each for each in statement_paper(facts, office.words).blocks if isinstance(each, Sum)]
    held_lines = [(each.label, each.amount) for each in told if "held" in each.label]
    assert held_lines == [("Balance held for the unit", "3.00"), ("Balance held for Property fee", "7.00")]
    office.pay(EVEN)
    issue_certificate(
        office.books, EVEN, request_id="c", staff=SUPERVISOR, office=office.office, words=office.words
    )  # fmt: skip
    notes = [each.text for each in newest_paper(office) if isinstance(each, Text)]
    assert "A balance of 10.00 is held for the unit." in notes
    assert "Of the balance 7.00 is kept for Property fee only." in notes


@pytest.mark.parametrize("item", [FEE, None])
def test_down_and_up_again_on_a_paid_charge_returns_the_money_to_its_charge(office: Desk, item: int | None) -> None:
    keep(office, MONTH, item)
    keep(office, 5_000, FEE if item is None else None)
    before = held(office)
    first = office.charges(EVEN)[0]
    office.pay(EVEN, chosen=[first], tenders=[from_balance(MONTH)])
    owed, left = office.owed(EVEN), held(office)
    adjust(office, Wish(first.charge_id, "waiver", -3_000))
    adjust(office, Wish(first.charge_id, "adjustment", 1_000))
    assert office.owed(EVEN) == owed
    adjust(office, Wish(first.charge_id, "adjustment", 2_000))
    assert (office.owed(EVEN), held(office)) == (owed, left)
    adjust(office, Wish(first.charge_id, "adjustment", 700))
    assert (office.owed(EVEN), held(office)) == (owed + 700, left), "no other money is taken for it"
    adjust(office, Wish(first.charge_id, "waiver", -MONTH - 700))
    assert (office.owed(EVEN), held(office)) == (owed, before)
    assert office.findings() == []


def test_what_was_given_back_and_spent_since_settles_nothing(office: Desk) -> None:
    first = office.charges(EVEN)[0]
    office.pay(EVEN, chosen=[first])
    adjust(office, Wish(first.charge_id, "waiver", -3_000))
    office.pay(EVEN, chosen=office.charges(EVEN)[:1], pay_now=2_500, tenders=[from_balance(2_500)], rounding=0)
    owed = office.owed(EVEN)
    adjust(office, Wish(first.charge_id, "adjustment", 3_000))
    assert (office.owed(EVEN), held(office)) == (owed + 2_500, {})
    assert office.findings() == []


def test_a_payment_out_of_a_purse_is_not_moved_to_another_flat(office: Desk) -> None:
    keep(office, MONTH)
    paid = office.pay(EVEN, chosen=office.charges(EVEN)[:1], tenders=[from_balance(MONTH)])
    with pytest.raises(EarmarkedForUnit) as refused:
        move(office, paid.receipts[0].id, ODD)
    assert refused.value.receipt_number == paid.receipts[0].number


def test_what_is_kept_for_an_item_settles_it_by_a_reversal_and_is_its_purses_still(office: Desk) -> None:
    kept = keep(office, MONTH + 400)
    first = office.charges(EVEN)[0]
    done = reverse(office, kept, f"balance:{EVEN}.{FEE}", MONTH + 400, first.charge_id)
    assert (done.settled, done.to_balance, held(office)) == (MONTH, 400, {FEE: 400})
    adjust(office, Wish(first.charge_id, "waiver", -900))
    assert held(office) == {FEE: 1_300}
    assert office.findings() == []


def test_a_card_payment_keeps_for_the_item_it_was_asked_for(office: Desk) -> None:
    asked = card(3 * MONTH + CARD_PRICE + 800)._replace(intent="i-1", details={})
    order: PaymentOrder = office.order(EVEN, to_balance=800, kept_for=FEE, tenders=(asked,))
    ask_terminal(office.books, order, cashier=CASHIER, till=1, office=office.office)
    settle_paid(
        office.books, "i-1", dict(card(0).details), cashier=CASHIER, till=1, office=office.office, words=office.words
    )  # fmt: skip
    assert (office.owed(EVEN), held(office)) == (0, {FEE: 800})
    assert office.findings() == []


def change(desk: Desk, amount: int, from_item: int | None, to_item: int | None, request: str = "") -> None:
    change_purse(
        desk.books, PurseChange(EVEN, from_item, to_item, amount), "as the owner asked in writing",
        request_id=request or desk.request(), staff=FINANCE, approver=SUPERVISOR,
    )  # fmt: skip


def test_balance_is_moved_between_items_once_with_a_second_person_and_no_money(office: Desk) -> None:
    keep(office, 1_000)
    cash_there = office.account("till_cash")
    for _ in range(2):
        change(office, 600, FEE, CARD, "twice")
    change(office, 100, CARD, None)
    assert (held(office), office.account("till_cash")) == ({None: 100, FEE: 400, CARD: 500}, cash_there)
    assert office.findings() == []
    with pytest.raises(SelfApproval):
        change_purse(
            office.books, PurseChange(EVEN, FEE, None, 1), "x", request_id="own", staff=FINANCE, approver=FINANCE
        )


@pytest.mark.parametrize(
    ("amount", "places"), [(1_001, (FEE, None)), (0, (FEE, None)), (5, (FEE, FEE)), (5, (CARD, FEE))]
)
def test_no_more_is_moved_than_is_held_there(office: Desk, amount: int, places: tuple[int, int | None]) -> None:
    keep(office, 1_000)
    with pytest.raises(PurseHoldsLess):
        change(office, amount, *places)
    with pytest.raises(NotForThisItem):
        change(office, 1, FEE, FUND)


def test_a_charge_explains_what_its_own_balance_paid_of_it(office: Desk) -> None:
    keep(office, 900)
    first = office.charges(EVEN)[0].charge_id
    office.pay(EVEN, chosen=office.charges(EVEN)[:1], pay_now=1_000, tenders=[from_balance(900), cash(100)], rounding=0)
    [found] = charges_named(office.connection, str(first), None, None)
    assert charge_facts(office.connection, found).earmarked == 900


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kept=st.integers(0, MONTH), general=st.integers(0, MONTH),
    steps=st.lists(st.integers(-4_000, 4_000).filter(bool), min_size=1, max_size=4),
)  # fmt: skip
def test_whatever_is_let_off_and_added_again_a_paid_charge_ends_as_its_sum_says(
    furnished: Path, tmp_path_factory: pytest.TempPathFactory, kept: int, general: int, steps: list[int]
) -> None:
    path = tmp_path_factory.mktemp("purses") / "books.sqlite"
    shutil.copy(furnished, path)
    desk = desk_at(path)
    desk.open()
    first = desk.charges(EVEN)[0]
    for amount, item in ((kept, FEE), (general, None)):
        if amount:
            keep(desk, amount, item)
    held_before, owed = held(desk), desk.owed(EVEN)
    used = min(MONTH, kept + general)
    rest = [cash(MONTH - used)] if used < MONTH else []
    desk.pay(EVEN, chosen=[first], tenders=[*([from_balance(used)] if used else []), *rest], rounding=0)
    left, changed = held(desk), 0
    for step in steps:
        adjust(desk, Wish(first.charge_id, "adjustment", step))
        changed += step
        assert desk.owed(EVEN) - sum(held(desk).values()) == owed - MONTH + changed - sum(left.values())
        assert desk.owed(EVEN) == owed - MONTH + max(0, changed), (
            "nothing is open while as much of its own money is held"
        )
    assert held(desk).get(FEE, 0) <= held_before.get(FEE, 0)
    assert desk.findings() == []
    desk.books.close()
