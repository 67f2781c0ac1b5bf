"""The import page of the settings: a file looked at whole, asked about, imported; and the list that goes out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from counter.desk.change_prices import Scope, set_price
from counter.desk.preview_bills import preview
from counter.presenters.import_page import ImportPresenter
from counter.presenters.lists_out import ListsOut, ShownList, file_name
from counter.presenters.pay_view import Question, SayKind
from counter.presenters.session import Session
from counter.presenters.settings_page import Page, Work
from counter.rules.tariff import recompute
from counter.settings import MachineSettings
from counter.words import Words
from db.books import Books
from db.check import check_books
from db.queries import accounts, registers
from tests.desk.small_estate import MANAGER, founded
from tests.files.test_estate_workbooks import OWNERS, Rows, book, whole

MONTHS = [f"{month}月" for month in range(1, 13)]


@dataclass
class Seen:
    """A page's window that only remembers; long work is done at once."""

    pages: list[Page] = field(default_factory=list)
    asked: list[Question] = field(default_factory=list)
    said: list[tuple[SayKind, str]] = field(default_factory=list)
    explained: list[str] = field(default_factory=list)

    def show_page(self, page: Page) -> None:
        self.pages.append(page)

    def explain(self, title: str, text: str) -> None:
        self.explained.append(text)

    def ask(self, what: Question) -> None:
        self.asked.append(what)

    def ask_secret(self, what: Question) -> None:
        raise AssertionError(what)

    def say(self, kind: SayKind, text: str, rest: str = "") -> None:
        self.said.append((kind, text))

    def notice(self, title: str, text: str) -> None:
        raise AssertionError(title)

    def work(self, what: str, work: Work, done: Callable[[Any], object], failed: Callable[[Exception], object]) -> None:
        try:
            result = work(lambda done, total: None, lambda: False)
        except Exception as error:
            failed(error)
        else:
            done(result)

    def answer(self, **values: str) -> str:
        return self.asked[-1].answer(values)

    @property
    def keys(self) -> set[str]:
        return {command.key for command in self.pages[-1].commands}


class Office:
    """Books with a manager at the window of the import page."""

    def __init__(self, books: Books, folder: Path) -> None:
        words = Words.load("en")
        self.books, self.folder, self.view = books, folder, Seen()
        self.session = Session(books, MachineSettings(), words, words)
        self.session.log_in(MANAGER)
        self.page = ImportPresenter(self.session, self.view)
        self.page.show()

    def choose(self, path: Path) -> None:
        self.page.pressed("F")
        assert self.view.answer(path=str(path)) == ""

    def wide(self, *rows: Sequence[object]) -> Path:
        head: Sequence[object] = ["房号", "业主", "面积", "单价", *MONTHS, "合计"]
        return book(self.folder, **{"2025年物业费": [head, *rows]})

    def codes(self) -> list[str]:
        return [unit.code for unit in registers.units(self.session.connection)]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with founded(tmp_path) as books:
        made = Office(books, tmp_path)
        yield made
        made.session.close()


def test_a_right_file_is_imported_after_it_was_looked_at(office: Office) -> None:
    office.choose(whole(office.folder))
    assert office.view.pages[-1].title.startswith("The file is right: 4 units")
    assert office.codes() == []
    office.page.pressed("F9")
    office.view.answer(choice="1")
    assert office.codes() == ["3-2-1201", "3-2-1202", "商铺S-12", "B1-023"]
    assert office.view.said[-1][0] == "saved"
    office.choose(whole(office.folder))
    office.page.pressed("F9")
    office.view.answer(choice="1")
    assert office.view.said[-1] == ("saved", "The books hold all of this already; nothing was changed.")


def test_not_yet_imports_nothing(office: Office) -> None:
    office.choose(whole(office.folder))
    office.page.pressed("F9")
    office.view.answer(choice="2")
    assert office.codes() == []


