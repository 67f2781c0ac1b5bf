"""The Units screen without a window: finding, the card, its segments, what one goes on to."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from counter.desk.move_payment import move_payment
from counter.desk.void_receipt import void_receipt
from counter.presenters.pay_view import Question, SayKind, WhyLines
from counter.presenters.session import Session
from counter.presenters.units import UnitsPresenter
from counter.presenters.units_view import Segment, SegmentRow, UnitCard, UnitRow
from counter.words.masks import mask_phone
from db.queries import history
from printing.blocks import load
from tests.desk.office import AUDITOR, CASHIER, EVEN, FUNDED, ODD, SUPERVISOR, THIRD, Desk, from_balance, version
from tests.presenters.units_office import SecondPerson, open_office, session_of

PHONE = "13800138001"


class FakeView:
    """A Units screen that remembers what it was told to show."""

    def __init__(self) -> None:
        self.units: list[UnitRow] = []
        self.card: UnitCard | None = None
        self.segment: Segment = "open"
        self.rows: list[SegmentRow] = []
        self.nothing = ""
        self.why: WhyLines | None = None
        self.find = ""
        self.focus = ""
        self.questions: list[Question] = []
        self.said: list[tuple[SayKind, str]] = []

    def show_units(self, rows: Sequence[UnitRow]) -> None:
        self.units = list(rows)

    def show_unit(self, row: UnitRow) -> None:
        self.units = [row if each.id == row.id else each for each in self.units]

    def show_empty(self, title: str, text: str) -> None:
        self.card, self.nothing = None, title

    def show_card(self, card: UnitCard) -> None:
        self.card = card

    def show_segment(self, segment: Segment, rows: Sequence[SegmentRow], empty: str) -> None:
        self.segment, self.rows, self.nothing = segment, list(rows), empty

    def show_why(self, why: WhyLines | None) -> None:
        self.why = why

    def set_find(self, text: str) -> None:
        self.find = text

    def focus_find(self) -> None:
        self.focus = "find"

    def focus_segment(self) -> None:
        self.focus = "segment"

    def ask(self, what: Question) -> None:
        self.questions.append(what)

    def say(self, kind: SayKind, text: str, rest: str = "") -> None:
        self.said.append((kind, text))

    def cells(self) -> list[tuple[str, ...]]:
        return [row.cells for row in self.rows]

    def shown_card(self) -> UnitCard:
        assert self.card is not None
        return self.card


class Screen:
    """A presenter at its fake view, and where it led to."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.view = FakeView()
        self.led_to: list[tuple[str, int]] = []
        self.second = SecondPerson()
        self.presenter = UnitsPresenter(
            session, self.view, take_payment=lambda unit: self.led_to.append(("pay", unit)),
            open_receipt=lambda receipt: self.led_to.append(("receipt", receipt)), ask=self.second,
        )  # fmt: skip
        self.presenter.start()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_office(tmp_path) as desk:
        yield desk


@pytest.fixture
def screen(desk: Desk) -> Iterator[Screen]:
    with session_of(desk) as session:
        yield Screen(session)


def test_all_units_are_listed_with_owner_and_what_they_owe(screen: Screen) -> None:
    assert [(row.code, row.who) for row in screen.view.units][:2] == [("3-2-1201", "张三"), ("3-2-1202", "欧阳娜娜")]
    assert screen.view.units[0].owed == "751.80"
    assert screen.view.focus == "find"


