"""The composition of a charge and the answer to “why this sum?” say what the rules did."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from counter.rules import periods, tariff
from counter.words import Words, formats
from counter.words.explain_charge import Basis, composition, why

EN, ZH = Words.load("en"), Words.load("zh_CN")
SEPTEMBER = periods.month("2026-09")
YEAR = periods.period_of("2026")
CONTRACT = Basis("service_contract", "2025-03", date(2026, 1, 1))
TWO_MONTHS_AND_MORE = periods.Part(2, 17, 31)


def test_a_month_by_area_reads_as_on_the_pay_screen() -> None:
    charged = tariff.by_area(8950, 28000, SEPTEMBER)
    assert composition(charged.ingredients, EN) == "89.50 m² × 2.80"
    told = why(charged.amount, charged.ingredients, CONTRACT, EN)
    assert told.question == "Why 250.60?"
    assert told.calculation == "built area 89.50 m² × ¥2.80 per m² and month = ¥250.60"
    assert told.remarks == (
        "Basis: service contract 2025-03, in force from 2026-01-01",
        "one full month, no reduction",
    )


def test_the_same_month_in_chinese() -> None:
    charged = tariff.by_area(8950, 28000, SEPTEMBER)
    assert composition(charged.ingredients, ZH) == "89.50 m² × 2.80"
    told = why(charged.amount, charged.ingredients, CONTRACT, ZH)
    assert told.question == "为什么是 250.60？"
    assert told.calculation == "建筑面积 89.50 m² × 单价 2.80 元/m²·月 = 250.60 元"
    assert told.remarks == ("收费依据：物业服务合同 2025-03，自 2026-01-01 起执行", "1 个整月，无减免")


def test_several_months_show_their_number() -> None:
    charged = tariff.fixed(2_000_000, YEAR)
    assert composition(charged.ingredients, EN) == "200.00 × 12 months"
    assert composition(charged.ingredients, ZH) == "200.00 × 12 个月"
    told = why(charged.amount, charged.ingredients, None, ZH)
    assert told.calculation == "每月 200.00 元 × 12 个月 = 2,400.00 元"
    assert told.remarks == ("12 个整月，无减免",)


def test_one_month_of_a_fixed_price_says_per_month() -> None:
    charged = tariff.fixed(2_000_000, SEPTEMBER)
    assert composition(charged.ingredients, EN) == "200.00 per month"
    assert why(charged.amount, charged.ingredients, None, EN).calculation == "¥200.00 per month = ¥200.00"


def test_a_part_month_shows_its_days_how_they_count_and_that_it_was_rounded() -> None:
    charged = tariff.by_area(8950, 28000, YEAR, TWO_MONTHS_AND_MORE)
    assert composition(charged.ingredients, EN) == "89.50 m² × 2.80 × (2 + 17/31)"
    told = why(charged.amount, charged.ingredients, None, EN)
    assert told.calculation == "built area 89.50 m² × ¥2.80 per m² and month × (2 + 17/31) = ¥638.63"
    assert told.remarks == ("part of a month counted by its actual days", "rounded half up to the fen")


def test_a_part_month_alone_is_one_fraction_of_thirty() -> None:
    part = periods.Part(0, 15, 30, method=periods.PartMethod.THIRTY)
    charged = tariff.fixed(2_000_000, SEPTEMBER, part)
    assert composition(charged.ingredients, EN) == "200.00 × 15/30"
    assert why(charged.amount, charged.ingredients, None, EN).remarks == ("part of a month counted as days of 30",)


def test_a_part_month_counted_whole_says_so() -> None:
    part = periods.Part(1, method=periods.PartMethod.WHOLE)
    charged = tariff.fixed(2_000_000, SEPTEMBER, part)
    assert why(charged.amount, charged.ingredients, None, EN).remarks == ("part of a month counted as a whole one",)


def test_a_sum_without_a_price_is_called_what_it_is() -> None:
    assert composition({"kind": "opening"}, ZH) == "按录入金额"
    assert why(5000, {"kind": "opening"}, None, EN).calculation.startswith("The sum was entered as it is")


def test_a_basis_of_the_offices_own_words_and_without_a_number_is_shown_as_it_stands() -> None:
    charged = tariff.fixed(2_000_000, SEPTEMBER)
    told = why(charged.amount, charged.ingredients, Basis("业委会公告", "", date(2026, 1, 1)), EN)
    assert told.remarks[0] == "Basis: 业委会公告, in force from 2026-01-01"


def test_another_currency_names_its_own_decimals() -> None:
    dong = formats.Currency("₫", "", 0)
    charged = tariff.by_area(8955, 12345, SEPTEMBER, digits=0)
    assert why(charged.amount, charged.ingredients, None, EN, dong).remarks[-1] == "rounded half up to 0 decimals"


@given(st.integers(1, 100_000), st.integers(1, 1_000_000), st.integers(1, 30))
def test_rounding_is_mentioned_exactly_when_the_sum_was_rounded(area: int, price: int, days: int) -> None:
    charged = tariff.by_area(area, price, SEPTEMBER, periods.Part(0, days, 31))
    told = why(charged.amount, charged.ingredients, None, EN)
    exact = area * price * days * 100 == charged.amount * 1_000_000 * 31
    assert ("rounded half up to the fen" in told.remarks) is not exact
