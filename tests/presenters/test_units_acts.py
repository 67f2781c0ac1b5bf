"""What is done with a unit's money from its card: asked step by step, approved, posted once, said."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from counter.desk.change_prices import Scope, save_item, set_price
from counter.desk.deposit_kinds import new_item
from counter.desk.standing import standing
from counter.presenters.finance_certificates import CertificateSegment
from counter.presenters.finance_deposits import DepositSegment
from counter.presenters.questions import Form
from counter.presenters.requests import Requests
from counter.presenters.session import Session
from counter.presenters.units_acts import UnitActs
from counter.presenters.units_balance import balance_pill, wish_cells
from counter.presenters.units_card import CardWords, card_of
from counter.presenters.units_lines import history_row
from counter.rules.permissions import Act
from db.queries import accounts, corrections, history, purses
from db.queries.accounts import Unit
from tests.desk.acts_at_desk import once_item, sell
from tests.desk.late_fee_office import with_late_fee
from tests.desk.office import AUDITOR, CASHIER, EVEN, FEE, FINANCE, MANAGER, SUPERVISOR, Desk
from tests.presenters.units_office import SecondPerson, open_office, session_of


class Card:
    """The unit's card as far as its acts see it: the questions asked, what was said."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.said: list[tuple[str, str, str]] = []

    def ask(self, what: Any) -> None:
        self.asked.append(what)

    def say(self, kind: str, text: str, rest: str = "") -> None:
        self.said.append((kind, text, rest))

    @property
    def question(self) -> Form:
        question = self.asked[-1]
        assert isinstance(question, Form)
        return question

    def choose(self, word: str) -> None:
        """Take the choice that begins with a word."""
        key = next(key for key, text in self.question.choices if text.startswith(word))
        assert self.question.answer({"choice": key}) == ""

    def type(self, **values: str) -> str:
        """Answer with what stands in the fields, and these."""
        return self.question.answer({each.name: each.value for each in self.question.fields} | values)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_office(tmp_path) as desk:
        yield desk


class At:
    """The acts of the first flat for somebody logged in."""

    def __init__(self, desk: Desk, session: Session) -> None:
        self.desk, self.session = desk, session
        self.card, self.second, self.done = Card(), SecondPerson(), 0
        self.acts = UnitActs(session, self.card, self.second, self._done)

    def _done(self) -> None:
        self.done += 1

    def unit(self) -> Unit:
        unit = accounts.unit(self.session.connection, EVEN)
        assert unit is not None
        return unit

    def begin(self, word: str, charge: int | None = None) -> None:
        self.acts.choose(self.unit(), charge)
        self.card.choose(word)


@pytest.fixture
def at(desk: Desk) -> Iterator[At]:
    with session_of(desk, FINANCE) as session:
        yield At(desk, session)


def draft(at: At, amount: str = "50") -> int:
    charge = at.desk.charges(EVEN)[0].charge_id
    at.begin("Adjust or waive", charge)
    at.card.choose("Waive")
    assert at.card.type(amount=amount, reason="leak") == ""
    return charge


def test_a_waiver_with_a_second_person(at: At) -> None:
    charge = draft(at)
    at.card.choose("A second person")
    (asked,) = at.second.asked
    assert (asked.act, asked.title) == (Act.APPROVE_ADJUSTMENT, "Waive ¥50.00 of Property fee 2026-09")
    asked.granted(MANAGER, "")
    asked.granted(MANAGER, "")
    assert corrections.open_of(at.session.connection, charge) == 20_060
    assert (at.card.said[-1][0], at.done) == ("saved", 2)
    assert at.desk.account("waivers") == 5000


def test_a_sum_that_is_too_much_is_said_and_stays_in_the_field(at: At) -> None:
    at.begin("Adjust or waive", at.desk.charges(EVEN)[0].charge_id)
    at.card.choose("Waive")
    assert "250.60" in at.card.type(amount="250.61", reason="x")
    assert at.card.type(amount="1", reason=" ") == "A reason is needed."
    assert at.desk.account("waivers") == 0


def test_a_paper_is_entered_once_and_offered_for_the_next_charge(at: At) -> None:
    draft(at)
    at.card.choose("Enter an approval")
    assert at.card.type(number="7", signer="x", dated="20.11.2026") == "A day is written like 2026-11-23."
    assert at.card.type(number="7", signer="业委会", amount="80") == ""
    assert at.desk.account("waivers") == 5000
    draft(at, "30")
    at.card.choose("Paper 7, ¥30.00 left")
    assert (at.desk.account("waivers"), at.second.asked) == (8000, [])