def test_pages_of_units_go_on_where_the_last_one_ended(desk: Desk) -> None:
    many = [
        version("unit", n, building=str(n // 60), entrance="1", room=str(n), code=f"{n // 60}-1-{n}", kind="flat")
        for n in range(100, 260)
    ]
    with desk.books.transaction("more", staff_id=1) as tx:
        tx.change("registers_changed", {}, {"unit": many})
    with session_of(desk) as session:
        screen = Screen(session)
        pages = [screen.view.units]
        while page := list(screen.presenter.more_units()):
            pages.append(page)
        seen = [row.id for page in pages for row in page]
        assert (len(seen), len(set(seen))) == (164, 164)
        assert [len(page) for page in pages] == [60, 60, 44]
        codes = [row.code for page in pages for row in page]
        assert codes.index("3-1-239") < codes.index("3-2-1201") < codes.index("4-1-240")


def test_typing_lists_what_fits_and_enter_opens_it(screen: Screen) -> None:
    screen.presenter.find_changed("32120")
    assert [row.code for row in screen.view.units] == ["3-2-1201", "3-2-1202", "3-2-1203", "3-2-1204"]
    screen.presenter.find_entered("32120", str(THIRD))
    assert screen.view.shown_card().code == "3-2-1203"
    assert screen.view.focus == "segment"
    assert list(screen.presenter.more_units()) == []


def test_what_is_not_found_is_said_and_esc_brings_all_units_back(screen: Screen) -> None:
    screen.presenter.find_entered("nobody")
    assert (screen.view.units, screen.view.card, screen.view.nothing) == ([], None, "No unit fits")
    assert screen.view.said[-1] == ("risk", "Nothing was found for “nobody”.")
    screen.presenter.back()
    assert (len(screen.view.units), screen.view.find, screen.view.focus) == (4, "", "find")


def test_a_scanned_receipt_opens_its_unit_and_the_receipt(desk: Desk, screen: Screen) -> None:
    receipt = desk.pay(EVEN).receipts[0]
    screen.presenter.find_entered(receipt.number)
    assert screen.view.shown_card().code == "3-2-1201"
    assert screen.led_to == [("receipt", receipt.id)]


def test_the_card_says_who_what_price_and_how_far_paid(desk: Desk, screen: Screen) -> None:
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:2], to_balance=2000)
    screen.presenter.open_unit(EVEN)
    card = screen.view.shown_card()
    assert (card.code, card.name, card.facts) == ("3-2-1201", "张三", "Flat  ·  89.50 m²")
    assert card.pills == ("owes 250.60", "balance 20.00")
    assert card.people == (f"Owner 张三  ·  {mask_phone(PHONE)}  ·  since 2020-01-01",)
    assert card.items == ("Property fee: ¥2.80 per m² and month  ·  paid up to 2026-10-31  ·  from 2020-01-01",)


def test_months_paid_ahead_stand_on_the_card(desk: Desk, screen: Screen) -> None:
    desk.pay(EVEN, ahead=desk.ahead(EVEN, "2027-01"))
    screen.presenter.open_unit(EVEN)
    assert screen.view.shown_card().pills == ("owes nothing", "paid ahead 501.20")
    assert "paid up to 2027-01-31  ·  2 periods ahead, 501.20" in screen.view.shown_card().items[0]
    assert (screen.view.rows, screen.view.nothing) == ([], "Nothing is open.")


def test_open_charges_explain_themselves(screen: Screen) -> None:
    screen.presenter.open_unit(EVEN)
    assert screen.view.cells()[0] == ("Property fee", "2026-09", "89.50 m² × 2.80", "09-15", "250.60")
    assert screen.view.why is not None
    assert screen.view.why.question == "Why 250.60?"
    screen.presenter.line_selected("nothing of the kind")
    assert screen.view.why is None


def test_history_merges_charges_payments_voids_and_moves_newest_first(desk: Desk, screen: Screen) -> None:
    first = desk.pay(EVEN, chosen=desk.charges(EVEN)[:1]).receipts[0]
    void_receipt(
        desk.books, first.id, "wrong", request_id="v", requester=CASHIER, till=1, approver=SUPERVISOR
    )  # fmt: skip
    second = desk.pay(EVEN, chosen=desk.charges(EVEN)[:1]).receipts[0]
    moved = move_payment(
        desk.books, second.id, ODD, "wrong flat", request_id="m", requester=CASHIER, approver=SUPERVISOR, till=1,
        office=desk.office, words=desk.words,
    )  # fmt: skip
    screen.presenter.open_unit(EVEN)
    screen.presenter.show_segment("history")
    told = [(what, charged, paid) for _day, what, charged, paid in screen.view.cells()]
    assert told == [
        (f"Payment {second.number} moved to 3-2-1202, receipt {moved.new_number}", "", "−250.60"),
        (f"Payment {second.number}, Cash (void later)", "", "250.60"),
        (f"Void of receipt {first.number}", "", "−250.60"),
        (f"Payment {first.number}, Cash (void later)", "", "250.60"),
        ("Property fee 2026-11", "250.60", ""),
        ("Property fee 2026-10", "250.60", ""),
        ("Property fee 2026-09", "250.60", ""),
    ]
    screen.presenter.open_unit(ODD)
    assert screen.view.cells()[0][1] == f"Payment {second.number} moved here from 3-2-1201, receipt {moved.new_number}"


def test_history_pages_join_without_gap_and_add_up_to_what_is_open_and_held(desk: Desk) -> None:
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], to_balance=50_000)
    line = desk.charges(EVEN)[0]
    desk.pay(EVEN, chosen=[line], tenders=(from_balance(line.open),))
    whole = history.history(desk.connection, EVEN)
    pages, before = list[history.HistoryLine](), history.FIRST_PAGE
    while page := history.history(desk.connection, EVEN, before, 2):
        pages += page
        before = (page[-1].event_id, page[-1].seq)
    assert pages == whole
    owed = sum(each.charged - each.settled for each in whole)
    assert owed == desk.owed(EVEN)
    used = line.open
    assert sum(each.placed for each in whole) - used == -desk.account("balance", unit=EVEN)


