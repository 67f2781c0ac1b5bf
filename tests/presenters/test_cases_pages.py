"""Cases on the screen: recorded from a card or a line, listed by deadline, moved and settled by small forms."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.desk.open_case import Disputed
from counter.presenters.case_opening import RecordCase
from counter.presenters.case_words import list_cells
from counter.presenters.cases import CasesPresenter
from counter.presenters.pay_lines import why_line
from counter.presenters.pay_view import Question
from counter.presenters.requests import Requests
from counter.presenters.session import Session
from counter.presenters.settings_office import OfficePresenter
from counter.presenters.waiting import late_cases, late_cases_mark
from counter.rules.cases import Kind, Step
from db.queries import accounts, cases, people
from db.queries.accounts import Unit
from printing.blocks import Table
from tests.desk.acts_at_desk import once_item
from tests.desk.case_office import bring, examined, move, papers_of, reads, settle
from tests.desk.office import AUDITOR, CASHIER, EVEN, FINANCE, MANAGER, Desk, bill
from tests.desk.scans import scan
from tests.presenters.page_view import SeenPage
from tests.presenters.pay_window import pay_window
from tests.presenters.units_office import SecondPerson, open_office, session_of

MONTH = 25_060


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_office(tmp_path) as desk:
        yield desk


@pytest.fixture
def session(desk: Desk) -> Iterator[Session]:
    with session_of(desk, MANAGER) as session:
        yield session


class At:
    """The Cases screen of paper, and the card's way to record a case."""

    def __init__(self, session: Session) -> None:
        self.session, self.view, self.second = session, SeenPage(), SecondPerson()
        self.units: list[int] = []
        self.screen = CasesPresenter(session, self.view, self.second, self.units.append)
        self.view.select = self.screen.selected
        self.record = RecordCase(session, self.view, lambda: None)

    def unit(self) -> Unit:
        found = accounts.unit(self.session.connection, EVEN)
        assert found is not None
        return found

    @property
    def question(self) -> Question:
        return self.view.asked[-1]

    def choose(self, word: str) -> str:
        (key,) = [key for key, each in self.question.choices if each == word]
        return self.question.answer({"choice": key})

    def type(self, **typed: str) -> str:
        return self.question.answer({each.name: each.value for each in self.question.fields} | typed)

    def keys(self) -> list[str]:
        return [each.key for each in self.view.page.commands]


@pytest.fixture
def at(session: Session) -> At:
    return At(session)


def first(desk: Desk) -> int:
    return desk.charges(EVEN)[0].charge_id


def test_a_dispute_is_recorded_with_its_scan_and_what_was_typed_survives_a_mistake(
    at: At, desk: Desk, tmp_path: Path
) -> None:
    at.record.begin(at.unit(), first(desk))
    assert [word for _key, word in at.question.choices][:2] == [
        "Dispute Property fee 2026-09", "Dispute 3 open charges of Property fee",
    ]  # fmt: skip
    at.choose("Dispute Property fee 2026-09")
    at.choose("The area is wrong")
    at.choose("by letter")
    assert "A day is written like" in at.type(said="79.50", raised="yesterday")
    assert "cannot be disputed" in at.type(said="79.50", amount="300")
    assert at.type(said="79.50", amount="100", path=str(scan(tmp_path))) == ""
    assert at.view.said[-1] == ("saved", "Recorded as Y2026-000001, to be answered by 2026-11-28.")
    at.screen.show()
    at.screen.opened("1")
    assert [row.cells[1] for row in at.view.page.rows] == ["received", "Scan"]
    assert dict(at.view.page.facts)["Frozen"] == "100.00"


def test_a_scan_that_cannot_be_kept_leaves_the_case_recorded(at: At, desk: Desk) -> None:
    at.record.begin(at.unit(), first(desk))
    at.choose("Dispute 3 open charges of Property fee")
    at.choose("Something else")
    at.choose("at the window")
    assert at.type(said="all of it", path="/nowhere.pdf") == ""
    assert "The scan is not kept" in at.view.rests[-1]
    assert cases.cases(desk.connection)[0].frozen == 3 * MONTH


def test_a_charge_that_is_disputed_already_names_its_case(at: At, desk: Desk) -> None:
    bring(desk, Disputed(first(desk), 1))
    at.record.begin(at.unit(), first(desk))
    assert "Y2026-000001" in at.choose("Dispute Property fee 2026-09")


