"""Settings, bill run, journal and first start over real books, seen by a view that only remembers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from counter.desk.close_steps import Folders, close_steps
from counter.desk.erase_person import erase_person
from counter.desk.move_data import DataFolderWrong
from counter.desk.office import load_office
from counter.desk.people import Person, prove
from counter.platform.folders import Home
from counter.platform.sticks import folder_as_stick
from counter.presenters.approval import AskApproval, Wish
from counter.presenters.bill_run import BillRunPresenter
from counter.presenters.first_start import Answers, Deeds, FirstStart
from counter.presenters.first_start_pages import FirstPage
from counter.presenters.journal import JournalPlaces, JournalPresenter
from counter.presenters.pay_view import Question
from counter.presenters.session import Session
from counter.presenters.settings_machine import MachineDeeds, MachinePresenter
from counter.presenters.settings_office import OfficePresenter
from counter.presenters.settings_page import Page, Work
from counter.presenters.settings_people import PeoplePresenter
from counter.presenters.settings_prices import PricesPresenter
from counter.settings import MachineSettings
from counter.wiring.first_window import founding
from counter.words import Words
from db.queries import people
from db.queries.people import pending_acts
from db.store import open_reader
from tests.desk.office import CASHIER, MANAGER, SUPERVISOR, Desk, HandClock, desk_at, furnish, open_office_books
from tests.desk.small_estate import SMALL, bring, founded
from tests.desk.test_desk_erasure import move_out
from tests.files.test_estate_workbooks import Rows, book
from tests.presenters.units_office import SecondPerson


@dataclass
class Seen:
    """Remembers the page, the questions and what was said; long work runs at once."""

    pages: list[Page] = field(default_factory=list)
    asked: list[Question] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    rests: list[str] = field(default_factory=list)

    def show_page(self, page: Page) -> None:
        self.pages.append(page)

    def explain(self, title: str, text: str) -> None:
        self.boxes.append(text)

    def ask(self, what: Question) -> None:
        self.asked.append(what)

    def ask_secret(self, what: Question) -> None:
        self.asked.append(what)

    def say(self, kind: str, text: str, rest: str = "") -> None:
        self.said.append((kind, text))
        self.rests.append(rest)

    def notice(self, title: str, text: str) -> None:
        self.boxes.append(text)

    def work(self, what: str, work: Work, done: Callable[[Any], object], failed: Callable[[Exception], object]) -> None:
        try:
            result = work(lambda done, total: None, lambda: False)
        except Exception as error:
            failed(error)
        else:
            done(result)

    @property
    def values(self) -> dict[str, str]:
        return {row.id: row.cells[1] for row in self.pages[-1].rows}

    def answer(self, **values: str) -> str:
        return self.asked[-1].answer(values)


def agreeing(who: Person, reason: str = "agreed") -> AskApproval:
    """A second person who agrees at once to whatever is asked, having seen it."""

    def ask(wish: Wish) -> None:
        wish.on_granted(replace(who, seen=wish.title), reason)

    return ask


def nobody_here(wish: Wish) -> None:
    """Whoever is alone goes on with the approval owed."""
    assert wish.on_owed is not None
    wish.on_owed("PC broke")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "books.sqlite"
    books = open_office_books(path, HandClock())
    furnish(books)
    books.close()
    desk = desk_at(path)
    yield desk
    desk.books.close()


@pytest.fixture
def session(office: Desk) -> Iterator[Session]:
    session = Session(office.books, MachineSettings(language="en"), office.words, office.words)
    session.log_in(MANAGER)
    yield session
    session.close()


def test_a_setting_of_the_office_holds_from_the_day_that_was_named(session: Session) -> None:
    view = Seen()
    page = OfficePresenter(session, view, agreeing(SUPERVISOR))
    page.show()
    page.opened("over_short_limit")
    assert view.answer(value="25.00", since="2026-12-01") == ""
    assert session.office.over_short_limit == 1000
    assert load_office(session.connection, "2026-12-01").over_short_limit == 2500
    page.opened("rounding")
    assert view.answer(choice="3") == ""
    assert view.answer(since="2026-11-23") == ""
    assert view.values["rounding"] == "down to whole yuan"


def test_who_may_not_change_the_office_is_told_and_asked_nothing(session: Session) -> None:
    session.log_in(CASHIER)
    view = Seen()
    for page, row in (
        (OfficePresenter(session, view, agreeing(SUPERVISOR)), "collector"),
        (PeoplePresenter(session, view), "1"),
    ):
        page.show()
        page.opened(row)
    assert view.asked == []
    assert [kind for kind, _text in view.said] == ["risk", "risk"]


def test_a_wrong_value_changes_nothing_and_is_explained(session: Session) -> None:
    view = Seen()
    page = OfficePresenter(session, view, agreeing(SUPERVISOR))
    page.opened("reprint_limit")
    assert "whole number" in view.answer(value="-4", since="2026-11-23")
    page.opened("collector")
    assert "2026-11-23" in view.answer(value="X", since="yesterday")
    assert load_office(session.connection, "2026-12-31") == session.office


def test_a_new_cashier_can_prove_the_pin_and_the_last_manager_stays(office: Desk, session: Session) -> None:
    view = Seen()
    page = PeoplePresenter(session, view)
    page.show()
    page.pressed("A")
    assert "differ" in view.answer(name="新人", pin="1234", again="1235")
    assert view.answer(name="新人", pin="1234", again="1234") == ""
    assert view.answer(choice="1") == ""
    new = people.all_staff(session.connection)[-1]
    assert prove(office.books, new.id, "1234") == Person(new.id, "新人", "cashier")
    page.selected("1")
    page.pressed("L")
    assert "nobody who works here could do this" in view.answer(day="2026-11-23")
    page.pressed("O")
    assert "nobody who works here could do this" in view.answer(choice="1")
    assert people.staff(session.connection, 1) is not None


def test_a_new_price_never_reaches_back_into_what_is_billed(session: Session) -> None:
    view = Seen()
    page = PricesPresenter(session, view, agreeing(SUPERVISOR))
    page.show()
    page.opened("1")
    assert "2026-11-30" in view.answer(price="3.10", since="2026-11-30", number="", date="")
    assert view.answer(price="3.10", since="2026-12-01", number="2026-07", date="2026-11-01") == ""
    assert view.answer(choice="3") == ""
    prices = {(row.cells[3], row.cells[2]) for row in view.pages[-1].rows}
    assert ("2026-12-01", "3.10 / m²") in prices


def test_a_bill_run_is_posted_once_and_then_stands(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        bring(books, SMALL)
        session = Session(books, MachineSettings(language="en"), Words.load("en"), Words.load("en"))
        session.log_in(MANAGER)
        view = Seen()
        page = BillRunPresenter(session, view)
        page.show()
        assert page.look("2602") == ""
        promised = dict(view.pages[-1].facts)["Charges"]
        page.pressed("F9")
        post = view.asked[-1]
        assert post.answer({"choice": "1"}) == ""
        assert post.answer({"choice": "1"}) == ""
        facts = dict(view.pages[-1].facts)
        assert (facts["Charges"], facts["Billed already"]) == ("0", promised)
        assert promised == "4"
        session.close()


def test_machine_settings_are_saved_at_once_and_bounded(session: Session) -> None:
    view, saved = Seen(), list[MachineSettings]()
    page = MachinePresenter(
        session, view, MachineDeeds(saved.append, lambda s, p: None, list, lambda: None), nobody_here
    )
    page.show()
    page.opened("scale")
    assert "200" in view.answer(value="250")
    assert view.answer(value="150") == ""
    page.opened("offset_x")
    assert view.answer(value="-0.3") == ""
    assert (saved[-1].scale, saved[-1].printer.offset_x) == (150, -3)
    assert any(command.key == "N" for command in view.pages[-1].commands)


def test_nothing_is_made_larger_than_the_screen_has_room_for(session: Session) -> None:
    view, saved = Seen(), list[MachineSettings]()
    deeds = MachineDeeds(saved.append, lambda s, p: None, list, lambda: None, largest_scale=125)
    page = MachinePresenter(session, view, deeds, nobody_here)
    page.opened("scale")
    assert view.answer(value="130") == "A whole number from 100 to 125."
    assert view.answer(value="125") == ""
    assert saved[-1].scale == 125


def test_the_folder_of_the_books_is_named_by_a_manager_and_waits_for_the_window_to_be_rebuilt(
    session: Session, tmp_path: Path
) -> None:
    view, planned, restarts = Seen(), list[str](), list[bool]()

    def plan(folder: str) -> Path:
        if "stick" in folder:
            raise DataFolderWrong(folder, "on_a_stick")
        planned.append(folder)
        return Path(folder)

    deeds = MachineDeeds(
        lambda s: None, lambda s, p: None, list, lambda: restarts.append(True), plan_move=plan
    )  # fmt: skip
    page = MachinePresenter(session, view, deeds, nobody_here)
    page.pressed("N")
    assert restarts == [], "nothing waits yet"
    page.opened("folder")
    assert "it lies on a stick" in view.answer(value="/media/stick")
    session.log_in(CASHIER)
    assert view.answer(value="/second disk") == "Your role may not move the books."
    session.log_in(MANAGER)
    assert view.answer(value="/second disk") == ""
    assert planned == ["/second disk"]
    shown = {row.id: row.cells[1] for row in view.pages[-1].rows}
    assert shown["folder"].endswith("moves to /second disk")
    page.pressed("N")
    assert restarts == [True]


def test_owed_copies_are_finished_checked_and_restored(office: Desk, session: Session, tmp_path: Path) -> None:
    office.open()
    office.pay(1)
    office.close()
    stick = tmp_path / "stick"
    stick.mkdir()
    home = Home(tmp_path, tmp_path)

    def sticks() -> list[Any]:
        return [folder_as_stick(stick)]

    folders = Folders(home.journals, home.snapshots, home.attachments)
    places = JournalPlaces(
        home.journals, home.attachments, tmp_path / "back",
        lambda: close_steps(office.books, folders, sticks, "test"), sticks,
    )  # fmt: skip
    view = Seen()
    page = JournalPresenter(session, view, places, agreeing(SUPERVISOR))
    page.show()
    assert view.pages[-1].rows[0].cells[-1].startswith("OWED")
    page.pressed("S")
    assert view.said[-1][0] == "risk", "the stick is nobody's yet"
    assert "journal file" not in view.pages[-1].rows[0].cells[-1]
    machine = MachinePresenter(
        session, view, MachineDeeds(lambda s: None, lambda s, p: None, sticks, lambda: None), nobody_here
    )
    machine.pressed("U")
    assert view.answer(value="甲") == ""
    page.pressed("S")
    assert view.said[-1][0] == "saved"
    page.pressed("C")
    page.pressed("A")
    assert [kind for kind, _text in view.said[-2:]] == ["saved", "saved"]
    page.pressed("R")
    assert view.pages[-1].rows[0].cells[0] == "甲"
    page.pressed("L")
    assert view.answer(stick=str(stick), into=str(tmp_path / "back")) == ""
    assert view.said[-1][0] == "saved"
    assert (tmp_path / "back" / "books.sqlite").exists()
    alone = JournalPresenter(session, view, places, nobody_here)
    alone.pressed("R")
    alone.pressed("L")
    assert view.answer(stick=str(stick), into=str(tmp_path / "alone")) == ""
    restored = open_reader(tmp_path / "alone" / "books.sqlite")
    owed = [each.act for each in pending_acts(restored.connection())]
    restored.close()
    assert (owed, [each.act for each in pending_acts(office.connection)]) == (["restore"], ["restore"])


def test_a_journal_that_was_changed_is_named(office: Desk, session: Session, tmp_path: Path) -> None:
    office.open()
    office.close()
    home = Home(tmp_path, tmp_path)
    folders = Folders(home.journals, home.snapshots, home.attachments)
    places = JournalPlaces(
        home.journals, home.attachments, tmp_path / "back", lambda: close_steps(office.books, folders, list, "test"),
        list,
    )  # fmt: skip
    view = Seen()
    page = JournalPresenter(session, view, places, agreeing(SUPERVISOR))
    page.show()
    page.pressed("S")
    file = next(home.journals.glob("*.sqlite"))
    file.write_bytes(b"no journal" * 100)
    page.pressed("C")
    assert view.said[-1][0] == "risk"
    assert file.name in view.boxes[-1]


@dataclass
class FirstSeen(Seen):
    """The assistant's window that only remembers."""

    found: str = ""
    shown: list[FirstPage] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def show(self, page: FirstPage) -> None:
        self.shown.append(page)

    def wrong(self, sentence: str) -> None:
        self.faults.append(sentence)

    def told(self, sentence: str) -> None:
        self.said.append(("saved", sentence))

    def find_file(self, title: str) -> str:
        return self.found


