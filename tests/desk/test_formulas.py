"""A price may be the office's own formula: worked out exactly, tried when saved, and whatever is wrong is said."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.desk.change_prices import Scope, TermsMissing, set_price
from counter.desk.change_registers import save_unit
from counter.desk.formulas import evaluate, names_of, recompute, tried
from counter.desk.preview_bills import preview
from counter.desk.price_ahead import price_ahead
from counter.desk.readings import Read
from counter.desk.reductions import grant_reduction
from counter.rules import formula as rules
from counter.rules.periods import month
from counter.rules.tariff import UnknownTariff
from counter.rules.tariff import recompute as without_formulas
from counter.words import Words
from counter.words.explain_charge import composition, why
from db.books import Books
from db.queries import registers
from tests.desk.small_estate import MANAGER, SMALL, bring, founded
from tests.desk.test_charge_kinds import BIG_FLAT, FLAT, billed, item, meter, read, reasons

EN, ZH = Words.load("en"), Words.load("zh_CN")
VALUES = {
    name: Fraction(value) for name, value in {"area": 89, "persons": 3, "usage": 7, "price": 2, "months": 1}.items()
}


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    with founded(tmp_path, date(2026, 1, 5)) as opened:
        bring(opened, SMALL)
        yield opened


def by_formula(books: Books, item_id: int, text: str, price: int = 0, since: date = date(2025, 1, 1)) -> int:
    return set_price(
        books, item_id, Scope("flat"), "formula", price, since, terms={"formula": text}, staff=MANAGER,
        request_id=f"formula-{item_id}-{since}",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("0.15 * 130.70", "19.605"),
        ("（面积 × 0.1 ＋ 人数）÷ 4", "2.975"),
        ("min(area, persons, 4)", "3"),
        ("较大(面积 × 单价, 50)", "178"),
        ("round_up(10 ÷ 3)", "3.34"),
        ("round_down(10 ÷ 3, 0.1)", "3.3"),
        ("进位(usage ÷ 2, 1)", "4"),
        ("-area + 90", "1"),
        (".5", "0.5"),
        ("0.1 + 0.2", "0.3"),
    ],
)
def test_a_formula_is_worked_out_exactly_in_either_language(text: str, result: str) -> None:
    assert evaluate(text, VALUES) == Fraction(result)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", rules.FormulaUnreadable),
        ("area ×", rules.FormulaUnreadable),
        ("(area", rules.FormulaUnreadable),
        ("area = 3", rules.FormulaUnreadable),
        ("area\x00", rules.FormulaUnreadable),
        ("1 + " * 60 + "1", rules.FormulaTooLong),
        ("-" * 30 + "1", rules.FormulaTooDeep),
        ("(" * 150 + "1" + ")" * 40, rules.FormulaUnreadable),
        ("size × 2", rules.FormulaUnknownName),
        ("sqrt(area)", rules.FormulaUnknownName),
        ("min", rules.FormulaUnknownName),
        ("__import__('os')", rules.FormulaUnknownName),
        ("area ** 9", rules.FormulaSignNotAllowed),
        ("area // 2", rules.FormulaSignNotAllowed),
        ("area % 2", rules.FormulaSignNotAllowed),
        ("area > 2", rules.FormulaSignNotAllowed),
        ("area if persons else 1", rules.FormulaSignNotAllowed),
        ("[area for x in area]", rules.FormulaSignNotAllowed),
        ("area.real", rules.FormulaSignNotAllowed),
        ("(lambda: 1)()", rules.FormulaSignNotAllowed),
        ("min(*area)", rules.FormulaSignNotAllowed),
        ("round_up(1, step=1)", rules.FormulaSignNotAllowed),
        ("'area' * 3", rules.FormulaNotANumber),
        ("True + 1", rules.FormulaNotANumber),
        ("1e9 × area", rules.FormulaNotANumber),
        ("0x10", rules.FormulaNotANumber),
        ("1_000", rules.FormulaNotANumber),
        ("2j", rules.FormulaNotANumber),
        ("min()", rules.FormulaArguments),
        ("round_up(1, 2, 3)", rules.FormulaArguments),
        ("1 ÷ (persons − 3)", rules.FormulaDividesByZero),
        ("round_up(1, 0)", rules.FormulaDividesByZero),
        ("10 − area", rules.FormulaOutOfBounds),
        ("99999999999", rules.FormulaOutOfBounds),
    ],
)
def test_whatever_is_wrong_with_a_formula_is_refused_by_its_name(text: str, fault: type[rules.FormulaFault]) -> None:
    with pytest.raises(fault) as refused:
        evaluate(text, VALUES)
    assert refused.value.formula == text


@given(st.text(st.sampled_from("ap min(max)+-*/.,0123456789 面积人数_[]{}:'\"=<>!%^&|~@\\\n"), max_size=60))
def test_any_text_gives_a_sum_or_a_named_fault(text: str) -> None:
    result: Fraction | None = None
    with suppress(rules.FormulaFault):
        result = evaluate(text, VALUES)
    assert result is None or (isinstance(result, Fraction) and 0 <= result <= rules.MOST)


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 10**4))
def test_numbers_are_decimals_and_never_binary_fractions(a: int, b: int, c: int) -> None:
    text = f"{a / 100:.2f} × {b / 100:.2f} ÷ {c}"
    assert evaluate(text, {}) == Fraction(a * b, 10_000 * c)


def test_names_are_told_as_they_are_called_inside() -> None:
    assert names_of("面积 × 单价 + usage") == {"area", "price", "usage"}
    assert tried("面积 × 单价", 28_000) == 280


def test_a_formula_is_tried_before_it_is_saved(books: Books) -> None:
    fee = item(books, "综合费")
    with pytest.raises(rules.FormulaDividesByZero):
        by_formula(books, fee, "area ÷ (persons − 3)")
    with pytest.raises(rules.FormulaUnknownName):
        by_formula(books, fee, "surface × 2")
    with pytest.raises(TermsMissing):
        by_formula(books, fee, "")
    assert all(each.item_id != fee for each in registers.tariffs(books.database.connection()))


def test_a_formula_bills_by_the_month_and_what_is_missing_is_named(books: Books) -> None:
    fee = item(books, "综合费")
    by_formula(books, fee, "较大(面积 × 单价, 240) + 人数 × 3", 28_000)
    flat = registers.unit(books.database.connection(), FLAT)
    assert flat is not None
    assert reasons(books, "2026-01", fee)[FLAT] == "no_count"
    save_unit(books, flat._replace(persons=3), request_id="three", staff=MANAGER)
    charge = preview(books.database.connection(), ["2026-01"], [fee]).charges[0]
    assert composition(recalled(charge.ingredients), ZH) == "较大(面积 × 单价, 240) + 人数 × 3"
    told = why(charge.amount, recalled(charge.ingredients), None, ZH)
    assert told.calculation == "较大(面积 × 单价, 240) + 人数 × 3 = 较大(89.5 × 2.8, 240) + 3 × 3 = 259.60 元"
    assert told.remarks == ("按收费标准的公式计算", "1 个整月，无减免")
    assert billed(books, "2026-01", fee) == {FLAT: 25_960}
    ahead = [each for each in price_ahead(books.database.connection(), FLAT, month("2026-03")) if each.item_id == fee]
    assert [each.amount for each in ahead] == [25_960, 25_960]


def test_a_formula_that_fails_for_a_unit_bills_nothing_and_says_so(books: Books) -> None:
    fee = item(books, "综合费")
    by_formula(books, fee, "100 ÷ (面积 − 89.5) + 1000")
    assert reasons(books, "2026-01", fee)[FLAT] == "formula_divides_by_zero"
    assert list(billed(books, "2026-01", fee)) == [BIG_FLAT]
    ahead = {unit: price_ahead(books.database.connection(), unit, month("2026-02")) for unit in (FLAT, BIG_FLAT)}
    assert [each.item_id == fee for each in ahead[BIG_FLAT]] == [True]
    assert ahead[FLAT] == [], "what cannot be worked out is no month to pay ahead"


def test_part_months_and_reductions_take_their_part_of_a_formula(books: Books) -> None:
    fee, timed = item(books, "综合费"), item(books, "按月数")
    by_formula(books, fee, "面积", since=date(2026, 1, 15))
    by_formula(books, timed, "面积 × 月数 + 10", since=date(2026, 1, 15))
    # 89.50 × 17/31 = 49.0806; the other counts its months itself and adds 10 once
    assert billed(books, "2026-01", fee)[FLAT] == 4908
    told = why(
        5908, recalled(preview(books.database.connection(), ["2026-01"], [timed]).charges[0].ingredients), None, EN
    )
    assert told.calculation == "面积 × 月数 + 10 = 89.5 × (17/31) + 10 = ¥59.08"
    assert billed(books, "2026-01", timed)[FLAT] == 5908
    grant_reduction(books, FLAT, 3000, date(2026, 2, 1), reason="空置", paper="1", request_id="r", staff=MANAGER)
    assert billed(books, "2026-02", fee)[FLAT] == 6265
    assert billed(books, "2026-02", timed)[FLAT] == 6965


def test_a_formula_with_usage_goes_by_the_meter(books: Books) -> None:
    water = item(books, "水费")
    by_formula(books, water, "max(usage × 4.1, 10) + 2 × months")
    assert reasons(books, "2026-01", water)[FLAT] == "no_meter"
    number = meter(books, FLAT, water, 100_000)
    read(books, "2026-01", Read(number, 115_500))
    charge = preview(books.database.connection(), ["2026-01"], [water]).charges[0]
    told = why(charge.amount, recalled(charge.ingredients), None, EN)
    assert told.calculation == "max(usage × 4.1, 10) + 2 × months = max(15.5 × 4.1, 10) + 2 × 1 = ¥65.55"
    assert told.remarks == ("by the formula of the price", "readings 100 → 115.5")
    assert billed(books, "2026-01", water) == {FLAT: 6555}


def test_the_check_needs_only_the_formula_and_its_values() -> None:
    of = {"kind": "formula", "formula": "area × 2.8", "values": {"area": "89.5"}, "months": 3}
    assert recompute(of) == 75_180
    assert recompute({**of, "reversed": 1}) == -75_180
    with pytest.raises(UnknownTariff):
        without_formulas(of)


def recalled(ingredients: str) -> dict[str, object]:
    return dict(json.loads(ingredients))