def test_the_list_shows_what_is_due_first_and_one_kind_after_the_other(at: At, desk: Desk) -> None:
    bring(desk, Disputed(first(desk), 5_000))
    bring(desk, kind=Kind.REPAIR, topic="lift", said="stuck")
    at.screen.show()
    assert at.view.column(0) == ["B2026-000001", "Y2026-000001"]
    assert at.view.column(6) == ["2026-11-24, 1 day left", "2026-11-28, 5 days left"]
    assert at.view.facts == {"Open cases": "2", "Deadline over": "0", "Frozen": "50.00"}
    at.screen.pressed("K")
    assert (at.view.page.title, at.view.column(0)) == ("Open cases: Dispute", ["Y2026-000001"])
    at.screen.back()
    desk.clock.wait(days=2)
    at.screen.show()
    assert at.view.column(6)[0] == "2026-11-24, 1 day over"
    at.screen.pressed("P")
    assert at.view.said[-1] == ("plain", "Register of open cases is being printed.")
    (paper,) = papers_of(desk, "case_register")
    assert paper.title == "Register of open cases"


def test_what_is_urgent_is_due_today_and_stands_before_what_is_not_but_behind_what_is_late(at: At, desk: Desk) -> None:
    bring(desk, kind=Kind.REPAIR, topic="lift", said="stuck")
    desk.clock.wait(days=2)
    bring(desk, kind=Kind.REPAIR, topic="door", said="squeaks", due="2026-11-25")
    at.record.begin(at.unit(), None)
    at.choose("Repair request")
    at.choose("Leak")
    at.choose("by telephone")
    assert "1 makes it urgent" in at.type(said="water", urgent="yes")
    assert at.type(said="water", urgent="1") == ""
    at.screen.show()
    assert at.view.column(0) == ["B2026-000001", "B2026-000003", "B2026-000002"]
    assert at.view.column(3) == ["Lift", "urgent · Leak", "Doors and windows"]
    assert at.view.column(6)[1] == "2026-11-25, today"
    assert late_cases_mark(at.session) == "1 late"


def test_a_case_becomes_urgent_later_and_is_not_urgent_any_more(at: At, desk: Desk) -> None:
    case = bring(desk, kind=Kind.REPAIR, topic="leak", said="drips").case_id
    desk.clock.wait(hours=1)
    at.screen.open_case(case)
    at.screen.pressed("G")
    assert "2026-11-22" in at.type(due="2026-11-22")
    assert at.type(due="2026-11-23") == ""
    assert at.view.said[-1] == ("saved", "B2026-000001 is urgent, due 2026-11-23.")
    assert at.view.page.title == "B2026-000001  ·  Repair request: urgent · Leak"
    at.screen.pressed("G")
    assert at.type() == ""
    row = cases.case(desk.connection, case)
    assert row is not None
    assert (row.urgent, row.due) == (0, "2026-11-24")
    assert desk.findings() == []


def test_the_office_sets_its_own_deadlines_and_may_count_working_days_only(at: At, desk: Desk) -> None:
    office = OfficePresenter(at.session, at.view, at.second)
    office.opened("case_days.dispute")
    assert "whole number" in at.type(received="soon")
    assert at.type(received="7", offer="20") == ""
    office.opened("case_working_days")
    at.choose("working days only")
    assert at.type() == ""
    rows = {row.id: row.cells[1] for row in at.view.page.rows}
    assert rows["case_days.dispute"].startswith("received: 7, being examined: 10, offer made: 20")
    assert rows["case_working_days"] == "working days only"
    assert bring(desk, Disputed(first(desk), 100)).due == "2026-12-02", "seven working days after a Monday"
    assert bring(desk, kind=Kind.REPAIR, topic="lift", said="stuck").due == "2026-11-24", "other kinds are as they were"


def test_only_the_steps_that_are_allowed_are_offered_to_whoever_may_take_them(at: At, desk: Desk) -> None:
    opened = bring(desk, Disputed(first(desk), 5_000))
    at.screen.open_case(opened.case_id)
    assert at.keys() == ["U", "A", "G", "W", "E"]
    move(desk, opened.case_id, Step.EXAMINED)
    at.screen.show()
    assert at.keys() == ["U", "A", "G", "W", "C", "R", "M", "O", "S"]
    for person, keys in ((CASHIER, ["U", "A", "G", "W", "M", "O"]), (AUDITOR, ["U"])):
        at.session.log_in(person)
        at.screen.show()
        assert at.keys() == keys
    at.screen.pressed("U")
    assert at.units == [EVEN]