def test_a_receipt_of_several_units_is_found_on_each_of_them(desk: Desk, screen: Screen) -> None:
    receipt = desk.pay(EVEN, ODD).receipts[0]
    for unit in (EVEN, ODD):
        screen.presenter.open_unit(unit)
        screen.presenter.show_segment("receipts")
        assert screen.view.cells()[0][0] == receipt.number
        screen.presenter.line_opened(screen.view.rows[0].id)
    assert screen.led_to == [("receipt", receipt.id)] * 2


def test_two_funds_make_two_receipts_of_one_payment(desk: Desk, screen: Screen) -> None:
    desk.pay(FUNDED)
    screen.presenter.open_unit(FUNDED)
    screen.presenter.show_segment("receipts")
    assert [cells[0] for cells in screen.view.cells()] == ["M2026-000001", "2026-000001"]


def test_phones_are_shown_at_a_key_and_masked_again_on_the_next_unit(screen: Screen) -> None:
    screen.presenter.open_unit(EVEN)
    screen.presenter.show_phones()
    assert PHONE in screen.view.shown_card().people[0]
    screen.presenter.open_unit(ODD)
    screen.presenter.open_unit(EVEN)
    assert mask_phone(PHONE) in screen.view.shown_card().people[0]


def test_every_unmasking_leaves_one_trace_and_the_lock_masks_again(desk: Desk, screen: Screen) -> None:
    def shown() -> int:
        return int(desk.connection.execute("SELECT count(*) FROM event WHERE kind = 'phones_shown'").fetchone()[0])

    screen.presenter.open_unit(EVEN)
    screen.presenter.show_phones()
    screen.presenter.show_segment("people")
    screen.presenter.show_segment("open")
    assert shown() == 1
    screen.presenter.mask_phones()
    assert mask_phone(PHONE) in screen.view.shown_card().people[0]
    screen.presenter.show_phones()
    assert PHONE in screen.view.shown_card().people[0]
    assert shown() == 2


def test_whoever_only_reads_never_sees_a_phone_in_clear(desk: Desk) -> None:
    with session_of(desk, AUDITOR) as session:
        screen = Screen(session)
        screen.presenter.open_unit(EVEN)
        screen.presenter.show_phones()
        assert mask_phone(PHONE) in screen.view.shown_card().people[0]
        assert screen.view.said[-1] == ("risk", "Your role sees telephone numbers masked.")


def test_people_of_before_are_listed_with_their_days(desk: Desk, screen: Screen) -> None:
    with desk.books.transaction("sold", staff_id=1) as tx:
        before = version(
            "holding", 9, unit_id=EVEN, person_id=THIRD, role="owner", since="2010-01-01", until="2019-12-31"
        )
        tx.change("registers_changed", {}, {"holding": [before]})
    screen.presenter.open_unit(EVEN)
    screen.presenter.show_segment("people")
    assert [(row.cells[1], row.cells[4], row.muted) for row in screen.view.rows] == [
        ("张三", "", False),
        ("单志强", "2019-12-31", True),
    ]
    assert len(screen.view.shown_card().people) == 1


def test_what_another_screen_changed_is_read_again_in_list_and_card(desk: Desk, screen: Screen) -> None:
    screen.presenter.open_unit(EVEN)
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1])
    screen.presenter.shown()
    assert screen.view.shown_card().pills == ("owes 501.20",)
    assert screen.view.units[0].owed == "501.20"


def test_pay_is_opened_with_the_unit_at_hand(screen: Screen) -> None:
    screen.presenter.open_unit(ODD)
    screen.presenter.take_payment()
    assert screen.led_to == [("pay", ODD)]


def test_the_statement_is_queued_for_the_receipt_printer_and_posts_nothing(desk: Desk, screen: Screen) -> None:
    events = desk.count("event")
    screen.presenter.open_unit(EVEN)
    screen.presenter.print_statement()
    row = desk.connection.execute(
        "SELECT p.content, j.device, j.state FROM paper p JOIN print_job j ON j.paper_id = p.id"
        " WHERE p.kind = 'statement'"
    ).fetchone()
    assert (load(row[0]).title, row[1], row[2]) == ("Statement 3-2-1201", "receipt", "queued")
    assert desk.count("event") == events
    assert screen.view.said[-1] == ("plain", "The statement of 3-2-1201 is being printed.")
