"""Tenders, change, and what of a card may be kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.rules import tender
from counter.rules.tender import (
    FullCardNumber,
    Tender,
    TenderKind,
    check_card_number,
    check_tail,
    holds_card_number,
    refuse_long_number,
    tendered,
)

CASH, CARD, SCAN = TenderKind.CASH, TenderKind.CARD, TenderKind.SCAN


def with_check_figure(figures: str) -> str:
    """A card number made valid by trying the ten possible last figures on a table-driven check sum."""
    doubled = "0246813579"
    for last in "0123456789":
        number = figures + last
        total = sum(int(c) if i % 2 == 0 else int(doubled[int(c)]) for i, c in enumerate(reversed(number)))
        if total % 10 == 0:
            return number
    raise AssertionError(figures)


card_numbers = st.text("0123456789", min_size=11, max_size=18).map(with_check_figure)


def test_cash_gives_change() -> None:
    result = tendered(54840, [Tender(CASH, 54840)], received_cash=60000)
    assert result.change == 5160
    assert result.parts == (Tender(CASH, 54840),)


def test_the_notes_handed_over_may_stand_as_the_cash_tender() -> None:
    assert tendered(54840, [Tender(CASH, 60000)]).change == 5160


def test_cash_pays_what_the_card_leaves() -> None:
    result = tendered(54840, [Tender(CARD, 50000), Tender(CASH, 4840)], received_cash=5000)
    assert (result.change, result.cash) == (160, 4840)
    assert result.parts == (Tender(CARD, 50000), Tender(CASH, 4840))


def test_too_little_names_what_is_missing() -> None:
    with pytest.raises(tender.PaysTooLittle) as caught:
        tendered(54840, [Tender(CARD, 50000)])
    assert caught.value.missing_minor == 4840


def test_a_card_gives_no_change() -> None:
    with pytest.raises(tender.ChangeOnlyFromCash) as caught:
        tendered(54840, [Tender(CARD, 50000), Tender(SCAN, 4841)])
    assert caught.value.excess_minor == 1


def test_a_tender_of_nothing_is_refused() -> None:
    with pytest.raises(tender.EmptyTender):
        tendered(54840, [Tender(CARD, 0), Tender(CASH, 54840)])


tenders = st.lists(st.builds(Tender, st.sampled_from(TenderKind), st.integers(1, 10_000)), max_size=5)


@given(st.integers(0, 30_000), tenders, st.none() | st.integers(0, 40_000))
def test_tenders_cover_the_sum_exactly_or_are_refused_with_the_difference(
    to_pay: int, parts: list[Tender], received: int | None
) -> None:
    others = sum(part.amount for part in parts if part.kind is not CASH)
    cash = sum(part.amount for part in parts if part.kind is CASH) if received is None else received
    if others > to_pay:
        with pytest.raises(tender.ChangeOnlyFromCash) as too_much:
            tendered(to_pay, parts, received)
        assert too_much.value.excess_minor == others - to_pay
    elif others + cash < to_pay:
        with pytest.raises(tender.PaysTooLittle) as too_little:
            tendered(to_pay, parts, received)
        assert too_little.value.missing_minor == to_pay - others - cash
    else:
        result = tendered(to_pay, parts, received)
        assert sum(part.amount for part in result.parts) == to_pay
        assert result.change == others + cash - to_pay
        assert result.received_cash == result.cash + result.change


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("622202******0123", "622202******0123"),
        ("6222 02** **** 0123", "622202******0123"),
        ("622202xxxxxx0123", "622202******0123"),
        ("6222020123", "622202******0123"),
        ("**** 0123", "****0123"),
        ("0123", "0123"),
    ],
)
def test_a_masked_card_number_is_kept_as_the_slip_shows_it(typed: str, kept: str) -> None:
    assert check_card_number(typed) == kept


@pytest.mark.parametrize("typed", ["62220201230", "622202345*0123", "4242-4242-4242-4242", "\uff14242424242424242"])
def test_more_than_a_slip_shows_is_refused(typed: str) -> None:
    with pytest.raises(tender.FullCardNumber):
        check_card_number(typed)


@pytest.mark.parametrize("typed", ["", "abc", "****"])
def test_what_is_no_card_number_is_refused(typed: str) -> None:
    with pytest.raises(tender.NotACardNumber):
        check_card_number(typed)


@given(card_numbers, st.sampled_from(["", " ", "-"]))
def test_a_full_card_number_is_refused_and_does_not_travel_with_the_error(number: str, gap: str) -> None:
    typed = gap.join(number[i : i + 4] for i in range(0, len(number), 4))
    with pytest.raises(tender.FullCardNumber) as caught:
        check_card_number(typed)
    assert number not in f"{caught.value} {vars(caught.value)}"
    assert caught.value.masked == number[:6] + "******" + number[-4:]


@given(card_numbers, st.text("张三 ABC，。", max_size=5), st.text("张三 ABC，。", max_size=5))
def test_a_card_number_is_found_inside_a_remark(number: str, before: str, after: str) -> None:
    assert holds_card_number(before + number + after)


@pytest.mark.parametrize(
    "text",
    [
        "4242 4242 4242 4242",
        "card 4242-4242-4242-4242 thanks",
        "2026-11-23 4242424242424242",
        "4242.4242.4242.4242",
        "4242_4242_4242_4242",
        "4242\t4242\t4242\t4242",
        "4242·4242·4242·4242",
        "42424242\u200b42424242",
    ],
)
def test_a_card_number_is_seen_through_its_gaps(text: str) -> None:
    assert holds_card_number(text)


@pytest.mark.parametrize(
    "text",
    ["", "3-2-1201 2026-11-23", "4242424242424241", "13800008000", "2026.11.23 1234.56 4242.42", "192.168.100.104"],
)
def test_rooms_dates_and_phones_are_no_card_numbers(text: str) -> None:
    assert not holds_card_number(text)


def test_a_tail_has_so_many_figures_and_nothing_else() -> None:
    assert check_tail("\uff10\uff1123 45", 6) == "012345"
    for wrong in ("01234", "0123456", "01234a", ""):
        with pytest.raises(tender.NotATail) as caught:
            check_tail(wrong, 6)
        assert caught.value.figures == 6


def test_a_full_card_number_in_a_tail_does_not_travel_with_the_error() -> None:
    with pytest.raises(tender.FullCardNumber):
        check_tail("4242424242424242", 6)


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ("000217", False), ("231541907001", False), ("898110270010004", False), ("2026-11-23 000217", False),
        ("6217001234567890", True), ("6217 0012 3456 7890 123", True), ("６２１７００１２３４５６７８９０", True),
        ("", False),
    ],
)  # fmt: skip
def test_a_number_longer_than_any_of_a_slip_is_a_cards_also_where_its_check_sum_is_wrong(
    typed: str, refused: bool
) -> None:
    if refused:
        with pytest.raises(FullCardNumber) as told:
            refuse_long_number(typed)
        assert told.value.masked == "621700******" + ("0123" if typed.endswith("123") else "7890")
    else:
        refuse_long_number(typed)