def test_a_wrong_file_is_told_row_by_row_and_marked_in_a_copy(office: Office) -> None:
    office.choose(whole(office.folder, 业主=[*OWNERS, ["9-9", "王五", "12", None, None, None]]))
    page = office.view.pages[-1]
    assert page.title == "2 places in the file have to be corrected"
    assert [row.cells[:3] for row in page.rows] == [("业主", "4", "手机号"), ("业主", "4", "房屋编号")]
    assert "F9" not in office.view.keys
    office.page.pressed("F9")
    assert len(office.view.asked) == 1
    office.page.pressed("C")
    assert load_workbook(office.folder / "estate-to correct.xlsx")["业主"]["C4"].comment is not None


def test_columns_that_are_not_understood_are_asked_about(office: Office) -> None:
    rows: Rows = [["房号", "业主", "面积", "停车卡号"], ["1-101", "张三", 80, "K-1"]]
    office.choose(book(office.folder, Sheet1=rows))
    assert [row.cells for row in office.view.pages[-1].rows] == [("Sheet1", "停车卡号", "K-1")]
    office.page.pressed("F9")
    assert office.codes() == []
    office.page.pressed("L")
    office.page.pressed("F9")
    office.view.answer(choice="1")
    assert office.codes() == ["1-101"]


def test_a_sheet_of_months_is_shown_with_its_totals_before_it_comes_in(office: Office) -> None:
    office.choose(
        office.wide(
            ["1-101", "张三", 100, 1, *[100] * 10, None, None, 1000],
            ["1-102", "李四", 100, 1, *[100] * 12, 1200],
            ["合计", None, 200, None, *[200] * 10, 100, 100, 2300],
        )
    )
    page = office.view.pages[-1]
    assert dict(page.facts)["Totals that differ"] == "1"
    assert page.rows[0].cells == ("2025年物业费 · 合计", "4", "合计", "2,200.00", "2,300.00", "100.00")
    office.page.pressed("F9")
    assert "1 total of the sheet differs" in office.view.asked[-1].text
    office.view.answer(choice="1")
    assert office.codes() == ["1-101", "1-102"]
    found = accounts.open_charges(office.session.connection, [1, 2])
    assert [(each.unit_id, each.period, each.open) for each in found] == [
        (1, "2025-11", 10_000), (1, "2025-12", 10_000)
    ]  # fmt: skip


def test_a_sheet_of_months_can_be_read_otherwise(office: Office) -> None:
    office.choose(office.wide(["1-101", "张三", 100, 1, *[100] * 10, None, None, 1000]))
    office.page.pressed("M")
    assert office.view.answer(as_of="x", item="物业费", year="") != ""
    office.view.answer(as_of="2025-11", item="物业费", year="")
    assert dict(office.view.pages[-1].facts)["Opening debts"] == "¥100.00"
    office.page.pressed("O")
    assert dict(office.view.pages[-1].facts)["Opening debts"] == "¥1,000.00"


def test_what_the_sheet_calls_paid_is_paid_up_to_and_never_billed_again(office: Office) -> None:
    rows = (["1-101", "张三", 100, 1, *[100] * 12, 1200], ["1-102", "李四", 100, 1, *[100] * 10, None, None, 1000])
    office.choose(office.wide(*rows))
    office.page.pressed("F9")
    office.view.answer(choice="1")
    connection = office.session.connection
    assert [each.billed_to for each in accounts.standings(connection, 1)] == ["2025-12-31"]
    # The price begins with the month after; one from earlier on would bill the year again, were it not settled.
    set_price(
        office.books, 1, Scope("flat"), "area", 10_000, date(2024, 1, 1), request_id="old", staff=MANAGER
    )  # fmt: skip
    assert preview(connection, ["2025-10", "2025-11", "2025-12"]).count == 0
    assert preview(connection, ["2024-12"]).count == 2
    assert preview(connection, ["2026-01"]).count == 2
    assert check_books(office.books.database, recompute=recompute).clean


def test_the_same_sheet_of_months_changes_nothing_a_second_time(office: Office) -> None:
    sheet = office.wide(["1-101", "张三", 100, 1, *[100] * 10, None, None, 1000])
    for _ in range(2):
        office.choose(sheet)
        office.page.pressed("F9")
        office.view.answer(choice="1")
    assert office.view.said[-1] == ("saved", "The books hold all of this already; nothing was changed.")
    assert len(accounts.open_charges(office.session.connection, [1])) == 2


