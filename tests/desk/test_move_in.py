"""Somebody new at a unit, entered in one act; reductions that outlive a sale or a move are found."""

from datetime import date, timedelta

import pytest

from counter.desk.change_prices import UnknownItem
from counter.desk.change_registers import EndsBeforeItBegan, end_holding
from counter.desk.end_reduction import end_reduction
from counter.desk.move_in import ComesBeforeHolder, MoveIn, NewcomerUnnamed, SaleToCome, move_in
from counter.desk.outlived_reductions import outlived
from counter.desk.reductions import grant_reduction
from counter.desk.standing import UnknownUnit
from counter.rules.tender import FullCardNumber
from db.check import check_books
from db.queries import accounts, registers
from tests.desk.office import EVEN, FEE, FUND, MANAGER, ODD, Desk

SALE = date(2026, 11, 11)


def comes(desk: Desk, role: str = "owner", name: str = "买方甲", phone: str = "13900000000", since: date = SALE,
          items: tuple[int, ...] = (), request: str = "", unit: int = EVEN) -> int:  # fmt: skip
    wish = MoveIn(unit, role, name, phone, since, items)
    return move_in(desk.books, wish, request_id=request or desk.request(), staff=MANAGER)


def held(desk: Desk, unit: int = EVEN) -> list[tuple[str, str | None, str | None, str | None]]:
    rows = registers.holdings(desk.connection)
    return [(each.role, each.since, each.until, each.items) for each in rows if each.unit_id == unit]


def test_a_sale_ends_the_sellers_and_begins_the_buyer_once(desk: Desk) -> None:
    assert comes(desk, request="sale") == comes(desk, request="sale")
    assert held(desk) == [("owner", "2020-01-01", "2026-11-10", None), ("owner", "2026-11-11", None, None)]
    buyer = registers.persons(desk.connection)[-1]
    assert (buyer.name, buyer.phone, buyer.kind) == ("买方甲", "13900000000", "person")
    assert accounts.holders(desk.connection, EVEN)[0].name == "买方甲"
    assert check_books(desk.books.database).clean


def test_who_has_the_name_and_the_telephone_is_the_same_person(desk: Desk) -> None:
    comes(desk)
    comes(desk, unit=ODD)
    comes(desk, unit=ODD, phone="", since=SALE + timedelta(2))
    people = [each.person_id for each in registers.holdings(desk.connection) if each.since and each.since >= "2026-11"]
    assert len(people) == 3
    assert len(set(people)) == 2


def test_an_occupier_comes_beside_the_owner_and_pays_what_is_named(desk: Desk) -> None:
    tie = comes(desk, "occupier", items=(FUND, FEE, FEE))
    assert held(desk)[-1] == ("occupier", "2026-11-11", None, "[1, 2]")
    assert held(desk)[0][2] is None
    with pytest.raises(EndsBeforeItBegan):
        end_holding(desk.books, tie, SALE - timedelta(1), request_id="too early", staff=MANAGER)
    end_holding(desk.books, tie, SALE, request_id="out", staff=MANAGER)
    assert held(desk)[-1][2] == "2026-11-11"


def test_what_makes_no_sense_is_refused_and_nothing_changes(desk: Desk) -> None:
    with pytest.raises(NewcomerUnnamed):
        comes(desk, name="  ")
    with pytest.raises(FullCardNumber):
        comes(desk, phone="4111111111111111")
    with pytest.raises(UnknownUnit):
        comes(desk, unit=99)
    with pytest.raises(UnknownItem):
        comes(desk, "occupier", items=(77,))
    with pytest.raises(ComesBeforeHolder):
        comes(desk, since=date(2020, 1, 1))
    with pytest.raises(SaleToCome):
        comes(desk, since=desk.clock.today() + timedelta(1))
    comes(desk)
    with pytest.raises(ComesBeforeHolder):
        comes(desk, name="买方乙")
    assert len(held(desk)) == 2


def reduce(desk: Desk, since: date, until: date | None = None, item: int | None = FEE, unit: int = EVEN) -> int:
    return grant_reduction(
        desk.books, unit, 3000, since, until=until, item_id=item, reason="空置", paper="KZ-1",
        request_id=desk.request(), staff=MANAGER,
    )  # fmt: skip


def found(desk: Desk, first: str = "2026-11-01", last: str = "2026-11-30") -> list[tuple[int, str, bool]]:
    return [(each.row.id, each.day, each.moves) for each in outlived(desk.connection, first, last)]


def test_a_reduction_that_outlives_a_sale_is_found_until_it_ends_or_is_granted_anew(desk: Desk) -> None:
    open_ended = reduce(desk, date(2026, 9, 1))
    dated = reduce(desk, date(2026, 9, 1), date(2026, 11, 20), None)
    over = reduce(desk, date(2026, 9, 1), SALE - timedelta(1))
    other = reduce(desk, date(2026, 9, 1), unit=ODD)
    assert found(desk) == []
    comes(desk)
    assert found(desk) == [(open_ended, "2026-11-11", False), (dated, "2026-11-11", False)]
    assert found(desk, "2026-10-01", "2026-10-31") == [], "the sale comes later"
    for number in (open_ended, dated):
        end_reduction(desk.books, number, SALE - timedelta(1), reason="x", request_id=desk.request(), staff=MANAGER)
    reduce(desk, SALE)
    assert found(desk) == []
    assert {over, other} == {3, 4}


def test_a_reduction_outlives_an_occupier_who_comes_and_one_who_goes(desk: Desk) -> None:
    empty = reduce(desk, date(2026, 9, 1))
    tie = comes(desk, "occupier", name="租户甲", items=(FEE,))
    assert found(desk) == [(empty, "2026-11-11", True)]
    end_reduction(desk.books, empty, SALE - timedelta(1), reason="x", request_id=desk.request(), staff=MANAGER)
    for_tenant = reduce(desk, SALE)
    assert found(desk) == []
    end_holding(desk.books, tie, date(2026, 11, 20), request_id="out", staff=MANAGER)
    assert found(desk) == [(for_tenant, "2026-11-21", True)]
