"""The audit trail as somebody looks through it: in words, found, paged, taken out, and that the taking out is in it."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from counter.desk.change_registers import save_person
from counter.desk.change_settings import change_settings
from counter.desk.people import Person
from counter.desk.show_phones import show_phones
from counter.desk.void_receipt import void_receipt
from counter.presenters.audit import AuditPresenter
from counter.presenters.audit_find import FilterWrong, read_filter
from counter.presenters.audit_words import AuditWords
from counter.presenters.pay_view import Question
from counter.presenters.session import Session
from counter.presenters.settings_page import Page, Work
from counter.rules.permissions import PERMISSIONS, Act, Role, with_cell
from counter.settings import MachineSettings
from counter.words import LANGUAGES, Words
from db.queries import audit
from db.queries.audit import AuditFilter
from db.queries.registers import PersonRow
from tests.desk.office import AUDITOR, CASHIER, EVEN, MANAGER, ODD, SUPERVISOR, Desk
from tests.presenters.till_window import till_office

DAY = "2026-11-23"


class Trail:
    """A page that only remembers, and the trail behind it."""

    def __init__(self, desk: Desk, exports: Path, person: Person = MANAGER, language: str = "en") -> None:
        words = Words.load(language)  # type: ignore[arg-type]
        self.desk = desk
        self.session = Session(desk.books, MachineSettings(), words, words)
        self.session.log_in(person)
        self.pages: list[Page] = []
        self.asked: list[Question] = []
        self.said: list[tuple[str, str]] = []
        self.boxes: list[tuple[str, str]] = []
        self.worked: list[str] = []
        self.presenter = AuditPresenter(self.session, self, exports)
        self.presenter.show()

    @property
    def page(self) -> Page:
        return self.pages[-1]

    @property
    def kinds(self) -> list[str]:
        return [row.cells[4] for row in self.page.rows]

    def find(self, **typed: str) -> str:
        self.presenter.pressed("F")
        return self.asked[-1].answer({each.name: "" for each in self.asked[-1].fields} | typed)

    def show_page(self, page: Page) -> None:
        self.pages.append(page)

    def explain(self, title: str, text: str) -> None:
        self.boxes.append((title, text))

    def ask(self, what: Question) -> None:
        self.asked.append(what)

    def ask_secret(self, what: Question) -> None:
        self.asked.append(what)

    def say(self, kind: str, text: str, rest: str = "") -> None:
        self.said.append((kind, text))

    def notice(self, title: str, text: str) -> None:
        self.boxes.append((title, text))

    def work(self, what: str, work: Work, done: Callable[[Any], object], failed: Callable[[Exception], object]) -> None:
        self.worked.append(what)
        try:
            result = work(lambda done, total: None, lambda: False)
        except Exception as error:
            failed(error)
        else:
            done(result)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with till_office(tmp_path / "office") as made:
        made.open()
        yield made


@pytest.fixture
def trail(desk: Desk, tmp_path: Path) -> Iterator[Trail]:
    made = Trail(desk, tmp_path / "exports")
    yield made
    made.session.close()


def void(desk: Desk, unit: int = EVEN, reason: str = "typed twice") -> int:
    receipt = desk.pay(unit).receipts[0].id
    void_receipt(
        desk.books, receipt, reason, request_id=desk.request(), requester=CASHIER, till=1, approver=SUPERVISOR
    )  # fmt: skip
    return receipt


def test_the_newest_event_stands_on_top_in_words(trail: Trail) -> None:
    assert trail.kinds[:2] == ["Till opened", "Charges billed"]
    assert trail.page.rows[0].cells[2:4] == (CASHIER.name, "1")
    assert "Amount 300.00" in trail.page.rows[0].cells[5]


def test_a_void_tells_who_agreed_and_why(trail: Trail, desk: Desk) -> None:
    void(desk)
    trail.presenter.show()
    assert trail.kinds[:2] == ["Receipt voided", "Payment taken"]
    assert "李建国 agreed for 王芳: void a receipt, receipt 2026-000001, typed twice" in trail.page.rows[0].cells[5]
    trail.presenter.opened(trail.page.rows[0].id)
    title, text = trail.boxes[-1]
    assert title.endswith("Receipt voided")
    assert "Who: 王芳" in text
    assert "business day 2026-11-23" in text


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ({"receipt": "2026-000001"}, ["Receipt voided", "Payment taken"]),
        ({"unit": "3-2-1202"}, ["Payment taken"]),
        ({"who": "王芳", "kind": "payment"}, ["Payment taken", "Payment taken"]),
        ({"kind": "void"}, ["Receipt voided"]),
        ({"text": "typed twice"}, ["Receipt voided"]),
        ({"text": "receipt voided"}, ["Receipt voided"]),
        ({"first": "2026-11-24"}, []),
    ],
)
def test_it_is_found_by_what_people_know(trail: Trail, desk: Desk, typed: dict[str, str], kinds: list[str]) -> None:
    void(desk)
    desk.pay(ODD)
    assert trail.find(**typed) == ""
    assert [kind for kind in trail.kinds if kind not in ("Charges billed", "Estate imported")] == kinds
    assert trail.worked, "what is looked for is looked for beside the window"
    trail.presenter.pressed("X")
    assert "Books created" in trail.kinds


@pytest.mark.parametrize(
    "typed", [{"who": "nobody"}, {"kind": "nothing"}, {"first": "yesterday"}, {"receipt": "x"}, {"unit": "9-9-9"},
              {"receipt": "2026-000099"}],
)  # fmt: skip
def test_what_names_nothing_is_said_and_what_was_found_stays(trail: Trail, typed: dict[str, str]) -> None:
    before = trail.page
    told = trail.find(**typed)
    assert next(iter(typed.values())) in told
    assert trail.page is before


def test_pages_go_back_and_forth(trail: Trail, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counter.presenters.audit.PAGE", 2)
    monkeypatch.setattr("db.queries.audit.page", lambda *a, _page=audit.page, **k: _page(*a[:3], 2))
    trail.presenter.show()
    newest = [row.id for row in trail.page.rows]
    assert [command.key for command in trail.page.commands] == ["F", "O", "E"]
    trail.presenter.pressed("O")
    assert int(trail.page.rows[0].id) == int(newest[-1]) - 1
    trail.presenter.pressed("N")
    assert [row.id for row in trail.page.rows] == newest


def test_taking_it_out_writes_what_was_found_and_leaves_its_own_event(trail: Trail, desk: Desk, tmp_path: Path) -> None:
    void(desk, reason="=1+1")
    trail.find(kind="void")
    trail.presenter.pressed("E")
    assert "exports" in trail.asked[-1].fields[0].value
    assert trail.asked[-1].answer({"file": str(tmp_path / "out" / "trail.csv")}) == ""
    assert trail.said[-1] == ("saved", "1 events are written to trail.csv.")
    with (tmp_path / "out" / "trail.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["No.", "When", "Who", "Till", "What happened", "About"]
    assert len(rows) == 2
    body = desk.body(desk.count("event"))
    assert (body["kind"], body["file"], body["wanted"], body["staff"]) == ("exported", "trail.csv", {"kind": "void"}, 1)
    assert str(tmp_path) not in str(body)


def test_a_file_of_another_kind_is_refused_before_anything_happens(trail: Trail, desk: Desk, tmp_path: Path) -> None:
    before = desk.count("event")
    trail.presenter.pressed("E")
    assert ".xlsx" in trail.asked[-1].answer({"file": str(tmp_path / "trail.pdf")})
    assert desk.count("event") == before


def test_who_may_not_take_it_out_is_told_and_that_stands_in_the_trail(desk: Desk, tmp_path: Path) -> None:
    trail = Trail(desk, tmp_path, CASHIER)
    trail.presenter.pressed("E")
    assert trail.asked == []
    assert trail.said[-1][0] == "risk"
    trail.presenter.show()
    assert trail.kinds[0] == "Act refused"
    assert "export lists" in trail.page.rows[0].cells[5]
    trail.session.close()


def test_the_auditor_reads_and_takes_out(desk: Desk, tmp_path: Path) -> None:
    trail = Trail(desk, tmp_path, AUDITOR)
    trail.presenter.pressed("E")
    assert trail.asked[-1].answer({"file": str(tmp_path / "trail.xlsx")}) == ""
    assert (tmp_path / "trail.xlsx").stat().st_size > 1000
    trail.session.close()


def test_settings_and_registers_say_before_and_after_and_telephones_stay_masked(trail: Trail, desk: Desk) -> None:
    today = desk.clock.today()
    change_settings(desk.books, {"reprint_limit": 5}, today, request_id="s", staff=MANAGER)
    save_person(
        desk.books, PersonRow(EVEN, "张三", "13900139999", "", "person", None), request_id="p", staff=MANAGER
    )  # fmt: skip
    trail.presenter.show()
    assert "Copies without approval 3 → 5" in trail.page.rows[1].cells[5]
    trail.presenter.opened(trail.page.rows[0].id)
    text = trail.boxes[-1][1]
    assert "Telephone: 138****8001 → 139****9999" in text
    assert "13900139999" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_of_a_busy_day_is_told_in_words(desk: Desk, tmp_path: Path, language: str) -> None:
    void(desk)
    show_phones(desk.books, EVEN, request_id="h", person=CASHIER, till=1)
    desk.close()
    trail = Trail(desk, tmp_path, language=language)
    words = AuditWords(trail.session.connection, trail.session.words, trail.session.currency)
    for row in audit.page(trail.session.connection, AuditFilter()):
        told = words.everything(row)
        assert words.what(row.kind) != row.kind
        labels = [label for label, _value in told]
        assert not [label for label in labels if "_" in label], (row.kind, labels)
        if language == "zh_CN":
            assert not [label for label in labels if label.isascii() and label not in ("PIN", "month")], (
                row.kind,
                labels,
            )
    trail.session.close()


def test_an_event_of_many_rows_is_told_as_far_as_a_box_goes(trail: Trail) -> None:
    row = next(row for row in trail.page.rows if row.cells[4] == "Estate imported")
    trail.presenter.opened(row.id)
    lines = trail.boxes[-1][1].splitlines()
    assert len(lines) == 31
    assert lines[-1].endswith("more")


def test_the_table_asked_is_the_one_in_force(desk: Desk, tmp_path: Path) -> None:
    from counter.desk.change_permissions import change_permissions

    table = with_cell(PERMISSIONS, Role.AUDITOR, Act.EXPORT, False)
    change_permissions(desk.books, table, desk.clock.today(), request_id="t", staff=MANAGER)
    trail = Trail(desk, tmp_path, AUDITOR)
    trail.presenter.pressed("E")
    assert trail.said[-1][0] == "risk"
    trail.session.close()


def test_a_filter_of_nothing_looks_for_everything(desk: Desk) -> None:
    assert read_filter(desk.connection, {"text": " ", "unit": ""}, Words.load("en")) == AuditFilter()
    with pytest.raises(FilterWrong) as wrong:
        read_filter(desk.connection, {"last": "soon"}, Words.load("en"))
    assert (wrong.value.field, wrong.value.text) == ("To day", "soon")
    found = read_filter(desk.connection, {"first": "２０２６/11/01", "last": DAY}, Words.load("en"))
    assert (found.first, found.last) == ("2026-11-01", DAY)
