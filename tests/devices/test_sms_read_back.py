"""Our PDUs read back by a decoder that is not ours: texts, surrogate pairs, 70 and 71 units, what joins the parts."""

from io import StringIO
from typing import Any

import pytest

from counter.devices.sms import submit_pdus

fields = pytest.importorskip("smspdudecoder.fields", reason="smspdudecoder is not installed (scripts/setup test)")
NUMBER = "+8613800138000"


def read(text: str, reference: int = 0) -> list[tuple[str, str, dict[str, int] | None]]:
    """(number, text, what joins it to its neighbours) of each part as the other decoder reads it."""
    parts = []
    for pdu, _octets in submit_pdus(NUMBER, text, reference):
        found: dict[str, Any] = fields.SMSSubmit.decode(StringIO(pdu))
        data = found["user_data"]
        joins = [each["data"] for each in data["header"]["elements"]] if found["header"]["udhi"] else [None]
        parts.append((f"+{found['recipient']['number']}", data["data"], joins[0]))
    return parts


@pytest.mark.parametrize("text", ["您好", "¥1,234.50 欠费", "a", "吉野家的\U00020bb7", "😀" * 35, "欠" * 70])
def test_a_short_text_comes_back_whole_with_its_number(text: str) -> None:
    assert read(text) == [(NUMBER, text, None)]


@pytest.mark.parametrize("text", ["欠" * 71, "x" * 66 + "\U00020bb7" + "y" * 10, "😀" * 36, "阳光花园" * 50])
def test_the_parts_of_a_long_text_come_back_in_order_under_one_reference(text: str) -> None:
    parts = read(text, 200)
    assert "".join(content for _number, content, _joined in parts) == text
    joined = [each for _number, _content, each in parts if each]
    assert [each["part_number"] for each in joined] == list(range(1, len(parts) + 1))
    assert {(each["reference"], each["parts_count"]) for each in joined} == {(200, len(parts))}
