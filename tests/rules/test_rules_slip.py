"""One slip of the terminal is one slip, however much of it was left out when it was typed."""

import pytest

from counter.rules.slip import SlipKey, is_same_slip, next_voucher, read_slip_key, slip_key

TODAY, YESTERDAY = "2026-11-23", "2026-11-22"


def key(
    terminal: str = "", batch: str = "", reference: str = "", *, voucher: str = "000123", day: str = TODAY
) -> SlipKey:
    return slip_key(terminal, batch, day, voucher, reference)


WHOLE = key("T1", "7", "123456789012")


@pytest.mark.parametrize(
    ("typed", "known", "same"),
    [
        (key(), WHOLE, True),
        (key("T1"), WHOLE, True),
        (key(batch="7"), WHOLE, True),
        (WHOLE, key(), True),
        (key("T2", "7"), WHOLE, False),
        (key("T1", "8"), WHOLE, False),
        (key("T2", "8", "123456789012", voucher="9"), WHOLE, True),
        (key("T1", "7", "999999999999"), WHOLE, True),
        (key("T1", "", "999999999999"), WHOLE, False),
        (key("T1", "7", "999999999999"), key("T1", "", "T112308T000100"), True),
        (key("T1", "", "T112308T000100"), key("T1", "7", "999999999999"), True),
        (key("T1", "", "T112309T000200"), key("T1", "", "T112308T000100"), False),
        (key("T1", "7", "999999999999"), key("T1", "", "T112208T000100", day=YESTERDAY), False),
        (key(voucher="124"), WHOLE, False),
        (key(), key(day=YESTERDAY), False),
        (key(batch="7"), key(day=YESTERDAY), False),
        (key(), key(batch="7", day=YESTERDAY), True),
    ],
)
def test_what_was_left_out_does_not_make_another_slip(typed: SlipKey, known: SlipKey, same: bool) -> None:
    assert is_same_slip(typed, read_slip_key(known.text)) is same


@pytest.mark.parametrize(
    ("typed", "text"),
    [(key("0010", "01"), "slip:10:1:123"), (WHOLE, "slip:T1:7:123:123456789012"), (key(), f"slip::{TODAY}:123")],
)
def test_a_slip_is_stored_as_text_and_read_back(typed: SlipKey, text: str) -> None:
    assert typed.text == text
    assert read_slip_key(text).text == text


@pytest.mark.parametrize(
    ("last", "following"),
    [("000217", "000218"), ("9", "1"), ("0999", "1000"), ("999999", "000001"), ("", ""), ("A12", ""), ("１２", "")],
)
def test_the_number_after_a_slip_is_as_long_as_its_own(last: str, following: str) -> None:
    assert next_voucher(last) == following
