"""Founding books and importing an estate: once, whole, and again without a trace."""

import json
from datetime import date
from pathlib import Path

import pytest

from counter.desk.adjust_charge import Wish, adjust_charge
from counter.desk.change_prices import PriceNegative, Scope, ScopeMissing, UnknownItem, save_item, set_price
from counter.desk.change_registers import (
    UnitCodeTaken,
    UnknownHolding,
    UnknownPerson,
    add_holder,
    end_holding,
    save_person,
    save_unit,
    set_plates,
)
from counter.desk.change_staff import save_staff
from counter.desk.email_letters import save_email
from counter.desk.estate_rows import EstateFile, FileOpening
from counter.desk.found_books import AlreadyFounded, FirstReceipt, Founded, found_books
from counter.desk.import_estate import ImportRefused, contradictions, import_estate, known
from counter.desk.initials import initials
from counter.desk.office import load_office
from counter.desk.people import Person, UnknownStaff
from counter.desk.standing import UnknownUnit
from counter.rules.permissions import NotAllowed
from counter.rules.rounding import Rounding
from db import find
from db.books import Books
from db.queries import people, purses, registers, settings
from db.queries.people import StaffRow
from db.queries.registers import FeeItemRow, PersonRow
from db.store import open_books
from tests.desk.small_estate import MANAGER, SMALL, SetClock, arrears, believe, bring, flat, founded, owner, price


def head(books: Books) -> tuple[int, str]:
    row = books.database.connection().execute("SELECT id, hash FROM event ORDER BY id DESC LIMIT 1").fetchone()
    return row[0], row[1]


def sums(books: Books) -> dict[str, int]:
    return dict(books.database.connection().execute("SELECT account, sum(amount) FROM posting GROUP BY account"))


