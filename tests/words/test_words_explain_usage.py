"""Meters, tiers, counts, shares and single charges explain themselves in both languages."""

from counter.rules import tariff
from counter.rules.metering import USAGE_SCALE, Advance
from counter.rules.periods import month
from counter.rules.shared_costs import spread
from counter.rules.tiers import Band
from counter.words import Words
from counter.words.explain_charge import composition, why

EN, ZH = Words.load("en"), Words.load("zh_CN")
SEPTEMBER = month("2026-09")
WATER = (Band(0, 50_000), Band(180_000, 70_000), Band(260_000, 90_000))


def test_a_meter_shows_what_it_went_through() -> None:
    amount, of = tariff.metered([Advance(1_234_500, 1_250_000)], 41_000)
    of["unit"] = "m3"
    assert composition(of, EN) == "15.5 m³ × 4.10"
    told = why(amount, of, None, ZH)
    assert told.calculation == "15.5 m³ × 4.10 元 = 63.55 元"
    assert told.remarks == ("读数 1,234.5 → 1,250",)


def test_multiplier_loss_and_a_corrected_estimate_are_told() -> None:
    amount, of = tariff.metered([Advance(10_000, 9_000, corrects=True)], 8_500, multiplier=40_000, loss=300)
    told = why(amount, of, None, EN)
    assert told.calculation == "−41.2 × ¥0.85 = −¥35.02"
    assert told.remarks == ("readings 10 → 9", "multiplier 40", "with 3.00 % loss", "corrects an estimated reading")


def test_meters_with_multipliers_of_their_own_are_told_one_by_one() -> None:
    _amount, of = tariff.metered([Advance(0, 4_000, multiplier=1_000), Advance(500, 1_500, multiplier=40_000)], 10_000)
    assert why(4400, of, None, EN).remarks == (
        "readings 0 → 4", "multiplier 1", "readings 0.5 → 1.5", "multiplier 40",
    )  # fmt: skip


def test_tiers_are_shown_band_by_band() -> None:
    amount, of = tariff.tiered([Advance(175_000, 185_000)], WATER, used_before=175 * USAGE_SCALE)
    of["unit"] = "m3"
    assert composition(of, ZH) == "5 m³ × 5.00 + 5 m³ × 7.00"
    told = why(amount, of, None, EN)
    assert told.calculation == "5 m³ × ¥5.00 + 5 m³ × ¥7.00 = ¥60.00"
    assert told.remarks == ("readings 175 → 185", "used before in the same year: 175 m³")


def test_a_share_names_the_bill_and_the_weight() -> None:
    share = spread(100_000, "area", {1: 8950, 2: 20_782})[1]
    assert composition(share.ingredients, ZH) == "1,000.00 分摊 30.10 %"
    told = why(share.amount, share.ingredients, None, EN)
    assert told.calculation == "¥1,000.00 × 89.50 m² ÷ 297.32 m² = ¥301.02"
    assert told.remarks == ("shared by area; all shares together are the bill to the fen",)


def test_persons_are_counted_in_words() -> None:
    amount, of = tariff.each(3, "person", 60_000, SEPTEMBER)
    assert composition(of, EN) == "3 persons × 6.00"
    assert why(amount, of, None, ZH).calculation == "3 人 × 每月 6.00 元 = 18.00 元"


def test_a_reduction_is_part_of_the_working() -> None:
    amount, of = tariff.charged({"kind": "area", "area": 8950, "price": 28_000}, SEPTEMBER, None, reduction=3000)
    assert composition(of, EN) == "89.50 m² × 2.80 × 70 %"
    told = why(amount, of, None, ZH)
    assert told.calculation == "建筑面积 89.50 m² × 单价 2.80 元/m²·月 × 70 % = 175.42 元"
    assert told.remarks == ("1 个整月，已减免",)


def test_what_is_asked_for_once_says_so() -> None:
    amount, of = tariff.once(250_000)
    assert composition(of, ZH) == "一次性"
    assert why(amount, of, None, EN).calculation == "asked for once: ¥25.00"
