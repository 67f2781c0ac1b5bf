"""SMS as PDUs: the example of the standard, the limits of 70 and 67 units, read back field by field."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.devices.sms import ALONE, PART, NumberUnusable, TextTooLong, submit_pdus

NUMBER = "+8613800138000"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


def read(pdus: list[tuple[str, int]]) -> tuple[str, str]:
    """Number and text of a message, taken apart by the fields of the standard and not by our own encoder."""
    texts, numbers = dict[int, str](), set[str]()
    for hexed, octets in pdus:
        data = bytes.fromhex(hexed)
        assert (data[0], octets) == (0, len(data) - 1)
        first, digits, kind = data[1], data[3], data[4]
        end = 5 + (digits + 1) // 2
        swapped = "".join(f"{byte & 15:X}{byte >> 4:X}" for byte in data[5:end])[:digits]
        numbers.add(("+" if kind == 0x91 else "") + swapped)
        assert (data[end], data[end + 1], data[end + 2]) == (0, 8, len(data) - end - 3)
        user = data[end + 3 :]
        assert len(user) <= 140
        if first & 0x40:
            assert (user[0], user[1], user[2], user[4]) == (5, 0, 3, len(pdus))
            texts[user[5]] = user[6:].decode("utf-16-be")
        else:
            texts[1] = user.decode("utf-16-be")
    (number,) = numbers
    return number, "".join(texts[place] for place in sorted(texts))


def test_the_known_example_comes_out() -> None:
    assert submit_pdus(NUMBER, "您好") == [("0001000D91683108108300F000080460A8597D", 18)]


@pytest.mark.parametrize(("length", "parts"), [(0, 1), (70, 1), (71, 2), (134, 2), (135, 3)])
def test_seventy_units_stand_alone_and_longer_texts_go_in_parts(length: int, parts: int) -> None:
    text = "欠" * length
    pdus = submit_pdus(NUMBER, text, 7)
    assert len(pdus) == parts
    assert read(pdus) == (NUMBER, text)
    assert (ALONE, PART) == (70, 67)


def test_a_surrogate_pair_is_never_cut_in_two() -> None:
    text = "x" * 66 + "\U00020bb7" + "y" * 10
    pdus = submit_pdus("13800138000", text)
    assert [len(bytes.fromhex(pdu)) - 1 == octets for pdu, octets in pdus] == [True, True]
    assert read(pdus) == ("13800138000", text)
    assert bytes.fromhex(pdus[0][0]).endswith("x".encode("utf-16-be")), "the pair went whole into the second part"


@settings(max_examples=25, deadline=None)
@given(text=TEXTS, reference=st.integers(0, 255))
def test_every_text_comes_back_as_it_was(text: str, reference: int) -> None:
    assert read(submit_pdus(NUMBER, text, reference)) == (NUMBER, text)


def test_a_number_as_people_write_it_is_taken_and_what_is_none_refused() -> None:
    assert submit_pdus("138 0013-8000", "a") == submit_pdus("13800138000", "a")
    for wrong in ("", "12", "+", "138****8000", "１３８"):
        with pytest.raises(NumberUnusable):
            submit_pdus(wrong, "a")
    with pytest.raises(TextTooLong):
        submit_pdus(NUMBER, "a" * (255 * 67 + 1))