def test_a_sheet_is_read_up_to_its_own_last_month_or_the_month_before_this_one(office: Office) -> None:
    office.choose(office.wide(["1-101", "张三", 100, 1, *[100] * 12, 1200]))
    office.page.pressed("M")
    assert office.view.asked[-1].fields[0].value == "2025-12"
    months: Rows = [["房号", "面积", "单价", *MONTHS], ["1-101", 100, 1, 100, *[None] * 11]]
    later = book(office.folder, **{"2026年物业费": months})
    office.choose(later)
    office.page.pressed("M")
    assert office.view.asked[-1].fields[0].value == "2025-12"


def test_a_list_with_paid_up_to_alone_is_a_sheet_of_months_too(office: Office) -> None:
    rows: Rows = [["房号", "业主", "面积", "单价", "交至"], ["1-101", "张三", 100, 1, "2025-10"]]
    office.choose(book(office.folder, Sheet1=rows))
    assert dict(office.view.pages[-1].facts)["Opening debts"] == "¥200.00"


def test_a_sheet_is_compared_with_the_books(office: Office) -> None:
    first = ["1-101", "张三", 100, 1, *[100] * 10, None, None, 1000]
    office.choose(office.wide(first, ["1-102", "李四", 100, 1, *[100] * 12, 1200]))
    office.page.pressed("F9")
    office.view.answer(choice="1")
    office.choose(
        office.wide(first, ["1-102", "李四", 100, 1, *[100] * 11, None, 1100], ["9-9", "王", 1, 1, *["√"] * 12, 0])
    )
    office.page.pressed("V")
    assert [row.cells for row in office.view.pages[-1].rows] == [
        ("1-102", "3", "100.00", "0.00", "2025-11", "2025-12"),
        ("9-9", "4", "0.00", "not in the books", "2025-12", "–"),
    ]  # fmt: skip


@dataclass
class Lists:
    """A window with one list."""

    shown: ShownList | None
    said: list[tuple[SayKind, str]] = field(default_factory=list)

    def shown_list(self) -> ShownList | None:
        return self.shown

    def say(self, kind: SayKind, text: str, rest: str = "") -> None:
        self.said.append((kind, text))


def at_once(
    work: Callable[[], object], done: Callable[[object], object], failed: Callable[[Exception], object]
) -> None:
    try:
        done(work())
    except OSError as error:
        failed(error)


def test_the_list_on_the_screen_is_saved_with_a_title_line(office: Office) -> None:
    view = Lists(ShownList("Units", "3-2", ("Unit", "Owed"), frozenset({1}), [("3-2-1201", "1,234.50")]))
    ListsOut(office.session, view, office.folder / "lists", at_once).save()
    [path] = (office.folder / "lists").glob("*.xlsx")
    sheet = load_workbook(path).worksheets[0]
    assert str(sheet["A1"].value).startswith("Sunny Garden · Units · 3-2 · 2026-01-31 ")
    assert sheet["B3"].value == 1234.5
    assert path.with_suffix(".csv").exists()
    assert view.said == [("saved", f"1 row is saved in {path}, and as CSV beside it.")]


def test_nothing_is_saved_without_a_list_or_with_nobody_at_the_window(office: Office) -> None:
    view = Lists(None)
    ListsOut(office.session, view, office.folder / "lists", at_once).save()
    assert view.said == [("plain", "There is no list on this screen.")]
    office.session.lock()
    full = Lists(ShownList("Units", "", ("Unit",), frozenset(), [("1",)]))
    ListsOut(office.session, full, office.folder / "lists", at_once).save()
    assert (full.said, (office.folder / "lists").exists()) == ([], False)


def test_a_folder_that_cannot_be_written_is_told(office: Office) -> None:
    (office.folder / "lists").write_text("in the way")
    view = Lists(ShownList("Units", "", ("Unit",), frozenset(), [("1",)]))
    ListsOut(office.session, view, office.folder / "lists", at_once).save()
    assert view.said[0][0] == "risk"


def test_file_names_have_no_signs_that_a_disk_refuses(office: Office) -> None:
    assert file_name("a/b: c?", office.books.clock.now()).startswith("a-b-c-")