def test_left_for_later_it_stands_in_the_list_of_requests(at: At) -> None:
    draft(at)
    at.card.choose("A second person")
    later = at.second.asked[0].requested
    assert later is not None
    later("nobody here")
    listed = Requests(at.session, at.card, at.second, lambda: None)  # type: ignore[arg-type]
    (row,) = listed.rows()
    assert row.cells[:3] == ("Waiver", "Property fee 2026-09, 3-2-1201", "50.00")
    listed.decide(row.id, grant=True)
    at.second.asked[-1].granted(MANAGER, "")
    assert at.desk.account("waivers") == 5000


def test_without_a_selected_charge_it_says_how_to_select_one(at: At) -> None:
    at.begin("Adjust or waive")
    assert at.card.said[-1][1].startswith("Select a charge first")


def test_something_is_charged_once(at: At) -> None:
    at.begin("Charge something once")
    assert at.card.said[-1][1] == "No fee item is asked for once."
    once_item(at.desk)
    at.begin("Charge something once")
    at.card.choose("Access card")
    assert at.card.type(amount="20", reason="") != ""
    assert at.card.type(amount="20", reason="lost") == ""
    assert at.card.type(amount="20", reason="lost") == ""
    assert [each.open for each in at.desk.charges(EVEN)][-1] == 2000
    assert len([each for each in at.desk.charges(EVEN) if each.item_id == 3]) == 1


def test_each_role_is_offered_what_it_may_do(desk: Desk) -> None:
    with session_of(desk, CASHIER) as session:
        at = At(desk, session)
        at.acts.choose(at.unit(), None)
        assert [word for _key, word in at.card.question.choices] == [
            "Charge something once", "Take a deposit", "Give a deposit back, or keep it",
            "Record a dispute, a complaint or a repair request",
        ]  # fmt: skip
    with session_of(desk, AUDITOR) as session:
        at = At(desk, session)
        at.acts.choose(at.unit(), None)
        assert at.card.said == [("risk", "Your role may look at units but not change them.", "")]


def test_the_email_address_of_whoever_holds_the_unit_is_entered_and_shown_masked(desk: Desk) -> None:
    with session_of(desk, SUPERVISOR) as session:
        at = At(desk, session)
        at.begin("Enter an e-mail address")
        assert "is no e-mail address" in at.card.type(value="zhang")
        assert at.card.type(value="zhang@example.net") == ""
        assert at.card.said[-1] == ("saved", "The e-mail address is saved.", "")
        found = standing(desk.connection, EVEN)
        for clear, shown in ((False, "z***@example.net"), (True, "zhang@example.net")):
            say = CardWords(session.words, session.currency, session.office, session.today(), clear)
            assert shown in card_of(desk.connection, found, say).people[0]
        assert desk.findings() == []


@pytest.fixture
def window(desk: Desk) -> Iterator[At]:
    with session_of(desk, CASHIER) as session:
        yield At(desk, session)


def taken(at: At, amount: str = "2000") -> None:
    at.begin("Take a deposit")
    at.card.choose("Fit-out deposit")
    assert at.card.type(amount=amount, payer="宏达装饰") == ""


def test_a_deposit_is_taken_in_cash_and_given_back_less_a_deduction(window: At) -> None:
    taken(window)
    window.card.choose("Cash")
    assert window.card.type(received="2100") == ""
    assert window.card.said[-1] == (
        "saved", "Deposit H2026-000001 is held. The receipt is being printed.", "Change ¥100.00."
    )  # fmt: skip
    window.begin("Give a deposit back")
    window.card.choose("Fit-out deposit ¥2,000.00 of 宏达装饰")
    window.card.choose("Give it back: ")
    assert window.card.type() != ""
    assert window.card.type(inspection="12", amount="2000", reason="x") == "To keep all of it, choose that instead."
    assert window.card.type(inspection="12", paid="2000.01") == "¥2,000.00 can be paid out after the deduction."
    assert window.card.type(inspection="12", amount="150", reason="rubble") == ""
    window.card.choose("It settles Property fee 2026-09")
    window.card.choose("Cash")
    (asked,) = window.second.asked
    assert (asked.act, asked.title) == (Act.APPROVE_REFUND, "Give back ¥1,850.00 of deposit H2026-000001")
    asked.granted(SUPERVISOR, "finished")
    assert window.card.said[-1][1] == "Given back: ¥1,850.00, TH2026-000001. The note is being printed."
    assert window.desk.charges(EVEN)[0].open == 25_060 - 15_000
    assert window.desk.findings() == []