def test_the_first_start_saves_nothing_before_its_last_step(tmp_path: Path) -> None:
    home = Home(tmp_path, tmp_path)
    home.make()
    view, ended = FirstSeen(), list[Answers]()
    deeds = Deeds(
        lambda answers: founding(home, answers, MachineSettings()), lambda answers: lambda progress, cancel: None,
        lambda settings, paper: None, ended.append, tmp_path / "template.xlsx",
    )  # fmt: skip
    start = FirstStart(view, Words.load, deeds)
    start.start()
    start.choose("2")
    start.answer({"name": ""})
    assert view.faults[-1] == "Type the name of the estate."
    start.answer({"name": "Sunny Garden"})
    start.choose("1")
    start.choose("F8")
    assert (tmp_path / "template.xlsx").exists()
    start.back()
    start.choose("2")
    start.answer({"number": "4711"})
    start.answer({"manager": "Chen", "pin": "3333", "again": "3333"})
    start.choose("6")
    assert start.step == "done"
    assert not home.books.exists()
    start.answer({})
    assert home.books.exists()
    start.answer({})
    assert ended[0].first_receipt == 4711
    reader = open_reader(home.books)
    assert [row.name for row in people.all_staff(reader.connection())] == ["Chen"]
    reader.close()


def test_every_error_of_a_workbook_is_shown_at_once(tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    file.write_text("房屋编号,房屋类型,建筑面积\n1-101,住宅,abc\n1-102,住宅,12.345\n", encoding="utf-8")
    view = FirstSeen()
    deeds = Deeds(lambda a: lambda p, c: None, lambda a: lambda p, c: None, lambda s, p: None, lambda a: None, file)
    start = FirstStart(view, Words.load, deeds)
    start.start()
    start.choose("1")
    start.answer({"name": "阳光花园"})
    start.choose("1")
    start.answer({"path": str(file)})
    assert start.step == "file"
    assert len(view.shown[-1].lines) == 2


def test_what_the_rows_of_a_first_workbook_do_to_each_other_is_told_before_books_are_founded(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "房屋": [["房屋编号", "建筑面积"], ["1-101", 80]],
        "收费标准": [
            ["收费项目", "房屋类型", "计费方式", "单价", "起始日期"], ["水费", "住宅", "按表", 3, "2025-01-01"],
        ],
        "水电表": [
            ["房屋编号", "收费项目", "表号", "起始读数", "启用日期"], ["1-101", "水费", "S1", 100, "2025-01-31"],
        ],
        "抄表": [["房屋编号", "收费项目", "所属期", "本期度数"], ["1-101", "水费", "2025-02", 99]],
    }  # fmt: skip
    view, start = first_start_at_the_file(tmp_path)
    start.answer({"path": str(book(tmp_path, **sheets))})
    assert start.step == "file"
    assert "is less than the meter showed before" in view.shown[-1].lines[0]
    start.choose("F6")
    assert (tmp_path / "estate-to correct.xlsx").exists()


def test_a_column_that_is_not_understood_is_left_out_only_where_somebody_says_so(tmp_path: Path) -> None:
    view, start = first_start_at_the_file(tmp_path)
    rows: Rows = [["房号", "业主", "面积", "停车卡号"], ["1-101", "张三", 80, "K-1"]]
    start.answer({"path": str(book(tmp_path, Sheet1=rows))})
    assert view.shown[-1].title == "1 column is not understood"
    assert start.answers.estate_file is None
    start.answer({})
    assert start.step == "receipt"
    assert start.answers.estate_file is not None


def test_a_sheet_of_months_is_read_as_its_page_says(tmp_path: Path) -> None:
    view, start = first_start_at_the_file(tmp_path)
    rows: Rows = [["房号", "月应收", "2025年1月", "2025年2月", "2025年3月"], ["1-101", 100, 100, None, None]]
    start.answer({"path": str(book(tmp_path, Sheet1=rows))})
    assert [each.name for each in view.shown[-1].fields] == ["as_of", "item", "year"]
    start.answer({"as_of": "2025-02", "item": "Fee", "year": ""})
    assert start.step == "file"
    assert start.answers.estate_file is None
    start.answer({"as_of": "2025-02", "item": "Fee", "year": ""})
    estate = start.answers.estate_file
    assert estate is not None
    assert [(each.kind, each.item, each.period) for each in estate.openings] == [
        ("arrears", "Fee", "2025-02"), ("settled", "Fee", "2025-01"),
    ]  # fmt: skip
    assert [(each.item, each.method, each.price) for each in estate.prices] == [("Fee", "fixed", 1_000_000)]


def first_start_at_the_file(folder: Path) -> tuple[FirstSeen, FirstStart]:
    view = FirstSeen()
    deeds = Deeds(lambda a: lambda p, c: None, lambda a: lambda p, c: None, lambda s, p: None, lambda a: None, folder)
    start = FirstStart(view, Words.load, deeds)
    start.start()
    start.choose("2")
    start.answer({"name": "Sunny Garden"})
    start.choose("1")
    return view, start


def test_a_workbook_can_be_found_on_the_computer_and_finding_none_changes_nothing(tmp_path: Path) -> None:
    view = FirstSeen()
    deeds = Deeds(lambda a: lambda p, c: None, lambda a: lambda p, c: None, lambda s, p: None, lambda a: None, tmp_path)
    start = FirstStart(view, Words.load, deeds)
    start.start()
    start.choose("2")
    start.answer({"name": "Sunny Garden"})
    start.choose("1")
    pages = len(view.shown)
    start.choose("F7")
    assert len(view.shown) == pages
    view.found = "/estate/units.xlsx"
    start.choose("F7")
    assert view.shown[-1].fields[0].value == "/estate/units.xlsx"


def test_a_check_says_that_personal_data_was_erased_and_finds_no_damage(
    office: Desk, session: Session, tmp_path: Path
) -> None:
    office.open()
    office.pay(1)
    move_out(office)
    erase_person(office.books, 1, "asked in writing", request_id="e", requester=MANAGER, approver=SUPERVISOR)
    home, view = Home(tmp_path, tmp_path), Seen()
    places = JournalPlaces(home.journals, home.attachments, tmp_path / "b", list, list)
    page = JournalPresenter(session, view, places, SecondPerson())
    page.show()
    page.pressed("A")
    assert view.said[-1][0] == "saved"
    assert view.rests[-1] == "1 record of personal data is erased; that is no damage."
