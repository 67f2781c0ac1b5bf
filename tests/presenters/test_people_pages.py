"""Settings, page 3: people, their PINs, and the table of who may do what, worked by keys without a window."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.desk.change_settings import change_settings
from counter.desk.people import Person, prove
from counter.desk.recover_access import recover_access
from counter.presenters.log_in import LogInPresenter
from counter.presenters.requests import waiting_for
from counter.presenters.session import Session
from counter.presenters.settings_people import PeoplePresenter
from counter.presenters.till_view import ListFacts
from counter.rules.permissions import Act, Role
from counter.settings import MachineSettings
from counter.words import LANGUAGES, Language, Words
from db.queries import people
from db.queries.people import pending_acts
from tests.desk.office import AUDITOR, CASHIER, MANAGER, SUPERVISOR, Desk
from tests.desk.shift import dropped
from tests.desk.test_desk_approvals import ask_price
from tests.presenters.test_settings_and_journal import Seen
from tests.presenters.test_till_approvals import Locked
from tests.presenters.till_window import PIN, Till, request_void, till_office


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with till_office(tmp_path) as made:
        yield made


class PeoplePage(Seen):
    """The page of people over real books."""

    def __init__(self, desk: Desk, who: Person = MANAGER, language: Language = "en") -> None:
        super().__init__()
        words = Words.load(language)
        self.desk = desk
        self.session = Session(desk.books, MachineSettings(language=language), words, words)
        self.session.log_in(who)
        self.page = PeoplePresenter(self.session, self)
        self.page.show()

    def choose(self, row: str, *keys: str) -> None:
        self.page.selected(row)
        for key in keys:
            self.page.pressed(key)

    def cells(self, row: str) -> tuple[str, ...]:
        return next(each.cells for each in self.pages[-1].rows if each.id == row)

    def keys(self) -> list[str]:
        return [command.key for command in self.pages[-1].commands]


@pytest.fixture
def page(desk: Desk) -> Iterator[PeoplePage]:
    made = PeoplePage(desk)
    yield made
    made.session.close()


def test_a_pin_for_one_use_is_set_shown_as_such_and_not_for_oneself(page: PeoplePage, desk: Desk) -> None:
    page.choose("2", "P")
    assert "differ" in page.answer(pin="1470", again="1471")
    assert page.answer(pin="1470", again="1470") == ""
    assert page.cells("2")[2] == "for one use"
    assert prove(desk.books, 2, "1470").must_change
    asked = len(page.asked)
    page.choose("1", "P")
    assert len(page.asked) == asked
    assert "M" in page.said[-1][1]


def test_ones_own_pin_is_changed_by_whoever_is_logged_in(desk: Desk) -> None:
    page = PeoplePage(desk, CASHIER)
    assert page.keys() == ["M", "T"]
    page.choose("2", "M")
    assert "differ" in page.answer(old=PIN, pin="1470", again="1471")
    assert CASHIER.name in page.answer(old="0000", pin="1470", again="1470")
    assert page.answer(old=PIN, pin="1470", again="1470") == ""
    assert prove(desk.books, 2, "1470") == CASHIER
    page.session.close()


def test_wrong_tries_are_seen_and_whoever_leaves_stays_in_the_list(page: PeoplePage, desk: Desk) -> None:
    with pytest.raises(Exception, match="王芳"):
        prove(desk.books, 2, "0000")
    page.page.show()
    assert page.cells("2")[2] == "1 wrong try"
    page.choose("2", "L")
    assert "2026-11-23" in page.answer(day="tomorrow")
    assert page.answer(day="2026-11-23") == ""
    assert page.pages[-1].rows[-1].cells[0] == CASHIER.name
    assert (page.cells("2")[2], page.cells("2")[4]) == ("closed", "2026-11-23")


def test_an_open_till_keeps_its_cashier(page: PeoplePage, desk: Desk) -> None:
    desk.open()
    page.choose("2", "L")
    told = page.answer(day="2026-11-23")
    assert "still has till 1 open" in told
    assert people.staff(desk.connection, 2).until is None  # type: ignore[union-attr]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_shows_every_act_and_role_in_words(desk: Desk, language: Language) -> None:
    page = PeoplePage(desk, AUDITOR, language)
    page.choose("1", "T")
    shown = page.pages[-1]
    assert [row.id for row in shown.rows] == [act.value for act in Act]
    assert len(shown.columns) == 1 + len(Role)
    assert not [cell for row in shown.rows for cell in row.cells if "_" in cell]
    never, always = ("never", "always") if language == "en" else ("固定否", "固定可")
    assert page.cells("take_payment")[5] == never
    assert page.cells("read")[1:] == (always,) * 5
    assert page.keys() == ["B"]
    page.page.pressed("C")
    assert page.said[-1][0] == "risk"
    page.session.close()


def test_a_cell_is_set_kept_from_a_day_and_holds_at_once(page: PeoplePage, desk: Desk) -> None:
    page.choose("1", "T")
    page.choose("open_drawer", "C", "F")
    assert page.cells("open_drawer")[1:4] == ("no, new", "may", "may, new")
    page.page.pressed("F9")
    assert "from today" in page.answer(since="2026-11-22")
    assert page.answer(since="2026-11-23") == ""
    assert page.cells("open_drawer")[1:4] == ("–", "may", "may")
    page.session.log_in(CASHIER)
    assert not page.session.may(Act.OPEN_DRAWER)
    body = desk.body(desk.count("event"))
    assert (body["granted"], body["taken"]) == ({"finance": ["open_drawer"]}, {"cashier": ["open_drawer"]})


def test_a_fixed_cell_says_why_and_stays(page: PeoplePage) -> None:
    page.choose("1", "T")
    page.choose("take_payment", "A")
    assert "Auditor" in page.said[-1][1]
    page.choose("read", "C")
    assert page.said[-1][0] == "risk"
    assert "cannot be taken away" in page.boxes[-1]
    page.page.pressed("F9")
    assert page.said[-1][1] == "Nothing was changed."


def test_the_last_key_to_the_table_is_not_thrown_away(page: PeoplePage) -> None:
    page.choose("1", "T")
    page.choose("change_staff", "M")
    page.page.pressed("F9")
    assert "nobody who works here could do this" in page.answer(since="2026-11-23")
    page.choose("change_staff", "S")
    page.page.pressed("F9")
    assert page.answer(since="2026-11-23") == ""
    assert page.keys() == ["B"], "the manager gave the key away"
    page.page.pressed("B")
    assert page.pages[-1].title == "People"


def test_a_table_that_begins_later_is_said(page: PeoplePage) -> None:
    page.choose("1", "T")
    page.choose("reprint", "C")
    page.page.pressed("F9")
    assert page.answer(since="2026-12-01") == ""
    assert "2026-12-01" in page.pages[-1].text
    assert page.cells("reprint")[1] == "may"


@pytest.fixture
def locked(desk: Desk) -> Iterator[Locked]:
    made = Locked(desk)
    yield made
    made.session.close()


def one_time(desk: Desk) -> None:
    page = PeoplePage(desk)
    page.choose("2", "P")
    assert page.answer(pin="1111", again="1111") == ""
    page.session.close()


def test_a_pin_for_one_use_is_changed_before_anybody_comes_in(locked: Locked, desk: Desk) -> None:
    one_time(desk)
    lock: LogInPresenter = locked.presenter
    lock.choose("2")
    lock.enter("1111")
    assert locked.let_in == []
    assert "new PIN" in locked.view.prompted
    lock.enter("12")
    assert "too short" in locked.view.wrong
    lock.enter("1470")
    assert "once more" in locked.view.prompted
    lock.enter("1471")
    assert "differ" in locked.view.wrong
    lock.enter("1111")
    lock.enter("1111")
    assert "PIN from before" in locked.view.wrong
    lock.enter("1470")
    lock.enter("1470")
    assert locked.let_in == [CASHIER]
    assert prove(desk.books, 2, "1470") == CASHIER


def test_another_name_begins_anew_and_the_pin_for_one_use_still_waits(locked: Locked, desk: Desk) -> None:
    one_time(desk)
    locked.presenter.choose("2")
    locked.presenter.enter("1111")
    locked.presenter.choose("3")
    locked.presenter.enter(PIN)
    assert locked.let_in == [SUPERVISOR]
    assert prove(desk.books, 2, "1111").must_change


def test_a_recovered_pin_is_told_at_the_next_log_in(locked: Locked, desk: Desk) -> None:
    recover_access(desk.books, MANAGER.staff_id, "135790", request_id="r")
    locked.presenter.choose("2")
    locked.presenter.enter(PIN)
    assert len(locked.presenter.told) == 1
    assert MANAGER.name in locked.presenter.told[0]
    locked.presenter.lock()
    locked.presenter.enter(PIN)
    assert len(locked.presenter.told) == 0


def test_requests_of_every_kind_stand_in_one_list_and_are_decided_there(desk: Desk) -> None:
    desk.open()
    till = Till(desk)
    request_void(till)
    ask_price(desk)
    till.presenter.open_list("requests")
    shown = till.shown
    assert isinstance(shown, ListFacts)
    assert [row.cells[0] for row in shown.rows] == ["Void", "New price"]
    assert shown.rows[1].cells[1:3] == ("Property fee, Flat, from 2026-12-01", "3.10 / m²")
    till.session.log_in(MANAGER)
    till.presenter.lists.refuse(shown.rows[0].id)
    assert till.approval_view.facts is not None
    assert till.approval_view.facts.title.startswith("Refuse: Void")
    till.approve(SUPERVISOR, "it is right")
    till.presenter.lists.grant(shown.rows[1].id)
    assert till.approval_view.facts is not None
    assert "3.10" in till.approval_view.facts.title
    till.approve(MANAGER)
    assert "is in force" in till.said
    body = desk.body(desk.count("event"))
    assert body["kind"] == "prices_changed"
    assert "Price 3.10 / m² for Property fee" in body["seen"]
    assert till.shown.rows == ()
    till.leave()


def test_a_drop_made_alone_stays_on_the_list_until_somebody_else_signs_for_it(desk: Desk) -> None:
    desk.open()
    dropped(desk, {10_000: 2}, witness=None)
    till = Till(desk)
    assert (till.shown.requests, waiting_for(till.session)) == (1, 0)
    till.presenter.open_list("requests")
    (row,) = till.shown.rows
    assert row.cells[:4] == ("Drop made alone", "slip 1, till 1, 2026-11-23", "200.00", CASHIER.name)
    till.presenter.lists.refuse(row.id)
    assert "not refused" in till.said
    till.presenter.lists.grant(row.id)
    assert till.approval_view.facts is not None
    assert CASHIER.name not in {each.name for each in till.approval_view.facts.people}
    till.approve(SUPERVISOR)
    assert till.said == "Signed: slip 1, till 1, 2026-11-23."
    assert till.shown.rows == ()
    body = desk.body(desk.count("event"))
    assert (body["kind"], body["staff"], body["rows"]["approval"][0][2:4]) == ("drop_signed", 3, [2, 3])
    till.leave()


def test_requests_are_decided_while_the_till_is_closed_and_the_float_stays_typed(desk: Desk) -> None:
    ask_price(desk)
    till = Till(desk, person=MANAGER)
    assert waiting_for(till.session) == 1
    assert till.shown.requests == 1
    till.presenter.float_typed("10000", "3")
    till.presenter.open_list("codes")
    till.presenter.open_list("requests")
    till.presenter.shown()
    till.presenter.lists.grant(till.shown.rows[0].id)
    till.approve(MANAGER)
    assert till.shown.rows == ()
    till.presenter.back()
    assert till.shown.requests == 0
    assert till.shown.rows[0].text == "3"
    till.session.log_in(CASHIER)
    assert waiting_for(till.session) == 0
    till.leave()


def test_the_drawer_asks_for_a_second_person_where_the_office_wants_one(desk: Desk) -> None:
    desk.open()
    change_settings(desk.books, {"second_person": ["drawer"]}, desk.clock.today(), request_id="s", staff=MANAGER)
    kicked = list[str]()
    till = Till(desk, kick=lambda: kicked.append("kick"))
    till.presenter.in_day(till.presenter.drawer.ask)
    assert till.view.asked is not None
    assert till.view.asked.answer({"reason": "change"}) == ""
    assert kicked == []
    till.approve(SUPERVISOR)
    assert kicked == ["kick"]
    body = desk.body(desk.count("event"))
    assert (body["kind"], body["seen"]) == ("drawer_opened", "Open the drawer")
    till.presenter.in_day(till.presenter.drawer.ask)
    assert till.view.asked.answer({"reason": "a jam"}) == ""
    till.approval.leave_for_later("")
    assert (kicked, [each.act for each in pending_acts(desk.connection)]) == (["kick", "kick"], ["drawer"])
    till.leave()