def test_a_settlement_goes_past_a_second_person_now_or_later(at: At, desk: Desk) -> None:
    case = examined(desk, Disputed(first(desk), 10_000))
    at.screen.open_case(case)
    at.screen.pressed("S")
    at.choose("Uphold all that is disputed")
    assert at.type(told="") == "A reason is needed."
    at.type(told="deed")
    request = at.second.asked[-1]
    assert request.title == "Y2026-000001: let off ¥100.00"
    assert request.requested is not None
    request.requested("deed")
    assert "list 3" in at.view.said[-1][1]
    (waiting,) = people.pending_acts(desk.connection)
    requests = Requests(at.session, at.view, at.second, lambda: None)  # type: ignore[arg-type]
    assert requests._row(waiting).cells[:3] == ("Outcome of a dispute", "case Y2026-000001, 3-2-1201", "100.00")
    request.granted(FINANCE, "")
    assert at.view.said[-1] == ("saved", "Y2026-000001: resolved.")
    assert (desk.owed(EVEN), people.pending_acts(desk.connection)) == (3 * MONTH - 10_000, [])


def test_part_of_many_charges_is_upheld_a_few_at_a_time_and_none_is_left_out(at: At, desk: Desk) -> None:
    for label in ("2026-06", "2026-07", "2026-08"):
        bill(desk.books, label, (EVEN,))
    several = [each.charge_id for each in desk.charges(EVEN)]
    case = examined(desk, *(Disputed(each, 10_000) for each in several))
    moved: list[int] = []
    screen = CasesPresenter(at.session, at.view, at.second, on_moved=lambda: moved.append(case))
    screen.open_case(case)
    screen.pressed("S")
    at.choose("Uphold part of it")
    assert "1 more charge follows" in at.question.text
    asked = [each.name for each in at.question.fields]
    assert at.type(**{asked[0]: "300"}) != ""
    assert at.type(**{asked[0]: "20"}) == ""
    (last, told) = (each.name for each in at.question.fields)
    assert {*asked, last} == {f"c{each}" for each in several}
    assert at.type(**{last: "30", told: "deed"}) == ""
    assert at.second.asked[-1].title == "Y2026-000001: let off ¥50.00"
    at.second.asked[-1].granted(FINANCE, "")
    assert (desk.owed(EVEN), moved) == (6 * MONTH - 5000, [case])


def test_a_repair_asks_how_content_they_are_and_can_be_opened_again(at: At, desk: Desk) -> None:
    case = bring(desk, kind=Kind.REPAIR, topic="lift", said="stuck").case_id
    at.screen.open_case(case)
    at.screen.pressed("S")
    at.choose("Content")
    assert at.type(told="") != ""
    assert at.type(told="mended") == ""
    row = cases.case(desk.connection, case)
    assert row is not None
    assert (row.step, row.rating) == ("settled", 3)
    at.screen.pressed("H")
    assert at.type(told="stuck again", members="孙师傅") == ""
    assert dict(at.view.page.facts)["Next to act"] == "孙师傅"
    at.screen.selected(at.view.page.rows[-1].id)
    assert at.view.told[-1] == "in hand, 2026-11-23: Done by 孙师傅. stuck again"
    listed = cases.cases(desk.connection, ended=False)[0]
    assert list_cells(listed, desk.clock.today(), at.session.words)[5] == "孙师傅"
    assert [row.cells[1] for row in at.view.page.rows] == ["received", "resolved", "in hand"]
    at.screen.turn_to(ended=True)
    assert at.view.page.rows == ()


def test_the_ended_cases_say_how_many_how_long_and_what_was_let_off(at: At, desk: Desk) -> None:
    case = examined(desk, Disputed(first(desk), 10_000), raised_on="2026-11-14")
    settle(desk, case, Disputed(first(desk), 4_000))
    at.screen.turn_to(ended=True)
    assert at.view.facts == {"Ended this year": "1", "On average": "9 days", "Taken off": "40.00"}


def test_whoever_logs_in_is_told_of_deadlines_that_are_over(at: At, desk: Desk) -> None:
    bring(desk, kind=Kind.REPAIR, topic="lift", said="stuck")
    assert late_cases(at.session) == ("", "")
    desk.clock.wait(days=2)
    assert late_cases(at.session) == ("1 case is past its deadline", "Cases, F6")
    at.session.log_in(AUDITOR)
    assert late_cases(at.session) == ("", "")


def test_a_repair_is_charged_under_the_number_of_its_case(at: At, desk: Desk) -> None:
    once_item(desk)
    at.screen.open_case(bring(desk, kind=Kind.REPAIR, topic="door", said="lock broken").case_id)
    assert at.keys() == ["U", "A", "G", "B", "W", "R", "H", "S"]
    at.screen.pressed("B")
    at.choose("Access card")
    assert at.type(amount="80") == ""
    assert desk.owed(EVEN) == 3 * MONTH + 8_000
    assert desk.body(desk.count("event"))["reason"] == "B2026-000001"