@pytest.mark.parametrize("way", ["Card", "Payment code"])
def test_a_deposit_by_card_or_code_asks_for_its_slip(window: At, way: str) -> None:
    taken(window)
    window.card.choose(way)
    if way == "Payment code":
        window.card.choose("WeChat")
        assert window.card.type(tail="123456") == ""
    else:
        assert window.card.type(terminal="1", batch="2") != ""
        assert window.card.type(terminal="1", batch="2", voucher="3") == ""
    assert window.desk.account("deposits_held") == -200_000


def test_a_deposit_kept_names_no_person_in_what_stays_of_the_approval(window: At) -> None:
    window.begin("Give a deposit back")
    assert window.card.said[-1][1] == "No deposit is held for 3-2-1201."
    taken(window)
    window.card.choose("Cash")
    window.card.type()
    window.begin("Give a deposit back")
    window.card.choose("Fit-out")
    window.card.choose("Keep all")
    assert window.card.type(reason="wall torn down") == ""
    asked = window.second.asked[-1]
    assert asked.title == "Keep deposit H2026-000001, ¥2,000.00"
    asked.granted(SUPERVISOR, "")
    assert (window.card.said[-1][1], window.desk.account("other_income")) == ("The deposit is kept.", -200_000)


def test_finance_lists_every_deposit_with_their_sum_and_gives_one_back(window: At) -> None:
    taken(window)
    window.card.choose("Cash")
    window.card.type()
    segment = DepositSegment(window.session, window.card, window.second, lambda: None)  # type: ignore[arg-type]
    (row,) = segment.part().rows
    assert row.cells[0:1] + row.cells[2:] == (
        "H2026-000001", "3-2-1201", "宏达装饰", "Fit-out deposit", "2,000.00", "2,000.00", "0",
    )  # fmt: skip
    assert "2,000.00 in all" in segment.part().text
    segment.press("F9", row.id)
    assert window.card.question.title.startswith("Fit-out deposit ¥2,000.00")


def test_part_of_a_deposit_goes_back_and_its_register_tells_its_life(window: At) -> None:
    taken(window)
    window.card.choose("Cash")
    window.card.type()
    segment = DepositSegment(window.session, window.card, window.second, lambda: None)  # type: ignore[arg-type]
    (row,) = segment.part().rows
    segment.press("F9", row.id)
    window.card.choose("Give it back: ")
    assert window.card.type(inspection="12", paid="500") == ""
    window.card.choose("Cash")
    window.second.asked[-1].granted(SUPERVISOR, "first inspection")
    assert window.card.said[-1][2] == "Still held: ¥1,500.00."
    segment.press("F9", row.id)
    assert window.card.question.title.endswith(": ¥1,500.00 still held")
    window.card.choose("Give it back: ")
    assert window.card.type(inspection="", amount="30", reason="rubble", paid="0") == ""
    window.card.choose("It is other income")
    assert window.second.asked[-1].title == "Deduct ¥30.00 from deposit H2026-000001"
    window.second.asked[-1].granted(SUPERVISOR, "")
    assert window.card.said[-1][1:] == ("¥30.00 of the deposit is kept.", "Still held: ¥1,470.00.")
    assert segment.part().rows[0].cells[5:] == ("2,000.00", "1,470.00", "0")
    segment.press("F10", row.id)
    life = [(each.cells[0], *each.cells[3:7]) for each in segment.part().rows]
    assert life == [
        ("H2026-000001", "from 宏达装饰", "Fit-out deposit", "2,000.00", "2,000.00"),
        ("TH2026-000001", "paid back by 王芳", "slip 12: first inspection", "−500.00", "1,500.00"),
        ("–", "deducted by 王芳", "rubble", "−30.00", "1,470.00"),
    ]
    segment.press("F9", "taken")
    window.card.choose("Keep all that is still held")
    window.card.type(reason="left the firm")
    window.second.asked[-1].granted(SUPERVISOR, "")
    segment.press("F9", "taken")
    assert window.card.said[-1][1] == "Nothing is held of this deposit any more."
    segment.press("F10", "taken")
    assert segment.part().rows == ()
    segment.press("F11", "")
    assert [each.cells[6:] for each in segment.part().rows] == [("0.00", "–")]
    assert window.desk.findings() == []


def test_the_price_of_a_kind_of_deposit_stands_in_the_field(window: At) -> None:
    item = save_item(window.desk.books, new_item("装修押金", "Full fit-out", 9), request_id="i", staff=MANAGER)
    set_price(
        window.desk.books, item, Scope("flat"), "area", 200_000, date(2026, 11, 1), request_id="p", staff=MANAGER
    )  # fmt: skip
    window.begin("Take a deposit")
    window.card.choose("Full fit-out")
    assert window.card.question.text.startswith("By its price: 89.50 m² × 20.00")
    assert window.card.type(amount="2000", payer="x") == "Another sum than the price says needs a reason."
    assert window.card.type(payer="x") == ""
    window.card.choose("Cash")
    window.card.type()
    assert window.desk.account("deposits_held") == -179_000


