"""After a sale each is written to about what they owe: the buyer is asked for nothing of the seller's."""

from datetime import date

from counter.desk.case_file import case_facts
from counter.desk.letter_settings import LetterSettings
from counter.desk.letters import Campaign, preview
from counter.desk.open_case import Disputed
from counter.desk.owing import Owing, owing_unit
from counter.desk.payment_order import Chosen
from counter.desk.print_statement import statement_facts
from counter.desk.queue_sms import obstacle, preview_sms
from counter.desk.split_at_sale import split_at_sale
from counter.desk.write_off import write_off
from counter.papers.statement import statement_paper
from counter.rules.arrears import Hold
from db.queries import accounts
from printing.blocks import Table
from tests.desk.acts_at_desk import sell
from tests.desk.case_office import bring
from tests.desk.office import EVEN, FINANCE, MANAGER, SUPERVISOR, Desk

LATER = date(2026, 12, 20)


def look(desk: Desk) -> Campaign:
    return preview(desk.connection, LATER, desk.office, LetterSettings(), desk.words, units={EVEN})


def found(desk: Desk) -> Owing:
    owing = owing_unit(desk.connection, EVEN, LATER, LetterSettings())
    assert owing is not None
    return owing


def sold(desk: Desk, day: str) -> None:
    sell(desk, EVEN, day)
    split_at_sale(desk.books, EVEN, request_id="s", staff=FINANCE)


def test_the_buyers_letter_demands_the_buyers_days(desk: Desk) -> None:
    sold(desk, "2026-11-11")
    (letter,) = look(desk).letters
    # 250.60 × 20/30, from the 11th of November on.
    assert (letter.facts.owner, letter.facts.total) == ("买方甲", 16_707)
    assert [part for _charge, part in letter.charges] == [16_707]
    assert found(desk).debtor.overdue == 3 * 25_060, "the office still sees all that is owed for the flat"


def test_the_file_for_a_court_names_the_seller_where_the_seller_owes(desk: Desk) -> None:
    sold(desk, "2026-11-11")
    file = case_facts(desk.connection, found(desk), LATER, desk.office, LetterSettings(), desk.words, "王芳")
    assert [(each.composition.startswith("张三: "), each.open) for each in file.lines] == [
        (True, 25_060), (True, 25_060), (True, 8353), (False, 16_707),
    ]  # fmt: skip


def test_the_statement_names_the_seller_whose_debt_is_written_off(desk: Desk) -> None:
    sold(desk, "2026-11-11")
    sellers = [Chosen(each.charge_id, each.open) for each in desk.charges(EVEN) if each.payer_id == EVEN]
    write_off(desk.books, EVEN, sellers, "x", request_id="w", staff=SUPERVISOR, approver=MANAGER)
    facts = statement_facts(
        desk.connection, EVEN, at="2026-11-23T00:30:00", clerk="王芳", office=desk.office, words=desk.words
    )
    table = next(
        block for block in statement_paper(facts, desk.words).blocks
        if isinstance(block, Table) and block.columns[0].title == "Written off, owed all the same"
    )  # fmt: skip
    assert [row.detail for row in table.rows] == ["张三: 89.50 m² × 2.80"] * 3


def test_a_buyer_who_owes_nothing_is_not_written_to(desk: Desk) -> None:
    sell(desk, EVEN, "2026-12-10")
    campaign = look(desk)
    assert [(each.name, each.hold, each.amount) for each in campaign.excluded] == [("张三", Hold.NO_ADDRESS, 75_180)]
    assert (campaign.letters, obstacle(found(desk))) == ((), "former")


def test_a_message_asks_for_the_rest_of_what_is_disputed_in_part(desk: Desk) -> None:
    first, *others = desk.charges(EVEN)
    desk.pay(EVEN, chosen=others, rounding=0)
    bring(desk, Disputed(first.charge_id, 10_000))
    shown = preview_sms([found(desk)], desk.office, desk.words, len)
    assert [(each.amount, each.charges) for each in shown.messages] == [(15_060, ((first.charge_id, 15_060),))]
    assert "150.60" in shown.messages[0].text
    assert accounts.open_charges(desk.connection, (EVEN,))[0].open == 25_060