def test_a_session_without_mediators_stays_in_its_form(at: At, desk: Desk) -> None:
    at.screen.open_case(examined(desk, Disputed(first(desk), 10_000)))
    at.screen.pressed("M")
    assert "who sat on the panel" in at.type(told="no result")
    assert "A day is written like" in at.type(told="no result", members="Zhao", day="soon")
    assert at.type(told="no result", members="Zhao") == ""
    assert at.view.selected == at.view.page.rows[-1].id, "the newest step is the one that is told"
    assert at.view.told[-1] == "in mediation, 2026-11-23: Mediators: Zhao. no result"


def test_a_line_disputed_on_pay_is_no_longer_ticked_and_can_be_paid_under_reservation(tmp_path: Path) -> None:
    with pay_window(tmp_path) as window:
        window.open(EVEN)
        line = window.sheet.lines[0].id
        window.pay.dispute.ask(line)
        for word in ("1", "1", "1"):
            assert window.sheet.asked is not None
            window.sheet.asked.answer({"choice": word})
        asked = window.sheet.asked
        assert asked is not None
        assert asked.answer({each.name: each.value for each in asked.fields} | {"said": "no", "amount": "100"}) == ""
        assert [each.tick for each in window.sheet.lines] == [True, True, True]
        first = window.sheet.lines[0]
        assert (first.composition, first.amount) == ("100.00 disputed · Y2026-000001", "150.60")
        assert window.sheet.sums.to_pay == "651.80", "what is disputed is left open, and only that"
        window.pay.choice.toggle(line)
        first = window.sheet.lines[0]
        assert (first.tick, first.composition, first.amount) == (
            True, "under reservation · Y2026-000001", "250.60"
        )  # fmt: skip
        assert window.sheet.sums.to_pay == "751.80"
        window.pay.choice.toggle(line)
        assert (window.sheet.lines[0].tick, window.sheet.lines[0].amount) == (False, "250.60")
        window.pay.choice.toggle(line)
        assert window.sheet.sums.to_pay == "651.80"
        window.pay.selected(line)
        assert window.sheet.why is not None
        for part in ("100.00 is disputed and frozen: Y2026-000001, received", "150.60 of it nobody disputes"):
            assert part in window.sheet.why.remarks
        assert "under reservation" in window.sheet.why.remarks


def test_the_printed_register_says_what_is_urgent_and_who_does_it(at: At, desk: Desk) -> None:
    case = bring(desk, kind=Kind.REPAIR, topic="leak", said="water", urgent=True).case_id
    move(desk, case, Step.IN_HAND, "a new valve", members="孙师傅")
    at.screen.show()
    at.screen.pressed("P")
    (paper,) = papers_of(desk, "case_register")
    (row,) = next(block for block in paper.blocks if isinstance(block, Table)).rows
    assert (row.cells[2], row.detail) == ("urgent · Leak", "Repair request; next to act: 孙师傅, by 2026-11-23")


def test_a_payment_that_was_put_aside_comes_back_with_what_is_paid_under_reservation(tmp_path: Path) -> None:
    with pay_window(tmp_path) as window:
        bring(window.desk, Disputed(first(window.desk), 10_000))
        window.open(EVEN)
        assert window.sheet.sums.to_pay == "651.80"
        window.pay.choice.toggle(window.sheet.lines[0].id)
        window.pay.parking.press()
        window.pay.parking.press()
        assert (window.sheet.sums.to_pay, window.sheet.lines[0].amount) == ("751.80", "250.60")
        window.keys.cash()
        assert (window.desk.owed(EVEN), window.sheet.said[0]) == (0, "saved")
        assert "Paid under reservation" in reads(papers_of(window.desk, "receipt")[-1])


def test_the_exact_sum_of_a_dispute_in_part_leaves_what_is_disputed(tmp_path: Path) -> None:
    with pay_window(tmp_path) as window:
        bring(window.desk, Disputed(first(window.desk), 10_000))
        window.open(EVEN)
        window.keys.cash()
        assert (window.desk.owed(EVEN), window.sheet.said[0]) == (10_000, "saved")
        assert "reservation" not in reads(papers_of(window.desk, "receipt")[-1])


def test_the_key_that_takes_what_is_disputed_is_named_only_where_it_is_one(at: At, desk: Desk) -> None:
    bring(desk, Disputed(first(desk), 10_000))
    line = desk.charges(EVEN)[0]
    told = [
        why_line(desk.connection, line, at.session.words, at.session.currency, paying=paying)
        for paying in (True, False)
    ]
    assert ["Space" in each.remarks for each in told] == [True, False]
    assert all("100.00 is disputed and frozen" in each.remarks for each in told)