def test_a_certificate_says_first_what_stands_in_the_way(at: At) -> None:
    at.begin("Issue a settlement")
    assert "751.80 for 3 charges" in at.card.said[-1][1]
    assert at.card.asked[1:] == []
    with_late_fee(at.desk)
    at.session.refresh_office()
    at.begin("Issue a settlement")
    assert at.card.question.title == "No certificate for 3-2-1201 yet"
    assert "a late fee of ¥14.54 stands" in at.card.question.text
    with_late_fee(at.desk, "off")
    at.session.refresh_office()
    at.desk.pay(EVEN, rounding=0)
    at.begin("Issue a settlement")
    assert at.card.question.text == "Property fee: paid up to 2026-11-30"
    at.card.choose("Issue and print it")
    assert at.card.said[-1] == ("saved", "Certificate Q2026-000001 for 3-2-1201 is being printed.", "")
    segment = CertificateSegment(at.session, at.card, at.second, lambda: None)  # type: ignore[arg-type]
    (row,) = segment.part().rows
    assert (row.cells[0], row.cells[2:4]) == ("Q2026-000001", ("3-2-1201", "张三"))


def test_a_sale_shows_the_parts_and_what_is_not_moved_before_it_splits(at: At) -> None:
    at.begin("A sale or a move")
    at.card.choose("Only look")
    assert at.card.said[-1][1].startswith("Whoever owes what is open of 3-2-1201 is the one who pays")
    sell(at.desk, EVEN, "2026-11-11")
    at.begin("A sale or a move")
    at.card.choose("Only look")
    told = "Property fee 2026-11: 买方甲 owes 167.07 of 250.60, 2026-11-11 to 2026-11-30"
    assert at.card.question.text == told
    at.card.choose("Split them")
    at.card.choose("Split them")
    assert at.card.said[-1][1] == "Split: ¥167.07 is owed by those who pay on these days."
    assert at.desk.owed(EVEN) == 3 * 25_060


def test_what_bill_runs_may_use_the_balance_for_is_set_shown_and_ended(at: At) -> None:
    assert wish_cells(at.session.connection, EVEN, at.session.words) == []
    at.begin("Let bill runs use")
    assert at.card.question.text.startswith("The balance is ¥0.00.")
    at.card.choose("Only Property fee")
    assert "张三" in at.card.question.text
    assert at.card.type(since="now") == "Write the day as 2026-11-23."
    assert at.card.type(since="2026-11-01") == ""
    words, today = at.session.words, at.session.today()
    assert balance_pill(at.session.connection, EVEN, today, words) == "balance pays bills: Property fee"
    at.begin("Let bill runs use")
    at.card.choose("Nothing")
    assert at.card.type() == ""
    assert balance_pill(at.session.connection, EVEN, today, words) == ""
    assert wish_cells(at.session.connection, EVEN, words) == [
        ("Balance", "", "2026-11-23", "", "kept"),
        ("Balance", "Property fee", "2026-11-01", "2026-11-22", "pays bills"),
    ]
    assert at.done == 2


def test_balance_is_moved_to_a_fee_item_once_a_second_person_agrees(at: At) -> None:
    at.desk.pay(EVEN, chosen=[], pay_now=0, to_balance=5_000)
    at.begin("Let bill runs use")
    at.card.choose("Move it")
    at.card.choose("general balance, ¥50.00")
    at.card.choose("balance for Property fee")
    assert at.card.question.text == "From general balance to balance for Property fee. No money is handed over."
    assert at.card.type(amount="x") != ""
    assert at.card.type(amount="30") == ""
    asked = at.second.asked[-1]
    assert (asked.act, asked.title) == (Act.APPROVE_REVERSAL, "Move ¥30.00 of the balance of 3-2-1201")
    asked.granted(SUPERVISOR, "as the owner asked")
    assert at.card.said[-1][1] == "Moved: ¥30.00 is balance for Property fee now."
    connection = at.session.connection
    assert purses.held(connection, EVEN) == {FEE: 3_000, None: 2_000}
    row = history_row(history.history(connection, EVEN)[0], accounts.item_names(connection), connection,
                      at.session.words)  # fmt: skip
    assert row.cells[1] == "30.00 moved from general balance to balance for Property fee"
    assert at.done == 1
