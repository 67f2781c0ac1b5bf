"""What was let off, posted back or written off of a charge is said to be that, and never to have been paid."""

from counter.desk.case_file import case_facts, case_file
from counter.desk.letter_settings import LetterSettings
from counter.desk.letters import preview
from counter.desk.not_paid import not_paid
from counter.desk.open_case import Disputed
from counter.desk.owing import owing_unit
from counter.desk.payment_order import Chosen
from counter.desk.write_off import write_off
from printing.blocks import Sum
from tests.desk.case_office import examined, papers_of, reads, settle
from tests.desk.late_fee_office import next_day, with_late_fee
from tests.desk.office import CASHIER, EVEN, FINANCE, MANAGER, Desk
from tests.desk.test_desk_cheques import cheque, come_back

MONTH, OFF = 25_060, 8000
SETTINGS = LetterSettings()


def letter_columns(desk: Desk) -> list[tuple[int, int]]:
    """What the letter says was charged and is paid, line by line."""
    (letter,) = preview(desk.connection, desk.clock.today(), desk.office, SETTINGS, desk.words, units={EVEN}).letters
    return [(line.whole, line.whole - line.open) for line in letter.facts.lines]


def test_what_a_dispute_let_off_is_not_said_to_be_paid_in_letters_and_in_the_case_file(desk: Desk) -> None:
    charge = desk.charges(EVEN)[0].charge_id
    settle(desk, examined(desk, Disputed(charge, OFF)), Disputed(charge, OFF))
    assert letter_columns(desk)[0] == (MONTH - OFF, 0)
    found = owing_unit(desk.connection, EVEN, desk.clock.today(), SETTINGS)
    assert found is not None
    first = case_facts(
        desk.connection, found, desk.clock.today(), desk.office, SETTINGS, desk.words, CASHIER.name
    ).lines[0]
    assert (first.whole, first.open) == (MONTH - OFF, MONTH - OFF)
    assert "of 250.60 80.00 is let off" in first.composition


def test_a_part_that_is_disputed_and_a_part_that_was_let_off_are_both_not_asked_for(desk: Desk) -> None:
    charge = desk.charges(EVEN)[0].charge_id
    settle(desk, examined(desk, Disputed(charge, OFF)), Disputed(charge, OFF))
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], pay_now=1000, rounding=0)
    examined(desk, Disputed(charge, 2000))
    assert letter_columns(desk)[0] == (MONTH - OFF - 2000, 1000)


def test_a_late_fee_that_was_posted_back_is_not_said_to_be_paid_on_the_corrected_statement(desk: Desk) -> None:
    with_late_fee(desk)
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], pay_now=20_000, rounding=0)
    charge = desk.charges(EVEN)[0].charge_id
    settle(desk, examined(desk, Disputed(charge, OFF)), Disputed(charge, OFF))
    (fee,) = [each for each in desk.charges(EVEN) if each.amount != each.open]
    assert not_paid(desk.connection, fee) == (fee.amount - fee.open, 0)
    assert "is paid" not in reads(papers_of(desk, "statement")[-1])


def test_bad_debt_is_not_said_to_be_paid_where_a_returned_cheque_opens_the_charge_again(desk: Desk) -> None:
    first = desk.charges(EVEN)[0]
    desk.pay(EVEN, chosen=[first], pay_now=10_000, rounding=0, tenders=[cheque(10_000)])
    lost = [Chosen(first.charge_id, MONTH - 10_000)]
    write_off(desk.books, EVEN, lost, "gone", request_id=desk.request(), staff=FINANCE, approver=MANAGER)
    next_day(desk)
    come_back(desk)
    assert letter_columns(desk)[0] == (10_000, 0)


def test_the_case_file_says_what_is_written_off_besides_the_claim(desk: Desk) -> None:
    first = desk.charges(EVEN)[0]
    write_off(
        desk.books, EVEN, [Chosen(first.charge_id, MONTH)], "gone", request_id=desk.request(), staff=FINANCE,
        approver=MANAGER,
    )  # fmt: skip
    found = owing_unit(desk.connection, EVEN, desk.clock.today(), SETTINGS)
    assert found is not None
    paper = case_file(desk.connection, found, desk.clock.today(), desk.office, SETTINGS, desk.words, "王芳").papers()[0]
    sums = [(each.label, each.amount) for each in paper.blocks if isinstance(each, Sum)]
    assert ("Written off in all, not part of the sum above", "250.60") in sums