def test_the_first_event_names_the_books_and_the_first_manager_is_there(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        connection = books.database.connection()
        facts = settings.founding(connection)
        assert (facts["kind"], facts["books_kind"], facts["estate"]["zh"]) == ("books_founded", "training", "阳光花园")
        assert [(row.name, row.role) for row in people.all_staff(connection)] == [("陈静", "manager")]
        office = load_office(connection, "2026-01-31")
        assert (office.estate_en, office.rounding, office.over_short_limit) == ("Sunny Garden", Rounding.JIAO, 1000)


def test_founding_twice_posts_once_and_another_founding_is_refused(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        before = head(books)

        def found_again(request_id: str) -> Founded:
            return found_books(
                books, request_id=request_id, kind="real", estate_zh="x", estate_en="x", manager_name="x", pin_hash="x"
            )

        assert found_again("found").manager_id == 1
        with pytest.raises(AlreadyFounded) as refused:
            found_again("other")
        assert refused.value.estate == "阳光花园"
        assert head(books) == before


def test_receipts_continue_the_offices_receipt_book(tmp_path: Path) -> None:
    books = open_books(tmp_path / "b.sqlite", SetClock(date(2026, 1, 31)), believe, "test")
    found_books(
        books, request_id="f", kind="real", estate_zh="甲", estate_en="A", manager_name="陈静", pin_hash="x",
        first_receipt=FirstReceipt(2026, 358), settings={"rounding": "none"},
    )  # fmt: skip
    with books.transaction("n", staff_id=1) as tx:
        assert tx.take_number("R2026") == 358
    assert load_office(books.database.connection(), "2026-02-01").rounding is Rounding.NONE
    books.close()


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        estate = SMALL._replace(
            openings=(
                arrears("1-101", "2025-12", 25060),
                arrears("1-102", "", 50000, kind="balance"),
                arrears("1-102", "2026-03", 33600, kind="paid_ahead"),
            )
        )
        first = import_estate(books, estate, request_id="a", staff=MANAGER)
        # 张三 holds a flat and a parking place and is one person, 物业费 is one item with two prices.
        assert first.written == {"fee_item": 2, "tariff": 3, "person": 3, "unit": 4, "holding": 4}
        before = head(books)
        again = import_estate(books, estate, request_id="b", staff=MANAGER)
        assert (again.written, again.opening_charges, again.event_id) == ({}, 0, None)
        assert head(books) == before


def test_a_debt_that_was_adjusted_since_comes_in_again_without_a_trace(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        estate = SMALL._replace(openings=(arrears("1-101", "2025-12", 25060),))
        bring(books, estate)
        second = Person(9, "李建国", "manager")
        adjust_charge(
            books, Wish(1, "waiver", -5060), "空置", request_id="w", staff=MANAGER, approver=second
        )  # fmt: skip
        assert import_estate(books, estate, request_id="b", staff=MANAGER).event_id is None


def test_the_same_request_imports_once(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        first = import_estate(books, SMALL, request_id="a", staff=MANAGER)
        before = head(books)
        assert import_estate(books, EstateFile(units=(flat("9-9"),)), request_id="a", staff=MANAGER) == first
        assert head(books) == before


def test_opening_balances_are_owed_and_owned(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        opened = (
            arrears("1-101", "2025-12", 25060),
            arrears("1-101", "2025", 1000, item="车位费"),
            arrears("1-102", "", 50000, kind="balance"),
            arrears("1-102", "2026-03", 33600, kind="paid_ahead"),
        )
        done = import_estate(books, SMALL._replace(openings=opened), request_id="a", staff=MANAGER)
        assert (done.opening_charges, done.opening_total) == (2, 26060)
        assert sums(books) == {"receivable": 26060, "balance": -50000, "paid_ahead": -33600, "opening": 57540}
        connection = books.database.connection()
        rows = connection.execute("SELECT period, due, amount, ingredients FROM charge ORDER BY id").fetchall()
        assert [row[:3] for row in rows] == [("2025-12", "2025-12-15", 25060), ("2025", "2025-12-15", 1000)]
        assert json.loads(rows[0][3]) == {"kind": "opening", "amount": 25060}


def kept_for(item: str | None, amount: int, unit: str = "1-102") -> FileOpening:
    return arrears(unit, "", amount, kind="balance")._replace(item=item, period=None)


def test_an_opening_balance_of_a_fee_item_is_kept_for_it_and_comes_in_once(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        opened = (kept_for("物业费", 30_000), kept_for("车位费", 5_000), kept_for(None, 700))
        for request in ("first", "second"):
            bring(books, SMALL._replace(openings=opened), request)
        assert purses.held(books.database.connection(), 2) == {None: 700, 1: 30_000, 2: 5_000}
        with pytest.raises(ImportRefused) as refused:
            bring(books, SMALL._replace(openings=(kept_for("物业费", 1), *opened[1:])), "third")
        assert [error.code for error in refused.value.errors] == ["import_opening_differs"]


def test_a_file_that_came_in_before_balances_had_fee_items_changes_nothing(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        bring(books, SMALL._replace(openings=(kept_for(None, 30_000),)))
        before = head(books)
        bring(books, SMALL._replace(openings=(kept_for("物业费", 30_000),)), "again")
        assert head(books) == before


def test_no_balance_is_kept_for_what_is_not_the_offices_own(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        held = price("水费代收", 30_000, method="fixed")._replace(fund="held")
        with pytest.raises(ImportRefused) as refused:
            bring(books, SMALL._replace(prices=(*SMALL.prices, held), openings=(kept_for("水费代收", 100),)))
        assert [(error.code, error.value) for error in refused.value.errors] == [("import_balance_fund", "水费代收")]


def test_an_opening_balance_that_contradicts_the_books_is_refused_whole(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        opened = (arrears("1-101", "2025-12", 25060), arrears("1-102", "", 50000, kind="balance"))
        bring(books, SMALL._replace(openings=opened))
        before = head(books)
        changed = (arrears("1-101", "2025-12", 99), arrears("1-102", "", 7, kind="balance"))
        with pytest.raises(ImportRefused) as refused:
            bring(books, EstateFile(units=(flat("1-109"),), openings=changed), "second")
        assert [error.value for error in refused.value.errors] == ["0.99", "0.07"]
        assert {error.code for error in refused.value.errors} == {"import_opening_differs"}
        assert head(books) == before
        assert registers.units(books.database.connection())[-1].code == "B1-001"


def test_a_changed_row_replaces_what_the_books_hold_for_its_unit(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        bring(books, SMALL)
        changed = EstateFile((flat("1栋101", 9000)._replace(code="1-101"),), (owner("1-101", phone="13800000000"),))
        done = import_estate(books, changed, request_id="b", staff=MANAGER)
        assert done.written == {"unit": 1, "person": 1}
        connection = books.database.connection()
        assert registers.units(connection)[0].area == 9000
        assert [hit.phone for hit in find.search(books.database, "name", "张三")] == ["13800000000", "13800000000"]


def test_a_new_owner_ends_the_one_before(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        bring(books, SMALL)
        sold = EstateFile(holders=(owner("1-102", "赵六", "13700137000")._replace(since="2026-02-10"),))
        bring(books, sold, "sold")
        spans = [(h.since, h.until) for h in registers.holdings(books.database.connection()) if h.unit_id == 2]
        assert spans == [(None, "2026-02-09"), ("2026-02-10", None)]


def test_plates_come_and_go_with_the_file(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        place = flat("B1-001", None, "parking")
        bring(books, EstateFile((place._replace(plates=("京A11111", "京A22222")),)), "one")
        bring(books, EstateFile((place,)), "two")
        bring(books, EstateFile((place._replace(plates=("京A22222", "京A33333")),)), "three")
        rows = registers.vehicles(books.database.connection())
        assert [(row.plate, row.until) for row in rows] == [
            ("京A11111", "2026-01-31"), ("京A22222", None), ("京A33333", None),
        ]  # fmt: skip


def test_the_books_say_what_a_file_may_refer_to(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        bring(books, SMALL)
        found = known(books.database.connection())
        assert found.units == {"1-101", "1-102", "S-1", "B1-001"}
        assert found.items == {"物业费", "车位费"}


def test_a_cashier_may_import_nothing(tmp_path: Path) -> None:
    with founded(tmp_path) as books, pytest.raises(NotAllowed):
        import_estate(books, SMALL, request_id="a", staff=Person(2, "王芳", "cashier"))


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("张三", "ZS"), ("单雄信", "SXX"), ("查良镛", "ZLY"), ("欧阳修", "OYX"), ("曾国藩", "ZGF"), ("尉迟恭", "YCG"),
        ("解缙", "XJ"), ("仇英", "QY"), ("长孙无忌", "ZSWJ"), ("阳光置业有限公司", "YGZYYXGS"), ("Ann Lee", "ANNLEE"),
        ("", ""),
    ],
)  # fmt: skip
def test_surnames_are_read_as_surnames(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_units_people_and_holders_change_by_versions(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        bring(books, SMALL)
        connection = books.database.connection()
        flat_row = registers.units(connection)[0]
        assert save_unit(books, flat_row._replace(area=9100), request_id="u", staff=MANAGER) == 1
        new = save_unit(books, flat_row._replace(id=0, code="2-201"), request_id="n", staff=MANAGER)
        assert new == save_unit(books, flat_row._replace(id=0, code="2-201"), request_id="n", staff=MANAGER)
        person = save_person(
            books, PersonRow(0, "单某", "13600136000", None, "person", None), request_id="p", staff=MANAGER
        )
        held = add_holder(
            books, 1, person, "owner", request_id="h", staff=MANAGER, since=date(2026, 3, 1)
        )  # fmt: skip
        end_holding(books, held, date(2026, 12, 31), request_id="e", staff=MANAGER)
        set_plates(books, new, ["京A99999"], request_id="v", staff=MANAGER)
        assert registers.units(connection)[0].area == 9100
        found = registers.person(connection, person)
        assert found is not None
        assert found.initials == "SM"
        spans = [(h.person_id == person, h.until) for h in registers.holdings(connection) if h.unit_id == 1]
        assert spans == [(False, "2026-02-28"), (True, "2026-12-31")]
        assert [hit.unit_id for hit in find.search(books.database, "plate", "A99999")] == [new]


def test_changes_of_what_does_not_exist_are_refused(tmp_path: Path) -> None:
    day = date(2026, 1, 1)
    with founded(tmp_path) as books:
        bring(books, SMALL)
        row = registers.units(books.database.connection())[0]
        before = head(books)
        with pytest.raises(UnitCodeTaken):
            save_unit(books, row._replace(id=0, code="1－102"), request_id="1", staff=MANAGER)
        with pytest.raises(UnknownUnit):
            save_unit(books, row._replace(id=99, code="7-7"), request_id="2", staff=MANAGER)
        with pytest.raises(UnknownPerson):
            add_holder(books, 1, 99, "owner", request_id="3", staff=MANAGER, since=day)
        with pytest.raises(UnknownHolding):
            end_holding(books, 99, day, request_id="4", staff=MANAGER)
        with pytest.raises(UnknownItem):
            set_price(books, 99, Scope("flat"), "area", 1, day, request_id="5", staff=MANAGER)
        with pytest.raises(ScopeMissing):
            set_price(books, 1, Scope(), "area", 1, day, request_id="6", staff=MANAGER)
        with pytest.raises(PriceNegative):
            set_price(books, 1, Scope("flat"), "area", -1, day, request_id="7", staff=MANAGER)
        with pytest.raises(UnknownStaff):
            save_staff(books, StaffRow(99, "x", "cashier", "x", None, None), request_id="8", staff=MANAGER)
        assert head(books) == before


def test_prices_and_items_are_added_and_replaced(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        bring(books, SMALL)
        connection = books.database.connection()
        item = save_item(
            books, FeeItemRow(0, "电梯费", "Lift fee", "operating", 90, 1, 15, 0, 0), request_id="i", staff=MANAGER
        )
        first = set_price(books, item, Scope("flat"), "fixed", 10_000, date(2026, 1, 1), request_id="a", staff=MANAGER)
        same_day = set_price(
            books, item, Scope("flat"), "fixed", 20_000, date(2026, 1, 1), request_id="b", staff=MANAGER
        )
        later = set_price(books, item, Scope("flat"), "fixed", 30_000, date(2026, 6, 1), request_id="c", staff=MANAGER)
        assert (same_day, later) == (first, first + 1)
        assert [row.price for row in registers.tariffs(connection) if row.item_id == item] == [20_000, 30_000]


def test_prices_of_one_unit_may_come_with_the_unit(tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        bring(books, SMALL._replace(prices=(*SMALL.prices, price(value=1, unit="1-102"))))
        own = [row for row in registers.tariffs(books.database.connection()) if row.unit_id is not None]
        assert [(row.unit_id, row.unit_kind, row.price) for row in own] == [(2, None, 1)]


def test_a_file_brings_email_addresses_and_never_replaces_one_that_was_changed_by_hand(tmp_path: Path) -> None:
    def file(*emails: str | None) -> EstateFile:
        named = zip(SMALL.holders[:3], emails, strict=True)
        return EstateFile(holders=tuple(each._replace(email=email) for each, email in named))

    with founded(tmp_path) as books:
        bring(books, SMALL._replace(holders=(*file("a@old.example", "b@old.example", "c@old.example").holders,)))
        connection = books.database.connection()
        people = {each.name: each.id for each in registers.persons(connection)}

        def addresses() -> list[str | None]:
            return [each.email for each in registers.persons(connection)][:3]

        assert addresses() == ["a@old.example", "b@old.example", "c@old.example"]
        save_email(books, people["李四"], "b@hand.example", request_id="b", staff=MANAGER)
        save_email(books, people["王五"], "", request_id="c", staff=MANAGER)
        again = file("a@new.example", "b@new.example", "c@old.example")
        assert [(each.value, each.code) for each in contradictions(connection, again, "2026-01-31")[1]] == [
            ("李四", "import_email_kept"), ("王五", "import_email_kept"),
        ]  # fmt: skip
        bring(books, again, "again")
        assert addresses() == ["a@new.example", "b@hand.example", None]
        before = head(books)
        bring(books, file(None, "b@hand.example", None), "nothing")
        assert head(books) == before
        assert contradictions(connection, file(None, "b@hand.example", None), "2026-01-31") == ((), ())
