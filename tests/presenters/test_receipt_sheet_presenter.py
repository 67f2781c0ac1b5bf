"""The sheet of a receipt without a window: what it says, and copies, voids, moves and spoiled forms from it."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from counter.desk.card_intents import ask_terminal
from counter.desk.move_payment import move_payment
from counter.desk.tenders import TenderIn
from counter.presenters.pay_view import Question, SayKind
from counter.presenters.receipt_sheet import ReceiptSheetPresenter
from counter.presenters.receipt_sheet_view import SheetFacts
from counter.presenters.session import Session
from counter.rules.permissions import Act
from counter.rules.tender import TenderKind
from db.queries import forms, history, people, receipts
from printing.blocks import Mark, load
from tests.desk.office import AUDITOR, CASHIER, EVEN, SUPERVISOR, THIRD, Desk, card, cash
from tests.presenters.units_office import SecondPerson, open_office, session_of


class FakeView:
    """A sheet that remembers what it was told to show."""

    picture_width = 240

    def __init__(self) -> None:
        self.opened = 0
        self.facts: SheetFacts | None = None
        self.png = b""
        self.absent = ""
        self.said: list[tuple[SayKind, str]] = []
        self.questions: list[Question] = []

    def open_sheet(self) -> None:
        self.opened += 1

    def show_facts(self, facts: SheetFacts) -> None:
        self.facts = facts

    def show_picture(self, png: bytes, absent: str) -> None:
        self.png, self.absent = png, absent

    def say(self, kind: SayKind, text: str, rest: str = "") -> None:
        self.said.append((kind, text))

    def ask(self, what: Question) -> None:
        self.questions.append(what)

    def shown(self) -> SheetFacts:
        assert self.facts is not None
        return self.facts


class Sheet:
    """A presenter at its fake view, with a second person to ask."""

    def __init__(self, session: Session) -> None:
        self.session, self.view, self.second = session, FakeView(), SecondPerson()
        self.changes: list[str] = []
        self.presenter = ReceiptSheetPresenter(
            session, self.view, self.second, changed=lambda: self.changes.append("changed")
        )

    def answer(self, **values: str) -> str:
        return self.view.questions[-1].answer(values)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_office(tmp_path) as desk:
        yield desk


@pytest.fixture
def sheet(desk: Desk) -> Iterator[Sheet]:
    with session_of(desk) as session:
        yield Sheet(session)


def pay(desk: Desk) -> int:
    return desk.pay(EVEN, chosen=desk.charges(EVEN)[:1]).receipts[0].id


def test_the_sheet_says_what_the_receipt_is(desk: Desk, sheet: Sheet) -> None:
    line = desk.charges(EVEN)[0]
    receipt = desk.pay(EVEN, chosen=[line], tenders=(card(line.open, "000777"),)).receipts[0]
    sheet.presenter.open(receipt.id)
    facts = sheet.view.shown()
    assert (facts.number, facts.state, facts.total) == ("2026-000001", "stands", "¥250.60")
    rows = dict(facts.rows)
    assert (rows["Unit"], rows["Payer"], rows["Cashier"], rows["Copies"]) == (
        "3-2-1201",
        "张三",
        "王芳, till 1",
        "0 of 3",
    )
    assert rows["Card (000777)"] == "250.60"
    assert sheet.view.opened == 1


def test_the_paper_is_a_picture_of_the_width_asked_for(desk: Desk, sheet: Sheet) -> None:
    sheet.presenter.open(pay(desk))
    picture = Image.open(io.BytesIO(sheet.view.png))
    assert picture.width == 240
    dark = sum(picture.histogram()[:100])
    assert dark > 1000


def test_a_receipt_whose_paper_is_gone_says_so(desk: Desk, sheet: Sheet) -> None:
    receipt_id = pay(desk)
    with desk.books.machine() as connection:
        connection.execute("DELETE FROM print_job")
        connection.execute("DELETE FROM paper")
    sheet.presenter.open(receipt_id)
    assert (sheet.view.png, sheet.view.absent) == (b"", "The paper of this receipt is not kept any more.")


def test_a_copy_is_asked_for_once_and_counted(desk: Desk, sheet: Sheet) -> None:
    sheet.presenter.open(pay(desk))
    sheet.presenter.reprint()
    assert desk.count("copy") == 0
    assert sheet.answer(choice="1") == ""
    assert sheet.answer(choice="1") == ""
    assert desk.count("copy") == 1
    assert dict(sheet.view.shown().rows)["Copies"] == "1 of 3"
    assert sheet.view.said[-1] == ("saved", "Copy no. 1 is being printed.")


def test_beyond_the_limit_a_second_person_agrees_and_is_named_in_the_books(desk: Desk, sheet: Sheet) -> None:
    receipt_id = pay(desk)
    sheet.presenter.open(receipt_id)
    for _ in range(3):
        sheet.presenter.reprint()
        sheet.answer(choice="1")
    sheet.presenter.reprint()
    assert sheet.second.asked[-1].title == "Copy no. 4 of receipt 2026-000001"
    sheet.second.asked[-1].granted(SUPERVISOR, "lost twice")
    row = desk.connection.execute("SELECT act, subject, approver_id, reason FROM approval").fetchone()
    assert row == ("copy", f"receipt:{receipt_id}", SUPERVISOR.staff_id, "lost twice")
    copies = [each for each in history.waiting_papers(desk.connection) if each.kind == "receipt_copy"]
    assert [each.copy_number for each in copies] == [1, 2, 3, 4]
    assert [block for block in load(copies[-1].content).blocks if isinstance(block, Mark)] == [Mark("COPY no. 4")]
    assert desk.findings() == []


def test_nobody_agrees_to_their_own_copy(desk: Desk, sheet: Sheet) -> None:
    sheet.presenter.open(pay(desk))
    sheet.session.office = replace(desk.office, reprint_limit=0)
    sheet.presenter.reprint()
    sheet.second.asked[-1].granted(CASHIER, "me")
    assert desk.count("copy") == 0
    assert sheet.view.said[-1][0] == "risk"


def test_a_void_by_a_second_person_reopens_the_charge_and_shows_at_once(desk: Desk, sheet: Sheet) -> None:
    owed = desk.owed(EVEN)
    sheet.presenter.open(pay(desk))
    sheet.presenter.void()
    asked = sheet.second.asked[-1]
    assert (asked.act, asked.title) == (Act.APPROVE_VOID, "Void receipt 2026-000001, ¥250.60")
    asked.granted(SUPERVISOR, "typed twice")
    assert desk.owed(EVEN) == owed
    facts = sheet.view.shown()
    assert (facts.state, facts.state_text) == ("void", "Void, agreed by 李建国: typed twice")
    assert sheet.view.said[-1] == (
        "saved",
        "The receipt is void. Take the payer's part back and let the void slip be signed. "
        "Hand back ¥250.60 in cash from the drawer.",
    )
    assert sheet.changes == ["changed"]


def test_after_a_void_each_tender_is_told_its_own_way_back(desk: Desk, sheet: Sheet) -> None:
    line = desk.charges(EVEN)[0]
    paid = desk.pay(EVEN, chosen=[line], tenders=(card(line.open - 5060), cash(5060)))
    sheet.presenter.open(paid.receipts[0].id)
    sheet.presenter.void()
    sheet.second.asked[-1].granted(SUPERVISOR, "typed twice")
    said = sheet.view.said[-1][1]
    assert "Card ¥200.00: void it on the terminal, nothing from the drawer." in said
    assert "Hand back ¥50.60 in cash from the drawer." in said
    assert "250.60" not in said


def test_a_payment_moved_into_an_earlier_day_is_not_offered_to_a_second_person(desk: Desk, sheet: Sheet) -> None:
    """The rule of the desk: what counts is the day the money came in, not the day of the newer receipt."""
    paid = desk.pay(EVEN)
    desk.close()
    desk.clock.wait(days=1)
    desk.open()
    move_payment(
        desk.books, paid.receipts[0].id, THIRD, "wrong unit", request_id="m", requester=CASHIER, approver=SUPERVISOR,
        till=1, office=desk.office, words=desk.words,
    )  # fmt: skip
    sheet.presenter.open(receipts.latest(desk.connection, 1)[0].id)
    sheet.presenter.void()
    assert sheet.second.asked == []
    assert sheet.view.said[-1][0] == "risk"


def test_a_void_may_wait_and_is_decided_by_the_same_key(desk: Desk, sheet: Sheet) -> None:
    receipt_id = pay(desk)
    sheet.presenter.open(receipt_id)
    sheet.presenter.void()
    later = sheet.second.asked[-1].requested
    assert later is not None
    later("customer changed their mind")
    facts = sheet.view.shown()
    assert (facts.state, facts.state_text) == ("waiting", "Void asked for by 王芳: customer changed their mind")
    sheet.presenter.void()
    again = sheet.second.asked[-1]
    assert (again.requested, again.requester) == (None, CASHIER.staff_id)
    again.granted(SUPERVISOR, "agreed")
    assert sheet.view.shown().state == "void"
    assert people.pending_acts(desk.connection) == []


def test_what_desk_would_refuse_is_said_before_a_second_person_comes(desk: Desk, sheet: Sheet) -> None:
    receipt_id = pay(desk)
    desk.close()
    desk.clock.wait(days=1)
    desk.open()
    sheet.presenter.open(receipt_id)
    sheet.presenter.void()
    assert sheet.second.asked == []
    assert sheet.view.said[-1][0] == "risk"


def test_a_void_receipt_is_neither_voided_nor_moved_again(desk: Desk, sheet: Sheet) -> None:
    sheet.presenter.open(pay(desk))
    sheet.presenter.void()
    sheet.second.asked[-1].granted(SUPERVISOR, "wrong")
    sheet.presenter.void()
    sheet.presenter.move()
    assert (len(sheet.second.asked), sheet.view.questions) == (1, [])
    assert [kind for kind, _text in sheet.view.said[-2:]] == ["risk", "risk"]


def test_a_payment_is_moved_to_the_unit_found_and_the_new_receipt_is_shown(desk: Desk, sheet: Sheet) -> None:
    old = pay(desk)
    sheet.presenter.open(old)
    sheet.presenter.move()
    assert sheet.answer(unit="3-2-1202") == ""
    asked = sheet.second.asked[-1]
    assert (asked.act, asked.title) == (Act.APPROVE_MOVE, "Move ¥250.60 to 3-2-1202")
    asked.granted(SUPERVISOR, "wrong flat")
    facts = sheet.view.shown()
    assert (facts.number, facts.state) == ("2026-000002", "stands")
    assert dict(facts.rows)["Replaces"] == "2026-000001"
    found = receipts.receipt(desk.connection, old)
    assert found is not None
    assert found.voided_by is not None
    sheet.presenter.open(old)
    assert sheet.view.shown().state_text == "Moved to the right unit, receipt 2026-000002: wrong flat"


def test_several_units_found_are_offered_and_its_own_never(desk: Desk, sheet: Sheet) -> None:
    sheet.presenter.open(pay(desk))
    sheet.presenter.move()
    assert sheet.answer(unit="nobody") == "No other unit was found for “nobody”."
    assert sheet.answer(unit="32120") == ""
    choices = sheet.view.questions[-1].choices
    assert [word.split()[0] for _key, word in choices] == ["3-2-1202", "3-2-1203", "3-2-1204"]
    sheet.answer(choice="1")
    assert sheet.second.asked[-1].title.endswith("3-2-1202")


def test_no_second_person_is_called_for_a_void_while_a_card_of_the_unit_is_unsettled(desk: Desk, sheet: Sheet) -> None:
    first = desk.pay(EVEN, chosen=desk.charges(EVEN)[:1]).receipts[0].id
    tender = TenderIn(TenderKind.CARD, desk.owed(EVEN), {}, "intent-1")
    ask_terminal(desk.books, desk.order(EVEN, tenders=(tender,)), cashier=CASHIER, till=1, office=desk.office)
    sheet.presenter.open(first)
    sheet.presenter.void()
    assert sheet.second.asked == []
    assert "is not settled" in sheet.view.said[-1][1]


def test_a_spoiled_form_is_registered_with_its_number_and_the_money_stays(desk: Desk, sheet: Sheet) -> None:
    receipt_id = pay(desk)
    sheet.presenter.open(receipt_id)
    before = desk.account("till_cash")
    sheet.presenter.spoil()
    assert sheet.answer(number=" ") == "Type the number that is printed on the form."
    assert sheet.answer(number="0012345") == ""
    assert forms.of_receipt(desk.connection, receipt_id) == {"0012345": "spoiled"}
    assert dict(sheet.view.shown().rows)["Forms spoiled"] == "0012345"
    assert desk.account("till_cash") == before


def test_whoever_only_reads_changes_nothing(desk: Desk) -> None:
    receipt_id = pay(desk)
    with session_of(desk, AUDITOR) as session:
        sheet = Sheet(session)
        sheet.presenter.open(receipt_id)
        sheet.presenter.void()
        sheet.presenter.reprint()
        assert sheet.answer(choice="1") != ""
    assert (desk.count("copy"), sheet.second.asked) == (0, [])
