"""A sale or a move entered on the unit's card: who, from which day, and what follows is offered at once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from counter.desk.import_estate import Imported
from counter.desk.open_case import Disputed
from counter.desk.payment_order import Chosen
from counter.desk.reductions import grant_reduction
from counter.desk.split_at_sale import split_at_sale
from counter.desk.standing import standing
from counter.desk.write_off import write_off
from counter.presenters.import_words import followed
from counter.presenters.units_lines import open_rows
from counter.words import Words
from db.check import check_books
from db.queries import registers
from tests.desk.acts_at_desk import sell
from tests.desk.case_office import bring
from tests.desk.office import EVEN, FEE, FINANCE, MANAGER, SUPERVISOR
from tests.presenters.pay_window import Window
from tests.presenters.test_units_acts import At
from tests.presenters.units_office import open_office, session_of

ENTRY = "A sale or a move"


@pytest.fixture
def at(tmp_path: Path) -> Iterator[At]:
    with open_office(tmp_path) as desk, session_of(desk, FINANCE) as session:
        yield At(desk, session)
        assert check_books(desk.books.database).clean


def begin(at: At, what: str) -> None:
    at.begin(ENTRY)
    at.card.choose(what)


def reduce(at: At, since: date) -> None:
    grant_reduction(
        at.desk.books, EVEN, 3000, since, item_id=FEE, reason="空置", paper="KZ-1", request_id=f"let-off-{since}",
        staff=MANAGER,
    )  # fmt: skip


def test_a_sale_is_entered_split_and_its_reduction_ended_on_three_keys(at: At) -> None:
    reduce(at, date(2026, 9, 1))
    begin(at, "The flat was sold")
    assert at.card.question.title == "New owner of 3-2-1201"
    assert at.card.type(name="买方甲", phone="13900000000", since="2026-11-11") == ""
    assert at.card.said[-1][1] == "Entered: 买方甲, from 2026-11-11 on."
    assert at.card.question.text.splitlines() == [
        "Property fee 2026-11: 买方甲 owes 167.07 of 250.60, 2026-11-11 to 2026-11-30",
        "Property fee, 30 % less since 2026-09-01: goes on though the flat was sold on 2026-11-11",
    ]
    at.card.choose("Split them")
    assert at.card.said[-1][1] == "Split: ¥167.07 is owed by those who pay on these days."
    at.card.choose("End the reductions")
    (row,) = registers.reductions(at.session.connection)
    assert (row.until, at.card.said[-1][0]) == ("2026-11-10", "saved")
    asked = len(at.card.asked)
    begin(at, "Only look")
    assert len(at.card.asked) == asked + 2, "nothing more follows"
    assert at.card.said[-1][0] == "plain"


def test_an_occupier_moves_in_and_out(at: At) -> None:
    begin(at, "An occupier moves in")
    assert "1 Property fee" in at.card.question.text
    assert at.card.type(name="租户甲", since="2026-11-16", items="3") == "“3” is no number of an item of the list."
    assert at.card.type(name="租户甲", since="2026-11-16", items="1") == ""
    assert "租户甲 owes 125.30 of 250.60, 2026-11-16 to 2026-11-30" in at.card.question.text
    at.card.choose("Split them")
    begin(at, "租户甲 moves out")
    assert at.card.type(last="2026-11-01").startswith("They came on 2026-11-16")
    assert at.card.type(last="2026-11-20") == ""
    assert "张三 owes 83.53 of 125.30, 2026-11-21 to 2026-11-30" in at.card.question.text
    at.card.choose("Split them")
    assert at.desk.owed(EVEN) == 3 * 25_060


def test_what_was_typed_wrong_is_told_in_the_field(at: At) -> None:
    begin(at, "The flat was sold")
    assert at.card.type(name="买方甲", since="11.11.") == "Write the day as 2026-11-23."
    assert at.card.type(since="2026-11-11").startswith("The name is missing.")
    assert at.card.type(name="买方甲 11010519491231002X").startswith("Leave the identity-card number out")
    assert at.card.type(name="买方甲", since="2019-11-11").startswith(
        "The owner of 3-2-1201 has held it since 2020-01-01."
    )
    assert len([each for each in registers.holdings(at.session.connection) if each.unit_id == EVEN]) == 1


def test_it_is_said_in_chinese_too(at: At) -> None:
    at.session.words = Words.load("zh_CN")
    reduce(at, date(2026, 9, 1))
    at.acts.choose(at.unit(), None)
    at.card.choose("过户、迁入、迁出")
    at.card.choose("房屋过户")
    assert at.card.type(name="买方甲", since="2026-11-11") == ""
    assert at.card.question.text.splitlines() == [
        "物业费 2026-11：2026-11-11 至 2026-11-30 由买方甲承担 167.07（原额 250.60）",
        "物业费自 2026-09-01 起减免 30 %：2026-11-11 已过户，减免仍在继续",
    ]


def test_who_owes_is_named_on_the_card_and_on_pay_where_it_is_another(at: At) -> None:
    sell(at.desk, EVEN, "2026-11-11")
    split_at_sale(at.desk.books, EVEN, request_id="s", staff=FINANCE)
    found = standing(at.session.connection, EVEN)
    rows = open_rows(found, at.session.today(), at.session.words)
    assert [row.cells[2] for row in rows] == [
        "张三: 89.50 m² × 2.80", "张三: 89.50 m² × 2.80", "张三: 89.50 m² × 2.80, part of 250.60",
        "2026-11-11 to 2026-11-30 of 250.60",
    ]  # fmt: skip
    window = Window(at.desk, at.session)
    window.open()
    assert [line.composition for line in window.sheet.lines][2:] == [
        "张三: 89.50 m² × 2.80, 83.53 left", "2026-11-11 to 2026-11-30 of 250.60",
    ]  # fmt: skip


def test_an_import_says_which_units_have_something_to_split_and_which_reductions_go_on(at: At) -> None:
    done = Imported({"holding": 2}, 0, 0, 9)
    today, words = at.session.today(), at.session.words
    reduce(at, date(2026, 9, 1))
    assert followed(done, at.session.connection, today, words) == []
    sell(at.desk, EVEN, "2026-11-11")
    assert followed(done, at.session.connection, today, words) == [
        "1 unit has open charges that others owe now; M, 6 on its card splits them: 3-2-1201.",
        "1 reduction goes on after a sale or a move: see what stands out in the bill run.",
    ]
    assert followed(replace(done, written={"unit": 1}), at.session.connection, today, words) == []


def test_what_is_disputed_is_named_and_split_later(at: At) -> None:
    november = at.desk.charges(EVEN)[-1].charge_id
    bring(at.desk, Disputed(november, 100))
    begin(at, "The flat was sold")
    assert at.card.type(name="买方甲", phone="13900000000", since="2026-10-31") == ""
    assert at.card.question.text.splitlines()[1:] == [
        "Property fee 2026-11: disputed, to be split once the dispute has ended",
    ]
    at.card.choose("Split them")
    begin(at, "Only look")
    assert at.card.said[-1][1].startswith("What others would owe of 3-2-1201 is disputed")


def test_who_owes_is_named_where_it_is_disputed_or_written_off(at: At) -> None:
    september, october, _november = at.desk.charges(EVEN)
    bring(at.desk, Disputed(october.charge_id, 100))
    chosen = [Chosen(september.charge_id, september.open)]
    write_off(at.desk.books, EVEN, chosen, "x", request_id="w", staff=SUPERVISOR, approver=MANAGER)
    sell(at.desk, EVEN, "2026-11-11")
    rows = open_rows(standing(at.session.connection, EVEN), at.session.today(), at.session.words)
    assert [row.cells[2] for row in rows][::2] == [
        "张三: 1.00 disputed · Y2026-000001", "张三: written off · owed all the same",
    ]  # fmt: skip
    window = Window(at.desk, at.session)
    window.open()
    told = [line.composition for line in window.sheet.lines]
    assert {"张三: 1.00 disputed · Y2026-000001", "张三: written off · owed all the same"} < set(told)


def test_the_address_of_whoever_sold_it_is_entered_where_the_sale_was(at: At) -> None:
    sell(at.desk, EVEN, "2026-11-11")
    begin(at, "Postal address of somebody who left")
    at.card.choose("张三")
    assert at.card.type(value="路" * 81) == (
        "The address has 81 signs; 80 fit into the window of an envelope. Shorten it, for example without province and "
        "postcode."
    )
    assert at.card.type(value="文一路1号") == ""
    assert at.card.said[-1][:2] == ("saved", "The address is saved.")
    row = registers.person(at.desk.connection, EVEN)
    assert row is not None
    assert row.address == "文一路1号"
