"""Sums, quantities, days and masks are written the same way everywhere."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.words import Words, dates, formats, masks

EN, ZH = Words.load("en"), Words.load("zh_CN")
BEIJING = timezone(timedelta(hours=8))
DONG = formats.Currency("₫", "", 0)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (formats.money(140950), "1,409.50"),
        (formats.money(-4), "−0.04"),
        (formats.money(140950, DONG), "140,950"),
        (formats.money_with_symbol(120400), "¥1,204.00"),
        (formats.money_with_symbol(-400), "−¥4.00"),
        (formats.money_in_sentence(25060, EN), "¥250.60"),
        (formats.money_in_sentence(25060, ZH), "250.60 元"),
        (formats.money_in_sentence(25060, ZH, DONG), "₫25,060"),
        (formats.signed_money(300), "+3.00"),
        (formats.signed_money(-4), "−0.04"),
        (formats.signed_money(0), "0.00"),
        (formats.area(8950), "89.50 m²"),
        (formats.price(28000), "2.80"),
        (formats.price(4869), "0.4869"),
        (formats.price(25000, DONG), "2.5"),
        (formats.price(30000, DONG), "3"),
        (formats.price_in_sentence(28000, ZH), "2.80 元"),
        (formats.price_in_sentence(28000, EN), "¥2.80"),
        (formats.percent(836, 1000), "83.6 %"),
        (formats.percent(31, 10000, 2), "0.31 %"),
        (formats.percent(0, 0), "–"),
        (formats.count(1200), "1,200"),
        (formats.file_size(14_900_000_000), "14.9 GB"),
        (formats.file_size(20_000_000), "20 MB"),
        (formats.file_size(820_400), "820.4 KB"),
        (formats.file_size(12), "12 B"),
    ],
)
def test_quantities_are_written_so(written: str, expected: str) -> None:
    assert written == expected


@given(st.integers(-(10**15), 10**15), st.integers(0, 4))
def test_figures_read_back_as_the_same_integer(number: int, digits: int) -> None:
    text = formats.scaled(number, digits)
    assert int(text.replace(",", "").replace(".", "").replace("−", "-")) == number


@given(st.integers(0, 10**12), st.integers(0, 4))
def test_dropping_zeros_never_changes_the_value(number: int, keep: int) -> None:
    whole, _, decimals = formats.scaled(number, 4, keep).replace(",", "").partition(".")
    assert int(whole + decimals.ljust(4, "0")) == number
    assert len(decimals) >= keep


def test_days_carry_their_weekday_where_each_language_wants_it() -> None:
    week = [date(2026, 11, 23) + timedelta(days=n) for n in range(7)]
    assert dates.day_with_weekday(week[0], EN) == "Mon 2026-11-23"
    assert dates.day_with_weekday(week[0], ZH) == "2026-11-23 周一"
    assert [dates.day_with_weekday(day, ZH)[-1] for day in week] == list("一二三四五六日")
    assert [dates.day_with_weekday(day, EN)[:3] for day in week] == [day.strftime("%a") for day in week]


def test_short_days_name_the_year_only_where_it_differs() -> None:
    assert dates.short_day(date(2026, 9, 30), date(2026, 11, 23)) == "09-30"
    assert dates.short_day(date(2025, 9, 30), date(2026, 11, 23)) == "2025-09-30"


@pytest.mark.parametrize("utc", ["2026-11-23T00:31:07Z", "2026-11-23T00:31:07+00:00", "2026-11-23T00:31:07.123456"])
def test_moments_are_kept_in_utc_and_shown_locally(utc: str) -> None:
    assert dates.clock_time(utc, BEIJING) == "08:31"
    assert dates.moment(utc, BEIJING) == "2026-11-23 08:31"
    assert dates.moment_exact(utc, BEIJING) == "2026-11-23 08:31:07"


def test_a_moment_without_a_zone_follows_the_computers_clock() -> None:
    local = datetime(2026, 11, 23, 0, 31, tzinfo=UTC).astimezone()
    assert dates.clock_time("2026-11-23T00:31:00Z") == local.strftime("%H:%M")


def test_spans_and_remaining_times_read_naturally() -> None:
    assert dates.span("2026-01", "2026-03") == "2026-01 – 2026-03"
    assert dates.span("2026-01", "2026-01") == "2026-01"
    assert dates.time_left(0, EN) == "about 1 second left"
    assert dates.time_left(59, ZH) == "约剩 59 秒"
    assert dates.time_left(60, EN) == "about 1 minute left"
    assert dates.time_left(150, EN) == "about 3 minutes left"


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13800138000", "138****8000"),
        ("+86 138-0013-8000", "138****8000"),
        ("010-88886666", "010****6666"),
        ("88886666", "88****66"),
        ("12345", "****45"),
        ("110", "***"),
        ("", ""),
    ],
)
def test_phones_keep_only_what_tells_people_apart(phone: str, shown: str) -> None:
    assert masks.mask_phone(phone) == shown


@given(st.text(alphabet="0123456789", min_size=7, max_size=20))
def test_a_masked_phone_never_shows_more_than_seven_figures(phone: str) -> None:
    assert sum(sign.isdigit() for sign in masks.mask_phone(phone)) <= 7


@pytest.mark.parametrize(
    ("name", "shown"),
    [("张三", "张**"), ("张小三", "张**"), ("欧阳修", "欧阳**"), ("欧阳", "欧**"), ("John", "J**"), (" ", "")],
)
def test_door_notices_show_a_surname_and_not_its_length(name: str, shown: str) -> None:
    assert masks.mask_name(name) == shown
